"""Who is notified by a message: what Slack makes of `<!channel>` and its like in any formatted
text, and of the elements of rich text that name people."""

import re
from collections.abc import Iterator
from typing import Any

SPECIAL = re.compile(r"<!(channel|here|everyone)(?:\|[^>]*)?>")
USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
USERGROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")


def in_text(text: str) -> Iterator[tuple[str, str]]:
    """("broadcast", "channel"), ("user", id) and ("usergroup", id) in formatted text."""
    yield from (("broadcast", name) for name in SPECIAL.findall(text))
    yield from (("user", name) for name in USER.findall(text))
    yield from (("usergroup", name) for name in USERGROUP.findall(text))


def in_blocks(thing: Any) -> Iterator[tuple[str, str]]:
    """The same in blocks, however deep."""
    if isinstance(thing, list):
        for one in thing:
            yield from in_blocks(one)
    if not isinstance(thing, dict):
        return
    match thing.get("type"):
        case "mrkdwn" | "markdown":
            yield from in_text(thing.get("text", ""))
        case "broadcast":
            yield "broadcast", thing["range"]
        case "user" if "user_id" in thing:
            yield "user", thing["user_id"]
        case "usergroup" if "usergroup_id" in thing:
            yield "usergroup", thing["usergroup_id"]
    for value in thing.values():
        if isinstance(value, dict | list):
            yield from in_blocks(value)


def mentions(text: str, blocks: Any) -> set[tuple[str, str]]:
    """Everybody whom the message's text or blocks name so that they are told."""
    return {*in_text(text), *in_blocks(blocks)}
