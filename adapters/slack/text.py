"""Text as Slack takes it: harmless, escaped where Slack reads markup, spans as rich text.

A rich_text is literal: nothing in it comes alive but the elements that are made here.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, assert_never

from adapters.slack.limits import TEXT_BYTES, URL
from bot import plain
from bot.events import well_formed
from bot.message import Emphasis, InlineCode, Link, Ping, Span, Spans, Strong, Text, Time

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""C0, C1 and DEL without tab and line feed: JSON carries them, no client shows them."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates. Letters keep their own direction; these could turn ours."""
_PERSON = re.compile(r"<@([A-Z0-9]+)\|([^<>]+)>")
"""In a slash command, which is escaped: https://docs.slack.dev/interactivity/implementing-slash-commands"""
_USERGROUP = re.compile(r"S[A-Z0-9]{2,}")
_WEB = re.compile(r"(https?|mailto):\S+")
_FORMATS = {"time": "{time}", "date": "{date_short}", "full": "{date_short} {time}"}
"""https://docs.slack.dev/reference/block-kit/block-elements/date-element"""
_COSTLY = {"&": 5, "<": 4, ">": 4}
"""Units of what is escaped."""
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def literal(text: str) -> str:
    """The text as it can be shown; only line feeds and tabs are left of what controls."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _DIRECTION.sub("", _CONTROL.sub("", well_formed(lines)))


def one_line(text: str) -> str:
    """The text within a line."""
    return " ".join(literal(text).split())


def escaped(text: str) -> str:
    """For mrkdwn: https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def units(text: str) -> int:
    """How long Slack takes a text to be: UTF-16 units, with & < > escaped."""
    return len(escaped(text).encode("utf-16-le", "surrogatepass")) // 2


def unescaped(text: str) -> str:
    """What somebody typed, from a message or a slash command that Slack escaped. Links, people and
    channels are their words again; a user group stays, for the rules name one to ping."""
    return _as_typed(_PERSON.sub(r"@\2", text))


def with_ids(text: str) -> str:
    """The same for where somebody is named: people stay, as `<@U1|anna>`. Of a name that is not
    one plain word only the id is left, so that a command reads it as one."""
    return _as_typed(_PERSON.sub(_named, text))


def _named(person: re.Match[str]) -> str:
    return person[0] if re.fullmatch(r"[\w.-]+", person[2]) else f"<@{person[1]}>"


def _as_typed(text: str) -> str:
    said = re.sub(r"<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>", r"\1", text)
    said = re.sub(r"<((?:https?:|mailto:)[^<>|]*)>", r"\1", said)
    said = re.sub(r"<#[A-Z0-9]+\|([^<>]+)>", r"#\1", said)
    return re.sub("&(?:lt|gt|amp);", lambda found: _ENTITIES[found[0]], said)


def fallback(summary: str) -> str:
    """A message's `text`: what notifications and screen readers get. Everything is in the blocks
    as well, so it may end early."""
    text = escaped(literal(summary).strip()) or "dlq"
    if len(text.encode()) <= TEXT_BYTES:
        return text
    kept = text.encode()[: TEXT_BYTES - 3].decode(errors="ignore")
    # Not in the middle of an entity.
    return re.sub("&[a-z]*$", "", kept) + "…"


def shortened(text: str, most: int) -> str:
    """One line of at most `most` units, for where a limit leaves no choice; whoever calls this
    shows the whole text elsewhere."""
    line = one_line(text) or "…"
    return line if units(line) <= most else line[: fitting(line, most - 1)].rstrip() + "…"


def plain_text(text: str) -> dict[str, Any]:
    """A plain_text object; colons make no emoji of it."""
    return {"type": "plain_text", "text": text, "emoji": False}


def elements(spans: Spans) -> list[dict[str, Any]]:
    """Spans as the elements of a rich text section; empty ones are none."""
    return [element for span in spans for element in _span(span)]


def words(text: str, **style: bool) -> list[dict[str, Any]]:
    """Literal text as an element, or none."""
    said = literal(text)
    if not said:
        return []
    return [{"type": "text", "text": said, **({"style": style} if style else {})}]


def _span(span: Span) -> list[dict[str, Any]]:
    match span:
        case Text(text):
            return words(text)
        case Strong(text):
            return words(text, bold=True)
        case Emphasis(text):
            return words(text, italic=True)
        case InlineCode(text):
            return words(text, code=True)
        case Link(text, url):
            return _link(text, url)
        case Time():
            return [_date(span)]
        case Ping(id):
            return [_ping(id)]
        case _ as never:
            assert_never(never)


def _link(text: str, url: str) -> list[dict[str, Any]]:
    """A link to the web; any other address is said in words."""
    if not _WEB.fullmatch(url) or len(url) > URL:
        return words(plain.spans_text((Link(text, url),)))
    return [{"type": "link", "url": url, "text": literal(text) or url}]


def _date(time: Time) -> dict[str, Any]:
    return {
        "type": "date",
        "timestamp": int(time.at.timestamp()),
        "format": _FORMATS[time.style],
        "fallback": plain.time_text(time),
    }


def _ping(id: str) -> dict[str, Any]:
    """A user group; what the rules name for the other platform is a word here."""
    if _USERGROUP.fullmatch(id):
        return {"type": "usergroup", "usergroup_id": id}
    return {"type": "text", "text": f"@{one_line(id)}"}


def split_elements(spans: Iterable[dict[str, Any]], room: int) -> Iterator[list[dict[str, Any]]]:
    """Runs of elements with at most `room` units each; text breaks at blanks."""
    run: list[dict[str, Any]] = []
    left = room
    for element in spans:
        for piece in _pieces(element, room):
            size = sum(units(str(piece.get(key, ""))) for key in ("text", "url", "fallback"))
            if run and size > left:
                yield run
                run, left = [], room
            run.append(piece)
            left -= size
    if run:
        yield run


def _pieces(element: dict[str, Any], room: int) -> Iterator[dict[str, Any]]:
    """An element of which each part fits; all parts of a link lead where it leads."""
    if element["type"] not in {"text", "link"}:
        yield element
        return
    for text in split_text(element["text"], room - units(element.get("url", ""))):
        yield {**element, "text": text}


def split_text(text: str, room: int) -> Iterator[str]:
    """Pieces of at most `room` units that make up the text; they end at a line's end where they
    can, else at a blank, else anywhere."""
    start = 0
    while start < len(text):
        end = fitting(text, room, start)
        if end < len(text):
            marks = (text.rfind(mark, (start + end) // 2, end) + 1 for mark in ("\n", " "))
            end = next((mark for mark in marks if mark), end)
        yield text[start:end]
        start = end


def fitting(text: str, room: int, start: int = 0) -> int:
    """Where a piece of `room` units from `start` must end; at least one character fits."""
    used = 0
    for index in range(start, len(text)):
        used += _COSTLY.get(text[index]) or (2 if text[index] > "\uffff" else 1)
        if used > room:
            return max(index, start + 1)
    return len(text)
