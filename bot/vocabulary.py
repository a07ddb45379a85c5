"""The field's shared words: synonyms, so that a rubric says "unit" and an answer "neuron".

The data is a text file that anybody can extend: a set of synonyms a line, ``neuron = unit``.
"""

from dataclasses import dataclass

from bot.errors import DlqError


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`synonyms` are sets of lower-case words or phrases that mean the same; `terms` are all the
    words that the bank uses as names, which a forgiven typo must never land on."""

    synonyms: tuple[frozenset[str], ...] = ()
    terms: frozenset[str] = frozenset()


def parse(text: str, where: str) -> tuple[frozenset[str], ...]:
    """The sets of synonyms in a vocabulary file; ``#`` begins a comment."""
    sets = []
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        words = frozenset(word.strip().lower() for word in content.split(" = "))
        if len(words) < 2 or "" in words:
            raise DlqError(
                f"{where}:{number}: {content!r} is no set of synonyms; write two or more, like "
                "neuron = unit"
            )
        sets.append(words)
    return tuple(sets)
