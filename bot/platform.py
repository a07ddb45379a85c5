"""The port through which Posts leave: three verbs, and the four errors they may raise."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.events import MessageRef, Person, Place
from bot.message import Message

NOTHING = MessageRef(())


class PlatformError(Exception):
    """`ref` is what of the post was certainly sent before the error."""

    def __init__(self, reason: str, *, ref: MessageRef = NOTHING) -> None:
        super().__init__(reason)
        self.ref = ref


class OutcomeUnknown(PlatformError):
    """The page after `ref` was perhaps sent, perhaps not."""


class TryLater(PlatformError):
    """Certainly not sent; the platform asks to wait `after`."""

    def __init__(self, reason: str, *, after: timedelta, ref: MessageRef = NOTHING) -> None:
        super().__init__(reason, ref=ref)
        self.after = after


class NotAllowed(PlatformError):
    """Certainly not sent; the reason is a sentence that an admin understands and can act on."""


class PlaceGone(PlatformError):
    """Certainly not sent, and never will be: the place or person cannot be reached any more."""


class Platform(Protocol):
    """A chat platform. Implementations never send a post again by themselves."""

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        """Send the pages that are empty in `have` (all without it), page *i* carrying `key.i`;
        `under` puts them into the thread of that post."""
        ...

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Redraw a post; the number of pages stays."""
        ...

    async def find(
        self, to: Place | Person, key: str, *, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """What of the post is already there, nothing older than `since`; None if nothing is."""
        ...
