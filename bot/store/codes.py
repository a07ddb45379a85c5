"""One-time codes, by which a place joins a group or a person says who else they are."""

from datetime import datetime

from bot.events import Person
from bot.ledger import Code, CodeKind, Group
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    Part,
    Row,
    instant,
    person_in,
    read_instant,
    read_optional_instant,
)

TABLES = """
CREATE TABLE code (
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('place', 'person')),
    study_group INTEGER REFERENCES study_group (id),
    person INTEGER NOT NULL REFERENCES person (id),
    until TEXT NOT NULL,
    used_at TEXT
) STRICT, WITHOUT ROWID;
"""


def code_in(row: Row) -> Code:
    return Code(
        code=row["code"],
        kind=row["kind"],
        group=row["study_group"],
        person=person_in(row),
        until=read_instant(row["until"]),
        used_at=read_optional_instant(row["used_at"]),
    )


class Codes(Part):
    def add(
        self, code: str, kind: CodeKind, group: Group | None, person: Person, until: datetime
    ) -> bool:
        """Keep a new code; False if there is one like it."""
        return self.insert_once(
            "code",
            code=code,
            kind=kind,
            study_group=group.id if group else None,
            person=People(self.db).number(person),
            until=instant(until),
        )

    def get(self, code: str, kind: CodeKind) -> Code | None:
        sql = (
            f"SELECT code.*, {PERSON} FROM code JOIN person ON person.id = code.person "
            "WHERE code = ? AND kind = ?"
        )
        row = self.row(sql, code, kind)
        return code_in(row) if row else None

    def use(self, code: Code, at: datetime) -> bool:
        """Use a code up; False if it was used before."""
        sql = "UPDATE code SET used_at = ? WHERE code = ? AND used_at IS NULL"
        return self.write(sql, instant(at), code.code) == 1

    def forget(self, before: datetime) -> None:
        """Drop codes that ran out so long ago that nobody will type them again."""
        self.write("DELETE FROM code WHERE until < ?", instant(before))
