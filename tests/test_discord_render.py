"""What a Message looks like on Discord: whole payloads, and text that stays text."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.cutting import cut
from adapters.discord.markup import escaped, fenced, literal, markdown, unescaped
from adapters.discord.render import Attached, drawn, pages
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
    Ping,
    Span,
    Strong,
    Table,
    Text,
    Time,
    plain_paragraph,
)

ZERO_WIDTH = "\u200b"
NOBODY = {"parse": [], "replied_user": False}


def written(*blocks: Block) -> list[str]:
    """The texts of a message, in order, over all its pages."""
    found = drawn(Message("A summary.", blocks))
    components = [c for page in found for c in page.payload["components"]]
    return [c["content"] for c in components if c["type"] == 10]


def test_a_post_is_one_message_of_components_with_its_nonce_and_its_foot() -> None:
    message = Message(
        "Pooling (cnn, easy)",
        (
            Heading("Pooling"),
            plain_paragraph(
                Strong("Round 17"), " · open until ", Time(datetime(2026, 1, 1, 9, 0, tzinfo=UTC))
            ),
            Buttons(
                (
                    Button("Answer", "dlq:answer:17", "primary"),
                    Button("Hint", "dlq:hint:17", disabled=True),
                )
            ),
        ),
        "round 17 · question",
    )
    [page] = drawn(message, "dlq-41-question-round-17")
    assert page.files == ()
    assert page.payload == {
        "flags": 1 << 15,
        "components": [
            {"type": 10, "content": "## Pooling"},
            {"type": 10, "content": "**Round 17** · open until <t:1767258000:f>"},
            {
                "type": 1,
                "components": [
                    {"type": 2, "style": 1, "label": "Answer", "custom_id": "dlq:answer:17"},
                    {"type": 2, "style": 2, "label": "Hint", "custom_id": "dlq:hint:17"}
                    | {"disabled": True},
                ],
            },
            {"type": 10, "id": 1905028304, "content": "-# round 17 · question"},
        ],
        "allowed_mentions": NOBODY,
        "nonce": "f18c6cd0829a11d381408d9ed",
        "enforce_nonce": True,
    }  # fmt: skip


def test_pages_are_plain_json() -> None:
    message = Message("Picture.", (Image(b"png", "A curve."),), "round 1 · notice")
    assert pages(message, "k") == [page.payload for page in drawn(message, "k")]
    assert json.loads(json.dumps(pages(message))) == pages(message)


def test_a_reply_has_no_nonce_and_calls_nobody() -> None:
    [page] = drawn(Message("Recorded.", (plain_paragraph(Strong("Recorded: "), "B"),)))
    assert page.payload == {
        "flags": 1 << 15,
        "components": [{"type": 10, "content": "**Recorded:** B"}],
        "allowed_mentions": NOBODY,
    }


def test_a_message_without_blocks_shows_its_summary() -> None:
    assert written() == ["A summary."]


def test_a_message_that_begins_with_a_picture_has_words_before_it() -> None:
    """A phone's notification shows the first text."""
    [page] = drawn(Message("A loss curve.", (Image(b"png", "Loss falls, then rises."),)))
    assert page.payload["components"] == [
        {"type": 10, "content": "A loss curve."},
        {
            "type": 12,
            "items": [
                {
                    "media": {"url": "attachment://image-0.png"},
                    "description": "Loss falls, then rises.",
                }
            ],
        },
    ]
    assert page.payload["attachments"] == [
        {"id": 0, "filename": "image-0.png", "description": "Loss falls, then rises."}
    ]
    assert page.files == (Attached("image-0.png", b"png", "Loss falls, then rises."),)


def test_a_file_is_attached_under_a_name_that_discord_keeps() -> None:
    [page] = drawn(Message("Yours.", (plain_paragraph("Here:"), File("my data?.csv", b"1"))))
    assert page.payload["components"][1:] == [
        {"type": 13, "file": {"url": "attachment://my_data_-1.csv"}}
    ]
    assert page.payload["attachments"] == [{"id": 0, "filename": "my_data_-1.csv"}]


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ((Strong("a "), Text("b")), "**a** b"),
        ((Strong("a"), Emphasis("b")), f"**a**{ZERO_WIDTH}*b*"),
        ((InlineCode("a"), InlineCode("b")), f"`a`{ZERO_WIDTH}`b`"),
        ((InlineCode("a`b"),), "`` a`b ``"),
        ((InlineCode("```"),), f"`` `{ZERO_WIDTH}`{ZERO_WIDTH}` ``"),
        ((InlineCode("a\nb"),), "`a b`"),
        ((Strong("  "),), "  "),
        ((Strong("a*b"),), "**a\\*b**"),
        ((Text("<"), Text("@1>")), "\\<@1>"),
        ((Text("see:\n"), Strong("# no heading")), "see:\n**\\# no heading**"),
        ((Text(" "), Text("# no heading")), " \\# no heading"),
        ((Link("ResNet", "https://arxiv.org/abs/1512(3)"),), "[ResNet](<https://arxiv.org/abs/1512%283%29>)"),
        ((Link("https://a.org", "https://a.org"),), "<https://a.org>"),
        ((Link("https://bank.org", "https://evil.org"),), "https\\://bank.org (<https://evil.org>)"),
        ((Link("click", "javascript:alert(1)"),), "click (javascript:alert(1))"),
        ((Link("a]b", "https://a.org/> x"),), "[a\\]b](<https://a.org/%3E%20x>)"),
        ((Time(datetime(2026, 1, 1, tzinfo=UTC), style="time"),), "<t:1767225600:t>"),
        ((Time(datetime(2026, 1, 1, tzinfo=UTC), style="date"),), "<t:1767225600:D>"),
        ((Ping("123456789012345678"),), "<@&123456789012345678>"),
        ((Ping("S0123"),), "@S0123"),
        ((Ping("everyone"),), f"@{ZERO_WIDTH}everyone"),
    ],
)  # fmt: skip
def test_spans_are_drawn(spans: tuple[Span, ...], shown: str) -> None:
    assert markdown(spans) == shown


@pytest.mark.parametrize(
    "text",
    [
        "# a heading",
        "  ### a heading",
        "-# small",
        "- a bullet",
        "+ a bullet",
        "> a quote",
        ">>> all a quote",
        "1. numbered",
        "*emphasis* _emphasis_ **strong** __under__ ~~gone~~ ||hidden||",
        "`code` ```py\ncode```",
        "[click](https://evil.org) <https://evil.org> https://evil.org",
        "@everyone @here <@1> <@!1> <@&1> <#1> <id:customize> </dlq:1> <t:0:R> <a:dance:1>",
        "a\n# b\n- c",
        "\\*not escaped\\*",
        "snake_case_name and __init__",
    ],
)
def test_nothing_that_people_write_comes_alive(text: str) -> None:
    """With a letter for every escaped sign, nothing is left that Discord reads."""
    bare = re.sub(r"\\.", "x", escaped(text))
    assert re.findall(r"[*_~|`<\[\]]|://|@(?:everyone|here)", bare) == []
    assert re.findall(r"^\s*(?:#|>|-|\+|\d+\.\s)", bare, re.MULTILINE) == []
    assert unescaped(escaped(text)) == text


@given(st.text())
def test_escaped_text_reads_as_it_was(text: str) -> None:
    """Whatever it is, but for signs that cannot be shown at all."""
    shown = literal(text).replace(ZERO_WIDTH, "")
    assert unescaped(escaped(text)) == shown


def test_what_would_turn_the_text_around_is_left_out_and_right_to_left_text_is_not() -> None:
    assert written(plain_paragraph("\u202eevil\u2066\x07 שלום")) == ["evil שלום"]


def test_headings_and_lists_are_drawn() -> None:
    assert written(
        Heading("C#"),
        Heading("What is\n new?"),
        Bullets(((Strong("A: "), Text("one\nmore")), (Text("- two"),))),
        Bullets(((Text("x"),), (Text("y"),)), ordered=True, start=9),
    ) == ["## C\\#", "### What is new?", "- **A:** one\n  more\n- \\- two", "9. x\n10. y"]


def test_a_table_is_aligned_code_and_wide_signs_keep_the_columns() -> None:
    table = Table(("name", "points"), (("田中", "12"), ("`Bob`", "7")))
    assert written(table) == [
        "```\nname  | points\n------+-------\n田中  | 12\n`Bob` | 7\n```",
    ]


@pytest.mark.parametrize(
    ("code", "language", "shown"),
    [
        ("x = 1", "python", "```python\nx = 1\n```"),
        ("x", "no such\nlanguage", "```\nx\n```"),
        ("", "python", f"```python\n{ZERO_WIDTH}\n```"),
        ("a\n```\nb", "", f"```\na\n`{ZERO_WIDTH}`{ZERO_WIDTH}`\nb\n```"),
        ("*a* # b <@1> \\n", "", "```\n*a* # b <@1> \\n\n```"),
    ],
)
def test_code_is_literal_and_its_fence_stays_whole(code: str, language: str, shown: str) -> None:
    assert fenced(code, language) == shown


def test_long_code_is_cut_at_line_ends_and_every_part_is_fenced_and_highlighted() -> None:
    lines = [f"x{number} = {number} * 'a line of code that is not short'" for number in range(300)]
    parts = written(Code("\n".join(lines), "python"))
    assert len(parts) > 2
    assert all(p.startswith("```python\n") and p.endswith("\n```") for p in parts)
    inner = [part.removeprefix("```python\n").removesuffix("\n```") for part in parts]
    assert "\n".join(inner).split("\n") == lines


def test_one_very_long_line_of_code_is_whole_over_several_parts() -> None:
    parts = written(Code("x" * 9_000))
    inner = [part.removeprefix("```\n").removesuffix("\n```") for part in parts]
    assert "".join(inner).replace("\n", "") == "x" * 9_000


@pytest.mark.parametrize("text", ["word " * 2_000, "😀" * 10_000, "x" * 10_000, "a*b_" * 2_500])
def test_a_long_paragraph_loses_nothing(text: str) -> None:
    parts = written(plain_paragraph(text))
    assert len(parts) > 1
    assert "".join(unescaped(part) for part in parts) == text


def test_signs_of_several_characters_are_not_cut() -> None:
    family = "👩\u200d👩\u200d👧"
    assert "".join(cut(family * 100, 200)) == family * 100
    assert all(piece.startswith("👩") for piece in cut(family * 100, 200))


def test_a_long_table_repeats_its_head() -> None:
    rows = tuple((str(number), f"somebody with a name {number}") for number in range(300))
    parts = written(Table(("rank", "name"), rows))
    assert len(parts) > 2
    assert all(part.startswith("```\nrank | name") for part in parts)
    assert sum(part.count("somebody") for part in parts) == 300


def test_a_long_list_is_cut_between_items() -> None:
    parts = written(Bullets(tuple((Text(f"item {n} " + "words " * 20),) for n in range(100))))
    assert len(parts) > 2
    assert all(line.startswith("- item") for part in parts for line in part.split("\n"))


def test_pages_say_which_they_are_and_a_heading_stays_with_what_follows() -> None:
    long = tuple(plain_paragraph("words " * 200) for _ in range(3))
    message = Message("Long.", (*long, Heading("Reference"), *long), "round 17 · reveal")
    found = drawn(message, "dlq-42-reveal-round-17")
    feet = [page.payload["components"][-1]["content"] for page in found]
    assert feet == ["-# round 17 · reveal · 1/2", "-# round 17 · reveal · 2/2"]
    assert found[1].payload["components"][0] == {"type": 10, "content": "### Reference"}


def test_more_than_five_buttons_take_several_rows() -> None:
    row = Buttons(tuple(Button(str(n), f"dlq:answer:1:{n}") for n in range(7)))
    [page] = drawn(Message("Seven.", (plain_paragraph("Seven:"), row)))
    assert [len(c["components"]) for c in page.payload["components"][1:]] == [5, 2]


def test_a_role_is_called_by_a_post_and_by_nothing_else() -> None:
    message = Message("Q", (plain_paragraph(Ping("77"), " Round 1"),), "round 1 · question")
    [post], [other] = drawn(message, "dlq-1-question-round-1"), drawn(message)
    assert post.payload["allowed_mentions"] == {**NOBODY, "roles": ["77"]}
    assert other.payload["allowed_mentions"] == NOBODY


def test_what_has_no_room_in_so_many_pages_is_a_file_and_keeps_its_buttons() -> None:
    blocks = tuple(plain_paragraph("words " * 400) for _ in range(9))
    row = Buttons((Button("Another", "dlq:random"),))
    found = drawn(Message("Long.", (*blocks, row)), most=2)
    assert len(found) == 2
    kinds = [component["type"] for component in found[1].payload["components"]]
    assert kinds == [10, 13, 1]
    assert found[1].files[0].data.decode().count("words") == 3_600


def test_an_edit_keeps_the_number_of_pages() -> None:
    found = drawn(Message("Short.", (plain_paragraph("Short."),), "round 1 · reveal"), least=2)
    assert [page.payload["components"][0]["content"] for page in found] == [
        "Short.",
        "Nothing more.",
    ]
