"""A study group in a Slack workspace: people with Slack's client, and processes of dlq that serve
them over a real socket, may be killed at any point, and are started again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.slack import serving
from bot.bank import Bank
from bot.events import AnyEvent, Place
from bot.settings import Secret, Settings
from tests.fakes.bank import tiny_bank
from tests.fakes.bot import Died, World, nothing_happens
from tests.fakes.clock import MONDAY, turns
from tests.served_stage import Outcome, ServedBot, ServedStage, task_name
from tests.slack_server import SlackServer
from tests.slack_server.manifest import Manifest
from tests.slack_server.people import Person
from tests.slack_server.world import TEAM, Channel, Message

MANIFEST = Path(serving.__file__).parent / "manifest.yaml"
SETUP = "admin setup time=09:00 zone=UTC"

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


class SlackBot(ServedBot):
    """One process of dlq on Slack."""

    on = "slack"
    world: SlackWorld

    def __init__(self, world: SlackWorld, *, reach: Died = nothing_happens) -> None:
        super().__init__(world, reach=reach)
        self.instead: Outcome | None = None
        """What is answered to everything, where a test wants to see it drawn."""
        self.gate = asyncio.Event()
        """The core takes its time until this is set."""
        self.gate.set()
        self._resting: set[asyncio.Task[Any]] = set()

    async def hear(self, event: AnyEvent) -> Outcome:
        await self.gate.wait()
        if self.instead is None:
            return await super().hear(event)
        self.outcomes.append((event, self.instead))
        return self.instead

    async def start(self) -> "SlackBot":
        await self.connects(serving.serve)
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
            if task not in self._resting and not task_name(task).endswith(RESTING)
        ]

    def on_the_wire(self) -> bool:
        return bool(self.server.under_way)

    async def ends(self) -> None:
        """Ended as by SIGTERM: put away, the lease given back."""
        assert self.serving is not None
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)
        await self.put_away()

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


@dataclass
class Stage(ServedStage):
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

    # What stands there

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Who answered the first round, and what, oldest first."""
        kept = self.bot.store.answers.to(self.bot.round(1))
        return [(answer.person.name, answer.text) for answer in kept]

    @property
    def posts(self) -> list[Message]:
        """What the bot posted in the channel for all, oldest first."""
        return [one for one in self.room.messages if one.by_bot and not one.gone]

    @property
    def question(self) -> Message:
        """The newest post with buttons that is no reply in a thread."""
        asked = [one for one in self.posts if one.thread_ts in {"", one.ts}]
        return next(one for one in reversed(asked) if _has_buttons(one))


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


@asynccontextmanager
async def first_day(question: str = "cnn/same-padding") -> AsyncIterator[Stage]:
    """The first round is open since five minutes."""
    async with stage(tiny_bank(question), "anna", "ben") as made:
        await made.passes(hours=1, minutes=5)
        yield made
