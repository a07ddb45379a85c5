"""Blocks of messages and views held against Block Kit's limits, and what a message weighs.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Collection, Iterator
from typing import Any

from tests.slack_server.checking import (
    Check,
    Rule,
    boolean,
    both,
    fields,
    items,
    one_of,
    plain_text,
    string,
    text_object,
    typed,
    unique,
    url,
)
from tests.slack_server.elements import ELEMENTS, IN_ACTIONS, IN_INPUT
from tests.slack_server.rich import RICH_TEXT

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MARKDOWN = 12_000
TABLE_CHARACTERS = 10_000

HEAVIEST = 13_200
A_BLOCK = 125
"""Nowhere documented; measured by others: text with & < > escaped, and so much for each block."""

BLOCK_ID = {"block_id": string(255)}


def _slack_file(check: Check, value: Any, at: str) -> None:
    fields({}, {"id": string(64), "url": url})(check, value, at)
    if isinstance(value, dict) and value.get("id") not in check.scope.get("files", ()):
        check.fault(at, "invalid slack file")


IMAGE = {"alt_text": string(2000), "image_url": url, "slack_file": _slack_file}


def _one_picture(check: Check, value: Any, at: str) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        check.fault(at, "must define either `image_url` or `slack_file`")


def _image(*, alone: bool) -> Rule:
    optional = {name: IMAGE[name] for name in ("image_url", "slack_file")}
    if alone:
        optional |= {"title": plain_text(2000), **BLOCK_ID}
    return both(fields({"alt_text": IMAGE["alt_text"]}, optional, type="image"), _one_picture)


def _text_or_fields(check: Check, value: Any, at: str) -> None:
    if "text" not in value and "fields" not in value:
        check.fault(at, "must define either `text` or `fields`")


def _own_action_ids(check: Check, value: Any, at: str) -> None:
    ids = [element["action_id"] for element in value["elements"] if "action_id" in element]
    for double in unique(ids):
        check.fault(f"{at}/elements", f"`action_id` {double!r} already exists")


def _table_size(check: Check, value: Any, at: str) -> None:
    if sum(len(text) for text in texts(value)) > TABLE_CHARACTERS:
        check.fault(at, f"table is more than {TABLE_CHARACTERS} characters")
    if len({len(row) for row in value["rows"]}) > 1:
        check.fault(f"{at}/rows", "rows differ in length")


def _column(check: Check, value: Any, at: str) -> None:
    if value is not None:
        fields({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})(
            check, value, at
        )


CELL = typed(
    {
        "raw_text": fields({"text": string(TABLE_CHARACTERS)}, type="raw_text"),
        "rich_text": RICH_TEXT,
    }
)

EVERYWHERE: dict[str, Rule] = {
    "section": both(
        fields(
            {},
            {
                "text": text_object(3000),
                "fields": items(text_object(2000), 10),
                "accessory": typed({**ELEMENTS, "image": _image(alone=False)}),
                "expand": boolean,
                **BLOCK_ID,
            },
            type="section",
        ),
        _text_or_fields,
    ),
    "divider": fields({}, BLOCK_ID, type="divider"),
    "header": fields({"text": plain_text(150)}, BLOCK_ID, type="header"),
    "context": fields(
        {
            "elements": items(
                typed(
                    {
                        "mrkdwn": fields({"text": string(3000)}, {"verbatim": boolean}, type="m"),
                        "plain_text": fields({"text": string(3000)}, {"emoji": boolean}, type="p"),
                        "image": _image(alone=False),
                    }
                ),
                10,
            )
        },
        BLOCK_ID,
        type="context",
    ),
    "actions": both(
        fields({"elements": items(IN_ACTIONS, 25)}, BLOCK_ID, type="actions"), _own_action_ids
    ),
    "image": _image(alone=True),
    "rich_text": RICH_TEXT,
    "input": fields(
        {"label": plain_text(2000), "element": IN_INPUT},
        {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean, **BLOCK_ID},
        type="input",
    ),
}

IN_MESSAGES = {
    **EVERYWHERE,
    "markdown": fields({"text": string(MARKDOWN)}, BLOCK_ID, type="markdown"),
    "table": both(
        fields(
            {"rows": items(items(CELL, 20), 100)},
            {"column_settings": items(_column, 20), **BLOCK_ID},
            type="table",
        ),
        _table_size,
    ),
}


def faults(
    blocks: Any, *, in_view: bool = False, at: str = "/blocks", files: Collection[str] = ()
) -> list[str]:
    """What is wrong with the blocks, in Slack's words; nothing if they stand."""
    check = Check(scope={"files": files})
    known, most = (EVERYWHERE, VIEW_BLOCKS) if in_view else (IN_MESSAGES, MESSAGE_BLOCKS)
    items(typed(known), most, 0)(check, blocks, at)
    if not check.errors:
        for double in unique([block["block_id"] for block in blocks if "block_id" in block]):
            check.fault(at, f"block_id {double!r} already exists")
        focused = [e for e in interactive(blocks) if e.get("focus_on_load")]
        if len(focused) > 1:
            check.fault(at, "only one element may have `focus_on_load`")
        markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
        if markdown > MARKDOWN:
            check.fault(at, f"markdown blocks hold more than {MARKDOWN} characters")
    return check.errors


def tables(blocks: list[dict[str, Any]]) -> int:
    return sum(block["type"] == "table" for block in blocks)


def weight(blocks: list[dict[str, Any]]) -> int:
    """What a message of these blocks weighs, each part of a rich_text as a block of its own."""
    heavy = 0
    for block in blocks:
        parts = len(block["elements"]) if block["type"] == "rich_text" else 1
        heavy += A_BLOCK * parts + sum(len(escaped(text)) for text in texts(block))
    return heavy


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def texts(thing: Any) -> Iterator[str]:
    """Every text that is shown of a block or what is in it."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name in {"text", "alt_text", "fallback"} and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from texts(value)


def interactive(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every element that people can use."""
    for block in blocks:
        inside = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
        yield from (one for one in inside if one and one.get("type") in ELEMENTS)
