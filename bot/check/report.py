"""What the check needs from outside, and what it hands back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.bank import Complaint, Question, Variant
from bot.message import Message
from bot.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Tools:
    """`card` is the Message of a question; `renderers` draw one for each platform, in pages;
    `formula` says what is wrong with display TeX, None if it can be drawn."""

    vocabulary: Vocabulary
    card: Callable[[Question, Variant], Message]
    renderers: Mapping[str, Callable[[Message], Sequence[object]]] = field(default_factory=dict)
    formula: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded example and the share that the grader gave it, None where it was unreadable."""

    question: str
    line: int
    share: float
    score: float | None
    held: bool


@dataclass(frozen=True, slots=True)
class Report:
    """`held` are the examples that the rubric's writer has not seen: told, never complained of."""

    complaints: tuple[Complaint, ...] = ()
    held: tuple[Graded, ...] = ()
