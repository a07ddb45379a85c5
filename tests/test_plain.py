"""Any message can be read as plain text."""

from datetime import UTC, datetime

import pytest

from bot.message import (
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
from bot.plain import spans_text, text, time_text, width

EVENING = datetime(2026, 1, 5, 20, 0, tzinfo=UTC)


def test_a_message_is_read_block_by_block() -> None:
    message = Message(
        "not shown where there are blocks",
        (
            Heading("Output size"),
            plain_paragraph("A ", Strong("3 x 3"), " kernel, ", Emphasis("stride"), " 1."),
            Code("n = 28\n\nprint(n)", "python"),
            Table(("layer", "size"), (("conv", "26"), ("畳み込み", "13"))),
            Bullets(((Text("one\nmore"),), (Text("two"),)), ordered=True, start=9),
            Image(b"png", "a curve that falls"),
            File("board.csv", b"a,b"),
            Buttons((Button("A", "dlq:a"), Button("Hint", "dlq:h", disabled=True))),
        ),
        "round 17",
    )
    assert text(message) == (
        "Output size\n===========\n\n"
        "A 3 x 3 kernel, stride 1.\n\n"
        "    n = 28\n\n    print(n)\n\n"
        "layer    | size\n---------+-----\nconv     | 26\n畳み込み | 13\n\n"
        "9. one\n   more\n10. two\n\n"
        "[Image: a curve that falls]\n\n"
        "[File: board.csv, 3 bytes]\n\n"
        "[A] (Hint)\n\n"
        "(round 17)"
    )


def test_a_message_without_blocks_is_its_summary() -> None:
    assert text(Message("Recorded: B.", ())) == "Recorded: B."


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (Time(EVENING, "Europe/Berlin"), "Mon 5 Jan 2026 21:00 (Europe/Berlin)"),
        (Time(EVENING, "Asia/Kolkata", "time"), "01:30 (Asia/Kolkata)"),
        (Time(EVENING, "Asia/Kolkata", "date"), "Tue 6 Jan 2026"),
    ],
)
def test_an_instant_is_said_in_its_zone(time: Time, said: str) -> None:
    assert time_text(time) == said


def test_code_keeps_its_backticks_and_links_say_where_they_lead() -> None:
    spans = (
        InlineCode("x`y"),
        Text(" "),
        Link("paper", "https://a.org"),
        Text(" "),
        Link("https://a.org", "https://a.org"),
        Text(" "),
        Ping("42"),
    )
    assert spans_text(spans) == "`` x`y `` paper (https://a.org) https://a.org @42"


def test_a_cell_of_several_lines_takes_one() -> None:
    message = Message("", (Table(("a\nb",), (("c\n\nd",),)),))
    assert text(message) == "a b\n---\nc d"


def test_columns_are_counted_as_they_are_drawn() -> None:
    assert [width(word) for word in ("abc", "畳", "e\u0301", "a\u200db", "")] == [3, 2, 1, 2, 0]


def test_paragraphs_of_people_are_shown_as_typed() -> None:
    assert text(Message("", (Paragraph((Text("[b]*x* @all\n> y"),)),))) == "[b]*x* @all\n> y"
