"""A plain discord.py client against the loopback server: what the server is tested with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl

from tests.discord_server import TOKEN, DiscordServer, Person


class Client(discord.AutoShardedClient):
    """Notes every interaction that comes; `commands` are registered before it connects."""

    def __init__(self, commands: list[dict[str, Any]] = [], **how: Any) -> None:  # noqa: B006
        how.setdefault("intents", discord.Intents(guilds=True))
        super().__init__(guild_ready_timeout=0.05, max_messages=None, **how)
        self.registered = commands
        self.came: asyncio.Queue[discord.Interaction[Any]] = asyncio.Queue()
        self.happened: list[str] = []

    async def setup_hook(self) -> None:
        if self.registered:
            assert self.application_id is not None
            await self.http.bulk_upsert_global_commands(self.application_id, self.registered)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.came.put_nowait(interaction)

    async def on_shard_resumed(self, shard: int) -> None:
        self.happened.append("resumed")

    async def on_shard_ready(self, shard: int) -> None:
        self.happened.append("ready")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.happened.append(f"joined {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.happened.append(f"left {guild.name}")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.happened.append(f"lost #{channel.name}")

    async def next(self) -> discord.Interaction[Any]:
        """The next interaction that comes."""
        return await asyncio.wait_for(self.came.get(), 5)

    async def fetch_dm(self, person: Person) -> discord.DMChannel:
        """The direct messages with somebody, opened anew."""
        opened = await self.http.start_private_message(person.user.id)
        return discord.DMChannel(me=self.user, state=self._connection, data=opened)  # type: ignore[arg-type]

    async def call(self, method: str, path: str, json: Any = None, **query: Any) -> Any:
        """A raw request, past everything that the library checks by itself."""
        route = discord.http.Route(method, path.replace("{", "{{").replace("}", "}}"))
        return await self.http.request(route, json=json, params=query or None)


@asynccontextmanager
async def connected(
    server: DiscordServer, client: Client | None = None, token: str = TOKEN
) -> AsyncIterator[Client]:
    """A client that is logged in and ready."""
    client = client or Client()
    socket = discord.gateway.DiscordWebSocket
    base, gateway = discord.http.Route.BASE, socket.DEFAULT_GATEWAY
    # A session that became invalid is begun again at the default address.
    discord.http.Route.BASE = server.api
    socket.DEFAULT_GATEWAY = yarl.URL(server.discord.gateway.url)
    running = asyncio.create_task(client.start(token))
    ready = asyncio.create_task(client.wait_until_ready())
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        if running.done():
            running.result()
        yield client
    finally:
        ready.cancel()
        await client.close()
        running.cancel()
        await asyncio.gather(running, ready, return_exceptions=True)
        discord.http.Route.BASE, socket.DEFAULT_GATEWAY = base, gateway
