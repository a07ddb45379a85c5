"""The field's synonyms, so that a rubric says "unit" and an answer "neuron", and its pairs of
opposites, so that what is said of the one is not taken for the other.

The data is a text file that anybody can extend: a set of synonyms a line, ``neuron = unit``, or a
pair, ``encoder <> decoder``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import DlqError


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`synonyms` are sets of lower-case words or phrases that mean the same; `terms` are all the
    words that the bank uses as names, which a forgiven typo must never land on; `opposites` are
    pairs that answers confuse."""

    synonyms: tuple[frozenset[str], ...] = ()
    terms: frozenset[str] = frozenset()
    opposites: tuple[tuple[str, str], ...] = ()


def parse(text: str, where: str) -> tuple[frozenset[str], ...]:
    """The sets of synonyms in a vocabulary file; ``#`` begins a comment."""
    sets = []
    for number, content in _lines(text):
        if "<>" in content:
            continue
        words = frozenset(word.strip().lower() for word in content.split(" = "))
        if len(words) < 2 or "" in words:
            raise DlqError(
                f"{where}:{number}: {content!r} is no set of synonyms; write two or more, like "
                "neuron = unit"
            )
        sets.append(words)
    return tuple(sets)


def opposites(text: str, where: str) -> tuple[tuple[str, str], ...]:
    """The pairs in a vocabulary file."""
    pairs = []
    for number, content in _lines(text):
        if "<>" not in content:
            continue
        one, _, other = (word.strip().lower() for word in content.partition("<>"))
        if not one or not other or "<>" in other or one == other:
            raise DlqError(
                f"{where}:{number}: {content!r} is no pair of opposites; write two, like "
                "encoder <> decoder"
            )
        pairs.append((one, other))
    return tuple(pairs)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if content:
            yield number, content
