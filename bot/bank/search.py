"""Finding questions by words: over id, title, tags and topic first, then over their texts.

Stems, the field's synonyms and a forgiven typo; all in memory, best first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import snowballstemmer
from rapidfuzz.distance import DamerauLevenshtein

from bot.bank.question import DIFFICULTIES, Question
from bot.vocabulary import Vocabulary

ALIASES: Mapping[str, str] = {
    "perceptron": "foundations",
    "initialization": "training",
    "hyperparameters": "training",
    "tensorflow": "frameworks",
}
"""Names that people give to a topic, and the topic that holds its questions."""

MOST_WORDS = 12
"""Words of a search that are looked at."""

SHORTEST_BEGINNING = 3
"""Characters of a word that finds what begins with it."""

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "do", "does", "for", "from", "how", "in", "is",
    "it", "of", "on", "or", "that", "the", "this", "to", "what", "when", "which", "why", "with",
})  # fmt: skip
_WHOLE_TAG = 4.0
"""What it counts that a tag is all of what is asked for, and nothing else."""
_WEIGHTS = {"title": 8.0, "slug": 7.0, "tags": 6.0, "topic": 4.0, "texts": 1.0}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question with the stems of each of its fields, and of each tag."""

    question: Question
    stems: Mapping[str, frozenset[str]]
    tags: frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or phrase that is looked for, as runs of stems: those that say it, and those that
    only begin so or misspell it, which count half."""

    said: frozenset[tuple[str, ...]]
    near: frozenset[tuple[str, ...]] = frozenset()


class Index:
    """What is looked through; made once for a bank, since the stemmer is slow."""

    def __init__(self, questions: Iterable[Question], vocabulary: Vocabulary) -> None:
        self._entries = [
            _Entry(question, _fields(question), frozenset(map(_stems, question.tags)))
            for question in questions
        ]
        self._names: frozenset[str] = frozenset().union(
            *(stems for entry in self._entries for f, stems in entry.stems.items() if f != "texts")
        )
        texts = (entry.stems["texts"] for entry in self._entries)
        self._known = self._names.union(*texts)
        self._synonyms = _synonyms(vocabulary)

    def joined(self, questions: Iterable[Question]) -> "Index":
        """An index of these questions too."""
        both = Index(questions, Vocabulary())
        both._entries = [*self._entries, *both._entries]
        both._names |= self._names
        both._known |= self._known
        both._synonyms = self._synonyms
        return both

    def search(self, words: str) -> list[Question]:
        """The questions in which any of the words is found, best first: those that are called so,
        then those with the most of the words, then those that have them in the best places, whole
        tags before single words of one; the easier one where all that is alike."""
        terms = self._terms(words)
        asked = words.strip().casefold()
        whole = self._whole(words)
        found = []
        for entry in self._entries:
            scores = [_score(entry, term) for term in terms]
            exact = asked in (entry.question.id, entry.question.id.rpartition("/")[2])
            if exact or any(scores):
                met = sum(score > 0 for score in scores)
                named = entry.stems["slug"] in whole
                tagged = _WHOLE_TAG if entry.tags & whole else 0.0
                level = DIFFICULTIES.index(entry.question.difficulty)
                rank = (not exact, not named, -met, -sum(scores) - tagged, level, entry.question.id)
                found.append((rank, entry.question))
        return [question for _, question in sorted(found, key=lambda pair: pair[0])]

    def _whole(self, words: str) -> frozenset[frozenset[str]]:
        """All that is asked for as one name, as sets of stems: as it is typed, and its synonyms."""
        stems = tuple(stem(word) for word in words_of(words) if word not in _EMPTY)[:MOST_WORDS]
        return frozenset(frozenset(run) for run in {stems, *self._synonyms.get(stems, ())} if run)

    def _terms(self, words: str) -> list[_Term]:
        said = [word for word in words_of(words) if word not in _EMPTY][:MOST_WORDS]
        stems = [stem(word) for word in said]
        terms = []
        while stems:
            phrase = self._longest_phrase(stems)
            if phrase:
                terms.append(_Term(self._synonyms[phrase]))
                stems = stems[len(phrase) :]
            else:
                terms.append(self._forgiven(said[-len(stems)], stems[0]))
                stems = stems[1:]
        return terms

    def _longest_phrase(self, stems: Sequence[str]) -> tuple[str, ...]:
        lengths = range(min(len(stems), 4), 0, -1)
        return next((p for n in lengths if (p := tuple(stems[:n])) in self._synonyms), ())

    def _forgiven(self, word: str, stemmed: str) -> _Term:
        """A word by its stem, by what it begins, or where nothing is that by a typo."""
        said = frozenset({(stemmed,)})
        begun = frozenset((name,) for name in self._known if name.startswith(word))
        if stemmed in self._known or (begun and len(word) >= SHORTEST_BEGINNING):
            return _Term(said, begun if len(word) >= SHORTEST_BEGINNING else frozenset())
        slack = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
        near = (name for name in self._names if _is_near(word, stemmed, name, slack))
        return _Term(said, frozenset((name,) for name in near))


def search(questions: Iterable[Question], words: str, vocabulary: Vocabulary) -> list[Question]:
    """The questions that `words` find, best first."""
    return Index(questions, vocabulary).search(words)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text[:100_000].casefold())


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@cache
def _stem_of_known(word: str) -> str:
    return str(_stemmer().stemWord(word))


def stem(word: str) -> str:
    """The word's stem; a word longer than any is cut."""
    return _stem_of_known(word[:40])


def _fields(question: Question) -> dict[str, frozenset[str]]:
    texts = (
        question.ask,
        question.answer,
        *question.items,
        *(choice.text for choice in question.choices),
        *(point.text for point in question.points),
        *(each.question for each in question.followups),
    )
    topic, _, slug = question.id.rpartition("/")
    return {
        "title": _stems(question.title),
        "slug": _stems(slug),
        "tags": _stems(" ".join(question.tags)),
        "topic": _stems(topic),
        "texts": _stems(" ".join(texts)),
    }


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in set(words_of(text)))


def _score(entry: _Entry, term: _Term) -> float:
    return max(_weight(entry, term.said), _weight(entry, term.near) / 2)


def _weight(entry: _Entry, runs: frozenset[tuple[str, ...]]) -> float:
    """The weight of the best field that holds one of the runs whole."""
    held = (
        weight
        for name, weight in _WEIGHTS.items()
        for run in runs
        if entry.stems[name].issuperset(run)
    )
    return max(held, default=0.0)


def _is_near(word: str, stemmed: str, name: str, slack: int) -> bool:
    if not slack or len(name) < 4:
        return False
    distance = DamerauLevenshtein.distance
    return (
        min(distance(word, name, score_cutoff=slack), distance(stemmed, name, score_cutoff=slack))
        <= slack
    )


def _synonyms(vocabulary: Vocabulary) -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """For each word or phrase, as stems, all that mean the same."""
    found: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for synonyms in vocabulary.synonyms:
        runs = frozenset(tuple(stem(word) for word in words_of(each)) for each in synonyms)
        for run in runs:
            found[run] = found.get(run, frozenset()) | runs
    return found
