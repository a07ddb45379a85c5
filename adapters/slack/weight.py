"""How heavy a block is for Slack: the measured rule behind `msg_blocks_too_long`."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.limits import BLOCK_WEIGHT
from adapters.slack.text import units


def weight(block: Mapping[str, Any]) -> int:
    """The escaped text of a block and `BLOCK_WEIGHT` for it; a rich_text counts once for each of
    its elements and list items, a table once for each row: rather too much than too little."""
    return BLOCK_WEIGHT * _parts(block) + _characters(block)


def _parts(block: Mapping[str, Any]) -> int:
    if block["type"] == "table":
        return 1 + len(block["rows"])
    if block["type"] != "rich_text":
        return 1
    lists = [e for e in block["elements"] if e["type"] == "rich_text_list"]
    return len(block["elements"]) + sum(len(one["elements"]) for one in lists)


SHOWN = ("text", "fallback", "alt_text", "url", "value")
"""The keys under which a block holds what counts as its text."""


def _characters(part: object) -> int:
    """UTF-16 units of all that is shown in a block, with & < > escaped."""
    if isinstance(part, Mapping):
        own = [part[key] for key in SHOWN if isinstance(part.get(key), str)]
        inner = [value for value in part.values() if not isinstance(value, str)]
        return sum(map(units, own)) + sum(map(_characters, inner))
    if isinstance(part, Sequence) and not isinstance(part, str):
        return sum(map(_characters, part))
    return 0
