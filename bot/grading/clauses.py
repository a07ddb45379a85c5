"""An open answer as clauses of words: where one ends, and which words are negated.

Knows English connectives and nothing of rubrics.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.grading import formulas, negation, words
from bot.grading.wordlists import word_set

# A non-linearity is a thing, not the lack of one: it is one word however it is written.
_WORD = re.compile(
    r"(?<!\w)\d+(?:[.,]\d+)+|\b(?i:non[ -]linearit(?:y|ies))\b|[^\W_]+(?:['’][^\W\d_]+)?"
    r"|(?<![<>=-])[<>≤≥](?![<>=-])"
)
_FOR_INSTANCE = frozenset({("for", "example"), ("for", "instance")})
_INSTANCE_OF = word_set(
    "segmentation segmenting normalization normalisation norm discrimination retrieval"
)
"""Before these "instance" names a method: "for instance segmentation" is no aside."""
# A stop before a space, so that 0.5 and max(0,x) stay whole, or between a word and a capital, where
# the space was forgotten; a dash between spaces, unless it is the minus of "1 - p"; a new line; a
# bullet within a line.
_DASH = r"(?:(?<![\d)\]])(?<!\b\w)\s[-–—]+\s|\s[-–—]+\s(?![\d(]|\w\b))"
_STRONG = re.compile(
    rf"[.;!?:]+(?=\s|\Z)|(?<=[a-z)]{{2}})[.!?](?=[A-Z][a-z])|{_DASH}|—|\n+|[→⇒]|=>|->"
    r"|(?:(?<=\s)|\A)[*•+](?=\s+[A-Z][a-z])"
)
_COMMA = re.compile(r",(?=\s)")
_CONNECTIVES = word_set(
    "but because since so while whereas although though however which therefore thus hence"
    " otherwise else instead"
)
_STANDING_ALONE = 6
"""Words that a piece between commas needs to be a clause; fewer belong to their neighbour."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in one spelling, its stem, where it stands in its clause, and the places of the words
    that negate it (`denied_by`) or say that it is made less (`lessened_by`). `negates` if it is a
    "not" itself, in whatever word."""

    text: str
    stem: str
    clause: int
    begins: int
    ends: int
    denied_by: tuple[int, ...] = ()
    lessened_by: tuple[int, ...] = ()
    negates: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its tokens, and of each clause its text, the first token and the one after the
    last, its formula tokens, as they are and without indices, and the marks that end it, none if
    that is a comma or connective."""

    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    formulas: tuple[tuple[str, ...], ...]
    unindexed: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]

    def shown(self, first: int, last: int) -> str:
        """What was typed from one token to another of the same clause, with the brackets that it
        opens."""
        text = self.texts[self.tokens[first].clause]
        end = self.tokens[last].ends
        piece = text[self.tokens[first].begins : end]
        for mark in text[end:]:
            if mark not in ")]}" or piece.count("(") <= piece.count(")"):
                break
            piece += mark
        return " ".join(piece.split())


def read(text: str) -> Said:
    """The clauses of an answer and their words."""
    tokens: list[Token] = []
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    symbols: list[tuple[str, ...]] = []
    unindexed: list[tuple[str, ...]] = []
    marks: list[str] = []
    for clause, mark in _pieces(_plain(text)):
        members = _members(clause, len(spans), len(tokens))
        formula = formulas.tokens(clause)
        if not members and not formula:
            marks[-1:] = [each + mark for each in marks[-1:]]
            continue
        marks.append(mark)
        spans.append((len(tokens), len(tokens) + len(members)))
        tokens.extend(members)
        texts.append(clause)
        symbols.append(formula)
        unindexed.append(formulas.tokens(formulas.without_indices(clause)))
    return Said(
        tuple(tokens),
        tuple(texts),
        tuple(spans),
        tuple(symbols),
        tuple(unindexed),
        tuple(marks),
    )


def _plain(text: str) -> str:
    """Without Markdown's marks, which say nothing here."""
    unmarked = re.sub(r"(?m)^\s*(?:[-*+>#]+|\d{1,2}[.)])\s+", "\n", text)
    return re.sub(r"[`*]{2,3}|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?![\w{(])|~~|\|\|", "", unmarked)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The clauses as they were typed, each with the mark that ends it."""
    for strong, mark in _at_marks(text):
        *others, last = [piece for part in _at_connectives(strong) for piece in _at_commas(part)]
        yield from ((piece, "") for piece in others if piece.strip())
        yield last, mark


def _at_marks(text: str) -> Iterator[tuple[str, str]]:
    start = 0
    for mark in _STRONG.finditer(text):
        yield text[start : mark.start()], mark[0]
        start = mark.end()
    yield text[start:], ""


def _at_connectives(text: str) -> list[str]:
    found = [
        match
        for match in re.finditer(r"(?<![\w'-])[A-Za-z]+", text)
        if match[0].lower() in _CONNECTIVES and not _belongs(text[match.end() :], match[0].lower())
    ]
    # Of "since otherwise" the first begins the clause.
    ends = [0, *(match.end() for match in found)]
    starts = [
        match.start()
        for match, end in zip(found, ends, strict=False)
        if text[end : match.start()].strip(" ,\n")
    ]
    borders = [0, *starts, len(text)]
    return [text[start:end] for start, end in itertools.pairwise(borders)]


def _belongs(after: str, word: str) -> bool:
    """``instead of`` negates and ``so much`` joins nothing: no clause begins there."""
    following = after.split(maxsplit=1)[:1]
    return following in (["of"], ["much"], ["many"], ["that"]) and word in {"instead", "so"}


def _at_commas(text: str) -> list[str]:
    """Split where both sides could stand alone, and never inside brackets."""
    pieces, start = [], 0
    for comma in _COMMA.finditer(text):
        inside = text.count("(", start, comma.start()) > text.count(")", start, comma.start())
        before, after = text[start : comma.start()], text[comma.end() :]
        alone = min(len(before.split()), len(after.split()), _STANDING_ALONE) == _STANDING_ALONE
        if alone and not inside:
            pieces.append(before)
            start = comma.end()
    return [*pieces, text[start:]]


def _members(clause: str, number: int, start: int) -> list[Token]:
    """The tokens of clause `number`, of which `start` others stand before."""
    found = _words(clause)
    lower = [text for text, _, _ in found]
    commas = {place for place, (_, _, end) in enumerate(found) if clause[end:].lstrip()[:1] == ","}
    scopes = negation.scopes(lower, commas)
    return [
        Token(
            words.american(text := "".join(words.tokens(typed))),
            words.stem(text),
            number,
            begins,
            ends,
            tuple(start + at for at in scopes.denied_by[place]),
            tuple(start + at for at in scopes.lessened_by[place]),
            negation.is_not(lower, place),
        )
        for place, (typed, begins, ends) in enumerate(found)
    ]


def _words(clause: str) -> list[tuple[str, int, int]]:
    """The words in lower case, and where each begins and ends. The "example" of "for example" is
    none: it is no sample."""
    found: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(clause):
        if (word := match[0].lower().replace("’", "'")) not in _INSTANCE_OF:
            found = _without_aside(found)
        spelled = words.SIGNS.get(match[0], word.replace(" ", "-")).split()
        found += [(word, *match.span()) for word in spelled if words.tokens(word)]
    return _without_aside(found)


def _without_aside(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    return found[:-2] if tuple(word for word, _, _ in found[-2:]) in _FOR_INSTANCE else found
