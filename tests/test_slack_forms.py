"""What a Form is on Slack, as data."""

import pytest

from adapters.slack.render import form
from bot.message import ChoiceField, FieldOption, Form, TextField
from tests.test_slack_render import plain, section, text


def test_a_form_is_a_view_that_carries_its_action_and_state() -> None:
    field = TextField("answer", "Your answer", "A number", "42", "like 7", multiline=True)
    assert form(Form("Padding", "dlq:answer:17", (field,)), "{}") == {
        "type": "modal",
        "callback_id": "dlq:answer:17",
        "private_metadata": "{}",
        "title": plain("Padding"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "answer",
                "label": plain("Your answer"),
                "element": {
                    "type": "plain_text_input",
                    "multiline": True,
                    "max_length": 3_000,
                    "initial_value": "42",
                    "placeholder": plain("like 7"),
                    "action_id": "answer",
                },
                "optional": False,
                "hint": plain("A number"),
            }
        ],
    }


def choice(count: int, *, many: bool = False, value: tuple[str, ...] = ()) -> dict:
    options = tuple(FieldOption(str(n), f"Option {n}") for n in range(count))
    [block] = form(Form("t", "dlq:x:1", (ChoiceField("f", "l", options, many, "", value),)))[
        "blocks"
    ]
    return block["element"]


@pytest.mark.parametrize(
    "count, many, kind",
    [
        (10, False, "radio_buttons"),
        (10, True, "checkboxes"),
        (11, False, "static_select"),
        (100, True, "multi_static_select"),
    ],
)
def test_a_few_options_stand_open_and_many_in_a_menu(count: int, many: bool, kind: str) -> None:
    element = choice(count, many=many)
    assert (element["type"], len(element["options"])) == (kind, count)


def test_more_than_a_hundred_options_stand_in_groups() -> None:
    groups = choice(150)["option_groups"]
    assert [(g["label"]["text"], len(g["options"])) for g in groups] == [
        ("1 to 100", 100),
        ("101 to 150", 50),
    ]


def test_what_was_chosen_before_is_chosen_again() -> None:
    one = {"text": plain("Option 1"), "value": "1"}
    assert choice(3, value=("1",))["initial_option"] == one
    assert choice(3, many=True, value=("1",))["initial_options"] == [one]
    assert "initial_option" not in choice(3, value=("gone",))


def test_titles_and_options_that_are_too_long_stand_whole_above_the_field() -> None:
    options = (FieldOption("A", "A  " + "x" * 90), FieldOption("B", "B  no"))
    view = form(
        Form("A title of thirty characters!!", "dlq:x:1", (ChoiceField("f", "l", options),))
    )
    title, listed, field = view["blocks"]
    assert view["title"] == plain("A title of thirty chara…")
    assert title == section(text("A title of thirty characters!!", bold=True))
    assert listed == section(text("A " + "x" * 90 + "\nB no"))
    assert field["element"]["options"][0]["text"] == plain("A " + "x" * 72 + "…")


def test_an_earlier_text_that_no_longer_fits_its_field_is_shown_above_it() -> None:
    value = "x" * 3_001
    said, code, field = form(Form("t", "dlq:x:1", (TextField("f", "l", value=value),)))["blocks"]
    assert "longer than the 3,000 characters" in said["elements"][0]["elements"][0]["text"]
    assert code["elements"][0]["elements"] == [text(value)]
    assert "initial_value" not in field["element"]


@pytest.mark.parametrize(
    "value, multiline", [("one\ntwo", True), ("one\r\ntwo", True), ("one", False)]
)
def test_an_earlier_text_of_several_lines_keeps_them(value: str, multiline: bool) -> None:
    """Also where the field would take one line: what was typed as a command had more."""
    [block] = form(Form("t", "dlq:x:1", (TextField("f", "l", value=value),)))["blocks"]
    element = block["element"]
    assert (element["multiline"], element["initial_value"].split()) == (multiline, value.split())
