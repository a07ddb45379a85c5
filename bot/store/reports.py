"""What people report about questions, for the admins of their group."""

from datetime import datetime

from bot.events import Person
from bot.ledger import Group, Round
from bot.proposals import Report
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
    read_optional_instant,
    settler_in,
)

TABLES = """
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    person INTEGER NOT NULL REFERENCES person (id),
    question TEXT NOT NULL,
    round INTEGER REFERENCES round (id),
    sentence TEXT NOT NULL,
    at TEXT NOT NULL,
    done_by INTEGER REFERENCES person (id),
    done_at TEXT
) STRICT;
CREATE INDEX report_of_group ON report (study_group, done_at);
"""

REPORT = f"""
SELECT report.*, {PERSON}, {SETTLER}
FROM report JOIN person ON person.id = report.person
LEFT JOIN person AS settler ON settler.id = report.done_by
"""


def report_in(row: Row) -> Report:
    return Report(
        id=row["id"],
        group=row["study_group"],
        person=person_in(row),
        question=row["question"],
        round=row["round"],
        sentence=row["sentence"],
        at=read_instant(row["at"]),
        by=settler_in(row),
        done_at=read_optional_instant(row["done_at"]),
    )


class Reports(Part):
    def add(
        self,
        group: Group,
        person: Person,
        question: str,
        round: Round | None,
        sentence: str,
        at: datetime,
    ) -> Report:
        number = self.insert(
            "report",
            study_group=group.id,
            person=People(self.db).number(person),
            question=question,
            round=round.id if round else None,
            sentence=sentence,
            at=instant(at),
        )
        found = self.get(number)
        assert found is not None
        return found

    def get(self, number: int) -> Report | None:
        row = self.row(f"{REPORT} WHERE report.id = ? AND report.sentence <> ''", number)
        return report_in(row) if row else None

    def open_in(self, group: Group) -> list[Report]:
        """Those that no admin has done with, oldest first; none of people who were forgotten."""
        where = "WHERE report.study_group = ? AND done_at IS NULL AND report.sentence <> ''"
        sql = f"{REPORT} {where} ORDER BY report.id"
        return [report_in(row) for row in self.rows(sql, group.id)]

    def open_of(self, group: Group, person: Person) -> int:
        """How many of a person's, from whichever account, wait for an admin."""
        sql = (
            "SELECT count(*) FROM report WHERE study_group = ? AND done_at IS NULL "
            f"AND sentence <> '' AND person IN {SELF}"
        )
        return int(self.value(sql, group.id, People(self.db).one(person)))

    def done(self, report: Report, by: Person, at: datetime) -> None:
        """Note that an admin is done with it."""
        sql = "UPDATE report SET done_by = ?, done_at = ? WHERE id = ?"
        self.write(sql, People(self.db).number(by), instant(at), report.id)
