"""A run of numbers and operators, with the words after it, as amounts in a unit's base.

Knows what ``5 × 10^-1``, ``2**10`` or ``24 MiB`` come to; finding such runs in a text is
`reading_numbers`' business.
"""

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bot import expressions
from bot.errors import DlqError
from bot.grading import decimals, units
from bot.grading.cleaning import Unreadable, quoted
from bot.grading.units import PLAIN, Unit
from bot.grading.wordlists import word_set

_OPERATORS = {
    "^": "**", "×": "*", "·": "*", "∙": "*", "⋅": "*", "÷": "/",
    "{": "(", "}": ")", "[": "(", "]": ")",
}  # fmt: skip
_BASES = word_set(
    "b bit bits byte bytes s sec second seconds flop flops mac macs min minute minutes h hour hours"
    " day days"
)
_LARGEST = Fraction(10) ** 300


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` in the base of the wanted unit (see `units.Unit`); `bare` if no unit was typed.
    `doubt` asks what else was meant if this is not right: better asked than judged."""

    value: Fraction
    shown: str
    bare: bool = True
    doubt: str = ""


def written(tokens: Iterable[Token]) -> str:
    """A run as a person would write it."""
    texts = [token.text for token in tokens]
    return (" " if len(texts) > 2 else "").join(texts)


def readings(run: tuple[Token, ...], words: tuple[Token, ...], wanted: Unit) -> list[Reading]:
    """Every reading of a run and the words after it, the likelier first."""
    scales = _scales(run, words, wanted)
    doubt = _doubt(run)
    found = []
    for value in _values(run):
        for unit in scales:
            shown = f"{brief(value)} {unit.name}".strip().replace(" %", "%")
            found.append(Reading(value * unit.factor, shown, bare=unit is PLAIN, doubt=doubt))
    return found


def brief(value: Fraction) -> str:
    """The number as a sentence shows it: whole, to two decimals if large, else to six digits."""
    if value.denominator == 1 and abs(value) < 10**15:
        return f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
    if 10_000 <= abs(value) < 10**15:
        return f"{float(value):,.2f}".rstrip("0").rstrip(".")
    return f"{float(value):.6g}"


def _scales(run: tuple[Token, ...], words: tuple[Token, ...], wanted: Unit) -> tuple[Unit, ...]:
    """The units that may have been typed after the number; PLAIN stands for none.

    Raises Unreadable for one that cannot be what is asked ("12 MB" where seconds are).
    """
    if not words:
        return (PLAIN,)
    word = words[0].text
    found = units.together(word, words[1].text, wanted) if len(words) > 1 else ()
    found = found or units.typed(word, wanted)
    if found:
        return _fitting(found, wanted)
    if words[0].start == run[-1].end and (len(word) == 1 or any(map(str.isdigit, word))):
        raise Unreadable(f"I do not know the unit {quoted(word)}; send a number.")
    return (PLAIN,)


def _fitting(found: tuple[Unit, ...], wanted: Unit) -> tuple[Unit, ...]:
    dimension = found[0].dimension
    if dimension == wanted.dimension:
        return found
    if dimension == "count":
        base = wanted.factor if wanted.dimension == "time" else Fraction(1)
        return tuple(Unit(unit.name, unit.factor * base, wanted.dimension) for unit in found)
    if dimension == "share" and wanted.dimension in {"", "count"}:
        return found
    # A question may name its unit in its text only: "how many seconds" and no `unit`.
    if wanted.dimension == "" and found[-1].name.lower() in _BASES:
        return (PLAIN,)
    asked = f"in {wanted.name}" if wanted.name else "a plain number"
    raise Unreadable(f"{quoted(found[0].name)} is not what is asked; the answer is {asked}.")


def _values(run: tuple[Token, ...]) -> list[Fraction]:
    plain = [decimals.plain(token.text) for token in run if token.kind == "number"]
    several = itertools.islice(itertools.product(*plain), 8)
    return list(dict.fromkeys(_value(run, list(literals)) for literals in several))


def _value(run: tuple[Token, ...], literals: list[str]) -> Fraction:
    """Exactly, if it is a number with a sign; else as the evaluator computes it."""
    sign = {"-": -1, "+": 1}.get(run[0].text)
    if len(literals) == 1 and len(run) == 1 + (sign is not None):
        return _bounded(Fraction(literals[0]) * (sign or 1), run)
    rest = iter(literals)
    text = " ".join(
        next(rest) if token.kind == "number" else _OPERATORS.get(token.text, token.text)
        for token in run
    )
    # Python reads 007 as a mistake.
    text = re.sub(r"(?<![\w.])0+(?=\d)", "", text)
    try:
        value = expressions.evaluate(text, {})
    except DlqError as error:
        raise Unreadable(f"I cannot work out {quoted(written(run))}; send a number.") from error
    if isinstance(value, bool | str | tuple) or not math.isfinite(value):
        raise Unreadable(f"{quoted(written(run))} is no finite number; send one.")
    return _bounded(Fraction(value), run)


def _bounded(value: Fraction, run: tuple[Token, ...]) -> Fraction:
    if abs(value) > _LARGEST:
        raise Unreadable(f"{quoted(written(run))} is too large to read; send a smaller number.")
    return value


def _doubt(run: tuple[Token, ...]) -> str:
    """``12 x 12`` may be two sides and ``3-5`` a range, unless the product or difference is
    right."""
    texts = [token.text for token in run]
    shown = quoted(written(run))
    for place, text in enumerate(texts):
        if text == "×" and texts[place + 1 : place + 3] not in (["10", "^"], ["10", "**"]):
            return f"{shown} may be a product or two numbers; send one number."
    if len(run) == 3 and texts[1] == "-" and run[0].end == run[1].start == run[2].start - 1:
        return f"{shown} may be a difference or a range; send one number."
    return ""
