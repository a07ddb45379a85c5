"""Grades kind order: the share of pairs that stand in the right order."""

import itertools
import re

from bot.bank import draws
from bot.bank.question import LETTERS, Question, Variant
from bot.grading import picks
from bot.grading.cleaning import Unreadable, quoted, unwrapped
from bot.ledger import Verdict

GRADER = "order-1"

_BETWEEN = (
    re.compile(r"\s*\n\s*(?:[-*]\s+)?"),
    re.compile(r"\s*(?:[-=]*>|→|;)\s*(?:then\s+)?"),
    re.compile(r"\s*(?:[-=]*>|→|;|,)\s*(?:(?:and\s+)?then\s+|and\s+)?"),
    re.compile(r"\s*(?:[-=]*>|→|;|,|\band then\b|\bthen\b|\bfollowed by\b|\band\b)\s*"),
)
_PLACES = re.compile(r"(?:\A|(?<=[\s,;]))(\d{1,2})[.):]\s*(?=[A-Za-z])")
_RANK = re.compile(r"\b([A-Za-z])\s*[=:]\s*(\d{1,2})\b")
_RANKED = re.compile(rf"\s*(?:{_RANK.pattern}[\s,;.]*)+")
_PLACED = re.compile(r"\s+(?:comes\s+)?(?:first|next|last)\s*\Z", re.IGNORECASE)
_BACKWARDS = re.compile(r"<[-=]|[←⇐⟵]")
_NUMBERED = re.compile(
    r"\A\s*(?:\d{1,2}[.)]\s+|(?:first|second|third|fourth|next|then|last|final)(?:ly)?\b[\s,:]+)+(?=\S)",
    re.IGNORECASE,
)


def grade(question: Question, variant: Variant, text: str) -> Verdict:
    """Raises Unreadable unless every item is named once."""
    shown = draws.shown_items(question, variant)
    places = _sequence(unwrapped(text), shown)
    positions = [variant.order[place] for place in places]
    pairs = list(itertools.combinations(range(len(places)), 2))
    wrong = [(a, b) for a, b in pairs if positions[a] > positions[b]]
    return Verdict(
        (len(pairs) - len(wrong)) / len(pairs) if pairs else 1.0,
        (_reason(shown, places, wrong, len(pairs)),),
        read_as=", ".join(LETTERS[place] for place in places),
        grader=GRADER,
    )


def _reason(
    shown: tuple[str, ...], places: list[int], wrong: list[tuple[int, int]], pairs: int
) -> str:
    """Names the first pair that is the wrong way round, a neighbouring one if there is any (there
    always is)."""
    if not wrong:
        return "Every item stands in its place."
    first, second = next(pair for pair in wrong if pair[1] == pair[0] + 1)
    earlier, later = places[second], places[first]
    right = pairs - len(wrong)
    return (
        f"{_name(shown, earlier)} comes before {_name(shown, later)}, not after;"
        f" {right} of {pairs} pairs stand in the right order."
    )


def _name(shown: tuple[str, ...], place: int) -> str:
    return f"{LETTERS[place]} ({' '.join(shown[place].split())})"


def _sequence(text: str, shown: tuple[str, ...]) -> list[int]:
    """The places in the order that was typed."""
    if _BACKWARDS.search(text):
        raise Unreadable(f"{quoted(text)} points backwards; send what comes first first.")
    text = _by_rank(_without_numbering(text))
    places = picks.by_label(text, len(shown))
    if places is None:
        places = _by_words(text, shown)
    missing = [LETTERS[place] for place in range(len(shown)) if place not in places]
    twice = sorted({LETTERS[place] for place in places if places.count(place) > 1})
    if missing or twice:
        complaints = [f"{', '.join(missing)} missing"] if missing else []
        complaints += [f"{', '.join(twice)} named twice"] if twice else []
        example = " ".join(LETTERS[: len(shown)])
        raise Unreadable(
            f"{' and '.join(complaints)}; send all {len(shown)} once, in order, like {example}."
        )
    return places


def _without_numbering(text: str) -> str:
    """``1. B 2. D`` as ``B D``, if the numbers count from one."""
    counted = [int(number) for number in _PLACES.findall(text)]
    return _PLACES.sub("\n", text) if counted == list(range(1, len(counted) + 1)) else text


def _by_rank(text: str) -> str:
    """``B=1, D=2, A=3`` as ``B D A``."""
    if not _RANKED.fullmatch(text):
        return text
    ranks = {int(rank): label for label, rank in _RANK.findall(text)}
    return " ".join(ranks[rank] for rank in sorted(ranks))


def _by_words(text: str, shown: tuple[str, ...]) -> list[int]:
    for border in _BETWEEN:
        pieces = [_unplaced(piece) for piece in border.split(text) if piece.strip()]
        if not 1 < len(pieces) <= 2 * len(shown):
            continue
        found = [_piece(piece, shown) for piece in pieces]
        if all(len(places) == 1 for places in found):
            return [place for places in found for place in places]
    example = " ".join(LETTERS[: len(shown)])
    raise Unreadable(
        f"{quoted(text)} does not name the items in order; send their letters, like {example}."
    )


def _unplaced(piece: str) -> str:
    """``first B`` and ``B first`` as ``B``."""
    return _PLACED.sub("", _NUMBERED.sub("", piece))


def _piece(piece: str, shown: tuple[str, ...]) -> list[int]:
    return picks.by_label(piece, len(shown)) or picks.by_words(piece, shown)
