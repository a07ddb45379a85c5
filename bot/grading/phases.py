"""Whether a word of an answer speaks of training or of inference, so that a statement about the one
is not taken for one about the other.

Knows how the two are named in English; what a key point asks is for `points`.
"""

from functools import lru_cache
from typing import Literal

from bot.grading import clauses
from bot.grading.clauses import Said, Token
from bot.grading.wordlists import word_set

Phase = Literal["training", "inference"]
BOTH: tuple[Phase, Phase] = ("training", "inference")

_TRAINING = word_set("train training")
_INFERENCE = word_set(
    "inference test testing eval evaluation evaluating predict predicting prediction deploy"
    " deployed deployment serving production"
)
_FITTING = word_set("fitting learning")
_WHEN = word_set("in at during while when for on once under through")
_TIME = word_set("time phase mode stage")
# Things that are named after a phase and say nothing of when: "the training data".
_THINGS = word_set(
    "set sets data dataset example examples sample samples point points error errors loss losses"
    " accuracy score scores image images case cases distribution curve"
)
_ASIDE = word_set("except unlike than versus vs outside")
_REACH = 3
"""Words that may stand between "in" and the phase, and before a phase that opens a statement."""


class Phases:
    """Of each word of an answer the phase that its statement names, and which words name it."""

    def __init__(self, said: Said) -> None:
        self._of: list[Phase | None] = [None] * len(said.tokens)
        self.named: dict[int, Phase] = {}
        for start, end in said.spans:
            opening: Phase | None = None
            for first, last in statements(said, start, end):
                found = {at: each for at in range(first, last) if (each := _names(said, at, first))}
                self.named |= found
                if not found:
                    self._of[first:last] = [opening] * (last - first)
                elif len(phases := set(found.values())) == 1:
                    phase = phases.pop()
                    self._of[first:last] = [phase] * (last - first)
                    opening = phase if min(found) <= first + _REACH else None

    def among(self, places: tuple[int, ...]) -> set[Phase]:
        """The phases of the statements in which the words at these places stand."""
        return {phase for at in places if (phase := self._of[at]) is not None}


@lru_cache(maxsize=10_000)
def asked(sentence: str) -> tuple[Phase, ...]:
    """The phases that a key point's sentence names."""
    named = set(Phases(clauses.read(sentence)).named.values())
    return tuple(phase for phase in BOTH if phase in named)


def other(phase: Phase) -> Phase:
    return "inference" if phase == "training" else "training"


def statements(said: Said, start: int, end: int) -> list[tuple[int, int]]:
    """A clause cut at its commas and at "and", but for that of "both ... and": the first place of
    each piece and the one after its last."""
    cuts = [at for at in range(start + 1, end) if _begins(said, at, start)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _begins(said: Said, at: int, start: int) -> bool:
    before, token = said.tokens[at - 1], said.tokens[at]
    if "," in said.texts[token.clause][before.ends : token.begins]:
        return True
    both = any(each.text == "both" for each in said.tokens[max(start, at - _REACH) : at])
    return token.text == "and" and not both


def _names(said: Said, at: int, first: int) -> Phase | None:
    """The phase that a word names as the time of its statement; first stands the statement's first
    word. A phase that is denied or compared with is not its time."""
    token = said.tokens[at]
    before = [each.text for each in said.tokens[max(first, at - _REACH) : at]]
    after = said.tokens[at + 1] if at + 1 < len(said.tokens) else None
    phase = _phase(token, before)
    if phase is None or token.denied_by or not _ASIDE.isdisjoint(before):
        return None
    if after and after.clause == token.clause:
        if after.text in _THINGS:
            return None
        if after.text in _TIME:
            return phase
    return phase if at == first or not _WHEN.isdisjoint(before) else None


def _phase(token: Token, before: list[str]) -> Phase | None:
    if token.text in _INFERENCE:
        return "inference"
    if token.text in _TRAINING:
        return "inference" if "after" in before else "training"
    if token.text in _FITTING and before[-1:] in (["while"], ["during"]):
        return "training"
    return None
