"""Formulas as tokens, so that ``1/(1-p)``, ``1 / (1 − p)`` and TeX's fraction are one."""

import re

from bot.grading import words
from bot.grading.cleaning import flat

_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_LOOKS = re.compile(
    r"\\(?:left|right|big|Big|cdot|times|mathrm|mathbf|mathcal|text|operatorname|,|;|!)"
)
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|:=|<-|\^|[^\s\w]")
_SAME = {"←": "=", "<-": "=", ":=": "=", "≔": "=", "÷": "/", "∕": "/", "≈": "=", "[": "(", "]": ")"}
_SILENT = frozenset("*×·∙⋅⊙_$\\`{}'\"")
_FUNCTIONS = frozenset(
    {"max", "min", "log", "exp", "sin", "cos", "sum", "var", "std", "abs", "the"}
)
_INDEX = re.compile(r"(?<=[^\W\d_])_(?:\{[^{}]*\}|\([^()]*\)|\w+)")
_SHORT = 3
"""Letters up to which a name may be several variables side by side: ``wx`` is ``w*x``."""


def tokens(text: str) -> tuple[str, ...]:
    """The formula without spaces, multiplication signs and brackets around a single sign."""
    plain = _FRACTION.sub(r"(\1)/(\2)", text.replace("**", "^").replace("√", " sqrt "))
    plain = _LOOKS.sub(" ", plain).replace("{", "(").replace("}", ")").replace("_(", "(")
    found: list[str] = []
    for token in _TOKEN.findall(words.ascii_fold(flat(plain, subscript=""))):
        if token in _SILENT:
            continue
        if token.isalpha() and len(token) <= _SHORT and token not in _FUNCTIONS:
            found.extend(token)
        else:
            found.append(_SAME.get(token, token))
    return _unbracketed(found)


def _unbracketed(found: list[str]) -> tuple[str, ...]:
    """``sqrt(d)`` is ``sqrt d``."""
    kept: list[str] = []
    for token in found:
        if token == ")" and len(kept) > 1 and kept[-2] == "(" and kept[-1] not in "()":
            kept.pop(-2)
        else:
            kept.append(token)
    return tuple(kept)


def without_indices(text: str) -> str:
    """``w_ij`` and ``w_{new}`` as ``w``: who writes no index means any."""
    return _INDEX.sub("", flat(text))


def holds(text: tuple[str, ...], formula: tuple[str, ...]) -> bool:
    """Whether the tokens of a formula stand in a text's, one after the other."""
    span = len(formula)
    return span > 0 and any(
        text[at : at + span] == formula
        for at in range(len(text) - span + 1)
        if text[at] == formula[0]
    )
