"""Any Message as plain text: logs, transcripts, alt texts, and a new platform's first draft."""

import re
import unicodedata
from collections.abc import Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

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
    Span,
    Spans,
    Strong,
    Table,
    Text,
    Time,
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_INDENT = "    "
_INVISIBLE = ("Mn", "Me", "Cf")
"""Categories of characters that take no room: marks and format characters."""


def text(message: Message) -> str:
    """The whole message; its summary only where it has no blocks."""
    parts = [block_text(block) for block in message.blocks] or [message.summary]
    if message.foot:
        parts.append(f"({message.foot})")
    return "\n\n".join(parts)


def block_text(block: Block) -> str:
    """One block."""
    match block:
        case Heading(title):
            return f"{title}\n{'=' * width(title)}"
        case Paragraph(spans):
            return spans_text(spans)
        case Bullets():
            return _bullets(block)
        case Code(code):
            return "\n".join(f"{_INDENT}{line}".rstrip() for line in code.split("\n"))
        case Table():
            return _table(block)
        case Image(_, alt):
            return f"[Image: {alt}]"
        case File(name, data):
            return f"[File: {name}, {len(data):,} bytes]"
        case Buttons(buttons):
            return " ".join(_button(button) for button in buttons)
        case _ as never:
            assert_never(never)


def spans_text(spans: Spans) -> str:
    """A run of spans; styles are dropped, code keeps its backticks, links say where they lead."""
    return "".join(_span(span) for span in spans)


def time_text(time: Time) -> str:
    """The instant in the Time's own zone, which is named unless only the date is said."""
    local = time.at.astimezone(ZoneInfo(time.zone))
    month = _MONTHS.split()[local.month - 1]
    day = f"{_DAYS[local.weekday()]} {local.day} {month} {local.year}"
    clock = f"{local:%H:%M} ({time.zone})"
    return {"date": day, "time": clock, "full": f"{day} {clock}"}[time.style]


def width(text: str) -> int:
    """Columns that a text takes in a fixed-width font."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    unseen = sum(unicodedata.category(character) in _INVISIBLE for character in text)
    return len(text) + wide - unseen


def _span(span: Span) -> str:
    match span:
        case Text(said) | Strong(said) | Emphasis(said):
            return said
        case InlineCode(code):
            return _in_backticks(code)
        case Link(said, url):
            return url if said == url else f"{said} ({url})"
        case Time():
            return time_text(span)
        case Ping(id):
            return f"@{id}"
        case _ as never:
            assert_never(never)


def _in_backticks(code: str) -> str:
    """The code between more backticks than it holds itself in a row."""
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {code} {fence}" if longest else f"`{code}`"


def _bullets(bullets: Bullets) -> str:
    """An item's further lines are indented under its first."""
    lines = []
    for number, item in enumerate(bullets.items, bullets.start):
        mark = f"{number}. " if bullets.ordered else "• "
        lines.append(mark + spans_text(item).replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _button(button: Button) -> str:
    return f"({button.label})" if button.disabled else f"[{button.label}]"


def _table(table: Table) -> str:
    """Columns aligned, a rule under the head."""
    rows = [[_one_line(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    rule = "-+-".join("-" * columns for columns in widths)
    head, *body = [_row(row, widths) for row in rows]
    return "\n".join((head, rule, *body))


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (columns - width(cell)) for cell, columns in zip(cells, widths, strict=True)
    )
    return " | ".join(padded).rstrip()
