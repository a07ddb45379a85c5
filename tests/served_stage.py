"""What the stages of all chat platforms share: a process that is served over a real connection, and
people around it. It knows no platform.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, ClassVar

from bot.actions import parse
from bot.events import AnyEvent, ButtonPressed, FormSubmitted
from bot.message import ChoiceField, Choices, Form, Refused, Reply, TextField
from bot.platform import Platform
from tests.fakes.bot import Bot, Died, World, nothing_happens
from tests.fakes.clock import turns

Outcome = Reply | Form | Refused | Choices

PATIENCE = 20
"""Seconds until a test gives up; nothing in it is meant to take time."""


class ServedBot(Bot):
    """One process of dlq on one platform. `outcomes` is what the core answered to what."""

    on: ClassVar[str]
    """The platform's name."""

    def __init__(self, world: World, *, reach: Died = nothing_happens) -> None:
        super().__init__(world, reach=reach)
        self.server = world.server
        self.outcomes: list[tuple[AnyEvent, Outcome]] = []
        self.serving: asyncio.Task[None] | None = None

    async def hear(self, event: AnyEvent) -> Outcome:
        outcome = await self.handle(event)
        self.outcomes.append((event, outcome))
        return outcome

    @property
    def last(self) -> Outcome:
        """What the core answered to the last event that asks for an answer."""
        return self.outcomes[-1][1]

    def busy(self) -> list[asyncio.Task[Any]]:
        """Tasks that are about something."""
        raise NotImplementedError

    def on_the_wire(self) -> Any:
        """Whether a request is under way."""
        raise NotImplementedError

    async def connects(self, serve: Callable[..., Awaitable[None]]) -> None:
        """Serve, and wait until the platform is connected."""
        await self.daily.lead(self.on)
        stands = asyncio.Event()

        def ready(platform: Platform) -> None:
            self.daily.connect(self.on, platform)
            stands.set()

        self.serving = asyncio.create_task(
            serve(self.app, self.world.settings, self.hear, ready, clock=self.world.clock)
        )
        standing = asyncio.create_task(stands.wait())
        done, _ = await asyncio.wait(
            {self.serving, standing}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        standing.cancel()
        if self.serving in done:
            self.serving.result()
        assert done, "it connects"

    async def quiet(self) -> None:
        """Wait until nothing is under way any more in this process or on the wire."""
        async with asyncio.timeout(PATIENCE):
            calm = 0
            while calm < 3:
                busy = self.busy()
                if busy:
                    await asyncio.wait(busy, timeout=1)
                await turns(10)
                calm = 0 if busy or self.on_the_wire() else calm + 1

    async def put_away(self) -> None:
        """What is left when nobody is served any more: the lease is given back."""
        self.daily.disconnect(self.on)
        await self.daily.give_back(self.on)
        await self.abandon()
        self.world.keep(self.store)
        self.store.db.conn.close()


class ServedStage:
    """A channel with people in it and the bot that serves them."""

    world: Any
    bot: Any

    async def passes(self, **length: float) -> None:
        """Time goes by, through everything that comes due."""
        await self.bot.until(self.world.clock() + timedelta(**length))
        await self.bot.quiet()

    @property
    def verbs(self) -> set[str]:
        """Of all buttons and forms that came to the core."""
        events = (event for event, _ in self.bot.outcomes)
        pressed = (e for e in events if isinstance(e, ButtonPressed | FormSubmitted))
        return {parse(event.action).verb for event in pressed}

    async def restart(self, *, killed: bool = False) -> None:
        """Another process goes on with the database."""
        await (self.bot.dies() if killed else self.bot.ends())
        self.bot = await type(self.bot)(self.world).start()


def something_in(field: TextField | ChoiceField) -> str:
    """What a form may be filled with."""
    return field.options[0].value if isinstance(field, ChoiceField) else "It is 42, by chance."


def task_name(task: asyncio.Task[Any]) -> str:
    """The name of what it runs."""
    return getattr(task.get_coro(), "__qualname__", "")
