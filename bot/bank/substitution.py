"""``{{expression}}`` in a text: finding it, and putting values in its place.

The innermost pair counts and an expression holds no brace, so TeX and f-strings are left alone.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from bot.bank.question import Value
from bot.bank.sections import Fences
from bot.expressions import ExpressionError, names_in

_PAIR = re.compile(r"\{\{([^{}]*)\}\}")
_ANSWER = re.compile(r"answer(?:\.([A-Za-z0-9_-]+))?")


def pairs(text: str) -> Iterator[tuple[int, str]]:
    """What stands in the pairs of a text, with the number of lines before each."""
    for found in _PAIR.finditer(text):
        yield text.count("\n", 0, found.start()), _inner(found)


def _inner(found: re.Match[str]) -> str:
    """The expression on one line: a wrapped text may have broken it."""
    return " ".join(found[1].split())


def part_named(inner: str) -> str | None:
    """The part that ``answer`` or ``answer.part`` names ("" for the first); None for any other
    expression."""
    found = _ANSWER.fullmatch(inner)
    return found and (found[1] or "")


def stands_on_answer(inner: str) -> bool:
    """Whether an expression gives the key away."""
    try:
        return part_named(inner) is not None or "answer" in names_in(inner)
    except ExpressionError:
        return False


def substitute(text: str, put: Callable[[str], str | None]) -> str:
    """The text with `put` of each expression in its place; None leaves the pair as it is."""

    def replaced(found: re.Match[str]) -> str:
        value = put(_inner(found))
        return found[0] if value is None else value

    return _PAIR.sub(replaced, text) if "{{" in text else text


def without_fences(text: str) -> str:
    """The text with its code fences as empty lines."""
    fences = Fences()
    return "\n".join("" if fences.holds(line) else line for line in text.split("\n"))


def outside_fences(text: str, change: Callable[[str], str]) -> str:
    """The text with `change` made to everything but its code fences."""
    fences = Fences()
    pieces: list[tuple[bool, list[str]]] = []
    for line in text.split("\n"):
        inside = fences.holds(line)
        if not pieces or pieces[-1][0] is not inside:
            pieces.append((inside, []))
        pieces[-1][1].append(line)
    return "\n".join(
        "\n".join(lines) if inside else change("\n".join(lines)) for inside, lines in pieces
    )


def shown(value: Value) -> str:
    """A value as readers see it: whole numbers plain, others to six significant digits."""
    if isinstance(value, bool) or not isinstance(value, float):
        return _listed(value) if isinstance(value, tuple) else str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e15:
        # Not by way of a float: 50.34 with fifteen digits is 50.340000000000003.
        return format(Decimal(f"{value:.6g}"), "f")
    return f"{value:.6g}"


def _listed(values: tuple[Value, ...]) -> str:
    return f"[{', '.join(repr(v) if isinstance(v, str) else shown(v) for v in values)}]"
