"""What all commands have in common: help, one line of complaint, settings, secrets, signals."""

import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from adapters.cli.entry import MODULES, dlq
from bot.store import Store
from tests.fakes.command_line import Run

ROOT = Path(__file__).parent.parent.parent


TOKENS = {
    "DLQ_DISCORD_TOKEN": "discord-token-nobody-may-see",
    "DLQ_SLACK_BOT_TOKEN": "xoxb-token-nobody-may-see",
    "DLQ_SLACK_APP_TOKEN": "xapp-token-nobody-may-see",
}


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
