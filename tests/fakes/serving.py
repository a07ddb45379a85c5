"""A chat platform's adapter as `dlq run` meets it, and a process that serves one until it is told
to end: ``python -m tests.fakes.serving DATABASE``."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from adapters.cli import run as running
from bot.app import App
from bot.events import AnyEvent, CommandUsed, MessageRef, Person, Place
from bot.message import Choices, Form, Message, Refused, Reply
from bot.platform import Platform
from bot.settings import Settings

ROOM = Place("chat", "room", "school", "room")
ADA = Person("chat", "u-ada", "Ada")

Handle = Callable[[AnyEvent], Awaitable[Reply | Form | Refused | Choices]]


class Wall:
    """A platform that takes everything; `told` is called with each Post's foot."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self.told = told

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        self.told(message.foot)
        return MessageRef((key,))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        self.told(f"edit {message.foot}")

    async def find(
        self, to: Place | Person, key: str, *, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        return None


class Chat:
    """An adapter whose connections end as `fates` say: with an error, or by themselves (None);
    after them one stays. `told` notes what happened."""

    def __init__(self, *fates: Exception | None) -> None:
        self.fates = list(fates)
        self.told: list[str] = []
        self.connections = 0

    async def serve(
        self, app: App, settings: Settings, handle: Handle, ready: Callable[[Platform], None]
    ) -> None:
        self.connections += 1
        self.tell(f"connection {self.connections}")
        try:
            if self.fates:
                await asyncio.sleep(0)
                fate = self.fates.pop(0)
                if fate is not None:
                    raise fate
                return
            ready(Wall(self.tell))
            await self.begin(handle)
            await asyncio.Event().wait()
        finally:
            self.tell("put away")

    async def begin(self, handle: Handle) -> None:
        """An admin sets a group up and asks for a question."""
        at = datetime.now(UTC)
        for number, (words, options) in enumerate(
            (("setup", {"time": "09:00", "zone": "UTC"}), ("post-now", {}))
        ):
            event = CommandUsed(
                id=f"{at}-{number}",
                at=at,
                person=ADA,
                place=ROOM,
                may_manage=True,
                path=("admin", words),
                options=options,
            )
            await handle(event)

    def tell(self, what: str) -> None:
        self.told.append(what)


class Spoken(Chat):
    """A Chat that says on standard output what happens."""

    def tell(self, what: str) -> None:
        print(what, flush=True)


if __name__ == "__main__":
    settings = Settings(database=Path(sys.argv[1]))
    sys.exit(asyncio.run(running.run({"chat": Spoken()}, settings)))
