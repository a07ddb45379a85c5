"""Blocks of words as texts that each fit one TextDisplay. Nothing is cut off: code is cut at line
ends and its fence closed and opened again, sentences at spaces, tables between rows."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from adapters.discord.limits import COMPONENT_BYTES, PAGE_BYTES, PAGE_CHARACTERS, units, weight
from adapters.discord.markup import as_text, fenced, heading, literal, markdown, one_line
from bot import plain
from bot.message import (
    Bullets,
    Code,
    Emphasis,
    Heading,
    InlineCode,
    Link,
    Paragraph,
    Span,
    Spans,
    Strong,
    Table,
    Text,
)

T = TypeVar("T")

ROOM_CHARACTERS = PAGE_CHARACTERS - 250
"""Leaves a page room for a foot."""
ROOM_BYTES = PAGE_BYTES - 2 * COMPONENT_BYTES - 750
LINE = 1_000
"""Characters after which a line of code is cut."""
STEP = 200
"""Characters of a sentence's pieces, of which as many as fit are put together."""
_JOINER = "\u200d"


def fits(text: str) -> bool:
    """Whether a text can stand on a page by itself."""
    return units(text) <= ROOM_CHARACTERS and weight(text) <= ROOM_BYTES


def texts(block: Heading | Paragraph | Bullets | Code | Table, *, first: bool) -> list[str]:
    """The block as Markdown, in as many texts as it needs; `first` is a message's title."""
    match block:
        case Heading(title):
            line = heading(title, large=first)
            found = [line] if fits(line) else _paragraph((Strong(one_line(title)),))
        case Paragraph(spans):
            found = _paragraph(spans)
        case Bullets():
            found = _bullets(block)
        case Code(code, language):
            found = _code(code, language)
        case Table():
            found = _table(block)
    return [text for text in found if text.strip()]


def _packed(pieces: Sequence[T], draw: Callable[[Sequence[T]], str]) -> Iterator[str]:
    """As many pieces drawn together in each text as fit, at least one."""
    start = 0
    while start < len(pieces):
        count = _most(pieces[start:], draw)
        yield draw(pieces[start : start + count])
        start += count


def _most(pieces: Sequence[T], draw: Callable[[Sequence[T]], str]) -> int:
    """How many of the first pieces fit, found by doubling and halving: drawing takes time."""
    count, step = 1, 1
    while count + step <= len(pieces) and fits(draw(pieces[: count + step])):
        count, step = count + step, step * 2
    while step := step // 2:
        if count + step <= len(pieces) and fits(draw(pieces[: count + step])):
            count += step
    return count


# Sentences


def _paragraph(spans: Spans, indent: str = "") -> list[str]:
    """Sentences; `indent` stands before every line but the first."""

    def draw(some: Sequence[Span]) -> str:
        said = markdown(tuple(some))
        return said.replace("\n", f"\n{indent}") if indent else said

    whole = draw(spans)
    return [whole] if fits(whole) else list(_packed(list(_pieces(spans)), draw))


def _pieces(spans: Spans) -> Iterator[Span]:
    """Each span in short ones of its kind."""
    for span in spans:
        match span:
            case Text(text) | Strong(text) | Emphasis(text) | InlineCode(text):
                yield from (type(span)(piece) for piece in cut(text, STEP))
            case Link(text, url):
                shown = as_text(span)
                yield from (Text(piece) for piece in cut(shown, STEP) if shown)
                yield from (Link(piece, url) for piece in cut(text, STEP) if not shown)
            case _:
                yield span


def cut(text: str, size: int) -> Iterator[str]:
    """The text in pieces of at most that many characters, cut after spaces where there are any,
    and never before a mark that belongs to the sign before it."""
    start = 0
    while len(text) - start > size:
        end = start + size
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space + 1 if space > start + size // 2 else _between_signs(text, start, end)
        yield text[start:end]
        start = end
    yield text[start:]


def _between_signs(text: str, start: int, end: int) -> int:
    """The last place up to `end` at which no sign of several characters is cut."""
    for place in range(end, max(start, end - 20), -1):
        joins = unicodedata.category(text[place]) in {"Mn", "Me", "Cf", "Sk"}
        if not joins and text[place - 1] != _JOINER:
            return place
    return end


# Lists


def _bullets(bullets: Bullets) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(bullets.items, bullets.start):
        sign = f"{number}. " if bullets.ordered else "- "
        lines += _item(sign, item)
    return list(_packed(lines, "\n".join))


def _item(sign: str, item: Spans) -> list[str]:
    """One item; its further lines, and what has no room in its first text, stand under it."""
    indent = " " * len(sign)
    said = [text.strip("\n") for text in _paragraph(item, indent)]
    if fits(sign + said[0]):
        return [sign + said[0], *(indent + more for more in said[1:])]
    return [sign.rstrip(), *said]


# Code and tables


def _code(code: str, language: str) -> list[str]:
    whole = fenced(code, language)
    if fits(whole):
        return [whole]
    lines = [piece for line in literal(code).split("\n") for piece in _line(line)]
    return list(_packed(lines, lambda taken: fenced("\n".join(taken), language)))


def _line(line: str) -> Iterator[str]:
    """A line that no page could hold, in several; spaces are left as they are."""
    for start in range(0, max(len(line), 1), LINE):
        yield line[start : start + LINE]


def _table(table: Table) -> list[str]:
    """Parts of a table have its head over them; one row that is too long is cut like code."""
    whole = _aligned(table)
    if fits(whole):
        return [whole]
    parts = _packed(table.rows, lambda rows: _aligned(replace(table, rows=tuple(rows))))
    return [text for part in parts for text in ([part] if fits(part) else _unfenced(part))]


def _unfenced(part: str) -> list[str]:
    return _code(part.removeprefix("```\n").removesuffix("\n```"), "")


def _aligned(table: Table) -> str:
    return fenced(plain.block_text(table))


def paragraph(text: str) -> list[str]:
    """Literal text of any length."""
    return _paragraph((Text(text),))
