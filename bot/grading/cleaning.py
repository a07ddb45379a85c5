"""What people type, cleaned of what they did not mean: invisible marks, curly quotes, odd spaces.

Knows characters only; what the text says is for the modules of the kinds.
"""

import re
import unicodedata

from bot.errors import DlqError

LONGEST = 3000
"""Characters that are graded. A form's field holds no more, and it bounds the time."""

_SAME = str.maketrans(
    {
        # The full-width forms of ASCII.
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("\u2212\u2010\u2011\ufe63", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u02bc", "'"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " "),
        "\u2026": "...",
        # The signs for a sum, a product and an increment are other characters than the letters.
        **dict(zip("\u2211\u220f\u2206", "ΣΠΔ", strict=True)),
    }
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿᵏᵗᵈᵀ", "0123456789+-()nktdT")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₙₖₜᵢⱼ", "0123456789+-nktij")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿᵏᵗᵈᵀ]+")
_LOWERED = re.compile(r"[₀₁₂₃₄₅₆₇₈₉₊₋ₙₖₜᵢⱼ]+")
_FENCE = re.compile(r"\A\s*```[^\n`]*\n?(.*?)\n?```\s*\Z", re.DOTALL)


class Unreadable(DlqError):
    """The answer cannot be read as it is; the text asks for what could be."""


def tidy(text: str) -> str:
    """The text with one sort of quote, minus and space, and without invisible characters."""
    seen = unicodedata.normalize("NFC", text[:LONGEST])
    seen = "".join(mark for mark in seen if unicodedata.category(mark) not in {"Cf", "Cs", "Co"})
    seen = seen.replace("\r\n", "\n").replace("\r", "\n").translate(_SAME)
    return "".join(mark for mark in seen if mark == "\n" or unicodedata.category(mark) != "Cc")


def unwrapped(text: str) -> str:
    """Without the marks around all of it: a code fence, code ticks, bold, quotes, TeX dollars."""
    fenced = _FENCE.match(text)
    inner = (fenced[1] if fenced else text).strip()
    while len(inner) > 2 and inner[0] == inner[-1] and inner[0] in "`*_$\"'~|":
        inner = inner[1:-1].strip()
    return inner


def flat(text: str, subscript: str = "_") -> str:
    """Superscripts as ``^2``, subscripts as ``_2`` (or as the `subscript` given)."""
    raised = _RAISED.sub(lambda found: "^" + found[0].translate(_SUPERSCRIPTS), text)
    return _LOWERED.sub(lambda found: subscript + found[0].translate(_SUBSCRIPTS), raised)


def says_something(text: str, signs: str = "") -> bool:
    """Whether there is a letter, a digit or one of the `signs` in it; emoji say nothing."""
    return any(unicodedata.category(mark)[0] in "LN" or mark in signs for mark in text)


def quoted(text: str, longest: int = 60) -> str:
    """A piece of what was typed, short enough to stand in a sentence."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= longest else f'"{line[: longest - 3].rstrip()}..."'
