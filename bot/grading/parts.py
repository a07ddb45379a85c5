"""An answer of several named parts, ``8; 4`` or ``stored = 8; trained: 4``, as one text a part."""

import re
from collections.abc import Sequence

from bot.grading.cleaning import Unreadable, quoted

_BETWEEN = re.compile(r"\s*[;\n]\s*")
_TIGHT = re.compile(r"\s*,\s*|\s+")
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)\s?%?")
# 0,5 and 128,064 and 128 064 may be one number.
_ONE_NUMBER = re.compile(r"\A-?\d+,\d+\Z|(?<![\d.])(?:0,\d|\d{1,3}[ ,]\d{3}(?![\d.]))")
_LOOSE = re.compile(r"\s*(?:[;\n]|,\s+|\band\b)\s*")


def split(text: str, names: Sequence[str]) -> list[str]:
    """The piece for each name, empty where none was sent. Raises Unreadable if it is not clear
    which is which."""
    if len(names) < 2:
        return [text]
    named = _by_name(text, names)
    if named is not None:
        return named
    for border in (_BETWEEN, _LOOSE):
        pieces = border.split(text.strip())
        if len(pieces) == len(names) and any(piece.strip() for piece in pieces):
            return [piece.strip() for piece in pieces]
    pieces = _TIGHT.split(text.strip())
    numbers = len(pieces) == len(names) and all(map(_NUMBER.fullmatch, pieces))
    if numbers and not _ONE_NUMBER.search(text.strip()):
        return pieces
    raise Unreadable(
        f"{quoted(text)} does not say which part it is; send {len(names)} numbers with ; between"
        f" them, or {_pattern(names)}."
    )


def _by_name(text: str, names: Sequence[str]) -> list[str] | None:
    """The pieces that follow the parts' names; None if no name stands in the text."""
    either = "|".join(_spelled(name) for name in sorted(names, key=len, reverse=True))
    found = list(re.finditer(rf"(?<!\w)(?P<name>{either})(?!\w)", text, re.IGNORECASE))
    if not found:
        return None
    pieces = dict.fromkeys(names, "")
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        name = next(n for n in names if re.fullmatch(_spelled(n), match["name"], re.IGNORECASE))
        if pieces[name]:
            raise Unreadable(f"{quoted(text)} has two values for {name}; send {_pattern(names)}.")
        pieces[name] = _bare(text[match.end() : end])
    if re.search(r"\d", text[: found[0].start()]) or not any(pieces.values()):
        raise Unreadable(
            f"{quoted(text)} does not say which part is which; send {_pattern(names)}."
        )
    return [pieces[name] for name in names]


def _bare(piece: str) -> str:
    """What stands between a name and the next, without the words that join them."""
    bare = piece.strip(" ;,:=\n")
    return bare.removesuffix(" and").removeprefix("is ").removeprefix("are ").strip(" ;,:=\n")


def _spelled(name: str) -> str:
    """The name as a pattern: ``d_model`` may be typed ``d model`` or ``d-model``."""
    return r"[\s_-]?".join(re.escape(word) for word in re.split(r"[\s_-]+", name) if word)


def _pattern(names: Sequence[str]) -> str:
    return quoted("; ".join(f"{name} = ..." for name in names), 200)
