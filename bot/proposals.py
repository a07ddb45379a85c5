"""What people propose to a group's admins, as it is kept: questions of their own, and reports about
questions. No behaviour but views."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.events import Person

SuggestionState = Literal["waiting", "accepted", "declined", "removed"]


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody typed for a question. `answer` says what is right: options a line each, the
    right ones marked with ``*``; a number with its unit; or the accepted answers a line each."""

    kind: str
    difficulty: str
    topic: str
    title: str
    question: str
    answer: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that a person would like their group to be asked. `slug` and `text` (a question
    file's) are there once it is accepted; `by` is who settled it."""

    id: int
    group: int
    person: Person
    wording: Wording
    at: datetime
    state: SuggestionState = "waiting"
    slug: str = ""
    text: str = ""
    by: Person | None = None
    settled_at: datetime | None = None

    @property
    def cause(self) -> str:
        """What the suggestion's Posts are owed for."""
        return f"suggestion {self.id}"

    @property
    def question(self) -> str:
        """The id of the question that it became, or is about to become."""
        return own_id(self.group, self.slug or f"suggestion-{self.id}")


@dataclass(frozen=True, slots=True)
class Report:
    """A person's word that something is wrong with a question, maybe as a round asked it."""

    id: int
    group: int
    person: Person
    question: str
    round: int | None
    sentence: str
    at: datetime
    by: Person | None = None
    done_at: datetime | None = None

    @property
    def cause(self) -> str:
        """What the report's Posts are owed for."""
        return f"report {self.id}"

    @property
    def about(self) -> str:
        """The question, and the round if it was one's."""
        return f"{self.question} (round {self.round})" if self.round else self.question


def own_id(group: int, slug: str) -> str:
    """The id of a group's own question."""
    return f"own/{group}/{slug}"


def owner(question: str) -> int | None:
    """The number of the group whose own question this id is; None for one of the bank."""
    parts = question.split("/")
    own = len(parts) == 3 and parts[0] == "own" and parts[1].isdecimal() and len(parts[1]) < 15
    return int(parts[1]) if own else None
