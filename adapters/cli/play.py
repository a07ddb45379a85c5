"""dlq play: the daily loop in the terminal, for one person or several at one screen."""

import asyncio
import getpass
import random
import signal
import sys
import uuid
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from adapters.cli import compose
from bot.app import App
from bot.daily import Daily, Intervals
from bot.errors import DlqError
from bot.events import AnyEvent, CommandUsed, Person, Place
from bot.ledger import Round
from bot.message import Choices, Form, Refused, Reply
from bot.steps.rules import read_zone
from bot.store import Store

AHEAD = "clock ahead"
"""The fact that keeps how many seconds a play database's clock was moved."""
FARTHEST = timedelta(days=400)
LEASE = Intervals(lease=10, renew=3)
"""Shorter than a bot's: after a kill, somebody is waiting at the keyboard."""


@click.command("play")
@click.option("--as", "person", help="Who is at the keyboard; your login name without it.")
@click.option(
    "--script",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="Play the lines of a file and print a transcript.",
)
@click.option(
    "--now", "start", help="Begin at this ISO time instead of now; the clock stands still."
)
@click.option("--zone", help="The play group's time zone; the system's without it.")
@click.option("--question", help="Today's question, by its id; the group's next without it.")
@click.option("--database", type=click.Path(path_type=Path), help="Keep the game in this file.")
def play_command(
    person: str | None,
    script: Iterable[str] | None,
    start: str | None,
    zone: str | None,
    question: str | None,
    database: Path | None,
) -> None:
    """Play the daily loop here: no account, no network."""
    if script is None and not sys.stdin.isatty():
        script = sys.stdin
    scripted = script is not None
    zone = read_zone(zone) if zone else _system_zone()
    begin = _instant(start, zone) if start else None
    path = database or (None if scripted else compose.data_directory() / "play.db")
    name = person or _login_name()
    # A terminal that cannot show a character shows another one, and the game goes on.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    game = _Game(zone, name, question, script)
    sys.exit(asyncio.run(_play(path, begin, game)))


def _system_zone() -> str:
    from tzlocal import get_localzone_name

    try:
        return read_zone(get_localzone_name())
    except (DlqError, LookupError, ValueError, OSError):
        return "UTC"


def _login_name() -> str:
    try:
        return getpass.getuser()[:32] or "me"
    except (OSError, KeyError):
        return "me"


def _instant(text: str, zone: str) -> datetime:
    """An ISO time; one without an offset is local to the zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise DlqError(f"--now {text!r} is no ISO time; write it like 2026-01-05T08:00.") from None
    local = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    try:
        return local.astimezone(UTC)
    except OverflowError:
        raise DlqError(f"--now {text!r} is out of range.") from None


@dataclass(frozen=True, slots=True)
class _Game:
    """What the options say of a game: the group's zone, who begins, and the lines of a script."""

    zone: str
    person: str
    question: str | None
    script: Iterable[str] | None


async def _play(path: Path | None, begin: datetime | None, game: _Game) -> int:
    chosen = compose.settings()
    bank = compose.bank(chosen)
    store = Store(path)
    clock = _clock(store, begin)
    # A script is the same wherever and whenever it is played.
    rng = random.Random(0) if game.script is not None else random.SystemRandom()
    app = compose.app(store, bank, chosen, rng)
    daily = compose.daily(store, bank, chosen, clock=clock, intervals=LEASE)
    door = PlayDoor(app, daily, clock, ZoneInfo(game.zone))
    ended = asyncio.create_task(compose.signalled(signal.SIGTERM))
    playing = asyncio.create_task(_session(door, daily, game))
    both: set[asyncio.Task[Any]] = {playing, ended}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done():
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing
            return 130
        return playing.result()
    finally:
        await daily.close()


def _clock(store: Store, begin: datetime | None) -> compose.VirtualClock:
    """The play database's own clock: it stays as far ahead as /wait has brought it."""
    if begin is not None:
        _refuse_elsewhere(store)
        return compose.VirtualClock(start=begin)
    return compose.VirtualClock(ahead=timedelta(seconds=float(store.fact(AHEAD) or 0)))


def _refuse_elsewhere(store: Store) -> None:
    elsewhere = [platform for platform in store.groups.platforms() if platform != "terminal"]
    if elsewhere:
        raise DlqError(
            f"The clock does not move here: this database has a place on {', '.join(elsewhere)}, "
            "where people answer in real time."
        )


class PlayDoor:
    """The core as the terminal's session sees it, with a clock that can be moved."""

    def __init__(self, app: App, daily: Daily, clock: compose.VirtualClock, zone: ZoneInfo) -> None:
        self._zone = zone
        self._app = app
        self._daily = daily
        self._clock = clock
        self._handle: Callable[[AnyEvent], Awaitable[Reply | Form | Refused | Choices]] = (
            daily.door(app.handle)
        )

    async def handle(self, event: AnyEvent) -> Reply | Form | Refused | Choices:
        return await self._handle(event)

    def parse(self, words: str) -> tuple[tuple[str, ...], dict[str, str]]:
        return self._app.parse(words)

    def complete(self, line: str) -> list[tuple[str, str]]:
        return self._app.complete(line)

    def now(self) -> datetime:
        return self._clock().astimezone(self._zone)

    async def settle(self) -> None:
        await self._daily.settle()

    async def wait(self, delta: timedelta) -> None:
        """Move the clock through every due moment on the way, as a heartbeat would meet them."""
        if not timedelta(0) < delta <= FARTHEST:
            raise DlqError(f"/wait moves the clock forward, by up to {FARTHEST.days} days.")
        await self._daily.on_core(_refuse_elsewhere, self._daily.store)
        target = self._clock() + delta
        while True:
            await self._daily.settle()
            moment = await self._daily.next_moment()
            if moment is None or moment > target:
                break
            if moment <= self._clock():
                # Something that cannot be done now: the next heartbeat would try again.
                moment = min(self._clock() + timedelta(minutes=1), target)
                if moment >= target:
                    break
            self._clock.move_to(moment)
        self._clock.move_to(target)
        await self._daily.on_core(
            self._daily.store.note_fact, AHEAD, str(self._clock.ahead.total_seconds())
        )
        await self._daily.settle()


async def _session(door: PlayDoor, daily: Daily, game: _Game) -> int:
    from adapters.terminal import console, prompt
    from adapters.terminal import script as scripts
    from adapters.terminal.platform import Terminal
    from adapters.terminal.session import PLACE

    write = console.coloured() if game.script is None else console.transcript(sys.stdout)
    terminal = Terminal(write)
    await _lead(daily, PLACE.platform)
    daily.connect(PLACE.platform, terminal)
    await _open_todays(door, daily, PLACE, game)
    if game.script is not None:
        return await scripts.play(door, terminal, game.script, person=game.person, new_id=_new_id)
    daily.beat()
    history = compose.data_directory() / "history"
    history.parent.mkdir(parents=True, exist_ok=True)
    return await prompt.play(door, terminal, person=game.person, new_id=_new_id, history=history)


async def _lead(daily: Daily, platform: str) -> None:
    """Wait for the lease: after a kill, the one that was held runs out by itself."""
    leading = asyncio.create_task(daily.lead(platform))
    done, _ = await asyncio.wait({leading}, timeout=2)
    if not done:
        click.echo(
            "Another dlq play has this database, or had it until just now: waiting.", err=True
        )
    await leading


def _new_id() -> str:
    return uuid.uuid4().hex


async def _open_todays(door: PlayDoor, daily: Daily, place: Place, game: _Game) -> None:
    """See to it that there is a question to answer: make the group, catch up, and post today's
    question now if its slot is still to come."""
    store = daily.store
    if await daily.on_core(store.groups.of_place, place) is None:
        options = {"time": "09:00", "zone": game.zone}
        await _command(door, place, game.person, ("admin", "setup"), options)
    await daily.settle()
    running = await daily.on_core(_running, store, place)
    if running is None or game.question:
        what = {"what": game.question} if game.question else {}
        reply = await _command(door, place, game.person, ("admin", "post-now"), what)
        # Without a wish it is refused where today has had its round; `today` says what comes next.
        if game.question and isinstance(reply, Reply) and reply.refused:
            raise DlqError(reply.message.summary)
    await daily.settle()


def _running(store: Store, place: Place) -> Round | None:
    group = store.groups.of_place(place)
    return store.rounds.running(group) if group else None


async def _command(
    door: PlayDoor, place: Place, person: str, path: tuple[str, ...], options: dict[str, str]
) -> object:
    return await door.handle(
        CommandUsed(
            id=_new_id(),
            at=door.now(),
            person=Person(place.platform, person, person),
            place=place,
            may_manage=True,
            path=path,
            options=options,
        )
    )
