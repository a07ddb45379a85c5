"""From an interaction to what the person sees: acknowledged in time, handled, and answered.

All it needs is in the payload and in what the core answers, so an interaction of a message that
was posted years ago is answered like any other. Its token is good for 15 minutes and for this one
person; what is not told in that time is not told, and nothing is lost by it but the words.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from adapters.discord import faults
from adapters.discord.forms import shortened
from adapters.discord.hooks import Hook, Hooks, flagged
from adapters.discord.inbound import COMPONENT, MODAL, Arrival
from adapters.discord.limits import (
    CHOICE_TEXT,
    CHOICES,
    EPHEMERAL_FLAG,
    GUEST_FOLLOW_UPS,
    units,
)
from adapters.discord.render import Page, drawn, form
from bot.context import Opens
from bot.events import AnyEvent
from bot.message import (
    Button,
    Buttons,
    Choices,
    Form,
    Message,
    Refused,
    Reply,
    Strong,
    plain_paragraph,
)

log = logging.getLogger(__name__)

FORM_PATIENCE = 2.0
"""Seconds that a form may take: it is itself the acknowledgement."""
BUSY = "I am busy just now. Nothing was done; please try again in a moment."

_MESSAGE, _LATER, _UPDATE_LATER, _CHOICES, _MODAL = 4, 5, 6, 8, 9
"""Types of responses. DOCS/interactions/receiving-and-responding#interaction-response-object"""

Deferred = Literal["", "new", "public", "pressed"]
"""How an interaction was acknowledged: not yet, with a private or public message to come, or
silently, which leaves the message that was pressed to be edited."""
_DEFERRALS: dict[Deferred, dict[str, Any]] = {
    "new": {"type": _LATER, "data": {"flags": EPHEMERAL_FLAG}},
    "public": {"type": _LATER},
    "pressed": {"type": _UPDATE_LATER},
}
Outcome = Reply | Form | Refused | Choices
Handle = Callable[[AnyEvent], Awaitable[Outcome]]


class Answering:
    """Answers interactions. `handle` is the core's door."""

    def __init__(self, hooks: Hooks, handle: Handle) -> None:
        self._hooks = hooks
        self._handle = handle

    async def suggest(self, arrival: Arrival, outcome: Outcome) -> None:
        """Autocomplete. A failure shows as an empty list and is nobody's concern."""
        options = outcome.options if isinstance(outcome, Choices) else ()
        choices = [
            {"name": shortened(label, CHOICE_TEXT) or value, "value": value}
            for value, label in options
            if 0 < units(value) <= CHOICE_TEXT
        ]
        data = {"choices": choices[:CHOICES]}
        await self._hooks.of(arrival).respond({"type": _CHOICES, "data": data})

    async def answer(self, arrival: Arrival, event: AnyEvent, opens: Opens) -> None:
        """Acknowledge as the core says, hand the event in, and show what comes back. Nothing is
        handed in for somebody who was told already that the interaction failed."""
        hook = self._hooks.of(arrival)
        if opens == "form" and arrival.kind != MODAL:
            outcome = await self._in_time(self._handle(event))
            if isinstance(outcome, Form):
                await hook.respond({"type": _MODAL, "data": form(outcome)})
            else:
                await _Exchange(hook, arrival, "").show(outcome)
            return
        deferred = _deferral(arrival, opens)
        if not await hook.respond(_DEFERRALS[deferred]):
            log.info("an interaction could not be acknowledged, or was answered before")
            return
        outcome = await self._handle(event)
        if opens != "nothing" or _must_be_seen(outcome):
            await _Exchange(hook, arrival, deferred).show(outcome)

    async def refuse(self, arrival: Arrival, sentence: str) -> None:
        """Tell the person why nothing was done."""
        reply = Reply(Message(sentence, (plain_paragraph(sentence),)), refused=True)
        await _Exchange(self._hooks.of(arrival), arrival, "").show(reply)

    async def _in_time(self, handling: Awaitable[Outcome]) -> Outcome:
        """What opens a form only reads, so it may be left behind when it takes too long."""
        task = asyncio.ensure_future(handling)
        done, _ = await asyncio.wait({task}, timeout=FORM_PATIENCE)
        if done:
            return task.result()
        task.add_done_callback(lambda late: late.cancelled() or late.exception())
        return Reply(Message(BUSY, (plain_paragraph(BUSY),)), refused=True)


def _deferral(arrival: Arrival, opens: Opens) -> Deferred:
    """A guest's answers are never public. What comes from a private message may have to replace
    it, and is acknowledged so that it can."""
    if arrival.kind in {COMPONENT, MODAL} and (opens == "nothing" or arrival.pressed == "private"):
        return "pressed" if arrival.pressed else "new"
    return "public" if opens == "public" and not arrival.guest else "new"


def _must_be_seen(outcome: Outcome) -> bool:
    """What is shown even where an action opens nothing."""
    return not isinstance(outcome, Reply) or outcome.refused or outcome.replaces


class _Exchange:
    """What is shown for one interaction after it was acknowledged in a certain way."""

    def __init__(self, hook: Hook, arrival: Arrival, deferred: Deferred) -> None:
        self._hook = hook
        self._arrival = arrival
        self._deferred = deferred

    async def show(self, outcome: Outcome) -> None:
        """Show an outcome. A failure is logged without its text: the person's token is in it."""
        reply = _as_reply(outcome)
        most = GUEST_FOLLOW_UPS if self._arrival.guest else 0
        pages = drawn(reply.message, most=most)
        private = reply.private or self._deferred != "public"
        try:
            await self._show(pages, private=private, replaces=reply.replaces)
        except faults.library_errors() as error:
            if faults.code_of(error) in faults.TOO_LATE:
                log.info("an answer came too late to be shown")
            else:
                log.warning("an answer could not be shown (%s)", faults.brief(error))

    async def _show(self, pages: Sequence[Page], *, private: bool, replaces: bool) -> None:
        first, *rest = pages
        match self._deferred:
            case "":
                if not await self._first(first):
                    return
            case "pressed" if not (replaces and self._arrival.pressed == "private"):
                # What everybody sees is never drawn over with what one person is told.
                rest = list(pages)
            case "public" if private:
                await self._withdraw()
                rest = list(pages)
            case _:
                await self._edit(first, private=private)
        for page in rest:
            await self._hook.follow(page, private=private)

    async def _first(self, page: Page) -> bool:
        """The reply as the first response."""
        return await self._hook.respond(
            {"type": _MESSAGE, "data": flagged(page, private=True)}, page
        )

    async def _edit(self, page: Page, *, private: bool) -> None:
        """What the person has dismissed meanwhile is followed by a new message."""
        try:
            await self._hook.edit(page)
        except faults.library_errors() as error:
            if faults.code_of(error) != faults.UNKNOWN_MESSAGE:
                raise
            await self._hook.follow(page, private=private)

    async def _withdraw(self) -> None:
        """Take the public "is thinking" back, before something private is said."""
        try:
            await self._hook.withdraw()
        except faults.library_errors() as error:
            if faults.code_of(error) != faults.UNKNOWN_MESSAGE:
                raise


def _as_reply(outcome: Outcome) -> Reply:
    """Any outcome as a Reply: a refused form as its complaints with a button that opens it again;
    a form that came after the acknowledgement as a button that opens it."""
    match outcome:
        case Reply():
            return outcome
        case Refused(complaints, reopen):
            lines = [plain_paragraph(Strong(f"{name}: "), said) for name, said in complaints]
            again = Buttons((Button("Open the form again", reopen, "primary"),))
            return Reply(Message("Not taken yet.", (*lines, again)), refused=True)
        case Form(title, action):
            words = f"{title}: this needs a form."
            button = Buttons((Button("Open the form", action, "primary"),))
            return Reply(Message(words, (plain_paragraph(words), button)))
        case _:
            return Reply(Message("Nothing to show.", ()))
