"""Compares a short answer as code: token by token, quotes and spacing forgiven."""

import itertools
import re
from collections.abc import Sequence

from bot.grading.cleaning import Unreadable, unwrapped
from bot.grading.judged import Judged

_TOKEN = re.compile(
    r"(?P<string>[rbfu]{0,2}(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"))"
    r"|(?P<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<operator>\*\*=?|//=?|->|:=|==|!=|<=|>=|<<|>>|\+=|-=|\*=|/=|@=|%=|\S)"
)
_PROMPT = re.compile(r"^\s*(?:>>>|\.\.\.|In \[\d+\]:)\s?", re.MULTILINE)
_COMMENT = re.compile(r"(?<=\s)#[^'\"\n]*$", re.MULTILINE)
# "prints" and the like before the code; never "print", which is code itself.
_SAYS = re.compile(
    r"\A(?:(?:it|this|that|the code)\s+)?(?:prints|outputs?|returns|gives|is|evaluates to"
    r"|(?:the )?answer(?: is)?)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_CLOSING = frozenset(")]}")


def judge(typed: str, rights: Sequence[str]) -> Judged:
    bare = _bare(typed)
    if not tokens(bare):
        raise Unreadable("I found no code in that; send the expression or line itself.")
    keys = [tokens(_bare(right)) for right in rights]
    # A key that is itself in quotes must not lose to one whose quotes were taken for wrapping.
    right = tokens(bare) in keys or tokens(_cleaned(typed)) in [tokens(each) for each in rights]
    said = _bare(_SAYS.sub("", bare, count=1))
    if not right and tokens(said) in keys:
        right, bare = True, said
    return Judged(right, " ".join(bare.split()))


def tokens(text: str) -> list[str]:
    """The tokens as they compare: one sort of quote, plain numbers, no trailing comma."""
    found = [_plain(match) for match in _TOKEN.finditer(text)]
    kept = [
        each
        for each, after in itertools.pairwise([*found, ""])
        if not (each == "," and after in _CLOSING)
    ]
    while kept and kept[-1] in {";", "."}:
        kept.pop()
    return kept


def _cleaned(text: str) -> str:
    return _COMMENT.sub("", _PROMPT.sub("", text)).strip()


def _bare(text: str) -> str:
    return unwrapped(_cleaned(unwrapped(text)))


def _plain(match: re.Match[str]) -> str:
    if match["string"]:
        prefix, _, body = match[0].partition(match[0][-1])
        return f"{prefix}'{body[:-1]}'"
    if match["number"] and not match[0].replace("_", "").isdigit():
        return repr(float(match[0].replace("_", "")))
    return match[0].replace("_", "") if match["number"] else match[0]
