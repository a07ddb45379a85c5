"""Groups, their seasons and places, the questions an admin queued, and what admins did."""

from collections.abc import Iterable
from datetime import datetime

from bot.events import Person, Place
from bot.ledger import AdminAct, Group, Rules, Season
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    PLACE,
    SELF,
    Part,
    Row,
    dump_rules,
    instant,
    load_rules,
    optional_instant,
    person_in,
    place_in,
    read_date,
    read_instant,
    read_optional_instant,
)

GROUP = f"""
SELECT study_group.*, {PERSON}, EXISTS (
    SELECT 1 FROM place WHERE place.study_group = study_group.id AND left_at IS NULL
) AS active FROM study_group JOIN person ON person.id = study_group.made_by
"""


def group_in(row: Row) -> Group:
    return Group(
        id=row["id"],
        name=row["name"],
        seed=row["seed"],
        rules=load_rules(row["rules"]),
        since=read_instant(row["since"]),
        made_by=person_in(row),
        active=bool(row["active"]),
        paused_from=read_optional_instant(row["paused_from"]),
        paused_until=read_optional_instant(row["paused_until"]),
        summarised_at=read_optional_instant(row["summarised_at"]),
    )


class Groups(Part):
    def add(self, name: str, seed: str, rules: Rules, made_by: Person, at: datetime) -> Group:
        number = self.insert(
            "study_group",
            name=name,
            seed=seed,
            rules=dump_rules(rules),
            since=instant(at),
            made_by=People(self.db).number(made_by),
            made_at=instant(at),
        )
        return self.get(number)

    def get(self, number: int) -> Group:
        row = self.row(f"{GROUP} WHERE study_group.id = ?", number)
        assert row is not None, f"no group {number}"
        return group_in(row)

    def all(self) -> list[Group]:
        return [group_in(row) for row in self.rows(f"{GROUP} ORDER BY study_group.id")]

    def set_rules(self, group: Group, rules: Rules, since: datetime | None = None) -> None:
        """New rules, from the next round on; `since` where the schedule changed."""
        self.write(
            "UPDATE study_group SET rules = ?, since = ? WHERE id = ?",
            dump_rules(rules),
            instant(since or group.since),
            group.id,
        )

    def set_pause(self, group: Group, start: datetime | None, until: datetime | None) -> None:
        """Want no round from `start` to `until` (None: until further notice)."""
        self.write(
            "UPDATE study_group SET paused_from = ?, paused_until = ? WHERE id = ?",
            optional_instant(start),
            optional_instant(until),
            group.id,
        )

    def set_since(self, group: Group, since: datetime) -> None:
        self.write("UPDATE study_group SET since = ? WHERE id = ?", instant(since), group.id)

    def set_summarised(self, group: Group, at: datetime) -> None:
        sql = "UPDATE study_group SET summarised_at = ? WHERE id = ?"
        self.write(sql, instant(at), group.id)

    # Seasons

    def add_season(self, group: Group, season: Season) -> None:
        """Keep a season, in place of one of that name."""
        self.drop_season(group, season.name)
        self.insert(
            "season",
            study_group=group.id,
            name=season.name,
            start=season.start.isoformat(),
            end=season.end.isoformat(),
        )

    def drop_season(self, group: Group, name: str) -> bool:
        """Forget a season; whether there was one of that name."""
        sql = "DELETE FROM season WHERE study_group = ? AND name = ?"
        return self.write(sql, group.id, name) > 0

    def seasons(self, group: Group) -> list[Season]:
        """All seasons of a group, in order of time."""
        sql = "SELECT * FROM season WHERE study_group = ? ORDER BY start"
        return [
            Season(row["name"], read_date(row["start"]), read_date(row["end"]))
            for row in self.rows(sql, group.id)
        ]

    # Places

    def visit(self, place: Place, at: datetime) -> None:
        """Remember a place that is in no group, so that a Post may be owed to it."""
        self.insert_once(
            "place",
            platform=place.platform,
            native=place.id,
            community=place.community,
            name=place.name,
            joined_at=instant(at),
        )

    def join(self, group: Group, place: Place, at: datetime) -> None:
        """Put a place into a group; a ValueError if it is in one."""
        self.visit(place, at)
        joined = self.write(
            "UPDATE place SET study_group = ?, joined_at = ?, community = ? "
            "WHERE id = ? AND study_group IS NULL",
            group.id,
            instant(at),
            place.community,
            self.place_number(place),
        )
        if not joined:
            raise ValueError(f"{place} is in a group already")

    def leave(self, place: Place, at: datetime, why: str) -> bool:
        """Close a place; whether it was known. What it is still owed will not be sent."""
        number = self.place_number(place)
        if number is None:
            return False
        self.write(
            "UPDATE place SET left_at = ?, left_why = ? WHERE id = ?", instant(at), why, number
        )
        self.write(
            "UPDATE post SET state = iif(state = 'sent', 'sent', 'failed'), stale = 0, error = ? "
            "WHERE place = ? AND (state IN ('owed', 'sending') OR stale = 1)",
            why,
            number,
        )
        return True

    def rename(self, place: Place) -> None:
        """Take over the place's name as last seen."""
        if place.name:
            self.write(
                "UPDATE place SET name = ? WHERE platform = ? AND native = ? AND name <> ?",
                place.name,
                place.platform,
                place.id,
                place.name,
            )

    def place_number(self, place: Place) -> int | None:
        """The row of a place that the bot is in now, be it in a group or in none yet."""
        number: int | None = self.value(
            "SELECT id FROM place WHERE platform = ? AND native = ? AND left_at IS NULL",
            place.platform,
            place.id,
        )
        return number

    def of_place(self, place: Place) -> Group | None:
        """The group that a place is in now."""
        row = self.row(
            f"{GROUP} WHERE study_group.id = (SELECT study_group FROM place "
            "WHERE platform = ? AND native = ? AND left_at IS NULL)",
            place.platform,
            place.id,
        )
        return group_in(row) if row else None

    def left_by(self, place: Place) -> Group | None:
        """The group that a place was in last and has left; it may go on in others."""
        row = self.row(
            f"{GROUP} JOIN place ON place.study_group = study_group.id AND left_at IS NOT NULL "
            "WHERE place.id = (SELECT max(id) FROM place WHERE platform = ? AND native = ? "
            "AND study_group IS NOT NULL)",
            place.platform,
            place.id,
        )
        return group_in(row) if row else None

    def of_community(self, platform: str, community: str) -> list[Group]:
        """The groups with a place in that community."""
        sql = (
            f"{GROUP} WHERE study_group.id IN (SELECT study_group FROM place "
            "WHERE platform = ? AND community = ? AND left_at IS NULL) ORDER BY study_group.id"
        )
        return [group_in(row) for row in self.rows(sql, platform, community)]

    def answered_in(self, person: Person) -> list[Group]:
        """The groups in whose rounds the person has answered."""
        sql = (
            f"{GROUP} WHERE study_group.id IN (SELECT round.study_group FROM answer "
            f"JOIN round ON round.id = answer.round WHERE answer.person IN {SELF}) "
            "ORDER BY study_group.id"
        )
        return [group_in(row) for row in self.rows(sql, People(self.db).one(person))]

    def made_by(self, person: Person) -> list[Group]:
        """The groups that the person set up."""
        sql = f"{GROUP} WHERE study_group.made_by = ? ORDER BY study_group.id"
        return [group_in(row) for row in self.rows(sql, People(self.db).known(person))]

    def belonging(self, person: Person) -> list[Group]:
        """The groups a person belongs to; somebody who belongs to none is held to belong to
        all."""
        return self.with_person(person) or self.all()

    def with_person(self, person: Person) -> list[Group]:
        """The groups that a person has answered in, or was seen in a community of."""
        sql = (
            f"{GROUP} WHERE study_group.id IN (SELECT place.study_group FROM place JOIN seen "
            "ON seen.platform = place.platform AND seen.community = place.community "
            f"WHERE seen.person IN {SELF} AND place.left_at IS NULL)"
        )
        seen = [group_in(row) for row in self.rows(sql, People(self.db).one(person))]
        by_id = {group.id: group for group in [*self.answered_in(person), *seen]}
        return [by_id[number] for number in sorted(by_id)]

    def places(self, group: Group) -> list[Place]:
        """The places a group is in now."""
        sql = f"SELECT {PLACE} FROM place WHERE study_group = ? AND left_at IS NULL ORDER BY id"
        return [place_in(row) for row in self.rows(sql, group.id)]

    def in_community(self, platform: str, community: str) -> list[Place]:
        """The places of a community that the bot is in now."""
        sql = (
            f"SELECT {PLACE} FROM place WHERE platform = ? AND community = ? AND left_at IS NULL "
            "ORDER BY id"
        )
        return [place_in(row) for row in self.rows(sql, platform, community)]

    def platforms(self) -> list[str]:
        """The platforms that any group has a place on."""
        sql = (
            "SELECT DISTINCT platform FROM place WHERE left_at IS NULL "
            "AND study_group IS NOT NULL ORDER BY platform"
        )
        return [row["platform"] for row in self.rows(sql)]

    # What is queued

    def queue(self, group: Group, question: str) -> None:
        self.insert("queued", study_group=group.id, question=question)

    def queued(self, group: Group) -> list[str]:
        sql = "SELECT question FROM queued WHERE study_group = ? ORDER BY id"
        return [row["question"] for row in self.rows(sql, group.id)]

    def unqueue(self, group: Group, questions: Iterable[str]) -> None:
        for question in questions:
            self.write(
                "DELETE FROM queued WHERE id = (SELECT min(id) FROM queued "
                "WHERE study_group = ? AND question = ?)",
                group.id,
                question,
            )

    # What admins did

    def log(
        self,
        group: Group,
        person: Person,
        what: str,
        at: datetime,
        about: Person | None = None,
    ) -> None:
        """Note what an admin did; `about` is whom it names."""
        self.insert(
            "admin_act",
            study_group=group.id,
            person=People(self.db).number(person),
            what=what,
            at=instant(at),
            about=People(self.db).number(about) if about else None,
        )

    def log_page(self, group: Group, skipped: int, most: int) -> list[AdminAct]:
        """What admins did, newest first."""
        sql = f"""
            SELECT admin_act.*, {PERSON} FROM admin_act JOIN person ON person.id = admin_act.person
            WHERE study_group = ? ORDER BY admin_act.id DESC LIMIT ? OFFSET ?
        """
        return [
            AdminAct(person_in(row), row["what"], read_instant(row["at"]))
            for row in self.rows(sql, group.id, most, skipped)
        ]
