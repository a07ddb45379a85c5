"""Standings: points per person and round, from which boards are read."""

from collections.abc import Iterable
from datetime import date

from bot.events import Person
from bot.ledger import Group, Standing
from bot.store.members import UNSEEN
from bot.store.people import People
from bot.store.rows import PERSON, Part, Row, person_in, read_date


def standing_in(row: Row) -> Standing:
    return Standing(
        round=row["round"],
        person=person_in(row),
        group=row["study_group"],
        date=read_date(row["date"]),
        topic=row["topic"],
        points=row["points"],
    )


class Standings(Part):
    def rewrite(self, round: int, standings: Iterable[Standing]) -> None:
        """Replace all standings of a round."""
        self.write("DELETE FROM standing WHERE round = ?", round)
        for standing in standings:
            self.add(standing)

    def drop(self, round: int, people: Iterable[Person]) -> None:
        """Take these people's standings of a round away."""
        for person in people:
            number = People(self.db).known(person)
            self.write("DELETE FROM standing WHERE round = ? AND person = ?", round, number)

    def add(self, standing: Standing) -> None:
        self.insert(
            "standing",
            round=standing.round,
            person=People(self.db).number(standing.person),
            study_group=standing.group,
            date=standing.date.isoformat(),
            topic=standing.topic,
            points=standing.points,
        )

    def of(
        self,
        group: Group,
        since: date | None = None,
        until: date | None = None,
        topic: str = "",
    ) -> list[Standing]:
        """A group's standings of local dates, both ends included, of one topic or all. People who
        are hidden or excluded are left out."""
        sql = f"""
            SELECT standing.*, {PERSON} FROM standing JOIN person ON person.id = standing.person
            WHERE study_group = ? AND date BETWEEN ? AND ? AND (? = '' OR topic = ?)
            AND standing.person NOT IN ({UNSEEN}) ORDER BY date, person.id
        """
        days = since.isoformat() if since else "", until.isoformat() if until else "9999"
        values = (group.id, *days, topic, topic, group.id)
        return [standing_in(row) for row in self.rows(sql, *values)]

    def earned(self, group: Group, person: Person) -> list[Standing]:
        """One person's own standings in a group, seen on its boards or not."""
        sql = f"""
            SELECT standing.*, {PERSON} FROM standing JOIN person ON person.id = standing.person
            WHERE study_group = ? AND standing.person = ? ORDER BY date
        """
        one = People(self.db).one(person)
        return [standing_in(row) for row in self.rows(sql, group.id, one)]

    def all(self) -> list[Standing]:
        """Everything, for a comparison with what the ledger gives."""
        sql = f"""
            SELECT standing.*, {PERSON} FROM standing JOIN person ON person.id = standing.person
            ORDER BY round, person.id
        """
        return [standing_in(row) for row in self.rows(sql)]
