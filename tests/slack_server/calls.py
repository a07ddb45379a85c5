"""One call of the Web API: its arguments, and what all methods ask of them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.slack_server import blocks as block_kit
from tests.slack_server.world import BOT_USER, ApiError, Channel, Workspace

if TYPE_CHECKING:
    from tests.slack_server import SlackServer

LONGEST_TEXT, LONGEST_UPDATE = 40_000, 4_000
METADATA_BYTES = 8_000


@dataclass(frozen=True)
class Request:
    """What came in, as the transcript keeps it: no token."""

    method: str
    args: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class Method:
    """`scopes` with a star take the kind of the channel: "*:history" is "im:history" in a direct
    message. `args` are all that are documented and that a bot of ours could send."""

    run: "Callable[[Call], Awaitable[dict[str, Any]] | dict[str, Any]]"
    args: frozenset[str]
    scopes: tuple[str, ...] = ()
    token: str = "bot"


class Call:
    """Arguments as they came, by form or by JSON, read as the method means them."""

    def __init__(self, server: "SlackServer", method: str, args: Mapping[str, Any]) -> None:
        self.server, self.method, self._args = server, method, args

    @property
    def world(self) -> Workspace:
        return self.server.world

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._args.get(name, otherwise)
        if not isinstance(value, str):
            raise ApiError("invalid_arguments", **_messages(f"must provide a string: {name}"))
        return value

    def has(self, name: str) -> bool:
        return name in self._args

    def flag(self, name: str) -> bool:
        return str(self._args.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, otherwise: int, most: int, error: str = "invalid_limit") -> int:
        try:
            value = int(self._args.get(name, otherwise))
        except ValueError:
            raise ApiError(error) from None
        if not 1 <= value <= most:
            raise ApiError(error)
        return value

    def json(self, name: str, error: str) -> Any:
        """An argument that is JSON in itself; None if it is not given."""
        value = self._args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(error) from None

    # What several methods ask

    def channel(self, name: str = "channel", *, or_person: bool = False) -> Channel:
        """The channel that is meant; a private one that the bot is not in does not exist for it."""
        given = self.text(name)
        if or_person and given in self.world.users and given != BOT_USER:
            return self.world.direct(given)
        found = self.world.found(given)
        inside = found is not None and BOT_USER in found.members
        if found is None or (found.kind != "channels" and not inside):
            raise ApiError("channel_not_found")
        return found

    def needs(self, *scopes: str) -> None:
        """One of these scopes, or `missing_scope` with the first."""
        provided = self.server.scopes
        if scopes and not provided & set(scopes):
            raise ApiError(
                "missing_scope", needed=scopes[0], provided=",".join(sorted(provided)) or "none"
            )

    def blocks(self) -> list[dict[str, Any]]:
        """The blocks of a message, none if there are none."""
        given = self.json("blocks", "invalid_blocks_format")
        if given is None:
            return []
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise ApiError("invalid_blocks_format")
        return check_blocks(self.world, given, weigh=True)

    def metadata(self) -> dict[str, Any] | None:
        given = self.json("metadata", "invalid_metadata_format")
        return None if given is None else check_metadata(given)


def check_blocks(
    world: Workspace, given: list[dict[str, Any]], *, weigh: bool
) -> list[dict[str, Any]]:
    """The blocks of a message with ids for those that have none, or the ApiError."""
    ready = {file.id for file in world.files.values() if file.ready}
    wrong = block_kit.faults(given, files=ready)
    if wrong:
        raise ApiError("invalid_blocks", **_messages(*wrong))
    if block_kit.tables(given) > 1:
        raise ApiError("only_one_table_allowed")
    if weigh and block_kit.weight(given) > block_kit.HEAVIEST:
        raise ApiError("msg_blocks_too_long")
    return named(world, given)


def named(world: Workspace, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Slack gives every block a block_id, and every element an action_id."""
    return [_named(world, block) for block in given]


def _named(world: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    block = {"block_id": world.id("b"), **given}
    if block["type"] == "actions":
        elements = [{"action_id": world.id("a"), **one} for one in block["elements"]]
        block["elements"] = elements
    for part in ("element", "accessory"):
        if part in block and block[part]["type"] != "image":
            block[part] = {"action_id": world.id("a"), **block[part]}
    return block


def check_metadata(given: Any) -> dict[str, Any]:
    """https://docs.slack.dev/messaging/message-metadata"""
    right = (
        isinstance(given, dict)
        and given.keys() == {"event_type", "event_payload"}
        and isinstance(given["event_type"], str)
        and given["event_type"].replace("_", "").isalnum()
        and isinstance(given["event_payload"], dict)
    )
    if not right:
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(given)) > METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return given


def check_text(world: Workspace, where: str, text: str, blocks: list[dict[str, Any]]) -> None:
    """Something must be said; and with blocks the text is what notifications say."""
    if not text.strip() and not blocks:
        raise ApiError("no_text")
    if len(text) > LONGEST_TEXT:
        raise ApiError("msg_too_long")
    if not text.strip():
        world.violation(f"{where}: no `text` for notifications and screen readers")
    if len(text) > LONGEST_UPDATE:
        world.violation(f"{where}: `text` of more than {LONGEST_UPDATE} characters")


def invalid_view(wrong: list[str]) -> ApiError:
    return ApiError("invalid_arguments", **_messages(*wrong))


def _messages(*messages: str) -> dict[str, Any]:
    return {"response_metadata": {"messages": list(messages)}}
