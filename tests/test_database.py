"""The database as a file: made, migrated, refused where it cannot be used, shared by processes."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.cli import compose
from bot.errors import DatabaseRefused
from bot.settings import Settings
from bot.store import Store
from bot.store.opening import APPLICATION_ID
from bot.store.schema import migrations, version
from tests.fakes.desk import folder, hear, python, run, tell
from tests.fakes.stock import Stock


def refused(path: Path) -> str:
    """The sentence with which it is refused."""
    with pytest.raises(DatabaseRefused) as caught:
        Store(path)
    return str(caught.value)


# Made and migrated


def test_a_new_database_is_made_with_its_folder(tmp_path: Path) -> None:
    """And says in its header whose it is and of which version."""
    path = tmp_path / "a" / "b" / "dlq.db"
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
    assert found == [APPLICATION_ID, version(), "wal"]


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """As `touch` or a container's volume makes it."""
    (tmp_path / "dlq.db").touch()
    store = Store(tmp_path / "dlq.db")
    assert store.faults() == []
    store.close()


def test_what_was_kept_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    """And closing leaves one file."""
    store = Store(tmp_path / "dlq.db")
    group = Stock(store).group()
    store.close()
    assert list(folder(tmp_path)) == ["dlq.db"]
    store = Store(tmp_path / "dlq.db")
    assert store.groups.all() == [group]
    store.close()


def test_every_table_is_strict() -> None:
    """A number is a number: SQLite would keep anything anywhere otherwise."""
    store = Store()
    tables = list(store.rows("SELECT name, strict FROM pragma_table_list WHERE type = 'table'"))
    ours = {t["name"]: t["strict"] for t in tables if not t["name"].startswith(("sqlite", "_"))}
    assert "answer" in ours and set(ours.values()) == {1}
    store.close()


@pytest.mark.parametrize("applied", range(version()))
def test_an_older_database_is_migrated_and_keeps_what_it_has(tmp_path: Path, applied: int) -> None:
    """From every version there ever was."""
    from sqlite_utils import Database

    path, names = tmp_path / "dlq.db", [m.name for m in migrations.pending(Database(memory=True))]
    old = Database(path)
    migrations.apply(old, stop_before=names[applied])
    old.execute(f"PRAGMA user_version = {applied}")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.close()
    store = Store(path)
    assert store.value("PRAGMA user_version") == version()
    assert store.faults() == []
    store.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No half of a schema."""
    path = tmp_path / "dlq.db"
    monkeypatch.setattr("bot.store.schema.TABLES", "CREATE TABLE a (b); CREATE TABLE a (b);")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


# Refused


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A database of the version after this one."""
    path = tmp_path / "dlq.db"
    store = Store(path)
    Stock(store).group()
    store.close()
    run(path, f"PRAGMA user_version = {version() + 1}", "CREATE TABLE later (a)")
    return path


def test_a_newer_database_is_refused_with_both_versions_and_left_untouched(newer: Path) -> None:
    """Byte for byte, and with nothing made beside it."""
    before = folder(newer.parent)
    assert refused(newer) == (
        f"{newer} has schema version {version() + 1}, this dlq knows versions up to {version()}; "
        "install the newer dlq again, or restore a backup made by this one."
    )
    assert folder(newer.parent) == before


def test_a_newer_version_that_is_still_in_the_journal_is_seen(newer: Path) -> None:
    """Its process was killed just after it had migrated."""
    copied = newer.parent / "killed"
    copied.mkdir()
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {version() + 2}")
        for suffix in ("", "-wal"):
            name = newer.name + suffix
            (copied / name).write_bytes((newer.parent / name).read_bytes())
    before = folder(copied)
    assert f"has schema version {version() + 2}" in refused(copied / newer.name)
    after = folder(copied)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE recipe (name)"],
        ["CREATE TABLE recipe (name)", "PRAGMA application_id = 252006673"],
        ["CREATE TABLE recipe (name)", "PRAGMA user_version = 99", "PRAGMA journal_mode = WAL"],
    ],
    ids=["plain", "named", "in WAL mode"],
)
def test_another_programs_database_is_refused_and_left_untouched(
    tmp_path: Path, statements: list[str]
) -> None:
    """Somebody's recipes are not taken for a ledger."""
    run(tmp_path / "recipes.db", *statements)
    before = folder(tmp_path)
    assert refused(tmp_path / "recipes.db") == (
        f"{tmp_path / 'recipes.db'} is a database of another program; DLQ_DATABASE must name one "
        "of mine, or a file that does not exist yet."
    )
    assert folder(tmp_path) == before


@pytest.mark.parametrize("content", [b"Dear diary,\n" * 100, b"hi", b"SQLite format 3\x00" * 9])
def test_a_file_that_is_no_database_is_refused_and_left_untouched(
    tmp_path: Path, content: bytes
) -> None:
    """A long text, a short one, and something that only begins like one."""
    path = tmp_path / "thesis.txt"
    path.write_bytes(content)
    assert refused(path).startswith(f"{path} is no SQLite database that I can read: ")
    assert folder(tmp_path) == {"thesis.txt": hashlib.sha256(content).hexdigest()}


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """DLQ_DATABASE names the file, not where it lies."""
    assert refused(tmp_path).startswith(f"{tmp_path} is no SQLite database that I can read: ")
    assert folder(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """There is a file of that name in the way."""
    (tmp_path / "data").write_text("")
    path = tmp_path / "data" / "dlq.db"
    said = refused(path)
    assert said.startswith(f"I cannot use the database {path}: ") and "data'. DLQ" in said


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may read, while this process is nobody in particular."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


class Nobody:
    """Within it, root has no more rights than another."""

    def __enter__(self) -> None:
        self.root = os.geteuid() == 0
        if self.root:
            os.setresuid(65534, 65534, 0)

    def __exit__(self, *_: object) -> None:
        if self.root:
            os.setresuid(0, 0, 0)


def test_a_folder_that_may_not_be_looked_into_is_told(shared: Path) -> None:
    """By the store and by every command that needs the database."""
    path = shared / "dlq.db"
    Store(path).close()
    shared.chmod(0o700)
    with Nobody():
        assert refused(path).startswith(f"I cannot use the database {path}: ")
        with pytest.raises(DatabaseRefused, match="I cannot reach the database"):
            compose.database(Settings(database=path))


def test_a_folder_that_may_not_be_written_is_told_at_once(shared: Path) -> None:
    """Not at the first answer."""
    shared.chmod(0o555)
    with Nobody():
        said = refused(shared / "dlq.db")
    assert said == (
        f"I cannot use the database {shared / 'dlq.db'}: unable to open database file. "
        "DLQ_DATABASE must name a file that I may read and write."
    )
    assert folder(shared) == {}


def test_a_database_that_may_only_be_read_is_told_at_once(shared: Path) -> None:
    """Somebody else made it, as root perhaps."""
    path = shared / "dlq.db"
    Store(path).close()
    path.chmod(0o444)
    shared.chmod(0o777)
    before = folder(shared)
    with Nobody():
        said = refused(path)
    assert said == (
        f"I cannot use the database {path}: it may only be read. DLQ_DATABASE must name a file "
        "that I may read and write."
    )
    assert folder(shared) == before


def test_a_database_in_a_folder_that_may_not_be_written_is_told_at_once(shared: Path) -> None:
    """It needs a journal beside it."""
    path = shared / "dlq.db"
    Store(path).close()
    path.chmod(0o666)
    shared.chmod(0o555)
    with Nobody():
        said = refused(path)
    assert said.startswith(f"I cannot use the database {path}: ")
    shared.chmod(0o755)


# Several processes


OPENING = """
import sys
from pathlib import Path
from bot.store import Store

print("ready", flush=True)
for line in sys.stdin:
    store = Store(Path(line.strip()))
    store.note_fact("opened by " + sys.argv[1], "yes")
    store.close()
    print("done", flush=True)
"""


def test_two_processes_may_make_the_same_new_database_at_once(tmp_path: Path) -> None:
    """Both begin in the same moment, thirty times; both can use it, and it is made once."""
    with python(OPENING, "one") as one, python(OPENING, "two") as two:
        assert [hear(one), hear(two)] == ["ready", "ready"]
        for number in range(30):
            path = tmp_path / f"{number}.db"
            for process in (one, two):
                tell(process, str(path))
            assert [hear(one), hear(two)] == ["done", "done"]
            store = Store(path)
            assert [store.fact(f"opened by {name}") for name in ("one", "two")] == ["yes", "yes"]
            assert store.value("SELECT count(*) FROM _sqlite_migrations") == version()
            assert store.faults() == []
            store.close()
