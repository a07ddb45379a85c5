"""Who may manage a group besides its maker, and who is left off boards: hidden by themselves, or
excluded by an admin."""

from datetime import datetime

from bot.events import Person
from bot.ledger import Exclusion, Group
from bot.store.people import People
from bot.store.rows import PERSON, SELF, Part, instant, person_in, read_instant

TABLES = """
CREATE TABLE admin (
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    person INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    PRIMARY KEY (study_group, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE exclusion (
    id INTEGER PRIMARY KEY,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    person INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    lifted_at TEXT
) STRICT;
CREATE UNIQUE INDEX exclusion_that_holds ON exclusion (study_group, person)
WHERE lifted_at IS NULL;

CREATE TABLE hidden (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

UNSEEN = """
SELECT self.one FROM self JOIN hidden ON hidden.person = self.person
UNION SELECT self.one FROM self JOIN exclusion ON exclusion.person = self.person
WHERE exclusion.study_group = ? AND exclusion.lifted_at IS NULL
"""
"""Who is on no board of a group, with all their accounts; for `IN`, the value is the group's."""


class Members(Part):
    def add_admin(self, group: Group, person: Person, at: datetime) -> bool:
        """Let a person manage the group; False if they are noted already."""
        number = People(self.db).number(person)
        return self.insert_once("admin", study_group=group.id, person=number, at=instant(at))

    def drop_admin(self, group: Group, person: Person) -> bool:
        """Take it back, with all accounts of the person; whether they were noted."""
        sql = f"DELETE FROM admin WHERE study_group = ? AND person IN {SELF}"
        return self.write(sql, group.id, People(self.db).one(person)) > 0

    def admins(self, group: Group) -> list[Person]:
        """Those whom admins added, in that order."""
        sql = f"""
            SELECT {PERSON} FROM admin JOIN person ON person.id = admin.person
            WHERE admin.study_group = ? ORDER BY admin.at, person.id
        """
        return [person_in(row) for row in self.rows(sql, group.id)]

    def is_admin(self, group: Group, person: Person) -> bool:
        """Whether the person, with this account, was added."""
        sql = "SELECT 1 FROM admin WHERE study_group = ? AND person = ?"
        return self.value(sql, group.id, People(self.db).known(person)) is not None

    def exclude(self, group: Group, person: Person, reason: str, at: datetime) -> bool:
        """Leave a person off the group's boards; False if they are excluded already."""
        return self.insert_once(
            "exclusion",
            study_group=group.id,
            person=People(self.db).number(person),
            reason=reason,
            at=instant(at),
        )

    def include(self, group: Group, person: Person, at: datetime) -> bool:
        """Take an exclusion back; whether there was one."""
        sql = f"""
            UPDATE exclusion SET lifted_at = ?
            WHERE study_group = ? AND person IN {SELF} AND lifted_at IS NULL
        """
        return self.write(sql, instant(at), group.id, People(self.db).one(person)) > 0

    def excluded(self, group: Group) -> list[Exclusion]:
        """The exclusions that hold, oldest first."""
        sql = f"""
            SELECT exclusion.*, {PERSON} FROM exclusion
            JOIN person ON person.id = exclusion.person
            WHERE exclusion.study_group = ? AND lifted_at IS NULL ORDER BY exclusion.id
        """
        return [
            Exclusion(person_in(row), row["reason"], read_instant(row["at"]))
            for row in self.rows(sql, group.id)
        ]

    def hide(self, person: Person, at: datetime) -> None:
        self.insert_once("hidden", person=People(self.db).number(person), at=instant(at))

    def unhide(self, person: Person) -> bool:
        """Show the person again, with all accounts; whether they were hidden."""
        sql = f"DELETE FROM hidden WHERE person IN {SELF}"
        return self.write(sql, People(self.db).one(person)) > 0

    def is_hidden(self, person: Person) -> bool:
        sql = f"SELECT 1 FROM hidden WHERE person IN {SELF}"
        return self.value(sql, People(self.db).one(person)) is not None

    def unseen(self, group: Group) -> set[Person]:
        """Who is named on no board, reveal or summary of the group."""
        sql = f"SELECT {PERSON} FROM person WHERE person.id IN ({UNSEEN})"
        return {person_in(row) for row in self.rows(sql, group.id)}
