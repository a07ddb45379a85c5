"""A Question as data: what a file of the bank says, parsed and not yet drawn."""

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["open", "choice", "number", "short", "order"]
Difficulty = Literal["easy", "medium", "hard"]
KINDS: tuple[Kind, ...] = ("open", "choice", "number", "short", "order")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")

Value = int | float | str | bool | tuple["Value", ...]
"""What a name of a draw stands for; lists become tuples."""

LETTERS = "ABCDEFGHIJ"

OWN = re.compile(r"own/[0-9]{1,14}/[a-z0-9-]+")
"""The id of a group's own question; no file has one."""


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    year: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: `why` says what makes a wrong one tempting and where it fails."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """`cues` are the code spans as written; all must be met."""

    text: str
    weight: int
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misconception:
    text: str
    why: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A graded example of an open question: `share` from 0 to 1; `held` is never used to mend."""

    text: str
    share: float
    held: bool
    line: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A well-known wrong way: an expression, of one `part` where the answer has parts."""

    value: str
    why: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be answered: an expression (number) or a text (short). `name` is empty unless
    there are several. `tolerance` is "1%", "0.005" or empty for the default."""

    name: str
    answer: str
    tolerance: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """What was drawn for a question: values by name, and for Items the order in which they are
    shown (``order[i]`` is the right position of the item shown at place *i*)."""

    values: tuple[tuple[str, Value], ...] = ()
    order: tuple[int, ...] = ()

    @property
    def names(self) -> dict[str, Value]:
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class Question:
    """One file of the bank. Texts are Markdown as written; `lines` says where things stand.

    `ask`, `hints`, `choices`, `items`, `answer`, `parts`, `slips`, `accept` ... still hold their
    ``{{...}}``: see `bot.bank.draws.substituted`.
    """

    id: str
    title: str
    kind: Kind
    difficulty: Difficulty
    ask: str
    answer: str
    tags: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    hints: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    items: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    slips: tuple[Slip, ...] = ()
    accept: tuple[str, ...] = ()
    compare: Literal["text", "shape", "big-o", "code"] = "text"
    vary: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    where: tuple[str, ...] = ()
    draws: tuple[tuple[tuple[str, Value], ...], ...] = ()
    points: tuple[KeyPoint, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    examples: tuple[Example, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    lines: dict[str, int] = field(default_factory=dict, compare=False, hash=False)
    path: str = field(default="", compare=False)

    @property
    def topic(self) -> str:
        """The topic; "own" for a group's own question, whatever it is about."""
        return self.id.partition("/")[0]

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics under which it is drawn: an own question under its author's too."""
        return (self.topic, *self.tags) if OWN.fullmatch(self.id) else (self.topic,)

    @property
    def varies(self) -> bool:
        return bool(self.vary or self.draws)

    @property
    def several_right(self) -> bool:
        """Whether a choice question has more than one right option."""
        return sum(choice.right for choice in self.choices) > 1
