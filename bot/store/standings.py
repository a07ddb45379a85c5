"""Standings: points per person and round, from which boards are read.

SQL adds them up, for a large group has millions. CROSS JOIN keeps SQLite to the order that it is
written in, round by round along the primary key."""

from collections.abc import Iterable
from datetime import date

from bot.events import Person
from bot.ledger import Group, Round, Standing, Total
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

    def totals(
        self,
        group: Group,
        since: date | None = None,
        until: date | None = None,
        topic: str = "",
    ) -> list[Total]:
        """What everybody earned in a group's rounds of these local dates, both ends included, and
        of one topic or all. People who are hidden or excluded are left out."""
        sql = f"""
            SELECT total.*, {PERSON} FROM (
                SELECT standing.person, sum(standing.points) AS points, count(*) AS rounds
                FROM round CROSS JOIN standing ON standing.round = round.id
                WHERE round.study_group = ? AND round.date BETWEEN ? AND ?
                AND (? = '' OR round.topic = ?) GROUP BY standing.person
            ) AS total JOIN person ON person.id = total.person
            WHERE total.person NOT IN ({UNSEEN}) ORDER BY total.person
        """
        days = since.isoformat() if since else "", until.isoformat() if until else "9999"
        values = (group.id, *days, topic, topic, group.id)
        return [
            Total(person_in(row), row["points"], row["rounds"]) for row in self.rows(sql, *values)
        ]

    def own(self, group: Group, person: Person) -> Total:
        """What one person earned in all of a group's rounds, seen on its boards or not."""
        sql = """
            SELECT ifnull(sum(standing.points), 0) AS points, count(*) AS rounds
            FROM round CROSS JOIN standing ON standing.round = round.id
            WHERE round.study_group = ? AND standing.person = ?
        """
        row = self.row(sql, group.id, People(self.db).one(person))
        assert row is not None
        return Total(person, row["points"], row["rounds"])

    def some(self, round: Round, most: int) -> list[Person]:
        """Those who have a standing for a round, or so many of them."""
        sql = f"""
            SELECT {PERSON} FROM standing JOIN person ON person.id = standing.person
            WHERE standing.round = ? LIMIT ?
        """
        return [person_in(row) for row in self.rows(sql, round.id, most)]

    def all(self) -> list[Standing]:
        """Everything, for a comparison with what the ledger gives."""
        sql = f"""
            SELECT standing.*, {PERSON} FROM standing JOIN person ON person.id = standing.person
            ORDER BY round, person.id
        """
        return [standing_in(row) for row in self.rows(sql)]
