"""`dlq` on a machine where nothing is set, questions of one's own, and a group's database."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.cli import main
from bot.bank import load
from bot.store import Store
from tests.fakes.bank import SAME_PADDING
from tests.fakes.command_line import Ran, Run
from tests.fakes.study import ANNA, BEN, Study

ROOT = Path(__file__).parent.parent.parent


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
