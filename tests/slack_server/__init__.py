"""A Slack of our own on a port of this machine, for the real slack-bolt and slack-sdk.

It says what docs.slack.dev says, enforces what is documented there, notes what people see, and
breaks on order. `violations` is what Slack would let pass and a careful app would not do.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiohttp import web

from tests.slack_server.answers import Answers
from tests.slack_server.calls import Request
from tests.slack_server.events import Events
from tests.slack_server.faults import Faults
from tests.slack_server.manifest import Manifest
from tests.slack_server.modals import Modals
from tests.slack_server.people import Person
from tests.slack_server.socket import Socket
from tests.slack_server.wire import Wire
from tests.slack_server.world import (
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER,
    Channel,
    Message,
    Ping,
    Workspace,
)

Found = TypeVar("Found")


def real_clock() -> datetime:
    return datetime.now(UTC)


class SlackServer:
    """The service, from `async with` to its end. Everything of it is for tests to look at."""

    def __init__(
        self, manifest: Manifest, clock: Callable[[], datetime] = real_clock, port: int = 0
    ) -> None:
        self.manifest, self.port = manifest, port
        self.scopes, self.app_scopes = set(manifest.scopes), {"connections:write"}
        self.bot_token, self.app_token = BOT_TOKEN, APP_TOKEN
        self.bot_trouble = ""
        self.app_token_is_known = False
        """Whether auth.test knows the app-level token, as it was seen to; the documents say no."""
        self.link_disabled = False
        self.deaf = False
        """The process at the other end is dead: nothing it still says is heard."""
        self.reach: Callable[[str], bool] = lambda point: False
        """Told of every point at which a process may end; True if it ended there."""
        self.rows_a_page = 1000
        self.processing = 0.05
        self.under_way = 0
        self.world = Workspace(clock)
        self.requests: list[Request] = []
        self.faults = Faults()
        self.modals = Modals(self.world)
        self.answers = Answers(self.world)
        self.events = Events(self)
        self.socket = Socket(self)
        self.wire = Wire(self)
        self._stirred = asyncio.Event()
        self._asides: set[asyncio.Task[None]] = set()
        self._timers: list[asyncio.TimerHandle] = []

    async def __aenter__(self) -> "SlackServer":
        self._runner = web.AppRunner(self.wire.application(), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for waiting in (*self._timers, *self._asides):
            waiting.cancel()
        for connection in list(self.socket.connections):
            await connection.ws.close()
        await self._runner.cleanup()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        """What DLQ_SLACK_API is set to."""
        return f"{self.base}/api/"

    # Looking

    @property
    def violations(self) -> list[str]:
        return self.world.violations

    @property
    def pings(self) -> list[Ping]:
        """Who was notified by name."""
        return self.world.pings

    def seen_by(self, person: Person) -> list[Message]:
        return person.seen()

    def calls(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    async def until(
        self,
        true: Callable[[], Found],
        *,
        seconds: float = 20.0,
        what: Callable[[], str] = lambda: "something that did not happen",
    ) -> Found:
        """Wait until it is true; what it is then."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := true()):
                    await self._stirred.wait()
        except TimeoutError:
            raise AssertionError(f"waited in vain for {what()}") from None
        return found

    def stir(self) -> None:
        """Something happened: those who wait look again."""
        self._stirred.set()
        self._stirred = asyncio.Event()

    def tasks(self) -> set[asyncio.Task[Any]]:
        """The server's own on this loop: those of its connections, and who waits for something."""
        names = {
            "BaseSelectorEventLoop._accept_connection2",
            "RequestHandler.start",
            "RequestHandler._handle_request",
            "SlackServer.until",
        }
        found = {
            task
            for task in asyncio.all_tasks()
            if getattr(task.get_coro(), "__qualname__", "") in names
        }
        return found | self._asides

    def echo(self, channel: Channel, message: dict[str, Any]) -> None:
        """The app is told of its own messages as well, if it asked for those of the channel."""
        event = {**message, "channel": channel.id, "channel_type": channel.kind}
        self.aside(self.events.emit(event, channel))

    def aside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something that nobody who asked for something else waits for."""

        async def done() -> None:
            self.under_way += 1
            try:
                await work
            finally:
                self.under_way -= 1

        task = asyncio.create_task(done())
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    def later(self, seconds: float, do: Callable[[], Any]) -> None:
        def done() -> None:
            do()
            self.stir()

        self._timers.append(asyncio.get_running_loop().call_later(seconds, done))

    # What happens in the workspace

    def person(self, name: str, *channels: Channel, **more: Any) -> Person:
        """A new member, in these channels."""
        user = self.world.person(name, **more)
        for channel in channels:
            channel.members.add(user.id)
        return Person(self, user)

    def channel(
        self, name: str, *people: Person, bot: bool = True, private: bool = False
    ) -> Channel:
        members = [person.id for person in people] + ([BOT_USER] if bot else [])
        return self.world.channel(name, *members, private=private)

    async def invite(self, channel: Channel, user: str = BOT_USER, by: str = "") -> None:
        channel.members.add(user)
        event = {"type": "member_joined_channel", "user": user, "channel": channel.id}
        letter = "G" if channel.private else "C"
        await self.events.emit({**event, "channel_type": letter, "inviter": by}, channel)

    async def kick(self, channel: Channel) -> None:
        """Take the bot out of a channel."""
        channel.members.discard(BOT_USER)
        event = {"type": "group_left" if channel.private else "channel_left"}
        await self.events.emit({**event, "channel": channel.id, "actor_id": "U0ADMIN"}, channel)

    async def archive(self, channel: Channel) -> None:
        channel.archived = True
        name = "group_archive" if channel.private else "channel_archive"
        await self.events.emit({"type": name, "channel": channel.id, "user": "U0ADMIN"}, channel)

    async def delete(self, channel: Channel) -> None:
        channel.deleted = True
        name = "group_deleted" if channel.private else "channel_deleted"
        await self.events.emit({"type": name, "channel": channel.id}, channel)

    async def revoke(self, *, uninstall: bool = False) -> None:
        """Take the bot's token away; with `uninstall` the whole app."""
        self.bot_trouble = "account_inactive" if uninstall else "token_revoked"
        tokens = {"oauth": [], "bot": [BOT_USER]}
        await self.events.emit({"type": "tokens_revoked", "tokens": tokens})
        if uninstall:
            await self.events.emit({"type": "app_uninstalled"})
