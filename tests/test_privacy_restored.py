"""Whoever was forgotten stays so: after a crash, after a power cut, and when a backup from before
is restored."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import DatabaseRefused
from bot.events import ButtonPressed, Person
from bot.store import Store
from bot.store.forgetting import Forgetting
from bot.store.forgotten import Line, append, beside, hashed, line_of, lines
from tests.fakes.bank import tiny_bank
from tests.fakes.clock import MONDAY
from tests.fakes.desk import Desk, at_a_desk
from tests.fakes.study import ANNA, BEN, Study, accepted, buttons, refused

PADDING = "cnn/same-padding"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with at_a_desk(tmp_path, monkeypatch) as desk:
        yield desk


def study_at(path: Path) -> Study:
    return Study(tiny_bank(PADDING), store=Store(path))


def begins(path: Path) -> Study:
    """A group in which Anna and Ben have practised."""
    study = study_at(path)
    study.sets_up()
    for person in (ANNA, BEN):
        accepted(study.types(person, "random"))
        accepted(study.types(person, f"answer {person.name} says B"))
    return study


def deletes(study: Study, person: Person = ANNA) -> None:
    asked = study.types(person, "privacy delete")
    accepted(study.presses(person, buttons(asked)["Delete it all"]))


def restores(desk: Desk, backup: Path) -> None:
    """Once the lease of whoever was killed has ended."""
    desk.clock.move_to(desk.clock() + timedelta(minutes=10))
    desk.dlq("restore", backup)


def names(path: Path) -> list[str]:
    """Who is in a database, once it is opened; sorted."""
    with closing(Store(path)) as store:
        assert store.faults() == []
        return sorted(row["name"] for row in store.rows("SELECT name FROM person"))


# Backups


def test_a_restored_backup_does_not_bring_anybody_back(desk: Desk) -> None:
    """Not even into a byte of the file; and everybody else is there."""
    study = begins(desk.database)
    desk.dlq("backup", desk.backup)
    deletes(study)
    study.store.close()
    restores(desk, desk.backup)
    assert b"Anna" not in desk.database.read_bytes()
    assert names(desk.database) == ["Ada", "Ben", "gone-2"]


def test_a_backup_put_in_place_by_hand_does_not_either(desk: Desk) -> None:
    study = begins(desk.database)
    desk.dlq("backup", desk.backup)
    deletes(study)
    study.store.close()
    desk.database.write_bytes(desk.backup.read_bytes())
    assert names(desk.database) == ["Ada", "Ben", "gone-2"]
    assert b"Anna" not in desk.database.read_bytes()


def test_a_backup_does_not_tell_who_was_forgotten(desk: Desk) -> None:
    """Neither the salt nor the file is in it."""
    study = begins(desk.database)
    deletes(study)
    study.store.close()
    [line] = lines(beside(desk.database))
    desk.dlq("backup", desk.backup)
    assert line.salt.encode() not in desk.backup.read_bytes()
    assert not beside(desk.backup).exists()


def test_who_came_back_before_the_backup_stays_after_its_restore(desk: Desk) -> None:
    study = begins(desk.database)
    deletes(study)
    accepted(study.types(ANNA, "random"))
    desk.dlq("backup", desk.backup)
    study.store.close()
    restores(desk, desk.backup)
    assert names(desk.database) == ["Ada", "Anna", "Ben", "gone-2"]


def test_who_was_forgotten_twice_is_gone_from_every_backup(desk: Desk) -> None:
    study = begins(desk.database)
    desk.dlq("backup", desk.backup)
    deletes(study)
    accepted(study.types(ANNA, "random"))
    second = desk.folder / "second.db"
    desk.dlq("backup", second)
    study.now += timedelta(minutes=5)
    deletes(study)
    study.store.close()
    for path, gone in ((desk.backup, ["gone-2"]), (second, ["gone-2", "gone-4"])):
        restores(desk, path)
        assert names(desk.database) == ["Ada", "Ben", *gone]


def test_a_file_of_before_means_nobody_who_began_after_it(tmp_path: Path) -> None:
    """Somebody was forgotten in a database that is not there any more."""
    path = tmp_path / "dlq.db"
    study = begins(path)
    append(beside(path), [line_of(ANNA, MONDAY - timedelta(days=9), 1)])
    study.store.forget_again()
    study.store.close()
    assert names(path) == ["Ada", "Anna", "Ben"]


# Crashes


class Killed(BaseException):
    """The process ends here."""


class DyingForgetting(Forgetting):
    """Ends the process between the file and the transaction's end."""

    def forget(self, them: Collection[int], lines: Sequence[Line]) -> None:
        super().forget(them, lines)
        raise Killed


def killed_while_deleting(path: Path) -> Study:
    study = begins(path)
    study.store.forgetting = DyingForgetting(study.store.db)
    with pytest.raises(Killed):
        deletes(study)
    return study


def test_a_process_killed_after_the_line_is_made_up_for_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "dlq.db"
    study = killed_while_deleting(path)
    assert study.store.people.known(ANNA) is not None
    study.store.close()
    assert names(path) == ["Ada", "Ben", "gone-2"]
    assert b"Anna" not in path.read_bytes()


def test_another_process_that_goes_on_makes_up_for_it_too(tmp_path: Path) -> None:
    """At its next heartbeat; and once only."""
    path = tmp_path / "dlq.db"
    other = Store(path)
    killed_while_deleting(path).store.close()
    other.forget_again()
    before = other.changes()
    other.forget_again()
    assert other.changes() == before
    assert other.people.known(ANNA) is None
    other.close()


def test_the_press_that_comes_again_after_a_crash_says_that_nothing_is_left(tmp_path: Path) -> None:
    """The platform delivers it to the next process."""
    path = tmp_path / "dlq.db"
    killed_while_deleting(path).store.close()
    study = study_at(path)
    press = ButtonPressed(id="again", at=study.now, person=ANNA, action="dlq:forget:2")
    assert "nothing was deleted" in refused(study.app.handle(press))
    study.store.close()


def test_a_line_that_a_power_cut_left_unfinished_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "dlq.db"
    study = begins(path)
    deletes(study)
    first = beside(path).read_bytes()
    beside(path).write_bytes(first + first[:40])
    assert len(lines(beside(path))) == 1
    deletes(study, BEN)
    assert beside(path).read_bytes()[: len(first)] == first
    assert [
        line.means(who) for line, who in zip(lines(beside(path)), (ANNA, BEN), strict=True)
    ] == [
        True,
        True,
    ]
    study.store.close()


# The file


def test_a_line_says_who_only_to_whoever_asks_about_them(tmp_path: Path) -> None:
    """A salted hash and an instant; the same person has another hash each time."""
    path = tmp_path / "dlq.db"
    study = begins(path)
    deletes(study)
    text = beside(path).read_text()
    [line] = lines(beside(path))
    assert text == f"2026-01-05T08:00:00.000000+00:00 {line.salt} {line.hash}\n"
    assert line.hash == hashed(line.salt, ANNA) != hashed("0" * 32, ANNA)
    assert not line.means(BEN) and not line.means(Person("other", ANNA.id))
    study.store.close()


@pytest.mark.parametrize(
    "content",
    [b"Dear diary\n", b"\xff\xfe\n", b"2026 12 34\n", b"\n"],
    ids=["words", "bytes", "short", "blank"],
)
def test_a_file_that_is_none_of_ours_is_not_passed_over_in_silence(
    tmp_path: Path, content: bytes
) -> None:
    """Somebody might be back in the database because of it."""
    path = tmp_path / "dlq.db"
    begins(path).store.close()
    beside(path).write_bytes(content)
    with pytest.raises(DatabaseRefused, match=r"I cannot read .*forgotten"):
        Store(path)


def test_where_the_file_cannot_be_written_nothing_is_deleted(tmp_path: Path) -> None:
    """The person is told; the folder may be full, or somebody else's."""
    path = tmp_path / "dlq.db"
    study = begins(path)
    asked = study.types(ANNA, "privacy delete")
    beside(path).symlink_to(tmp_path / "no" / "such" / "folder")
    said = refused(study.presses(ANNA, buttons(asked)["Delete it all"]))
    assert "I cannot write dlq.db.forgotten beside the database" in said
    assert "nothing was deleted" in said
    assert study.store.people.known(ANNA) is not None
    study.store.close()


def test_a_database_in_memory_needs_no_file() -> None:
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    accepted(study.types(ANNA, "random"))
    deletes(study)
    assert study.store.people.known(ANNA) is None


def test_a_database_of_an_older_version_is_migrated_and_forgets(tmp_path: Path) -> None:
    """A backup from before there was any of this."""
    path = tmp_path / "dlq.db"
    begins(path).store.close()
    with closing(sqlite3.connect(path)) as old:
        old.execute("ALTER TABLE admin_act DROP COLUMN about")
        old.execute("DROP TABLE forgotten")
        old.execute("DELETE FROM _sqlite_migrations WHERE name > 'm011'")
        old.execute("PRAGMA user_version = 10")
        old.commit()
    append(beside(path), [line_of(ANNA, MONDAY + timedelta(days=1), 1)])
    assert names(path) == ["Ada", "Ben", "gone-2"]
