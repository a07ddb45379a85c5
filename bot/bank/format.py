"""The tables of the question format: which keys and sections there are, and for which kinds.

Reading and the JSON Schema both go by them; what a shape means stands in `frontmatter` and
`sections`.
"""

from dataclasses import dataclass
from typing import Literal

from bot.bank.question import DIFFICULTIES, KINDS, Kind

MOST_DRAWS = 10_000
"""Combinations of `vary` at most."""
MOST_CHARACTERS = 60_000
"""Characters of a question file at most; a long one has about 10,000."""
COMPARISONS = ("text", "shape", "big-o", "code")

Shape = Literal[
    "text", "word", "texts", "ids", "conditions", "sources", "grid", "draws", "key", "by part",
    "slips",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping. `words` are what a value of shape "word" may be."""

    name: str
    shape: Shape
    help: str
    required: bool = False
    kinds: tuple[Kind, ...] = KINDS
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `repeats` if it may stand more than once."""

    name: str
    kinds: tuple[Kind, ...] = KINDS
    required: bool = False
    repeats: bool = False


_TYPED: tuple[Kind, ...] = ("number", "short")

ENTRIES: tuple[Entry, ...] = (
    Entry("title", "text", "A few words, as on a card; not the answer.", required=True),
    Entry("kind", "word", "What sort of answer is asked for.", required=True, words=KINDS),
    Entry("difficulty", "word", "How hard it is.", required=True, words=DIFFICULTIES),
    Entry("tags", "texts", "Words that search and random also find it by."),
    Entry("see", "ids", "Ids of related questions."),
    Entry("source", "sources", "Papers or documents the answer rests on."),
    Entry("vary", "grid", "Names and lists of values.", kinds=_TYPED),
    Entry("where", "conditions", "Conditions that a draw must meet.", kinds=_TYPED),
    Entry("draws", "draws", "Whole draws, each with its answer.", kinds=_TYPED),
    Entry("answer", "key", "The key: a number, an expression, parts or a text.", kinds=_TYPED),
    Entry("tolerance", "by part", "1% (relative) or 0.005 (absolute).", kinds=("number",)),
    Entry("unit", "by part", "Shown, and accepted after the number.", kinds=("number",)),
    Entry("slips", "slips", "Well-known wrong ways.", kinds=("number",)),
    Entry("accept", "texts", "Further right answers.", kinds=("short",)),
    Entry("as", "word", "How answers are compared.", kinds=("short",), words=COMPARISONS),
)

SOURCE_ENTRIES: tuple[Entry, ...] = (
    Entry("title", "text", "The paper or document.", required=True),
    Entry("year", "text", "When it appeared."),
    Entry("link", "text", "Where it can be read."),
)

SLIP_ENTRIES: tuple[Entry, ...] = (
    Entry("value", "text", "What the wrong way gives: an expression.", required=True),
    Entry("why", "text", "A sentence that says what went wrong.", required=True),
    Entry("part", "text", "The part it belongs to, where the answer has parts."),
)

SECTIONS: tuple[Section, ...] = (
    Section("Question", required=True),
    Section("Hint", repeats=True),
    Section("Choices", ("choice",), required=True),
    Section("Items", ("order",), required=True),
    Section("Answer"),
    Section("Key points", ("open",), required=True),
    Section("Misconceptions", ("open",)),
    Section("Graded examples", ("open",)),
    Section("Follow-up", repeats=True),
)


def only_for(kinds: tuple[Kind, ...]) -> str:
    """ "kind choice" or "kinds number and short"."""
    if len(kinds) == 1:
        return f"kind {kinds[0]}"
    return f"kinds {', '.join(kinds[:-1])} and {kinds[-1]}"
