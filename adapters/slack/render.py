"""Messages as Slack's payloads, and Forms as its views. Pure: nothing is sent or remembered."""

from collections.abc import Sized
from typing import Any

from adapters.slack.blocks import Drawn, context, drawn, paragraph
from adapters.slack.forms import form
from adapters.slack.limits import BLOCKS, WEIGHT
from adapters.slack.text import fallback
from adapters.slack.weight import weight
from bot.message import Message, Table, Text

__all__ = ["EVENT_TYPE", "form", "marks", "page_key", "pages"]

EVENT_TYPE = "dlq_post"
"""The type of the metadata that a page of a Post carries."""

FOOT_ROOM = 12
"""Units that " · 12/34" may add to a foot."""


def pages(message: Message, key: str = "", room: int = WEIGHT) -> list[dict[str, Any]]:
    """The message as payloads with `text`, `blocks` and, with a `key`, `metadata`: filled block by
    block up to `room`, 50 blocks at most; nothing is left out."""
    filled = _filled(_all_blocks(message), room - _foot_weight(message))
    count = len(filled)
    return [_page(message, key, blocks, i, count) for i, blocks in enumerate(filled, 1)]


def page_key(key: str, number: int) -> str:
    """What page `number`, from 1, of a post is known by."""
    return f"{key}.{number}"


def marks(key: str, count: int, files: Sized = ()) -> dict[str, Any]:
    """The metadata of a page, of so many with the files. Everybody in the workspace can read it."""
    counted = {"files": len(files)} if files else {}
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key, "of": count, **counted}}


def _all_blocks(message: Message) -> list[Drawn]:
    tables = sum(isinstance(block, Table) for block in message.blocks)
    found = [one for block in message.blocks for one in drawn(block, as_table=tables == 1)]
    return found or list(paragraph((Text(message.summary or "…"),)))


def _foot_weight(message: Message) -> int:
    foots = context(message.foot + " " * FOOT_ROOM) if message.foot else ()
    return sum(map(weight, foots))


def _filled(blocks: list[Drawn], room: int) -> list[list[Drawn]]:
    """The blocks by page. A heading goes with what it is over."""
    found: list[list[Drawn]] = [[]]
    used = 0
    for block in blocks:
        page, heavy = found[-1], weight(block)
        if page and (used + heavy > room or len(page) >= BLOCKS - 1):
            carried = _carried(page, block)
            del page[len(page) - len(carried) :]
            found.append(carried)
            used = sum(map(weight, carried))
        found[-1].append(block)
        used += heavy
    return found


def _carried(page: list[Drawn], block: Drawn) -> list[Drawn]:
    """What of a full page moves to the next with `block`: a heading that would stand last."""
    alone = len(page) < 2 or page[-1]["type"] != "header" or block["type"] == "header"
    return [] if alone else page[-1:]


def _page(
    message: Message, key: str, blocks: list[Drawn], number: int, count: int
) -> dict[str, Any]:
    part = f"{number}/{count}" if count > 1 else ""
    foot = " · ".join(filter(None, (message.foot, part))) if message.foot else ""
    text = f"{message.summary} ({part})" if part else message.summary
    payload: dict[str, Any] = {
        "text": fallback(text),
        "blocks": [*blocks, *(context(foot) if foot else ())],
    }
    if key:
        payload["metadata"] = marks(page_key(key, number), count)
    return payload
