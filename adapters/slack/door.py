"""The door on Slack's side: every delivery is acknowledged, handed to the core, and answered.

It holds no state that a restart could miss: actions say what they do, views carry where they were
opened, and which deliveries were met is the core's to know.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from adapters.slack import inbound, menu
from adapters.slack.client import Me
from adapters.slack.inbound import Origin, Words
from adapters.slack.limits import ACKNOWLEDGE
from adapters.slack.replies import Replies
from adapters.slack.workspace import Workspace
from bot.actions import parse
from bot.app import App
from bot.cards.words import refusal
from bot.errors import DlqError
from bot.events import (
    AnyEvent,
    ButtonPressed,
    CommandUsed,
    FormSubmitted,
    OptionsAsked,
    Person,
    Place,
    PlaceGained,
    PlaceLost,
)
from bot.message import Choices, Form, Refused, Reply, plain_paragraph, with_blocks

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
Ack = Callable[..., Awaitable[object]]
Outcome = Reply | Form | Refused | Choices

REMEMBERED = 2_000
"""Deliveries that this process answered: a repetition is not answered again. The core knows all
of them; this only keeps an answer from standing twice."""
HELP = ("help",)
"""The one command for all that shows admins more."""
MAKES_PLACES = frozenset({("admin", "setup"), ("group", "join")})
"""Commands that are refused where Posts could not stand."""


class Door:
    """What Bolt's listeners call. `clock` stamps a delivery before anything is awaited."""

    def __init__(
        self,
        app: App,
        handle: Callable[[AnyEvent], Awaitable[Outcome]],
        me: Me,
        replies: Replies,
        workspace: Workspace,
        clock: Callable[[], datetime],
    ) -> None:
        self._app, self._handle, self._me = app, handle, me
        self._replies, self._workspace, self._clock = replies, workspace, clock
        self._working: set[asyncio.Task[Any]] = set()
        self._met: dict[str, None] = {}
        self._admin_paths = {c.path for c in app.commands if c.admin} | {HELP}
        self._naming = {
            command.path: {option.name for option in command.options if option.person}
            for command in app.commands
        }
        self._admin_verbs = {
            verb
            for command in app.commands
            for verb, door in command.doors.items()
            if command.admin or door.manages
        }

    # Listeners

    async def on_command(self, ack: Ack, body: Body) -> None:
        at = self._clock()
        await ack()
        self.begin(self._typed(inbound.command(body), at))

    async def on_click(self, ack: Ack, body: Body) -> None:
        at = self._clock()
        await ack()
        action = body["actions"][0]
        if action["action_id"].startswith(menu.PREFIX):
            self.begin(self._typed(inbound.words_clicked(body), at))
        else:
            self.begin(self._pressed(inbound.clicked(body, at), inbound.click(body)))

    async def on_submission(self, ack: Ack, body: Body) -> None:
        """Here the core comes first, for complaints at the fields *are* the acknowledgement."""
        event, origin = inbound.submitted(body, self._clock()), inbound.submission(body)
        handling = self.begin(self._asked(event))
        await asyncio.wait({handling}, timeout=ACKNOWLEDGE)
        if not handling.done():
            await ack(response_action="clear")
            self.begin(self._late(handling, event, origin, inbound.labels(body)))
            return
        outcome = handling.result()
        if isinstance(outcome, Refused):
            await ack(response_action="errors", errors=_at_fields(outcome, event))
            return
        await ack()
        self.begin(self._answered(event.id, outcome, origin))

    async def on_options(self, ack: Ack, body: Body) -> None:
        """Suggestions for the menu's search; none rather than an error."""
        groups: list[dict[str, Any]] = []
        with suppress(TimeoutError):
            suggesting = self._suggest(body, self._clock(), groups)
            await asyncio.wait_for(suggesting, ACKNOWLEDGE)
        await (ack(option_groups=groups) if groups else ack(options=[]))

    async def on_event(self, body: Body) -> None:
        at = self._clock()
        news = inbound.lost(body, at) or inbound.gained(body, at, self._me.user)
        if news is not None:
            self.begin(self._heard(news))
        elif body["event"]["type"] in {"app_mention", "message"}:
            words = inbound.message(body, self._me.user)
            if words is not None:
                self.begin(self._typed(words, at))

    async def finish(self, within: float) -> None:
        """Wait for what was begun, so many seconds at most."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while self._working and (left := end - loop.time()) > 0:
            await asyncio.wait(self._working, timeout=left)
        for task in self._working:
            task.cancel()

    # What they begin

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Do something that `finish` waits for."""
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._working.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # Its text may hold what somebody typed.
            log.error("a delivery of Slack's failed (%s)", type(error).__name__)

    async def _suggest(self, body: Body, at: datetime, groups: list[dict[str, Any]]) -> None:
        for heading, path, option in menu.SEARCHES:
            event = OptionsAsked(
                id=f"options {body['user']['id']} {at.isoformat()}",
                at=at,
                person=Person(inbound.PLATFORM, body["user"]["id"]),
                path=path,
                option=option,
                typed=body.get("value") or "",
            )
            found = await self._handle(event)
            options = found.options if isinstance(found, Choices) else ()
            group = menu.option_group(heading, path, option, options)
            if group["options"]:
                # Slack takes no group without options.
                groups.append(group)

    async def _heard(self, news: PlaceGained | PlaceLost) -> None:
        """News of a place, with its name if it still has one."""
        name = await self._workspace.channel_name(news.place.id) if news.place.id else ""
        await self._handle(replace(news, place=replace(news.place, name=name)))

    async def _typed(self, words: Words, at: datetime) -> None:
        """Typed words as a command; none at all open the menu."""
        with self._once(words.id) as is_new:
            if not is_new:
                return
            if not words.text.strip():
                await self._replies.show_menu(self._app.commands, words.origin)
                return
            try:
                event = await self._command(words, at)
            except DlqError as error:
                await self._replies.deliver(refusal(error), words.origin)
                return
            await self._show(await self._asked(event), words.origin)

    async def _command(self, words: Words, at: datetime) -> CommandUsed:
        path, options = self._app.parse(words.text)
        options |= self._people_in(words, path)
        event = CommandUsed(
            id=words.id,
            at=at,
            person=words.person,
            place=words.place,
            path=path,
            options=options,
        )
        if self._app.opens(event) != "form":
            event = replace(event, person=await self._named(words.person))
            event = replace(event, place=await self._named_place(words.place))
        if path in MAKES_PLACES and event.place is not None:
            event = replace(event, obstacle=await self._workspace.obstacle(event.place))
        return event

    def _people_in(self, words: Words, path: tuple[str, ...]) -> dict[str, str]:
        """The options that name somebody, with the id that Slack knew: others may be called so."""
        naming = self._naming.get(path)
        if not naming or not words.naming:
            return {}
        _, options = self._app.parse(words.naming)
        return {name: value for name, value in options.items() if name in naming}

    async def _pressed(self, event: ButtonPressed, origin: Origin) -> None:
        with self._once(event.id) as is_new:
            if is_new:
                await self._show(await self._asked(event), origin)

    async def _asked(self, event: CommandUsed | ButtonPressed | FormSubmitted) -> Outcome:
        """What the core answers, told whether the person is an admin where that matters. If Slack
        does not tell, a refusal says so."""
        doubt = ""
        if self._asks_who(event):
            try:
                manages = await self._workspace.may_manage(event.person.id)
                event = replace(event, may_manage=manages)
            except DlqError as error:
                doubt = str(error)
        outcome = await self._handle(event)
        if doubt and isinstance(outcome, Reply) and outcome.refused:
            said = with_blocks(outcome.message, [plain_paragraph(doubt)])
            return replace(outcome, message=said)
        return outcome

    def _asks_who(self, event: CommandUsed | ButtonPressed | FormSubmitted) -> bool:
        """Whether it matters that somebody is an admin: nobody else waits for Slack to tell."""
        if isinstance(event, CommandUsed):
            return event.path in self._admin_paths
        try:
            return parse(event.action).verb in self._admin_verbs
        except DlqError:
            return False

    async def _named(self, person: Person) -> Person:
        """Messages carry no name; an empty one leaves what the ledger knows."""
        if person.name:
            return person
        return replace(person, name=await self._workspace.person_name(person.id))

    async def _named_place(self, place: Place | None) -> Place | None:
        if place is None or place.name:
            return place
        return replace(place, name=await self._workspace.channel_name(place.id))

    # Answers

    async def _late(
        self,
        handling: asyncio.Task[Outcome],
        event: FormSubmitted,
        origin: Origin,
        labels: Mapping[str, str],
    ) -> None:
        """The outcome once the form is gone: nobody knows its fields but by their labels."""
        outcome = await handling
        if isinstance(outcome, Refused):
            said = tuple((labels.get(name, name), what) for name, what in outcome.complaints)
            outcome = replace(outcome, complaints=said)
        await self._answered(event.id, outcome, origin)

    async def _answered(self, id: str, outcome: Outcome, origin: Origin) -> None:
        with self._once(id) as is_new:
            if is_new:
                await self._show(outcome, origin)

    async def _show(self, outcome: Outcome, origin: Origin) -> None:
        match outcome:
            case Reply():
                await self._replies.deliver(outcome, origin)
            case Form():
                await self._replies.open(outcome, origin)
            case Refused():
                await self._replies.show_refused(outcome, origin)
            case Choices():
                pass
            case _ as never:
                assert_never(never)

    @contextmanager
    def _once(self, id: str) -> Iterator[bool]:
        """Whether a delivery is answered for the first time; one that fails may come again."""
        if id in self._met:
            yield False
            return
        self._met[id] = None
        while len(self._met) > REMEMBERED:
            del self._met[next(iter(self._met))]
        try:
            yield True
        except BaseException:
            self._met.pop(id, None)
            raise


def _at_fields(refused: Refused, event: FormSubmitted) -> dict[str, str]:
    """Complaints by block_id; one about a field that the form does not have goes to its first."""
    fields = list(event.values)
    found: dict[str, str] = {}
    for name, what in refused.complaints:
        at = name if name in event.values or not fields else fields[0]
        said = found.get(at, "")
        if what not in said:
            found[at] = f"{said} {what}".strip()
    return found
