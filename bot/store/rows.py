"""How instants, dates and rules stand in a row, and the ways every part of the store asks."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlite_utils import Database

from bot.events import MessageRef, Person, Place
from bot.ledger import Rules

Row = dict[str, Any]


class Part:
    """One part of the Store: a view on the same database."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def rows(self, sql: str, *values: object) -> Iterator[Row]:
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())

    def row(self, sql: str, *values: object) -> Row | None:
        return next(self.rows(sql, *values), None)

    def value(self, sql: str, *values: object) -> Any:
        """The first column of the first row; None if there is none."""
        found = self.db.execute(sql, values).fetchone()
        return found[0] if found else None

    def write(self, sql: str, *values: object) -> int:
        """Run a statement; the number of rows it changed."""
        return self.db.execute(sql, values).rowcount

    def insert(self, table: str, **columns: object) -> int:
        """Insert a row; its rowid."""
        return self._insert("INSERT", table, columns)

    def insert_once(self, table: str, **columns: object) -> bool:
        """Insert a row unless its key is there; whether it was inserted."""
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        return self.write(sql, *columns.values()) == 1

    def _insert(self, verb: str, table: str, columns: Row) -> int:
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        sql = f"{verb} INTO {table} ({names}) VALUES ({marks})"
        rowid = self.db.execute(sql, tuple(columns.values())).lastrowid
        assert rowid is not None
        return rowid


def instant(at: datetime) -> str:
    """An aware instant as sortable text; a naive one is a programming error."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone; stored instants are aware")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def optional_instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)


def read_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read_optional_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def read_date(text: str) -> date:
    return date.fromisoformat(text)


def dump_rules(rules: Rules) -> str:
    return json.dumps(
        {
            "at": rules.at.isoformat("minutes"),
            "zone": rules.zone,
            "weekdays": rules.weekdays,
            "topics": rules.topics,
            "difficulties": rules.difficulties,
            "close_after": rules.close_after.total_seconds(),
            "grace": rules.grace.total_seconds(),
            "ping": rules.ping,
            "summary": rules.summary,
            "holidays": [[day.isoformat() for day in days] for days in rules.holidays],
        }
    )


def load_rules(text: str) -> Rules:
    raw = json.loads(text)
    return Rules(
        at=time.fromisoformat(raw["at"]),
        zone=raw["zone"],
        weekdays=tuple(raw["weekdays"]),
        topics=tuple(raw["topics"]),
        difficulties=tuple(raw["difficulties"]),
        close_after=timedelta(seconds=raw["close_after"]),
        grace=timedelta(seconds=raw["grace"]),
        ping=raw["ping"],
        # Rules that were written before there were these have none.
        summary=raw.get("summary"),
        holidays=tuple((read_date(a), read_date(b)) for a, b in raw.get("holidays", ())),
    )


def dump_ref(ref: MessageRef) -> str:
    return json.dumps(ref.pages)


def load_ref(text: str) -> MessageRef:
    return MessageRef(tuple(json.loads(text)))


def person_in(row: Row) -> Person:
    """The Person in a row that was selected with `PERSON`."""
    return Person(row["person_platform"], row["person_native"], row["person_name"])


def settler_in(row: Row) -> Person | None:
    """Who settled what is in a row that was selected with `SETTLER`; None while it waits."""
    if row["by_native"] is None:
        return None
    return Person(row["by_platform"], row["by_native"], row["by_name"])


def place_in(row: Row) -> Place:
    """The Place in a row that was selected with `PLACE`."""
    return Place(
        row["place_platform"], row["place_native"], row["place_community"], row["place_name"]
    )


PERSON = (
    "person.platform AS person_platform, person.native AS person_native, person.name AS person_name"
)
SETTLER = "settler.platform AS by_platform, settler.native AS by_native, settler.name AS by_name"
SELF = (
    "(WITH own (person) AS (VALUES (?)) SELECT person FROM own UNION ALL "
    "SELECT link.second FROM link JOIN own ON link.first = own.person WHERE undone_at IS NULL)"
)
"""All accounts of a person, for `IN`; the value is `People.one`. The view `self` says the same, but
would be read from end to end: it has no index by `one`."""
PLACE = (
    "place.platform AS place_platform, place.native AS place_native, "
    "place.community AS place_community, place.name AS place_name"
)


def like_escaped(text: str) -> str:
    """`text` for a LIKE pattern with ESCAPE '!'."""
    return re.sub(r"([!%_])", r"!\1", text)


def marks(values: Collection[object]) -> str:
    """As many question marks as there are values, for an IN list."""
    return ", ".join("?" * len(values))
