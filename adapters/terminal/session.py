"""What a typed line does: a command, a button's label, or one of the session's own ``/`` words.

Where lines come from (a prompt, a script) is not known here; `Answering` asks a form's fields.
"""

import difflib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from rich.text import Text as Line

from adapters.terminal import render
from adapters.terminal.durations import duration
from adapters.terminal.literal import literal, one_line, well_formed
from adapters.terminal.platform import Terminal, headline, only_for
from adapters.terminal.shown import Drawn
from bot import plain
from bot.errors import DlqError
from bot.events import AnyEvent, ButtonPressed, CommandUsed, FormSubmitted, Person, Place
from bot.message import ChoiceField, Choices, Form, Refused, Reply, TextField, Time

PLACE = Place("terminal", "play", community="play", name="play")
LONGEST_NAME = 32

OWN_WORDS = {
    "/as": "/as NAME: go on as somebody else",
    "/wait": "/wait 25h: move the clock (also 90m, 2d, 45s)",
    "/press": "/press 2: press a button of the last message, by number or label",
    "/dlq": "/dlq hint: a command, even where a button has the same label",
    "/quit": "/quit: end",
}
"""The session's own words, with what each is for."""


class Door(Protocol):
    """The core as a session sees it."""

    async def handle(self, event: AnyEvent) -> Reply | Form | Refused | Choices:
        """What comes back for an event. Foreseen errors are Replies that are `refused`."""
        ...

    def parse(self, words: str) -> tuple[tuple[str, ...], dict[str, str]]:
        """A command's path and options; a DlqError that names the nearest."""
        ...

    def complete(self, line: str) -> list[tuple[str, str]]:
        """What the last word of a line can become: whole words, each with its description."""
        ...

    def now(self) -> datetime:
        """The present instant, aware, in the zone in which it is to be shown."""
        ...

    async def wait(self, delta: timedelta) -> None:
        """Move the clock through every due moment; a DlqError if this clock may not move."""
        ...

    async def settle(self) -> None:
        """Return when every owed Post is out."""
        ...


class Answering(Protocol):
    """How a form's fields are asked: each returns the values, or None to give the form up."""

    async def field(self, field: TextField | ChoiceField) -> tuple[str, ...] | None: ...

    async def again(self) -> bool:
        """Whether a refused form is to be asked once more."""
        ...


class Session:
    """One screen, several people, of whom one is at the keyboard."""

    def __init__(
        self,
        door: Door,
        terminal: Terminal,
        *,
        person: str,
        new_id: Callable[[], str],
        asking: Answering,
    ) -> None:
        self.door = door
        self.terminal = terminal
        self.person = known_name(person)
        self.new_id = new_id
        self.asking = asking
        self.ended = False

    @property
    def prompt(self) -> str:
        return f"{self.person}> "

    async def take(self, line: str) -> bool:
        """Do what a line says; False if it was refused. What it caused to be posted is out."""
        try:
            taken = await self._do(well_formed(line).strip())
        except DlqError as error:
            self.say(str(error))
            taken = False
        await self.door.settle()
        return taken

    def say(self, text: str, style: str = "") -> None:
        """A line of the session's own."""
        self.terminal.write(Line(literal(text), style))
        self.terminal.write("")

    async def _do(self, line: str) -> bool:
        word, _, rest = line.partition(" ")
        if word == "/dlq":
            return await self._command(rest)
        if line.lower() in {"quit", "exit"}:
            word = "/quit"
        if word.startswith("/"):
            return await self._own(word, rest.strip())
        if found := self.terminal.shown.latest_label(self.person, line):
            return await self._press(found[0], found[1].action)
        try:
            self.door.parse(line)
        except DlqError:
            older = self.terminal.shown.any_label(self.person, line)
            if older is None:
                raise
            return await self._press(older[0], older[1].action)
        return await self._command(line)

    async def _own(self, word: str, rest: str) -> bool:
        match word:
            case "/as":
                self.person = known_name(rest)
            case "/wait":
                await self._wait(duration(rest))
            case "/press":
                return await self._press_named(rest)
            case "/quit":
                self.ended = True
            case _:
                near = difflib.get_close_matches(word, OWN_WORDS, 1) or ["/dlq"]
                raise DlqError(
                    f"There is no {word[:40]}; did you mean {OWN_WORDS[near[0]]}? "
                    "Commands are typed without a slash."
                )
        return True

    async def _wait(self, delta: timedelta) -> None:
        await self.door.wait(delta)
        await self.door.settle()
        now = self.door.now()
        zone = getattr(now.tzinfo, "key", "UTC")
        self.say(f"It is now {plain.time_text(Time(now, zone))}.", "dim")

    async def _press_named(self, name: str) -> bool:
        shown = self.terminal.shown
        if name.isdecimal() and len(name) < 4:
            drawn, button = shown.numbered(self.person, int(name))
            return await self._press(drawn, button.action)
        found = shown.latest_label(self.person, name) or shown.any_label(self.person, name)
        if not found:
            raise DlqError(f"There is no button {name[:40]!r} on the screen.")
        return await self._press(found[0], found[1].action)

    async def _command(self, words: str) -> bool:
        path, options = self.door.parse(words)
        event = CommandUsed(
            id=self.new_id(),
            at=self.door.now(),
            person=self._somebody(),
            place=PLACE,
            may_manage=True,
            path=path,
            options=options,
        )
        return await self._show(event)

    async def _press(self, drawn: Drawn | None, action: str) -> bool:
        event = ButtonPressed(
            id=self.new_id(),
            at=self.door.now(),
            person=self._somebody(),
            place=PLACE,
            may_manage=True,
            action=action,
        )
        return await self._show(event, drawn)

    async def _submit(self, form: Form, values: dict[str, tuple[str, ...]]) -> bool:
        event = FormSubmitted(
            id=self.new_id(),
            at=self.door.now(),
            person=self._somebody(),
            place=PLACE,
            may_manage=True,
            action=form.action,
            values=values,
        )
        return await self._show(event, form=form)

    def _somebody(self) -> Person:
        return Person("terminal", self.person, self.person)

    async def _show(
        self, event: AnyEvent, pressed: Drawn | None = None, form: Form | None = None
    ) -> bool:
        """Hand an event in and show what comes back; False if it was refused."""
        outcome = await self.door.handle(event)
        match outcome:
            case Reply():
                self._reply(outcome, pressed)
                return not outcome.refused
            case Form():
                return await self._fill_in(outcome)
            case Refused():
                return await self._refused(outcome, form)
            case Choices():
                return True
            case _ as never:
                assert_never(never)

    def _reply(self, reply: Reply, pressed: Drawn | None) -> None:
        only = self.person if reply.private else ""
        self.terminal.write(only_for(only) if only else headline(PLACE))
        if reply.replaces and pressed and pressed.only == self.person:
            self.terminal.shown.remove(pressed)
        self.terminal.draw(Drawn(reply.message, only=only))

    async def _fill_in(self, form: Form) -> bool:
        """Ask a form's fields, one after the other, and hand them in."""
        self.terminal.write(only_for(self.person))
        self.terminal.write(render.heading(form.title))
        values = {}
        for field in form.fields:
            self.terminal.write(render.field(field))
            given = await self.asking.field(field)
            if given is None:
                self.say("Nothing was sent.")
                return False
            self.terminal.write("")
            values[field.name] = given
        return await self._submit(form, values)

    async def _refused(self, refused: Refused, form: Form | None) -> bool:
        """Say what is wrong with which field, and open the form again where somebody can type."""
        labels = {field.name: field.label for field in form.fields} if form else {}
        self.terminal.write(only_for(self.person))
        self.say(
            "\n".join(f"{labels.get(name, name)}: {what}" for name, what in refused.complaints)
        )
        if not await self.asking.again():
            return False
        return await self._press(None, refused.reopen)


def known_name(name: str) -> str:
    """A name that can be shown as it is; a DlqError if it is none."""
    shown = one_line(name)
    if not shown or len(shown) > LONGEST_NAME or shown != name.strip():
        raise DlqError(f"/as takes a name of 1 to {LONGEST_NAME} characters, like /as anna.")
    return shown
