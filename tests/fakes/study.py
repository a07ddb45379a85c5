"""A bot in a school's channels, driven from outside: people type, press and submit; time goes by.

Everything goes through `App.handle`; what is due is performed and what is owed is delivered by the
core's own functions, on a platform that takes everything.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from bot import plain
from bot.app import App
from bot.bank import Bank
from bot.context import Context
from bot.events import (
    ButtonPressed,
    CommandUsed,
    Event,
    FormSubmitted,
    MessageRef,
    OptionsAsked,
    Person,
    Place,
    PlaceLost,
)
from bot.ledger import Group, Round
from bot.message import (
    Bullets,
    Button,
    Buttons,
    Choices,
    Form,
    Message,
    Refused,
    Reply,
    Table,
    Time,
)
from bot.outbox import Outbox
from bot.recall import Reminder
from bot.rounds import due, next_moment
from bot.settings import Settings
from bot.steps.day import perform
from bot.store import Store
from tests.fakes.bank import tiny_bank

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""A Monday; the round of a group set up at 09:00 UTC is an hour away."""

ROOM = Place("chat", "room", "school", "room")
OTHER_ROOM = Place("chat", "other-room", "school", "other-room")
CLUB = Place("chat", "club", "town", "club")

ADA = Person("chat", "u-ada", "Ada")
ANNA = Person("chat", "u-anna", "Anna")
BEN = Person("chat", "u-ben", "Ben")
CARL = Person("chat", "u-carl", "Carl")

Outcome = Reply | Form | Refused | Choices


@dataclass(frozen=True, slots=True)
class Posted:
    kind: str
    to: Place | Person
    text: str
    message: Message


class Study:
    """`posted` is what was sent, `redrawn` what was edited, oldest first."""

    platforms = ("chat",)
    """Those that everything owed is posted on."""

    ids = count(1)
    """Of deliveries: no two alike, also of several processes on one database."""

    def __init__(
        self, bank: Bank | None = None, at: datetime = START, store: Store | None = None
    ) -> None:
        self.store = store or Store()
        self.bank = bank or tiny_bank()
        self.now = at
        self.app = App(self.store, self.bank, Settings(), random.Random(0))
        self.posted: list[Posted] = []
        self.redrawn: list[Posted] = []
        self.outbox = Outbox(self.store, self.context, "study", lambda: self.now)

    def context(self) -> Context:
        return Context(
            self.store, self.app.bank, Settings(), self.now, random.Random(0), self.app.commands
        )

    def knows(self, bank: Bank) -> None:
        """The bot is started again with another bank."""
        self.bank = bank
        self.app = App(self.store, bank, Settings(), random.Random(0))

    # What people do

    def types(
        self, person: Person, words: str, place: Place | None = ROOM, *, manages: bool = False
    ) -> Outcome:
        """Somebody types a command in words."""
        path, options = self.app.parse(words)
        return self.uses(person, path, options, place, manages=manages)

    def uses(
        self,
        person: Person,
        path: tuple[str, ...],
        options: Mapping[str, str] | None = None,
        place: Place | None = ROOM,
        *,
        manages: bool = False,
    ) -> Outcome:
        """Somebody uses a command whose options the platform has taken apart."""
        return self.meets(
            CommandUsed(
                **self.who(person, place, manages=manages), path=path, options=options or {}
            )
        )

    def presses(self, person: Person, button: Button | str, place: Place | None = ROOM) -> Outcome:
        action = button if isinstance(button, str) else button.action
        return self.meets(ButtonPressed(**self.who(person, place), action=action))

    def submits(
        self,
        person: Person,
        form: Form | str,
        place: Place | None = ROOM,
        **values: str | tuple[str, ...],
    ) -> Outcome:
        action = form if isinstance(form, str) else form.action
        taken = {k: v if isinstance(v, tuple) else (v,) for k, v in values.items()}
        return self.meets(FormSubmitted(**self.who(person, place), action=action, values=taken))

    def asks_for_options(self, path: tuple[str, ...], option: str, typed: str) -> Outcome:
        return self.meets(
            OptionsAsked(**self.who(ANNA, ROOM), path=path, option=option, typed=typed)
        )

    def loses(self, place: Place, why: str = "the channel was deleted") -> Outcome:
        return self.meets(PlaceLost(id=self.new_id(), at=self.now, place=place, why=why))

    def who(
        self, person: Person, place: Place | None, *, manages: bool = False
    ) -> dict[str, object]:
        return {
            "id": self.new_id(),
            "at": self.now,
            "person": person,
            "place": place,
            "may_manage": manages,
        }

    def new_id(self) -> str:
        return f"delivery-{next(self.ids)}"

    def meets(self, event: Event | PlaceLost) -> Outcome:
        """The event comes in, and what it owes goes out."""
        outcome = self.app.handle(event)
        self.catch_up()
        return outcome

    # How time goes by

    def sets_up(self, place: Place = ROOM, admin: Person = ADA, **rules: str) -> Group:
        """A group of that place, with a round a day at 09:00 UTC unless told otherwise."""
        given = {"time": "09:00", "zone": "UTC"} | {
            k.replace("_", "-"): v for k, v in rules.items()
        }
        now_and_then = {k: v for k, v in given.items() if k in {"close-after", "grace", "ping"}}
        first = {k: v for k, v in given.items() if k not in now_and_then}
        accepted(self.uses(admin, ("admin", "setup"), first, place, manages=True))
        if now_and_then:
            accepted(self.uses(admin, ("admin", "rules"), now_and_then, place, manages=True))
        group = self.store.groups.of_place(place)
        assert group is not None
        return group

    def opens(self, question: str, place: Place = ROOM, admin: Person = ADA) -> Round:
        """An admin posts a certain question now."""
        accepted(self.uses(admin, ("admin", "post-now"), {"what": question}, place, manages=True))
        group = self.store.groups.of_place(place)
        assert group is not None
        round = self.store.rounds.running(group)
        assert round is not None and round.question == question and round.state == "open"
        return round

    def waits(self, **length: float) -> None:
        """Time goes by, through every due moment."""
        until = self.now + timedelta(**length)
        while True:
            moment = next_moment(*self.known())
            if moment is None or moment > until:
                break
            self.now = moment
            self.catch_up()
        self.now = until
        self.catch_up()

    def catch_up(self) -> None:
        while steps := due(*self.known()):
            for step in steps:
                perform(self.context(), step)
        self._deliver()

    def known(self) -> tuple[list[Group], list[Round], datetime, list[Reminder]]:
        """What decides on the next steps."""
        store = self.store
        return (
            store.groups.all(),
            store.rounds.relevant(),
            self.now,
            store.reminders.soonest(self.now),
        )

    def _deliver(self) -> None:
        for platform in self.platforms:
            self.store.posts.hold(platform, "study", self.now, self.now + timedelta(seconds=30))
        for posts in self.outbox.actionable(self.platforms).values():
            for post in posts:
                note = Posted(post.kind, post.to, plain.text(post.message), post.message)
                if post.stale:
                    self.store.posts.redrawn(post)
                    self.redrawn.append(note)
                elif self.outbox.begin(post) and self.outbox.mark(post):
                    self.outbox.sent(post, MessageRef((post.key,)), new=True)
                    self.posted.append(note)

    def round(self, number: int) -> Round:
        found = self.store.rounds.get(number)
        assert found is not None
        return found

    def rounds(self) -> list[Round]:
        """All of the first group, oldest first."""
        return self.store.rounds.of_group(self.store.groups.all()[0])

    def counting(self, round: int = 1) -> dict[str, str]:
        """Everybody's answer that counts."""
        entries = self.store.answers.entries(self.round(round))
        return {e.person.name: e.answer.text for e in entries if e.answer}

    def ledger(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables."""
        names = [name for name in self.store.db.table_names() if not name.startswith("_")]
        read = self.store.db.execute
        return {name: read(f"SELECT * FROM {name}").fetchall() for name in sorted(names)}


def text(outcome: Outcome | Message) -> str:
    """All that a person reads of it."""
    match outcome:
        case Message():
            return f"{outcome.summary}\n{plain.text(outcome)}"
        case Reply(message):
            return text(message)
        case Form(title, _, fields, submit):
            return "\n".join([title, *(repr(field) for field in fields), submit])
        case Refused(complaints):
            return "\n".join(f"{name}: {complaint}" for name, complaint in complaints)
        case Choices(options):
            return "\n".join(f"{value}: {label}" for value, label in options)


def accepted(outcome: Outcome) -> str:
    """The text of a Reply that is no refusal."""
    assert isinstance(outcome, Reply) and not outcome.refused, text(outcome)
    assert outcome.private
    return text(outcome)


def refused(outcome: Outcome) -> str:
    """The text of a Reply that refuses."""
    assert isinstance(outcome, Reply) and outcome.refused and outcome.private, outcome
    return text(outcome)


def form(outcome: Outcome) -> Form:
    assert isinstance(outcome, Form), text(outcome)
    return outcome


def rows(outcome: Outcome) -> list[tuple[str, ...]]:
    """The rows of the tables in a Reply."""
    assert isinstance(outcome, Reply), outcome
    tables = [block for block in outcome.message.blocks if isinstance(block, Table)]
    return [row for table in tables for row in table.rows]


def slots(outcome: Outcome) -> list[str]:
    """The instants that a Reply lists, like `05 09:00`."""
    assert isinstance(outcome, Reply), outcome
    lists = [block for block in outcome.message.blocks if isinstance(block, Bullets)]
    spans = [span for block in lists for item in block.items for span in item]
    return [f"{span.at:%d %H:%M}" for span in spans if isinstance(span, Time)]


def buttons(outcome: Outcome | Message) -> dict[str, Button]:
    """The buttons of a message by their labels."""
    message = outcome.message if isinstance(outcome, Reply) else outcome
    assert isinstance(message, Message), outcome
    found = [b for block in message.blocks if isinstance(block, Buttons) for b in block.buttons]
    assert len({b.label for b in found}) == len(found)
    return {b.label: b for b in found}
