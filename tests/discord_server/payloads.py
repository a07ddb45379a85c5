"""What Discord keeps, as JSON: users, servers, channels, messages and interactions."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from tests.discord_server import permissions
from tests.discord_server.state import (
    DM,
    GROUP_DM,
    Attachment,
    Channel,
    Guild,
    Interaction,
    Member,
    Message,
    User,
    walk,
)

Json = dict[str, Any]
CDN = "https://cdn.discordapp.com/attachments"


def user(who: User) -> Json:
    return {
        "id": str(who.id),
        "username": who.name,
        "discriminator": "0" if not who.bot else "1234",
        "global_name": who.shown or None,
        "avatar": None,
        "bot": who.bot,
        "public_flags": 0,
        "flags": 0,
    }


def member(who: Member, bits: int | None = None) -> Json:
    found: Json = {
        "user": user(who.user),
        "nick": who.nick,
        "avatar": None,
        "roles": [str(role) for role in who.roles],
        "joined_at": "2025-01-01T00:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return found if bits is None else found | {"permissions": str(bits)}


def role(guild: Guild, number: int) -> Json:
    kept = guild.roles[number]
    return {
        "id": str(kept.id),
        "name": kept.name,
        "permissions": str(kept.permissions),
        "mentionable": kept.mentionable,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "position": list(guild.roles).index(number),
        "flags": 0,
    }


def channel(kept: Channel, now: datetime) -> Json:
    found: Json = {
        "id": str(kept.id),
        "type": kept.type,
        "last_message_id": str(max(kept.messages)) if kept.messages else None,
        "flags": 0,
    }
    if kept.type in {DM, GROUP_DM}:
        return found | {
            "recipients": [user(who) for who in kept.recipients.values() if not who.bot]
        }
    assert kept.guild is not None
    found |= {
        "guild_id": str(kept.guild.id),
        "name": kept.name,
        "parent_id": str(kept.parent.id) if kept.parent else None,
        "rate_limit_per_user": 0,
    }
    if kept.is_thread:
        return found | _thread(kept, now)
    return found | {
        "position": kept.position,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {
                "id": str(number),
                "type": 0 if number in kept.guild.roles else 1,
                "allow": str(allow),
                "deny": str(deny),
            }
            for number, (allow, deny) in kept.overwrites.items()
        ],
    }


def _thread(kept: Channel, now: datetime) -> Json:
    minutes = round(kept.archive_after.total_seconds() / 60)
    return {
        "owner_id": str(kept.owner),
        "message_count": len(kept.messages),
        "member_count": 1,
        "total_message_sent": len(kept.messages),
        "thread_metadata": {
            "archived": kept.archived(now),
            "auto_archive_duration": minutes,
            "archive_timestamp": kept.last_active.isoformat(),
            "locked": kept.locked,
            "create_timestamp": kept.last_active.isoformat(),
        },
    }


def guild(kept: Guild, channels: list[Channel], bot: User, now: datetime) -> Json:
    """A server as GUILD_CREATE tells of it; without the members intent, only the bot is in it."""
    return {
        "id": str(kept.id),
        "name": kept.name,
        "owner_id": str(kept.owner),
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "vanity_url_code": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "system_channel_id": str(kept.system_channel) if kept.system_channel else None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "joined_at": "2025-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": len(kept.members),
        "members": [member(kept.members[bot.id])],
        "roles": [role(kept, number) for number in kept.roles],
        "channels": [channel(c, now) for c in channels if not c.is_thread],
        "threads": [channel(c, now) for c in channels if c.is_thread and not c.archived(now)],
    }


def attachment(kept: Attachment, where: Channel) -> Json:
    url = f"{CDN}/{where.id}/{kept.id}/{kept.filename}"
    return {
        "id": str(kept.id),
        "filename": kept.filename,
        "size": len(kept.data),
        "content_type": kept.content_type,
        "description": kept.description,
        "url": url,
        "proxy_url": url,
    }


def components(kept: Message) -> list[Json]:
    """A message's components, with the addresses of its attachments in place of their names."""
    found = deepcopy(kept.components)
    urls = {f"attachment://{a.filename}": attachment(a, kept.channel) for a in kept.attachments}
    for node in walk(found):
        for item in node.get("items") or [node]:
            for name in ("media", "file"):
                media = item.get(name)
                if isinstance(media, dict) and media.get("url") in urls:
                    file = urls[media["url"]]
                    media |= {"url": file["url"], "proxy_url": file["proxy_url"]}
                    media["attachment_id"] = file["id"]
    return found


def message(kept: Message, now: datetime, *, bare: bool = False) -> Json:
    """A message; `bare` as one that another refers to."""
    found: Json = {
        "id": str(kept.id),
        "channel_id": str(kept.channel.id),
        "author": user(kept.author),
        "type": kept.type,
        "content": kept.content,
        "embeds": kept.embeds,
        "components": components(kept),
        "attachments": [attachment(file, kept.channel) for file in kept.attachments],
        "mentions": [],
        "mention_roles": [str(number) for number in kept.role_mentions],
        "mention_everyone": kept.everyone,
        "timestamp": kept.at.isoformat(),
        "edited_timestamp": kept.edited_at.isoformat() if kept.edited_at else None,
        "flags": kept.flags,
        "pinned": False,
        "tts": False,
    }
    if kept.thread is not None and not kept.thread.deleted:
        found["thread"] = channel(kept.thread, now)
    if kept.reference is not None and not bare:
        found["message_reference"] = {
            "type": 0,
            "message_id": str(kept.reference.id),
            "channel_id": str(kept.reference.channel.id),
        }
        gone = kept.reference.deleted
        found["referenced_message"] = None if gone else message(kept.reference, now, bare=True)
    return found


def created(kept: Message, now: datetime) -> Json:
    """A message as the answer to its creation: only here the nonce comes back."""
    found = message(kept, now)
    return found if kept.nonce is None else found | {"nonce": kept.nonce}


def interaction(kept: Interaction, app: int, bot: User, now: datetime) -> Json:
    """An interaction as the gateway brings it."""
    where = kept.channel
    found: Json = {
        "id": str(kept.id),
        "application_id": str(app),
        "type": kept.kind,
        "token": kept.token,
        "version": 1,
        "channel_id": str(where.id),
        "channel": channel(where, now),
        "data": kept.payload,
        "app_permissions": str(_app_permissions(where, bot)),
        "locale": "en-US",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": kept.owners,
        "attachment_size_limit": 10 * 2**20,
        "context": _context(where, bot),
    }
    if where.guild is not None:
        bits = permissions.allowed(where, kept.user.id)
        found["guild_id"] = str(where.guild.id)
        found["guild"] = {"id": str(where.guild.id), "locale": "en-US", "features": []}
        found["guild_locale"] = "en-US"
        found["member"] = member(where.guild.members[kept.user.id], bits)
        found["channel"]["permissions"] = str(bits)
    else:
        found["user"] = user(kept.user)
    if kept.message is not None:
        found["message"] = message(kept.message, now)
    return found


def _context(where: Channel, bot: User) -> int:
    if where.guild is not None:
        return 0
    return 1 if where.type == DM and bot.id in where.recipients else 2


def _app_permissions(where: Channel, bot: User) -> int:
    """The bot's permissions; where it is no member, what everybody may without the bot."""
    if where.guild is not None and bot.id not in where.guild.members:
        p = permissions.Permission
        return int(p.ATTACH_FILES | p.EMBED_LINKS | p.MENTION_EVERYONE)
    return permissions.allowed(where, bot.id) or permissions.IN_DM
