"""What discord.py knows of servers and channels, without asking: the gateway told it."""

from typing import Any

from adapters.discord.inbound import Channel
from adapters.discord.permissions import missing


class Cache:
    """The `Surroundings` of a Platform, and the channels that `inbound` asks for."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def me(self) -> str:
        return str(self._client.user.id)

    def channel(self, id: str) -> Channel | None:
        found = self._find(id)
        return Channel(found.name, int(found.type.value)) if found else None

    def permissions(self, channel: str) -> int | None:
        found = self._find(channel)
        return _permissions(found) if found else None

    def is_in(self, community: str) -> bool:
        return not community.isdecimal() or self._client.get_guild(int(community)) is not None

    def _find(self, id: str) -> Any:
        found = self._client.get_channel(int(id)) if id.isdecimal() else None
        return found if getattr(found, "guild", None) is not None else None


def _permissions(channel: Any) -> int | None:
    """What the bot may do in a channel of a server."""
    import discord

    if channel.guild.me is None:
        return None
    try:
        return int(channel.permissions_for(channel.guild.me).value)
    except discord.ClientException:
        # A thread whose channel is not known.
        return None


def may_write(channel: Any) -> bool:
    """Whether Posts can stand in a channel, as far as is known."""
    granted = _permissions(channel)
    return granted is None or not missing(granted)
