"""A study group in a Slack workspace: people with Slack's client, and processes of dlq that serve
them over a real socket, may be killed at any point, and are started again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.slack import serving
from bot.bank import Bank
from bot.events import AnyEvent, Place
from bot.message import Choices, Form, Refused, Reply
from bot.platform import Platform
from bot.settings import Secret, Settings
from tests.fakes.bot import Bot, Died, World, nothing_happens
from tests.fakes.clock import MONDAY, turns
from tests.slack_server import SlackServer
from tests.slack_server.manifest import Manifest
from tests.slack_server.people import Person
from tests.slack_server.world import TEAM, Channel, Message

MANIFEST = Path(serving.__file__).parent / "manifest.yaml"
SETUP = "admin setup time=09:00 zone=UTC"
Outcome = Reply | Form | Refused | Choices

PATIENCE = 20
"""Seconds until a test gives up; nothing in it is meant to take time."""

RESTING = ("monitor_current_session", "receive_messages", "process_messages")
"""Tasks of slack_sdk that last as long as a socket does."""


class SlackWorld(World):
    """A world whose one chat service is the tests' own Slack."""

    def __init__(self, bank: Bank, start: datetime) -> None:
        super().__init__(bank, start)
        self.services = {}
        self.server = SlackServer(Manifest.read(MANIFEST), self.clock)
        self.outside: set[asyncio.Task[Any]] = asyncio.all_tasks()
        """Tasks that are no process's: the test's own, and who tells its story."""

    @property
    def settings(self) -> Settings:
        return Settings(
            slack_bot_token=Secret(self.server.bot_token),
            slack_app_token=Secret(self.server.app_token),
            slack_api=self.server.api,
        )


class SlackBot(Bot):
    """One process of dlq on Slack. `outcomes` is what the core answered to what."""

    world: SlackWorld

    def __init__(self, world: SlackWorld, *, reach: Died = nothing_happens) -> None:
        super().__init__(world, reach=reach)
        self.server = world.server
        self.outcomes: list[tuple[AnyEvent, Outcome]] = []
        self.instead: Outcome | None = None
        """What is answered to everything, where a test wants to see it drawn."""
        self.gate = asyncio.Event()
        """The core takes its time until this is set."""
        self.gate.set()
        self.serving: asyncio.Task[None] | None = None
        self._resting: set[asyncio.Task[Any]] = set()

    async def hear(self, event: AnyEvent) -> Outcome:
        await self.gate.wait()
        outcome = self.instead or await self.handle(event)
        self.outcomes.append((event, outcome))
        return outcome

    @property
    def last(self) -> Outcome:
        """What the core answered to the last event that asks for an answer."""
        return self.outcomes[-1][1]

    async def start(self) -> "SlackBot":
        await self.daily.lead("slack")
        stands = asyncio.Event()

        def ready(platform: Platform) -> None:
            self.daily.connect("slack", platform)
            stands.set()

        self.serving = asyncio.create_task(
            serving.serve(self.app, self.world.settings, self.hear, ready, clock=self.world.clock)
        )
        standing = asyncio.create_task(stands.wait())
        done, _ = await asyncio.wait(
            {self.serving, standing}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        standing.cancel()
        if self.serving in done:
            self.serving.result()
        assert done, "it connects"
        await self.server.until(lambda: self.server.socket.connections)
        await self.daily.settle()
        await turns()
        self._resting = set(self.tasks())
        return self

    def tasks(self) -> list[asyncio.Task[Any]]:
        """All tasks but the test's own and the server's."""
        ours = {asyncio.current_task()} | self.world.outside | self.server.tasks()
        return [task for task in asyncio.all_tasks() if task not in ours]

    def busy(self) -> list[asyncio.Task[Any]]:
        """Tasks that are about something."""
        return [
            task
            for task in self.tasks()
            if task not in self._resting and not _name(task).endswith(RESTING)
        ]

    async def quiet(self) -> None:
        """Wait until nothing is under way any more in this process or on the wire."""
        async with asyncio.timeout(PATIENCE):
            calm = 0
            while calm < 3:
                busy = self.busy()
                if busy:
                    await asyncio.wait(busy, timeout=1)
                await turns(10)
                calm = 0 if busy or self.server.under_way else calm + 1

    async def ends(self) -> None:
        """Ended as by SIGTERM: put away, the lease given back."""
        assert self.serving is not None
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)
        self.daily.disconnect("slack")
        await self.daily.give_back("slack")
        await self.abandon()
        self.world.keep(self.store)
        self.store.db.conn.close()

    async def dies(self) -> None:
        """Killed: nothing that it still does is heard by anybody."""
        self.server.deaf = True
        self.server.socket.drop()
        await super().dies()
        if self.serving is not None and not self.serving.cancelled():
            # Nobody hears how it ended.
            self.serving.exception()
        await self.server.until(lambda: not self.server.socket.connections)
        self.server.deaf = False

    async def abandon(self) -> None:
        others = self.tasks()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _name(task: asyncio.Task[Any]) -> str:
    return getattr(task.get_coro(), "__qualname__", "")


@dataclass
class Stage:
    """A channel with people in it and the bot that serves them."""

    world: SlackWorld
    room: Channel
    people: dict[str, Person]
    bot: SlackBot

    @property
    def server(self) -> SlackServer:
        return self.world.server

    @property
    def place(self) -> Place:
        return Place("slack", self.room.id, TEAM, self.room.name)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def joins(self, name: str, **more: Any) -> Person:
        """Somebody new in the channel."""
        self.people[name] = self.server.person(name, self.room, **more)
        return self.people[name]

    # What people do; each ends when all that follows from it has happened

    async def types(self, name: str, words: str, channel: Channel | None = None) -> str:
        """A command after /dlq; the error that the client shows, if any."""
        error = await self[name].slash(channel or self.room, words)
        await self.bot.quiet()
        return error

    async def presses(self, name: str, label: str, on: Message | None = None) -> str:
        error = await self[name].press(on or self.question, label)
        await self.bot.quiet()
        return error

    async def fills(self, name: str, **values: str | tuple[str, ...]) -> str:
        error = await self[name].submit(values)
        await self.bot.quiet()
        return error

    async def passes(self, **length: float) -> None:
        """Time goes by, through everything that comes due."""
        await self.bot.until(self.world.clock() + timedelta(**length))
        await self.bot.quiet()

    # What stands there

    @property
    def posts(self) -> list[Message]:
        """What the bot posted in the channel for all, oldest first."""
        return [one for one in self.room.messages if one.by_bot and not one.gone]

    @property
    def question(self) -> Message:
        """The newest post with buttons that is no reply in a thread."""
        asked = [one for one in self.posts if one.thread_ts in {"", one.ts}]
        return next(one for one in reversed(asked) if _has_buttons(one))

    async def restart(self, *, killed: bool = False) -> None:
        """Another process goes on with the database."""
        await (self.bot.dies() if killed else self.bot.ends())
        self.bot = await SlackBot(self.world).start()


def _has_buttons(message: Message) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)


@asynccontextmanager
async def workspace(
    bank: Bank, start: datetime = MONDAY, *names: str
) -> AsyncIterator[tuple[SlackWorld, Channel, dict[str, Person]]]:
    """A workspace with one channel; the first of the people administers it. At its end nothing is
    left that Slack would let pass and a careful app would not do."""
    world = SlackWorld(bank, start)
    async with world.server as server:
        people = {name: server.person(name, is_admin=name == names[0]) for name in names}
        room = server.channel("daily", *people.values())
        yield world, room, people
        assert server.violations == []


@asynccontextmanager
async def stage(
    bank: Bank, *names: str, start: datetime = MONDAY, setup: bool = True
) -> AsyncIterator[Stage]:
    """A served workspace; with `setup` the channel is a group's with a round a day at nine."""
    async with workspace(bank, start, *(names or ("anna", "ben"))) as (world, room, people):
        made = Stage(world, room, people, await SlackBot(world).start())
        try:
            if setup:
                assert await made.types(next(iter(people)), SETUP) == ""
            yield made
        finally:
            await made.bot.ends()
