"""The body of a message as it is sent: JSON or a form with files, checked, and whom it mentions.

https://docs.discord.com/developers/resources/message
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_server import components as parts
from tests.discord_server.permissions import Permission, may
from tests.discord_server.refusals import Complaints, Refusal, width
from tests.discord_server.state import EPHEMERAL, TEXT, V2, Attachment, Channel, Message, walk

MOST_FILE, MOST_REQUEST = 10 * 2**20, 25 * 2**20
SETTABLE = V2 | 1 << 2 | 1 << 12
"""Flags of a message that a bot may set: components, no embeds, silent."""

CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
USER_MENTION, ROLE_MENTION = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass
class Body:
    """What came in: the JSON, and the files by their number."""

    data: dict[str, Any]
    files: dict[int, tuple[str, bytes, str]] = field(default_factory=dict)

    @property
    def flags(self) -> int:
        return int(self.data.get("flags") or 0)


async def read(request: web.Request) -> Body:
    """The body of a request; a Refusal if it is none."""
    if request.content_type == "multipart/form-data":
        return await _form(request)
    text = await request.text()
    if not text:
        return Body({})
    if request.content_type != "application/json":
        raise Refusal(
            50035,
            {"_errors": [{"code": "CONTENT_TYPE_INVALID", "message": "Expected application/json"}]},
        )
    return Body(_json(text))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(50109) from None


async def _form(request: web.Request) -> Body:
    body = Body({})
    reader = await request.multipart()
    size = 0
    while (part := await reader.next()) is not None:
        assert hasattr(part, "read")
        content = await part.read(decode=False)
        size += len(content)
        if part.name == "payload_json":
            body.data = _json(content.decode("utf-8"))
            continue
        number = re.fullmatch(r"files\[(\d+)\]", part.name or "")
        if number is None:
            raise Refusal(50035, {"_errors": [{"code": "FORM", "message": str(part.name)}]})
        kind = part.headers.get("Content-Type", "application/octet-stream")
        body.files[int(number[1])] = (part.filename or "unknown", bytes(content), kind)
    if size > MOST_REQUEST or any(len(data) > MOST_FILE for _, data, _ in body.files.values()):
        raise Refusal(50035, {"_errors": [{"code": "FILE_TOO_LARGE", "message": "Too large"}]})
    return body


def attachments(body: Body, before: list[Attachment], new_id: Any) -> list[Attachment]:
    """The files that a message has after this body: new ones, and those of before that it keeps."""
    listed = body.data.get("attachments")
    kept = list(before)
    if listed is not None:
        ids = {str(entry.get("id")) for entry in listed}
        kept = [attachment for attachment in before if str(attachment.id) in ids]
    words = {str(e.get("id")): e for e in listed or [] if isinstance(e, dict)}
    for number, (name, data, kind) in sorted(body.files.items()):
        said = words.get(str(number), {})
        filename = said.get("filename") or name
        kept.append(Attachment(new_id(), filename, data, kind, said.get("description")))
    if len(kept) > 10:
        raise Refusal(50035, {"attachments": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH"}]}})
    return kept


def check_fields(body: Body, v2: bool) -> None:
    """Everything of a body but components and files."""
    found, data = Complaints(), body.data
    if data.get("content") is not None:
        found.length(("content",), data["content"], 2000)
    if v2:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if data.get(name):
                found.add(
                    (name,),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    nonce = data.get("nonce")
    if nonce is not None and (isinstance(nonce, float) or len(str(nonce)) > 25):
        found.add(("nonce",), "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
    _check_embeds(found, data.get("embeds"))
    _check_allowed(found, data.get("allowed_mentions"))
    found.refuse()


def _check_embeds(found: Complaints, embeds: object) -> None:
    if embeds is None or not found.count(("embeds",), embeds, 0, 10):
        return
    assert isinstance(embeds, list)
    total = 0
    for index, embed in enumerate(embeds):
        limits = {"title": 256, "description": 4096}
        for name, most in limits.items():
            if embed.get(name) is not None:
                found.length(("embeds", index, name), embed[name], most)
                total += width(str(embed[name]))
        fields = embed.get("fields") or []
        found.count(("embeds", index, "fields"), fields, 0, 25)
        for number, entry in enumerate(fields):
            for name, most in (("name", 256), ("value", 1024)):
                found.length(("embeds", index, "fields", number, name), entry.get(name), most, 1)
                total += width(str(entry.get(name)))
        for name, inner, most in (("footer", "text", 2048), ("author", "name", 256)):
            if embed.get(name):
                found.length(("embeds", index, name, inner), embed[name].get(inner), most, 1)
                total += width(str(embed[name].get(inner)))
    if total > 6000:
        found.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_allowed(found: Complaints, allowed: object) -> None:
    if not isinstance(allowed, dict):
        return
    parse = allowed.get("parse") or []
    for name in ("users", "roles"):
        ids = allowed.get(name) or []
        found.count(("allowed_mentions", name), ids, 0, 100)
        for index, id in enumerate(ids):
            if not _is_snowflake(id):
                path = ("allowed_mentions", name, index)
                found.add(path, "NUMBER_TYPE_COERCE", f'Value "{id}" is not snowflake.')
        if allowed.get(name) and name in parse:
            found.add(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f"parse:[{name!r}] and {name}: [ids...] are mutually exclusive.",
            )


def _is_snowflake(id: object) -> bool:
    """Whether this is an id: a number of at most 63 bits, written as text or as a number."""
    return re.fullmatch(r"[1-9][0-9]{0,18}", str(id)) is not None and int(str(id)) < 1 << 63


def fill(message: Message, body: Body, new_id: Any, *, v2: bool, editing: bool = False) -> None:
    """Put a checked body into a message; a Refusal leaves the message as it was."""
    check_fields(body, v2)
    data = body.data
    files = attachments(body, message.attachments, new_id)
    content = message.content if "content" not in data else data["content"] or ""
    embeds = message.embeds if "embeds" not in data else data["embeds"] or []
    tree = message.components
    if "components" in data:
        tree = parts.checked(data["components"] or [], v2, [file.filename for file in files])
    if v2:
        content, embeds = "", []
        parts.empty_refused("", tree, None)
    else:
        parts.empty_refused(content, tree, embeds or files or data.get("poll"))
    message.content, message.embeds, message.components = content, embeds, tree
    message.attachments = files
    keep = message.flags & ~SETTABLE if not editing else message.flags
    message.flags = keep | (body.flags & SETTABLE) | (V2 if v2 else 0)


def v2_after(message: Message, body: Body) -> bool:
    """Whether an edited message is of Components V2; the flag never goes away again."""
    if message.is_v2 and "flags" in body.data and not body.flags & V2:
        raise Refusal(
            50035,
            {"flags": {"_errors": [{"code": "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"}]}},
        )
    return message.is_v2 or bool(body.flags & V2)


def unseen_files(message: Message) -> list[str]:
    """Attachments that nobody sees: Components V2 shows only those that a component names."""
    if not message.is_v2:
        return []
    shown = parts.shown_files(message.components)
    return [file.filename for file in message.attachments if file.filename not in shown]


def mention(message: Message, allowed: Mapping[str, Any] | None, author: int) -> None:
    """Note whom a message mentions and lets notify: users, roles, everyone."""
    text = CODE.sub(" ", message.text)
    parse = ["users", "roles", "everyone"] if allowed is None else allowed.get("parse") or []
    users = {int(found) for found in USER_MENTION.findall(text)}
    roles = {int(found) for found in ROLE_MENTION.findall(text)}
    if allowed is not None and "users" not in parse:
        users &= {int(user) for user in allowed.get("users") or []}
    if allowed is not None and "roles" not in parse:
        roles &= {int(role) for role in allowed.get("roles") or []}
    message.mentions, message.role_mentions = sorted(users), sorted(roles)
    guild = message.channel.guild
    all_of_them = guild is not None and may(message.channel, author, Permission.MENTION_EVERYONE)
    message.everyone = bool("everyone" in parse and EVERYONE.search(text) and all_of_them)
    known = guild.roles if guild else {}
    message.role_mentions = [
        role
        for role in message.role_mentions
        if role in known and (known[role].mentionable or all_of_them)
    ]


def notified(message: Message) -> list[int]:
    """Who is notified because of what a message says."""
    guild = message.channel.guild
    found = set(message.mentions)
    if guild is not None:
        found &= set(guild.members)
        for number, member in guild.members.items():
            if message.everyone or set(member.roles) & set(message.role_mentions):
                found.add(number)
    return sorted(found - {message.author.id})


def is_text(channel: Channel) -> bool:
    return channel.type in {TEXT, 5}


def ephemeral(body: Body) -> bool:
    return bool(body.flags & EPHEMERAL)


def custom_ids(message: Message) -> list[str]:
    """Of all that can be pressed or chosen in a message."""
    return [node["custom_id"] for node in walk(message.components) if "custom_id" in node]
