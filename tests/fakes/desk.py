"""A folder with a database in it and the command line of dlq beside it; and its neighbours: other
processes, other programs, a power cut."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import compose
from adapters.cli.entry import dlq
from bot.errors import DatabaseRefused
from bot.events import Place
from bot.store import Store
from tests.fakes.clock import MONDAY, Clock
from tests.fakes.stock import Stock

ROOT = Path(__file__).parent.parent.parent


def folder(path: Path) -> dict[str, str]:
    """What lies in a folder, byte for byte."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(path.iterdir())
    }


@dataclass
class Desk:
    """A folder with a database and a command line beside it."""

    folder: Path
    clock: Clock

    @property
    def database(self) -> Path:
        return self.folder / "dlq.db"

    @property
    def backup(self) -> Path:
        return self.folder / "backup.db"

    def dlq(self, *words: object) -> str:
        """What a command prints; a foreseen error rises."""
        done = CliRunner().invoke(
            dlq,
            list(map(str, words)),
            env={"DLQ_DATABASE": str(self.database)},
            catch_exceptions=False,
        )
        assert done.exit_code == 0, done.output
        return done.output

    def refuses(self, *words: object) -> str:
        """The sentence with which a command is refused; nothing has changed."""
        before = folder(self.folder)
        with pytest.raises(DatabaseRefused) as caught:
            self.dlq(*words)
        assert folder(self.folder) == before
        return str(caught.value)

    def keep(self, *groups: str, path: Path | None = None) -> None:
        """A database with groups of these names."""
        store = Store(path or self.database)
        for name in groups:
            Stock(store).group(Place("chat", name), name=name)
        store.close()

    def kept(self, path: Path | None = None) -> list[str]:
        """The names of the groups in a database."""
        store = Store(path or self.database)
        names = [group.name for group in store.groups.all()]
        assert store.faults() == []
        store.close()
        return names


@contextmanager
def at_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """It is Monday, eight o'clock; no settings of this machine are read."""
    clock = Clock(MONDAY)
    monkeypatch.setattr(compose, "now", clock)
    for name in ("desk", "elsewhere"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr(compose, "data_directory", lambda: tmp_path / "elsewhere")
    yield Desk(tmp_path / "desk", clock)
    assert folder(tmp_path / "elsewhere") == {}


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def leave_in_the_journal(path: Path, statement: str) -> None:
    """As a process that was killed just after its commit leaves it."""
    files = [path, path.with_name(path.name + "-wal")]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
        left = [file.read_bytes() for file in files]
    for file, content in zip(files, left, strict=True):
        file.write_bytes(content)


def python(code: str, *words: object) -> subprocess.Popen[str]:
    """Another process of Python that knows dlq."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    """Its next line, or why there is none."""
    assert process.stdout is not None and process.stderr is not None
    return process.stdout.readline().strip() or process.stderr.read()
