"""A session at the keyboard."""

from pathlib import Path

import pytest
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.terminal import prompt, script
from adapters.terminal.session import PLACE, Session
from tests.terminal_stage import CARD, Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def at_the_keyboard(stage: Stage, keys: str, history: Path | None = None) -> int:
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        return await prompt.play(
            stage.door,
            stage.terminal,
            person="anna",
            new_id=stage.new_id,
            history=history,
            input=pipe,
            output=DummyOutput(),
        )


async def test_typed_lines_are_taken_until_control_d(stage: Stage) -> None:
    assert await at_the_keyboard(stage, "today\r/as ben\ranswer C\r\x04") == 0
    assert stage.told == [("anna", ("today", {})), ("ben", ("answer", {"text": "C"}))]


async def test_control_c_cancels_a_line_and_a_second_one_ends_with_130(stage: Stage) -> None:
    assert await at_the_keyboard(stage, "answer C\x03today\r\x03\x03") == 130
    assert stage.told == [("anna", ("today", {}))]


async def test_quit_ends_the_prompt(stage: Stage) -> None:
    assert await at_the_keyboard(stage, "/quit\r") == 0


async def test_a_form_is_asked_again_until_it_can_be_taken(stage: Stage) -> None:
    keys = "answer\rno\rq\r\x08y\r" + "it slides\r\r" + "\x04"
    assert await at_the_keyboard(stage, keys) == 0
    assert stage.told == [
        ("anna", ("answer", {})),
        ("anna", ("dlq:answer:17", {"why": ("no",), "sure": ("y",)})),
        ("anna", "dlq:again"),
        ("anna", ("dlq:answer:17", {"why": ("it slides",), "sure": ()})),
    ]
    assert "'q' is not offered" in stage.page.getvalue()


async def test_control_c_in_a_form_gives_it_up_and_no_more(stage: Stage) -> None:
    assert await at_the_keyboard(stage, "answer\rhalf\x03today\r\x04") == 0
    assert stage.told == [("anna", ("answer", {})), ("anna", ("today", {}))]


async def test_history_keeps_commands_and_no_answers(stage: Stage, tmp_path: Path) -> None:
    kept = tmp_path / "history"
    keys = "today\ra\ranswer it slides\r/dlq answer it slides\rrandom cnn\r\x04"
    await at_the_keyboard(stage, keys, kept)
    assert list(FileHistory(str(kept)).load_history_strings()) == ["random cnn", "today"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", {"today", "random", "answer"}),
        ("to", {"today"}),
        ("/dlq ra", {"random"}),
        ("/w", {"/wait"}),
        ("a", {"answer", "A"}),
        ("hi", {"Hint"}),
        ("today ra", {"random"}),
    ],
)
async def test_commands_labels_and_own_words_are_completed(
    stage: Stage, typed: str, offered: set[str]
) -> None:
    await stage.terminal.post(PLACE, CARD, key="dlq-1")
    session = Session(
        stage.door,
        stage.terminal,
        person="anna",
        new_id=stage.new_id,
        asking=script.Lines([], None),
    )
    found = prompt.Words(session).get_completions(Document(typed), None)
    assert {one.text for one in found} == offered
