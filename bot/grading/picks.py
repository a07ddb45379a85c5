"""Which of the things shown (options, items) an answer names: by letter, number or words.

Used by the kinds choice and order; what is right is not known here.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from bot.bank.question import LETTERS
from bot.grading import words
from bot.grading.wordlists import word_set

_LEAD = re.compile(
    r"\A(?:(?:(?:my|the|final) )*(?:answers?|options?|choices?|picks?|letters?)\b(?: (?:is|are))?"
    r"|(?:the|my) (?:right |correct )?(?:order|sequence)(?: is)?"
    r"|i(?:'d| would)? (?:think|guess|say|pick|choose|go (?:with|for))|it(?:'s| is)|maybe|probably"
    r"|both|only|just)[\s:]*",
    re.IGNORECASE,
)
_BORDER = re.compile(r"[\W_]+")
_TAIL = re.compile(
    r"\s(?:(?:is|are) (?:right|correct|true)|i think|(?:because|since)\b.*)[.!]*\Z",
    re.IGNORECASE | re.DOTALL,
)
_JOINING = frozenset({"and", "then", "before", "to", "option", "options", "answer", "also", "plus"})
_EXPLAINED = re.compile(
    r"\A\(?(?P<label>[A-Za-z]|\d{1,2})(?:[).:]+(?=\s|\Z)|\s*[,;–—-]\s+|\s+(?=because|since|as\b))"
)
_BUT_NOT = re.compile(r"[\s,;(]+(?:but\s+)?not\s+(?P<left>[^)]+)\)?[.!]*\Z", re.IGNORECASE)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4}
_WITH_ORDINALS = word_set("the and one ones option options choice answer two")
_LISTED = re.compile(r"\b[A-J][:)]")
_MOST_WORDS = 60
"""Words in which typos are still looked for."""

_STOP = word_set(
    "a an the is are it its of in on to for and or by with that this be as at from i think"
)


def by_label(text: str, count: int) -> list[int] | None:
    """The places named by letters or numbers alone: ``A, C``, ``13``, ``b>a>c``; None otherwise."""
    plain = unicodedata.normalize("NFKC", text)
    pieces = [piece for piece in _BORDER.split(_TAIL.sub("", without_lead(plain))) if piece]
    pieces = [piece for piece in pieces if piece.lower() not in _JOINING or len(pieces) == 1]
    if not pieces:
        return None
    places: list[int] = []
    for piece in pieces:
        found = _glued(piece, count)
        if found is None:
            return None
        places.extend(found)
    return places


def by_ordinals(text: str, count: int) -> list[int]:
    """The places of ``the first and the third``; none for anything else."""
    words_typed = re.findall(r"\w+", without_lead(text).lower())
    places = [_ORDINALS[word] for word in words_typed if word in _ORDINALS]
    others = [word for word in words_typed if word not in _ORDINALS and word not in _WITH_ORDINALS]
    return places if not others and all(place < count for place in places) else []


def but_not(text: str, count: int) -> list[int]:
    """The places of ``A and C, but not B``; none for anything else."""
    found = _BUT_NOT.search(text)
    if found is None:
        return []
    picked = by_label(text[: found.start()], count)
    left = by_label(re.sub(r"\b(?:or|nor)\b", " ", found["left"]), count)
    return picked if picked and left and not set(picked) & set(left) else []


def explained(text: str, count: int) -> tuple[int, str] | None:
    """The place of a label that begins a sentence ("B, because ..."), and what follows it; None
    if more labels follow."""
    bare = without_lead(text)
    found = _EXPLAINED.match(bare)
    place = _place(found["label"], count) if found else None
    if found is None or place is None:
        return None
    rest = bare[found.end() :]
    another = _labels(count).match(rest) or _LISTED.search(rest)
    return None if another else (place, rest)


@cache
def _labels(count: int) -> re.Pattern[str]:
    """A label that stands alone; an "a" before a word is an article."""
    last = LETTERS[count - 1]
    return re.compile(
        rf"(?:[B-{last}]|\d{{1,2}}|A(?!\s+(?!and\b|because\b)\w))(?![\w'.])", re.IGNORECASE
    )


def without_lead(text: str) -> str:
    """Without "the answer is", "I'd pick" and the like."""
    bare = text.strip()
    for _ in range(4):
        shorter = _LEAD.sub("", bare)
        if shorter == bare or not shorter:
            break
        bare = shorter
    return bare


def _glued(piece: str, count: int) -> list[int] | None:
    """``AC`` and ``13`` as two labels each; ``10`` is one where there are ten."""
    whole = _place(piece, count)
    if whole is not None:
        return [whole]
    if len(piece) > count or not (piece.isalpha() or piece.isdecimal()):
        return None
    places = [_place(mark, count) for mark in piece]
    if None in places or len(set(places)) < len(places):
        return None
    return [place for place in places if place is not None]


def _place(label: str, count: int) -> int | None:
    if label.isascii() and label.isdecimal() and len(label) <= 2:
        return int(label) - 1 if 1 <= int(label) <= count else None
    place = LETTERS.find(label.upper()) if len(label) == 1 else -1
    return place if 0 <= place < count else None


def by_words(text: str, shown: Sequence[str]) -> list[int]:
    """The places whose text the words name: one if it is clear, several if it may be any of them,
    none if no text fits."""
    typed = _key(text)
    keys = [_key(each) for each in shown]
    exact = [place for place, key in enumerate(keys) if "".join(key) == "".join(typed)]
    if exact or not typed:
        return exact
    for fits in (_part_of, _holding, _nearly):
        found = [place for place, key in enumerate(keys) if key and fits(typed, key)]
        if fits is _holding:
            found = _widest(found, keys)
        if found:
            return found
    return []


def _key(text: str) -> tuple[str, ...]:
    return tuple(words.singular(word) for word in words.tokens(text))


def _telling(typed: tuple[str, ...]) -> list[str]:
    """What was typed without small words; nothing if only a lone digit or letter is left, which
    would be a label out of range."""
    telling = [word for word in typed if word not in _STOP]
    return telling if len(telling) > 1 or any(len(word) > 1 for word in telling) else []


def _part_of(typed: tuple[str, ...], key: tuple[str, ...]) -> bool:
    """Whether all that was typed stands in the text, and it is more than small words."""
    telling = _telling(typed)
    return bool(telling) and set(telling) <= set(key)


def _holding(typed: tuple[str, ...], key: tuple[str, ...]) -> bool:
    """Whether the whole text stands in what was typed, word after word."""
    span = len(key)
    return any(typed[at : at + span] == key for at in range(len(typed) - span + 1))


def _widest(found: list[int], keys: list[tuple[str, ...]]) -> list[int]:
    """Of texts that hold one another ("batch norm" in "batch norm and dropout") the longest."""
    return [
        place
        for place in found
        if not any(other != place and _holding(keys[other], keys[place]) for other in found)
    ]


def _nearly(typed: tuple[str, ...], key: tuple[str, ...]) -> bool:
    """Typos: every telling word is near one of the text, or the whole is."""
    telling = _telling(typed)
    if words.near("".join(typed), "".join(key)):
        return True
    return 0 < len(telling) <= _MOST_WORDS and all(
        word in key or any(words.near(word, each) for each in key) for word in telling
    )
