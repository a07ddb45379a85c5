"""dlq board, next, regrade, backup, restore and doctor: what one does with a group's database."""

import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.store import Store
from tests.fakes.command_line import Run
from tests.fakes.study import ANNA, CARL, CLUB, Study

# The ledger


@pytest.mark.parametrize("period", ["day", "week", "month", "all"])
def test_every_period_has_a_board(run: Run, database: Path, period: str) -> None:
    assert "Board of " in run("board", period, DLQ_DATABASE=database).out


def test_a_season_that_is_none_yet_is_told(run: Run, database: Path) -> None:
    assert "This group has no season yet" in run("board", "season", DLQ_DATABASE=database).complaint


def test_board_prints_the_board(run: Run, database: Path) -> None:
    shown = run("board", "all", DLQ_DATABASE=database)
    assert (shown.status, shown.err) == (0, "")
    assert "1    | Ben  | 10  | 1" in shown.out and "2    | Anna | 0   | 1" in shown.out
    listed = json.loads(run("board", "all", "--json", DLQ_DATABASE=database).out)
    assert listed == [
        {"rank": 1, "name": "Ben", "platform": "chat", "points": 10, "rounds": 1},
        {"rank": 2, "name": "Anna", "platform": "chat", "points": 0, "rounds": 1},
    ]


def test_next_prints_seven_local_slots(run: Run, database: Path) -> None:
    shown = run("next", DLQ_DATABASE=database)
    assert (shown.status, shown.err) == (0, "")
    assert [line.split()[2] for line in shown.lines] == ["09:00"] * 7
    listed = json.loads(run("next", "--json", DLQ_DATABASE=database).out)
    slots = [datetime.fromisoformat(each) for each in listed]
    assert {after - before for before, after in pairwise(slots)} == {timedelta(days=1)}


def test_where_there_are_several_groups_one_is_named(run: Run, database: Path) -> None:
    with closing(Store(database)) as store:
        Study(store=store).sets_up(CLUB, CARL)
    for words in ("board", "next"):
        said = run(words, DLQ_DATABASE=database).complaint
        assert (
            "Name the group with --group, by name or number. There are: room (1), club (2)." in said
        )
        wrong = run(words, "--group", "rom", DLQ_DATABASE=database).complaint
        assert "Did you mean room?" in wrong
        for name in ("room", "1"):
            assert run(words, "--group", name, DLQ_DATABASE=database).status == 0


def test_regrade_tells_whose_score_changed(run: Run, database: Path, questions: Path) -> None:
    where = {"DLQ_DATABASE": database, "DLQ_QUESTIONS": questions}
    assert run("regrade", "home/padding", **where).out == "Nothing changed.\n"
    path = questions / "home" / "padding.md"
    text = path.read_text().replace("- [ ] None", "- [x] None")
    path.write_text(text.replace("- [x] One pixel", "- [ ] One pixel"))
    shown = run("regrade", "home/padding", **where)
    assert (shown.status, shown.lines) == (
        0,
        ["round 1: Anna: 0 % -> 100 %", "round 1: Ben: 100 % -> 0 %", "2 changed."],
    )
    assert "1    | Anna | 10" in run("board", "all", DLQ_DATABASE=database).out
    path.write_text(text.replace("- [x] None", "- [x] Nothing"))
    said = run("regrade", "home/padding", **where).complaint
    assert "option A (None) is no longer in the file. /dlq admin void takes the round back." in said


# Backup and restore


def test_a_backup_brings_everything_back(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    before = run("board", "all", DLQ_DATABASE=database).out
    assert run("backup", copy, DLQ_DATABASE=database).out == f"Backed up to {copy}.\n"
    with closing(Store(database)) as store:
        study = Study(store=store, at=datetime(2026, 1, 6, 10, tzinfo=UTC))
        study.types(ANNA, "admin void", manages=True)
        study.store.posts.give_back("chat", "study")
    assert "Ben" not in run("board", "all", DLQ_DATABASE=database).out
    shown = run("restore", copy, DLQ_DATABASE=database)
    assert (shown.status, shown.err) == (0, "")
    assert shown.lines[0].startswith(f"Restored {copy}, as it was at ")
    assert run("board", "all", DLQ_DATABASE=database).out == before
    kept = Path(shown.lines[1].removeprefix("The database that was replaced is ").rstrip("."))
    assert "Ben" not in run("board", "all", DLQ_DATABASE=kept).out


def test_backup_never_overwrites(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    assert "is there already" in run("backup", copy, DLQ_DATABASE=database).complaint
    assert copy.read_text() == "precious"
    nowhere = tmp_path / "no" / "copy.db"
    assert "There is no folder" in run("backup", nowhere, DLQ_DATABASE=database).complaint


def test_restore_is_refused_while_dlq_runs(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run("backup", copy, DLQ_DATABASE=database)
    with closing(Store(database)) as store:
        now = datetime.now(UTC)
        assert store.posts.hold("chat", "somebody", now, now + timedelta(seconds=30))
        said = run("restore", copy, DLQ_DATABASE=database).complaint
    assert "dlq is running on this database (chat); stop it first." in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no database at all, but long enough to be taken for one" * 50, "is no SQLite database"),
        (None, "This is no backup made by dlq backup"),
    ],
)
def test_restore_takes_backups_only(
    run: Run, database: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    other = tmp_path / "other.db"
    if content is None:
        Store(other).close()
    else:
        other.write_bytes(content)
    before = database.read_bytes()
    assert said in run("restore", other, DLQ_DATABASE=database).complaint
    assert database.read_bytes() == before
    assert sorted(tmp_path.glob("*.restoring*")) == []


def test_a_newer_database_is_refused_with_both_versions_and_left_untouched(
    run: Run, database: Path
) -> None:
    with closing(Store(database)) as store:
        store.db.execute("PRAGMA user_version = 999")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = database.read_bytes()
    for words in ("board", "next", "regrade home/padding"):
        said = run(*words.split(), DLQ_DATABASE=database).complaint
        assert re.search(r"schema version 999, this dlq knows versions up to \d+", said)
    assert database.read_bytes() == before


# doctor


def test_doctor_has_a_line_each_with_what_to_do(run: Run, database: Path) -> None:
    shown = run("doctor", DLQ_DATABASE=database)
    assert (shown.status, shown.err) == (0, "")
    assert {line[:3].strip() for line in shown.lines} == {"ok"}
    heads = [line[5:].partition(":")[0] for line in shown.lines]
    assert heads == ["settings", "bank", "database", "clock", "time zones", *["tokens"] * 3]


def test_doctor_finds_what_is_wrong(run: Run, questions: Path, tmp_path: Path) -> None:
    (questions / "home" / "broken.md").write_text("nothing of a question")
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"no database " * 500)
    shown = run(
        "doctor",
        DLQ_DATABASE=wrong,
        DLQ_QUESTIONS=questions,
        DLQ_SLACK_BOT_TOKEN="xapp-swapped-nobody-may-see",
    )
    bad = [line for line in shown.lines if line.startswith("BAD")]
    assert shown.status == 1
    assert [line[5:].partition(":")[0] for line in bad] == ["bank", "database", "tokens", "tokens"]
    assert "must begin with xoxb-; are the two swapped?" in shown.out
    assert "Slack needs both of its tokens" in shown.out
    assert "nobody-may-see" not in shown.out


def test_doctor_says_so_when_a_folder_of_questions_is_not_there(run: Run) -> None:
    shown = run("doctor", DLQ_QUESTIONS="/nowhere")
    assert shown.status == 1
    assert "/nowhere" in shown.out and "Traceback" not in shown.err


def test_doctor_names_a_wrong_setting(run: Run) -> None:
    shown = run("doctor", DLQ_LOG="loud")
    assert (shown.status, len(shown.lines)) == (1, 1)
    assert "BAD  settings: DLQ_LOG is 'loud'" in shown.out
