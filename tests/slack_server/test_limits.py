"""The tests' own Slack knows Block Kit's limits: what is just within stands, one more does not."""

from typing import Any

import pytest

from tests.slack_server import blocks as block_kit
from tests.slack_server import views
from tests.slack_server.manifest import Manifest
from tests.slack_server.tiny import DOCUMENT, actions, button, field, modal, said

Made = dict[str, Any]


def plain(text: str) -> Made:
    return {"type": "plain_text", "text": text}


def option(number: int = 0, text: str = "", value: str = "") -> Made:
    return {"text": plain(text or f"option {number}"), "value": value or str(number)}


def options(count: int) -> list[Made]:
    return [option(number) for number in range(count)]


def select(count: int = 1, **more: Any) -> Made:
    return {"type": "static_select", "action_id": "s", "options": options(count), **more}


def radio(count: int = 1, kind: str = "radio_buttons", **more: Any) -> Made:
    return {"type": kind, "action_id": "r", "options": options(count), **more}


def asked(element: Made, **more: Any) -> Made:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def rich(*parts: Made) -> Made:
    return {"type": "rich_text", "elements": list(parts)}


def section(*inline: Made) -> Made:
    return {"type": "rich_text_section", "elements": list(inline)}


def inline(text: str, **more: Any) -> Made:
    return {"type": "text", "text": text, **more}


def bullets(**more: Any) -> Made:
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(inline("a"))], **more}


def fenced(*inside: Made, **more: Any) -> Made:
    return {"type": "rich_text_preformatted", "elements": list(inside), **more}


def date(**more: Any) -> Made:
    return {"type": "date", "timestamp": 1767600000, "format": "{date_short}", **more}


def table(rows: int, cells: int = 1, text: str = "x") -> Made:
    row = [{"type": "raw_text", "text": text}] * cells
    return {"type": "table", "rows": [row] * rows}


def context(count: int, text: str = "x") -> Made:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}] * count}


def picture(**more: Any) -> Made:
    return {"type": "image", "alt_text": "a", "image_url": "https://example.org/a.png", **more}


def many(count: int) -> Made:
    return actions(*(button("x", str(number)) for number in range(count)))


STANDS_AND_NOT: list[tuple[str, Made, Made]] = [
    ("section text", said("x" * 3000), said("x" * 3001)),
    ("section text, least", said("x"), said("")),
    (
        "section fields",
        {"type": "section", "fields": [plain("x" * 2000)] * 10},
        {"type": "section", "fields": [plain("x")] * 11},
    ),
    ("section of something", said("x"), {"type": "section"}),
    (
        "header",
        {"type": "header", "text": plain("x" * 150)},
        {"type": "header", "text": plain("x" * 151)},
    ),
    (
        "header is plain",
        {"type": "header", "text": plain("x")},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    ),
    ("context elements", context(10), context(11)),
    ("context text", context(1, "x" * 3000), context(1, "")),
    ("buttons", many(25), many(26)),
    ("at least one button", many(1), many(0)),
    (
        "action ids differ",
        actions(button("a", "1"), button("b", "2")),
        actions(button("a", "1"), button("b", "1")),
    ),
    ("button text", actions(button("x" * 75)), actions(button("x" * 76))),
    ("button text, least", actions(button("x")), actions(button(""))),
    ("action id", actions(button("x", "i" * 255)), actions(button("x", "i" * 256))),
    (
        "button value",
        actions(button("x", value="v" * 2000)),
        actions(button("x", value="v" * 2001)),
    ),
    ("button style", actions(button("x", style="danger")), actions(button("x", style="loud"))),
    ("no disabled buttons", actions(button("x")), actions(button("x", disabled=True))),
    ("block id", said("x", block_id="b" * 255), said("x", block_id="b" * 256)),
    ("menu options", actions(select(100)), actions(select(101))),
    (
        "option text",
        actions(select(0, options=[option(text="x" * 75)])),
        actions(select(0, options=[option(text="x" * 76)])),
    ),
    (
        "option value",
        actions(select(0, options=[option(value="x" * 150)])),
        actions(select(0, options=[option(value="x" * 151)])),
    ),
    (
        "option description",
        asked(radio(0, options=[{**option(), "description": plain("x" * 75)}])),
        asked(radio(0, options=[{**option(), "description": plain("x" * 76)}])),
    ),
    (
        "placeholder",
        actions(select(1, placeholder=plain("x" * 150))),
        actions(select(1, placeholder=plain("x" * 151))),
    ),
    (
        "initial option",
        actions(select(2, initial_option=option(1))),
        actions(select(2, initial_option=option(2))),
    ),
    ("radio buttons", asked(radio(10)), asked(radio(11))),
    ("checkboxes", asked(radio(10, "checkboxes")), asked(radio(11, "checkboxes"))),
    (
        "values differ",
        asked(radio(2)),
        asked(radio(0, options=[option(1), option(1)])),
    ),
    (
        "no option text in a box",
        asked(radio(1)),
        asked({"type": "button", "text": plain("x"), "action_id": "b"}),
    ),
    (
        "typed at first",
        field("a", initial_value="x" * 3000),
        field("a", initial_value="x" * 3001),
    ),
    ("typed at most", field("a", max_length=3000), field("a", max_length=3001)),
    (
        "label",
        {**field("a"), "label": plain("x" * 2000)},
        {**field("a"), "label": plain("x" * 2001)},
    ),
    (
        "hint",
        {**field("a"), "hint": plain("x" * 2000)},
        {**field("a"), "hint": plain("x" * 2001)},
    ),
    ("alt text", picture(alt_text="x" * 2000), picture(alt_text="x" * 2001)),
    ("one picture", picture(), picture(slack_file={"id": "F1"})),
    ("a picture that is there", picture(), {**picture(), "image_url": "nowhere"}),
    ("rich text", rich(section(inline("x"))), rich(inline("x"))),
    ("no empty text", rich(section(inline("x"))), rich(section(inline("")))),
    (
        "styles",
        rich(section(inline("x", style={"bold": True, "code": True}))),
        rich(section(inline("x", style={"loud": True}))),
    ),
    (
        "links",
        rich(section({"type": "link", "url": "https://example.org", "text": "x"})),
        rich(section({"type": "link", "url": "example", "text": "x"})),
    ),
    (
        "language",
        rich(fenced(inline("x"), language="python", border=0)),
        rich(fenced(inline("x"), lang="python")),
    ),
    ("fences hold text", rich(fenced(inline("x"))), rich(fenced(date()))),
    ("list style", rich(bullets(indent=8)), rich(bullets(style="dashed"))),
    ("list indent", rich(bullets(indent=8)), rich(bullets(indent=9))),
    ("a date is whole", rich(section(date(fallback="x"))), rich(section(date(timestamp="1")))),
    ("a date's tokens", rich(section(date())), rich(section(date(format="soon")))),
    (
        "broadcasts",
        rich(section({"type": "broadcast", "range": "here"})),
        rich(section({"type": "broadcast", "range": "all"})),
    ),
    ("rows", table(100), table(101)),
    ("cells", table(1, 20), table(1, 21)),
    ("no empty cell", table(1, 1, "x"), table(1, 1, "")),
    ("a table's text", table(10, 1, "x" * 1000), table(10, 1, "x" * 1001)),
    ("columns", {**table(1), "column_settings": [None] * 20}, {**table(1), "column_settings": 1}),
    (
        "markdown",
        {"type": "markdown", "text": "x" * 12_000},
        {"type": "markdown", "text": "x" * 12_001},
    ),
    ("known fields", said("x"), said("x", colour="red")),
    ("known blocks", said("x"), {"type": "spoiler"}),
]


@pytest.mark.parametrize(
    ("stands", "falls"),
    [pair[1:] for pair in STANDS_AND_NOT],
    ids=[name for name, _, _ in STANDS_AND_NOT],
)
def test_what_is_just_within_stands_and_one_more_does_not(stands: Made, falls: Made) -> None:
    assert block_kit.faults([stands]) == []
    [fault] = block_kit.faults([falls])[:1]
    assert fault.startswith("[ERROR] ")
    assert "[json-pointer:/blocks/0" in fault


def test_a_message_has_fifty_blocks_and_a_view_a_hundred() -> None:
    assert block_kit.faults([said("x")] * 50) == []
    assert block_kit.faults([said("x")] * 51) == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]
    assert views.faults(modal(*[said("x")] * 100)) == []
    assert views.faults(modal(*[said("x")] * 101)) == [
        "[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"
    ]


def test_block_ids_differ_and_one_element_has_the_focus() -> None:
    assert block_kit.faults([said("x", block_id="b"), said("y", block_id="b")]) == [
        "[ERROR] block_id 'b' already exists [json-pointer:/blocks]"
    ]
    focused = [field("a", focus_on_load=True), field("b", focus_on_load=True)]
    assert len(block_kit.faults(focused)) == 1


def test_a_messages_weight_counts_what_is_escaped_and_every_part() -> None:
    assert block_kit.weight([said("a & b")]) == 125 + len("a &amp; b")
    assert block_kit.weight([rich(section(inline("ab")), fenced(inline("c")))]) == 253


VIEWS: list[tuple[str, Made, Made]] = [
    ("title", {"title": plain("x" * 24)}, {"title": plain("x" * 25)}),
    ("submit", {"submit": plain("x" * 24)}, {"submit": plain("x" * 25)}),
    ("close", {"close": plain("x" * 24)}, {"close": plain("x" * 25)}),
    ("private metadata", {"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}),
    ("callback id", {"callback_id": "x" * 255}, {"callback_id": "x" * 256}),
    ("kind", {"type": "modal"}, {"type": "window"}),
    ("known fields", {}, {"colour": "red"}),
    ("something to see", {}, {"blocks": []}),
    ("no table", {}, {"blocks": [table(1)]}),
]


@pytest.mark.parametrize(
    ("stands", "falls"), [pair[1:] for pair in VIEWS], ids=[name for name, _, _ in VIEWS]
)
def test_a_view_has_limits_of_its_own(stands: Made, falls: Made) -> None:
    assert views.faults({**modal(field("a")), **stands}) == []
    assert len(views.faults({**modal(field("a")), **falls})) == 1


def test_a_view_with_fields_can_be_sent() -> None:
    view = modal(field("a"))
    del view["submit"]
    assert views.faults(view) == ["[ERROR] missing required field: submit [json-pointer:/view]"]


def test_a_manifest_needs_the_scopes_of_its_events() -> None:
    assert "/dlq" in Manifest.of(DOCUMENT).commands
    scopes = {"oauth_config": {"scopes": {"bot": ["commands"]}}}
    with pytest.raises(AssertionError, match="app_mention needs one of"):
        Manifest.of({**DOCUMENT, **scopes})
