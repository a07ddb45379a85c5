"""A group on two platforms, and everything that may happen in it, each with one call."""

import random
from contextlib import suppress
from datetime import date, timedelta

from bot.actions import action
from bot.errors import DlqError
from bot.events import CommandUsed, Event, Person, Place, PlaceLost
from bot.ledger import Group
from bot.steps.regrade import regrade
from tests.fakes.bank import DROPOUT, POOLING, SAME_PADDING, UNSURE, bank_of
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    ROOM,
    Outcome,
    Study,
    accepted,
    buttons,
)

HALL = Place("other", "hall", "slackers", "hall")
ANYA = Person("other", "u-anya", "Anya")
BENT = Person("other", "u-bent", "Bent")
PEOPLE = (ANNA, ANYA, BEN, BENT, CARL)
PAIRS = ((ANNA, ANYA), (BEN, BENT), (ANNA, BENT), (ANYA, CARL))


def _with(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


ASKED = {
    "cnn/same-padding": SAME_PADDING,
    "cnn/pooling": POOLING,
    "regularization/dropout": DROPOUT,
}
MENDED = {
    "cnn/same-padding": _with(
        SAME_PADDING,
        ("- [x] One", "- [ ] One"),
        ("## Answer", "- [x] Two at some borders\n  SECRET: at every other.\n\n## Answer"),
    ),
    "cnn/pooling": _with(POOLING, ("- [ ] It doubles", "- [x] It doubles")),
    "regularization/dropout": _with(
        DROPOUT,
        ("- At test time all units are on (SECRET).\n", ""),
        ("  `test | inference` `all | every`\n", ""),
    ),
}
"""Files by which other answers are right; an answer of D can be read by the first alone."""
OPEN = (
    "Units are dropped at random in training. At test time all units are used.",
    "It drops random units.",
    UNSURE,
    "??",
)
CHOICES = ("B", "A", "A, C", "D", "C", "??")

SEASON = (date(2026, 1, 5), date(2026, 1, 12))


def where(person: Person) -> Place:
    """The place of the group that is on their platform."""
    return HALL if person.platform == HALL.platform else ROOM


class School(Study):
    """A group with a room and a hall, each on a platform of its own. What is `held` was received
    by an adapter and is still on its way to the core. Everything that may happen takes a person
    and a number, by which it chooses."""

    platforms = ("chat", "other")

    def __init__(self) -> None:
        super().__init__(bank_of(ASKED))
        self.met: list[Event] = []
        self.held: list[Event] = []
        self.mended: set[str] = set()
        self.sets_up(close_after="20h")
        self.joins()
        self.admin(f"season winter {SEASON[0]} {SEASON[1]}")

    @property
    def group(self) -> Group:
        return self.store.groups.all()[0]

    def meets(self, event: Event | PlaceLost) -> Outcome:
        if not isinstance(event, PlaceLost):
            self.met.append(event)
        return super().meets(event)

    def says(self, person: Person, words: str) -> Outcome:
        return self.types(person, words, where(person))

    def admin(self, words: str) -> Outcome:
        return self.types(ADA, f"admin {words}", manages=True)

    def answer(self, pick: int) -> str:
        """Words that fit the question that was asked last."""
        last = self.store.rounds.last(self.group)
        words = OPEN if last and last.question == "regularization/dropout" else CHOICES
        return words[pick % len(words)]

    # What happens

    def nothing_happens(self, _: Person, __: int) -> None:
        pass

    def answers(self, person: Person, pick: int) -> None:
        self.says(person, f"answer {self.answer(pick)}")

    def answers_late(self, person: Person, pick: int) -> None:
        """By the button of an earlier round."""
        for round in self.rounds()[-2 - pick :][:1]:
            self.presses(person, action("answer", round.token, "abc"[pick % 3]), where(person))

    def answer_is_held(self, person: Person, pick: int) -> None:
        who, text = self.who(person, where(person)), self.answer(pick)
        self.held.append(CommandUsed(**who, path=("answer",), options={"text": text}))

    def held_arrives(self, _: Person, pick: int) -> None:
        """Everything that was held, in another order."""
        random.Random(pick).shuffle(self.held)
        while self.held:
            self.meets(self.held.pop())

    def comes_again(self, _: Person, pick: int) -> None:
        """A delivery of before: what had an effect has no second one."""
        if len(self.met) <= pick:
            return
        event = self.met[-1 - pick]
        if self.store.people.remembered(event.id) is not None:
            before = self.ledger()
            super().meets(event)
            assert self.ledger() == before

    def asks_for_a_hint(self, person: Person, _: int) -> None:
        self.says(person, "hint")

    def locks(self, person: Person, _: int) -> None:
        self.says(person, "lock")

    def reveals(self, person: Person, _: int) -> None:
        self.says(person, "reveal")

    def links(self, _: Person, pick: int) -> None:
        """Both leave whom they were linked to."""
        one, other = PAIRS[pick % len(PAIRS)]
        self.says(one, "unlink")
        self.says(other, "unlink")
        code = accepted(self.says(one, "link")).split("`/dlq link ")[1].split("`")[0]
        accepted(self.says(other, f"link {code}"))

    def unlinks(self, person: Person, _: int) -> None:
        self.says(person, "unlink")

    def hides(self, person: Person, _: int) -> None:
        self.says(person, "privacy hide")

    def unhides(self, person: Person, _: int) -> None:
        self.says(person, "privacy unhide")

    def is_deleted(self, person: Person, _: int) -> None:
        asked = buttons(self.says(person, "privacy delete"))
        self.presses(person, asked["Delete it all"], where(person))

    def appeals(self, person: Person, _: int) -> None:
        self.says(person, "appeal I said so")

    def appeal_is_settled(self, _: Person, pick: int) -> None:
        for appeal in self.store.appeals.open_in(self.group)[:1]:
            way = ("right", "half", "uphold")[pick % 3]
            self.presses(ADA, action("settle", str(appeal.id), way))

    def is_excluded(self, person: Person, _: int) -> None:
        self.admin(f"exclude {person.name} cheats")

    def is_included(self, person: Person, _: int) -> None:
        self.admin(f"include {person.name}")

    def file_is_mended(self, _: Person, pick: int) -> None:
        """Or put back as it was; where a round had other options, that is refused."""
        question = list(ASKED)[pick % len(ASKED)]
        self.mended ^= {question}
        self.knows(bank_of({id: (MENDED if id in self.mended else ASKED)[id] for id in ASKED}))
        with suppress(DlqError):
            regrade(self.context(), question)

    def round_is_voided(self, _: Person, pick: int) -> None:
        """The last one, or one that is over."""
        for round in self.rounds()[-1 - pick :][:1]:
            self.admin(f"void {round.date}")

    def round_is_closed(self, _: Person, __: int) -> None:
        self.admin("close-now")

    def round_is_posted(self, _: Person, __: int) -> None:
        self.admin("post-now")

    def hall_leaves(self, _: Person, __: int) -> None:
        self.types(ADA, "admin stop", HALL, manages=True)

    def joins(self, _: Person = ADA, __: int = 0) -> None:
        made = accepted(self.types(ADA, "group link", manages=True))
        code = made.split("group join ")[1].split("`")[0]
        self.types(ADA, f"group join {code}", HALL, manages=True)

    def holidays(self, _: Person, pick: int) -> None:
        first = (self.now + timedelta(days=pick)).date()
        self.admin(f"rules holidays={first}..{first + timedelta(days=2)}")

    def days_go_by(self, _: Person, pick: int) -> None:
        self.waits(days=1 + pick % 3)

    def weeks_go_by(self, person: Person, pick: int) -> None:
        """So many days on which all but one answer."""
        for _ in range(6 + pick):
            for one in PEOPLE:
                if one != person:
                    self.says(one, "answer B")
            self.waits(days=1)

    def a_month_goes_by(self, _: Person, __: int) -> None:
        self.admin("pause 32d")
        self.waits(days=33)
