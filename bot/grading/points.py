"""Whether a key point's cues are met together: within one clause or two neighbouring ones.

Nothing of scores: covered, unsure or missed, and the words that did it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot.grading import clauses, cues, lexicon, phases
from bot.grading.cues import Cue
from bot.grading.matching import Hit, Matcher
from bot.grading.phases import Phase, Phases
from bot.grading.sides import Elsewhere
from bot.vocabulary import Vocabulary

State = Literal["covered", "unsure", "missed"]

_FAR = 6
"""Clauses over which cues that are all met are at least worth asking about."""


@dataclass(frozen=True, slots=True)
class Met:
    """What became of a point; `tokens` are the places in the answer that did it."""

    state: State
    words: str = ""
    tokens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bars:
    """The labels of each clause, clauses that hold a forbidden cue, places of words that are not
    the answer's own, of what phases its statements and the point speak, and which cues the point's
    sentence denies."""

    labels: tuple[tuple[int, ...], ...]
    clauses: frozenset[int]
    copied: frozenset[int]
    phases: Phases
    asked: tuple[Phase, ...]
    denying: frozenset[int] = frozenset()

    def window(self, start: int, size: int) -> list[int]:
        """So many clauses; one alone is read with the labels that it stands under."""
        labels = self.labels[start] if size == 1 else ()
        return sorted({*range(start, start + size), *labels})

    def refuse(self, chosen: Sequence[Hit]) -> bool:
        places = {place for hit in chosen for place in hit.tokens}
        return any(hit.clause in self.clauses for hit in chosen) or (
            bool(places) and self.copied.issuperset(places)
        )

    def readings(self, inside: list[list[Hit]]) -> Iterator[list[list[Hit]]]:
        """The hits of each cue that can be meant together: those of one phase, unless the point is
        about both. "At inference" is not met by one statement and "all" by another on training."""
        if len(self.asked) == 1:
            yield [[hit for hit in hits if self._fits(hit, self.asked[0])] for hits in inside]
        elif self.asked or self._of_both(inside):
            yield inside
        else:
            for phase in phases.BOTH:
                yield [[hit for hit in hits if not self._of(hit, phase)] for hits in inside]

    def _fits(self, hit: Hit, phase: Phase) -> bool:
        """A cue that names a phase itself ("only .. training") knows what it asks."""
        return self._names(hit) or not self._of(hit, phases.other(phase))

    def _of(self, hit: Hit, phase: Phase) -> bool:
        return phase in self.phases.among(hit.tokens)

    def _names(self, hit: Hit) -> bool:
        return any(place in self.phases.named for place in hit.tokens)

    def _of_both(self, inside: list[list[Hit]]) -> bool:
        """Whether one cue is met by the name of one phase and another by that of the other."""
        named = [
            {self.phases.named[at] for hit in hits for at in hit.tokens if at in self.phases.named}
            for hits in inside
        ]
        return all({phase} in named for phase in phases.BOTH)


MISSED = Met("missed")


def judge(
    texts: Sequence[str],
    matcher: Matcher,
    copied: frozenset[int] = frozenset(),
    asked: tuple[Phase, ...] = (),
    foreign: Sequence[Elsewhere] = (),
    denying: frozenset[int] = frozenset(),
) -> Met:
    """A point or misconception by its cues as written. Words at the places `copied` (from the
    question) help to meet it but cannot alone; `foreign` are for each cue the places of words that
    speak of something else. `asked` are the phases that its sentence names, and `denying` the
    numbers of the cues that it denies itself, see `denied_in`."""
    parsed = [cues.parse(text) for text in texts]
    wanted = [cue for cue in parsed if not cue.forbidden]
    bars = _Bars(
        matcher.labels,
        _forbidden(parsed, matcher),
        copied,
        matcher.phases,
        asked,
        denying,
    )
    found = [
        [hit for hit in matcher.hits(cue) if not elsewhere.holds(hit)]
        for cue, elsewhere in zip(wanted, foreign or [Elsewhere()] * len(wanted), strict=True)
    ]
    if not wanted or not any(found):
        return MISSED
    together = _within(found, 2, bars)
    if together:
        return _met("covered", together)
    if all(found):
        far = _within(found, _FAR, bars)
        return _met("unsure", far) if far and len(wanted) > 1 else MISSED
    return _nearly(wanted, found, bars)


def _forbidden(parsed: Sequence[Cue], matcher: Matcher) -> frozenset[int]:
    """The clauses that hold a forbidden cue; one that denies it ("not always") says the right
    thing."""
    hits = (hit for cue in parsed if cue.forbidden for hit in matcher.hits(cue))
    return frozenset(hit.clause for hit in hits if not hit.denied)


@lru_cache(maxsize=4_000)
def denied_in(sentence: str, texts: tuple[str, ...], vocabulary: Vocabulary) -> frozenset[int]:
    """The numbers of the cues, forbidden ones left out, that a point's sentence meets only denied
    or made less: of "it damps oscillations" `oscillat*`, which "it avoids them" says too."""
    matcher = Matcher(clauses.read(sentence), lexicon.compiled(vocabulary))
    wanted = [cue for cue in map(cues.parse, texts) if not cue.forbidden]
    found = [[hit for hit in matcher.hits(cue) if not hit.negative] for cue in wanted]
    return frozenset(
        number for number, hits in enumerate(found) if hits and all(hit.lessened for hit in hits)
    )


def _nearly(wanted: Sequence[Cue], found: Sequence[list[Hit]], bars: _Bars) -> Met:
    """All but one of three or more cues, close together, are worth asking about."""
    met = [number for number, hits in enumerate(found) if hits]
    if len(wanted) < 3 or len(met) < len(wanted) - 1:
        return MISSED
    denying = frozenset(at for at, number in enumerate(met) if number in bars.denying)
    close = _within([found[number] for number in met], 2, replace(bars, denying=denying))
    return _met("unsure", close) if close else MISSED


def _within(found: Sequence[list[Hit]], width: int, bars: _Bars) -> list[Hit] | None:
    """A hit of every cue in the first window of so few clauses that holds them all."""
    by_clause = [_by_clause(hits) for hits in found]
    starts = sorted({clause for each in by_clause for clause in each})
    for size in range(1, width + 1):
        for start in starts:
            for chosen in _chosen(by_clause, bars.window(start, size), bars):
                if not bars.refuse(chosen):
                    return chosen
    return None


def _by_clause(hits: Sequence[Hit]) -> dict[int, list[Hit]]:
    grouped: dict[int, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.clause, []).append(hit)
    return grouped


def _chosen(
    found: Sequence[dict[int, list[Hit]]], window: Sequence[int], bars: _Bars
) -> Iterator[list[Hit]]:
    """One hit a cue, in each way that the window can be read."""
    inside = [[hit for clause in window for hit in each.get(clause, ())] for each in found]
    if all(inside):
        for reading in bars.readings(inside):
            yield from _undenied(reading, bars.denying)


def _undenied(inside: list[list[Hit]], denying: frozenset[int]) -> Iterator[list[Hit]]:
    """A denied hit counts only beside a cue that the same negation met (in "no dropout at
    inference" the "no" is taken by the one, and denies the other nothing; "prevents" may be a cue
    itself), or where the point's sentence denies it as well."""
    taken = {hit.clause for hits in inside for hit in hits if hit.negative}
    met = {place for hits in inside for hit in hits for place in hit.tokens}
    usable = [
        [
            hit
            for hit in hits
            if number in denying or hit.clause in taken or met.issuperset(hit.denied_by)
        ]
        for number, hits in enumerate(inside)
    ]
    if all(usable):
        yield [min(hits, key=lambda hit: hit.denied) for hits in usable]


def _met(state: State, hits: Sequence[Hit]) -> Met:
    shown = dict.fromkeys(hit.words for hit in hits if hit.words)
    places = tuple(sorted({place for hit in hits for place in hit.tokens}))
    return Met(state, ", ".join(shown), places)
