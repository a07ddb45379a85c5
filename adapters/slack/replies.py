"""Answers on their way back: through a response_url where there is one, else by the Web API.

What all can see is never sent twice; what one person waits for is sent once more if Slack's word
on it was lost, for a receipt that stands twice does less harm than none. What Slack certainly
refused goes another way.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from adapters.slack import menu
from adapters.slack.failures import Said
from adapters.slack.inbound import Origin
from adapters.slack.limits import RESPONSES
from adapters.slack.render import form as view_of
from adapters.slack.render import pages
from adapters.slack.web import Web
from bot.context import Command
from bot.message import Button, Buttons, Form, Message, Refused, Reply, Strong, plain_paragraph
from bot.platform import OutcomeUnknown, PlatformError, TryLater

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[object]]

PATIENCE = 10.0
"""Seconds that an answer waits for a Slack that is busy; nobody looks for it later."""
BREATH = 1.0
"""Seconds until an answer that was perhaps sent is sent once more."""
OPEN_ALREADY = "exchanged_trigger_id"
"""What Slack says of a trigger that has opened a form: it serves once."""

_QUIET = {"unfurl_links": False, "unfurl_media": False}


@dataclass(slots=True)
class Way:
    """One way to send a page, and how often it still serves."""

    send: Send
    uses: float = math.inf


class Replies:
    """Delivers what the core answers to whoever asked."""

    def __init__(self, web: Web, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._web = web
        self._sleep = sleep

    async def deliver(self, reply: Reply, origin: Origin) -> None:
        """Show a Reply; it replaces what was pressed only if nobody else sees that."""
        replaces = reply.replaces and reply.private and origin.replaceable
        await self._send(pages(reply.message), origin, private=reply.private, replaces=replaces)

    async def show_menu(self, commands: Sequence[Command], origin: Origin) -> None:
        await self._send([menu.menu(commands)], origin, private=True, replaces=False)

    async def show_refused(self, refused: Refused, origin: Origin) -> None:
        """The complaints where the form is gone, with a button that opens it again."""
        lines = [plain_paragraph(Strong(f"{at}: "), what) for at, what in refused.complaints]
        again = Buttons((Button("Open the form again", refused.reopen, "primary"),))
        await self.deliver(Reply(Message("That could not be taken.", (*lines, again))), origin)

    async def offer(self, form: Form, origin: Origin, why: str) -> None:
        """A button that opens a form, where it cannot open by itself."""
        button = Buttons((Button("Open the form", form.action, "primary"),))
        said = plain_paragraph(why)
        await self.deliver(Reply(Message(f"{form.title}: {why}", (said, button))), origin)

    async def open(self, form: Form, origin: Origin) -> None:
        """Open a form within its trigger's three seconds; without a trigger, or if it ran out,
        offer it by a button."""
        if not origin.trigger:
            await self.offer(form, origin, "This opens a form.")
            return
        view = view_of(form, origin.state())
        opening = partial(self._web.call, "views.open", trigger_id=origin.trigger, view=view)
        try:
            await _certainly(opening)
        except (Said, PlatformError) as error:
            log.warning("a form: %s", error)
            await self.offer(form, origin, "The form did not open by itself.")

    # Ways

    async def _send(
        self, payloads: Sequence[dict[str, Any]], origin: Origin, *, private: bool, replaces: bool
    ) -> None:
        ways = list(self._ways(origin, private=private))
        for index, payload in enumerate(payloads):
            body = {**payload, "replace_original": replaces and index == 0}
            if not await self._sent(ways, body, again=private):
                log.warning("an answer could not be shown to its person: every way was refused")
                return

    async def _sent(self, ways: list[Way], payload: dict[str, Any], *, again: bool) -> bool:
        """Send one page on the first way that takes it; ways that refuse are taken off. One that
        was perhaps sent is sent once more, if `again`."""
        while ways:
            way = ways[0]
            if not way.uses:
                del ways[0]
                continue
            way.uses -= 1
            try:
                await self._patiently(way.send, payload)
            except OutcomeUnknown as error:
                log.warning("an answer: %s", error)
                if not again:
                    # It may be there: another one would be one too many.
                    return True
                again = False
                await self._sleep(BREATH)
            except (Said, TryLater) as error:
                log.info("an answer goes another way: %s", error)
                del ways[0]
            else:
                return True
        return False

    async def _patiently(self, send: Send, payload: dict[str, Any]) -> None:
        """Send; if Slack asks to wait a little, wait and send once more."""
        try:
            await send(payload)
        except TryLater as error:
            if error.after.total_seconds() > PATIENCE:
                raise
            await self._sleep(error.after.total_seconds())
            await send(payload)

    def _ways(self, origin: Origin, *, private: bool) -> Iterator[Way]:
        if origin.url:
            yield Way(partial(self._respond, origin, private=private), RESPONSES)
        if origin.channel:
            yield Way(partial(self._here, origin, private=private))
        if private:
            yield Way(partial(self._directly, origin))

    async def _respond(self, origin: Origin, payload: dict[str, Any], *, private: bool) -> None:
        kind = "ephemeral" if private else "in_channel"
        thread = {"thread_ts": origin.thread} if origin.thread else {}
        await self._web.respond(origin.url, {**payload, **thread, "response_type": kind})

    async def _here(self, origin: Origin, payload: dict[str, Any], *, private: bool) -> None:
        """In the place itself; a direct message is private as it is."""
        hidden = private and not origin.direct
        method = "chat.postEphemeral" if hidden else "chat.postMessage"
        arguments: dict[str, Any] = {"user": origin.user} if hidden else _QUIET
        await self._web.call(
            method,
            channel=origin.channel,
            thread_ts=origin.thread or None,
            text=payload["text"],
            blocks=payload["blocks"],
            **arguments,
        )

    async def _directly(self, origin: Origin, payload: dict[str, Any]) -> None:
        """To the person alone, where the bot is not in the place they asked in."""
        opened = await self._web.call("conversations.open", users=origin.user)
        await self._web.call(
            "chat.postMessage",
            channel=opened["channel"]["id"],
            text=payload["text"],
            blocks=payload["blocks"],
            **_QUIET,
        )


async def _certainly(opening: Callable[[], Awaitable[object]]) -> None:
    """Open a form; once more with the same trigger if the answer was lost."""
    try:
        await opening()
    except OutcomeUnknown as error:
        log.warning("a form: %s", error)
        try:
            await opening()
        except Said as said:
            if said.code != OPEN_ALREADY:
                raise
