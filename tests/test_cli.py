"""The command line as one types it: what it prints, where, and with which status it ends."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import click
import pytest

from adapters.cli import main
from adapters.cli.entry import MODULES, dlq
from bot.bank import load
from bot.bank.schema import front_matter_schema
from bot.store import Store
from tests.fakes.bank import SAME_PADDING
from tests.fakes.study import ANNA, BEN, CARL, CLUB, Study

ROOT = Path(__file__).parent.parent
TOKENS = {
    "DLQ_DISCORD_TOKEN": "discord-token-nobody-may-see",
    "DLQ_SLACK_BOT_TOKEN": "xoxb-token-nobody-may-see",
    "DLQ_SLACK_APP_TOKEN": "xapp-token-nobody-may-see",
}


@dataclass(frozen=True, slots=True)
class Ran:
    status: object
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def complaint(self) -> str:
        """The one line on standard error of something that was refused."""
        assert (self.status, self.out) == (1, ""), self
        [line] = self.err.splitlines()
        assert line.startswith("dlq: "), line
        return line.removeprefix("dlq: ")


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """`dlq` on a machine where nothing is set: a new home, no variable of ours."""
    for name in [*os.environ]:
        if name.startswith("DLQ_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def ran(*words: object, stdin: str = "", **variables: object) -> Ran:
        with pytest.MonkeyPatch.context() as once:
            once.setattr(sys, "argv", ["dlq", *map(str, words)])
            once.setattr(sys, "stdin", io.StringIO(stdin))
            for name, value in variables.items():
                once.setenv(name, str(value))
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = capsys.readouterr()
        return Ran(ended.value.code, out, err)

    yield ran


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A folder of questions of the group's own."""
    folder = tmp_path / "own"
    (folder / "home").mkdir(parents=True)
    (folder / "home" / "padding.md").write_text(SAME_PADDING, encoding="utf-8")
    return folder


@pytest.fixture
def database(tmp_path: Path, questions: Path) -> Path:
    """A group that has had a round on `home/padding`: Anna was wrong, Ben was right."""
    path = tmp_path / "group.db"
    with closing(Store(path)) as store:
        study = Study(load([ROOT / "questions", questions]), store=store)
        study.sets_up()
        study.opens("home/padding")
        study.types(ANNA, "answer A")
        study.types(BEN, "answer B")
        study.waits(hours=24)
        study.store.posts.give_back("chat", "study")
    return path


# All commands


def commands() -> list[tuple[str, click.Command]]:
    context = click.Context(dlq)
    found = [(name, dlq.get_command(context, name)) for name in dlq.list_commands(context)]
    return [(name, command) for name, command in found if command is not None]


@pytest.mark.parametrize("name", MODULES)
def test_every_command_has_help(run: Run, name: str) -> None:
    """A sentence for itself, and one for every option."""
    shown = run(name, "--help")
    assert (shown.status, shown.err) == (0, "")
    [command] = [command for found, command in commands() if found == name]
    assert command.help and command.help.strip().endswith(".")
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help and option.name != "days"] == []
    for option in options:
        assert option.opts[-1] in shown.out


def test_dlq_alone_lists_the_commands(run: Run) -> None:
    for words in ([], ["--help"], ["-h"]):
        shown = run(*words)
        assert (shown.status, shown.err) == (0, "")
        assert [name for name in MODULES if f"\n  {name} " not in shown.out] == []


def test_the_version_is_printed(run: Run) -> None:
    assert re.fullmatch(r"dlq, version \d+\.\d+\.\d+\S*\n", run("--version").out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("teach", "No such command 'teach'."),
        ("--loud", "No such option '--loud'."),
        ("list --loud", "No such option '--loud'."),
        ("list --kind essay", "'essay' is not one of 'open', 'choice'"),
        ("list --topic cnm", "There is no topic 'cnm'; did you mean cnn?"),
        ("show", "Missing argument 'ID'."),
        ("show cnn/conv-output-sise", "did you mean cnn/conv-output-size?"),
        ("show cnn/conv-output-size --as html", "'html' is not one of 'plain', 'terminal'"),
        ("show cnn/conv-output-size --draw x", "'x' is not a valid integer"),
        ("grade", "Name a question by its id, or a file with --file."),
        ("grade cnn/conv-output-size --file nowhere.md", "'nowhere.md' does not exist"),
        ("grade nothing", "There is no question 'nothing'"),
        ("board", "There is no database at"),
        ("board year", "'year' is not one of 'day', 'week', 'month', 'season', 'all'"),
        ("next", "There is no database at"),
        ("regrade cnn/conv-output-size", "There is no database at"),
        ("backup copy.db", "There is no database at"),
        ("restore nowhere.db", "'nowhere.db' does not exist"),
        ("simulate", "Missing option '--zone'."),
        ("simulate --zone Berlin", "Did you mean Europe/Berlin?"),
        ("simulate --zone UTC --at 25:00", "'25:00' is no time of day"),
        ("simulate --zone UTC --days 0", "0 is not in the range"),
        ("simulate --zone UTC --start tomorrow", "'tomorrow' is no date"),
        ("play --now yesterday", "--now 'yesterday' is no ISO time"),
        ("play --zone Berlin", "Did you mean Europe/Berlin?"),
        ("play --script nowhere.txt", "'nowhere.txt'"),
        ("run irc", "'irc' is not one of 'discord', 'slack'"),
        ("run", "No token is set. For Discord set DLQ_DISCORD_TOKEN; for Slack set"),
        ("run discord", "Set DLQ_DISCORD_TOKEN first"),
        ("run slack", "Set DLQ_SLACK_BOT_TOKEN and DLQ_SLACK_APP_TOKEN first"),
    ],
)
def test_wrong_input_gets_one_line_and_status_1(run: Run, words: str, said: str) -> None:
    assert said in run(*words.split()).complaint


def test_a_fault_of_our_own_is_shown_whole_with_status_3(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something that nobody foresaw: a command that fails in a way it should not."""

    @click.command("schema")
    def broken() -> None:
        raise ZeroDivisionError("by accident")

    monkeypatch.setattr("adapters.cli.bankside.schema_command", broken)
    shown = run("schema")
    assert shown.status == 3
    assert "ZeroDivisionError: by accident" in shown.err
    assert shown.err.splitlines()[-1].startswith("dlq: this should not have happened")


# Settings


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DLQ_DATABSE": "x"}, "There is no setting DLQ_DATABSE. Did you mean DLQ_DATABASE?"),
        ({"DLQ_LOG": "loud"}, "DLQ_LOG is 'loud'; it must be one of debug, info"),
        ({"DLQ_QUESTIONS": "/nowhere"}, "DLQ_QUESTIONS names /nowhere, which is no folder."),
    ],
)
def test_a_wrong_setting_is_named(run: Run, variables: dict[str, str], said: str) -> None:
    assert said in run("list", **variables).complaint


def test_a_file_of_settings_is_read_and_a_token_in_it_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dlq.toml").write_text('database = "here.db"\n')
    assert "There is no database at here.db" in run("board").complaint
    assert "There is no database at there.db" in run("board", DLQ_DATABASE="there.db").complaint
    (tmp_path / "dlq.toml").write_text('discord_token = "abc"\n')
    assert (
        "discord_token is a secret and is read from the environment only" in run("list").complaint
    )
    (tmp_path / "dlq.toml").write_text("database here\n")
    assert "dlq.toml is no TOML" in run("list").complaint


@pytest.mark.parametrize(
    "words",
    ["doctor", "list", "board", "run irc", "show cnn/conv-output-size", "check nowhere", "next"],
)
def test_no_command_prints_a_token(run: Run, words: str) -> None:
    shown = run(*words.split(), **TOKENS)
    assert "nobody-may-see" not in shown.out + shown.err


# The bank


def test_list_prints_a_line_or_an_object_for_each_question(run: Run) -> None:
    bank = load([ROOT / "questions"])
    shown = run("list")
    assert (shown.status, shown.err) == (0, "")
    assert [line.split()[0] for line in shown.lines] == list(bank.questions)
    listed = json.loads(run("list", "--json").out)
    assert [each["id"] for each in listed] == list(bank.questions)
    assert set(listed[0]) == {"id", "topic", "title", "kind", "difficulty", "tags", "varies"}


def test_list_can_be_narrowed_by_topic_alias_and_kind(run: Run) -> None:
    for topic, word in (("cnn", "cnn"), ("foundations", "perceptron")):
        listed = json.loads(run("list", "--topic", word, "--json").out)
        assert {each["topic"] for each in listed} == {topic}
    listed = json.loads(run("list", "--kind", "number", "--json").out)
    assert {each["kind"] for each in listed} == {"number"}


def test_a_broken_file_of_ones_own_is_left_out_aloud(run: Run, questions: Path) -> None:
    (questions / "home" / "broken.md").write_text("nothing of a question")
    shown = run("list", "--topic", "home", DLQ_QUESTIONS=questions)
    assert shown.status == 0
    assert [line.split()[0] for line in shown.lines] == ["home/padding"]
    assert shown.err.startswith("left out: own/home/broken.md:1: the front matter is missing;")


def test_show_draws_a_question_and_its_answer(run: Run, questions: Path) -> None:
    asked = run("show", "home/padding", DLQ_QUESTIONS=questions)
    assert asked.out.startswith("Same padding\n============\n")
    assert "SECRET" not in asked.out
    answered = run("show", "home/padding", "--answer", DLQ_QUESTIONS=questions)
    assert "Right: B" in answered.out and "SECRET" in answered.out
    drawn = run("show", "home/padding", "--as", "terminal", DLQ_QUESTIONS=questions)
    assert "Which padding keeps the size" in drawn.out and "\x1b" not in drawn.out


def test_show_draws_by_a_seed_and_the_same_by_the_same(run: Run) -> None:
    shown = [run("show", "cnn/conv-output-size", "--draw", seed).out for seed in (1, 2, 3, 1)]
    assert shown[0] == shown[3]
    assert len(set(shown)) > 1


@pytest.mark.parametrize("platform", ["discord", "slack"])
def test_show_as_a_chat_platform_prints_its_payloads(run: Run, platform: str) -> None:
    """Or says that this version cannot draw for it."""
    shown = run("show", "cnn/conv-output-size", "--as", platform)
    if find_spec(f"adapters.{platform}") is None:
        assert f"cannot draw for {platform.capitalize()} yet" in shown.complaint
    else:
        assert shown.status == 0
        assert json.JSONDecoder().raw_decode(shown.out)[0]


def test_grade_takes_lines_and_objects_and_prints_a_verdict_each(run: Run, questions: Path) -> None:
    answers = 'B\n{"answer": "one pixel at every border"}\n{"other": 1}\n{broken\n\nA because\n'
    shown = run("grade", "home/padding", "--json", stdin=answers, DLQ_QUESTIONS=questions)
    assert (shown.status, shown.err) == (0, "")
    verdicts = [json.loads(line) for line in shown.lines]
    assert [verdict["score"] for verdict in verdicts] == [1.0, 1.0, None, None, None, 0.0]
    assert all(set(v) >= {"score", "reasons", "points", "read_as", "grader"} for v in verdicts)
    plain = run("grade", "home/padding", stdin="B\n??\n", DLQ_QUESTIONS=questions)
    assert [line.split("  ")[0] for line in plain.lines] == ["score 1.00", "score unreadable"]


def test_grade_takes_a_file_that_is_in_no_bank(run: Run, questions: Path) -> None:
    path = questions / "home" / "padding.md"
    assert run("grade", "--file", path, stdin="B\n").out.startswith("score 1.00  reasons: B (One")
    path.write_text("nothing of a question")
    assert "the front matter is missing" in run("grade", "--file", path, stdin="B").complaint
    path.write_bytes(b"\xff\xfe")
    assert "no UTF-8" in run("grade", "--file", path, stdin="B").complaint


def test_schema_prints_the_front_matters_schema(run: Run) -> None:
    assert json.loads(run("schema").out) == front_matter_schema()


def test_check_finds_every_fault_of_every_file_in_one_run(run: Run, questions: Path) -> None:
    """`file:line: what is wrong; what would be right`, status 1; nothing of a traceback."""
    for name in ("one", "two"):
        (questions / "home" / f"{name}.md").write_text(
            SAME_PADDING.replace("difficulty: easy", "difficulty: esy").replace("tags:", "tgas:")
        )
    shown = run("check", questions)
    assert shown.status == 1
    said = shown.out + shown.err
    for name in ("one", "two"):
        found = re.findall(rf"^\S*{name}\.md:(\d+): .+; .+$", said, re.MULTILINE)
        assert {"4", "5"} <= set(found), said
    assert "Traceback" not in said


def test_check_of_what_is_not_there_is_refused(run: Run) -> None:
    assert "nowhere" in run("check", "nowhere").complaint


# The ledger


@pytest.mark.parametrize("period", ["day", "week", "month", "all"])
def test_every_period_has_a_board(run: Run, database: Path, period: str) -> None:
    assert "Board of " in run("board", period, DLQ_DATABASE=database).out


def test_a_season_that_is_none_yet_is_told(run: Run, database: Path) -> None:
    assert "This group has no season yet" in run("board", "season", DLQ_DATABASE=database).complaint


def test_board_prints_the_board(run: Run, database: Path) -> None:
    shown = run("board", "all", DLQ_DATABASE=database)
    assert (shown.status, shown.err) == (0, "")
    assert "1    | Ben  | 10     | 1" in shown.out and "2    | Anna | 0      | 1" in shown.out
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


# simulate


@pytest.mark.parametrize(
    ("zone", "at", "start", "first", "last"),
    [
        (
            "Europe/Berlin",
            "02:30",
            "2026-03-28",
            "2026-03-28 02:30 +0100",
            "2026-03-30 02:30 +0200",
        ),
        (
            "America/New_York",
            "00:30",
            "2026-10-31",
            "2026-10-31 00:30 -0400",
            "2026-11-02 00:30 -0500",
        ),
    ],
)
def test_simulate_prints_a_line_a_day_and_a_count(
    run: Run, zone: str, at: str, start: str, first: str, last: str
) -> None:
    shown = run("simulate", "--days", 3, "--zone", zone, "--at", at, "--start", start)
    assert (shown.status, shown.err) == (0, "")
    assert len(shown.lines) == 4
    assert first in shown.lines[0] and last in shown.lines[2]
    assert "NOT AT ITS SLOT" not in shown.out
    assert shown.lines[-1] == "3 posted, 0 late, 0 skipped, 0 voided"


# play


def test_a_script_is_played_and_printed(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "day.txt"
    script.write_text("today\n# a comment\n/wait 25h\nboard all\n")
    shown = run(
        "play", "--as", "anna", "--now", "2026-01-05T08:00", "--zone", "UTC", "--script", script
    )
    assert (shown.status, shown.err) == (0, "")
    assert "anna> today" in shown.out and "# a comment" in shown.out
    assert "Round 1 · open until" in shown.out and "Round 1, revealed" in shown.out
    assert not (tmp_path / "home").exists()


def test_a_script_is_the_same_every_time(run: Run) -> None:
    words = ("play", "--as", "anna", "--now", "2026-01-05T08:00", "--zone", "UTC")
    played = [run(*words, stdin="random\nrandom\nreveal\n").out for _ in range(2)]
    assert played[0] == played[1]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("today\nboard\n", 0),
        ("today\nteach me\nboard\n", 1),
        ("past 1999-01-01\n", 1),
        ("question nothing/here\n", 1),
        ("/as\n", 1),
        ("/wait 0s\n", 1),
        ("", 0),
        ("\n\n# nothing\n", 0),
    ],
)
def test_a_script_ends_with_1_if_a_line_was_refused(run: Run, lines: str, status: int) -> None:
    """The lines after it are played all the same."""
    shown = run("play", "--now", "2026-01-05T08:00", "--zone", "UTC", stdin=lines)
    assert (shown.status, shown.err) == (status, "")
    assert ("> board" in shown.out) == ("board" in lines)


def test_a_game_is_kept_in_the_database_that_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "game.db"
    run("play", "--as", "anna", "--zone", "UTC", "--database", path, stdin="/wait 25h\n")
    shown = run("play", "--as", "anna", "--zone", "UTC", "--database", path, stdin="past\n")
    assert shown.status == 0
    assert "Reference" in shown.out or "Right" in shown.out


def test_the_clock_never_moves_where_people_answer_in_real_time(run: Run, database: Path) -> None:
    said = run("play", "--now", "2027-01-01T08:00", "--database", database, stdin="today\n")
    assert "The clock does not move here: this database has a place on chat" in said.complaint
    shown = run("play", "--database", database, "--zone", "UTC", stdin="/wait 1h\n")
    assert shown.status == 1
    assert "The clock does not move here" in shown.out


# As a process


def process(*words: str, home: Path) -> subprocess.Popen[str]:
    # In the background a shell has Ctrl-C ignored, which the process would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", *words],
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_DATA_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_a_game_ends_it_with_130(
    tmp_path: Path, number: signal.Signals
) -> None:
    """And with nothing lost: the answer that was receipted is in the database."""
    path = tmp_path / "game.db"
    words = ("play", "--as", "anna", "--zone", "UTC", "--database", str(path))
    started = process(*words, home=tmp_path)
    assert started.stdin is not None and started.stdout is not None
    started.stdin.write("hint\ntoday\n")
    started.stdin.flush()
    while "anna> today" not in (line := started.stdout.readline()):
        assert line
    started.send_signal(number)
    _, complaints = started.communicate(timeout=10)
    assert (started.returncode, complaints.strip()) == (130, "")
    with closing(Store(path)) as store:
        assert store.faults() == []
        assert store.rounds.get(1) is not None
        assert store.posts.held(datetime.now(UTC)) == []


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """`dlq list | head -1` prints no traceback; the status is the one that click gives."""
    started = process("list", home=tmp_path)
    assert started.stdout is not None
    started.stdout.close()
    assert started.wait(timeout=10) == 1
    assert started.stderr is not None
    assert started.stderr.read() == ""
    started.stderr.close()
    assert started.stdin is not None
    started.stdin.close()
