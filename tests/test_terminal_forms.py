"""Forms at the terminal: a line a field."""

import pytest

from adapters.terminal.asking import values
from bot.errors import DlqError
from bot.message import ChoiceField, FieldOption, TextField
from tests.terminal_stage import Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_form_takes_a_line_a_field(stage: Stage) -> None:
    status, page = await stage.play("answer", "it slides, # and so on", "")
    assert stage.told[-1] == (
        "anna",
        ("dlq:answer:17", {"why": ("it slides, # and so on",), "sure": ()}),
    )
    assert (status, page) == (
        0,
        (
            "anna> answer\n"
            "(only anna sees this)\n"
            "Your answer\n"
            "───────────\n"
            "Why?\n"
            "> it slides, # and so on\n"
            "\n"
            "Sure? (may be empty)\n"
            "  y  Yes\n"
            "  n  No\n"
            ">\n"
            "\n"
            "(only anna sees this)\n"
            "Recorded.\n"
            "\n"
        ),
    )


@pytest.mark.parametrize(
    "lines", [["answer"], ["answer", "x"], ["answer", ""], ["answer", "x", "z"]]
)
async def test_a_form_that_is_not_filled_in_is_not_sent(stage: Stage, lines: list[str]) -> None:
    status, _ = await stage.play(*lines)
    assert (status, stage.told) == (1, [("anna", ("answer", {}))])


async def test_a_refused_form_names_the_field_and_refuses_the_script_line(stage: Stage) -> None:
    status, page = await stage.play("answer", "no", "y")
    assert status == 1
    assert page.endswith("(only anna sees this)\nWhy?: say a little more.\n\n")


async def test_bytes_that_were_no_text_are_taken_as_replacement_characters(stage: Stage) -> None:
    await stage.play("answer \udcff\x1b[2J")
    assert stage.told == [("anna", ("answer", {"text": "\ufffd\x1b[2J"}))]
    assert "\x1b" not in stage.page.getvalue()


COLOURS = tuple(FieldOption(value, label) for value, label in (("A", "A  red"), ("B", "B, blue")))


@pytest.mark.parametrize(
    ("many", "typed", "chosen"),
    [
        (False, "a", ("A",)),
        (False, "B, blue", ("B",)),
        (True, "b, a", ("A", "B")),
        (True, "a b", ("A", "B")),
        (True, "b, blue", ("B",)),
        (True, "", ("B",)),
    ],
)
def test_options_are_chosen_by_value_or_label(
    many: bool, typed: str, chosen: tuple[str, ...]
) -> None:
    assert values(ChoiceField("c", "Which?", COLOURS, many=many, value=("B",)), typed) == chosen


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (ChoiceField("c", "Which?", COLOURS), "C", "Which?: 'C' is not offered; type one of A, B."),
        (ChoiceField("c", "Which?", COLOURS), " ", "Which?: type one of A, B."),
        (TextField("t", "Why?"), " ", "Why?: something has to be typed here."),
    ],
)
def test_what_a_field_cannot_take_is_refused(
    field: TextField | ChoiceField, typed: str, sentence: str
) -> None:
    with pytest.raises(DlqError) as refused:
        values(field, typed)
    assert str(refused.value) == sentence


def test_an_empty_line_keeps_what_a_text_field_began_with() -> None:
    assert values(TextField("t", "Why?", value="it slides"), "") == ("it slides",)
    assert values(TextField("t", "Why?", required=False), "") == ("",)
