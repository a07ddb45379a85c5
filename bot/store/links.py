"""Links: two accounts that are one person, by that person's own word."""

from collections.abc import Collection
from datetime import datetime

from bot.events import Person
from bot.store.people import People
from bot.store.rows import Part, Row, instant, marks

TABLES = """
CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    first INTEGER NOT NULL REFERENCES person (id),
    second INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    undone_at TEXT,
    CHECK (first < second)
) STRICT;
CREATE UNIQUE INDEX link_of_first ON link (first) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX link_of_second ON link (second) WHERE undone_at IS NULL;

CREATE VIEW self AS
SELECT person.id AS person, ifnull(link.first, person.id) AS one
FROM person LEFT JOIN link ON link.second = person.id AND link.undone_at IS NULL;
"""

PARTED = "parted "
"""How facts begin that name somebody who was linked to an account that is forgotten."""

PAIR = """
SELECT one.platform AS one_platform, one.native AS one_native, one.name AS one_name,
    other.platform AS other_platform, other.native AS other_native, other.name AS other_name
FROM link JOIN person AS one ON one.id = link.first JOIN person AS other ON other.id = link.second
WHERE link.undone_at IS NULL
"""


def pair_in(row: Row) -> tuple[Person, Person]:
    return (
        Person(row["one_platform"], row["one_native"], row["one_name"]),
        Person(row["other_platform"], row["other_native"], row["other_name"]),
    )


class Links(Part):
    """An account is in one link at most; the one that was seen first stands for both."""

    def add(self, one: Person, other: Person, at: datetime) -> None:
        """Link two accounts, neither of which is linked."""
        numbers = sorted((People(self.db).number(one), People(self.db).number(other)))
        self.insert("link", first=numbers[0], second=numbers[1], at=instant(at))

    def undo(self, person: Person, at: datetime) -> None:
        """Take the account's link back; it stays noted that there was one."""
        number = People(self.db).known(person)
        self.write(
            "UPDATE link SET undone_at = ? WHERE (first = ? OR second = ?) AND undone_at IS NULL",
            instant(at),
            number,
            number,
        )

    def part(self, gone: Collection[int]) -> None:
        """Take links between these accounts and others away without a trace, and note whose
        standings are to be written anew."""
        sql = f"""
            SELECT first, second FROM link WHERE undone_at IS NULL
            AND (first IN ({marks(gone)})) <> (second IN ({marks(gone)}))
        """
        for row in list(self.rows(sql, *gone, *gone)):
            self.write("DELETE FROM link WHERE first = ? AND second = ?", *row.values())
            for number in row.values():
                self.insert_once("fact", name=f"{PARTED}{number}", value="")

    def take_parted(self) -> list[Person]:
        """Whose standings are to be written anew; they are not noted any more."""
        sql = f"SELECT person.* FROM person JOIN fact ON fact.name = '{PARTED}' || person.id"
        found = [Person(row["platform"], row["native"], row["name"]) for row in self.rows(sql)]
        self.write(f"DELETE FROM fact WHERE name LIKE '{PARTED}%'")
        return found

    def other(self, person: Person) -> Person | None:
        """The account that the person has besides this one."""
        number = People(self.db).known(person)
        row = self.row(f"{PAIR} AND (link.first = ? OR link.second = ?)", number, number)
        if row is None:
            return None
        one, other = pair_in(row)
        return other if one == person else one

    def one(self, person: Person) -> Person:
        """Who stands for the person on boards: themselves, or the account they are linked to."""
        row = self.row(f"{PAIR} AND link.second = ?", People(self.db).known(person))
        return pair_in(row)[0] if row else person

    def all(self) -> dict[Person, Person]:
        """Every linked account that another one stands for, and that one."""
        return {other: one for one, other in map(pair_in, self.rows(PAIR))}
