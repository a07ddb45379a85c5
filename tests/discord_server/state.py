"""What Discord keeps: users, servers, channels, messages, interactions; and the ids of all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""Discord's: a snowflake holds the milliseconds since then."""

TEXT, DM, GROUP_DM, CATEGORY, THREAD = 0, 1, 3, 4, 11
"""Channel types."""
DEFAULT, REPLY, COMMAND_REPLY, THREAD_STARTER = 0, 19, 20, 21
"""Message types."""
EPHEMERAL, LOADING, HAS_THREAD, V2 = 1 << 6, 1 << 7, 1 << 5, 1 << 15
"""Message flags."""


class Snowflakes:
    """Ids that grow with the clock, and in order within a millisecond."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.last = 0

    def __call__(self) -> int:
        made = round((self.clock() - EPOCH) / timedelta(milliseconds=1)) << 22
        self.last = max(made, self.last + 1)
        return self.last


def time_of(snowflake: int) -> datetime:
    return EPOCH + timedelta(milliseconds=snowflake >> 22)


@dataclass(eq=False, repr=False)
class User:
    id: int
    name: str
    shown: str = ""
    bot: bool = False
    takes_dms: bool = True
    installed_app: bool = False

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False


@dataclass(eq=False)
class Member:
    user: User
    roles: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False, repr=False)
class Guild:
    id: int
    name: str
    owner: int = 0
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    system_channel: int | None = None
    unavailable: bool = False

    def __repr__(self) -> str:
        return f"<server {self.name}>"


@dataclass(eq=False, repr=False)
class Channel:
    """Overwrites are (allow, deny) of a role or member. `messages` are in order of their ids;
    `starter` is the message that a thread hangs under."""

    id: int
    type: int
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    recipients: dict[int, User] = field(default_factory=dict)
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    position: int = 0
    owner: int = 0
    starter: "Message | None" = None
    archive_after: timedelta = timedelta(days=1)
    last_active: datetime = EPOCH
    archived_by_hand: bool = False
    locked: bool = False
    deleted: bool = False

    @property
    def is_thread(self) -> bool:
        return self.type == THREAD

    def archived(self, now: datetime) -> bool:
        return self.is_thread and (
            self.archived_by_hand or now - self.last_active > self.archive_after
        )

    def __repr__(self) -> str:
        return f"<#{self.name or self.id}>"


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    data: bytes
    content_type: str
    description: str | None = None


@dataclass(eq=False, repr=False)
class Message:
    """`only_for` is who alone sees an ephemeral message; `token` the interaction's it came by."""

    id: int
    channel: Channel
    author: User
    at: datetime
    type: int = DEFAULT
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    role_mentions: list[int] = field(default_factory=list)
    everyone: bool = False
    reference: "Message | None" = None
    thread: Channel | None = None
    nonce: str | int | None = None
    only_for: User | None = None
    token: str = ""
    edits: int = 0
    edited_at: datetime | None = None
    deleted: bool = False
    history: list[str] = field(default_factory=list)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & V2)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """All that can be read in it, as it is written."""
        texts = [self.content] if self.content else []
        for node in walk(self.components):
            if node["type"] == 10:
                texts.append(node["content"])
        return "\n".join(texts)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [node for node in walk(self.components) if node["type"] == 2]

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, in order; one that is disabled in brackets."""
        return [
            f"({b.get('label', '')})" if b.get("disabled") else b.get("label", "")
            for b in self.buttons
        ]

    def __repr__(self) -> str:
        return f"<message {self.id}: {self.text[:40]!r} {self.labels}>"


@dataclass(eq=False, repr=False)
class Interaction:
    """`answered` is the type of the first answer; `failed` why the person saw that it failed."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    payload: dict[str, Any]
    owners: dict[str, str]
    at: datetime
    message: Message | None = None
    answered: int | None = None
    only_for: User | None = None
    original: Message | None = None
    original_gone: bool = False
    pending: bool = False
    followups: list[Message] = field(default_factory=list)
    choices: list[dict[str, Any]] | None = None
    modal: dict[str, Any] | None = None
    failed: str = ""
    touched: int = 0

    @property
    def only_user_installed(self) -> bool:
        return set(self.owners) == {"1"}

    def __repr__(self) -> str:
        return f"<interaction {self.id} of {self.user.name}>"


def walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All components of a tree, nested ones after their parents."""
    found = []
    for component in components:
        if not isinstance(component, dict):
            continue
        found.append(component)
        found += walk(component.get("components") or [])
        for name in ("accessory", "component"):
            if isinstance(component.get(name), dict):
                found += walk([component[name]])
    return found
