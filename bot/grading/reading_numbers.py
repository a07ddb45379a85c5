"""What one number a person typed, in all its ways: ``1/2``, ``5 x 10^-1``, ``n = 12``, ``24 MiB``.

Gives every possible reading and never guesses between two; what is right is not known here.
"""

import itertools
import re
from fractions import Fraction

from bot.grading import amounts, decimals
from bot.grading.amounts import Reading, Token
from bot.grading.cleaning import Unreadable, flat, quoted
from bot.grading.units import PLAIN, Unit
from bot.grading.wordlists import word_pairs, word_set

_VULGAR = str.maketrans(
    {"½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "⅓": "(1/3)", "⅔": "(2/3)", "⅛": "(1/8)", "⁄": "/"}
)
_WORDS = word_pairs(
    "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11"
    " twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18"
    " nineteen 19 twenty 20"
)
_TIMES = re.compile(r"(?<=[\d)])\s*[xX×]\s*(?=[\d(.])")
# "10x", "x16", "10 times as many": a factor, with nothing to multiply.
_FACTOR = re.compile(
    r"(?<=\d)\s*[xX×](?=\s*(?:[.!?,;)]|\Z|(?:more|less|fewer|as|the|faster|slower|cheaper|larger"
    r"|bigger|smaller|higher|lower|longer|shorter|speed-?up|reduction|increase|decrease)\b))"
    r"|\A\s*[xX×]\s?(?=\d)"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
# A dash that begins a number is a minus; one between two numbers may be "to".
_MINUS = re.compile(r"(?:\A|(?<=[=:≈(]))\s*[–—]\s*(?=[\d.(])|\b(?:minus|negative)\s+(?=[\d.(])")
_RAISED_TO = re.compile(r"\s*\bto the power (?:of )?(?=[\d(-])")
_SIGNS = (
    (re.compile(r"(?<=[\d)])\s*squared\b"), "^2"),
    (re.compile(r"(?<=[\d)])\s*cubed\b"), "^3"),
    (re.compile(r"(?<![A-Za-z])times(?![A-Za-z])"), "×"),
    (re.compile(r"cdot"), "·"),
)
_SPELLED = re.compile(
    r"\b(?:half|thirds?|quarters?|hundred|dozen|point|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
_SPELLED_SHARE = re.compile(
    r"\d\s+(?:and (?:a|one) )?(?:half|halves|thirds?|quarters?|fifths?|eighths?|tenths?)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"[<>≤≥]\s*[-~]?\s*[\d.,]+|\b(?:(?:more|less|fewer|greater|smaller|larger|higher|lower) than"
    r"|at (?:least|most)|up to|between|under|over|below|above)\s+[-~]?[\d.,]+",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|isn't|aren't)\s+(?:\w+\s+){0,2}?[-~]?[\d.,]+", re.IGNORECASE
)
_TOKEN = re.compile(
    rf"(?P<number>{decimals.PATTERN}{decimals.EXPONENT})"
    r"|(?P<operator>\*\*|//|[-+*/^×·∙⋅÷()\[\]{}])"
    r"|(?P<equals>[=:≈≃~→])"
    r"|(?P<word>[%‰]|[^\W\d_](?:\w|[-'](?=[^\W\d_]))*(?:/s(?:ec)?\b)?)"
    r"|(?P<other>\S)"
)
_ROOTS = frozenset("√∛∜")
_FUNCTIONS = word_set("sqrt log log2 log10 ln exp ceil floor round min max abs sum")
_AGAIN = re.compile(
    r"(?P<said>[^()]+)(?<![-+*/^×·÷=\s])\s+"
    r"\(\s*(?:i\.?e\.?,?|or|aka|about|that is,?)?(?P<again>.+)\)[\s.!;,]*"
)
_NEEDS_MORE = frozenset({"*", "/", "//", "^", "**", "+", "×", "·"})


def read(text: str, wanted: Unit = PLAIN) -> tuple[Reading, ...]:
    """All that `text` can mean as one number; raises Unreadable if it is none or several."""
    line = _prepared(text)
    for pattern, saying in ((_BOUND, "a bound"), (_DENIED, "a denial")):
        found = pattern.search(line)
        if found:
            raise Unreadable(f"{quoted(found[0])} is {saying}, not a number; send the number.")
    sides = [side for side in _sides(_tokens(line)) if any(t.kind == "number" for t in side)]
    if not sides:
        raise Unreadable(f"I found no number in {quoted(text)}; send one, like 12 or 0.5.")
    result, *others = each = [_side(side, wanted) for side in reversed(sides)]
    same = [one for one in result if all(_agreeing(one, side, wanted) for side in others)]
    kept = [same, *([one for one in side if _agreeing(one, same, wanted)] for side in others)]
    if not same:
        shown = " or ".join(readings[0].shown for readings in reversed(each))
        raise Unreadable(f"{quoted(text)} may be {shown}; send one number.")
    # Of "0.5 (50 %)" the side with a unit says what the other one is.
    agreed = [one for side in kept for one in side]
    agreed = [one for one in agreed if not one.bare] or agreed
    readings = {reading.value: reading for reading in reversed(agreed)}
    return tuple(readings.values())[::-1]


def _agreeing(one: Reading, side: list[Reading], wanted: Unit) -> bool:
    """Whether another side of an equation has a reading that agrees with this one."""
    return any(_agree(one, other, wanted) for other in side)


def _agree(one: Reading, other: Reading, wanted: Unit) -> bool:
    """Whether two sides of an equation are the same but for rounding. A number without a unit may
    be in the one that is asked."""
    pairs = itertools.product(_meanings(one, wanted), _meanings(other, wanted))
    return any(abs(a - b) * 100 <= max(abs(a), abs(b)) for a, b in pairs)


def _meanings(reading: Reading, wanted: Unit) -> tuple[Fraction, ...]:
    return (reading.value, reading.value * wanted.factor) if reading.bare else (reading.value,)


def _prepared(text: str) -> str:
    line = flat(" ".join(text.split()).translate(_VULGAR)).replace("$", "")
    digits = any(mark.isdigit() for mark in line)
    if (_SPELLED_SHARE if digits else _SPELLED).search(line):
        raise Unreadable(f"{quoted(text)} is in words; send it in digits, like 0.5 or 1200.")
    if not digits:
        line = re.sub(r"[A-Za-z]+", lambda found: _WORDS.get(found[0].lower(), found[0]), line)
    return _in_signs(line)


def _in_signs(line: str) -> str:
    """Arithmetic in words or TeX (``12 squared``, ``\\frac{1}{2}``) in signs."""
    line = re.sub(r"\\(?!\d)", "", _FRACTION.sub(r"((\1)/(\2))", line))
    line = _RAISED_TO.sub("^", _MINUS.sub("-", line))
    for pattern, sign in _SIGNS:
        line = pattern.sub(sign, line)
    return _restated(_TIMES.sub(" × ", _FACTOR.sub("", line)))


def _restated(line: str) -> str:
    """``8 (2^3)`` as an equation: what stands in brackets after a number says it again, and must
    agree with it."""
    found = _AGAIN.fullmatch(line)
    if found is None or found["again"].count("(") != found["again"].count(")"):
        return line
    again, said = found["again"].strip(" =≈~"), found["said"]
    both = all(any(mark.isdigit() for mark in each) for each in (again, said))
    return f"{again} = {said}" if both else line


def _tokens(line: str) -> list[Token]:
    return [
        Token(found.lastgroup or "", found[0], found.start(), found.end())
        for found in _TOKEN.finditer(line)
    ]


def _sides(tokens: list[Token]) -> list[list[Token]]:
    """Split at equals signs, so that ``3*4 = 12`` has two sides that must agree."""
    sides: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "equals":
            sides.append([])
        else:
            sides[-1].append(token)
    return sides


def _side(tokens: list[Token], wanted: Unit) -> list[Reading]:
    """The readings of one side, which must hold exactly one run of numbers and operators."""
    runs = _runs(tokens)
    if len(runs) > 1:
        shown = [amounts.written(_trimmed(run)[0]) for run in runs[:3]]
        count = {2: "two", 3: "three"}.get(len(runs), "several")
        raise Unreadable(f"{' or '.join(shown)} are {count} numbers; send one.")
    run = runs[0]
    start = tokens.index(run[0])
    before = tokens[start - 1] if start else None
    after = tokens[start + len(run) :]
    _refuse_names(run, before, after)
    expression, dangling = _trimmed(run, before=bool(before), after=bool(after))
    if dangling:
        unfinished = quoted(amounts.written(run))
        raise Unreadable(f"{unfinished} is unfinished; send the number it comes to.")
    words = tuple(itertools.takewhile(lambda token: token.kind == "word", after))
    return amounts.readings(tuple(expression), words, wanted)


def _runs(tokens: list[Token]) -> list[list[Token]]:
    """The stretches of numbers and operators that hold a number; between two numbers side by side
    a new one begins."""
    runs: list[list[Token]] = [[]]
    for before, token in itertools.pairwise([None, *tokens]):
        assert token is not None
        if token.kind not in {"number", "operator"}:
            runs.append([])
            continue
        if before and before.kind == token.kind == "number":
            runs.append([])
        runs[-1].append(token)
    return [run for run in runs if any(token.kind == "number" for token in run)]


def _refuse_names(run: list[Token], before: Token | None, after: list[Token]) -> None:
    """``2*k`` and ``sqrt(2)`` are more than the number in them."""
    names = []
    if before and before.text in _ROOTS:
        names.append(before.text)
    if before and before.kind == "word":
        called = before.text.lower() in _FUNCTIONS
        names += [before.text] * (called or run[0].text in _NEEDS_MORE)
    if after and after[0].kind == "word":
        names += [after[0].text] * (run[-1].text in _NEEDS_MORE)
    for name in names:
        kind = "root" if name in _ROOTS else "name"
        raise Unreadable(f"{quoted(name)} is a {kind}; send the number that it comes to.")


def _trimmed(
    run: list[Token], *, before: bool = False, after: bool = False
) -> tuple[list[Token], bool]:
    """Without the brackets and hyphens that belong to the words around (``12 (params)``,
    ``12-bit``), and whether an operator is left over."""
    tokens = list(run)
    while tokens and tokens[-1].text in {"(", "[", "{"}:
        tokens.pop()
    while tokens and tokens[0].text in {")", "]", "}"}:
        tokens.pop(0)
    if after and tokens[-1].text == "-":
        tokens.pop()
    if sum(token.kind == "number" for token in tokens) == 1:
        tokens = [token for token in tokens if token.text not in {"(", ")", "[", "]", "{", "}"}]
    if before and tokens[0].text == "-" and tokens[0].end < tokens[1].start:
        tokens.pop(0)
    return tokens, tokens[-1].kind == "operator" and tokens[-1].text not in {")", "]", "}"}
