"""Compares a short answer as an order of growth: O(n²) is n^2 is n*n is "n squared"."""

import re
from collections.abc import Sequence
from fractions import Fraction

from bot.grading import growth, words
from bot.grading.cleaning import Unreadable, flat, quoted
from bot.grading.growth import Growth
from bot.grading.judged import Judged

_LONGEST = 200
_DEEPEST = 12
_LANDAU = re.compile(
    r"(?:\\mathcal\s*\{?|\bbig[\s-]*)?(?<![A-Za-z])[OΘΩθo𝒪]\s*\}?\s*(?=\()|\bbig[\s-]*o(?:h)?\b"
    r"|\\?\b(?:big[\s-]*)?(?:theta|omega)\s*(?=\()",
    re.IGNORECASE,
)
_BASES = re.compile(r"\blog_\{?\w+\}?|(?<=log)(?:2|10)(?!\d)|\bl(?:n|g)\b|(?<=[\d\s)*])ln\b")
_GUESSES = re.compile(r"\s*(?:\bor\b|;|\n)\s*")
_SPOKEN = (
    (re.compile(r"\bsquare root of\b|\broot of\b|√"), " sqrt "),
    (re.compile(r"\bto the (?:power (?:of )?)?"), "^"),
    (re.compile(r"\bsquared?\b"), "^2"),
    (re.compile(r"\bcubed?\b"), "^3"),
    (re.compile(r"\btimes\b|\bcdot\b|[×·∙⋅]"), "*"),
    (re.compile(r"\bplus\b"), "+"),
    (re.compile(r"\bover\b|÷"), "/"),
    (re.compile(r"\*\*"), "^"),
    (re.compile(r"\blogarithm (?:of )?"), "log "),
)
_NAMED = {
    "constant": "1", "logarithmic": "log({v})", "linear": "({v})", "linearithmic": "({v} log({v}))",
    "quasilinear": "({v} log({v}))", "quadratic": "({v}^2)", "cubic": "({v}^3)",
    "exponential": "(2^{v})", "factorial": "({v}!)",
}  # fmt: skip
_NAME = re.compile(rf"\b({'|'.join(_NAMED)})(?:al)?(?:ly)?\b(?:\s+in(?: the)?\s+(\w+))?")
_IN_BOTH = re.compile(rf"(?<=[\w,])(?:\s+and|,(?: and)?)\s+(?=(?:{'|'.join(_NAMED)})\w* in\b)")
_READ_NAMES = re.compile(r"log|sqrt|max|exp")
_LOST_POWER = re.compile(r"(?<![A-Za-z_])([A-Za-z])(\d)(?!\w)")
_BY = re.compile(r"(?<=[\w)])\s+x\s+(?=[\w(])")
_FILLER = re.compile(
    r"\b(?:time|space|memory|complexity|operations?|steps?|order|per(?: [a-z]{3,})?|of|the|is|it's"
    r"|its?|in|about"
    r"|roughly|total|overall|cost|runtime|left|right|mathcal|answer|growth)\b|[$\\`]"
)


def judge(typed: str, rights: Sequence[str]) -> Judged:
    """Raises Unreadable for what is no order of growth, and for several."""
    names = frozenset(name for right in rights for name in _long_names(right))
    keys = [parse(right, names) for right in rights]
    variables = sorted({atom for key in keys for term in key for atom, _ in term if atom.isalpha()})
    sole = variables[0] if len(variables) == 1 else ""
    if re.fullmatch(r"[a-z]{2,3}", typed) and not set(typed) & set(variables):
        raise Unreadable(f"{quoted(typed)} is no order of growth; send one like O(n log n).")
    plain = typed if any(map(_LOST_POWER.search, rights)) else _unsaid(typed, variables)
    guesses = {parse(each, names, sole) for each in _GUESSES.split(plain) if each}
    if len(guesses) != 1:
        raise Unreadable(f"{quoted(typed)} is {len(guesses)} guesses; send one.")
    (read,) = guesses
    return Judged(read in keys, f"O({growth.shown(read)})")


def _unsaid(text: str, variables: Sequence[str]) -> str:
    """The text without a final exclamation mark, ``n x n`` as a product. Raises Unreadable for
    ``n2``, which may be a power that lost its mark."""
    lost = _LOST_POWER.search(text)
    if lost:
        either = f"{lost[1]}^{lost[2]} or {lost[2]}{lost[1]}"
        raise Unreadable(f"{quoted(lost[0])} may be {either}; send one.")
    if _LANDAU.match(text):
        text = text.rstrip("! ")
    return text if "x" in variables else _BY.sub(" * ", text)


def parse(text: str, names: frozenset[str] = frozenset(), sole: str = "") -> Growth:
    """The growth that a text says. `names` are variables of several letters; `sole` is what
    "quadratic" is in where only one variable is asked about."""
    plain = _spoken(text)
    plain = _IN_BOTH.sub(" * ", plain)
    plain = _NAME.sub(lambda found: _NAMED[found[1]].format(v=found[2] or sole or "n"), plain)
    plain = _FILLER.sub(" ", plain)
    parser = _Parser(_tokens(plain, names), text)
    if re.search(r"\band\b", plain) or any(
        word not in names and not _READ_NAMES.search(word)
        for word in re.findall(r"[a-z]{4,}(?:_\w+)?", plain)
    ):
        raise parser.refusal()
    read = parser.sum()
    if parser.rest:
        raise parser.refusal()
    return read


def _long_names(right: str) -> list[str]:
    """Variables of several letters that a key names, such as ``seq_len``; ``ndk`` is a product."""
    found = re.findall(r"[a-z]\w{3,}|[a-z]\w*_\w+", _FILLER.sub(" ", _spoken(right)))
    return [name for name in found if name not in _NAMED and not _READ_NAMES.search(name)]


def _spoken(text: str) -> str:
    if len(text) > _LONGEST:
        raise Unreadable("That is too long an order of growth to read; send one like O(n log n).")
    plain = _BASES.sub(_log, _LANDAU.sub(" ", flat(text)))
    plain = words.ascii_fold(plain.replace("{", "(").replace("}", ")"))
    for pattern, replacement in _SPOKEN:
        plain = pattern.sub(replacement, plain)
    return plain.strip(" .?")


def _log(found: re.Match[str]) -> str:
    """A logarithm's base is a constant factor."""
    return "" if found[0].isdigit() else "log"


def _tokens(text: str, names: frozenset[str]) -> list[str]:
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    known = "".join(f"{name}|" for name in longest)
    pattern = rf"{known}log|sqrt|max|exp|[a-z](?:_\w+)?|\d+(?:\.\d+)?|[-+*/^!(),\[\]]|\S"
    return re.findall(pattern, text)


class _Parser:
    """Recursive descent over the tokens; the depth of brackets is bounded."""

    def __init__(self, tokens: list[str], text: str) -> None:
        self.rest = tokens[::-1]
        self._text = text
        self._depth = 0

    def refusal(self) -> Unreadable:
        return Unreadable(
            f"{quoted(self._text)} is no order of growth that I can read; send one like O(n log n)."
        )

    def sum(self, *, bracketed: bool = False) -> Growth:
        parts = [self._product()]
        while self._next() in {"+", "-"} or (bracketed and self._next() == ","):
            self.rest.pop()
            parts.append(self._product())
        return growth.total(parts)

    def _next(self) -> str:
        return self.rest[-1] if self.rest else ""

    def _product(self) -> Growth:
        grown = self._power()
        while self._next() not in {"", "+", "-", ")", "]", ",", "^", "!"}:
            if self._next() == "/":
                self.rest.pop()
                grown = growth.product(grown, growth.power(self._power(), Fraction(-1)))
                continue
            if self._next() == "*":
                self.rest.pop()
            grown = growth.product(grown, self._power())
        return grown

    def _power(self) -> Growth:
        start = self._next()
        base = self._atom()
        while self._next() in {"^", "!"}:
            if self.rest.pop() == "!":
                base = growth.variable(f"{growth.shown(base)}!")
            else:
                base = self._raised(base, start)
        return base

    def _raised(self, base: Growth, start: str) -> Growth:
        negative = self._next() == "-"
        if negative:
            self.rest.pop()
        number = self._exponent()
        if number is not None:
            return growth.power(base, -number if negative else number)
        constant = start if base == growth.ONE else growth.shown(base)
        constant = constant if constant.isalnum() else f"({constant})"
        return growth.raised(constant, self._atom())

    def _exponent(self) -> Fraction | None:
        """A number, also ``(1/2)``, without which the exponent itself grows."""
        found = re.match(r"\(?(\d+(?:\.\d+)?(?:/\d+)?)(\)?)", "".join(self.rest[-5:][::-1]))
        bracket = self._next() == "("
        if not found or (bracket and not found[2]):
            return None
        text = found[1] if bracket else self._next()
        if len(text) > 6 or re.search("/0+$", text):
            raise self.refusal()
        wanted = found[0] if bracket else text
        while wanted:
            wanted = wanted.removeprefix(self.rest.pop())
        return Fraction(text)

    def _atom(self) -> Growth:
        first = self.rest.pop() if self.rest else ""
        if first in {"(", "["}:
            return self._bracketed()
        if first in {"log", "sqrt", "exp"}:
            return self._function(first)
        if first == "max":
            return self._atom()
        if first[:1].isdigit():
            return growth.ONE
        if first[:1].isalpha():
            return growth.variable(first)
        raise self.refusal()

    def _bracketed(self) -> Growth:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.refusal()
        inner = self.sum(bracketed=True)
        if not self.rest or self.rest.pop() not in {")", "]"}:
            raise self.refusal()
        self._depth -= 1
        return inner

    def _function(self, name: str) -> Growth:
        """``log^2 n`` is the square of the logarithm."""
        exponent = Fraction(1)
        if self._next() == "^":
            self.rest.pop()
            exponent = self._exponent() or Fraction(1)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.refusal()
        # log(n)^2 is the square of the logarithm, log n^2 the logarithm of the square.
        inner = self._atom() if self._next() == "(" else self._power()
        self._depth -= 1
        if name == "exp":
            return growth.raised("2", inner)
        grown = growth.logarithm(inner) if name == "log" else growth.power(inner, Fraction(1, 2))
        return growth.power(grown, exponent)
