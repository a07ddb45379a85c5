"""Persons, where they were seen, and what was remembered of their deliveries and drafts."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.events import Person
from bot.ledger import Group
from bot.store.rows import PERSON, Part, instant, person_in


class People(Part):
    def number(self, person: Person) -> int:
        """The row of a person, made when new; an empty name leaves the last one."""
        self.write(
            "INSERT INTO person (platform, native, name) VALUES (?, ?, ?) "
            "ON CONFLICT (platform, native) DO UPDATE SET name = excluded.name "
            "WHERE excluded.name <> '' AND excluded.name <> name",
            person.platform,
            person.id,
            person.name,
        )
        return self.known(person) or 0

    def known(self, person: Person) -> int | None:
        """The row of a person, None for somebody new."""
        number: int | None = self.value(
            "SELECT id FROM person WHERE platform = ? AND native = ?", person.platform, person.id
        )
        return number

    def as_known(self, person: Person) -> Person:
        """The person with the name last seen."""
        name = self.value("SELECT name FROM person WHERE id = ?", self.known(person))
        return Person(person.platform, person.id, name or person.name)

    def named(self, name: str, group: Group) -> list[Person]:
        """Those of that name who answered in the group, or were seen in a community of it."""
        sql = f"""
            SELECT {PERSON} FROM person WHERE person.name = ? COLLATE NOCASE AND (
                person.id IN (
                    SELECT answer.person FROM answer JOIN round ON round.id = answer.round
                    WHERE round.study_group = ?
                ) OR person.id IN (
                    SELECT seen.person FROM seen JOIN place ON place.platform = seen.platform
                    AND place.community = seen.community WHERE place.study_group = ?
                )
            ) ORDER BY person.id
        """
        return [person_in(row) for row in self.rows(sql, name, group.id, group.id)]

    def one(self, person: Person) -> int | None:
        """The row of the account that stands for the person; see `bot.store.links`."""
        number: int | None = self.value("SELECT one FROM self WHERE person = ?", self.known(person))
        return number

    def see(self, person: Person, community: str) -> None:
        """Remember that the person was seen in that community."""
        self.insert_once(
            "seen", person=self.number(person), platform=person.platform, community=community
        )

    def remembered(self, delivery: str) -> str | None:
        """The reply that a delivery was given, if it came before."""
        reply: str | None = self.value("SELECT reply FROM delivery WHERE id = ?", delivery)
        return reply

    def remember(self, delivery: str, reply: str, at: datetime) -> None:
        self.insert("delivery", id=delivery, at=instant(at), reply=reply)

    def forget_deliveries(self, before: datetime) -> None:
        """Drop what no platform will deliver again."""
        self.write("DELETE FROM delivery WHERE at < ?", instant(before))

    def keep_draft(
        self, person: Person, action: str, fields: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.write(
            "INSERT INTO draft (person, action, fields) VALUES (?, ?, ?) "
            "ON CONFLICT (person, action) DO UPDATE SET fields = excluded.fields",
            self.number(person),
            action,
            json.dumps(dict(fields)),
        )

    def draft(self, person: Person, action: str) -> dict[str, tuple[str, ...]]:
        """What the person last typed into that form and was refused; empty if nothing."""
        fields = self.value(
            "SELECT fields FROM draft WHERE person = ? AND action = ?", self.known(person), action
        )
        return {name: tuple(value) for name, value in json.loads(fields or "{}").items()}

    def drop_draft(self, person: Person, action: str) -> None:
        self.write("DELETE FROM draft WHERE person = ? AND action = ?", self.known(person), action)
