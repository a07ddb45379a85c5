"""Permissions: the documented bits, and who has which in a channel.

https://docs.discord.com/developers/topics/permissions
"""

from enum import IntFlag

from tests.discord_server.state import Channel, Guild


class Permission(IntFlag):
    """The bits that matter to a bot which writes, reads, answers and makes threads."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


P = Permission
EVERYTHING = (1 << 51) - 1

USUAL = int(
    P.ADD_REACTIONS
    | P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS
    | P.SEND_MESSAGES_IN_THREADS
    | P.USE_EXTERNAL_APPS
)
"""What everybody may in a new server."""

IN_DM = int(
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.MENTION_EVERYONE
    | P.ADD_REACTIONS
)


def base(guild: Guild, user: int) -> int:
    """What a member may in the whole server."""
    member = guild.members.get(user)
    if member is None:
        return 0
    if guild.owner == user:
        return EVERYTHING
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= guild.roles[role].permissions
    return EVERYTHING if allowed & P.ADMINISTRATOR else allowed


def allowed(channel: Channel, user: int) -> int:
    """What somebody may in a channel; a thread has the permissions of its parent."""
    home = channel.parent if channel.is_thread and channel.parent else channel
    if home.guild is None:
        return IN_DM if user in home.recipients else 0
    bits = base(home.guild, user)
    if bits == EVERYTHING or user not in home.guild.members:
        return bits
    roles = [role for role in home.guild.members[user].roles if role in home.overwrites]
    everyone = home.overwrites.get(home.guild.id, (0, 0))
    bits = bits & ~everyone[1] | everyone[0]
    allow = deny = 0
    for role in roles:
        allow |= home.overwrites[role][0]
        deny |= home.overwrites[role][1]
    bits = bits & ~deny | allow
    own = home.overwrites.get(user, (0, 0))
    bits = bits & ~own[1] | own[0]
    # Who may not see a channel may nothing in it.
    return bits if bits & P.VIEW_CHANNEL else 0


def may(channel: Channel, user: int, *needed: Permission) -> bool:
    bits = allowed(channel, user)
    return all(bits & permission for permission in needed)
