"""Messages and Forms as rich renderables. Pure: nothing is printed here, and nothing is remembered.

What people wrote is put into rich's Text, which reads no markup, after `literal` made it harmless.
"""

import re
from typing import Literal, assert_never

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table as Grid
from rich.text import Text as Line

from adapters.terminal.literal import literal, one_line
from bot import plain
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    ChoiceField,
    Code,
    Emphasis,
    File,
    Form,
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
    TextField,
    Time,
)

THEME = "ansi_dark"
"""Pygments colours that are the terminal's own sixteen, so that they suit its background."""
MOST_COLUMNS = 12
"""Of a table that is drawn as one; more would not fit into 80 columns."""
_CODE_INDENT = (0, 0, 0, 4)
_NUMBER = re.compile(r"[-−+]?\d[\d., ]*%?")
_BUTTON_STYLES = {"plain": "bold", "primary": "bold cyan", "danger": "bold red"}


def pages(message: Message, key: str = "") -> list[RenderableType]:
    """The message as one page, for a terminal has no limit. `key` is for platforms on which a post
    is looked for; here the session remembers what it drew."""
    drawn: list[RenderableType] = []
    number = 1
    repeated = has_repeated_labels(message)
    for block in message.blocks:
        follows = isinstance(block, Buttons) and number > 1
        if drawn and not follows:
            drawn.append("")
        if isinstance(block, Buttons):
            drawn.append(_buttons(block, number, repeated))
            number += len(block.buttons)
        else:
            drawn.append(_block(block))
    if not drawn:
        drawn.append(Line(literal(message.summary)))
    if message.foot:
        drawn += ["", Line(literal(message.foot), "dim")]
    return [Group(*drawn)]


def form(form: Form) -> RenderableType:
    """The form's title and its fields, in the order in which they are asked."""
    fields = [field(one) for one in form.fields]
    return Group(heading(form.title), *fields)


def field(field: TextField | ChoiceField) -> RenderableType:
    """What a field asks, and for a ChoiceField what can be typed."""
    label = Line(one_line(field.label), "bold")
    if not field.required:
        label.append(" (may be empty)", "dim")
    hints = [Line(literal(said), "dim") for said in _hints(field) if said]
    if isinstance(field, TextField):
        return Group(label, *hints)
    options = (_option(option.value, option.label) for option in field.options)
    return Group(label, *hints, *options)


def _option(value: str, label: str) -> Line:
    """What to type and what it stands for; a label that begins with its value says both."""
    value, label = one_line(value), one_line(label)
    line = Line("  ")
    line.append(value, "bold")
    rest = label.removeprefix(value).strip() if label.startswith(f"{value} ") else label
    return line.append(f"  {rest}" if rest and rest != value else "")


def _hints(field: TextField | ChoiceField) -> tuple[str, ...]:
    if isinstance(field, TextField):
        return field.help, f"For example: {field.placeholder}" if field.placeholder else ""
    return field.help, "Several can be typed, with commas between them." if field.many else ""


def heading(title: str) -> RenderableType:
    """A title with a rule under it, which also shows where there are no colours."""
    line = Line(one_line(title), "bold")
    return Group(line, Line("─" * min(line.cell_len, 60), "dim"))


def has_repeated_labels(message: Message) -> bool:
    """Whether a label alone does not say which button is meant."""
    labels = [folded(button.label) for button in all_buttons(message)]
    return len(labels) > len(set(labels))


def all_buttons(message: Message) -> tuple[Button, ...]:
    """The message's buttons in the order in which they are numbered, from 1."""
    rows = (block for block in message.blocks if isinstance(block, Buttons))
    return tuple(button for row in rows for button in row.buttons)


def folded(label: str) -> str:
    """A label as it is compared with what was typed."""
    return one_line(label).casefold()


def _block(block: Block) -> RenderableType:
    match block:
        case Heading(title):
            return heading(title)
        case Paragraph(spans):
            return _line(spans)
        case Bullets():
            return _bullets(block)
        case Code(text, language):
            return _code(text, language)
        case Table():
            return _table(block)
        case Image(_, alt):
            return Line(f"[Image: {literal(alt)}]", "italic")
        case File(name, data):
            return _file(name, data)
        case Buttons():
            return _buttons(block, 1, numbered=False)
        case _ as never:
            assert_never(never)


def _line(spans: Spans) -> Line:
    line = Line()
    for span in spans:
        text, style = _span(span)
        line.append(literal(text), style)
    return line


def _span(span: Span) -> tuple[str, str | Style]:
    """What a span shows, and its style. Code keeps its backticks and a link its address, because
    not every terminal has colours or links."""
    match span:
        case Text(text):
            return text, ""
        case Strong(text):
            return text, "bold"
        case Emphasis(text):
            return text, "italic"
        case InlineCode() | Link() | Time() | Ping():
            style = {"code": "cyan", "link": "underline", "ping": "bold"}.get(span.span, "")
            return plain.spans_text((span,)), style
        case _ as never:
            assert_never(never)


def _bullets(bullets: Bullets) -> RenderableType:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, item in enumerate(bullets.items, bullets.start):
        grid.add_row(f"{number}." if bullets.ordered else " •", _line(item))
    return grid


def _code(text: str, language: str) -> RenderableType:
    """Highlighted lines; long ones are folded, never cut."""
    code = literal(text)
    lines = Syntax("", language or "text", theme=THEME).highlight(code) if language else Line(code)
    lines.rstrip()
    lines.no_wrap, lines.overflow = False, "fold"
    return Padding(lines, _CODE_INDENT, expand=False)


def _table(table: Table) -> RenderableType:
    """Columns of numbers stand to the right."""
    if len(table.head) > MOST_COLUMNS:
        return _records(table)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for i, name in enumerate(table.head):
        cells = [row[i].strip() for row in table.rows if row[i].strip()]
        numbers = bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)
        justify: Literal["left", "right"] = "right" if numbers else "left"
        grid.add_column(Line(one_line(name)), justify=justify, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Line(literal(cell)) for cell in row))
    return grid


def _records(table: Table) -> RenderableType:
    """A table that no terminal is wide enough for: a line a cell."""
    rows: list[RenderableType] = []
    for row in table.rows:
        rows += [
            Line(literal(f"{name}: {cell}")) for name, cell in zip(table.head, row, strict=True)
        ]
        rows.append("")
    return Group(*rows) if rows else Line(literal(", ".join(table.head)))


def _file(name: str, data: bytes) -> RenderableType:
    """A file's name and, if it is text, what is in it."""
    said = Line(f"[File: {one_line(name)}, {len(data):,} bytes]", "italic")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return said
    return Group(said, _code(text, ""))


def _buttons(row: Buttons, first: int, numbered: bool) -> RenderableType:
    """What to type for each button; a disabled one stands in parentheses."""
    line = Line()
    line.append(_lead(row, first, numbered), "dim")
    for number, button in enumerate(row.buttons, first):
        label = one_line(button.label)
        label = f"{number} {label}" if numbered else label
        style = "dim" if button.disabled else _BUTTON_STYLES[button.style]
        line.append(" ").append(f"({label})" if button.disabled else f"[{label}]", style)
    return line


def _lead(row: Buttons, first: int, numbered: bool) -> str:
    if all(button.disabled for button in row.buttons):
        return "Off:"
    if first > 1:
        return "  or"
    return "Type /press and a number:" if numbered else "Type"
