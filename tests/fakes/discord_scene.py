"""A scene for the tests of the loopback Discord itself: a school, two people and a plain client."""

from typing import Any

import discord
import pytest

from tests.discord_server import Channel, DiscordServer, Guild, Person
from tests.fakes.clock import Clock
from tests.fakes.discord_client import Client

TEXT = {"type": 10, "content": "Which padding keeps the size?"}
ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Hint", "custom_id": "hint"}]}
CARD = {"flags": 1 << 15, "components": [TEXT, ROW]}

COMMANDS: list[dict[str, Any]] = [
    {
        "name": "dlq",
        "description": "Practise",
        "contexts": [0, 1, 2],
        "integration_types": [0, 1],
        "options": [
            {
                "type": 1,
                "name": "random",
                "description": "Draw a question",
                "options": [
                    {
                        "type": 3,
                        "name": "topic",
                        "description": "A topic",
                        "autocomplete": True,
                    },
                    {
                        "type": 3,
                        "name": "kind",
                        "description": "How it is answered",
                        "choices": [{"name": "Choice", "value": "choice"}],
                    },
                ],
            }
        ],
    }
]


class Scene:
    """A school with a channel, two people and a client."""

    def __init__(self, server: DiscordServer, clock: Clock) -> None:
        self.server, self.clock = server, clock
        self.school: Guild = server.discord.guild("School")
        self.daily: Channel = server.discord.channel(self.school, "daily")
        self.ada: Person = server.person("Ada", self.school)
        self.ben: Person = server.person("Ben", self.school)
        self.client = Client(COMMANDS)

    @property
    def posts(self) -> str:
        return f"/channels/{self.daily.id}/messages"

    async def post(self, body: dict[str, Any] | None = None) -> dict[str, Any]:
        made: dict[str, Any] = await self.client.call("POST", self.posts, body or CARD)
        return made

    async def assert_refused(
        self, code: int, method: str, path: str, json: Any = None, **q: Any
    ) -> str:
        """That the request is refused with this code; what was said of it."""
        with pytest.raises(discord.HTTPException) as caught:
            await self.client.call(method, path, json, **q)
        assert caught.value.code == code
        self.server.discord.notes.violations.clear()
        return str(caught.value)
