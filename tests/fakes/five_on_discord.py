"""The days of the five on Discord: what they do, done with Discord's client, over a real
connection; told by one process after the other, each killed where it is to be.

Discord delivers an interaction once. Who was told that it failed, and of whose deed the ledger
knows nothing, does it again; so do people.
"""

import asyncio
import gc
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.discord_server import Answer, Channel, Message, Modal, Person
from tests.discord_stage import DiscordBot, DiscordWorld, community
from tests.fakes.five import BANK, DAYS, END, PEOPLE, START, Deed, Fills, Presses, Types, ledger
from tests.fakes.story import Death, Killed

KINDS: dict[type[Deed], int] = {Types: 2, Presses: 3, Fills: 5}
"""Which kind of interaction a deed is."""

Seen = list[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Ending:
    """`seen` and `under` are what stands in the channel and in its threads, with the buttons;
    `pinged` who was called by a message."""

    ledger: dict[str, list[dict[str, Any]]]
    seen: Seen
    under: dict[str, Seen]
    pinged: list[str]
    unsent: list[str]
    points: list[list[str]]


class DiscordDeath(Death):
    """A death that the service notices at once: it hears nothing more of this process."""

    def __init__(self, after: int | None) -> None:
        super().__init__(after)
        self.came = asyncio.Event()

    def reach(self, point: str) -> None:
        try:
            super().reach(point)
        except Killed:
            self.came.set()
            raise

    def alive(self, point: str) -> bool:
        """The same for what reaches the service from this process."""
        try:
            self.reach(point)
        except Killed:
            return False
        return True


class Days:
    """How far the days are told. `forms` are the newest that opened before each person."""

    def __init__(self, world: DiscordWorld, room: Channel, people: dict[str, Person]) -> None:
        self.world, self.room, self.people = world, room, people
        self.told = 0
        self.forms: dict[str, Modal] = {}

    async def go_on(self, bot: DiscordBot) -> None:
        await bot.quiet()
        while self.told < len(DAYS):
            at, name, deed = DAYS[self.told]
            await bot.until(at)
            if not self.was_recorded(bot, self.people[name], deed):
                await self.done(bot, self.people[name], deed)
            await bot.quiet()
            self.told += 1
        await bot.until(END)
        await bot.quiet()

    def was_recorded(self, bot: DiscordBot, person: Person, deed: Deed) -> bool:
        """Whether the ledger knows of this very deed, done when the process before died."""
        now, told = self.world.clock(), DAYS[: self.told]
        tried = [
            interaction
            for interaction in self.world.server.discord.interactions.values()
            if interaction.user is person.user
            and interaction.at == now
            and interaction.kind == KINDS[type(deed)]
        ]
        before = sum((at, who, type(d)) == (now, person.name, type(deed)) for at, who, d in told)
        return any(bot.store.people.remembered(str(one.id)) for one in tried[before:])

    async def done(self, bot: DiscordBot, person: Person, deed: Deed) -> Answer:
        match deed:
            case Types(words):
                path, given = bot.app.parse(words)
                return await person.command(self.room, " ".join(path), given)
            case Presses(label, on):
                message = self.found(person, label, private=on == "reply")
                if message is None:
                    # The reply was lost with the process that wrote it: ask for another.
                    await self.done(bot, person, self.asked_before(person))
                    message = self.found(person, label, private=True)
                assert message is not None, f"{person.name} sees no [{label}]:\n{person.reads()}"
                answer = await person.press(message, label)
                if answer.modal is not None:
                    self.forms[person.name] = answer.modal
                return answer
            case Fills(values):
                form = self.forms[person.name]
                # A person whose submission failed finds the form still open.
                form.open = True
                given = {k: v[0] if len(v) == 1 else v for k, v in values.items()}
                return await person.submit(form, **given)

    def asked_before(self, person: Person) -> Deed:
        """What the person typed last."""
        told = reversed(DAYS[: self.told])
        return next(deed for _, who, deed in told if who == person.name and isinstance(deed, Types))

    def found(self, person: Person, label: str, *, private: bool) -> Message | None:
        """The newest message with that button, under a question for all or only for them."""
        seen = [
            message
            for message in person.sees(self.room)
            if (message.only_for is not None) == private and label in message.labels
        ]
        return seen[-1] if seen else None


def lived(deaths: Iterable[int] = ()) -> Ending:
    """The days, told by a process for every death and one more that nobody ends."""
    with warnings.catch_warnings():
        # Who is killed closes nothing.
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        ending = asyncio.run(_lived(deaths))
        gc.collect()
    return ending


async def _lived(deaths: Iterable[int]) -> Ending:
    _silence_the_dead(asyncio.get_running_loop())
    coming, points = iter(deaths), list[list[str]]()
    async with community(BANK, START, *PEOPLE) as (world, room, people):
        days = Days(world, room, people)
        while True:
            death = DiscordDeath(next(coming, None))
            points.append(death.points)
            bot = await life(world, days, death)
            if bot is not None:
                # All is told; nobody ends it any more.
                death.after = None
                break
        left = _ending(world, room, bot, points)
        await bot.ends()
        if len(points) > 1:
            # What a killed process promised to say, nobody says.
            world.server.discord.interactions.clear()
        return left


async def life(world: DiscordWorld, days: Days, death: DiscordDeath) -> DiscordBot | None:
    """One process; None if it died."""
    bot = DiscordBot(world, reach=death.reach)
    world.server.discord.alive = death.alive

    async def tells() -> None:
        await bot.start()
        await days.go_on(bot)

    teller, dying = asyncio.create_task(tells()), asyncio.create_task(death.came.wait())
    await asyncio.wait({teller, dying}, return_when=asyncio.FIRST_COMPLETED)
    dying.cancel()
    if not death.dead:
        teller.result()
        return bot
    teller.cancel()
    await asyncio.gather(teller, return_exceptions=True)
    await bot.dies()
    return None


def _ending(world: DiscordWorld, room: Channel, bot: DiscordBot, points: list[list[str]]) -> Ending:
    discord = world.server.discord
    rows = bot.store.rows("SELECT id, cause, kind, state, stale FROM post ORDER BY id")
    posts = [post for post in discord.messages(room) if not post.token]
    return Ending(
        ledger=ledger(bot.store),
        seen=_drawn(posts),
        under={
            post.thread.name: _drawn([m for m in discord.messages(post.thread) if m.type != 21])
            for post in posts
            if post.thread is not None
        },
        pinged=[name for _, name in discord.notes.pinged],
        unsent=[str(row) for row in rows if row["state"] != "sent" or row["stale"]],
        points=points,
    )


def _drawn(messages: list[Message]) -> Seen:
    return [(message.text, tuple(message.labels)) for message in messages]


def _silence_the_dead(loop: asyncio.AbstractEventLoop) -> None:
    """Nobody hears what a killed process raises in the background."""

    def heard(loop: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
        if not isinstance(what.get("exception"), Killed):
            loop.default_exception_handler(what)

    loop.set_exception_handler(heard)
