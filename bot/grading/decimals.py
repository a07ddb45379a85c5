"""A single number as people write it (``1,000``, ``0,5``, ``1.000,5``, ``5e-1``) as plain decimals.

Two plain forms come back where the writing itself is ambiguous (``1.000``).
"""

import re
from fractions import Fraction

from bot.grading.cleaning import Unreadable, quoted

PATTERN = r"(?:[1-9]\d{0,2}(?: \d{3})+(?!\d)(?:[.,]\d+)?|(?:\d+(?:[.,_']\d+)*|[.,]\d+))"
EXPONENT = r"(?:[eE][+-]?\d+(?!\w))?"
_LONGEST = 60
_LARGEST_EXPONENT = 400

_DOTTED_THOUSAND = re.compile(r"[1-9]\d{0,2}\.000")
_GROUPS = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}


def plain(written: str) -> tuple[str, ...]:
    """Its readings as Python literals, the likelier one first.

    A dot is the decimal point, except before a later comma or when repeated. A comma before exactly
    three digits is a thousands mark unless the number begins with 0.
    """
    mantissa, mark, exponent = re.sub(r"[ _']", "", written).replace("E", "e").partition("e")
    if len(written) > _LONGEST or (exponent and abs(int(exponent)) > _LARGEST_EXPONENT):
        raise Unreadable(
            f"{quoted(written, 30)} is too long or too large a number to read; send a shorter one."
        )
    return tuple(each + mark + exponent for each in _mantissas(mantissa))


def exact(literal: str) -> Fraction:
    return Fraction(literal)


def _mantissas(text: str) -> tuple[str, ...]:
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        return (_both(text),)
    if commas:
        return (_with_commas(text, commas),)
    if dots > 1:
        return (_grouped(text, "."),)
    if _DOTTED_THOUSAND.fullmatch(text):
        return (text, text.replace(".", ""))
    return (text,)


def _with_commas(text: str, commas: int) -> str:
    if commas > 1:
        return _grouped(text, ",")
    head, _, tail = text.partition(",")
    thousands = len(tail) == 3 and head and not head.startswith("0")
    return head + tail if thousands else f"{head}.{tail}"


def _both(text: str) -> str:
    """The later mark is the decimal one; the earlier one may stand between thousands only."""
    decimal, thousands = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
    head, _, tail = text.rpartition(decimal)
    if decimal in head:
        raise _several(text)
    return f"{_grouped(head, thousands)}.{tail}"


def _grouped(text: str, mark: str) -> str:
    if not _GROUPS[mark].fullmatch(text):
        raise _several(text)
    return text.replace(mark, "")


def _several(text: str) -> Unreadable:
    return Unreadable(f"{quoted(text, 30)} is not one number; send one, like 1000 or 0.5.")
