"""What comes in: who, where, when, and the six events; and where a Post went.

Every event carries the delivery's `id` (the platform's, so that the same delivery is known when it
comes again) and `at`, the clock (UTC) when the adapter received it, before anything was awaited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers. `name` is as last seen, for display; it is not part of who it is."""

    platform: str
    id: str
    name: str = field(default="", compare=False)

    @property
    def called(self) -> str:
        """The name; the id of somebody whose name was never seen."""
        return self.name or self.id

    @property
    def key(self) -> str:
        """What stands for the person where a Message names them."""
        return f"{self.platform} {self.id}"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel; `community` is the Discord server or Slack workspace it is in."""

    platform: str
    id: str
    community: str = field(default="", compare=False)
    name: str = field(default="", compare=False)

    @property
    def called(self) -> str:
        """The name; the id of one whose name was never seen."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a Post stands: a slot a page, in the adapter's own words, empty where unknown."""

    pages: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every page is known to be there."""
        return bool(self.pages) and all(self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`place` is None in a direct message; `may_manage` is the platform's word that the person
    administers the community; `obstacle` is why Posts could not stand in `place`, a sentence that
    an admin understands, empty where nothing is known to be in the way."""

    id: str
    at: datetime
    person: Person
    place: Place | None = None
    may_manage: bool = False
    obstacle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandUsed(Event):
    """`options` holds the given ones only, as text."""

    path: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed(Event):
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted(Event):
    """`values` has a tuple for every field: one text, or what was chosen."""

    action: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsAsked(Event):
    """Autocomplete: `typed` so far for `option` of the command at `path`."""

    path: tuple[str, ...]
    option: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGained:
    """The bot was invited: `place` is the channel, or the one of a community to say hello in."""

    id: str
    at: datetime
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLost:
    """The channel was deleted, or the bot removed from it, or its token revoked.

    A place without an id stands for all of its community.
    """

    id: str
    at: datetime
    place: Place
    why: str


AnyEvent = CommandUsed | ButtonPressed | FormSubmitted | OptionsAsked | PlaceGained | PlaceLost


def well_formed(text: str) -> str:
    """What was typed, with halves of characters replaced: JSON may bring them (lone surrogates),
    no database takes them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
