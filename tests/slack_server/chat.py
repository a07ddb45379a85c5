"""chat.*: messages posted, changed and taken away.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from typing import Any

from tests.slack_server.blocks import escaped
from tests.slack_server.calls import LONGEST_UPDATE, Call, Method, check_text
from tests.slack_server.world import APP, BOT, BOT_USER, TEAM, ApiError, Channel, Message

WRITING = frozenset({"channel", "text", "blocks", "attachments", "link_names", "parse"})


def shape(message: Message, *, metadata: bool = False) -> dict[str, Any]:
    """A message as answers, history and payloads show it."""
    shown: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": TEAM,
    }
    if message.by_bot:
        shown |= {"bot_id": BOT, "app_id": APP}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.files:
        shown["files"] = [{"id": file} for file in message.files]
    if metadata and message.metadata is not None:
        shown["metadata"] = message.metadata
    return shown


def post(call: Call) -> dict[str, Any]:
    channel = call.channel(or_person=True)
    _may_write(call, channel)
    message = _written(call, channel)
    call.world.add(message)
    answer = shape(message, metadata=True)
    call.server.echo(channel, answer)
    return {"channel": channel.id, "ts": message.ts, "message": answer}


def _written(call: Call, channel: Channel) -> Message:
    text, blocks = call.text("text"), call.blocks()
    check_text(call.world, call.method, text, blocks)
    metadata = call.metadata()
    thread = _thread(call, channel)
    return Message(
        ts=call.world.ts(),
        channel=channel.id,
        user=BOT_USER,
        text=text,
        blocks=blocks,
        thread_ts=thread,
        metadata=metadata,
        broadcast=call.flag("reply_broadcast"),
    )


def _may_write(call: Call, channel: Channel) -> None:
    call.needs("chat:write")
    if channel.archived:
        raise ApiError("is_archived")
    if BOT_USER not in channel.members and "chat:write.public" not in call.server.scopes:
        raise ApiError("not_in_channel")
    if channel.read_only:
        raise ApiError("restricted_action_read_only_channel")


def _thread(call: Call, channel: Channel) -> str:
    """The parent's ts; a reply must name the parent, not another reply."""
    given = call.text("thread_ts")
    if not given:
        return ""
    parent = call.world.message(channel, given)
    if parent is None:
        raise ApiError("cannot_reply_to_message")
    if parent.thread_ts and parent.thread_ts != parent.ts:
        call.world.violation(f"{call.method}: thread_ts {given} is a reply's, not the parent's")
        return parent.thread_ts
    parent.thread_ts = parent.ts
    return given


def update(call: Call) -> dict[str, Any]:
    call.needs("chat:write")
    channel = call.channel()
    message = call.world.message(channel, call.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if not message.by_bot:
        raise ApiError("cant_update_message")
    if channel.archived:
        raise ApiError("is_inactive")
    _change(call, message)
    message.edits += 1
    call.world.tell(message)
    shown = shape(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _change(call: Call, message: Message) -> None:
    """Blocks go when there is text without them; what is not given stays."""
    text = call.text("text")
    if len(escaped(text).encode()) > LONGEST_UPDATE:
        raise ApiError("msg_too_long")
    blocks = call.blocks() if call.has("blocks") else [] if text else message.blocks
    check_text(call.world, call.method, text, blocks)
    metadata = call.metadata()
    message.text, message.blocks = text, blocks
    if metadata is not None:
        message.metadata = metadata


def delete(call: Call) -> dict[str, Any]:
    call.needs("chat:write")
    channel = call.channel()
    message = call.world.message(channel, call.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if not message.by_bot:
        raise ApiError("cant_delete_message")
    message.gone = True
    return {"channel": channel.id, "ts": message.ts}


def ephemeral(call: Call) -> dict[str, Any]:
    """Seen by one person who must be in the channel; in no history, and never found again."""
    channel = call.channel(or_person=False)
    _may_write(call, channel)
    user = call.text("user")
    if user not in call.world.users:
        raise ApiError("user_not_found")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    message = _written(call, channel)
    message.only_for = user
    call.world.add(message)
    return {"message_ts": message.ts}


METHODS = {
    "chat.postMessage": Method(
        post,
        WRITING
        | {"metadata", "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "mrkdwn"},
    ),
    "chat.update": Method(
        update, WRITING | {"ts", "metadata", "as_user", "reply_broadcast", "file_ids"}
    ),
    "chat.delete": Method(delete, frozenset({"channel", "ts", "as_user"})),
    "chat.postEphemeral": Method(ephemeral, WRITING | {"user", "thread_ts"}),
}
