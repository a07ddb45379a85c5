"""What a bot may do in channels: post, edit, delete, read, make threads.

https://docs.discord.com/developers/resources/message and .../channel
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.discord_server import bodies, payloads
from tests.discord_server.bodies import Body
from tests.discord_server.permissions import Permission, may
from tests.discord_server.refusals import Complaints, Refusal
from tests.discord_server.service import Discord
from tests.discord_server.state import (
    DEFAULT,
    DM,
    GROUP_DM,
    HAS_THREAD,
    REPLY,
    THREAD,
    THREAD_STARTER,
    Channel,
    Message,
)

NONCE_KEPT = timedelta(minutes=5)
"""How long a nonce is remembered: "the past few minutes"."""
ARCHIVES_AFTER = (60, 1440, 4320, 10080)

Json = dict[str, Any]


class Channels:
    """The effects of the channel routes; each answers with JSON or raises a Refusal."""

    def __init__(self, service: Discord) -> None:
        self.service = service

    def open(self, id: str | int, *needed: Permission) -> Channel:
        """The channel, if the bot may do that there."""
        try:
            channel = self.service.channels[int(id)]
        except (KeyError, ValueError):
            raise Refusal(10003) from None
        if channel.deleted:
            raise Refusal(10003)
        me = self.service.bot.id
        if not may(channel, me, Permission.VIEW_CHANNEL):
            raise Refusal(50001)
        if not may(channel, me, *needed):
            raise Refusal(50013)
        return channel

    def one(self, channel: Channel, id: str | int) -> Message:
        """A message that stands in a channel for everybody."""
        message = channel.messages.get(int(id)) if str(id).isdigit() else None
        if message is None or message.deleted or message.only_for is not None:
            raise Refusal(10008)
        return message

    # Posting

    def post(self, id: str, body: Body) -> Json:
        channel = self.open(id)
        me, now = self.service.bot.id, self.service.clock()
        if channel.type == DM:
            other = next(user for user in channel.recipients.values() if user.id != me)
            if not other.takes_dms:
                raise Refusal(50007)
        else:
            self._may_write(channel, body)
        if (again := self._same(channel, body)) is not None:
            return payloads.created(again, now)
        message = Message(self.service.new_id(), channel, self.service.bot, now)
        self._answer_to(message, body)
        message.nonce = body.data.get("nonce")
        bodies.fill(message, body, self.service.new_id, v2=bodies.v2_after(message, body))
        self.stand(message, body.data.get("allowed_mentions"))
        return payloads.created(message, now)

    def _may_write(self, channel: Channel, body: Body) -> None:
        me = self.service.bot.id
        if not bodies.is_text(channel) and not channel.is_thread:
            raise Refusal(50024)
        thread = Permission.SEND_MESSAGES_IN_THREADS
        needed = [thread if channel.is_thread else Permission.SEND_MESSAGES]
        if body.files:
            needed.append(Permission.ATTACH_FILES)
        if not may(channel, me, *needed):
            raise Refusal(50013)
        if channel.locked and not may(channel, me, Permission.MANAGE_THREADS):
            raise Refusal(160005)

    def _same(self, channel: Channel, body: Body) -> Message | None:
        """A message of ours of the past few minutes with the same nonce, wherever it is."""
        nonce = body.data.get("nonce")
        if nonce is None or body.data.get("enforce_nonce") is not True:
            return None
        since = self.service.clock() - NONCE_KEPT
        for each in self.service.channels.values():
            for message in each.messages.values():
                ours = message.author is self.service.bot and message.at >= since
                if ours and message.nonce is not None and str(message.nonce) == str(nonce):
                    return message
        return None

    def _answer_to(self, message: Message, body: Body) -> None:
        """What a message is a reply to."""
        reference = body.data.get("message_reference")
        if not reference:
            return
        channel = message.channel
        if not may(channel, self.service.bot.id, Permission.READ_MESSAGE_HISTORY):
            raise Refusal(160002)
        try:
            message.reference = self.one(channel, reference.get("message_id", ""))
            message.type = REPLY
        except Refusal:
            if reference.get("fail_if_not_exists", True):
                path = {"_errors": [{"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown"}]}
                raise Refusal(50035, {"message_reference": path}) from None

    def stand(self, message: Message, allowed: Mapping[str, Any] | None) -> None:
        """Put a new message where it belongs, and notify whom it mentions."""
        channel = message.channel
        channel.messages[message.id] = message
        if channel.is_thread:
            channel.archived_by_hand = False
            channel.last_active = message.at
        bodies.mention(message, allowed, message.author.id)
        self.service.notify(message)
        self.service.look(message)

    # Editing, deleting

    def edit(self, id: str, number: str, body: Body) -> Json:
        channel = self.open(id)
        message = self.one(channel, number)
        if message.author is not self.service.bot:
            raise Refusal(50005)
        if message.type not in {DEFAULT, REPLY} and not message.token:
            raise Refusal(50021)
        if channel.archived(self.service.clock()):
            raise Refusal(50083)
        if (
            body.files
            and channel.guild
            and not may(channel, self.service.bot.id, Permission.ATTACH_FILES)
        ):
            raise Refusal(50013)
        self.redraw(message, body)
        return payloads.message(message, self.service.clock())

    def redraw(self, message: Message, body: Body) -> None:
        """Put what a body changes into a message. Nobody is notified by an edit."""
        bodies.fill(
            message, body, self.service.new_id, v2=bodies.v2_after(message, body), editing=True
        )
        message.edits += 1
        message.edited_at = self.service.clock()
        bodies.mention(message, body.data.get("allowed_mentions"), message.author.id)
        self.service.look(message)

    def delete(self, id: str, number: str) -> None:
        channel = self.open(id)
        message = self.one(channel, number)
        mine = message.author is self.service.bot
        if not mine and not may(channel, self.service.bot.id, Permission.MANAGE_MESSAGES):
            raise Refusal(50013)
        message.deleted = True
        self.service.poke()

    # Reading

    def read(self, id: str, number: str) -> Json:
        channel = self.open(id, Permission.READ_MESSAGE_HISTORY)
        return payloads.message(self.one(channel, number), self.service.clock())

    def history(self, id: str, query: Mapping[str, str]) -> list[Json]:
        """Newest first, as Discord answers whatever was asked for; nothing without the right to
        read what was written before."""
        channel = self.open(id)
        found = Complaints()
        limit = int(query.get("limit", 50))
        found.number(("limit",), limit, 1, 100)
        if len({"before", "after", "around"} & set(query)) > 1:
            found.add((), "MUTUALLY_EXCLUSIVE", "before, after and around exclude one another")
        found.refuse()
        if not may(channel, self.service.bot.id, Permission.READ_MESSAGE_HISTORY):
            return []
        kept = self.service.messages(channel)
        if "after" in query:
            kept = [m for m in kept if m.id > int(query["after"])][:limit]
        elif "around" in query:
            near = sorted(kept, key=lambda m: abs(m.id - int(query["around"])))[:limit]
            kept = sorted(near, key=lambda m: m.id)
        else:
            before = int(query.get("before", 2**63))
            kept = [m for m in kept if m.id < before][-limit:]
        now = self.service.clock()
        return [payloads.message(message, now) for message in reversed(kept)]

    # Threads

    def thread(self, id: str, number: str, body: Body) -> Json:
        """A thread under a message: its id is the message's."""
        channel = self.open(id)
        message = self.one(channel, number)
        if channel.type in {DM, GROUP_DM, THREAD}:
            raise Refusal(50024)
        if not may(channel, self.service.bot.id, Permission.CREATE_PUBLIC_THREADS):
            raise Refusal(50013)
        found = Complaints()
        found.length(("name",), body.data.get("name"), 100, 1)
        minutes = body.data.get("auto_archive_duration") or 1440
        if minutes not in ARCHIVES_AFTER:
            found.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", f"One of {ARCHIVES_AFTER}.")
        found.refuse()
        if message.flags & HAS_THREAD:
            raise Refusal(160004)
        return self._made(channel, message, str(body.data["name"]), minutes)

    def _made(self, channel: Channel, message: Message, name: str, minutes: int) -> Json:
        service, now = self.service, self.service.clock()
        made = Channel(message.id, THREAD, name, channel.guild, channel, starter=message)
        made.owner, made.last_active = service.bot.id, now
        made.archive_after = timedelta(minutes=minutes)
        first = Message(service.new_id(), made, service.bot, now, THREAD_STARTER)
        first.reference = message
        made.messages[first.id] = first
        service.channels[made.id] = made
        message.thread, message.flags = made, message.flags | HAS_THREAD
        told = payloads.channel(made, now)
        service.gateway.dispatch("THREAD_CREATE", told | {"newly_created": True})
        service.poke()
        return told

    def change(self, id: str, body: Body) -> Json:
        """Change a thread: archive it, or take it out of the archive."""
        channel = self.open(id)
        if not channel.is_thread:
            raise Refusal(50013)
        if channel.locked and not may(channel, self.service.bot.id, Permission.MANAGE_THREADS):
            raise Refusal(160005)
        if "archived" in body.data:
            channel.archived_by_hand = bool(body.data["archived"])
            channel.last_active = self.service.clock()
        return payloads.channel(channel, self.service.clock())

    def show(self, id: str) -> Json:
        return payloads.channel(self.open(id), self.service.clock())

    def direct(self, body: Body) -> Json:
        """The direct messages with somebody."""
        number = str(body.data.get("recipient_id"))
        user = self.service.users.get(int(number)) if number.isdigit() else None
        if user is None:
            raise Refusal(10013)
        if user.bot:
            raise Refusal(50007)
        return payloads.channel(self.service.dm(self.service.bot, user), self.service.clock())
