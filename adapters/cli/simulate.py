"""dlq simulate: a virtual clock plays the days through the whole loop."""

import asyncio
import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from adapters.cli import compose
from bot.app import App
from bot.bank import load
from bot.daily import Daily
from bot.errors import DlqError
from bot.events import CommandUsed, MessageRef, Person, Place
from bot.message import Message, Reply
from bot.rounds import slot_on
from bot.settings import Settings
from bot.steps.rules import read_time, read_zone
from bot.store import Store

PLACE = Place("simulation", "here", "simulation", "here")
ADMIN = Person("simulation", "admin", "admin")


class Recorder:
    """A platform that takes everything and notes when."""

    def __init__(self, clock: compose.VirtualClock) -> None:
        self.clock = clock
        self.posts: list[tuple[datetime, str, Message]] = []

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        self.posts.append((self.clock(), key, message))
        return MessageRef((key,))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Nothing to be noted: an edit adds no post."""

    async def find(
        self, to: Place | Person, key: str, *, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        known = any(key == posted for _, posted, _ in self.posts)
        return MessageRef((key,)) if known else None


@click.command("simulate")
@click.option("--days", type=click.IntRange(1, 4000), default=400, show_default=True)
@click.option("--zone", required=True, help="An IANA time zone, like Europe/Berlin.")
@click.option("--at", default="09:00", show_default=True, help="The rounds' time of day.")
@click.option("--start", help="The first day; today without it.")
def simulate_command(days: int, zone: str, at: str, start: str | None) -> None:
    """Play so many days with a virtual clock; print what was posted, late and skipped."""
    zone, when = read_zone(zone), read_time(at)
    first = _day(start) if start else compose.now().astimezone(ZoneInfo(zone)).date()
    begin = datetime.combine(first, time(0), ZoneInfo(zone)) - timedelta(hours=1)
    lines = asyncio.run(simulated(begin, days, zone, when))
    for line in lines:
        click.echo(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DlqError(f"{text!r} is no date; write it like 2026-01-31.") from None


async def simulated(begin: datetime, days: int, zone: str, at: time) -> list[str]:
    """A line for every round, and a last one that counts posted, late, skipped and voided."""
    clock = compose.VirtualClock(start=begin)
    settings, store, bank = Settings(), Store(), load([compose.own_questions()])
    app = App(store, bank, settings, random.Random(0))
    # Nothing else knows this database: its lease never has to be renewed.
    daily = Daily(store, bank, settings, clock=clock, lease_clock=compose.now, holder="simulation")
    platform = Recorder(clock)
    await daily.lead(PLACE.platform)
    daily.connect(PLACE.platform, platform)
    options = {"time": f"{at:%H:%M}", "zone": zone}
    setup = CommandUsed(
        id="setup",
        at=clock(),
        person=ADMIN,
        place=PLACE,
        may_manage=True,
        path=("admin", "setup"),
        options=options,
    )
    reply = await daily.on_core(app.handle, setup)
    assert isinstance(reply, Reply) and not reply.refused, reply
    await _play(daily, clock, begin + timedelta(days=days))
    lines = await daily.on_core(_report, store, platform, zone)
    await daily.close()
    return lines


async def _play(daily: Daily, clock: compose.VirtualClock, end: datetime) -> None:
    """Move the clock from one due moment to the next."""
    while True:
        await daily.settle()
        moment = await daily.next_moment()
        if moment is None or moment > end:
            return
        clock.move_to(max(moment, clock() + timedelta(microseconds=1)))


def _report(store: Store, platform: Recorder, zone: str) -> list[str]:
    [group] = store.groups.all()
    asked: dict[str, list[datetime]] = {}
    for at, _, message in platform.posts:
        asked.setdefault(message.foot, []).append(at)
    lines, late, skipped, voided = [], 0, 0, 0
    for round in store.rounds.of_group(group):
        slot = slot_on(round.date, group.rules)
        times = asked.get(f"{round.cause} · question", [])
        posted = ", ".join(f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}" for at in times)
        late += round.late
        skipped += round.state == "skipped"
        voided += round.state == "voided"
        wrong = "" if times == [slot] or round.state == "skipped" else "  NOT AT ITS SLOT"
        what = round.question or round.note
        lines.append(f"{round.date}  {round.state:8}  {posted}  {what}{wrong}")
    total = sum(len(asked.get(f"{r.cause} · question", [])) for r in store.rounds.of_group(group))
    counted = f"{total} posted, {late} late, {skipped} skipped, {voided} voided"
    return [*lines, counted]
