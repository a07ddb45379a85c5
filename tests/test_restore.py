"""`dlq restore`: the ledger comes back, and what it replaces is not lost."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.events import Place
from bot.store import Store
from bot.store.schema import version
from tests.fakes.bot import Bot, World
from tests.fakes.clock import MONDAY
from tests.fakes.desk import Desk, at_a_desk, folder, leave_in_the_journal, run

ROOM = Place("alpha", "room", "school", "room")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with at_a_desk(tmp_path, monkeypatch) as desk:
        yield desk


def test_a_restore_brings_back_what_was_and_keeps_what_is(desk: Desk) -> None:
    """The replaced database lies beside it, whole."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    desk.keep("writers")
    said = desk.dlq("restore", desk.backup)
    [replaced] = [path for path in desk.folder.iterdir() if "replaced" in path.name]
    assert said == (
        f"Restored {desk.backup}, as it was at 2026-01-05 08:00 UTC.\n"
        f"The database that was replaced is {replaced}.\n"
        "Before each place's first new post I look whether a post stands there already.\n"
    )
    assert replaced.name.startswith("dlq.db.replaced-20260105T0800")
    assert (desk.kept(), desk.kept(replaced)) == (["readers"], ["readers", "writers"])
    assert sorted(folder(desk.folder)) == ["backup.db", "dlq.db", replaced.name]


def test_a_restore_needs_no_database_to_replace(desk: Desk) -> None:
    """A new machine: the folder is made too, and nothing is kept aside."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    desk.database.unlink()
    said = desk.dlq("restore", desk.backup)
    assert "that was replaced" not in said
    assert desk.kept() == ["readers"]


def test_what_a_killed_process_left_in_the_journal_is_kept_too(desk: Desk) -> None:
    """And the old journal is not read into the restored database."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    desk.keep("writers")
    leave_in_the_journal(desk.database, "UPDATE study_group SET name = 'late'")
    desk.dlq("restore", desk.backup)
    [replaced] = [path for path in desk.folder.iterdir() if path.name.endswith("00000000")]
    assert (desk.kept(), desk.kept(replaced)) == (["readers"], ["late", "late"])


def test_a_restore_is_refused_while_somebody_leads(desk: Desk) -> None:
    """Until the lease is given back or has ended."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    store = Store(desk.database)
    for platform in ("slack", "discord"):
        store.posts.hold(platform, "me", MONDAY, MONDAY + timedelta(seconds=30))
    store.posts.hold("matrix", "me", MONDAY, MONDAY)
    store.close()
    assert desk.refuses("restore", desk.backup) == (
        "dlq is running on this database (discord, slack); stop it first. If it was killed, its "
        "lease ends within half a minute."
    )
    desk.clock.wait(seconds=30)
    desk.dlq("restore", desk.backup)
    store = Store(desk.database)
    assert store.posts.held(MONDAY) == []
    store.close()


def test_a_lease_that_was_backed_up_is_not_held_after_the_restore(desk: Desk) -> None:
    """It was somebody else's, then."""
    desk.keep("readers")
    store = Store(desk.database)
    store.posts.hold("discord", "me", MONDAY, MONDAY + timedelta(days=99))
    store.close()
    desk.dlq("backup", desk.backup)
    desk.database.unlink()
    desk.dlq("restore", desk.backup)
    store = Store(desk.database)
    assert store.posts.held(MONDAY) == []
    store.close()


def no_backup(path: Path) -> str:
    path.write_text("Dear diary,\n" * 100)
    return "is no SQLite database that I can read"


def newer(path: Path) -> str:
    run(path, f"PRAGMA user_version = {version() + 1}")
    return f"has schema version {version() + 1}, this dlq knows versions up to {version()}"


def of_another_program(path: Path) -> str:
    path.unlink()
    run(path, "CREATE TABLE recipe (name)")
    return "is a database of another program"


def copied_by_hand(path: Path) -> str:
    run(path, "DELETE FROM fact")
    return "This is no backup made by dlq backup: it does not know its own instant"


def with_a_loose_end(path: Path) -> str:
    run(path, "DELETE FROM person")
    return "The backup is damaged: a row of study_group refers to person, which has no such row."


def cut_off(path: Path) -> str:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return ""


def scribbled_on(path: Path) -> str:
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + b"\xaa" * 8192 + content[middle + 8192 :])
    return ""


@pytest.mark.parametrize(
    "spoil",
    [
        no_backup,
        newer,
        of_another_program,
        copied_by_hand,
        with_a_loose_end,
        cut_off,
        scribbled_on,
    ],
)
def test_a_backup_is_verified_before_anything_is_replaced(
    desk: Desk, spoil: Callable[[Path], str]
) -> None:
    """What cannot be used is refused in a sentence, and nothing changes."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    complaint = spoil(desk.backup)
    said = desk.refuses("restore", desk.backup)
    assert complaint in said
    assert "restoring" not in said


@pytest.mark.parametrize("spoil", [no_backup, newer, cut_off, scribbled_on])
def test_a_database_that_cannot_be_used_can_be_replaced(
    desk: Desk, spoil: Callable[[Path], str]
) -> None:
    """A restore is what one is told to do then; the old file is kept, byte for byte."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    spoil(desk.database)
    old = desk.database.read_bytes()
    desk.dlq("restore", desk.backup)
    [replaced] = [path for path in desk.folder.iterdir() if "replaced" in path.name]
    assert (desk.kept(), replaced.read_bytes()) == (["readers"], old)


def test_a_newer_database_on_which_somebody_leads_is_not_replaced(desk: Desk) -> None:
    """The newer dlq may be running."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    store = Store(desk.database)
    store.posts.hold("discord", "me", MONDAY, MONDAY + timedelta(seconds=30))
    store.close()
    newer(desk.database)
    assert desk.refuses("restore", desk.backup).startswith("dlq is running on this database")


def test_another_programs_database_is_not_replaced(desk: Desk) -> None:
    """DLQ_DATABASE names the wrong file."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    of_another_program(desk.database)
    assert "is a database of another program" in desk.refuses("restore", desk.backup)


def test_restoring_twice_keeps_both_replaced_databases(desk: Desk) -> None:
    """The second does not overwrite what the first kept."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    for name in ("writers", "singers"):
        desk.keep(name)
        desk.clock.wait(milliseconds=1)
        desk.dlq("restore", desk.backup)
    replaced = sorted(path for path in desk.folder.iterdir() if "replaced" in path.name)
    assert [desk.kept(path) for path in replaced] == [
        ["readers", "writers"],
        ["readers", "singers"],
    ]


def test_what_an_interrupted_restore_left_is_not_mixed_in(desk: Desk) -> None:
    """A copy and its journal from last time lie beside the database."""
    desk.keep("readers")
    desk.dlq("backup", desk.backup)
    desk.keep("writers")
    leftover = desk.folder / "dlq.db.restoring"
    shutil.copyfile(desk.database, leftover)
    leave_in_the_journal(leftover, "UPDATE study_group SET name = 'old'")
    desk.dlq("restore", desk.backup)
    assert desk.kept() == ["readers"]
    assert not [name for name in folder(desk.folder) if "restoring" in name]


async def test_after_a_restore_nothing_is_posted_twice(desk: Desk) -> None:
    """The question was posted after the backup; the restored bot does not know, and finds it.
    What is really new is posted, and from then on nothing is looked for in that place."""
    world = World()
    world.clock = desk.clock
    service = world.services["alpha"]
    service.clock = desk.clock
    first = await Bot(world, store=Store(desk.database)).start()
    first.group(ROOM)
    desk.clock.wait(minutes=30)
    desk.dlq("backup", desk.backup)
    await first.passes(hours=1)
    assert service.sees(ROOM) == ["round 1 · question"]
    await first.daily.close()
    desk.dlq("restore", desk.backup)

    second = await Bot(world, store=Store(desk.database)).start()
    platform = second.platform(ROOM)
    await second.passes(minutes=5)
    assert second.round(1).state == "open"
    assert (len(platform.called("find")), len(platform.called("post"))) == (1, 0)
    assert platform.looked_since == [MONDAY + timedelta(minutes=30)]
    await second.passes(days=1)
    assert service.sees(ROOM) == ["round 1 · question", "round 1 · reveal", "round 2 · question"]
    assert (len(platform.called("find")), len(platform.called("post"))) == (2, 2)
    await second.daily.close()
