"""What README promises is what a stranger finds."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli.entry import MODULES
from bot import commands

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = re.compile(r"^\w+> (.*)$")


def session() -> tuple[list[str], str]:
    """The words of the README's session after `dlq`, and what they print."""
    shown = re.search(r"```console\n\$ dlq (.+)\n([\s\S]*?)```", README)
    assert shown is not None
    return shlex.split(shown[1]), shown[2]


def script(transcript: str) -> str:
    """The lines that somebody typed in a transcript, and its comments."""
    typed = io.StringIO()
    for line in transcript.splitlines():
        found = TYPED.match(line)
        if found or re.match(r"# [a-z]", line):
            typed.write((found[1] if found else line) + "\n")
    return typed.getvalue()


def test_the_session_in_the_readme_is_what_dlq_prints(tmp_path: Path) -> None:
    """Played again from a fresh start, the day comes out to the letter."""
    words, printed = session()
    (tmp_path / "day.txt").write_text(script(printed), encoding="utf-8")
    played = subprocess.run(
        [sys.executable, "-m", "adapters.cli", *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (played.stdout, played.stderr, played.returncode) == (printed, "", 0)


@pytest.mark.parametrize("target", ["play", "run", "test", "test-long", "test-bank", "lint"])
def test_every_make_target_that_the_readme_names_exists(target: str) -> None:
    """`make test` in the README is a target of the Makefile."""
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", list(MODULES))
def test_every_command_of_the_command_line_is_in_the_readme(name: str) -> None:
    """Nobody has to read the source to learn that a command exists."""
    assert f"`dlq {name}" in README or f"dlq {name}`" in README


@pytest.mark.parametrize("command", commands.found(), ids=lambda command: command.name)
def test_every_chat_command_is_in_the_readme(command: commands.Command) -> None:
    """The table of commands names each by its last word."""
    assert re.search(rf"\b{re.escape(command.path[-1])}\b", README)
