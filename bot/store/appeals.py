"""Appeals against settled verdicts, and what admins made of them: append-only."""

from datetime import datetime

from bot.events import Person
from bot.ledger import Appeal, Group, Round, Settlement
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    SELF,
    SETTLER,
    Part,
    Row,
    instant,
    person_in,
    read_instant,
    settler_in,
)

TABLES = """
CREATE TABLE appeal (
    id INTEGER PRIMARY KEY,
    round INTEGER NOT NULL REFERENCES round (id),
    person INTEGER NOT NULL REFERENCES person (id),
    answer INTEGER NOT NULL REFERENCES answer (id),
    sentence TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (round, person)
) STRICT;

CREATE TABLE settlement (
    appeal INTEGER PRIMARY KEY REFERENCES appeal (id),
    person INTEGER NOT NULL REFERENCES person (id),
    granted INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
"""

APPEAL = f"""
SELECT appeal.*, {PERSON}, settlement.granted, settlement.at AS settled_at,
    {SETTLER}
FROM appeal JOIN person ON person.id = appeal.person
LEFT JOIN settlement ON settlement.appeal = appeal.id
LEFT JOIN person AS settler ON settler.id = settlement.person
"""


def appeal_in(row: Row) -> Appeal:
    return Appeal(
        id=row["id"],
        round=row["round"],
        answer=row["answer"],
        person=person_in(row),
        sentence=row["sentence"],
        at=read_instant(row["at"]),
        settled=_settlement_in(row),
    )


def _settlement_in(row: Row) -> Settlement | None:
    by = settler_in(row)
    if by is None:
        return None
    return Settlement(by, bool(row["granted"]), read_instant(row["settled_at"]))


class Appeals(Part):
    def add(self, person: Person, round: Round, answer: int, sentence: str, at: datetime) -> Appeal:
        """Record an appeal; a person has one a round."""
        number = self.insert(
            "appeal",
            round=round.id,
            person=People(self.db).number(person),
            answer=answer,
            sentence=sentence,
            at=instant(at),
        )
        found = self.get(number)
        assert found is not None
        return found

    def get(self, number: int) -> Appeal | None:
        row = self.row(f"{APPEAL} WHERE appeal.id = ?", number)
        return appeal_in(row) if row else None

    def of(self, round: Round, person: Person) -> Appeal | None:
        """The person's appeal in a round, from whichever account."""
        where = f"WHERE appeal.round = ? AND appeal.person IN {SELF}"
        row = self.row(f"{APPEAL} {where}", round.id, People(self.db).one(person))
        return appeal_in(row) if row else None

    def open_in(self, group: Group) -> list[Appeal]:
        """The appeals of a group that nobody has settled, oldest first; none in voided rounds."""
        sql = f"""
            {APPEAL} JOIN round ON round.id = appeal.round
            WHERE round.study_group = ? AND round.state <> 'voided' AND settlement.appeal IS NULL
            ORDER BY appeal.id
        """
        return [appeal_in(row) for row in self.rows(sql, group.id)]

    def open_of(self, round: Round) -> list[Appeal]:
        """The appeals in a round that nobody has settled, oldest first."""
        sql = f"{APPEAL} WHERE appeal.round = ? AND settlement.appeal IS NULL ORDER BY appeal.id"
        return [appeal_in(row) for row in self.rows(sql, round.id)]

    def settle(self, appeal: Appeal, by: Person, at: datetime, *, granted: bool) -> bool:
        """Record an admin's word; False if there is one already."""
        return self.insert_once(
            "settlement",
            appeal=appeal.id,
            person=People(self.db).number(by),
            granted=int(granted),
            at=instant(at),
        )
