"""Messages as Discord messages of components (V2), and Forms as modals. Pure: nothing is sent.

Why components and not embeds, the README of this folder says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never

from adapters.discord.cutting import paragraph, texts
from adapters.discord.forms import modal, shortened
from adapters.discord.limits import (
    ALT_TEXT,
    BUTTON_LABEL,
    COMPONENT_BYTES,
    FILE_BYTES,
    FILES,
    PAGE_BYTES,
    PAGE_CHARACTERS,
    PAGE_COMPONENTS,
    ROW_BUTTONS,
    V2_FLAG,
    units,
    weight,
)
from adapters.discord.marks import foot, mark, nonce
from adapters.discord.markup import ZERO_WIDTH, is_role
from bot import plain
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Code,
    File,
    Form,
    Heading,
    Image,
    Message,
    Paragraph,
    Ping,
    Table,
    plain_paragraph,
)

_ROW, _BUTTON, _TEXT_DISPLAY, _GALLERY, _FILE = 1, 2, 10, 12, 13
_BUTTON_STYLES = {"primary": 1, "plain": 2, "danger": 4}
NOBODY: dict[str, Any] = {"parse": [], "replied_user": False}
"""Allowed mentions: none, whatever the text says."""
THE_REST = "The rest is too long for messages here; it is in the file."
NOTHING_MORE = "Nothing more."


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a page."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its payload as JSON has it, and the files its attachments stand for."""

    payload: dict[str, Any]
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a page that stays together; `leads` what comes after it, as a heading does."""

    component: dict[str, Any]
    characters: int = 0
    weight: int = COMPONENT_BYTES
    count: int = 1
    file: Attached | None = None
    leads: bool = False
    actions: frozenset[str] = field(default_factory=frozenset)


def pages(message: Message, key: str = "") -> list[dict[str, Any]]:
    """The message's pages as Discord is sent them, without the bytes of their files."""
    return [page.payload for page in drawn(message, key)]


def drawn(message: Message, key: str = "", *, most: int = 0, least: int = 1) -> list[Page]:
    """The message as Discord messages, page *i* known by `key` and *i* if it is a Post.

    Where only so many pages may be sent (`most`), what is left goes into a file on the last; an
    edit must not change their number, so they are made up to `least`.
    """
    packed = _packed(_pieces(message.blocks, message.summary), message.foot)
    if most and len(packed) > most:
        packed = [*packed[: most - 1], _as_file(message)]
    packed += [[_words(NOTHING_MORE)]] * (least - len(packed))
    pings = _pings(message) if key else []
    return [
        _page(pieces, message.foot, key, number, len(packed), pings)
        for number, pieces in enumerate(packed)
    ]


def form(form: Form) -> dict[str, Any]:
    """The form as the data of a modal response."""
    return modal(form)


# Pages


def _page(pieces: list[Piece], said: str, key: str, number: int, of: int, pings: list[str]) -> Page:
    files = tuple(piece.file for piece in pieces if piece.file)
    components = [piece.component for piece in pieces]
    if said:
        marked = {"id": mark(key, number)} if key else {}
        line = foot(said, number, of)
        components.append({"type": _TEXT_DISPLAY, **marked, "content": line})
    payload: dict[str, Any] = {
        "flags": V2_FLAG,
        "components": components,
        "allowed_mentions": NOBODY | ({"roles": pings} if pings else {}),
    }
    if files:
        payload["attachments"] = [
            {"id": i, "filename": f.name} | ({"description": f.alt} if f.alt else {})
            for i, f in enumerate(files)
        ]
    if key:
        payload |= {"nonce": nonce(key, number), "enforce_nonce": True}
    return Page(payload, files)


def _packed(pieces: Iterable[Piece], said: str) -> list[list[Piece]]:
    """The pieces on pages, one after the other; a heading moves on with what it leads."""
    last = foot(said, 998, 999) if said else ""
    filled: list[list[Piece]] = [[]]
    for piece in pieces:
        if filled[-1] and not _has_room([*filled[-1], piece], last):
            moved = [filled[-1].pop()] if len(filled[-1]) > 1 and filled[-1][-1].leads else []
            filled.append(moved)
        filled[-1].append(piece)
    return filled


def _has_room(pieces: list[Piece], last: str) -> bool:
    actions = [action for piece in pieces for action in piece.actions]
    return (
        sum(piece.count for piece in pieces) + 1 <= PAGE_COMPONENTS
        and sum(piece.characters for piece in pieces) + units(last) <= PAGE_CHARACTERS
        and sum(piece.weight for piece in pieces) + weight(last) <= PAGE_BYTES
        and sum(piece.file is not None for piece in pieces) <= FILES
        and len(actions) == len(set(actions))
    )


def _as_file(message: Message) -> list[Piece]:
    """The whole message as a file, and its buttons."""
    whole = File("answer.md", plain.text(message).encode(errors="replace"))
    rows = [block for block in message.blocks if isinstance(block, Buttons)]
    made = _pieces((plain_paragraph(THE_REST), whole, *rows), "")
    return _packed(made, message.foot)[0]


def _pings(message: Message) -> list[str]:
    """The roles that a Post calls."""
    spans = [s for b in message.blocks if isinstance(b, Paragraph) for s in b.spans]
    return list(dict.fromkeys(s.id for s in spans if isinstance(s, Ping) and is_role(s.id)))


# Blocks


def _pieces(blocks: tuple[Block, ...], summary: str) -> list[Piece]:
    """A notification shows the first words, so there are some before a picture or a button."""
    found: list[Piece] = []
    for number, block in enumerate(blocks):
        found += _block(block, number)
    if not found or found[0].component["type"] != _TEXT_DISPLAY:
        found = [*map(_words, paragraph(summary)), *found]
    return found


def _block(block: Block, number: int) -> list[Piece]:
    match block:
        case Heading() | Paragraph() | Bullets() | Code() | Table():
            leads = isinstance(block, Heading)
            return [_words(text, leads=leads) for text in texts(block, first=number == 0)]
        case Image(png, alt):
            return _image(Attached(f"image-{number}.png", png, shortened(alt, ALT_TEXT)), alt)
        case File(name, data):
            return _file(Attached(_filename(name, number), data))
        case Buttons(buttons):
            rows = range(0, len(buttons), ROW_BUTTONS)
            return [_row(buttons[start : start + ROW_BUTTONS]) for start in rows]
        case _ as never:
            assert_never(never)


def _words(text: str, *, leads: bool = False) -> Piece:
    shown = text if text.strip() else ZERO_WIDTH
    component = {"type": _TEXT_DISPLAY, "content": shown}
    return Piece(component, units(shown), weight(shown), leads=leads)


def _image(file: Attached, alt: str) -> list[Piece]:
    if len(file.data) > FILE_BYTES:
        return [_words(text) for text in paragraph(f"[Image: {alt}]")]
    item: dict[str, Any] = {"media": {"url": f"attachment://{file.name}"}}
    if file.alt:
        item["description"] = file.alt
    component = {"type": _GALLERY, "items": [item]}
    return [Piece(component, weight=weight(file.alt), file=file)]


def _file(file: Attached) -> list[Piece]:
    if len(file.data) > FILE_BYTES:
        size = f"{len(file.data):,} bytes"
        return [
            _words(text) for text in paragraph(f"[{file.name}, {size}: too large to send here]")
        ]
    component = {"type": _FILE, "file": {"url": f"attachment://{file.name}"}}
    return [Piece(component, weight=weight(file.name), file=file)]


def _filename(name: str, number: int) -> str:
    """A name that Discord leaves as it is, and no other file of the message has."""
    stem, dot, end = re.sub(r"[^A-Za-z0-9._-]", "_", name)[-60:].rpartition(".")
    return f"{stem}-{number}{dot}{end}".lstrip("._-") if stem else f"file-{number}{dot}{end}"


def _row(buttons: tuple[Button, ...]) -> Piece:
    row = [_button(button) for button in buttons]
    return Piece(
        {"type": _ROW, "components": row},
        weight=sum(weight(button["label"]) for button in row) + COMPONENT_BYTES,
        count=1 + len(row),
        actions=frozenset(button.action for button in buttons),
    )


def _button(button: Button) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": _BUTTON,
        "style": _BUTTON_STYLES[button.style],
        "label": shortened(button.label, BUTTON_LABEL) or ZERO_WIDTH,
        "custom_id": button.action,
    }
    return component | ({"disabled": True} if button.disabled else {})
