"""All we can say and ask: a Message of blocks, and a Form of at most five fields.

The vocabulary is small enough that a platform draws it with one ``match``. Everything is plain
frozen data; `dump` and `load` keep a Message in the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

BASE64 = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

FORM_FIELDS = 5
"""Fields of a Form at most: Discord's modal takes five."""
FIELD_CHARACTERS = 3_000
"""Characters a TextField takes at most: Slack's plain_text_input, the smaller of the two."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters to be shown literally; a newline is a line break. Where they are a name, `of` is
    whose: a `Person.key`, or a question's id. It is never drawn."""

    text: str
    span: Literal["text"] = "text"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    text: str
    span: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Emphasis:
    text: str
    span: Literal["emphasis"] = "emphasis"


@dataclass(frozen=True, slots=True)
class InlineCode:
    text: str
    span: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str
    span: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Time:
    """An instant (aware), drawn in the reader's zone where the platform can, else in `zone`."""

    at: datetime
    zone: str = "UTC"
    style: Literal["time", "date", "full"] = "full"
    span: Literal["time"] = "time"


@dataclass(frozen=True, slots=True)
class Ping:
    """A role or user group that the rules name; in question Posts only."""

    id: str
    span: Literal["ping"] = "ping"


Span = Text | Strong | Emphasis | InlineCode | Link | Time | Ping
Spans = tuple[Annotated[Span, Field(discriminator="span")], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `ordered` numbers it from `start`. An item is one paragraph of spans."""

    items: tuple[Spans, ...]
    ordered: bool = False
    start: int = 1
    block: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Code:
    """Literal text in lines; `language` as in a Markdown fence, empty for plain output."""

    text: str
    language: str = ""
    block: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are plain text; every row has as many as the head. `of` says whose name stands in the
    column `name` of each row, as a Text's does; it is empty where nobody is named."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    block: Literal["table"] = "table"
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG, and what it shows in words."""

    __pydantic_config__ = BASE64
    png: bytes
    alt: str
    block: Literal["image"] = "image"


@dataclass(frozen=True, slots=True)
class File:
    __pydantic_config__ = BASE64
    name: str
    data: bytes
    block: Literal["file"] = "file"


@dataclass(frozen=True, slots=True)
class Button:
    """`action` is the text of an Action; `style` is a hint that words never depend on."""

    label: str
    action: str
    style: Literal["plain", "primary", "danger"] = "plain"
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]
    block: Literal["buttons"] = "buttons"


Block = Heading | Paragraph | Bullets | Code | Table | Image | File | Buttons
Blocks = tuple[Annotated[Block, Field(discriminator="block")], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A summary line (notifications, screen readers), blocks, and the foot of a Post.

    `foot` ("round 17 · reveal") is drawn small under every page, with "· 2/3" where there are
    several; `Platform.find` knows a page by it. Only Posts have one.
    """

    summary: str
    blocks: Blocks
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A Message for whoever asked. `replaces` redraws the private message that was pressed;
    `refused` says that nothing was done, and the message why."""

    message: Message
    private: bool = True
    replaces: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class TextField:
    name: str
    label: str
    help: str = ""
    value: str = ""
    placeholder: str = ""
    multiline: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class FieldOption:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of the options, or `many`; `value` holds what is chosen to begin with."""

    name: str
    label: str
    options: tuple[FieldOption, ...]
    many: bool = False
    help: str = ""
    value: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """What we ask: at most `FORM_FIELDS` fields; `action` comes back with FormSubmitted."""

    title: str
    action: str
    fields: tuple[TextField | ChoiceField, ...]
    submit: str = "Send"


@dataclass(frozen=True, slots=True)
class Refused:
    """A submission that cannot be taken: a sentence per field, and the action that reopens the
    form, filled with what was typed."""

    complaints: tuple[tuple[str, str], ...]
    reopen: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The answer to OptionsAsked: (value, label), best first, 25 at most."""

    options: tuple[tuple[str, str], ...]


def plain_paragraph(*texts: str | Span) -> Paragraph:
    """A Paragraph of the given spans; bare strings are literal text."""
    return Paragraph(tuple(Text(t) if isinstance(t, str) else t for t in texts))


def with_blocks(message: Message, blocks: Iterable[Block]) -> Message:
    """The message with `blocks` after its own."""
    return Message(message.summary, (*message.blocks, *blocks), message.foot)


@cache
def _messages() -> TypeAdapter[Message]:
    return TypeAdapter(Message)


@cache
def _replies() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


def dump(message: Message) -> str:
    """The message as JSON, for the database."""
    return _messages().dump_json(message).decode()


def load(text: str) -> Message:
    """The message that `dump` wrote."""
    return _messages().validate_json(text)


def dump_reply(reply: Reply) -> str:
    """The reply as JSON, for a delivery that may come again."""
    return _replies().dump_json(reply).decode()


def load_reply(text: str) -> Reply:
    """What `dump_reply` wrote."""
    return _replies().validate_json(text)
