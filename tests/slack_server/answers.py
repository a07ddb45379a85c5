"""Response URLs: five messages in thirty minutes to where a person did something.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.slack_server.calls import check_blocks, check_metadata, check_text
from tests.slack_server.world import BOT_USER, ApiError, Message, Workspace

USES, LIFE = 5, timedelta(minutes=30)
KNOWN = frozenset(
    {
        *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original"),
        *("thread_ts", "metadata", "unfurl_links", "unfurl_media", "mrkdwn"),
    }
)


@dataclass
class ResponseUrl:
    """`original` is the message that was clicked, none for a slash command."""

    id: str
    user: str
    channel: str
    at: datetime
    original: Message | None = None
    uses: int = 0


class Answers:
    """All response URLs that were given out."""

    def __init__(self, world: Workspace) -> None:
        self.world = world
        self.given: dict[str, ResponseUrl] = {}

    def url(self, user: str, channel: str, original: Message | None = None) -> ResponseUrl:
        made = ResponseUrl(self.world.id("R"), user, channel, self.world.clock(), original)
        self.given[made.id] = made
        return made

    def take(self, id: str, body: Any) -> None:
        """What was sent to a URL, with its effect, or the ApiError."""
        url = self.given.get(id)
        if url is None:
            raise ApiError("no_such_url")
        if not isinstance(body, dict):
            raise ApiError("invalid_payload")
        for name in body.keys() - KNOWN:
            self.world.violation(f"response_url: {name} is not known")
        if self.world.clock() - url.at > LIFE:
            raise ApiError("expired_url")
        if url.uses >= USES:
            raise ApiError("used_url")
        self._perform(url, body)
        url.uses += 1

    def _perform(self, url: ResponseUrl, body: dict[str, Any]) -> None:
        original = url.original
        if body.get("delete_original"):
            if original is None:
                raise ApiError("no_original")
            original.gone = True
            return
        if original is not None and "replace_original" not in body:
            self.world.violation("response_url: replace_original is not said, and has no default")
        message = self.message(url.user, url.channel, body)
        if original is not None and body.get("replace_original"):
            self._replace(original, message, body)
        else:
            self.world.add(message)

    def _replace(self, original: Message, message: Message, body: dict[str, Any]) -> None:
        """The original is drawn anew; who sees it cannot be changed by that."""
        wanted = body.get("response_type")
        if wanted is not None and (wanted == "ephemeral") != bool(original.only_for):
            self.world.violation("response_url: replace_original cannot change who sees a message")
        original.text, original.blocks = message.text, message.blocks
        original.edits += 1
        self.world.tell(original)

    def message(self, user: str, channel: str, body: dict[str, Any]) -> Message:
        """The message of such an answer; also of a slash command's acknowledgement."""
        text, given = body.get("text", ""), body.get("blocks") or []
        if not isinstance(text, str) or not isinstance(given, list):
            raise ApiError("invalid_payload")
        blocks = check_blocks(self.world, given, weigh=False)
        check_text(self.world, "response_url", text, blocks)
        kind = body.get("response_type", "ephemeral")
        if kind not in {"ephemeral", "in_channel"}:
            raise ApiError("invalid_response_type")
        metadata = body.get("metadata")
        return Message(
            ts=self.world.ts(),
            channel=channel,
            user=BOT_USER,
            text=text,
            blocks=blocks,
            thread_ts=body.get("thread_ts", ""),
            metadata=None if metadata is None else check_metadata(metadata),
            only_for="" if kind == "in_channel" else user,
        )
