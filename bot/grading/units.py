"""Units as factors: what "24 MiB", "3.2M" or "50 %" multiply by, and what can be compared.

Knows unit words only; the numbers before them are read elsewhere.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` leads to the dimension's base: bits, seconds, operations, plain shares or counts.
    An empty dimension is a noun such as "parameters", which says nothing about size."""

    name: str
    factor: Fraction
    dimension: str


PLAIN = Unit("", Fraction(1), "")

_THOUSANDS = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_LONG_PREFIXES = {
    "kilo": 1000, "mega": 1000**2, "giga": 1000**3, "tera": 1000**4, "peta": 1000**5,
    "kibi": 1024, "mebi": 1024**2, "gibi": 1024**3, "tebi": 1024**4, "pebi": 1024**5,
}  # fmt: skip
_COUNTS = {
    "dozen": 12,
    **dict.fromkeys(("hundred", "hundreds"), 100),
    **dict.fromkeys(("k", "thousand", "thousands"), 10**3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 10**6),
    **dict.fromkeys(("b", "bn", "g", "billion", "billions"), 10**9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), 10**12),
    "ki": 2**10,
    "mi": 2**20,
    "gi": 2**30,
}
_TIMES = {
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), Fraction(1, 10**9)),
    **dict.fromkeys(("us", "µs", "microsecond", "microseconds"), Fraction(1, 10**6)),
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), Fraction(1, 1000)),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), Fraction(1)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), Fraction(60)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), Fraction(3600)),
    **dict.fromkeys(("day", "days"), Fraction(86400)),
}
_SHARES = frozenset({"%", "percent", "pct", "percentage"})
_SIZE = re.compile(r"(?P<prefix>[kmgtp]?i?)(?P<base>bytes?|bits?|b)", re.IGNORECASE)
_LONG_SIZE = re.compile(r"(?P<prefix>[a-z]{4})(?P<base>bytes?|bits?)", re.IGNORECASE)
_WORK = re.compile(r"(?P<prefix>[kmgtp]?|[a-z]{4})(?P<base>flops?|macs?)", re.IGNORECASE)
_RATE = re.compile(r"(?<=[a-z])(?:/s(?:ec(?:onds?)?)?|(?<=b)ps)\Z", re.IGNORECASE)


@cache
def asked(text: str) -> Unit:
    """The unit of a key as its author wrote it: "MiB", "%", "million parameters", "layers"."""
    words = text.replace("μ", "µ").split()
    for word in words:
        billions = _counts(word) if word == "B" and len(words) > 1 else ()
        found = billions or _sizes(word) or _others(word) or _counts(word)
        if found:
            return Unit(text, found[0].factor, found[0].dimension)
    return Unit(text, Fraction(1), "")


def typed(word: str, wanted: Unit) -> tuple[Unit, ...]:
    """What a word after a number can mean where `wanted` is asked; empty for an ordinary word."""
    word = _RATE.sub("", word.replace("μ", "µ"))
    if wanted.dimension == "size":
        return _sizes(word) or _scaled(word, wanted) or _others(word)
    return _counts(word) or _others(word) or (() if word.lower() == "b" else _sizes(word))


def together(first: str, second: str, wanted: Unit) -> tuple[Unit, ...]:
    """What a count and a unit mean, such as "million bits"; empty if they are not that."""
    counts = () if wanted.dimension == "size" and first == "B" else _counts(first)
    return tuple(
        Unit(f"{first} {unit.name}", counts[0].factor * unit.factor, unit.dimension)
        for unit in (typed(second, wanted) if counts else ())
    )


def _scaled(word: str, wanted: Unit) -> tuple[Unit, ...]:
    """A count such as 24M where bytes are asked; of 1024s too where the key counts in them."""
    counts = _counts(word)
    if not counts:
        return ()
    base, mark = (Fraction(1), "bit") if _in_bits(wanted.name) else (Fraction(8), "B")
    power = (len(str(counts[0].factor)) - 1) // 3
    name = f"{word}{mark}" if len(word) < 3 else f"{word} {mark}"
    decimal = Unit(name, counts[0].factor * base, "size")
    if wanted.factor > 8 and wanted.factor.numerator.bit_count() == 1:
        return decimal, Unit(f"{word}i{mark}", 1024**power * base, "size")
    return (decimal,)


def _in_bits(name: str) -> bool:
    return name.rstrip("s").endswith("bit") or _RATE.sub("", name).endswith("b")


def _sizes(word: str) -> tuple[Unit, ...]:
    """`B` is byte and `b` bit; but who writes "mb" minds no case, so that is both."""
    long = _LONG_SIZE.fullmatch(word)
    if long and long["prefix"].lower() in _LONG_PREFIXES:
        factor = _LONG_PREFIXES[long["prefix"].lower()]
        return (Unit(word, Fraction(factor * _bits(long["base"])), "size"),)
    found = _SIZE.fullmatch(_RATE.sub("", word))
    if not found:
        return ()
    prefix, base = found["prefix"], found["base"]
    power = _THOUSANDS.get(prefix[:1].lower(), 0)
    if prefix and not power:
        return ()
    step = 1024 if prefix[1:] else 1000
    either = base == "b" and prefix[:1] in tuple("mgtp")
    bits = (8, 1) if either else (_bits(base),)
    names = {8: f"{word[:-1].capitalize()}B", 1: f"{word[:-1].capitalize()}bit"}
    return tuple(
        Unit(names[each] if either else word, Fraction(step**power * each), "size") for each in bits
    )


def _bits(base: str) -> int:
    return 8 if base == "B" or base.lower().startswith("byte") else 1


def _counts(word: str) -> tuple[Unit, ...]:
    factor = _COUNTS.get(word.lower())
    return (Unit(word, Fraction(factor), "count"),) if factor else ()


def _others(word: str) -> tuple[Unit, ...]:
    lower = word.lower()
    if lower in _SHARES:
        return (Unit("%", Fraction(1, 100), "share"),)
    if lower in {"‰", "permille"}:
        return (Unit("‰", Fraction(1, 1000), "share"),)
    if lower in _TIMES:
        return (Unit(word, _TIMES[lower], "time"),)
    work = _WORK.fullmatch(_RATE.sub("", lower))
    if not work:
        return ()
    prefix = work["prefix"]
    factor = 1000 ** _THOUSANDS.get(prefix, 0) if len(prefix) < 2 else _LONG_PREFIXES.get(prefix, 0)
    return (Unit(word, Fraction(factor), work["base"].rstrip("s")),) if factor else ()
