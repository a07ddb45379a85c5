"""What the code uses of Slack, and the scopes that each use needs: manifest.yaml says the same.

`Web` calls nothing that is not in `METHODS`; the door listens to nothing that is not in `EVENTS`.
"""

from collections.abc import Iterable, Mapping

HISTORY = ("channels:history", "groups:history", "im:history")
CHANNELS = ("channels:read", "groups:read")
FILES = ("files:write",)

METHODS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": HISTORY,
    "conversations.info": CHANNELS,
    "conversations.open": ("im:write",),
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": FILES,
    "files.getUploadURLExternal": FILES,
    "users.info": ("users:read",),
    "views.open": (),
}
"""Methods that are called with the bot token. https://docs.slack.dev/reference/methods"""

POSTING = frozenset({"channels:history", "chat:write", "groups:history"})
"""Without these Posts could not stand in a channel, or not be found again after a crash."""

SOCKET_METHOD, SOCKET_SCOPE = "apps.connections.open", "connections:write"
"""The one method that is called with the app-level token, and its scope."""

EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "member_joined_channel": CHANNELS,
    "message.im": ("im:history",),
    "tokens_revoked": (),
}
"""Subscriptions of the bot. https://docs.slack.dev/reference/events"""

COMMAND = "/dlq"
COMMAND_SCOPE = "commands"


def needed() -> frozenset[str]:
    """Every scope of the bot token."""
    uses = (*METHODS.values(), *EVENTS.values(), (COMMAND_SCOPE,))
    return frozenset(scope for scopes in uses for scope in scopes)


def missing(granted: Iterable[str]) -> tuple[str, ...]:
    """The scopes that an installation lacks, in order."""
    return tuple(sorted(needed() - set(granted)))
