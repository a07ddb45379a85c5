"""The wire of Posts: Slack as a Platform. It never sends a message again by itself.

A page is known by its key, which travels in the message's metadata; everybody in the workspace can
read that, so it holds nothing else. A slot of a MessageRef is `channel:ts:page key`.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from adapters.slack.failures import NO_CONNECTION, Said, explained
from adapters.slack.files import FILE, files_of, share, upload, without_files
from adapters.slack.limits import HISTORY, MOST_WEIGHT, WEIGHT
from adapters.slack.render import EVENT_TYPE, marks, page_key, pages
from adapters.slack.web import Web
from bot.events import MessageRef, Person, Place
from bot.message import Message
from bot.platform import NOTHING, NotAllowed, OutcomeUnknown, PlatformError, TryLater

T = TypeVar("T")

NO_THREAD = frozenset(
    {"cannot_reply_to_message", "invalid_thread_ts", "message_not_found", "thread_not_found"}
)
"""What Slack says of a thread whose first message somebody deleted."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot in its workspace, as `auth.test` tells."""

    team: str
    user: str
    bot: str
    name: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one page stands."""

    channel: str
    ts: str
    key: str = ""

    @property
    def is_file(self) -> bool:
        """Whether a file stands there, and `ts` is its id."""
        return self.ts.startswith(FILE)

    def __str__(self) -> str:
        return f"{self.channel}:{self.ts}:{self.key}"


def slot(text: str) -> Slot:
    """A slot from its text; the key may hold colons."""
    channel, ts, *key = text.split(":", 2)
    return Slot(channel, ts, *key)


class Slack:
    """A Platform over one workspace."""

    def __init__(self, web: Web, me: Me) -> None:
        self._web = web
        self._me = me
        self._direct: dict[str, str] = {}

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        payloads, files = pages(without_files(message), key), files_of(message)
        slots = _slots(have, len(payloads) + len(files))
        channel = await self._told(self._channel(to), to, slots)
        thread = slot(under.pages[0]).ts if under and under.pages else None
        # First, for as long as nobody sees them nothing is lost if it fails.
        uploaded = {
            index: await self._told(upload(self._web, file), to, slots)
            for index, file in enumerate(files, len(payloads))
            if not slots[index]
        }
        for index, payload in enumerate(payloads):
            if slots[index]:
                continue
            counted = {**payload, "metadata": marks(page_key(key, index + 1), len(slots), files)}
            sent = await self._told(self._say(channel, thread, counted), to, slots)
            slots[index] = str(Slot(sent["channel"], sent["ts"], page_key(key, index + 1)))
        for index, file in uploaded.items():
            await self._told(share(self._web, file, channel, slot(slots[0]).ts), to, slots)
            slots[index] = str(Slot(channel, file.id, page_key(key, index + 1)))
        return MessageRef(tuple(slots))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        stand = [one for text in ref.pages if text and not (one := slot(text)).is_file]
        files = [text for text in ref.pages if text and slot(text).is_file]
        payloads = _as_many(without_files(message), len(stand))
        for page, payload in zip(stand, payloads, strict=True):
            # Whether chat.update keeps metadata that is not given again is not said for certain.
            metadata = marks(page.key, len(stand) + len(files), files) if page.key else None
            updating = self._web.call(
                "chat.update", channel=page.channel, ts=page.ts, metadata=metadata, **payload
            )
            await self._told(updating, None, [])

    async def find(
        self, to: Place | Person, key: str, *, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        return await self._told(self._found(to, key, since, under), to, [])

    async def _say(
        self, channel: str, thread: str | None, payload: dict[str, Any]
    ) -> dict[str, Any]:
        """One message; in the channel itself if what it was to go under is not there any more."""
        quiet = {"unfurl_links": False, "unfurl_media": False}
        call = partial(self._web.call, "chat.postMessage", channel=channel, **quiet, **payload)
        try:
            return await call(thread_ts=thread)
        except Said as said:
            if thread is None or said.code not in NO_THREAD:
                raise
            return await call()

    # What stands in a channel

    async def _found(
        self, to: Place | Person, key: str, since: datetime, under: MessageRef | None
    ) -> MessageRef | None:
        channel = await self._channel(to)
        parents = [slot(under.pages[0]).ts] if under and under.pages else []
        found: dict[int, Slot] = {}
        of = files = 0
        # What was to go under a message that is gone stands in the channel itself.
        for parent in (*parents, ""):
            for said in await self._messages(channel, since, parent):
                number, count, more = self._page(said, key)
                # The oldest stands, should there ever be two.
                if number and (number not in found or said["ts"] < found[number].ts):
                    found[number] = Slot(channel, said["ts"], page_key(key, number))
                    of, files = max(of, count, number), max(files, more)
            if found and len(found) == of - files:
                break
        if files and 1 in found:
            for index, file in enumerate(await self._files(found[1], since), of - files + 1):
                found[index] = Slot(channel, file, page_key(key, index))
        return MessageRef(tuple(str(found.get(n, "")) for n in range(1, of + 1))) if of else None

    async def _files(self, page: Slot, since: datetime) -> list[str]:
        """The files under a page, in the order in which they were shared. Nobody but dlq shares
        any there as dlq."""
        said = await self._messages(page.channel, since, page.ts)
        own = [one for one in said if self._is_own(one)]
        return [file["id"] for one in own for file in one.get("files", ())]

    def _is_own(self, said: dict[str, Any]) -> bool:
        return said.get("bot_id") == self._me.bot or said.get("user") == self._me.user

    async def _messages(self, channel: str, since: datetime, parent: str) -> list[dict[str, Any]]:
        """The messages since then of a channel, or of the thread under `parent`."""
        method = "conversations.replies" if parent else "conversations.history"
        more: dict[str, Any] = {"ts": parent} if parent else {}
        found: list[dict[str, Any]] = []
        while True:
            try:
                answer = await self._web.call(
                    method,
                    channel=channel,
                    oldest=f"{since.timestamp():.6f}",
                    inclusive=True,
                    include_all_metadata=True,
                    limit=HISTORY,
                    **more,
                )
            except Said as said:
                if parent and said.code in NO_THREAD:
                    return []
                raise
            found += answer.get("messages", ())
            more["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not more["cursor"]:
                return found

    def _page(self, said: dict[str, Any], key: str) -> tuple[int, int, int]:
        """Which page of the post a message is and of how many, and how many of these are files;
        zeros for any other message. Others' messages may carry what looks like a key."""
        metadata = said.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if not self._is_own(said) or metadata.get("event_type") != EVENT_TYPE:
            return 0, 0, 0
        post, _, number = str(payload.get("key", "")).rpartition(".")
        if post != key or not number.isdecimal():
            return 0, 0, 0
        return int(number), int(payload.get("of", 0)), int(payload.get("files", 0))

    async def _channel(self, to: Place | Person) -> str:
        """The place's channel, or the direct message with a person."""
        if isinstance(to, Place):
            return to.id
        if to.id not in self._direct:
            try:
                answer = await self._web.call("conversations.open", users=to.id)
            except OutcomeUnknown as error:
                # A conversation that was perhaps opened is no message that was perhaps sent.
                raise TryLater(str(error), after=NO_CONNECTION) from None
            self._direct[to.id] = answer["channel"]["id"]
        return self._direct[to.id]

    async def _told(self, doing: Awaitable[T], to: Place | Person | None, slots: list[str]) -> T:
        """The result; an error is the port's and carries what was sent before it."""
        ref = MessageRef(tuple(slots)) if any(slots) else NOTHING
        try:
            return await doing
        except Said as said:
            to_person = isinstance(to, Person)
            error = explained(said, _where(to), self._me.name, to_person=to_person)
            error.ref = ref
            raise error from said
        except PlatformError as error:
            error.ref = ref
            raise


def _slots(have: MessageRef | None, count: int) -> list[str]:
    known = list(have.pages[:count]) if have else []
    return known + [""] * (count - len(known))


def _where(to: Place | Person | None) -> str:
    if isinstance(to, Person):
        return "a direct message"
    return f"#{to.name}" if to and to.name else "the channel"


def _as_many(message: Message, count: int) -> list[dict[str, Any]]:
    """The message in exactly so many pages, however it grew or shrank."""
    for room in (WEIGHT, MOST_WEIGHT):
        drawn = pages(message, room=room)
        if len(drawn) <= count:
            break
    else:
        raise NotAllowed("The message no longer fits the pages on which it stands.")
    end = {"text": "…", "blocks": [{"type": "divider"}]}
    return [*drawn, *[end] * (count - len(drawn))]
