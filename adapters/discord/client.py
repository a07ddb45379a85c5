"""The connection: discord.py's client, what it is told of, and how it is put away."""

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any

from adapters.discord import faults
from adapters.discord.answering import Answering
from adapters.discord.commands import is_registered, surface
from adapters.discord.hooks import Hooks
from adapters.discord.inbound import AUTOCOMPLETE, PLATFORM, arrival, event
from adapters.discord.platform import Discord
from adapters.discord.surroundings import Cache, may_write
from adapters.discord.wire import Wire
from bot.app import App
from bot.errors import DlqError
from bot.events import AnyEvent, OptionsAsked, Place, PlaceGained, PlaceLost, well_formed
from bot.message import Choices, Form, Refused, Reply
from bot.platform import Platform
from bot.settings import Settings

log = logging.getLogger(__name__)

FAREWELL, CLOSING = 2.5, 1.5
"""Seconds for what was received to be finished, and then for the connection to be closed."""
WRONG_TOKEN = (
    "Discord does not know the token in DLQ_DISCORD_TOKEN; copy it again from the Bot page of your "
    "application in the Developer Portal."
)
REMOVED, DELETED = "I was removed from the server", "the channel was deleted"
_WRONG_TOKEN_CLOSE = 4004
"""The gateway's word for it. DOCS/topics/opcodes-and-status-codes#gateway"""

Handle = Callable[[AnyEvent], Awaitable[Reply | Form | Refused | Choices]]


class Connection:
    """One connection from login to farewell. `clock` says when something was received."""

    def __init__(
        self,
        app: App,
        settings: Settings,
        handle: Handle,
        ready: Callable[[Platform], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._settings = settings
        self._handle = handle
        self._ready = ready
        self._clock = clock
        self._client = _client()
        self._wire = Wire(self._client.http)
        self._hooks = Hooks()
        self._answering = Answering(self._hooks, handle)
        self._platform: Discord | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Stay connected until cancelled. A DlqError if the token is wrong."""
        token = self._settings.discord_token.value.strip()
        if not re.fullmatch(r"[!-~]+", token):
            # It would not even go into the head of a request.
            raise DlqError(WRONG_TOKEN)
        with addressed(self._settings.discord_api):
            try:
                await self._log_in(token)
                self._listen()
                self._connecting = asyncio.create_task(self._client.connect())
                # Not awaited itself: while it connects anew it swallows a cancellation.
                await asyncio.wait({self._connecting})
                self._connecting.result()
            except Exception as error:
                if is_wrong_token(error):
                    raise DlqError(WRONG_TOKEN) from None
                raise
            finally:
                await self._put_away()

    async def _log_in(self, token: str) -> None:
        await self._client.login(token)
        self._hooks.open(self._client.http.user_agent)
        if self._settings.discord_api:
            await point_gateway(self._client)
        await self._register(str(self._client.application_id))

    async def _register(self, application: str) -> None:
        """Tell Discord of the commands, if it does not have them as they are."""
        wanted = surface(self._app.commands)
        path = "/applications/{application_id}/commands"
        try:
            known = await self._wire.request("GET", path, application_id=application)
        except faults.library_errors() as error:
            if faults.status_of(error) not in {403, 404, 405}:
                raise
            known = []
        if is_registered(wanted, known):
            return
        try:
            await self._wire.request("PUT", path, [wanted], application_id=application)
        except faults.library_errors() as error:
            if faults.status_of(error) not in {400, 403, 429}:
                raise
            # The commands of before still work, and so do buttons and posts.
            log.warning("Discord refused the commands (%s)", faults.brief(error))
        else:
            log.info("the commands were registered anew")

    # What comes in

    def _listen(self) -> None:
        import discord

        client: discord.AutoShardedClient = self._client

        @client.event
        async def on_ready() -> None:
            # Once: after a new session it comes again.
            if self._platform is None:
                self._platform = Discord(self._wire, Cache(client))
                log.info("connected to Discord, in %d servers", len(client.guilds))
                self._ready(self._platform)

        @client.event
        async def on_socket_raw_receive(text: str) -> None:
            # The payload itself, and not discord.py's objects: they would keep modals and views in
            # memory, while a payload holds all that is needed, also after a restart.
            if '"INTERACTION_CREATE"' in text and not self._wire.closing:
                received = self._clock()
                payload = json.loads(text)
                if payload.get("t") == "INTERACTION_CREATE":
                    with self._wire.busy():
                        await self._interaction(payload["d"], received)

        @client.event
        async def on_guild_join(guild: Any) -> None:
            await self._gained(guild, self._clock())

        @client.event
        async def on_guild_remove(guild: Any) -> None:
            at = self._clock()
            place = Place(PLATFORM, "", str(guild.id), well_formed(guild.name or ""))
            await self._lost(f"guild-remove {guild.id} {at.isoformat()}", at, place, REMOVED)

        @client.event
        async def on_guild_channel_delete(channel: Any) -> None:
            name = well_formed(channel.name or "")
            place = Place(PLATFORM, str(channel.id), str(channel.guild.id), name)
            await self._lost(f"channel-delete {channel.id}", self._clock(), place, DELETED)

    async def _interaction(self, payload: dict[str, Any], received: datetime) -> None:
        came = arrival(payload)
        try:
            happened = event(payload, received, Cache(self._client).channel)
        except DlqError as error:
            if came.kind == AUTOCOMPLETE:
                await self._answering.suggest(came, Choices(()))
            else:
                await self._answering.refuse(came, str(error))
            return
        if isinstance(happened, OptionsAsked):
            # Memory only: it need not wait for the core's thread.
            await self._answering.suggest(came, self._app.handle(happened))
        else:
            await self._answering.answer(came, happened, self._app.opens(happened))

    async def _gained(self, guild: Any, at: datetime) -> None:
        """Say hello where people are greeted, else in the first channel that can be written in."""
        places = [guild.system_channel, *guild.text_channels]
        open_to_me = [c for c in places if c is not None and may_write(c)]
        if not open_to_me:
            return
        channel = open_to_me[0]
        joined = guild.me.joined_at if guild.me else None
        await self._handle(
            PlaceGained(
                id=f"guild-join {guild.id} {(joined or at).isoformat()}",
                at=at,
                place=Place(PLATFORM, str(channel.id), str(guild.id), well_formed(channel.name)),
            )
        )

    async def _lost(self, id: str, at: datetime, place: Place, why: str) -> None:
        await self._handle(PlaceLost(id=id, at=at, place=place, why=why))

    # Farewell

    async def _put_away(self) -> None:
        """Finish what was received, then close; each within its seconds."""
        await self._wire.settle(FAREWELL)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                await self._client.close()
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait({self._connecting}, timeout=CLOSING)
        await self._hooks.close()
        # Where a socket would not close in time.
        await self._client.http.close()


def _client() -> Any:
    """discord.py's client, with nothing kept that is not needed."""
    import discord

    # It warns of rate limits with whole addresses, and tokens of people's interactions in them.
    logging.getLogger("discord.http").setLevel(logging.ERROR)
    # It would warn at every start that it cannot speak aloud.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return discord.AutoShardedClient(
        intents=discord.Intents(guilds=True),
        allowed_mentions=discord.AllowedMentions.none(),
        max_messages=None,
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_ratelimit_timeout=30,
        enable_debug_events=True,
    )


def is_wrong_token(error: Exception) -> bool:
    """Whether Discord refused the token, at the door or at the gateway."""
    import discord

    return (
        isinstance(error, discord.LoginFailure)
        or (isinstance(error, discord.HTTPException) and error.status == 401)
        or (isinstance(error, discord.ConnectionClosed) and error.code == _WRONG_TOKEN_CLOSE)
    )


@contextlib.contextmanager
def addressed(api: str) -> Iterator[None]:
    """Let discord.py speak to another service, and put its addresses back afterwards: they are
    attributes of its classes."""
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    if api:
        Route.BASE = api.rstrip("/")
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def point_gateway(client: Any) -> None:
    """A new session after the first is begun at a constant address, so that is set too."""
    from discord.gateway import DiscordWebSocket
    from yarl import URL

    _, address, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(address)
