"""What stands in a workspace: people, channels, messages, files; and what went wrong with it.

Plain state with no network in it. Time is the clock's that is passed in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.slack_server.mentions import mentions

TEAM, APP, BOT_USER, BOT = "T0DLQ", "A0DLQ", "U0DLQBOT", "B0DLQ"
BOT_TOKEN, APP_TOKEN = "xoxb-1-bot-token", "xapp-1-app-token"


class ApiError(Exception):
    """A call that is refused: `error` is Slack's name for it, `more` goes into the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass
class User:
    id: str
    name: str
    real_name: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    tz: str = "Europe/Amsterdam"


@dataclass
class Message:
    """`only_for` is the one person who sees an ephemeral one; empty for all others."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str = ""
    metadata: dict[str, Any] | None = None
    only_for: str = ""
    edits: int = 0
    files: list[str] = field(default_factory=list)
    broadcast: bool = False
    gone: bool = False

    @property
    def by_bot(self) -> bool:
        return self.user == BOT_USER


@dataclass
class Channel:
    """`user` is the person of a direct message."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    user: str = ""
    archived: bool = False
    deleted: bool = False
    read_only: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The prefix of the scopes that concern it."""
        return "im" if self.user else "groups" if self.private else "channels"

    @property
    def shown_name(self) -> str:
        """The name in payloads, which tells nothing of what is private."""
        return "directmessage" if self.user else "privategroup" if self.private else self.name


@dataclass
class File:
    """`ready` once it is processed: only then may a picture show it."""

    id: str
    name: str
    length: int
    alt: str = ""
    data: bytes = b""
    ready: bool = False
    shared: bool = False


@dataclass(frozen=True)
class Ping:
    """Somebody was notified because a message names them: `kind` is user, usergroup, broadcast."""

    kind: str
    target: str
    channel: str
    ts: str


class Workspace:
    """All that Slack keeps of a workspace with one app in it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.users: dict[str, User] = {
            BOT_USER: User(BOT_USER, "dlq", "dlq", is_bot=True),
            "USLACKBOT": User("USLACKBOT", "slackbot", "Slackbot", is_bot=False),
        }
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.ephemeral: list[Message] = []
        self.pings: list[Ping] = []
        self.violations: list[str] = []
        self.numbers = count(1)
        self._last_ts = (0, 0)

    def violation(self, what: str) -> None:
        self.violations.append(what)

    def id(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers):08d}"

    def ts(self) -> str:
        """A new timestamp by the clock; no two are the same."""
        now = self.clock().astimezone(UTC)
        this = (int(now.timestamp()), now.microsecond)
        if this <= self._last_ts:
            this = (self._last_ts[0], self._last_ts[1] + 1)
        self._last_ts = this
        return f"{this[0]}.{this[1]:06d}"

    # People and channels

    def person(self, name: str, **more: Any) -> User:
        user = User(f"U0{name.upper()}", name.lower(), **{"real_name": name, **more})
        self.users[user.id] = user
        return user

    def channel(self, name: str, *members: str, private: bool = False) -> Channel:
        made = Channel(f"C0{name.upper().replace('-', '')}", name, set(members), private=private)
        self.channels[made.id] = made
        return made

    def direct(self, user: str) -> Channel:
        """The conversation of a person and the bot."""
        id = f"D{user[1:]}"
        if id not in self.channels:
            self.channels[id] = Channel(id, "", {user, BOT_USER}, user=user)
        return self.channels[id]

    def found(self, channel: str) -> Channel | None:
        """The channel of an id or of a name after #; nothing that is deleted."""
        by_name = {f"#{one.name}": one for one in self.channels.values() if one.name}
        one = self.channels.get(channel) or by_name.get(channel)
        return None if one is None or one.deleted else one

    # Messages

    def add(self, message: Message) -> Message:
        """Let it stand in its channel, or before the one person who sees it."""
        if message.only_for:
            self.ephemeral.append(message)
        else:
            self.channels[message.channel].messages.append(message)
        if message.by_bot:
            self.tell(message)
        return message

    def tell(self, message: Message) -> None:
        """Note who is notified by what it says now."""
        for kind, target in sorted(mentions(message.text, message.blocks)):
            self.pings.append(Ping(kind, target, message.channel, message.ts))

    def message(self, channel: Channel, ts: str) -> Message | None:
        for message in channel.messages:
            if message.ts == ts and not message.gone:
                return message
        return None

    def visible_to(self, user: str) -> list[Message]:
        """What a person sees of channels and of ephemeral messages, oldest first."""
        stands = [
            message
            for channel in self.channels.values()
            if user in channel.members and not channel.deleted
            for message in channel.messages
        ]
        private = [message for message in self.ephemeral if message.only_for == user]
        return sorted((m for m in stands + private if not m.gone), key=lambda m: _order(m.ts))


def _order(ts: str) -> tuple[int, int]:
    seconds, _, rest = ts.partition(".")
    return int(seconds), int(rest)
