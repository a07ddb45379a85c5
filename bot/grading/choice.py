"""Grades kind choice: right picks minus wrong picks over all right ones, never below 0."""

import re

from bot.bank.question import LETTERS, Choice, Question
from bot.grading import picks
from bot.grading.cleaning import Unreadable, quoted, unwrapped
from bot.ledger import Verdict

GRADER = "choice-1"

_BETWEEN_TEXTS = (
    re.compile(r"\s*[;\n]\s*"),
    re.compile(r"\s*,\s*(?:and\s+)?"),
    re.compile(r"\s+(?:and|&|\+)\s+|\s*,\s*"),
)
_ALL = frozenset({"all", "all of them", "all of these", "all of the above", "everything"})
_SAID = {
    True: re.compile(r"(?:right|correct|true|yes)[.:!]\s+", re.IGNORECASE),
    False: re.compile(r"(?:not right|wrong|incorrect|false|no)[.:!]\s+", re.IGNORECASE),
}
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|not)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|isn't|aren't|except|neither|none|nor|but)\b", re.IGNORECASE)


def grade(question: Question, text: str) -> Verdict:
    """Raises Unreadable for no pick, and for several where one is right."""
    typed = unwrapped(text)
    places = _picked(question, typed)
    if len(places) > 1 and not question.several_right:
        raise Unreadable(f"{_letters(places)} are {len(places)} picks and one is right; send one.")
    return Verdict(
        _score(question.choices, places),
        tuple(_reasons(question.choices, places)),
        read_as=_letters(places),
        grader=GRADER,
    )


def _score(choices: tuple[Choice, ...], places: list[int]) -> float:
    right = sum(choices[place].right for place in places)
    return max(0, 2 * right - len(places)) / sum(choice.right for choice in choices)


def _reasons(choices: tuple[Choice, ...], places: list[int]) -> list[str]:
    """A sentence a pick and a sentence a right option that was missed."""
    sentences = []
    for place, choice in enumerate(choices):
        name = f"{LETTERS[place]} ({' '.join(choice.text.split())})"
        why = _why(choice)
        if place in places:
            word = "right" if choice.right else "not right"
            sentences.append(f"{name} is {word}. {why}".rstrip())
        elif choice.right and sum(each.right for each in choices) > 1:
            sentences.append(f"{name} is right too and was missed. {why}".rstrip())
    return sentences


def _why(choice: Choice) -> str:
    """Without the word that the sentence before has said already ("Right: ...")."""
    said = _SAID[choice.right].match(choice.why)
    if not said:
        return choice.why
    rest = choice.why[said.end() :]
    return rest[:1].upper() + rest[1:]


def _letters(places: list[int]) -> str:
    return ", ".join(LETTERS[place] for place in places)


def _picked(question: Question, text: str) -> list[int]:
    """The places picked, in the order shown, each once."""
    shown = [choice.text for choice in question.choices]
    places = _labelled(question, text, shown)
    if places:
        return places
    if " ".join(text.lower().split()).rstrip(".!") in _ALL and question.several_right:
        return list(range(len(shown)))
    if not any(_ORDINAL.search(each) for each in shown):
        places = picks.by_ordinals(text, len(shown))
        places = places or (picks.but_not(text, len(shown)) if question.several_right else [])
        if places:
            return sorted(set(places))
    explained = picks.explained(text, len(shown))
    if explained and not _NEGATED.search(explained[1]):
        return [explained[0]]
    return _undenied(question, text, shown)


def _labelled(question: Question, text: str, shown: list[str]) -> list[int]:
    """The places of letters, of numbers or of an option's whole text; none if it is none of them.

    The text of one option may be the number of another: "2" beside 1, 4, 2.
    """
    places = sorted(set(picks.by_label(text, len(shown)) or ()))
    possible = len(places) == 1 or question.several_right
    worded = _same_text(text, shown)
    if worded is None:
        # "12" may stand for 12% rather than for two places.
        whole = [] if possible else picks.by_words(text, shown)
        return whole if places and len(whole) == 1 else places
    if places and possible and places != [worded]:
        raise Unreadable(
            f"{quoted(text)} is the text of {LETTERS[worded]} and stands for"
            f" {_letters(places)}; send a letter."
        )
    return [worded]


def _undenied(question: Question, text: str, shown: list[str]) -> list[int]:
    """Picks by their words, unless the text says what is not right ("not dropout")."""
    denial = f"{quoted(text)} says what is not right; send the letter of what is."
    negated = bool(_NEGATED.search(text))
    if negated and not any(_NEGATED.search(each) for each in shown):
        raise Unreadable(denial)
    places = _named(question, picks.without_lead(text), shown)
    if negated and not any(_NEGATED.search(shown[place]) for place in places):
        raise Unreadable(denial)
    return places


def _same_text(text: str, shown: list[str]) -> int | None:
    """The option whose whole text was typed."""
    plain = [_plain(each) for each in shown]
    typed = _plain(text)
    return plain.index(typed) if typed and plain.count(typed) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("`", "").replace("$", "").split()).rstrip(".")


def _named(question: Question, text: str, shown: list[str]) -> list[int]:
    """Picks by their words; several only where several may be right."""
    whole = picks.by_words(text, shown)
    if len(whole) == 1 and not question.several_right:
        return whole
    several = _several(text, shown)
    if several or len(whole) == 1:
        return several or whole
    example = f"{LETTERS[0]}, {LETTERS[1]}" if question.several_right else LETTERS[0]
    last = LETTERS[len(shown) - 1]
    if whole:
        raise Unreadable(
            f"{quoted(text)} fits {_letters(whole)}; send A to {last}, like {example}."
        )
    raise Unreadable(
        f"I cannot tell which option {quoted(text)} is; send a letter from A to {last},"
        f" like {example}."
    )


def _several(text: str, shown: list[str]) -> list[int]:
    """The places of texts that are joined by commas, "and" or lines; none if any is unclear."""
    for border in _BETWEEN_TEXTS:
        pieces = [piece for piece in border.split(text) if piece.strip()]
        if 1 < len(pieces) <= 2 * len(shown):
            found = [_piece(piece, shown) for piece in pieces]
            if all(len(places) == 1 for places in found):
                return sorted({place for places in found for place in places})
    return []


def _piece(piece: str, shown: list[str]) -> list[int]:
    return picks.by_label(piece, len(shown)) or picks.by_words(piece, shown)
