"""The server as tests use it: Discord on a loopback port, with its people."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from tests.discord_server.people import Person
from tests.discord_server.permissions import Permission
from tests.discord_server.rest import Rest
from tests.discord_server.service import PATIENCE, TOKEN, Discord
from tests.discord_server.state import Guild, User


class DiscordServer:
    """A `Discord` that listens at `api`; `person` brings people into it."""

    def __init__(
        self,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        token: str = TOKEN,
        patience: float = PATIENCE,
    ) -> None:
        self.discord = Discord(clock, token, patience)
        self.rest = Rest(self.discord)
        self.api = ""

    def person(self, name: str, *guilds: Guild, manages: bool = False) -> Person:
        """Somebody in these servers; who manages may change everything in them."""
        user = User(self.discord.new_id(), name.lower(), name)
        self.discord.users[user.id] = user
        made = Person(self, user)
        for guild in guilds:
            admin = [self.discord.role(guild, "admins", Permission.MANAGE_GUILD).id]
            made.joins(guild, roles=admin if manages else ())
        return made

    @property
    def violations(self) -> list[str]:
        """Rules that the bot broke, and answers that it promised and never gave."""
        return [*self.discord.notes.violations, *self.discord.loose_ends()]

    async def start(self) -> "DiscordServer":
        self.api = await self.rest.start()
        return self

    async def stop(self) -> None:
        await self.rest.stop()


@asynccontextmanager
async def serving(
    clock: Callable[[], datetime] = lambda: datetime.now(UTC), **how: float
) -> AsyncIterator[DiscordServer]:
    """A server for the time of a test, which ends with no rule broken and no fault left unmet."""
    server = DiscordServer(clock, **how)  # type: ignore[arg-type]
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
    assert server.violations == []
    assert server.discord.faults.unmet == []
