"""conversations.*, users.info, bots.info, auth.test: what can be read, and by whom.

https://docs.slack.dev/reference/methods/conversations.history
"""

import base64
from typing import Any

from tests.slack_server.calls import Call, Method
from tests.slack_server.chat import shape
from tests.slack_server.world import (
    APP,
    BOT,
    BOT_USER,
    TEAM,
    ApiError,
    Channel,
    Message,
    User,
)

PAGED = frozenset(
    {"channel", "cursor", "limit", "latest", "oldest", "inclusive", "include_all_metadata"}
)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.needs(f"{channel.kind}:history")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def history(call: Call) -> dict[str, Any]:
    """Newest first; of threads only what was shown in the channel as well."""
    channel = _readable(call)
    stands = [
        message
        for message in channel.messages
        if not message.gone and (message.thread_ts in {"", message.ts} or message.broadcast)
    ]
    return _page(call, list(reversed(_between(call, stands))), usual=100, most=999)


def replies(call: Call) -> dict[str, Any]:
    """The parent, then its replies, oldest first."""
    channel = _readable(call)
    parent = call.world.message(channel, call.text("ts"))
    if parent is None or parent.thread_ts not in {"", parent.ts}:
        raise ApiError("thread_not_found")
    under = [
        message
        for message in channel.messages
        if message.thread_ts == parent.ts and message is not parent and not message.gone
    ]
    return _page(call, [parent, *_between(call, under)], usual=1000, most=1000)


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest = _time(call, "oldest") if call.text("oldest") else 0.0
    latest = _time(call, "latest") if call.text("latest") else float("inf")
    inside = call.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest or (inside and float(message.ts) in {oldest, latest})
    ]


def _time(call: Call, name: str) -> float:
    try:
        return float(call.text(name))
    except ValueError:
        raise ApiError(f"invalid_ts_{name}") from None


def _page(call: Call, messages: list[Message], *, usual: int, most: int) -> dict[str, Any]:
    """One page; the cursor names the first message of the next."""
    limit = min(call.number("limit", usual, most), call.server.rows_a_page)
    start = _after_cursor(call, messages)
    page, rest = messages[start : start + limit], messages[start + limit :]
    metadata = call.flag("include_all_metadata")
    cursor = base64.b64encode(f"next_ts:{rest[0].ts}".encode()).decode() if rest else ""
    return {
        "messages": [shape(message, metadata=metadata) for message in page],
        "has_more": bool(rest),
        "response_metadata": {"next_cursor": cursor},
    }


def _after_cursor(call: Call, messages: list[Message]) -> int:
    given = call.text("cursor")
    if not given:
        return 0
    try:
        ts = base64.b64decode(given, validate=True).decode().removeprefix("next_ts:")
    except ValueError:
        raise ApiError("invalid_cursor") from None
    for number, message in enumerate(messages):
        if message.ts == ts:
            return number
    raise ApiError("invalid_cursor")


def info(call: Call) -> dict[str, Any]:
    channel = call.channel()
    call.needs(f"{channel.kind}:read")
    return {"channel": described(channel)}


def described(channel: Channel) -> dict[str, Any]:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    kind = channel.kind
    if kind == "im":
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_read_only": channel.read_only,
        "is_member": BOT_USER in channel.members,
    }


def members(call: Call) -> dict[str, Any]:
    channel = call.channel()
    call.needs(f"{channel.kind}:read")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def join(call: Call) -> dict[str, Any]:
    call.needs("channels:join")
    channel = call.channel()
    if channel.kind != "channels":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    channel.members.add(BOT_USER)
    return {"channel": described(channel)}


def open_direct(call: Call) -> dict[str, Any]:
    call.needs("im:write")
    users = [user for user in call.text("users").split(",") if user]
    if call.has("channel"):
        return {"channel": {"id": call.channel().id}}
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        call.needs("mpim:write")
    user = call.world.users.get(users[0])
    if user is None:
        raise ApiError("user_not_found")
    if user.is_bot:
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("user_disabled")
    known = f"D{user.id[1:]}" in call.world.channels
    channel = call.world.direct(user.id)
    return {"channel": {"id": channel.id}, "already_open": known, "no_op": known}


def user_info(call: Call) -> dict[str, Any]:
    call.needs("users:read")
    user = call.world.users.get(call.text("user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user_shape(user)}


def user_shape(user: User) -> dict[str, Any]:
    """https://docs.slack.dev/reference/objects/user-object"""
    return {
        "id": user.id,
        "team_id": TEAM,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_offset": 3600,
        "profile": {"real_name": user.real_name, "display_name": user.name, "team": TEAM},
        "is_admin": user.is_admin,
        "is_owner": user.is_owner,
        "is_primary_owner": user.is_owner,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
    }


def bot_info(call: Call) -> dict[str, Any]:
    call.needs("users:read")
    if call.text("bot") not in {"", BOT}:
        raise ApiError("bot_not_found")
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": "dlq", "deleted": False}}


def auth_test(call: Call) -> dict[str, Any]:
    return {
        "url": "https://school.slack.com/",
        "team": "School",
        "user": "dlq",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> dict[str, Any]:
    if call.has("error"):
        raise ApiError(call.text("error"))
    return {"args": {}}


METHODS = {
    "conversations.history": Method(history, PAGED),
    "conversations.replies": Method(replies, PAGED | {"ts"}),
    "conversations.info": Method(
        info, frozenset({"channel", "include_locale", "include_num_members"})
    ),
    "conversations.members": Method(members, frozenset({"channel", "cursor", "limit"})),
    "conversations.join": Method(join, frozenset({"channel"})),
    "conversations.open": Method(
        open_direct, frozenset({"channel", "users", "return_im", "prevent_creation"})
    ),
    "users.info": Method(user_info, frozenset({"user", "include_locale"})),
    "bots.info": Method(bot_info, frozenset({"bot", "team_id"})),
    "auth.test": Method(auth_test, frozenset()),
    "api.test": Method(api_test, frozenset({"error", "foo"}), token="any"),
}
