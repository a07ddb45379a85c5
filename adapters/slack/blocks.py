"""Each Block as Slack's blocks, none heavier than a page: what is longer is split, never cut."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, assert_never

from adapters.slack.limits import (
    BUTTONS_A_ROW,
    CONTEXT_TEXT,
    HEADER,
    LABEL,
    TABLE_CELLS,
    TABLE_CHARACTERS,
    TABLE_ROWS,
    WEIGHT,
)
from adapters.slack.text import (
    elements,
    literal,
    one_line,
    plain_text,
    shortened,
    split_elements,
    split_text,
    units,
    words,
)
from adapters.slack.weight import weight
from bot import plain
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Code,
    File,
    Heading,
    Image,
    Paragraph,
    Spans,
    Table,
)

Drawn = dict[str, Any]

ROOM = WEIGHT - 1_000
"""What one block may weigh, so that a foot fits under it."""
_SPLIT = ROOM - 300
"""Units of text in one block, its own weight taken off."""
_NUMBER = re.compile(r"[-−+]?\d[\d., ]*%?")
_LANGUAGES = {
    "py": "python",
    "python": "python",
    "sh": "shell",
    "bash": "shell",
    "shell": "shell",
    "json": "json",
    "yaml": "yaml",
    "sql": "sql",
    "c": "c",
    "cpp": "cpp",
    "java": "java",
    "javascript": "javascript",
    "rust": "rust",
}
"""Fence names as Slack calls them; another would only be refused or ignored.
https://docs.slack.dev/reference/block-kit/block-elements/rich-text-preformatted-element"""


def drawn(block: Block, *, as_table: bool = True) -> Iterator[Drawn]:
    """The blocks that show this one. Without `as_table` a table is aligned text: only one `table`
    stands in a message, and two kinds of table in one would look odd."""
    match block:
        case Heading(title):
            yield from _heading(title)
        case Paragraph(spans):
            yield from paragraph(spans)
        case Bullets():
            yield from _bullets(block)
        case Code(text, language):
            yield from code(text, language)
        case Table():
            yield from _table(block, as_table=as_table)
        case Image(_, alt):
            yield from _paragraphs(words(f"[Image: {alt}]", italic=True))
        case File(name, data):
            yield from _file(name, data)
        case Buttons(buttons):
            yield from _buttons(buttons)
        case _ as never:
            assert_never(never)


def rich_text(*parts: Drawn) -> Drawn:
    return {"type": "rich_text", "elements": list(parts)}


def section(inside: list[Drawn]) -> Drawn:
    return {"type": "rich_text_section", "elements": inside}


def context(text: str) -> Iterator[Drawn]:
    """Small grey text."""
    for piece in split_text(literal(text), CONTEXT_TEXT):
        yield {"type": "context", "elements": [plain_text(piece)]}


def paragraph(spans: Spans) -> Iterator[Drawn]:
    yield from _paragraphs(elements(spans))


def _paragraphs(inside: Iterable[Drawn]) -> Iterator[Drawn]:
    for run in split_elements(inside, _SPLIT):
        yield rich_text(section(run))


def _heading(title: str) -> Iterator[Drawn]:
    """A header; strong text where it is too long, or holds what a plain_text may show escaped."""
    text = one_line(title)
    if 0 < units(text) <= HEADER and not set("&<>") & set(text):
        yield {"type": "header", "text": plain_text(text)}
    else:
        yield from _paragraphs(words(text, bold=True))


def code(text: str, language: str = "") -> Iterator[Drawn]:
    """Preformatted text, split at line ends; a line longer than a page breaks where it must."""
    named = _LANGUAGES.get(language.lower())
    for piece in split_text(literal(text).rstrip("\n") or " ", _SPLIT):
        inside = words(piece.removesuffix("\n") or " ")
        part: Drawn = {"type": "rich_text_preformatted", "elements": inside}
        yield rich_text({**part, "language": named} if named else part)


# Lists


def _bullets(bullets: Bullets) -> Iterator[Drawn]:
    """Lists of items that fit; what is too long in one item goes on under it."""
    run: list[Drawn] = []
    first = bullets.start
    for number, item in enumerate(bullets.items, bullets.start):
        head, *rest = list(split_elements(elements(item), _SPLIT)) or [words(" ")]
        if run and weight(_list(bullets, [*run, section(head)], first)) > ROOM:
            yield _list(bullets, run, first)
            run, first = [], number
        run.append(section(head))
        if rest:
            yield _list(bullets, run, first)
            yield from (rich_text(section(part)) for part in rest)
            run, first = [], number + 1
    if run:
        yield _list(bullets, run, first)


def _list(bullets: Bullets, items: list[Drawn], first: int) -> Drawn:
    style = "ordered" if bullets.ordered else "bullet"
    part: Drawn = {"type": "rich_text_list", "style": style, "elements": list(items)}
    if bullets.ordered and first > 1:
        part["offset"] = first - 1
    return rich_text(part)


# Tables


def _table(table: Table, *, as_table: bool) -> Iterator[Drawn]:
    if as_table and table.head and len(table.head) <= TABLE_CELLS:
        block = _table_block(table)
        characters = sum(len(one_line(cell)) for row in (table.head, *table.rows) for cell in row)
        fits = characters <= TABLE_CHARACTERS and weight(block) <= ROOM
        if fits and len(block["rows"]) <= TABLE_ROWS:
            yield block
            return
    clean = Table(_clean(table.head), tuple(map(_clean, table.rows)))
    yield from code(plain.block_text(clean))


def _clean(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(one_line, row))


def _table_block(table: Table) -> Drawn:
    """Cells as Slack's own table; columns of numbers stand to the right."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.head)
    settings = [
        {"align": "right" if _are_numbers(column) else "left", "is_wrapped": True}
        for column in columns
    ]
    head = [rich_text(section(words(one_line(cell) or " ", bold=True))) for cell in table.head]
    rows = [[{"type": "raw_text", "text": one_line(cell) or " "} for cell in r] for r in table.rows]
    return {"type": "table", "rows": [head, *rows], "column_settings": settings}


def _are_numbers(column: Iterable[str]) -> bool:
    cells = [cell.strip() for cell in column if cell.strip()]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


# Files and buttons


def _file(name: str, data: bytes) -> Iterator[Drawn]:
    """A file's name and size and, if it is text, what is in it."""
    said = f"[File: {one_line(name)}, {len(data):,} bytes]"
    yield from _paragraphs(words(said, italic=True))
    try:
        yield from code(data.decode())
    except UnicodeDecodeError:
        return


def _buttons(row: Iterable[Button]) -> Iterator[Drawn]:
    """Rows of buttons. Slack knows no disabled ones: their labels are said in small print."""
    live: list[Drawn] = []
    off: list[str] = []
    for button in row:
        if button.disabled:
            off.append(one_line(button.label))
            continue
        if units(one_line(button.label)) > LABEL:
            yield from _paragraphs(words(one_line(button.label)))
        taken = {one["action_id"] for one in live}
        if len(live) == BUTTONS_A_ROW or button.action in taken:
            yield {"type": "actions", "elements": live}
            live = []
        live.append(button_element(button.label, button.action, button.style))
    if live:
        yield {"type": "actions", "elements": live}
    if off:
        yield from context(f"Off: {', '.join(off)}")


def button_element(label: str, action: str, style: str = "plain", value: str = "") -> Drawn:
    """A button; `action` is its action_id and, unless there is another, its value."""
    element = {
        "type": "button",
        "text": plain_text(shortened(label, LABEL)),
        "action_id": action,
        "value": value or action,
    }
    return element if style == "plain" else {**element, "style": style}
