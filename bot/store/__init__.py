"""The Store: all SQL. Ledger data goes in and comes out; decisions are made elsewhere.

It is used by one thread, the core's. Its parts are views on one database; `atomic` makes one
transaction of what several of them do.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import DatabaseRefused
from bot.events import Person
from bot.store.answers import Answers
from bot.store.appeals import Appeals
from bot.store.codes import Codes
from bot.store.forgetting import UNSWEPT, Forgetting
from bot.store.forgotten import Line, append, beside, lines
from bot.store.groups import Groups
from bot.store.links import Links
from bot.store.members import Members
from bot.store.opening import opened
from bot.store.people import People
from bot.store.posts import Posts
from bot.store.presences import Presences
from bot.store.privacy import Privacy
from bot.store.reminders import Reminders
from bot.store.reports import Reports
from bot.store.reviews import Reviews
from bot.store.rounds import Rounds
from bot.store.rows import Part, instant
from bot.store.standings import Standings
from bot.store.suggestions import Suggestions

__all__ = ["Store"]


class Store(Part):
    """A database of dlq; `path` None keeps it in memory. `forgotten` is the file that says who
    asked to be forgotten, unless it is the one beside it; whoever is back in the database, as
    after a restore, is forgotten again before anything else is done.

    Raises DatabaseRefused for what cannot be used as it is; see `bot.store.opening.opened`.
    """

    def __init__(self, path: Path | None = None, forgotten: Path | None = None) -> None:
        super().__init__(opened(path))
        self.path = path
        self.forgotten = forgotten or (beside(path) if path else None)
        self.people = People(self.db)
        self.groups = Groups(self.db)
        self.rounds = Rounds(self.db)
        self.answers = Answers(self.db)
        self.appeals = Appeals(self.db)
        self.codes = Codes(self.db)
        self.links = Links(self.db)
        self.members = Members(self.db)
        self.posts = Posts(self.db)
        self.presences = Presences(self.db)
        self.privacy = Privacy(self.db)
        self.forgetting = Forgetting(self.db)
        self.reminders = Reminders(self.db)
        self.reports = Reports(self.db)
        self.reviews = Reviews(self.db)
        self.standings = Standings(self.db)
        self.suggestions = Suggestions(self.db)
        with ExitStack() as failed:
            failed.callback(self.close)
            self.forget_again()
            self.sweep()
            failed.pop_all()
        self._version: int = self.value("PRAGMA data_version")

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One transaction; inside another, a part of it that can fail alone."""
        connection = self.db.conn
        if connection.in_transaction:
            with self.db.atomic():
                yield
            return
        # IMMEDIATE: a transaction that reads first and writes later would fail, not wait, if
        # another process wrote in between.
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.commit()
        finally:
            # What failed is open still, a commit that failed as well; the next transaction would
            # become its part.
            if connection.in_transaction:
                connection.rollback()

    def changes(self) -> int:
        """How many rows this connection has changed so far."""
        return self.db.conn.total_changes

    def written_elsewhere(self) -> bool:
        """Whether another connection has written since this was last asked; a look at a number
        that SQLite keeps. https://sqlite.org/pragma.html#pragma_data_version"""
        before, self._version = self._version, self.value("PRAGMA data_version")
        return before != self._version

    def fact(self, name: str) -> str | None:
        """A small fact about the database itself, None if it was never noted."""
        value: str | None = self.value("SELECT value FROM fact WHERE name = ?", name)
        return value

    def note_fact(self, name: str, value: str) -> None:
        self.write(
            "INSERT INTO fact (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )

    # Whoever asked to be forgotten

    def forget(self, them: Collection[int], new: list[Line]) -> None:
        """Forget these accounts. The lines that mean them are written first: from then on it is
        certain, whatever becomes of this process, its transaction, or the database."""
        with self.atomic():
            if self.forgotten is not None:
                append(self.forgotten, new)
            self.forgetting.forget(them, new)

    def forget_again(self) -> None:
        """Do what the file says and this database has not done: it was restored, or the process
        that wrote the line did not come further."""
        known = lines(self.forgotten) if self.forgotten is not None else []
        if self.forgetting.undone(known):
            with self.atomic():
                self.forgetting.again(self.forgetting.undone(known))

    def was_forgotten(self, person: Person, since: datetime) -> bool:
        """Whether the person asked to be forgotten at that instant or later, and came back."""
        known = lines(self.forgotten) if self.forgotten is not None else []
        return any(line.at >= instant(since) and line.means(person) for line in known)

    def sweep(self, most: int | None = None) -> None:
        """After somebody was forgotten: take what is left of their bytes out of the file and its
        journal. Left for the next time if another process is in the way, and where the file has
        more than `most` bytes."""
        if self.path is None or self.fact(UNSWEPT) is None:
            return
        if most is not None and self.path.stat().st_size > most:
            return
        try:
            # Versions before this one did not overwrite what they deleted.
            self.db.execute("VACUUM")
        except sqlite3.OperationalError:
            return
        if not self.value("PRAGMA wal_checkpoint(TRUNCATE)"):
            self.write("DELETE FROM fact WHERE name = ?", UNSWEPT)

    def backup(self, path: Path, at: datetime) -> None:
        """Write a consistent copy, which knows its instant, while others go on writing."""
        if path.exists():
            raise DatabaseRefused(f"{path} is there already; name a file that does not exist.")
        partial = path.with_name(path.name + ".partial")
        try:
            with closing(sqlite3.connect(partial)) as copy:
                self._copy_into(copy, at)
        except sqlite3.OperationalError as error:
            partial.unlink(missing_ok=True)
            raise DatabaseRefused(f"I cannot write {path}: {error}.") from error
        partial.rename(path)

    def _copy_into(self, copy: sqlite3.Connection, at: datetime) -> None:
        self.db.conn.backup(copy)
        copy.execute("INSERT OR REPLACE INTO fact VALUES ('backup', ?)", (instant(at),))
        copy.commit()
        # A file of its own: no journal beside it that would have to be copied too.
        copy.execute("PRAGMA journal_mode = DELETE")

    def faults(self) -> list[str]:
        """What SQLite's own checks say; empty for a sound database."""
        try:
            found = [str(row[0]) for row in self.db.execute("PRAGMA integrity_check").fetchall()]
            broken = self.db.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        faults = [] if found == ["ok"] else found
        return faults + [
            f"a row of {row[0]} refers to {row[2]}, which has no such row" for row in broken
        ]

    def close(self) -> None:
        self.db.close()
