"""`dlq backup`: a copy that can be trusted, while the bot goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store
from tests.fakes.desk import Desk, at_a_desk, folder, hear, python


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with at_a_desk(tmp_path, monkeypatch) as desk:
        yield desk


def test_a_backup_is_one_file_that_knows_its_instant(desk: Desk) -> None:
    """And the database goes on as it was."""
    desk.keep("readers")
    assert desk.dlq("backup", desk.backup) == f"Backed up to {desk.backup}.\n"
    assert list(folder(desk.folder)) == ["backup.db", "dlq.db"]
    in_wal_mode, write_version = b"\x02", desk.backup.read_bytes()[18:19]
    assert write_version != in_wal_mode, "it needs no journal beside it, even where none can be"
    assert desk.kept(desk.backup) == desk.kept() == ["readers"]
    store = Store(desk.backup)
    assert store.fact("backup") == "2026-01-05T08:00:00.000000+00:00"
    store.close()


def test_a_backup_overwrites_nothing(desk: Desk) -> None:
    """Neither an older backup nor the database itself."""
    desk.keep("readers")
    desk.backup.write_text("precious")
    for path in (desk.backup, desk.database):
        assert desk.refuses("backup", path) == (
            f"{path} is there already; name a file that does not exist."
        )


def test_a_backup_needs_a_database_and_a_folder(desk: Desk) -> None:
    """Each is named."""
    assert desk.refuses("backup", desk.backup) == (
        f"There is no database at {desk.database} to back up."
    )
    desk.keep("readers")
    nowhere = desk.folder / "no" / "where.db"
    assert desk.refuses("backup", nowhere) == f"There is no folder {nowhere.parent}; make it first."


WRITING = """
import sys
from pathlib import Path
from bot.store import Store

store = Store(Path(sys.argv[1]))
for number in range(100_000):
    with store.atomic():
        store.note_fact("left", str(number))
        store.note_fact(f"ballast {number}", "x" * 500)
        store.note_fact("right", str(number))
    if number == 0:
        print("writing", flush=True)
"""


def test_a_backup_is_consistent_while_another_process_writes(desk: Desk) -> None:
    """Whatever one transaction wrote is in it as a whole, or not at all."""
    desk.keep("readers")
    with python(WRITING, desk.database) as writer:
        assert hear(writer) == "writing"
        try:
            seen = [backed_up(desk, number) for number in range(12)]
        finally:
            writer.kill()
    assert seen == sorted(seen) and seen[0] < seen[-1], "it went on writing"


def backed_up(desk: Desk, number: int) -> int:
    """How many transactions the next backup holds, each of them whole."""
    path = desk.folder / f"{number}.db"
    desk.dlq("backup", path)
    store = Store(path)
    left, right = store.fact("left"), store.fact("right")
    ballast = int(store.value("SELECT count(*) FROM fact WHERE name LIKE 'ballast%'"))
    assert left == right == str(ballast - 1)
    assert store.faults() == []
    store.close()
    return ballast
