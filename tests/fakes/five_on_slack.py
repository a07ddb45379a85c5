"""The days of the five on Slack: what they do, done with Slack's client, over a real socket; told
by one process after the other, each killed where it is to be.

What was on its way when a process died is delivered once more as it was, as Slack was seen to do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.fakes.five import BANK, DAYS, END, PEOPLE, START, Deed, Fills, Presses, Types, ledger
from tests.fakes.story import Death, Killed
from tests.slack_server import shown
from tests.slack_server.people import Person
from tests.slack_server.world import Channel, Message
from tests.slack_stage import SlackBot, SlackWorld, workspace


@dataclass(frozen=True)
class Ending:
    """`seen` is what stands in the channel, `under` which post of it."""

    ledger: dict[str, list[dict[str, Any]]]
    seen: list[tuple[str, str]]
    unsent: list[str]
    points: list[list[str]]


class SlackDeath(Death):
    """A death that the service notices at once: it hears nothing more of this process."""

    def __init__(self, world: SlackWorld, after: int | None) -> None:
        super().__init__(after)
        self.world = world
        self.came = asyncio.Event()

    def reach(self, point: str) -> None:
        try:
            super().reach(point)
        except Killed:
            self.world.server.deaf = True
            self.came.set()
            raise

    def cuts(self, point: str) -> bool:
        """The same for what reaches the service from this process."""
        try:
            self.reach(point)
        except Killed:
            return True
        return False


class Days:
    """How far the days are told. `interrupted` is what was on its way when a process died."""

    def __init__(
        self, world: SlackWorld, room: Channel, people: dict[str, Person], doubles: bool
    ) -> None:
        self.world, self.room, self.people = world, room, people
        self.told = 0
        self.interrupted: Callable[[], Awaitable[str]] | None = None
        world.server.socket.doubles = doubles

    async def go_on(self, bot: SlackBot, deeds: int) -> bool:
        """Tell so many more; whether the days are over."""
        await bot.quiet()
        for at, name, deed in DAYS[self.told : self.told + deeds]:
            await bot.until(at)
            await self.done(bot, self.people[name], deed)
            self.told += 1
        if self.told < len(DAYS):
            return False
        await bot.until(END)
        await bot.quiet()
        return True

    async def done(self, bot: SlackBot, person: Person, deed: Deed) -> None:
        """One deed, with all that follows from it; one that was interrupted is the same again."""
        again = self.interrupted or self.first(bot, person, deed)
        # The form may be gone that an interrupted press had opened, and be open already.
        self.interrupted = again
        await again()
        await bot.quiet()
        self.interrupted = None

    def first(self, bot: SlackBot, person: Person, deed: Deed) -> Callable[[], Awaitable[str]]:
        async def does() -> str:
            match deed:
                case Types(words):
                    doing = person.slash(self.room, words)
                case Presses(label, on):
                    doing = person.press(self.found(person, label, private=on == "reply"), label)
                case Fills(values):
                    doing = self.fills(bot, person, values)
            return await doing

        async def does_or_repeats() -> str:
            if person.again is before:
                return await does()
            assert person.again is not None
            return await person.again()

        before = person.again
        return does_or_repeats

    async def fills(self, bot: SlackBot, person: Person, values: Any) -> str:
        """A form that a dead process never opened is asked for once more."""
        if person.view is None:
            _, _, pressed = DAYS[self.told - 1]
            assert isinstance(pressed, Presses)
            await person.press(
                self.found(person, pressed.label, private=pressed.on == "reply"), pressed.label
            )
            await bot.quiet()
        return await person.submit(_one_or_many(values))

    def found(self, person: Person, label: str, *, private: bool) -> Message:
        """The newest message with that button, under a question for all or only for them."""
        for message in reversed(person.seen()):
            if bool(message.only_for) == private and label in shown.labels(message.blocks):
                return message
        raise AssertionError(f"{person.user.name} sees no [{label}] in:\n{person.reads()}")


def _one_or_many(values: Any) -> dict[str, str | tuple[str, ...]]:
    return {name: value[0] if len(value) == 1 else value for name, value in values.items()}


async def lived(
    deaths: Iterable[int] = (), *, doubles: bool = False, deeds: int = len(DAYS)
) -> Ending:
    """The days, told by a process for every death and then by those that nobody kills: each ends
    by itself after so many deeds."""
    _silence_the_dead(asyncio.get_running_loop())
    async with workspace(BANK, START, *PEOPLE) as (world, room, people):
        # Real seconds: that dlq is quick is tried elsewhere, and this machine may be busy.
        world.server.socket.patience = 60
        days, coming, points = Days(world, room, people, doubles), iter(deaths), list[list[str]]()
        while True:
            death = SlackDeath(world, next(coming, None))
            points.append(death.points)
            bot = await life(world, days, death, deeds)
            if bot is not None:
                break
        # The days are over: what is put away now is no part of them.
        death.after = None
        lives = [list(life) for life in points]
        ending = Ending(ledger(bot.store), _seen(room), _unsent(bot), lives)
        await bot.ends()
        return ending


async def life(world: SlackWorld, days: Days, death: SlackDeath, deeds: int) -> SlackBot | None:
    """One process; None if it died, or ended before the days were over."""
    bot = SlackBot(world, reach=death.reach)
    world.server.reach = death.cuts

    async def tells() -> bool:
        await bot.start()
        return await days.go_on(bot, deeds)

    teller, dying = asyncio.create_task(tells()), asyncio.create_task(death.came.wait())
    world.outside |= {teller, dying}
    await asyncio.wait({teller, dying}, return_when=asyncio.FIRST_COMPLETED)
    dying.cancel()
    if not death.dead:
        if teller.result():
            return bot
        death.after = None
        await bot.ends()
        return None
    teller.cancel()
    await asyncio.gather(teller, return_exceptions=True)
    await bot.dies()
    return None


def _seen(room: Channel) -> list[tuple[str, str]]:
    """What the bot said to all in the channel, with the foot of what it stands under."""
    by_ts = {message.ts: _text(message) for message in room.messages}
    return [
        (_text(one), by_ts[one.thread_ts].splitlines()[-1] if one.thread_ts != one.ts else "")
        if one.thread_ts
        else (_text(one), "")
        for one in room.messages
        if one.by_bot and not one.gone
    ]


def _text(message: Message) -> str:
    return shown.text(message.blocks, message.text)


def _unsent(bot: SlackBot) -> list[str]:
    rows = bot.store.rows("SELECT id, cause, kind, state, stale FROM post ORDER BY id")
    return [str(row) for row in rows if row["state"] != "sent" or row["stale"]]


def _silence_the_dead(loop: asyncio.AbstractEventLoop) -> None:
    """Nobody hears what a killed process raises in the background."""

    def heard(loop: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
        if not isinstance(what.get("exception"), Killed):
            loop.default_exception_handler(what)

    loop.set_exception_handler(heard)
