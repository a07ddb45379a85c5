"""Discord on a loopback port: REST v10 and gateway, as strict as it is documented.

Written from Discord's documentation alone, so that it says what Discord says and not what the
adapter does. It records what each person sees, whom messages notify and every rule that is broken,
and fails as it is told. https://docs.discord.com/developers
"""

from tests.discord_server.people import Answer, Modal, Person
from tests.discord_server.permissions import Permission
from tests.discord_server.server import DiscordServer, serving
from tests.discord_server.service import TOKEN, Discord
from tests.discord_server.state import Channel, Guild, Message

__all__ = [
    "TOKEN",
    "Answer",
    "Channel",
    "Discord",
    "DiscordServer",
    "Guild",
    "Message",
    "Modal",
    "Permission",
    "Person",
    "serving",
]
