"""Compares a short answer as text: case, articles, hyphens, plurals and typos forgiven, guesses and
negations not."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from bot.grading import denials, reading_numbers, words
from bot.grading.cleaning import Unreadable, quoted
from bot.grading.judged import Judged
from bot.grading.wordlists import word_set
from bot.vocabulary import Vocabulary

_LEAD = re.compile(
    r"\A(?:(?:i (?:think|guess|believe|would say)(?: that)?|maybe|probably|likely|perhaps|so|well"
    r"|it(?:'s| is| would be| prints| returns| gives)?|that(?:'s| is)|this is|they(?:'re| are)"
    r"|the answer(?: is)?|answer(?: is)?|called|named|known as|because of|due to|by|with|using|use"
    r"|via|through)\b[\s:,]*|=\s*)+",
    re.IGNORECASE,
)
_BETWEEN_GUESSES = re.compile(r"\s*(?:[,;/|\n]|\bor\b|\bvs\b|\beither\b)\s*", re.IGNORECASE)
# "batch normalization (BN)"; not "dropout (or BN)", which are two guesses.
_ASIDE = re.compile(r"(?<=\w)\s*\((?![^()]*(?:\bor\b|[,;/]))[^()]*\)\Z")
_JOINED = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_BY = re.compile(r"(?<=\d)(?:\s*[xX×*]\s*|\s+by\s+)(?=\d)")
_WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)
_ARTICLES = frozenset({"a", "an", "the"})
_NEGATIONS = word_set("not no non never without isn't don't doesn't aren't cannot can't except but")
# Nouns that say what sort of thing the right word is, typed after it: "dropout layer".
_SORTS = frozenset(
    words.singular(word)
    for word in word_set(
        "layer function method technique algorithm approach trick optimizer operation operator"
        " activation loss model network architecture regularization scheme procedure rule problem"
        " phenomenon effect"
    )
)


def judge(typed: str, rights: Sequence[str], asked: str, vocabulary: Vocabulary) -> Judged:
    """Whether `typed` says one of `rights`. Raises Unreadable for several guesses."""
    read = _LEAD.sub("", typed).strip(" \"'`*").rstrip(".!? ") or typed
    accepted = [right for each in rights for right in (each, *_abbreviated(each, vocabulary))]
    spoken = (read, typed, _ASIDE.sub("", read))
    if any(_says(each, accepted) for each in spoken) or _equal_numbers(read, rights):
        return Judged(True, read)
    guesses = [piece for piece in _BETWEEN_GUESSES.split(read) if words.tokens(piece)]
    if len(guesses) > 1:
        raise Unreadable(f"{quoted(read)} is {len(guesses)} guesses; send one.")
    if _denied(read, accepted):
        return Judged(False, read, denials.NOTE)
    known = _known(accepted, asked, vocabulary)
    if _forgiven(read, accepted, known):
        return Judged(True, read, "The spelling was forgiven.")
    return Judged(False, read)


def _key(text: str) -> list[str]:
    plain = _WITHOUT.sub("without", _BY.sub("x", text))
    return [words.singular(word) for word in words.tokens(plain) if word not in _ARTICLES]


def _says(read: str, accepted: Iterable[str]) -> bool:
    """Letter for letter but for what is always forgiven; nouns of sort may follow."""
    typed = _key(read)
    forms = {"".join(typed)}
    while len(typed) > 1 and typed[-1] in _SORTS:
        typed = typed[:-1]
        forms.add("".join(typed))
    pieces = _pieces(read)
    return any(
        "".join(_key(right)) in forms or (len(pieces) > 1 and _pieces(right) == pieces)
        for right in accepted
        if _key(right)
    )


def _pieces(text: str) -> frozenset[str]:
    """The things joined by "and", in whatever order: "precision and recall"."""
    return frozenset("".join(_key(piece)) for piece in _JOINED.split(text))


@lru_cache(maxsize=1000)
def _abbreviated(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the vocabulary holds to be the whole of `text`, abbreviated or spelled out. Its other
    synonyms are for free text: the one right word is often asked for beside them."""
    wanted = "".join(_key(text))
    return tuple(
        phrase
        for group in vocabulary.synonyms
        if any("".join(_key(each)) == wanted for each in group)
        for phrase in sorted(group)
        if _is_short_for(phrase, text) or _is_short_for(text, phrase)
    )


def _is_short_for(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in this order, from the first on: bn, conv."""
    letters = iter("".join(words.tokens(long)))
    wanted = "".join(words.tokens(short))
    half = 2 * len(wanted) <= len("".join(words.tokens(long))) + 1
    return (
        half and short[:1].lower() == long[:1].lower() and all(each in letters for each in wanted)
    )


def _equal_numbers(read: str, rights: Sequence[str]) -> bool:
    """``1/2`` where the key is the text 0.5; not 9 where it is 3x3."""
    value = _number(read)
    numbers = [right for right in rights if not _BY.search(right)]
    return value is not None and any(value == _number(right) for right in numbers)


def _number(text: str) -> Fraction | None:
    if not re.fullmatch(r"[\d\s.,_+*/^()eE×x·%-]{1,40}", text) or not re.search(r"\d", text):
        return None
    try:
        readings = reading_numbers.read(text)
    except Unreadable:
        return None
    return readings[0].value if len(readings) == 1 else None


def _denied(read: str, accepted: Iterable[str]) -> bool:
    typed = [word for word in words.tokens(read) if word not in _ARTICLES]
    if not any(word in _NEGATIONS for word in typed):
        return False
    kept = "".join(words.singular(word) for word in typed if word not in _NEGATIONS)
    return any(kept.endswith("".join(_key(right))) for right in accepted)


def _known(accepted: Iterable[str], asked: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Words that were meant when they were typed: a typo never lands on one of them."""
    return words.forms((*accepted, asked)) | _of_the_field(vocabulary)


@lru_cache(maxsize=8)
def _of_the_field(vocabulary: Vocabulary) -> frozenset[str]:
    named = (phrase for group in vocabulary.synonyms for phrase in group)
    return words.forms((*vocabulary.terms, *named))


def _forgiven(read: str, accepted: Iterable[str], known: frozenset[str]) -> bool:
    typed = _key(read)
    while len(typed) > 1 and typed[-1] in _SORTS:
        typed = typed[:-1]
    return any(_spelled_nearly(typed, _key(right), known) for right in accepted)


def _spelled_nearly(typed: list[str], wanted: list[str], known: frozenset[str]) -> bool:
    """The same words, each right or nearly so; a hyphen or space may be missing as well."""
    if not wanted or not typed:
        return False
    if len(typed) == len(wanted):
        pairs = list(zip(typed, wanted, strict=True))
        if all(a == b or (a not in known and words.near(a, b)) for a, b in pairs):
            return True
    joined = "".join(typed)
    if joined in known or any(word in known for word in typed if word not in wanted):
        return False
    return words.near(joined, "".join(wanted))
