"""What a message looks like on a terminal."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal import render
from adapters.terminal.console import drawn, transcript
from adapters.terminal.literal import literal, one_line
from bot.markdown import blocks
from bot.message import (
    Bullets,
    Button,
    Buttons,
    ChoiceField,
    Code,
    FieldOption,
    File,
    Form,
    Heading,
    Image,
    Link,
    Message,
    Paragraph,
    Table,
    Text,
    TextField,
)

QUESTION = r"""A square image of side **64** goes through a $3 \times 3$ kernel with padding 1 and
stride 2. In general a side is

$$\lfloor \frac{n + 2p - k}{s} \rfloor + 1$$

```python
conv = torch.nn.Conv2d(3, 16, kernel_size=3, padding=1, stride=2)  # one filter is 3 x 3 x 3
```

| layer | parameters |
|---|---|
| `conv1` | 448 |
| `fc` | 1,024,000 |

1. Count the positions of the left edge.
   - the first one is 0
2. Read [the guide](https://arxiv.org/abs/1603.07285).
"""


def shown(message: Message, width: int = 80) -> str:
    (page,) = render.pages(message)
    return drawn(page, width)


def test_a_question_fits_eighty_columns() -> None:
    rows = (
        Buttons((Button("A", "dlq:answer:17:a"), Button("B", "dlq:answer:17:b"))),
        Buttons((Button("Answer", "dlq:answer:17"), Button("Lock in", "dlq:lock:17"))),
    )
    message = Message("", (Heading("Output size"), *blocks(QUESTION), *rows), "round 17 · question")
    assert shown(message) == (
        "Output size\n"
        "───────────\n"
        "\n"
        "A square image of side 64 goes through a 3 × 3 kernel with padding 1 and stride\n"
        "2. In general a side is\n"
        "\n"
        "⌊(n + 2p − k)/s⌋ + 1\n"
        "\n"
        "    conv = torch.nn.Conv2d(3, 16, kernel_size=3, padding=1, stride=2)  # one\n"
        "    filter is 3 x 3 x 3\n"
        "\n"
        "layer   parameters\n"
        "──────────────────\n"
        "conv1          448\n"
        "fc       1,024,000\n"
        "\n"
        "1. Count the positions of the left edge.\n"
        "       – the first one is 0\n"
        "2. Read the guide (https://arxiv.org/abs/1603.07285).\n"
        "\n"
        "Type [A] [B]\n"
        "  or [Answer] [Lock in]\n"
        "\n"
        "round 17 · question\n"
    )


def test_buttons_of_one_label_are_numbered() -> None:
    yes_no = (Button("Yes", "dlq:said:1"), Button("No", "dlq:unsaid:1"))
    message = Message("", (Buttons(yes_no), Buttons(yes_no)))
    assert shown(message) == "Type /press and a number: [1 Yes] [2 No]\n  or [3 Yes] [4 No]\n"


def test_buttons_that_are_off_stand_in_parentheses() -> None:
    on, off = Button("Reveal", "dlq:reveal:1"), Button("Hint", "dlq:hint:1", disabled=True)
    assert shown(Message("", (Buttons((on, off)),))) == "Type [Reveal] (Hint)\n"
    assert shown(Message("", (Buttons((off,)),))) == "Off: (Hint)\n"


def test_pictures_are_said_and_files_of_text_are_shown() -> None:
    message = Message(
        "",
        (Image(b"\x89PNG", "a falling curve"), File("a.csv", b"x,1\n"), File("b.bin", b"\xff")),
    )
    assert shown(message) == (
        "[Image: a falling curve]\n\n[File: a.csv, 4 bytes]\n    x,1\n\n[File: b.bin, 1 bytes]\n"
    )


def test_a_message_without_blocks_is_its_summary() -> None:
    assert shown(Message("Recorded: B.", ())) == "Recorded: B.\n"


def test_a_table_that_no_terminal_holds_is_shown_cell_by_cell() -> None:
    head, row = (tuple(f"{mark}{i}" for i in range(30)) for mark in "hc")
    lines = shown(Message("", (Table(head, (row,)),))).splitlines()
    assert lines == [*(f"h{i}: c{i}" for i in range(30)), ""]


def test_a_form_says_what_can_be_typed() -> None:
    options = (FieldOption("A", "A  32 pixels"), FieldOption("yes", "I do"), FieldOption("x", "x"))
    form = Form(
        "Output size",
        "dlq:answer:17",
        (
            ChoiceField("answer", "Which are right?", options, many=True),
            TextField("why", "Why?", "One sentence.", placeholder="it slides", required=False),
        ),
    )
    assert drawn(render.form(form)) == (
        "Output size\n───────────\n"
        "Which are right?\nSeveral can be typed, with commas between them.\n"
        "  A  32 pixels\n  yes  I do\n  x\n"
        "Why? (may be empty)\nOne sentence.\nFor example: it slides\n"
    )


HOSTILE = "\x1b]8;;http://evil\x07\x1b[2J\x9b31m\u202e[bold]:smile:\x00\x7f\r\n\t\ud800\u2066end"
SAID = "]8;;http://evil[2J31m[bold]:smile:\n    \ufffdend"


def test_escape_sequences_and_overrides_of_people_are_dead() -> None:
    assert literal(HOSTILE) == SAID
    assert one_line(HOSTILE) == "]8;;http://evil[2J31m[bold]:smile: \ufffdend"


EVERY_TEXT = Message(
    HOSTILE,
    (
        Heading(HOSTILE),
        Paragraph((Text(HOSTILE), Link(HOSTILE, HOSTILE))),
        Code(HOSTILE, "python"),
        Code(HOSTILE, HOSTILE),
        Table((HOSTILE,), ((HOSTILE,),)),
        Bullets(((Text(HOSTILE),),)),
        Image(b"", HOSTILE),
        File(HOSTILE, HOSTILE.replace("\ud800", "").encode()),
        Buttons((Button(HOSTILE, "dlq:a"),)),
    ),
    HOSTILE,
)


@pytest.mark.parametrize("block", EVERY_TEXT.blocks, ids=lambda block: block.block)
def test_no_block_lets_a_control_character_through(block) -> None:
    page = shown(Message("", (block,), HOSTILE))
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800]", page) == []
    assert ":smile:" in page


@given(st.text(max_size=300), st.integers(20, 100))
def test_no_character_of_a_text_is_cut(text: str, width: int) -> None:
    page = shown(Message("", (Paragraph((Text(text),)), Table(("x",), ((text,),)))), width)
    kept = [character for character in literal(text) if not character.isspace()]
    assert [page.count(one) >= kept.count(one) * 2 for one in set(kept)] == [True] * len(set(kept))


def test_ten_thousand_characters_are_folded_not_cut() -> None:
    page = shown(Message("", (Paragraph((Text("x" * 10_000),)), Code("y" * 10_000, "python"))))
    assert (page.count("x"), page.count("y")) == (10_000, 10_000)
    assert max(map(len, page.split("\n"))) <= 80


def test_a_transcript_is_written_whatever_the_encoding() -> None:
    page = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")
    transcript(page)(render.pages(Message("3 × 3", ()))[0])
    assert page.buffer.getvalue() == b"3 ? 3\n"
