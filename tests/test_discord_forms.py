"""A form as Discord takes it: which field becomes what, and what it cannot hold."""

import pytest

from adapters.discord.render import form
from bot.message import ChoiceField, FieldOption, Form, TextField


def test_a_text_field_is_an_input_in_a_label() -> None:
    asked = Form(
        "A very long title of a question about the vanishing gradient",
        "dlq:answer:17",
        (TextField("answer", "Your answer", "In a few words.", "kept", "like this", True),),
    )
    assert form(asked) == {
        "custom_id": "dlq:answer:17",
        "title": "A very long title of a question about the va…",
        "components": [
            {
                "type": 18,
                "label": "Your answer",
                "description": "In a few words.",
                "component": {
                    "type": 4,
                    "custom_id": "answer",
                    "style": 2,
                    "max_length": 3_000,
                    "required": True,
                    "placeholder": "like this",
                    "value": "kept",
                },
            }
        ],
    }


def test_one_right_is_asked_by_radio_buttons_and_several_by_checkboxes() -> None:
    options = (FieldOption("A", "A one"), FieldOption("B", "B two"))
    one = ChoiceField("answer", "Which is right?", options, value=("B",))
    many = ChoiceField("answer", "Which are right?", options, many=True, value=("A", "B"))
    shown = [form(Form("Q", "dlq:x", (f,)))["components"][0]["component"] for f in (one, many)]
    assert shown == [
        {
            "type": 21,
            "custom_id": "answer",
            "options": [
                {"label": "A one", "value": "A"},
                {"label": "B two", "value": "B", "default": True},
            ],
            "required": True,
        },
        {
            "type": 22,
            "custom_id": "answer",
            "options": [
                {"label": "A one", "value": "A", "default": True},
                {"label": "B two", "value": "B", "default": True},
            ],
            "min_values": 1,
            "max_values": 2,
            "required": True,
        },
    ]


@pytest.mark.parametrize(("count", "many", "kind"), [(1, False, 3), (11, False, 3), (12, True, 3)])
def test_a_choice_that_fits_no_group_is_a_select(count: int, many: bool, kind: int) -> None:
    options = tuple(FieldOption(str(n), str(n)) for n in range(count))
    shown = form(Form("Q", "dlq:x", (ChoiceField("a", "A", options, many=many),)))
    assert shown["components"][0]["component"]["type"] == kind


def test_a_help_that_is_too_long_for_its_field_stands_above_it() -> None:
    shown = form(Form("Q", "dlq:x", (TextField("a", "A", "help * " * 20),)))
    assert shown["components"][0] == {"type": 10, "content": ("help \\* " * 20)}
    assert "description" not in shown["components"][1]


@pytest.mark.parametrize(("length", "kept"), [(3_000, True), (3_500, True), (6_000, False)])
def test_a_text_that_is_longer_than_the_field_is_not_cut_but_left_out(
    length: int, kept: bool
) -> None:
    shown = form(Form("Q", "dlq:x", (TextField("a", "A", value="x" * length),)))
    label = shown["components"][0]
    assert label["component"].get("value", "") == ("x" * length if kept else "")
    assert ("longer than this field" in label.get("description", "")) is not kept
