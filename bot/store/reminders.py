"""Who wants to be reminded of their review, and when next."""

from datetime import date, datetime, time

from bot.events import Person
from bot.recall import Reminder
from bot.store.people import People
from bot.store.rows import PERSON, SELF, Part, Row, instant, person_in, read_date, read_instant

TABLES = """
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE REFERENCES person (id),
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    next TEXT NOT NULL,
    last TEXT,
    failed TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX reminder_by_moment ON reminder (next) WHERE failed = '';
"""

REMINDER = f"""
SELECT reminder.*, {PERSON} FROM reminder JOIN person ON person.id = reminder.person
"""


def reminder_in(row: Row) -> Reminder:
    return Reminder(
        person=person_in(row),
        at=time.fromisoformat(row["at"]),
        zone=row["zone"],
        next=read_instant(row["next"]),
        last=read_date(row["last"]) if row["last"] else None,
    )


class Reminders(Part):
    """A person has one, for whichever account they asked with last. One that could not be brought
    stays as failed, with the reason, until they are told."""

    def set(self, reminder: Reminder) -> None:
        self.drop(reminder.person)
        self.insert(
            "reminder",
            person=People(self.db).number(reminder.person),
            at=reminder.at.isoformat("minutes"),
            zone=reminder.zone,
            next=instant(reminder.next),
            last=reminder.last.isoformat() if reminder.last else None,
        )

    def drop(self, person: Person) -> bool:
        """Take the person's reminder away, for all their accounts; whether there was one."""
        sql = f"DELETE FROM reminder WHERE person IN {SELF}"
        return self.write(sql, People(self.db).one(person)) > 0

    def on_account(self, person: Person) -> Reminder | None:
        """That of this one account."""
        row = self.row(
            f"{REMINDER} WHERE reminder.person = ? AND reminder.failed = ''",
            People(self.db).known(person),
        )
        return reminder_in(row) if row else None

    def of(self, person: Person) -> Reminder | None:
        """The one that holds: two accounts that were linked later may have one each, and the last
        asked for is meant. Its `last` is that of either."""
        sql = f"""{REMINDER} WHERE reminder.person IN {SELF} AND reminder.failed = ''
            ORDER BY reminder.id DESC"""
        rows = list(self.rows(sql, People(self.db).one(person)))
        if not rows:
            return None
        last = max((row["last"] for row in rows if row["last"]), default=None)
        return reminder_in(rows[0] | {"last": last})

    def soonest(self, now: datetime) -> list[Reminder]:
        """Those whose moment has come, and the next one after."""
        sql = f"""{REMINDER} WHERE reminder.failed = '' AND reminder.next <= ifnull((
            SELECT min(next) FROM reminder WHERE failed = '' AND next > ?
            ), '9999') ORDER BY reminder.next, reminder.id"""
        return [reminder_in(row) for row in self.rows(sql, instant(now))]

    def move(self, person: Person, to: datetime, last: date | None) -> None:
        """The moment of this one account's reminder is over."""
        self.write(
            "UPDATE reminder SET next = ?, last = ? WHERE person = ?",
            instant(to),
            last.isoformat() if last else None,
            People(self.db).known(person),
        )

    def fail(self, person: Person, why: str) -> None:
        """Switch it off, because it could not be brought; the person is still to be told."""
        number = People(self.db).known(person)
        self.write("UPDATE reminder SET failed = ? WHERE person = ?", why, number)

    def take_failure(self, person: Person) -> tuple[Reminder, str] | None:
        """A reminder that failed and why; it is forgotten with that."""
        sql = f"{REMINDER} WHERE reminder.person IN {SELF} AND reminder.failed <> ''"
        row = self.row(sql, People(self.db).one(person))
        if row is None:
            return None
        self.write("DELETE FROM reminder WHERE id = ?", row["id"])
        return reminder_in(row), str(row["failed"])
