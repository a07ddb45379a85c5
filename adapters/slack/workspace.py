"""What the bot looks up of people and channels in its workspace. Memory here is only a cache.

A person waits for every look-up, so each has a moment and no more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.slack import failures
from adapters.slack.client import Me
from adapters.slack.failures import Said
from adapters.slack.scopes import POSTING
from adapters.slack.web import Web, in_time
from bot.errors import DlqError
from bot.events import Place

MOMENT = 1.2
"""Seconds for one look-up: a trigger, which opens a form, lives for three."""
FRESH = timedelta(minutes=1)
"""How long what Slack said of a person or a channel is taken for true."""
ADMINS = ("is_admin", "is_owner", "is_primary_owner")
"""Any of these in users.info makes somebody an admin of the workspace."""
MOST = 2_000
"""Entries kept at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was said, and until when it holds."""

    until: datetime
    said: dict[str, Any]


class Workspace:
    """People and channels of one workspace."""

    def __init__(self, web: Web, me: Me, clock: Callable[[], datetime]) -> None:
        self._web, self._me, self._clock = web, me, clock
        self._kept: dict[str, Kept] = {}

    async def may_manage(self, user: str) -> bool:
        """Whether Slack calls the person an admin or owner; a DlqError if it does not tell."""
        try:
            known = await self._person(user)
        except Said as said:
            raise DlqError(
                "I could not ask Slack whether you are an admin here: "
                f"{failures.explained(said, 'the workspace', self._me.name)}"
            ) from said
        if not known:
            raise DlqError(
                "Slack did not tell me in time whether you are an admin here; try again."
            )
        # Somebody from another workspace, in a shared channel, may be an admin there.
        is_ours = known.get("team_id", self._me.team) == self._me.team
        return is_ours and any(known.get(key) for key in ADMINS)

    async def person_name(self, user: str) -> str:
        """The name that slash commands and clicks carry; empty if Slack does not tell."""
        try:
            return str((await self._person(user)).get("name", ""))
        except Said:
            return ""

    async def channel_name(self, channel: str) -> str:
        """The channel's name, the last one known if Slack does not tell."""
        last = self._kept.get(channel)
        try:
            said = await self._channel(channel)
        except Said:
            said = {}
        return str((said or (last.said if last else {})).get("name", ""))

    async def obstacle(self, place: Place) -> str:
        """Why Posts could not stand in a channel, in a sentence for an admin; empty if nothing is
        known to stand in the way."""
        where = f"#{place.name}" if place.name else "this channel"
        try:
            # Always asked anew: the admin may just have done what the last answer told them.
            known = await self._looked_up("conversations.info", "channel", place.id, fresh=True)
        except Said as refused:
            return failures.obstacle(refused, where, self._me.name)
        if lacking := ", ".join(scope for scope in self._web.missing if scope in POSTING):
            said = Said("auth.test", "missing_scope", lacking)
            return failures.obstacle(said, where, self._me.name)
        return self._stands_in_the_way(known, where)

    def _stands_in_the_way(self, known: dict[str, Any], where: str) -> str:
        if known.get("is_mpim"):
            return "A group of direct messages has no schedule: use a channel."
        code = "is_archived" if known.get("is_archived") else ""
        if known.get("is_member") is False:
            code = code or "not_in_channel"
        said = Said("conversations.info", code)
        return failures.obstacle(said, where, self._me.name) if code else ""

    async def _person(self, user: str) -> dict[str, Any]:
        return await self._looked_up("users.info", "user", user)

    async def _channel(self, channel: str) -> dict[str, Any]:
        return await self._looked_up("conversations.info", "channel", channel)

    async def _looked_up(
        self, method: str, what: str, id: str, *, fresh: bool = False
    ) -> dict[str, Any]:
        kept = self._kept.get(id)
        if kept is not None and not fresh and self._clock() < kept.until:
            return kept.said
        answer = await in_time(self._web.call(method, within=MOMENT, **{what: id}))
        said: dict[str, Any] = answer.get(what) or {}
        if said:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[id] = Kept(self._clock() + FRESH, said)
        return said
