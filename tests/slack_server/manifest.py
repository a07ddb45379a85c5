"""What the app is allowed and told: its manifest, read as Slack reads it when it is pasted.

https://docs.slack.dev/reference/app-manifest
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SCOPES_OF_EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "tokens_revoked": (),
}
"""One of the scopes is needed; the two of the member events are asked by the kind of channel."""


@dataclass(frozen=True)
class Manifest:
    """`commands` are by name, with whether names in their text are written as ids."""

    scopes: frozenset[str]
    commands: dict[str, bool]
    events: frozenset[str]
    socket_mode: bool = True
    interactivity: bool = True
    messages_tab: bool = True

    @staticmethod
    def read(path: Path) -> "Manifest":
        return Manifest.of(yaml.safe_load(path.read_text("utf-8")))

    @staticmethod
    def of(document: dict[str, Any]) -> "Manifest":
        """The manifest, or an AssertionError that says what Slack would refuse in it."""
        features, settings = document["features"], document["settings"]
        _check(document)
        home = features.get("app_home", {})
        return Manifest(
            scopes=frozenset(document["oauth_config"]["scopes"]["bot"]),
            commands={
                command["command"]: command.get("should_escape", False)
                for command in features.get("slash_commands", [])
            },
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            socket_mode=settings.get("socket_mode_enabled", False),
            interactivity=settings.get("interactivity", {}).get("is_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False)
            and not home.get("messages_tab_read_only_enabled", True),
        )


def _check(document: dict[str, Any]) -> None:
    display, features = document["display_information"], document["features"]
    assert 1 <= len(display["name"]) <= 35
    assert len(display.get("description", "")) <= 140
    assert 175 <= len(display.get("long_description", "x" * 175)) <= 4000
    assert 1 <= len(features["bot_user"]["display_name"]) <= 80
    for command in features.get("slash_commands", []):
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2000
        assert len(command.get("usage_hint", "")) <= 1000
        # Without Socket Mode Slack would ask for a URL as well.
        assert set(command) <= {"command", "description", "usage_hint", "should_escape"}
    events = document["settings"].get("event_subscriptions", {}).get("bot_events", [])
    assert set(events) <= set(SCOPES_OF_EVENTS), "an event that bots can subscribe to"
    scopes = set(document["oauth_config"]["scopes"]["bot"])
    for event in events:
        needed = SCOPES_OF_EVENTS[event]
        assert not needed or scopes & set(needed), f"{event} needs one of {needed}"
