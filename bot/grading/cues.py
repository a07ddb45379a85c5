"""The small language of cues, parsed: what a key point wants to hear.

Knows how a cue is written (bars, dots, stars, `!`, `no`), nothing of answers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.grading import formulas, words
from bot.grading.cleaning import tidy

_BAR = re.compile(r"\s+\|\s+|\A\|\s+|\s+\|\Z")
_DOTS = re.compile(r"\s+\.{2,3}\s+")
_FORMULA = re.compile(r"[=+/^()\[\]]|\S\*(?=\S)|\s\*\s")
_SIGN = re.compile(r"[<>≤≥](?![-=])")
_NEGATIVE = re.compile(r"\A(?:no|not)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: met by its stem, a synonym or a typo; with `prefix` by any word that begins so."""

    text: str
    stem: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, at most two others between; `joined` if they may be one word, as those
    of ``co-adapt``."""

    words: tuple[Word, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyNot:
    """A "not" or "no" that is all of an alternative: met by "isn't", "never" and "nothing" too."""


Operand = Phrase | Formula | AnyNot


@dataclass(frozen=True, slots=True)
class Alternative:
    """Operands in this order within one clause; `negative` if it is met in a negated one only."""

    operands: tuple[Operand, ...]
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Any of the alternatives; if `forbidden`, none of them may stand beside the other cues."""

    alternatives: tuple[Alternative, ...]
    forbidden: bool = False


@lru_cache(maxsize=20_000)
def parse(text: str) -> Cue:
    """A cue as its code span says it. Never fails: a cue that says nothing is never met."""
    content = tidy(text).strip()
    forbidden = content.startswith("!")
    pieces = _BAR.split(content.removeprefix("!"))
    found = (_alternative(piece.strip()) for piece in pieces if piece.strip())
    return Cue(tuple(each for each in found if each.operands), forbidden)


def _alternative(text: str) -> Alternative:
    if text.lower() in {"no", "not"}:
        return Alternative((AnyNot(),))
    negative = bool(_NEGATIVE.match(text))
    sides = _DOTS.split(_NEGATIVE.sub("", text))
    operands = tuple(operand for side in sides if (operand := _operand(side)) is not None)
    return Alternative(operands if len(operands) == len(sides) else (), negative)


def _operand(text: str) -> Operand | None:
    if _FORMULA.search(text):
        tokens = formulas.tokens(text)
        return Formula(tokens) if tokens else None
    aloud = _SIGN.sub(lambda sign: f" {words.SIGNS[sign[0]]} ", text)
    found = [_word(piece) for piece in re.findall(r"[^\s\-_,;:]+", aloud)]
    kept = tuple(word for word in found if word.text)
    joined = len(kept) > 1 and not re.search(r"\s", aloud.strip())
    return Phrase(kept, joined) if kept else None


def _word(piece: str) -> Word:
    text = "".join(words.tokens(piece))
    return Word(text, words.stem(text), prefix=piece.endswith("*"))
