"""One-time codes: how they are made, and why one may not be used."""

import random
from datetime import timedelta

from bot.context import Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Code, CodeKind, Group

LASTS = timedelta(hours=1)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""None that is read as another: no 0 and O, no 1 and I."""
LENGTH = 8
"""40 random bits, for an hour, with a person's or an admin's own hands to type guesses."""


def make(ctx: Context, kind: CodeKind, group: Group | None, person: Person) -> Code:
    """A new code, good once and for an hour."""
    until = ctx.now + LASTS
    code = _random(ctx.rng)
    while not ctx.store.codes.add(code, kind, group, person, until):
        code = _random(ctx.rng)
    return Code(code, kind, group.id if group else None, person, until)


def _random(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(LENGTH))


def usable(ctx: Context, typed: str, kind: CodeKind, where_from: str) -> Code:
    """The code in what somebody typed. A DlqError that says why it is none, was used or ran out;
    `where_from` is how one comes by a new one."""
    # However it was copied: in small letters, in halves, with the marks that stood around it.
    text = "".join(char for char in typed.upper() if char.isalnum())
    code = ctx.store.codes.get(text, kind)
    if code is None:
        raise DlqError(f"I know no code {text[:20]!r}; {where_from}.")
    if code.used_at is not None:
        raise DlqError(f"The code {code.code} has been used: a code works once. Now {where_from}.")
    if ctx.now >= code.until:
        raise DlqError(
            f"The code {code.code} ran out {_ago(ctx.now - code.until)} ago: a code works for an "
            f"hour. Now {where_from}."
        )
    return code


def _ago(past: timedelta) -> str:
    minutes = int(past.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
