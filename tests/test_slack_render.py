"""What each Block, page and Form is on Slack, as data."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack.render import pages
from adapters.slack.text import escaped, fallback, literal, split_text, unescaped, units
from adapters.slack.weight import weight
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Code,
    Emphasis,
    File,
    Heading,
    Image,
    InlineCode,
    Link,
    Message,
    Paragraph,
    Ping,
    Strong,
    Table,
    Text,
    Time,
    plain_paragraph,
)

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def blocks(*given: Block) -> list[dict]:
    """What a message of these blocks is on its one page."""
    [page] = pages(Message("Summary", given))
    return page["blocks"]


def section(*inside: dict) -> dict:
    part = {"type": "rich_text_section", "elements": list(inside)}
    return {"type": "rich_text", "elements": [part]}


def text(said: str, **style: bool) -> dict:
    return {"type": "text", "text": said, **({"style": style} if style else {})}


def plain(said: str) -> dict:
    return {"type": "plain_text", "text": said, "emoji": False}


def test_a_heading_is_a_header() -> None:
    assert blocks(Heading("Padding")) == [{"type": "header", "text": plain("Padding")}]


@pytest.mark.parametrize("title", ["x" * 151, "a < b", "R&D", "😀" * 76])
def test_a_heading_that_a_header_may_not_show_as_it_is_is_strong_text(title: str) -> None:
    assert blocks(Heading(title)) == [section(text(title, bold=True))]


def test_spans_are_elements_of_a_rich_text() -> None:
    spans = (
        Text("a "),
        Strong("b"),
        Emphasis("c"),
        InlineCode("d"),
        Link("e", "https://e.org"),
        Time(NINE, "Europe/Berlin"),
        Ping("S0123ABC"),
    )
    assert blocks(Paragraph(spans)) == [
        section(
            text("a "),
            text("b", bold=True),
            text("c", italic=True),
            text("d", code=True),
            {"type": "link", "url": "https://e.org", "text": "e"},
            {
                "type": "date",
                "timestamp": 1767603600,
                "format": "{date_short} {time}",
                "fallback": "Mon 5 Jan 2026 10:00 (Europe/Berlin)",
            },
            {"type": "usergroup", "usergroup_id": "S0123ABC"},
        )
    ]


@pytest.mark.parametrize("style, shown", [("time", "{time}"), ("date", "{date_short}")])
def test_a_time_is_drawn_in_the_readers_zone(style: str, shown: str) -> None:
    [block] = blocks(Paragraph((Time(NINE, style=style),)))
    assert block["elements"][0]["elements"][0]["format"] == shown


def test_a_discord_role_notifies_nobody_on_slack() -> None:
    assert blocks(Paragraph((Ping("123456789012345678"),))) == [
        section(text("@123456789012345678"))
    ]


def test_a_link_that_is_none_of_the_webs_is_said_in_words() -> None:
    shown = blocks(Paragraph((Link("here", "javascript:alert(1)"),)))
    assert shown == [section(text("here (javascript:alert(1))"))]


@pytest.mark.parametrize("typed", ["<!channel>", "<@U1>", "*bold* `code` :tada:", "&lt;!here&gt;"])
def test_what_people_type_stays_the_characters_they_typed(typed: str) -> None:
    message = Message(typed, (plain_paragraph(typed),))
    [page] = pages(message)
    assert page["blocks"] == [section(text(typed))]
    assert page["text"] == escaped(typed)


def test_characters_that_would_turn_or_hide_our_words_are_left_out() -> None:
    assert literal("a\u202eb\x00c\r\nd\ud800\te") == "abc\nd\ufffd\te"


def test_code_is_preformatted_with_its_language() -> None:
    part = {"type": "rich_text_preformatted", "elements": [text("x = 1\ny = 2")]}
    assert blocks(Code("x = 1\ny = 2\n", "py")) == [
        {"type": "rich_text", "elements": [{**part, "language": "python"}]}
    ]
    assert blocks(Code("x = 1\ny = 2", "klingon")) == [{"type": "rich_text", "elements": [part]}]


def test_an_ordered_list_begins_where_it_says() -> None:
    [block] = blocks(Bullets(((Text("a"),), (Strong("b"),)), ordered=True, start=3))
    assert block["elements"] == [
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [text("a")]},
                {"type": "rich_text_section", "elements": [text("b", bold=True)]},
            ],
            "offset": 2,
        }
    ]


def test_the_only_table_of_a_message_is_a_table_with_numbers_to_the_right() -> None:
    [block] = blocks(Table(("name", "points"), (("anna", "12"), ("", "−3.5"))))
    assert block == {
        "type": "table",
        "rows": [
            [section(text("name", bold=True)), section(text("points", bold=True))],
            [{"type": "raw_text", "text": "anna"}, {"type": "raw_text", "text": "12"}],
            [{"type": "raw_text", "text": " "}, {"type": "raw_text", "text": "−3.5"}],
        ],
        "column_settings": [
            {"align": "left", "is_wrapped": True},
            {"align": "right", "is_wrapped": True},
        ],
    }


@pytest.mark.parametrize(
    "given",
    [
        (Table(("a",), (("1",),)), Table(("b",), (("2",),))),
        (Table(tuple("abcdefghijklmnopqrstu"), (tuple("abcdefghijklmnopqrstu"),)),),
        (Table(("a",), (("x",),) * 100),),
    ],
    ids=["two tables", "21 columns", "101 rows"],
)
def test_tables_that_slack_does_not_take_are_aligned_text(given: tuple[Table, ...]) -> None:
    kinds = [block["elements"][0]["type"] for block in blocks(*given)]
    assert kinds == ["rich_text_preformatted"] * len(given)


def test_an_image_and_a_file_are_said_in_words() -> None:
    assert blocks(Image(b"png", "A curve."), File("a.csv", b"1,2"), File("b", b"\xff")) == [
        section(text("[Image: A curve.]", italic=True)),
        section(text("[File: a.csv, 3 bytes]", italic=True)),
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [text("1,2")]}],
        },
        section(text("[File: b, 1 bytes]", italic=True)),
    ]


def button(label: str, action: str, **more: str) -> dict:
    return {
        "type": "button",
        "text": plain(label),
        "action_id": action,
        "value": action,
        **more,
    }


def test_a_button_carries_its_action_and_its_style() -> None:
    row = Buttons((Button("A", "dlq:answer:1:a"), Button("Answer", "dlq:answer:1", "primary")))
    assert blocks(row) == [
        {
            "type": "actions",
            "elements": [
                button("A", "dlq:answer:1:a"),
                button("Answer", "dlq:answer:1", style="primary"),
            ],
        }
    ]


def test_buttons_that_are_off_are_named_in_small_print() -> None:
    off = Button("A", "dlq:answer:1:a", disabled=True)
    row = Buttons((off, replace(off, label="B"), Button("Reveal", "dlq:reveal:1")))
    assert blocks(row) == [
        {"type": "actions", "elements": [button("Reveal", "dlq:reveal:1")]},
        {"type": "context", "elements": [plain("Off: A, B")]},
    ]


def test_no_row_holds_more_than_five_buttons_or_an_action_twice() -> None:
    six = Buttons(tuple(Button(str(n), f"dlq:hint:{n}") for n in range(6)))
    twice = Buttons((Button("a", "dlq:hint:1"), Button("b", "dlq:hint:1")))
    assert [len(block["elements"]) for block in blocks(six)] == [5, 1]
    assert [len(block["elements"]) for block in blocks(twice)] == [1, 1]


def test_a_label_that_is_too_long_stands_whole_above_its_button() -> None:
    long, row = blocks(Buttons((Button("x" * 80, "dlq:hint:1"),)))
    assert long == section(text("x" * 80))
    assert row["elements"][0]["text"] == plain("x" * 74 + "…")


# Pages


def test_a_page_of_a_post_carries_its_key_and_its_foot() -> None:
    message = Message("Round 17", (Heading("Padding"),), "round 17 · question")
    assert pages(message, "dlq-41-question-round-17") == [
        {
            "text": "Round 17",
            "blocks": [
                {"type": "header", "text": plain("Padding")},
                {"type": "context", "elements": [plain("round 17 · question")]},
            ],
            "metadata": {
                "event_type": "dlq_post",
                "event_payload": {"key": "dlq-41-question-round-17.1", "of": 1},
            },
        }
    ]


def test_each_of_several_pages_says_which_it_is() -> None:
    long = tuple(plain_paragraph(letter * 6_000) for letter in "abc")
    drawn = pages(Message("Long", long, "round 1 · reveal"), "k")
    feet = [page["blocks"][-1]["elements"][0]["text"] for page in drawn]
    assert feet == [f"round 1 · reveal · {number}/3" for number in (1, 2, 3)]
    assert [page["text"] for page in drawn] == [f"Long ({n}/3)" for n in (1, 2, 3)]
    marks = [page["metadata"]["event_payload"] for page in drawn]
    assert marks == [{"key": f"k.{number}", "of": 3} for number in (1, 2, 3)]


def test_a_heading_goes_to_the_next_page_with_what_it_is_over() -> None:
    message = Message("s", (plain_paragraph("a" * 8_000), Heading("Next"), Code("b" * 3_000)))
    assert [[block["type"] for block in page["blocks"]] for page in pages(message)] == [
        ["rich_text"],
        ["header", "rich_text"],
    ]


def test_a_message_without_blocks_shows_its_summary() -> None:
    assert pages(Message("Done.", ())) == [{"text": "Done.", "blocks": [section(text("Done."))]}]


def test_long_code_is_split_at_line_ends_and_nothing_is_lost() -> None:
    code = "\n".join(f"line {number} " + "x" * 80 for number in range(400))
    parts = [
        block["elements"][0]["elements"][0]["text"]
        for page in pages(Message("s", (Code(code, "python"),)))
        for block in page["blocks"]
    ]
    assert len(parts) > 3
    assert "\n".join(parts) == code


def test_a_line_longer_than_a_page_breaks_and_nothing_is_lost() -> None:
    drawn = pages(Message("s", (Code("&" * 10_000),)))
    parts = [page["blocks"][0]["elements"][0]["elements"][0]["text"] for page in drawn]
    assert "".join(parts) == "&" * 10_000
    assert all(sum(map(weight, page["blocks"])) <= 10_000 for page in drawn)


def test_a_long_item_goes_on_under_its_list() -> None:
    drawn = pages(Message("s", (Bullets(((Text("a " * 9_000),), (Text("b"),)), ordered=True),)))
    kinds = [block["elements"][0]["type"] for page in drawn for block in page["blocks"]]
    assert kinds == ["rich_text_list", "rich_text_section", "rich_text_section", "rich_text_list"]
    assert drawn[-1]["blocks"][-1]["elements"][0]["offset"] == 1


def test_pieces_of_a_text_make_it_up_and_end_at_blanks() -> None:
    said = "one two three <four> & five"
    parts = list(split_text(said, 10))
    assert "".join(parts) == said
    assert parts[:2] == ["one two ", "three "]
    assert max(map(units, parts)) <= 10


# Text


def test_the_fallback_text_keeps_to_its_bytes_and_cuts_no_entity() -> None:
    assert fallback("a < b\u202e") == "a &lt; b"
    assert fallback("") == "dlq"
    short = fallback("x" * 3_894 + "&" * 10)
    assert short == "x" * 3_894 + "…"
    assert len(fallback("é" * 5_000).encode()) <= 3_900


def test_what_slack_escaped_is_what_was_typed() -> None:
    slacks = (
        "&lt;b&gt; &amp;amp; <https://a.org|a.org> <@U1|anna> <#C1|daily> <https://b.org/?a&amp;b>"
    )
    assert unescaped(slacks) == "<b> &amp; a.org @anna #daily https://b.org/?a&b"


def test_a_user_group_stays_what_the_rules_can_read() -> None:
    assert unescaped("ping=<!subteam^S123|@learners>") == "ping=<!subteam^S123|@learners>"
