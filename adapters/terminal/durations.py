"""How long ``/wait`` waits: "25h", "90m", "1d 12h"."""

import re
from datetime import timedelta

from bot.errors import DlqError

LONGEST = timedelta(days=400)

_PART = re.compile(r"(\d{1,9})\s*(days?|d|hours?|h|minutes?|min|m|seconds?|s)\s*", re.IGNORECASE)
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def duration(text: str) -> timedelta:
    """The length of time that was typed; a DlqError if it is none, or too long."""
    total = timedelta()
    at = 0
    words = text.strip()
    while found := _PART.match(words, at):
        total += timedelta(**{_UNITS[found[2][0].lower()]: int(found[1])})
        at = found.end()
    if at != len(words) or total == timedelta():
        raise DlqError(
            f"{text.strip()[:40]!r} is no length of time; write it like 25h, 90m, 2d or 45s."
        )
    if total > LONGEST:
        raise DlqError(f"The clock moves by at most {LONGEST.days}d at a time; wait again after.")
    return total
