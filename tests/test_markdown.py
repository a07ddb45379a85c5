"""Markdown becomes blocks, and nothing of it is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import plain
from bot.markdown import blocks, formulas, spans
from bot.message import (
    Bullets,
    Code,
    Emphasis,
    Heading,
    InlineCode,
    Link,
    Message,
    Paragraph,
    Strong,
    Table,
    Text,
)


def test_a_wrapped_paragraph_is_one_line_with_its_styles() -> None:
    text = "A **bold** and *slanted* `x_i`\nnext to [a link](https://a.org/b)."
    assert blocks(text) == (
        Paragraph(
            (
                Text("A "),
                Strong("bold"),
                Text(" and "),
                Emphasis("slanted"),
                Text(" "),
                InlineCode("x_i"),
                Text(" next to "),
                Link("a link", "https://a.org/b"),
                Text("."),
            )
        ),
    )


def test_headings_fences_and_tables_become_their_blocks() -> None:
    text = (
        "## The *loss* $L_q$\n\n```python no-run\nx = 1\n\ny = 2\n```\n\n```output ~\n3\n```\n\n"
        "| layer | $n^2$ |\n|---|---|\n| `conv` | 4 |\n| fc |"
    )
    assert blocks(text) == (
        Heading("The loss L_q"),
        Code("x = 1\n\ny = 2", "python"),
        Code("3"),
        Table(("layer", "n²"), (("conv", "4"), ("fc", ""))),
    )


def test_inline_formulas_are_text_and_display_formulas_paragraphs_of_their_own() -> None:
    text = "With $d_k$ and **$n \\le 3$**:\n$$\n\\frac{a}{b}\n$$\nso."
    assert blocks(text) == (
        Paragraph((Text("With dₖ and "), Strong("n ≤ 3"), Text(":"))),
        Paragraph((Text("a/b"),)),
        Paragraph((Text("so."),)),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from $5 to $10", "from $5 to $10"),
        (r"\$x\$", "$x$"),
        ("`$x$`", "`$x$`"),
        ("$x", "$x"),
        ("$ x $", "$ x $"),
        ("$$x^2$$ within a line", "x² within a line"),
        ("$a_1 b_1$ and $a_2 b_2$", "a₁ b₁ and a₂ b₂"),
        ("$a`$ and `b`", "a` and `b`"),
    ],
)
def test_a_dollar_begins_a_formula_only_where_one_is_meant(text: str, shown: str) -> None:
    assert plain.spans_text(spans(text)) == shown


def test_fences_keep_their_dollars_and_an_unclosed_display_is_text() -> None:
    assert blocks("```\n$$\nx\n$$\n```") == (Code("$$\nx\n$$"),)
    assert blocks("$$\nx\n\ny") == (Paragraph((Text("$$ x"),)), Paragraph((Text("y"),)))


def test_inner_lists_are_lines_of_their_item() -> None:
    text = "1. one\n   - **sub**\n     1. deep\n   - sub\n\n   more\n2. two"
    item = (Text("one\n    – "), Strong("sub"), Text("\n        1. deep\n    – sub\nmore"))
    assert blocks(text) == (Bullets((item, (Text("two"),)), ordered=True),)


def test_code_within_an_item_stands_between_the_items() -> None:
    text = "3. one\n   ```\n   x\n   ```\n   after\n4. two\n- ```\n  y\n  ```"
    assert blocks(text) == (
        Bullets(((Text("one"),),), ordered=True, start=3),
        Code("x"),
        Paragraph((Text("after"),)),
        Bullets(((Text("two"),),), ordered=True, start=4),
        Bullets(((Text("…"),),)),
        Code("y"),
    )


def test_what_a_message_has_no_block_for_is_said_in_text() -> None:
    text = "> quoted  \n> twice\n\n<b>raw</b> ![a cat](cat.png) [here](#top)\n\n---\n\n<hr>"
    assert [plain.block_text(block) for block in blocks(text)] == [
        "> quoted\n> twice",
        "<b>raw</b> Image: a cat (cat.png) here (#top)",
        "———",
        "<hr>",
    ]


def test_a_link_that_a_chat_cannot_follow_is_no_link() -> None:
    assert spans("[x](ftp://a.org)") == (Text("x (ftp://a.org)"),)
    assert spans("[x](javascript:alert)") == (Text("[x](javascript:alert)"),)


def test_inline_markdown_has_no_blocks() -> None:
    assert spans("- **a**\n# b") == (Text("- "), Strong("a"), Text(" # b"))
    assert (spans(""), blocks(" \n ")) == ((), ())


def test_the_formulas_of_a_text_are_found_where_they_are_read() -> None:
    text = "$a$ `$b$` \\$c\\$\n\n$$\nd\n$$\n\n| $e$ |\n|---|\n"
    assert formulas(text) == (("a", False), ("d", True), ("e", False))


@pytest.mark.parametrize("depth", [1, 5, 20, 29, 30, 31, 59, 60, 61, 500])
@pytest.mark.parametrize("opener", ["> ", "- ", "1. ", "> - "])
def test_however_deep_a_word_is_nested_it_is_shown(opener: str, depth: int) -> None:
    assert "kernel" in plain.text(Message("", blocks(opener * depth + "kernel")))


@pytest.mark.parametrize(
    "piece", ["[", "![", "*a ", "*a **b ", "`", "$", "$$a\n", "<", "> ", "- a\n", "|", "\\", "😀"]
)
def test_ten_thousand_characters_of_anything_are_read(piece: str) -> None:
    assert blocks(piece * (10_000 // len(piece)))


MARKS = ["*", "**", "`", "$", "$$", "[", "](", ")", "<", ">", "\n", "\n\n", "- ", "1. ", "|", "---"]
MARKS += ["    ", "```", "# ", "\\", "&amp;", "word", " ", "\u202e", "😀", "\x00"]


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join))
def test_every_word_of_any_text_is_shown(text: str) -> None:
    shown = plain.text(Message("", blocks(text)))
    # A link's definition, a fence's info and a table's surplus cells are not shown by Markdown.
    unseen = any(mark in text for mark in ("[", "```", "|"))
    assert unseen or shown.count("word") == text.count("word")
