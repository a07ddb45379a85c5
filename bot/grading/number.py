"""Grades kind number: the value within its tolerance, part by part, and slips told by name."""

import math
import re
from dataclasses import replace
from fractions import Fraction

from bot.bank import draws
from bot.bank.draws import Key, SlipKey
from bot.bank.question import Part, Question, Variant
from bot.grading import parts, reading_numbers, units
from bot.grading.amounts import Reading, brief
from bot.grading.cleaning import Unreadable, quoted, unwrapped
from bot.grading.units import Unit
from bot.ledger import Verdict

GRADER = "number-1"

_CLOSE = 0.01
_WITH_EXPONENT = re.compile(r"-?[\d.]+e[+-]?\d+", re.IGNORECASE)


def grade(question: Question, variant: Variant, text: str) -> Verdict:
    """The share of the parts that are right. Raises Unreadable."""
    keys = draws.keys(question, variant)
    slips = draws.slips(question, variant)
    pieces = parts.split(unwrapped(text), tuple(key.part for key in keys))
    judged = [
        _judged(key, f"{_shown(key, part)} {key.unit}".strip(), piece, slips)
        for key, part, piece in zip(keys, question.parts, pieces, strict=True)
    ]
    score = sum(right for right, _, _ in judged) / len(judged)
    return Verdict(
        score,
        tuple(reason for _, _, reason in judged),
        read_as="; ".join(read for _, read, _ in judged if read),
        grader=GRADER,
    )


def _judged(key: Key, answer: str, piece: str, slips: tuple[SlipKey, ...]) -> tuple[bool, str, str]:
    """Whether one part is right, how it was read, and why; `answer` is the key as it is shown."""
    label = f"{key.part} = " if key.part else ""
    if not piece:
        return False, "", f"{key.part}: not answered; the answer is {answer}."
    reading, right = _settled(key, piece)
    read = label + reading.shown
    lead = f"{key.part}: read as" if key.part else "Read as"
    word = _word(key, reading) if right else "not right"
    reason = f"{lead} {reading.shown}; the answer is {answer}: {word}."
    if not right:
        told = _known_slips(key, reading, slips) or _nearly(key, reading)
        reason = " ".join([reason, *told])
    return right, read, reason


def _settled(key: Key, piece: str) -> tuple[Reading, bool]:
    """The reading that counts. Raises Unreadable if two readings would score differently."""
    wanted = units.asked(key.unit)
    readings = reading_numbers.read(piece, wanted)
    judged = [(reading, _is(Fraction(key.value), key, reading)) for reading in readings]
    if len({right for _, right in judged}) > 1:
        shown = " or ".join(dict.fromkeys(_alternative(reading) for reading in readings))
        raise Unreadable(f"{quoted(piece)} may be {shown}; send the one you mean.")
    reading, right = judged[0]
    if reading.doubt and not right:
        raise Unreadable(reading.doubt)
    share = replace(reading, bare=False)
    if wanted.dimension == "share" and not right and _is(Fraction(key.value), key, share):
        shown = f"{brief(reading.value)}% or {brief(reading.value * 100)}%"
        raise Unreadable(f"{quoted(piece)} may be {shown}; send it with its sign.")
    return reading, right


def _alternative(reading: Reading) -> str:
    """Without thousands marks, which would only be ambiguous again."""
    return reading.shown.replace(",", "")


def _is(target: Fraction, key: Key, reading: Reading) -> bool:
    """Whether the reading is `target` (in the key's unit) within the key's tolerance."""
    unit = units.asked(key.unit)
    wanted = target * unit.factor
    value = _in_base(reading, target, unit)
    slack = Fraction(key.tolerance)
    allowed = slack * abs(wanted) if key.relative else slack * unit.factor
    return abs(value - wanted) <= allowed * (1 + Fraction(1, 10**9)) + _rounding(wanted)


def _in_base(reading: Reading, target: Fraction, unit: Unit) -> Fraction:
    """A number without a unit is in the key's, unless it is surely a plain count: 3,200,000 where
    the key is 3.2 M."""
    counted = unit.dimension in {"count", "flop", "mac"}
    plain = counted and reading.value >= unit.factor > abs(target)
    return reading.value * unit.factor if reading.bare and not plain else reading.value


def _rounding(wanted: Fraction) -> Fraction:
    """What floating point may have lost in a key or a typed expression; below one for whole
    numbers of any size."""
    return min(abs(wanted) / 10**9, Fraction(1, 1000)) or Fraction(1, 10**9)


def _word(key: Key, reading: Reading) -> str:
    unit = units.asked(key.unit)
    target = Fraction(key.value)
    wanted = target * unit.factor
    off = abs(_in_base(reading, target, unit) - wanted)
    return "equal" if off <= _rounding(wanted) else "right within the tolerance"


def _known_slips(key: Key, reading: Reading, slips: tuple[SlipKey, ...]) -> list[str]:
    return [
        slip.why
        for slip in slips
        if slip.part == key.part
        and math.isfinite(slip.value)
        and _is(Fraction(slip.value), key, reading)
    ]


def _nearly(key: Key, reading: Reading) -> list[str]:
    """66k where 66,048 is asked exactly is wrong, but for no reason that a person would see."""
    close = key.tolerance == 0 and key.value and _is(Fraction(key.value), _loosened(key), reading)
    return ["That is close, but the exact number is asked."] if close else []


def _loosened(key: Key) -> Key:
    return replace(key, tolerance=_CLOSE, relative=True)


def _shown(key: Key, part: Part) -> str:
    """As the question's file writes it if that is a number with an exponent: 1e-3."""
    written = _WITH_EXPONENT.fullmatch(part.answer.strip())
    return written[0] if written else brief(Fraction(key.value))
