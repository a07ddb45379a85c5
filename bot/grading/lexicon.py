"""The vocabulary's sets of synonyms, found by stem: which sets a word or phrase belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.grading import words
from bot.vocabulary import Vocabulary

Phrase = tuple[str, ...]
"""Stems, one a word."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`sets_of` maps a phrase of stems to the numbers of its sets; `longer` lists the phrases of
    several words by their first; `known` holds every word as it is spelled; `opposites` are pairs
    of names, each with its synonyms."""

    sets_of: dict[Phrase, frozenset[int]]
    longer: dict[str, tuple[Phrase, ...]]
    known: frozenset[str]
    opposites: tuple[tuple[frozenset[Phrase], frozenset[Phrase]], ...] = ()

    def sets(self, phrase: Sequence[str]) -> frozenset[int]:
        return self.sets_of.get(tuple(phrase), frozenset())


@lru_cache(maxsize=8)
def compiled(vocabulary: Vocabulary) -> Lexicon:
    sets_of: dict[Phrase, set[int]] = {}
    known = {word for term in vocabulary.terms for word in words.tokens(term)}
    for number, group in enumerate(vocabulary.synonyms):
        for member in group:
            spelled = words.tokens(member)
            known.update(spelled)
            sets_of.setdefault(tuple(map(words.stem, spelled)), set()).add(number)
    longer: dict[str, set[Phrase]] = {}
    for phrase in sets_of:
        if len(phrase) > 1:
            longer.setdefault(phrase[0], set()).add(phrase)
    return Lexicon(
        {phrase: frozenset(numbers) for phrase, numbers in sets_of.items()},
        {first: tuple(sorted(phrases)) for first, phrases in longer.items()},
        frozenset(known),
        tuple((_names(one, sets_of), _names(two, sets_of)) for one, two in vocabulary.opposites),
    )


def _names(name: str, sets_of: Mapping[Phrase, set[int]]) -> frozenset[Phrase]:
    """The stems of a name and of its synonyms."""
    own = tuple(map(words.stem, words.tokens(name)))
    mine = sets_of.get(own, set())
    return frozenset({own, *(phrase for phrase, sets in sets_of.items() if sets & mine)})
