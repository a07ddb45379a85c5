"""Discord itself: what it keeps, what tests set up in it, and what it notes of everybody.

It knows nothing of HTTP; `rest` and `gateway` bring requests to it and events away from it.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from tests.discord_server import bodies, payloads
from tests.discord_server.faults import Faults
from tests.discord_server.gateway import Gateway
from tests.discord_server.permissions import USUAL, Permission, may
from tests.discord_server.state import (
    CATEGORY,
    DM,
    GROUP_DM,
    TEXT,
    Channel,
    Guild,
    Interaction,
    Member,
    Message,
    Role,
    Snowflakes,
    User,
)

T = TypeVar("T")
TOKEN = "MTA0.a-token-that-nobody.may-see-in-a-log"
LEAST = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.READ_MESSAGE_HISTORY
PATIENCE = 3.0
"""Seconds in which an interaction must have its first answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came in, and how it was answered; no status if the connection broke."""

    method: str
    path: str
    data: dict[str, Any]
    status: int | None = None
    code: int = 0

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Notes:
    """What happened, for tests to look at. An empty list of `violations` ends every test."""

    requests: list[Request] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    pinged: list[tuple[int, str]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)


class Discord:
    """The whole service for one application. `clock` is its time; `patience` runs in real time
    as well, so that a bot that hangs is found out where the clock stands."""

    def __init__(
        self,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        token: str = TOKEN,
        patience: float = PATIENCE,
    ) -> None:
        self.clock, self.token, self.patience = clock, token, patience
        self.new_id = Snowflakes(clock)
        self.app = self.new_id()
        self.bot = User(self.app, "dlq", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands: list[dict[str, Any]] = []
        self.notes = Notes()
        self.faults = Faults()
        self.gateway = Gateway(self)
        self.rate: tuple[int, float] | None = None
        """So many posts into one channel or webhook in so many seconds."""
        self.held_back: float | None = None
        """While it is set the global rate limit is reached; so many seconds are to be waited."""
        self.alive: Callable[[str], bool] = lambda point: True
        """Asked at every point between two effects; a process that is dead gets no answer."""
        self._pulse = asyncio.Event()

    # Waiting

    def poke(self) -> None:
        """Something changed: whoever waits looks again."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def until(self, what: Callable[[], T], within: float = 10.0) -> T:
        """Wait for something to be so; an AssertionError if it does not come to be."""
        end = time.monotonic() + within
        while not (found := what()):
            assert time.monotonic() < end, f"it did not come: {self.report()}"
            pulse = self._pulse
            try:
                # What other threads change pokes nobody.
                await asyncio.wait_for(pulse.wait(), 0.02)
            except TimeoutError:
                continue
        return found

    def report(self) -> str:
        last = [f"{r.line} {r.status} {r.code or ''}" for r in self.notes.requests[-8:]]
        return "\n".join([*last, *self.notes.violations])

    # Servers, channels, people

    def guild(self, name: str, *, bot: bool = True, system: str = "general") -> Guild:
        """A server with a first text channel, which gets the system's messages."""
        made = Guild(self.new_id(), name)
        made.roles[made.id] = Role(made.id, "@everyone", USUAL)
        self.guilds[made.id] = made
        made.system_channel = self.channel(made, system).id
        if bot:
            self.invite(made)
        return made

    def invite(self, guild: Guild, bits: int = 0) -> None:
        """The bot joins a server, with a role of its own."""
        role = self.role(guild, self.bot.name, bits)
        guild.members[self.bot.id] = Member(self.bot, [role.id])
        told = self.guild_payload(guild)
        # Only a server that was there already, and comes after READY, has this key.
        del told["unavailable"]
        self.gateway.dispatch("GUILD_CREATE", told)

    def role(
        self, guild: Guild, name: str, permissions: int = 0, *, mentionable: bool = False
    ) -> Role:
        made = Role(self.new_id(), name, permissions, mentionable)
        guild.roles[made.id] = made
        return made

    def channel(self, guild: Guild, name: str, kind: int = TEXT) -> Channel:
        position = sum(1 for c in self.channels.values() if c.guild is guild)
        made = Channel(self.new_id(), kind, name, guild, position=position)
        self.channels[made.id] = made
        if self.bot.id in guild.members:
            self.gateway.dispatch("CHANNEL_CREATE", payloads.channel(made, self.clock()))
        return made

    def of_guild(self, guild: Guild) -> list[Channel]:
        return [c for c in self.channels.values() if c.guild is guild and not c.deleted]

    def guild_payload(self, guild: Guild) -> dict[str, Any]:
        seen = [
            c
            for c in self.of_guild(guild)
            if c.type == CATEGORY or may(c, self.bot.id, Permission.VIEW_CHANNEL)
        ]
        return payloads.guild(guild, seen, self.bot, self.clock())

    def dm(self, *users: User) -> Channel:
        """The direct messages of these, or a group's."""
        wanted = {user.id for user in users}
        for channel in self.channels.values():
            if set(channel.recipients) == wanted:
                return channel
        kind = DM if len(users) == 2 else GROUP_DM
        made = Channel(self.new_id(), kind, recipients={user.id: user for user in users})
        self.channels[made.id] = made
        return made

    # What admins do

    def kick(self, guild: Guild) -> None:
        """The bot is removed from a server."""
        del guild.members[self.bot.id]
        self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})

    def outage(self, guild: Guild) -> None:
        """A server cannot be reached for a while; the bot is still in it."""
        self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def delete(self, channel: Channel) -> None:
        """A channel is deleted, with its threads."""
        gone = [c for c in self.channels.values() if c is channel or c.parent is channel]
        told = may(channel, self.bot.id, Permission.VIEW_CHANNEL)
        for each in gone:
            each.deleted = True
        if told:
            kind = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
            self.gateway.dispatch(kind, payloads.channel(channel, self.clock()))

    def deny(self, channel: Channel, *permissions: Permission) -> None:
        """Take permissions in a channel from the bot."""
        allow, deny = channel.overwrites.get(self.bot.id, (0, 0))
        for bit in permissions:
            allow, deny = allow & ~bit, deny | bit
        self._overwrite(channel, allow, deny)

    def permit(self, channel: Channel, *permissions: Permission) -> None:
        """Give permissions in a channel to the bot."""
        allow, deny = channel.overwrites.get(self.bot.id, (0, 0))
        for bit in permissions:
            allow, deny = allow | bit, deny & ~bit
        self._overwrite(channel, allow, deny)

    def _overwrite(self, channel: Channel, allow: int, deny: int) -> None:
        channel.overwrites[self.bot.id] = (allow, deny)
        self.gateway.dispatch("CHANNEL_UPDATE", payloads.channel(channel, self.clock()))

    # What is noted

    def violate(self, what: str) -> None:
        self.notes.violations.append(what)

    def notify(self, message: Message) -> None:
        """Note whom a new message notifies."""
        for number in bodies.notified(message):
            self.notes.pinged.append((message.id, self.users[number].name))

    def look(self, message: Message) -> None:
        """Note how a message is drawn now, and what of it nobody can see."""
        message.history.append(message.text)
        for name in bodies.unseen_files(message):
            self.violate(f"{name} is attached to {message.id} and shown by no component")
        self.poke()

    def messages(self, channel: Channel) -> list[Message]:
        """What stands in a channel for everybody, oldest first."""
        kept = sorted(channel.messages.items())
        return [m for _, m in kept if not m.deleted and m.only_for is None]

    def seen_by(self, user: User) -> list[Message]:
        """All messages that somebody sees, oldest first."""
        found = [
            message
            for channel in self.channels.values()
            if not channel.deleted and may(channel, user.id, Permission.VIEW_CHANNEL)
            for message in channel.messages.values()
            if not message.deleted and message.only_for in {None, user}
        ]
        return sorted(found, key=lambda message: message.id)

    def sent(self, pattern: str) -> list[Request]:
        """The requests whose line ends so: "POST /channels/1/messages"."""
        return [request for request in self.notes.requests if pattern in request.line]

    def loose_ends(self) -> list[str]:
        """Answers that were promised and never came."""
        return [
            f"{i.user.name} still sees a message of {i.id} being thought about"
            for i in self.interactions.values()
            if i.original is not None and i.original.loading and not i.original.deleted
        ]
