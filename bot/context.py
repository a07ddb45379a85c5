"""What a command may touch, how commands are declared, and typed words read as options."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Literal

from bot.actions import Action
from bot.bank import Bank, Question, parse
from bot.bank.complaint import brief
from bot.errors import DlqError
from bot.events import Person, Place
from bot.ledger import Draw, Group, Round
from bot.message import Form, Refused, Reply
from bot.settings import Settings
from bot.store import Store

Opens = Literal["form", "private", "public", "nothing"]
Outcome = Reply | Form | Refused


@dataclass(frozen=True, slots=True)
class Context:
    """The store, the bank, the settings, the present instant, and randomness. `commands` are all
    there are, for help."""

    store: Store
    bank: Bank
    settings: Settings
    now: datetime
    rng: random.Random
    commands: tuple["Command", ...] = ()

    def bank_of(self, group: Group | None) -> Bank:
        """The bank with the group's own questions, which exist for no other."""
        own = self.store.suggestions.texts(group) if group is not None else {}
        return self.bank.with_own(own) if own else self.bank

    def question_of(self, asked: Round | Draw) -> Question:
        """The question as its edition has it, whatever the bank says today."""
        today = self.bank.questions.get(asked.question)
        edition = self.store.rounds.edition(asked.edition)
        if today is not None and self.bank.texts[asked.question] == edition.text:
            return today
        return parse(edition.text, asked.question, f"{asked.question}.md")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, where and with what right: what every event has in common. `obstacle` is why Posts
    could not stand there, a sentence for an admin."""

    person: Person
    place: Place | None
    may_manage: bool
    group: Group | None
    obstacle: str = ""


OptionKind = Literal[
    "text",
    "choice",
    "topic",
    "question",
    "zone",
    "date",
    "time",
    "weekdays",
    "topics",
    "difficulties",
    "duration",
    "named",
]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command. `rest` takes all remaining words; `person` says that it names
    somebody, by mention or by name."""

    name: str
    help: str
    kind: OptionKind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    rest: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """What an action of a command does: `press` for a button, `submit` for a form. `manages` says
    that it asks whether the person administers the community, which a platform may have to look
    up; the doors of admin commands always do."""

    opens: Callable[[Action], Opens]
    press: Callable[["Context", Asking, Action], Outcome]
    submit: Callable[["Context", Asking, Action, Mapping[str, tuple[str, ...]]], Outcome] | None = (
        None
    )
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A `/dlq` subcommand: declared once, from which every platform makes its surface.

    `run` gets the given options by name, checked against their declaration. `more` is a sentence
    or two for `/dlq help COMMAND`.
    """

    path: tuple[str, ...]
    help: str
    run: Callable[[Context, Asking, Mapping[str, str]], Outcome]
    options: tuple[Option, ...] = ()
    opens: Callable[[frozenset[str]], Opens] = field(default=lambda given: "private")
    admin: bool = False
    needs_group: bool = True
    more: str = ""
    doors: Mapping[str, Door] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " ".join(self.path)


def privately(_: object) -> Opens:
    """The usual way for a command or an action to open."""
    return "private"


def nearest(word: str, known: Sequence[str]) -> str:
    """ " Did you mean x?" with the nearest of what is known, or nothing."""
    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f" Did you mean {folded[found[0]]}?" if found else ""


def one_of(word: str, known: Sequence[str], what: str) -> str:
    """The one of `known` that a word names, case ignored; else a DlqError with the nearest."""
    for name in known:
        if name.casefold() == word.casefold():
            return name
    close = nearest(word, known)
    raise DlqError(f"I know no {what} {brief(word)!r}.{close} One of: {', '.join(known)}.")
