"""Where the parts of a cue are met in an answer: by stem, synonym, typo, prefix or formula.

Gives places; which of them make a key point is `points`' business.
"""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.grading import formulas, speaking, words
from bot.grading.clauses import Said, Token
from bot.grading.cues import Alternative, AnyNot, Cue, Formula, Operand, Phrase, Word
from bot.grading.lexicon import Lexicon
from bot.grading.phases import Phases
from bot.grading.words import near

GAP = 2
"""Other words that may stand between two of a phrase."""

MOST = 48
"""Places that are kept of a word or cue: more only come from text that repeats itself, and they
would cost time by their square."""

Place = tuple[int, int]
"""The first token and the one after the last."""

_Chain = tuple[int, tuple[int, ...]]
"""A clause and the tokens in it that meet an operand; none for a formula."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue met in clause `clause`; `tokens` are the places of its words, none for a formula.
    `negative` if a "no" alternative met it; `denied_by` are the words that negate what it says, an
    odd number of them or none; `lessened` if it is negated or said to be made less. `alternative`
    is the number of the one of the cue's that is met."""

    clause: int
    tokens: tuple[int, ...]
    words: str
    alternative: int
    negative: bool = False
    denied_by: tuple[int, ...] = ()
    lessened: bool = False

    @property
    def denied(self) -> bool:
        return bool(self.denied_by)


class Matcher:
    """An answer, indexed; finds cues in it."""

    def __init__(self, said: Said, lexicon: Lexicon) -> None:
        self._said = said
        self._lexicon = lexicon
        self.phases = Phases(said)
        self.labels = speaking.labels(said)
        self._by_stem: dict[str, list[Place]] = defaultdict(list)
        self._by_text: dict[str, list[Place]] = defaultdict(list)
        self._by_letter: dict[str, set[str]] = defaultdict(set)
        self._joined: dict[str, set[str]] = defaultdict(set)
        self._by_set: dict[int, list[Place]] = defaultdict(list)
        self._word_places: dict[Word, list[Place]] = {}
        for at, token in enumerate(said.tokens):
            self._index(at, token)

    def _index(self, at: int, token: Token) -> None:
        tokens = self._said.tokens
        self._add(token.text, token.stem, (at, at + 1), self._by_letter)
        plain = words.positive(token.text)
        if plain != token.text:
            self._by_stem[words.stem(plain)].append((at, at + 1))
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if after and after.clause == token.clause:
            joined = token.text + after.text
            self._add(joined, words.stem(joined), (at, at + 2), self._joined)
        for number in self._lexicon.sets((token.stem,)):
            self._by_set[number].append((at, at + 1))
        for phrase in self._lexicon.longer.get(token.stem, ()):
            end = at + len(phrase)
            span = tokens[at:end]
            if tuple(each.stem for each in span) == phrase and span[-1].clause == token.clause:
                for number in self._lexicon.sets(phrase):
                    self._by_set[number].append((at, end))

    def _add(self, text: str, stem: str, place: Place, texts: dict[str, set[str]]) -> None:
        self._by_stem[stem].append(place)
        self._by_text[text].append(place)
        texts[text[:1]].add(text)

    def hits(self, cue: Cue) -> list[Hit]:
        """Everywhere the cue is met, also where its meaning is denied."""
        numbered = enumerate(cue.alternatives)
        return [hit for number, each in numbered for hit in self._alternative(each, number)[:MOST]]

    def _alternative(self, wanted: Alternative, number: int) -> list[Hit]:
        sides = [self._operand(operand) for operand in wanted.operands]
        hits = (self._hit(clause, at, wanted, number) for clause, at in _in_order(sides))
        return [hit for hit in hits if hit is not None]

    def _operand(self, operand: Operand) -> list[_Chain]:
        """The clauses and token places where an operand is met."""
        if isinstance(operand, AnyNot):
            places = [at for at, token in enumerate(self._said.tokens) if token.negates][:MOST]
            return [(self._said.tokens[at].clause, (at,)) for at in places]
        if isinstance(operand, Formula):
            return [
                (clause, self._formula_tokens(clause, operand))
                for clause in range(len(self._said.formulas))
                if formulas.holds(self._said.formulas[clause], operand.tokens)
                or formulas.holds(self._said.unindexed[clause], operand.tokens)
            ]
        tokens = self._said.tokens
        return [(tokens[at[0]].clause, at) for at in self._phrase(operand)[:MOST]]

    def _formula_tokens(self, clause: int, formula: Formula) -> tuple[int, ...]:
        """The words that a formula in a clause is made of, found by their letters and digits; none
        if it has only signs."""
        start, end = self._said.spans[clause]
        ends = list(itertools.accumulate(len(token.text) for token in self._said.tokens[start:end]))
        letters = "".join(token.text for token in self._said.tokens[start:end])
        wanted = "".join(sign for sign in formula.tokens if sign.isalnum())
        at = letters.find(wanted) if wanted else -1
        if at < 0:
            return ()
        first = bisect.bisect_right(ends, at)
        last = bisect.bisect_left(ends, at + len(wanted))
        return tuple(range(start + first, start + last + 1))

    def _phrase(self, phrase: Phrase) -> list[tuple[int, ...]]:
        chains = [tuple(range(*place)) for place in self._word(phrase.words[0])]
        for word in phrase.words[1:]:
            places = self._word(word)
            chains = [
                chain + tuple(range(*place))
                for chain in chains
                if (place := self._next(chain[-1], places)) is not None
            ]
        if len(phrase.words) > 1:
            chains += self._as_whole(phrase)
        return chains

    def _next(self, last: int, places: list[Place]) -> Place | None:
        tokens = self._said.tokens
        for place in places:
            if last < place[0] <= last + 1 + GAP and tokens[place[0]].clause == tokens[last].clause:
                return place
        return None

    def _as_whole(self, phrase: Phrase) -> list[tuple[int, ...]]:
        """By a synonym of the whole phrase, or written as one word."""
        stems = [word.stem for word in phrase.words]
        found = [at for each in self._lexicon.sets(stems) for at in self._by_set.get(each, ())]
        last = phrase.words[-1]
        joined = "".join(word.text for word in phrase.words)
        found += self._word(Word(joined, words.stem(joined), last.prefix))
        return [tuple(range(*place)) for place in found]

    def _word(self, word: Word) -> list[Place]:
        if word not in self._word_places:
            found = {*self._prefixed(word.text)} if word.prefix else {*self._spelled(word)}
            self._word_places[word] = sorted(found)[:MOST]
        return self._word_places[word]

    def _prefixed(self, prefix: str) -> list[Place]:
        spelled = words.american(prefix)
        found = (at for text in self._beginning(prefix, spelled) for at in self._by_text[text])
        return [place for place in found if not self._swallows(place, prefix)]

    def _swallows(self, place: Place, prefix: str) -> bool:
        """Whether the first of two joined words begins so by itself: with the second one a "not"
        would be taken for a part of the cue."""
        joined = place[1] - place[0] > 1
        return joined and self._said.tokens[place[0]].text.startswith(prefix)

    def _beginning(self, prefix: str, spelled: str) -> Iterator[str]:
        """The words that begin so, or nearly so; two words that do if written as one."""
        for text in self._by_letter.get(prefix[:1], ()):
            if text.startswith((prefix, spelled)) or self._typo(text, text[: len(prefix)], prefix):
                yield text
        for text in self._joined.get(prefix[:1], ()):
            if text.startswith(prefix):
                yield text

    def _spelled(self, word: Word) -> list[Place]:
        found = list(self._by_stem.get(word.stem, ()))
        for number in self._lexicon.sets((word.stem,)):
            found += self._by_set.get(number, ())
        spelled = words.american(word.text)
        for text in self._by_letter.get(word.text[:1], ()):
            stem = words.stem(text)
            if self._typo(text, text, spelled) or self._typo(text, stem, word.stem):
                found += self._by_text[text]
        return found

    def _typo(self, typed: str, part: str, wanted: str) -> bool:
        """Whether a part of what was typed, its beginning or stem, is one typo away from what is
        wanted; no word of the field is."""
        known = self._lexicon.known
        return part != wanted and near(part, wanted) and not known & {typed, part}

    def _hit(
        self, clause: int, at: tuple[int, ...], wanted: Alternative, number: int
    ) -> Hit | None:
        """None for a "no" alternative that nothing denies."""
        tokens = [self._said.tokens[place] for place in at]
        deniers = {place for token in tokens for place in _odd(token.denied_by, at)}
        lessened = bool(deniers) or self._less(at)
        if wanted.negative and not lessened:
            return None
        denied_by = () if wanted.negative else tuple(sorted(deniers))
        return Hit(clause, at, self._shown(at), number, wanted.negative, denied_by, lessened)

    def _less(self, at: tuple[int, ...]) -> bool:
        """Whether what stands there is made less, or has the "no" before it in a turn of speech
        that denies nothing ("no matter")."""
        before = self._said.tokens[at[0] - 1].text if at and at[0] else ""
        return before in {"no", "not"} or any(
            set(self._said.tokens[each].lessened_by) - set(at) for each in at
        )

    def _shown(self, at: tuple[int, ...]) -> str:
        """The words as they were typed, with those between where they stand close."""
        if not at:
            return ""
        if at[-1] - at[0] <= len(at) + GAP:
            return self._said.shown(at[0], at[-1])
        return " ... ".join(self._said.shown(place, place) for place in at)


def _odd(deniers: tuple[int, ...], own: tuple[int, ...]) -> set[int]:
    """The negators that cover a word if they are an odd number; the cue's own ones ("without
    dropout") are what it asks for."""
    others = set(deniers) - set(own)
    return others if len(others) % 2 else set()


def _in_order(sides: list[list[_Chain]]) -> list[_Chain]:
    """Each side after the one before it, in one clause; a formula stands anywhere in it."""
    chains = sides[0]
    for side in sides[1:]:
        longer = []
        for clause, before in chains:
            after = [at for other, at in side if other == clause and _follows(before, at)]
            if after:
                longer.append((clause, before + after[0]))
        chains = longer
    return chains


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    return not before or not after or before[-1] < after[0]
