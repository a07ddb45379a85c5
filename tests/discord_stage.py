"""A study group in a Discord server: people with Discord's client, and processes of dlq that serve
them over a real connection, may be killed at any point, and are started again.
"""

import asyncio
import contextvars
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

import adapters.discord
from bot.bank import Bank
from bot.events import Place
from bot.settings import Secret, Settings
from tests.discord_server import (
    TOKEN,
    Answer,
    Channel,
    DiscordServer,
    Guild,
    Message,
    Modal,
    Person,
)
from tests.fakes.bank import tiny_bank
from tests.fakes.bot import Died, World, nothing_happens
from tests.fakes.clock import MONDAY, turns
from tests.served_stage import ServedBot, ServedStage, task_name

T = TypeVar("T")
SETUP = {"time": "09:00", "zone": "UTC"}
FAREWELL = 10
"""Seconds in which a process must have put everything away."""
RESTING = ("Shard.", "DiscordWebSocket.")
"""Tasks of discord.py that last as long as a connection does."""

PROCESS: contextvars.ContextVar["DiscordBot"] = contextvars.ContextVar("process")
"""Whose task it is: what a process begins, and what follows from that, is its own."""


class DiscordWorld(World):
    """A world whose one chat service is the tests' own Discord."""

    def __init__(self, bank: Bank | None, start: datetime) -> None:
        super().__init__(bank, start)
        self.services = {}
        self.server = DiscordServer(self.clock)

    @property
    def settings(self) -> Settings:
        return Settings(discord_token=Secret(TOKEN), discord_api=self.server.api)


class DiscordBot(ServedBot):
    """One process of dlq on Discord."""

    on = "discord"
    world: DiscordWorld

    def __init__(self, world: DiscordWorld, *, reach: Died = nothing_happens) -> None:
        super().__init__(world, reach=reach)
        self.tasks: set[asyncio.Task[Any]] = set()
        self._resting: set[asyncio.Task[Any]] = set()
        self._context = contextvars.copy_context()
        self._context.run(PROCESS.set, self)

    def begin(self, doing: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Something that this process does."""
        return asyncio.get_running_loop().create_task(doing, context=self._context)

    async def start(self) -> "DiscordBot":
        asyncio.get_running_loop().set_task_factory(_known_by_process)
        await self.begin(self._start())
        return self

    async def _start(self) -> None:
        with without_waiting_for_servers():
            await self.connects(adapters.discord.serve)
        await self.daily.settle()
        await turns()
        self._resting = set(self.tasks)

    def busy(self) -> list[asyncio.Task[Any]]:
        """Tasks that are about something."""
        here = asyncio.current_task()
        return [
            task
            for task in self.tasks
            if not task.done()
            and task not in self._resting
            and task is not here
            # Some begin anew with every connection.
            and not task_name(task).startswith(RESTING)
        ]

    def on_the_wire(self) -> bool:
        return bool(self.server.rest.under_way)

    async def until(self, moment: datetime) -> None:
        await self.begin(super().until(moment))

    async def ends(self) -> None:
        """Ended as by SIGTERM: put away, the lease given back."""
        assert self.serving is not None
        self.serving.cancel()
        await asyncio.wait({self.serving}, timeout=FAREWELL)
        assert self.serving.done(), "it ends within ten seconds"
        await self.put_away()

    async def dies(self) -> None:
        """Killed: nothing that it still does is heard by anybody."""
        discord = self.server.discord
        discord.alive = lambda point: False
        discord.gateway.forget()
        await super().dies()
        discord.gateway.forget()
        discord.alive = lambda point: True

    async def abandon(self) -> None:
        here = asyncio.current_task()
        # The connection puts itself away; by then nobody listens to it.
        others = [task for task in self.tasks if task is not here]
        if self.serving is not None:
            self.serving.cancel()
            await asyncio.gather(self.serving, return_exceptions=True)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        _stop_hearts()


def _stop_hearts() -> None:
    """A process takes its threads with it; discord.py's heartbeat is one."""
    from discord.gateway import KeepAliveHandler

    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
            thread.join()


def _known_by_process(
    loop: asyncio.AbstractEventLoop, coro: Any, context: contextvars.Context | None = None
) -> asyncio.Task[Any]:
    """Every task of a process is noted by it, so that the process can be killed."""
    task = asyncio.Task(coro, loop=loop, context=context)
    process = context.get(PROCESS) if context is not None else PROCESS.get(None)
    if process is not None:
        process.tasks.add(task)
        task.add_done_callback(process.tasks.discard)
    return task


@contextmanager
def without_waiting_for_servers() -> Iterator[None]:
    """discord.py waits two seconds for servers that it may still hear of; here all come at once."""
    from discord.shard import AutoShardedClient

    usual: Callable[..., Any] = AutoShardedClient._get_state

    def at_once(client: AutoShardedClient, **options: Any) -> Any:
        return usual(client, **{"guild_ready_timeout": 0.02} | options)

    AutoShardedClient._get_state = at_once  # type: ignore[method-assign]
    try:
        yield
    finally:
        AutoShardedClient._get_state = usual  # type: ignore[method-assign]


@dataclass
class Stage(ServedStage):
    """A server's channel with people in it and the bot that serves them."""

    world: DiscordWorld
    school: Guild
    room: Channel
    people: dict[str, Person]
    bot: DiscordBot
    forgiven: list[str] = field(default_factory=list)

    @property
    def server(self) -> DiscordServer:
        return self.world.server

    @property
    def place(self) -> Place:
        return Place("discord", str(self.room.id), str(self.school.id), self.room.name)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    # What people do; each ends when all that follows from it has happened

    async def types(
        self, name: str, words: str, channel: Channel | None = None, **how: Any
    ) -> Answer:
        """A command after /dlq, in words: they become the options that the client would send."""
        path, given = self.bot.app.parse(words)
        return await self.uses(name, " ".join(path), given, channel, **how)

    async def uses(
        self,
        name: str,
        words: str,
        given: dict[str, str] | None = None,
        channel: Channel | None = None,
        **how: Any,
    ) -> Answer:
        place = channel or self.room
        return await self._all(self[name].command(place, words, given or {}, **how))

    async def presses(self, name: str, label: str, on: Message | None = None, **how: Any) -> Answer:
        return await self._all(self[name].press(on or self.question, label, **how))

    async def fills(self, name: str, modal: Modal | None, **values: Any) -> Answer:
        assert modal is not None, "no form opened"
        return await self._all(self[name].submit(modal, **values))

    async def _all(self, deed: Coroutine[Any, Any, Answer]) -> Answer:
        answer = await deed
        await self.bot.quiet()
        return answer

    # What stands there

    @property
    def posts(self) -> list[Message]:
        """What stands in the channel for all, oldest first."""
        return self.server.discord.messages(self.room)

    @property
    def question(self) -> Message:
        """The newest post with buttons."""
        return next(post for post in reversed(self.posts) if post.buttons)

    @property
    def thread(self) -> list[Message]:
        """What was posted in the thread under the newest question."""
        thread = self.question.thread
        kept = self.server.discord.messages(thread) if thread else []
        return [message for message in kept if message.type != 21]

    def forgive(self) -> None:
        """Take note of what a careful bot would not do, and was made to."""
        self.forgiven += self.server.discord.notes.violations
        self.server.discord.notes.violations.clear()


@asynccontextmanager
async def community(
    bank: Bank | None, start: datetime = MONDAY, *names: str
) -> AsyncIterator[tuple[DiscordWorld, Channel, dict[str, Person]]]:
    """A server with one channel for the group; the first of the people may manage it. At the end
    no rule is broken and no fault left that was never met."""
    world = DiscordWorld(bank, start)
    server = await world.server.start()
    try:
        school = server.discord.guild("School")
        room = server.discord.channel(school, "daily")
        people = {name: server.person(name, school, manages=name == names[0]) for name in names}
        yield world, room, people
        assert server.violations == []
        assert server.discord.faults.unmet == []
    finally:
        await server.stop()


@asynccontextmanager
async def stage(
    bank: Bank | None = None, *names: str, start: datetime = MONDAY, setup: bool = True
) -> AsyncIterator[Stage]:
    """A served community; with `setup` the channel is a group's with a round a day at nine."""
    async with community(bank, start, *(names or ("anna", "ben"))) as (world, room, people):
        assert room.guild is not None
        made = Stage(world, room.guild, room, people, await DiscordBot(world).start())
        try:
            if setup:
                answer = await made.uses(next(iter(people)), "admin setup", SETUP)
                assert "All set" in answer.text
            yield made
        finally:
            await made.bot.ends()


@asynccontextmanager
async def before_class() -> AsyncIterator[Stage]:
    """An hour before the first round, which asks for one letter and has two hints; the second asks
    for several."""
    questions = ("cnn/same-padding", "cnn/pooling")
    async with stage(tiny_bank(*questions), "anna", "ben", "cleo") as made:
        for id in questions:
            await made.uses("anna", "admin queue", {"id": id})
        yield made


def hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits up to nine seconds before it tries a request again; here it does not."""
    waits_for(monkeypatch, lambda: asyncio.sleep(0))


def waits_for(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Awaitable[Any]]) -> None:
    """Before it tries a request again discord.py waits for this, and not for so many seconds."""

    async def sleep(seconds: float) -> None:
        await what()

    waiting = SimpleNamespace(**vars(asyncio) | {"sleep": sleep})
    monkeypatch.setattr("discord.http.asyncio", waiting)
