"""Slack's payloads as events, and where the answer to each goes. Pure: nothing is asked or sent.

Payloads come over an authenticated socket, so they are Slack's; what people typed into them is not
to be trusted.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.limits import VIEW_STATE
from adapters.slack.render import EVENT_TYPE
from adapters.slack.text import unescaped, with_ids
from bot.events import ButtonPressed, FormSubmitted, Person, Place, PlaceGained, PlaceLost

PLATFORM = "slack"
Payload = Mapping[str, Any]
_READ = frozenset({"event_callback", "block_suggestion", "view_submission"})
"""Kinds of deliveries, beside commands and clicks:
https://docs.slack.dev/reference/interaction-payloads"""
_NAMELESS = frozenset({"directmessage", "privategroup"})
"""What a payload says in place of a channel's name that it does not tell."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was done, and so where its answer goes. `thread` is set inside a thread
    only; `replaceable` says that what was pressed is an answer that the presser alone sees."""

    team: str
    user: str
    channel: str
    thread: str = ""
    url: str = ""
    trigger: str = ""
    replaceable: bool = False

    @property
    def direct(self) -> bool:
        return self.channel.startswith("D")

    def state(self) -> str:
        """What a view must carry so that its submission is answered where it was opened."""
        kept = {"channel": self.channel, "thread": self.thread, "url": self.url}
        text = json.dumps(kept)
        return text if len(text) <= VIEW_STATE else json.dumps({**kept, "url": ""})


@dataclass(frozen=True, slots=True)
class Words:
    """Words that somebody typed, or that stand for what was chosen from the menu. In `naming`
    they are the same, but people are their ids; nobody is named by a choice."""

    id: str
    text: str
    person: Person
    place: Place | None
    origin: Origin
    naming: str = ""


def place(team: str, channel: str, name: str = "") -> Place | None:
    """The channel; None for a direct message."""
    if not channel or channel.startswith("D"):
        return None
    return Place(PLATFORM, channel, team, "" if name in _NAMELESS else name)


def is_for_us(body: Payload) -> bool:
    """Whether a delivery is of a kind that dlq reads; not a closed form or a shortcut."""
    kind = body.get("type")
    if kind == "block_actions":
        return bool(body.get("actions"))
    return "command" in body or kind in _READ


# Slash commands and messages


def command(body: Payload) -> Words:
    """A slash command. Each has a trigger of its own, so that is the delivery's id."""
    team, user, channel = body["team_id"], body["user_id"], body["channel_id"]
    trigger, url = body.get("trigger_id", ""), body.get("response_url", "")
    origin = Origin(team, user, channel, url=url, trigger=trigger)
    person = Person(PLATFORM, user, body.get("user_name", ""))
    here = place(team, channel, body.get("channel_name", ""))
    typed = body.get("text") or ""
    return Words(trigger or url, unescaped(typed), person, here, origin, with_ids(typed))


def message(body: Payload, bot: str) -> Words | None:
    """A mention of the bot, or a direct message to it; None for what no person wrote just now."""
    event = body["event"]
    user, channel = event.get("user", ""), event.get("channel", "")
    if not user or user == bot or any(key in event for key in ("subtype", "bot_id", "edited")):
        return None
    if event["type"] == "message" and event.get("channel_type") != "im":
        return None
    team = body.get("team_id", "")
    thread = event.get("thread_ts", "")
    if event["type"] == "app_mention":
        # In a channel the answer goes under the mention, not between others' messages.
        thread = thread or event["ts"]
    origin = Origin(team, user, channel, thread)
    typed = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", event.get("text") or "").strip()
    person, here = Person(PLATFORM, user), place(team, channel)
    return Words(body["event_id"], unescaped(typed), person, here, origin, with_ids(typed))


# Clicks and forms


def click(body: Payload) -> Origin:
    """Where a button was pressed, or something chosen."""
    container = body.get("container") or {}
    said = body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id", "")
    thread = container.get("thread_ts") or said.get("thread_ts") or ""
    if thread == container.get("message_ts"):
        # The head of a thread stands in the channel itself.
        thread = ""
    is_post = (said.get("metadata") or {}).get("event_type") == EVENT_TYPE
    seen_alone = bool(container.get("is_ephemeral")) or channel.startswith("D")
    return Origin(
        _team(body),
        body["user"]["id"],
        channel,
        thread,
        body.get("response_url", ""),
        body.get("trigger_id", ""),
        seen_alone and not is_post,
    )


def chosen(body: Payload) -> str:
    """The words of what was pressed in the menu, or chosen from it."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    return str(option.get("value") or action.get("value") or "")


def click_id(body: Payload) -> str:
    """The delivery's id; without a trigger, what a repetition has in common with it."""
    action = body["actions"][0]
    parts = (body["user"]["id"], action.get("action_ts", ""), action["action_id"])
    return body.get("trigger_id") or "-".join(parts)


def clicked(body: Payload, at: datetime) -> ButtonPressed:
    """A button whose action_id is an Action."""
    return ButtonPressed(
        id=click_id(body),
        at=at,
        person=_person(body),
        place=_click_place(body),
        action=body["actions"][0]["action_id"],
    )


def words_clicked(body: Payload) -> Words:
    """What was chosen in the menu, as if it had been typed."""
    return Words(click_id(body), chosen(body), _person(body), _click_place(body), click(body))


def _click_place(body: Payload) -> Place | None:
    origin = click(body)
    return place(origin.team, origin.channel, (body.get("channel") or {}).get("name", ""))


def submission(body: Payload) -> Origin:
    """Where the form was opened: its view carries it."""
    try:
        state = json.loads(body["view"].get("private_metadata") or "{}")
    except ValueError:
        state = {}
    known = state if isinstance(state, dict) else {}
    channel, thread, url = (str(known.get(key, "")) for key in ("channel", "thread", "url"))
    return Origin(_team(body), body["user"]["id"], channel, thread, url)


def submitted(body: Payload, at: datetime) -> FormSubmitted:
    view = body["view"]
    origin = submission(body)
    states = (view.get("state") or {}).get("values") or {}
    return FormSubmitted(
        id=body.get("trigger_id") or f"{view['id']}-{view.get('hash', '')}",
        at=at,
        person=_person(body),
        place=place(origin.team, origin.channel),
        action=view["callback_id"],
        values={name: _value(inside) for name, inside in states.items()},
    )


def labels(body: Payload) -> dict[str, str]:
    """What the fields of a submitted form were called, by their names."""
    blocks = body["view"].get("blocks") or ()
    return {one["block_id"]: one["label"]["text"] for one in blocks if one["type"] == "input"}


def _value(inside: Payload) -> tuple[str, ...]:
    """One field's value: an input block holds one element. Only texts are values."""
    for element in inside.values():
        if "selected_options" in element:
            return _texts(option["value"] for option in element["selected_options"] or ())
        if "selected_option" in element:
            option = element["selected_option"]
            return _texts((option["value"],)) if option else ()
        return _texts((element.get("value"),)) or ("",)
    return ()


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _team(body: Payload) -> str:
    found = (body.get("team") or {}).get("id") or body["user"].get("team_id", "")
    return str(found)


def _person(body: Payload) -> Person:
    user = body["user"]
    return Person(PLATFORM, user["id"], user.get("username") or user.get("name") or "")


# Places gained and lost

LOST: Mapping[str, str] = {
    "channel_archive": "the channel was archived",
    "channel_deleted": "the channel was deleted",
    "channel_left": "I was removed from it",
    "group_archive": "the channel was archived",
    "group_deleted": "the channel was deleted",
    "group_left": "I was removed from it",
    "app_uninstalled": "the app was uninstalled",
    "tokens_revoked": "the app's token was revoked",
}
"""Why a place is lost, by the event that says so."""


def lost(body: Payload, at: datetime) -> PlaceLost | None:
    """A channel that was lost, or with no id the whole workspace."""
    event = body["event"]
    why = LOST.get(event["type"])
    if why is None or (event["type"] == "tokens_revoked" and not event["tokens"].get("bot")):
        return None
    here = Place(PLATFORM, str(event.get("channel", "")), body.get("team_id", ""))
    return PlaceLost(id=body["event_id"], at=at, place=here, why=why)


def gained(body: Payload, at: datetime, bot: str) -> PlaceGained | None:
    """A channel that the bot itself was invited to."""
    event = body["event"]
    if event["type"] != "member_joined_channel" or event.get("user") != bot:
        return None
    here = place(body.get("team_id", ""), event["channel"])
    return PlaceGained(id=body["event_id"], at=at, place=here) if here else None
