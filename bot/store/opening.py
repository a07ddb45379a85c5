"""How a database is opened: migrated in place, or refused and left untouched."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.errors import DatabaseRefused
from bot.store.rows import instant
from bot.store.schema import migrations, version

APPLICATION_ID = 0x646C71
"""'dlq' in SQLite's header, so that somebody else's database is not taken for ours."""


def opened(path: Path | None) -> Database:
    """The database at `path` (None: in memory), with all migrations applied.

    Raises DatabaseRefused, before anything is written, for a newer version or another program's
    database, and for one that cannot be written. Statements commit by themselves outside
    `Store.atomic`.
    """
    if path is not None and _size(path):
        refuse_unusable(path)
    db = Database(_connected(path))
    if path is not None:
        _make_durable(db, path)
    if db.execute("PRAGMA user_version").fetchone()[0] < version():
        _migrate(db)
    # What is deleted or changed is overwritten with zeros, not only given free for later use.
    # https://sqlite.org/pragma.html#pragma_secure_delete
    db.execute("PRAGMA secure_delete = ON")
    # Only now: a migration that makes a table anew drops one that others refer to.
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _size(path: Path) -> int:
    """The file's size in bytes, 0 where there is none yet; its folder is made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        size = path.stat().st_size if path.exists() else 0
    except OSError as error:
        raise _no_use(path, error) from error
    # SQLite would say so at the first answer only.
    if size and not os.access(path, os.W_OK):
        raise _no_use(path, "it may only be read")
    return size


def _connected(path: Path | None) -> sqlite3.Connection:
    try:
        # Daily opens, uses and closes the store on one thread; the check would only forbid tests.
        return sqlite3.connect(
            path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
        )
    except sqlite3.OperationalError as error:
        raise _no_use(path, error) from error


def _no_use(path: Path | None, why: object) -> DatabaseRefused:
    return DatabaseRefused(
        f"I cannot use the database {path}: {why}. DLQ_DATABASE must name a file that I may read "
        "and write."
    )


def _make_durable(db: Database, path: Path) -> None:
    try:
        _enter_wal(db)
        # A commit must survive a power cut: NORMAL would allow WAL to lose the last ones.
        db.execute("PRAGMA synchronous = FULL")
    except sqlite3.DatabaseError as error:
        db.close()
        raise _no_use(path, error) from error


def _enter_wal(db: Database) -> None:
    for _ in range(10):
        try:
            db.enable_wal()
        except sqlite3.OperationalError:
            # Another process may be changing the mode of a new database. This change does not wait
            # for it; a transaction does, and raises whatever else is wrong.
            db.execute("BEGIN IMMEDIATE")
            db.execute("ROLLBACK")
        else:
            return
    db.enable_wal()


def _migrate(db: Database) -> None:
    # In one transaction, so that two processes that start at once do not both migrate.
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"rows that refer to nothing: {broken}"
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version()}")
        db.conn.commit()
    finally:
        # Only what failed is open still.
        db.conn.rollback()


def refuse_unusable(path: Path) -> None:
    """Raise DatabaseRefused for what `opened` would refuse; the file is only looked at."""
    try:
        with closing(_looking(path)) as connection:
            _refuse_another_programs(connection, path)
            found = _pragma(connection, "user_version")
    except sqlite3.DatabaseError as error:
        raise DatabaseRefused(f"{path} is no SQLite database that I can read: {error}.") from error
    if found > version():
        raise DatabaseRefused(
            f"{path} has schema version {found}, this dlq knows versions up to {version()}; "
            "install the newer dlq again, or restore a backup made by this one."
        )


def _refuse_another_programs(connection: sqlite3.Connection, path: Path) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and _pragma(connection, "application_id") != APPLICATION_ID:
        raise DatabaseRefused(
            f"{path} is a database of another program; DLQ_DATABASE must name one of mine, or a "
            "file that does not exist yet."
        )


def _looking(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing. Even mode=ro makes files beside a database in WAL mode,
    unless it is said to be immutable, which it is to us where no journal has to be read."""
    journal = path.with_name(path.name + "-wal")
    mode = "mode=ro" if journal.exists() else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)


def leading(path: Path, now: datetime) -> list[str]:
    """The platforms whose lease runs in the database at `path`, whatever its version is; none
    where no lease can be read. Raises DatabaseRefused for another program's database."""
    try:
        with closing(_looking(path)) as connection:
            _refuse_another_programs(connection, path)
            sql = "SELECT platform FROM lease WHERE until > ? ORDER BY platform"
            return [row[0] for row in connection.execute(sql, (instant(now),))]
    except sqlite3.DatabaseError:
        return []


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
