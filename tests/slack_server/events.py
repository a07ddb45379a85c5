"""The Events API: what happens in the workspace is told to the app, again and again until it is
acknowledged.

https://docs.slack.dev/apis/events-api#retries
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.slack_server.manifest import SCOPES_OF_EVENTS
from tests.slack_server.world import APP, BOT_USER, TEAM, Channel

if TYPE_CHECKING:
    from tests.slack_server import SlackServer

PAUSES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""Before the first, second and third repetition."""


@dataclass(frozen=True)
class Repetition:
    payload: dict[str, Any]
    attempt: int
    due: datetime


class Events:
    """What was told, and what is to be told again."""

    def __init__(self, server: "SlackServer") -> None:
        self.server = server
        self.owed: list[Repetition] = []
        self.told: list[dict[str, Any]] = []

    async def emit(self, event: dict[str, Any], channel: Channel | None = None) -> bool:
        """Tell the app, if it asked to be told and may know; whether it acknowledged at once."""
        if not self._subscribed(event, channel):
            return False
        world = self.server.world
        payload = {
            "token": "verification-token",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": {**event, "event_ts": event.get("ts") or world.ts()},
            "type": "event_callback",
            "event_id": world.id("Ev"),
            "event_time": int(world.clock().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-context",
        }
        self.told.append(payload)
        return await self._tell(payload, 0)

    async def _tell(self, payload: dict[str, Any], attempt: int) -> bool:
        ack = await self.server.socket.deliver("events_api", payload, retry=attempt or None)
        if not ack.error:
            return True
        if attempt < len(PAUSES):
            due = self.server.world.clock() + PAUSES[attempt]
            self.owed.append(Repetition(payload, attempt + 1, due))
            if attempt == 0 and ack.error == "operation_timeout":
                await self.repeat()
        return False

    async def repeat(self, *, now: bool = False) -> None:
        """Tell again what is due; `now`, without waiting for its minute."""
        clock = self.server.world.clock()
        due = [one for one in self.owed if now or one.due <= clock]
        self.owed = [one for one in self.owed if one not in due]
        for one in due:
            await self._tell(one.payload, one.attempt)

    async def again(self) -> None:
        """Tell the last event once more although it was acknowledged, as was seen to happen."""
        await self.server.socket.deliver("events_api", self.told[-1], retry=1)

    def _subscribed(self, event: dict[str, Any], channel: Channel | None) -> bool:
        name = event["type"]
        if name == "message" and channel is not None:
            name = f"message.{channel.kind}"
        if name not in self.server.manifest.events:
            return False
        needed = SCOPES_OF_EVENTS[name]
        if name.startswith("member_") and channel is not None:
            needed = (f"{channel.kind}:read",)
        return not needed or bool(self.server.scopes & set(needed))
