"""By what a page is known: the nonce it is sent with, the mark in it, and its foot.

The nonce makes Discord send a page once however often it is asked within minutes; mark and foot
say for ever in the channel's history which post a message is. The mark is the `id` of the foot's
TextDisplay: Discord keeps that number and shows it to nobody. An edit is given no key, so it takes
the mark away; then the foot alone decides, which holds cause and kind and is as exact as the
ledger: one place has one post of a cause and kind.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from adapters.discord.limits import NONCE
from adapters.discord.markup import small, unescaped

FIRST_MARK = 1 << 30
"""Marks are 31-bit numbers from here on; ids that Discord gives by itself count from 1."""

_TEXT_DISPLAY = 10
_FOOT = re.compile(r"-# (.+?)(?: · (\d{1,3})/(\d{1,3}))?")


def _digest(key: str, page: int) -> str:
    return sha256(f"{key}.{page}".encode()).hexdigest()


def nonce(key: str, page: int) -> str:
    """What page `page` (from 0) of the post is sent with."""
    return _digest(key, page)[:NONCE]


def mark(key: str, page: int) -> int:
    """The id of the foot under page `page` (from 0) of the post."""
    return int(_digest(key, page)[:8], 16) % FIRST_MARK + FIRST_MARK


def foot(text: str, page: int, of: int) -> str:
    """The line under a page: "round 17 · reveal · 2/3"."""
    return small(f"{text} · {page + 1}/{of}" if of > 1 else text)


def recognised(message: Mapping[str, Any], key: str) -> tuple[int, int] | None:
    """Which page (from 0) of how many a message is of the post with this key; None if of none."""
    display = _last_display(message)
    read = _FOOT.fullmatch(str(display.get("content", "")).strip())
    if read is None:
        return None
    page, of = (int(read[2]) - 1, int(read[3])) if read[2] else (0, 1)
    if not 0 <= page < of:
        return None
    known = display.get("id")
    marked = isinstance(known, int) and known >= FIRST_MARK
    ours = known == mark(key, page) if marked else _says(unescaped(read[1]), key)
    return (page, of) if ours else None


def _last_display(message: Mapping[str, Any]) -> Mapping[str, Any]:
    components = message.get("components") or ()
    displays = [c for c in components if c.get("type") == _TEXT_DISPLAY]
    return displays[-1] if displays else {}


def _says(said: str, key: str) -> bool:
    """Whether a foot ("round 17 · reveal") is that of a key ("dlq-41-reveal-round-17")."""
    cause, _, kind = said.rpartition(" · ")
    return bool(re.fullmatch(rf"dlq-\d+-{re.escape(f'{kind}-{cause}'.replace(' ', '-'))}", key))
