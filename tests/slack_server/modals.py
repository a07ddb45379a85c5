"""views.*, and the triggers that open them: each opens one view, within three seconds.

https://docs.slack.dev/reference/methods/views.open
"""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.slack_server import views
from tests.slack_server.calls import Call, Method, invalid_view, named
from tests.slack_server.world import APP, BOT, TEAM, ApiError, Workspace

TRIGGER_SECONDS = 3.0
DEEPEST = 3


@dataclass
class Trigger:
    """What a person's action allows the app: to open a view for them, once, soon."""

    user: str
    at: datetime
    born: float
    view: str = ""
    used: bool = False


@dataclass
class View:
    """A view before a person. `errors` are shown at its fields by block_id; `values` are what was
    entered and chosen; `loaded` is what external menus last showed."""

    id: str
    user: str
    given: dict[str, Any]
    hash: str
    root: str
    previous: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.given["blocks"]

    @property
    def title(self) -> str:
        return self.given["title"]["text"]

    def shape(self, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """As payloads and answers show it."""
        return {
            "id": self.id,
            "team_id": TEAM,
            "type": "modal",
            "close": None,
            "submit": None,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **self.given,
            "state": {"values": values or {}},
            "hash": self.hash,
            "previous_view_id": self.previous or None,
            "root_view_id": self.root,
            "app_id": APP,
            "bot_id": BOT,
            "app_installed_team_id": TEAM,
        }


class Modals:
    """The stack of views before each person, and the triggers they have given out."""

    def __init__(self, world: Workspace) -> None:
        self.world = world
        self.open: dict[str, list[View]] = defaultdict(list)
        self.triggers: dict[str, Trigger] = {}

    def trigger(self, user: str, view: str = "") -> str:
        id = f"{next(self.world.numbers)}.{TEAM}.{len(self.triggers):08x}"
        self.triggers[id] = Trigger(user, self.world.clock(), time.monotonic(), view)
        return id

    def exchange(self, id: str) -> Trigger:
        trigger = self.triggers.get(id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        passed = (self.world.clock() - trigger.at).total_seconds()
        if max(passed, time.monotonic() - trigger.born) > TRIGGER_SECONDS:
            raise ApiError("expired_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def checked(self, given: Any) -> dict[str, Any]:
        """The view with ids for its blocks, or the ApiError."""
        if views.too_large(given):
            raise ApiError("view_too_large")
        ready = {file.id for file in self.world.files.values() if file.ready}
        wrong = views.faults(given, ready)
        if wrong:
            raise invalid_view(wrong)
        return {**given, "blocks": named(self.world, given["blocks"])}

    def show(self, user: str, given: dict[str, Any], under: View | None = None) -> View:
        """Put a checked view on top; alone, or on the one it was pushed from."""
        id = self.world.id("V")
        root = under.root if under else id
        view = View(id, user, given, self._hash(), root, under.id if under else "")
        self.open[user] = [*(self.open[user] if under else []), view]
        return view

    def redraw(self, view: View, given: dict[str, Any]) -> None:
        view.given, view.errors, view.hash = given, {}, self._hash()

    def close(self, view: View, *, all: bool = False) -> None:
        stack = self.open[view.user]
        self.open[view.user] = [] if all else [one for one in stack if one is not view]

    def find(self, id: str, external: str = "") -> View:
        for stack in self.open.values():
            for view in stack:
                if view.id == id or (external and view.given.get("external_id") == external):
                    return view
        raise ApiError("not_found")

    def _hash(self) -> str:
        return f"{self.world.ts()}.{next(self.world.numbers):x}"


def _view(call: Call) -> dict[str, Any]:
    given = call.json("view", "invalid_arguments")
    if given is None:
        raise invalid_view(["[ERROR] missing required field: view"])
    return call.server.modals.checked(given)


def open_view(call: Call) -> dict[str, Any]:
    given = _view(call)
    trigger = call.server.modals.exchange(call.text("trigger_id"))
    return {"view": call.server.modals.show(trigger.user, given).shape()}


def push_view(call: Call) -> dict[str, Any]:
    modals, given = call.server.modals, _view(call)
    trigger = modals.exchange(call.text("trigger_id"))
    stack = modals.open[trigger.user]
    if not trigger.view or not stack:
        raise ApiError("not_found")
    if len(stack) >= DEEPEST:
        raise ApiError("push_limit_reached")
    return {"view": modals.show(trigger.user, given, stack[-1]).shape()}


def update_view(call: Call) -> dict[str, Any]:
    modals, given = call.server.modals, _view(call)
    view = modals.find(call.text("view_id"), call.text("external_id"))
    if call.text("hash") and call.text("hash") != view.hash:
        raise ApiError("hash_conflict")
    modals.redraw(view, given)
    return {"view": view.shape()}


METHODS = {
    "views.open": Method(open_view, frozenset({"view", "trigger_id", "interactivity_pointer"})),
    "views.push": Method(push_view, frozenset({"view", "trigger_id", "interactivity_pointer"})),
    "views.update": Method(update_view, frozenset({"view", "view_id", "external_id", "hash"})),
}
