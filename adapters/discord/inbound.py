"""Payloads of the gateway as the core's events. Pure: it knows no connection and keeps nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.discord.commands import NAME
from adapters.discord.permissions import WITHOUT_CHANNELS, may_manage, obstacle
from bot.errors import DlqError
from bot.events import (
    ButtonPressed,
    CommandUsed,
    FormSubmitted,
    OptionsAsked,
    Person,
    Place,
    well_formed,
)

PLATFORM = "discord"
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Types of interactions. DOCS/interactions/receiving-and-responding#interaction-object"""

_SUBCOMMAND, _GROUP = 1, 2
_BUTTON = 2
_ROW, _TEXT_DISPLAY, _LABEL = 1, 10, 18
_TEXT_INPUT, _RADIO_GROUP = 4, 21
_SEVERAL = (3, 22)
"""A string select and a checkbox group answer with a list."""
_THREADS = (10, 11, 12)
_EPHEMERAL = 1 << 6

UNREADABLE_FORM = "This form has a field that I cannot read; please open it again."

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Channel:
    """What the bot knows of a channel that it is in."""

    name: str
    kind: int


Known = Callable[[str], Channel | None]
Happened = CommandUsed | ButtonPressed | FormSubmitted | OptionsAsked


@dataclass(frozen=True, slots=True)
class Arrival:
    """An interaction as it came: by what it is answered, and what it rests on.

    `pressed` is the kind of message that it came from: one that only this person sees, one for
    all, or none. `guest`: the bot is no member there, the person brought it along.
    """

    id: str
    application: str
    token: str
    kind: int
    pressed: str = ""
    guest: bool = False


def arrival(payload: Payload) -> Arrival:
    """By what an interaction is answered."""
    message = payload.get("message")
    private = bool(message and int(message.get("flags") or 0) & _EPHEMERAL)
    return Arrival(
        id=str(payload["id"]),
        application=str(payload["application_id"]),
        token=str(payload["token"]),
        kind=int(payload["type"]),
        pressed=("private" if private else "public") if message else "",
        guest=is_guest(payload),
    )


def is_guest(payload: Payload) -> bool:
    """Whether the person brought the bot along to where it is no member."""
    owners = payload.get("authorizing_integration_owners") or {}
    return bool(owners) and "0" not in owners


def event(payload: Payload, at: datetime, known: Known) -> Happened:
    """The event of an interaction; a DlqError if it is none that this version understands."""
    data: Payload = payload.get("data") or {}
    common = _common(payload, at, known)
    match payload["type"]:
        case 2:
            path, options = _command(data)
            given = {str(o["name"]): _text(o.get("value", "")) for o in options}
            said = _obstacle(payload, common["place"], known)
            return CommandUsed(**common, obstacle=said, path=path, options=given)
        case 3 if data.get("component_type") == _BUTTON:
            return ButtonPressed(**common, action=str(data.get("custom_id", "")))
        case 4:
            path, options = _command(data)
            asked = next((o for o in options if o.get("focused")), {"name": "", "value": ""})
            typed = well_formed(_text(asked.get("value", "")))
            return OptionsAsked(**common, path=path, option=str(asked["name"]), typed=typed)
        case 5:
            values = dict(_values(data.get("components") or ()))
            action = str(data.get("custom_id", ""))
            return FormSubmitted(**common, action=action, values=values)
    raise DlqError("I do not know what this was for; /dlq help lists what I can do.")


def _common(payload: Payload, at: datetime, known: Known) -> dict[str, Any]:
    """What every event has."""
    member: Payload = payload.get("member") or {}
    place = _place(payload, known)
    return {
        "id": str(payload["id"]),
        "at": at,
        "person": _person(member.get("user") or payload.get("user") or {}, member),
        "place": place,
        "may_manage": place is not None and may_manage(int(member.get("permissions") or 0)),
    }


def _person(user: Payload, member: Payload) -> Person:
    name = member.get("nick") or user.get("global_name") or user.get("username") or ""
    return Person(PLATFORM, str(user["id"]), well_formed(str(name)))


def _place(payload: Payload, known: Known) -> Place | None:
    """The channel; of a thread, the one that it hangs in. None in direct messages, and where the
    bot is a guest: nothing of that server is its business."""
    if not payload.get("guild_id") or is_guest(payload):
        return None
    channel: Payload = payload.get("channel") or {}
    id = str(channel.get("id") or payload.get("channel_id") or "")
    name = str(channel.get("name") or "")
    if channel.get("type") in _THREADS and channel.get("parent_id"):
        id, name = str(channel["parent_id"]), ""
    seen = known(id)
    name = seen.name if seen else name
    return Place(PLATFORM, id, str(payload["guild_id"]), well_formed(name))


def _obstacle(payload: Payload, place: Place | None, known: Known) -> str:
    """Why Posts could not stand where the command was used."""
    if place is None:
        return ""
    seen = known(place.id)
    shown = f"#{place.name}" if place.name else "this channel"
    if seen and seen.kind in WITHOUT_CHANNELS:
        what = WITHOUT_CHANNELS[seen.kind]
        return f"{shown} is {what}, where I cannot post by myself: choose a text channel."
    granted = payload.get("app_permissions")
    return "" if granted is None else obstacle(int(granted), shown)


def _command(data: Payload) -> tuple[tuple[str, ...], list[Payload]]:
    """The path of a command, and the options given to it."""
    if data.get("name") != NAME:
        raise DlqError("This command is not one of mine any more; /dlq help lists them.")
    path: tuple[str, ...] = ()
    options: list[Payload] = list(data.get("options") or ())
    while options and options[0].get("type") in {_SUBCOMMAND, _GROUP}:
        path = (*path, str(options[0]["name"]))
        options = list(options[0].get("options") or ())
    return path, options


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values(components: Iterable[Payload]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a modal's fields hold, by name: a Label wraps one, an old row one or more."""
    for component in components:
        kind = component.get("type")
        if kind == _ROW:
            yield from (_value(inner) for inner in component.get("components") or ())
        elif kind == _LABEL:
            yield _value(component.get("component") or {})
        elif kind != _TEXT_DISPLAY:
            raise DlqError(UNREADABLE_FORM)


def _value(field: Payload) -> tuple[str, tuple[str, ...]]:
    name, kind = str(field.get("custom_id", "")), field.get("type")
    if kind == _TEXT_INPUT:
        return name, (str(field.get("value") or ""),)
    if kind == _RADIO_GROUP:
        value = field.get("value")
        return name, () if value is None else (str(value),)
    if kind in _SEVERAL:
        return name, tuple(str(value) for value in field.get("values") or ())
    raise DlqError(UNREADABLE_FORM)
