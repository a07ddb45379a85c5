"""Posts on Discord: the three verbs of a Platform, each request tried once."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from adapters.discord import faults
from adapters.discord.forms import shortened
from adapters.discord.limits import EPOCH_MILLISECONDS, HISTORY_PAGE, THREAD_NAME
from adapters.discord.marks import recognised
from adapters.discord.permissions import ATTACH_FILES, READ_HISTORY, missing, refusal
from adapters.discord.render import Page, drawn
from adapters.discord.wire import Wire
from bot.events import MessageRef, Person, Place
from bot.message import Message
from bot.platform import NOTHING, NotAllowed, OutcomeUnknown, PlaceGone, PlatformError, TryLater

ARCHIVE_MINUTES = 1_440
"""A thread is folded away after a day without a message."""


class Surroundings(Protocol):
    """What the connection knows without asking."""

    @property
    def me(self) -> str:
        """The bot's own id."""
        ...

    def permissions(self, channel: str) -> int | None:
        """What the bot may do in a channel; None if that is not known."""
        ...

    def is_in(self, community: str) -> bool:
        """Whether the bot is in that server."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page goes: a channel or thread, or under a message of it."""

    channel: str
    reply_to: str = ""


def parts_of(ref: str) -> tuple[str, str]:
    """The channel and the message of a page's reference."""
    channel, _, message = ref.partition(":")
    return channel, message


class Discord:
    """A Platform over one connection."""

    def __init__(self, wire: Wire, around: Surroundings) -> None:
        self._wire = wire
        self._around = around
        self._direct: dict[str, str] = {}

    # The three verbs

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        """Send what is missing of the pages, as many as there were if the post was begun."""
        begun = len(have.pages) if have else 0
        pages = drawn(message, key, most=begun, least=begun or 1)
        refs = list(have.pages) if have and have.pages else [""] * len(pages)
        with self._under_way(), self._telling(refs):
            spots = await self._spots(to, message, under)
            for number, page in enumerate(pages):
                if not refs[number]:
                    refs[number] = await self._send(spots, page, to)
        return MessageRef(tuple(refs))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Draw every page anew; nobody is called a second time, for an edit has no key."""
        count = len(ref.pages)
        with self._under_way():
            pages = drawn(message, most=count, least=count)
            for place, page in zip(ref.pages, pages, strict=True):
                await self._redraw(place, page)

    async def find(
        self, to: Place | Person, key: str, *, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The post's pages among the bot's own messages since then, in the thread and, where the
        bot may make none, in the channel itself."""
        with self._under_way():
            channels = [await self._channel(to)]
            if under and isinstance(to, Place):
                channels.insert(0, parts_of(under.pages[0])[1])
            found: dict[int, str] = {}
            count = 0
            for channel in channels:
                async for message in self._own(channel, to, since):
                    if seen := recognised(message, key):
                        found.setdefault(seen[0], f"{channel}:{message['id']}")
                        count = max(count, seen[1])
        return MessageRef(tuple(found.get(i, "") for i in range(count))) if found else None

    # Where

    async def _channel(self, to: Place | Person) -> str:
        """The channel of a place; a person's is opened, which changes nothing if it is there."""
        if isinstance(to, Place):
            return to.id
        if to.id not in self._direct:
            opened = await self._ask(
                to, "POST", "/users/@me/channels", {"recipient_id": to.id}, sends=False
            )
            self._direct[to.id] = str(opened["id"])
        return self._direct[to.id]

    async def _spots(
        self, to: Place | Person, message: Message, under: MessageRef | None
    ) -> list[Spot]:
        """Where a page is tried, the best first: in the thread, else as a plain reply."""
        channel = await self._channel(to)
        if under is None:
            return [Spot(channel)]
        _, above = parts_of(under.pages[0])
        reply = Spot(channel, reply_to=above)
        if isinstance(to, Person):
            return [reply]
        thread = await self._thread(channel, above, message)
        return [Spot(thread), reply] if thread else [reply]

    async def _thread(self, channel: str, above: str, message: Message) -> str:
        """The thread under a message, made if there is none; empty where there can be none. A
        message has one thread, and it has the message's id."""
        named = {
            "name": shortened(message.summary, THREAD_NAME) or "dlq",
            "auto_archive_duration": ARCHIVE_MINUTES,
        }
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        try:
            made = await self._wire.request(
                "POST", path, named, channel_id=channel, message_id=above
            )
        except faults.library_errors() as error:
            if faults.code_of(error) == faults.THREAD_EXISTS:
                return above
            if self._is_refusal(error) and faults.code_of(error) != faults.UNKNOWN_CHANNEL:
                return ""
            raise self._fault(error, Place("discord", channel), sends=False) from error
        return str(made["id"])

    @staticmethod
    def _is_refusal(error: Exception) -> bool:
        """Whether Discord answered, and no other try would be answered otherwise."""
        return faults.status_of(error) in {400, 403, 404} and not faults.is_passing(error)

    # Sending

    async def _send(self, spots: list[Spot], page: Page, to: Place | Person) -> str:
        """Send a page to the first spot that takes it. A refusal is certain: nothing was sent."""
        *first, last = spots
        for spot in first:
            try:
                return await self._send_to(spot, page)
            except faults.library_errors() as error:
                if not self._is_refusal(error):
                    raise self._fault(error, to, page, sends=True) from error
        try:
            return await self._send_to(last, page)
        except faults.library_errors() as error:
            raise self._fault(error, to, page, sends=True) from error

    async def _send_to(self, spot: Spot, page: Page) -> str:
        payload = dict(page.payload)
        if spot.reply_to:
            payload["message_reference"] = {
                "message_id": spot.reply_to,
                "channel_id": spot.channel,
                "fail_if_not_exists": False,
            }
        sent = await self._wire.request(
            "POST",
            "/channels/{channel_id}/messages",
            payload,
            files=page.files,
            channel_id=spot.channel,
        )
        if not isinstance(sent, dict) or "id" not in sent:
            raise OutcomeUnknown("Discord's answer was none.")
        return f"{spot.channel}:{sent['id']}"

    async def _redraw(self, ref: str, page: Page) -> None:
        channel, message = parts_of(ref)
        try:
            try:
                await self._patch(channel, message, page)
            except faults.library_errors() as error:
                if faults.code_of(error) != faults.ARCHIVED_THREAD:
                    raise
                await self._wire.request(
                    "PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=channel
                )
                await self._patch(channel, message, page)
        except faults.library_errors() as error:
            if faults.code_of(error) == faults.UNKNOWN_MESSAGE:
                raise PlaceGone("the message was deleted.") from error
            raise self._fault(error, Place("discord", channel), page, sends=True) from error

    async def _patch(self, channel: str, message: str, page: Page) -> None:
        path = "/channels/{channel_id}/messages/{message_id}"
        payload = {"attachments": [], **page.payload}
        await self._wire.request(
            "PATCH", path, payload, files=page.files, channel_id=channel, message_id=message
        )

    # Looking

    async def _own(
        self, channel: str, to: Place | Person, since: datetime
    ) -> AsyncIterator[dict[str, Any]]:
        """The bot's own messages in a channel since then, the oldest page of them first."""
        self._refuse_blindness(channel, to)
        after = max(int(since.timestamp() * 1_000) - EPOCH_MILLISECONDS, 0) << 22
        while True:
            rows = await self._rows(channel, to, str(after))
            for row in rows:
                if str(row.get("author", {}).get("id")) == self._around.me:
                    yield row
            if len(rows) < HISTORY_PAGE:
                return
            after = max(int(row["id"]) for row in rows)

    async def _rows(self, channel: str, to: Place | Person, after: str) -> list[dict[str, Any]]:
        query = {"after": after, "limit": str(HISTORY_PAGE)}
        try:
            rows = await self._wire.request(
                "GET", "/channels/{channel_id}/messages", query=query, channel_id=channel
            )
        except faults.library_errors() as error:
            a_thread = isinstance(to, Place) and channel != to.id
            if a_thread and self._is_refusal(error):
                return []
            raise self._fault(error, to, sends=False) from error
        return list(rows)

    def _refuse_blindness(self, channel: str, to: Place | Person) -> None:
        """Where the history may not be read Discord shows an empty one, and a post that stands
        there would be sent again."""
        granted = self._around.permissions(channel)
        if granted is not None and READ_HISTORY in missing(granted):
            raise NotAllowed(refusal(_shown(to), [READ_HISTORY]))

    # Errors

    async def _ask(
        self, to: Place | Person, method: str, path: str, payload: Any, *, sends: bool
    ) -> Any:
        try:
            return await self._wire.request(method, path, payload)
        except faults.library_errors() as error:
            raise self._fault(error, to, sends=sends) from error

    def _fault(
        self, error: Exception, to: Place | Person, page: Page | None = None, *, sends: bool
    ) -> PlatformError:
        return faults.translated(error, sends=sends, lacking=self._lacking(to, page))

    def _lacking(self, to: Place | Person, page: Page | None) -> Callable[[], PlatformError]:
        """What a missing permission comes to: the bot was removed, or an admin can mend it. A
        page with files needs one more."""
        wanted = (ATTACH_FILES,) if page and page.files else ()

        def said() -> PlatformError:
            if isinstance(to, Person):
                return NotAllowed(faults.NOT_TO_THEM)
            if to.community and not self._around.is_in(to.community):
                return PlaceGone("I was removed from the server.")
            granted = self._around.permissions(to.id)
            lacking = [] if granted is None else missing(granted, *wanted)
            return NotAllowed(refusal(_shown(to), lacking, *wanted))

        return said

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        if self._wire.closing:
            raise TryLater("I am closing the connection.", after=faults.BREATH)
        with self._wire.busy():
            yield

    @contextmanager
    def _telling(self, refs: list[str]) -> Iterator[None]:
        """Every error carries what was sent before it."""
        try:
            yield
        except PlatformError as error:
            error.ref = MessageRef(tuple(refs)) if any(refs) else NOTHING
            raise


def _shown(to: Place | Person) -> str:
    """The place as people call it."""
    if isinstance(to, Person):
        return "our direct messages"
    return f"#{to.name}" if to.name else "the channel"
