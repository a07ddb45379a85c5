"""The days of the five, typed at one terminal: with its ledger every other wire is compared."""

import asyncio
import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from adapters.cli.compose import VirtualClock
from adapters.cli.play import PlayDoor
from adapters.terminal import script
from adapters.terminal.console import transcript
from adapters.terminal.platform import Terminal
from adapters.terminal.session import PLACE
from bot.app import App
from bot.daily import Daily
from bot.settings import Settings
from bot.store import Store
from tests.fakes.five import BANK, DAYS, END, START, Deed, Fills, Presses, Types, ledger


def lines() -> Iterator[str]:
    """What is typed: who it is, and the deed; the clock is moved from one to the next."""
    now = START
    for at, name, deed in DAYS:
        if at > now:
            yield f"/wait {_seconds(now, at)}s"
            now = at
        yield from _typed(name, deed)
    yield f"/wait {_seconds(now, END)}s"


def _seconds(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(seconds=1)


def _typed(name: str, deed: Deed) -> list[str]:
    match deed:
        case Types(words):
            return [f"/as {name}", f"/dlq {words}"]
        case Presses(label):
            return [f"/as {name}", f"/press {label}"]
        case Fills(values):
            return [", ".join(value) for value in values.values()]


async def played() -> tuple[dict[str, list[dict[str, Any]]], str]:
    """The ledger after the days, and what stood on the screen."""
    store, clock, screen = Store(), VirtualClock(START), io.StringIO()
    app = App(store, BANK, Settings(), random.Random(0))
    daily = Daily(
        # The leases' clock stands still: a virtual day must not make one run out.
        *(store, BANK, Settings()),
        clock=clock,
        lease_clock=lambda: START,
        holder="terminal",
    )
    terminal = Terminal(transcript(screen))
    await daily.lead(PLACE.platform)
    daily.connect(PLACE.platform, terminal)
    ids = count(1)
    door = PlayDoor(app, daily, clock, ZoneInfo("UTC"))
    await script.play(
        door, terminal, lines(), person="anna", new_id=lambda: f"delivery-{next(ids)}"
    )
    left = await daily.on_core(ledger, store)
    await daily.close()
    return left, screen.getvalue()


@cache
def in_the_terminal() -> dict[str, list[dict[str, Any]]]:
    """The ledger of the days, played once for all tests. Not for use inside a running loop."""
    return asyncio.run(played())[0]
