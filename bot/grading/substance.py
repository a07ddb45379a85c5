"""Whether an open answer says something: not the question again, not keywords in a row."""

import re
from collections.abc import Sequence

from bot.grading import negation, words
from bot.grading.clauses import Said
from bot.grading.verbs import FINITE
from bot.grading.wordlists import word_set

TIES = word_set(
    "a an the this that these those it its it's they them their we our you your i he his she"
    " there here is are was were be been being am do does did has have had can could will would"
    " should may might must of to in on at by for from with into onto between during after"
    " before when while if then than as so because since but until within across via like which"
    " who what how why where doesn't don't isn't aren't can't cannot won't makes make gives give"
    " gets get uses use used using lets let keeps becomes become means helps help causes cause"
    " leads works goes gave made got became led let helped caused us"
)
"""Words that tie others to a statement: who does what to whom, when and why."""
_SMALL = TIES | word_set(
    "not no nor also each every all both some any more less most under without about per up down"
    " out off instead once one same such other another using mean lead work go and or keep only"
    " just still again through over"
)
_ASKS_FOR_A_LIST = re.compile(
    r"\b(?:name|list|enumerate|mention|give (?:some |an? |two |three |four )?(?:examples?|samples?)"
    r"|which (?:kinds|types|classes|families|ones|of(?! them))"
    r"|what (?:kinds|types|classes|families)|what are|examples? of|into different classes)\b"
    r"|,\s*which\?",
    re.IGNORECASE,
)
_ASKS_FOR_MORE = re.compile(
    r"\b(?:why|how|explain|describe|define|what happens|jobs?|roles?|purposes?|differs?"
    r"|differences?|contrast|compare|contribut\w*|(?:say|tell) (?:wh\w+|how))\b",
    re.IGNORECASE,
)
_ASKS_TO_CONTRAST = re.compile(
    r"\b(?:differ\w*|contrast\w*|compar\w+|distinguish\w*|versus|vs|rather than|instead of|than)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"(?<=[.?!])\s+")
_SHORTEST_LIST = 4
_WORDS_A_TIE = 11
_WORDS_A_VERB = 5
"""Words to one that ties them, from which on they are a list; a statement has one in two to six.
Fewer to a verb: no other word ties a statement that is as short as "Pooling shrinks maps"."""
_PIECES = 5
_SHORT_PIECE = 3
_PIECE = re.compile(r"[,;\n]|\band\b|\.\s")
_STATEMENTS = re.compile(r"[.;!?]+(?=\s|\Z)|\n+|,(?=[\w\s'-]{1,30}(?::|\(|[-=]>|→))")
_AFTER_A_LABEL = re.compile(r"[:=](?=\s)|[-=]>|→|\((?=[^()]*\)\s*\Z)")
_VERSUS = re.compile(r"\b(?:vs|versus)\b\.?", re.IGNORECASE)
_SHORTEST_SIDE = 3
"""Words on each side of a "vs" that make it a contrast, not a pair of names."""
_LABELS = 2
"""Labels in a row, of which the first is a heading: "Generator: in: noise"."""
_LONGEST_LABEL = 4
_LONGEST_LABELLED = 9
"""Words after a label; more are keywords, or a sentence that ties itself."""
_HYPHEN = re.compile(r"-(?=\w)")
_TO_A_HYPHEN = re.compile(r"(?<=\w)-\Z")
_COPIED = 5
"""Words in a row that are the question's own, not the answer's."""


def is_echo(said: Said, asked: str) -> bool:
    """Whether nearly every telling word of the answer is the question's."""
    telling = [token.stem for token in said.tokens if token.text not in _SMALL]
    own = {words.stem(word) for word in words.tokens(asked)}
    if not telling or _denies(said.texts) > _denies([asked]):
        return False
    copied = copied_tokens(said, asked)
    fresh = sum(stem not in own for stem in telling)
    return fresh * 10 <= len(telling) and (len(copied) * 2 >= len(said.tokens) or len(telling) < 4)


def _denies(texts: Sequence[str]) -> bool:
    """Whether anything is negated: "no parameters" is an answer to "how many parameters?"."""
    return any(any(negation.scopes(words.tokens(text)).denied_by) for text in texts)


def copied_tokens(said: Said, asked: str) -> frozenset[int]:
    """The places of words that repeat a stretch of the question."""
    source = [words.stem(word) for word in words.tokens(asked)]
    stretches = {tuple(source[at : at + _COPIED]) for at in range(len(source) - _COPIED + 1)}
    stems = [token.stem for token in said.tokens]
    return frozenset(
        place
        for at in range(len(stems) - _COPIED + 1)
        if tuple(stems[at : at + _COPIED]) in stretches
        for place in range(at, at + _COPIED)
    )


def is_list(said: Said, text: str, asked: str) -> bool:
    """Whether it is keywords without a statement, where the question asks for more than names.
    `said` are the clauses of `text`."""
    if len(said.tokens) < _SHORTEST_LIST or _names_will_do(asked) or _is_labelled(text):
        return False
    if _ASKS_TO_CONTRAST.search(asked) and _is_contrast(text):
        return False
    tied = [_tied(said, clause) for clause in range(len(said.spans))]
    lengths = [_length(said, clause) for clause in range(len(said.spans))]
    bare = sum(length for length, most in zip(lengths, tied, strict=True) if not most)
    few = sum(tied) < sum(lengths) or bare * 10 >= sum(lengths) * 6
    return few or _is_in_pieces(said)


def _names_will_do(asked: str) -> bool:
    """Whether a bare list answers all of the question: nothing in it asks for more, and nor does a
    second question beside the one that asks for names."""
    names = bool(_ASKS_FOR_A_LIST.search(asked)) and not _ASKS_FOR_MORE.search(asked)
    questions = [each for each in _REQUEST.split(asked) if each.rstrip().endswith("?")]
    return names and all(_ASKS_FOR_A_LIST.search(each) for each in questions)


def _is_contrast(text: str) -> bool:
    """Whether most of it sets one thing against another, with a few words on each: "CNN: local
    windows vs RNN: one step after another"."""
    found = [each for each in _STATEMENTS.split(text) if _contrasts(each)]
    return sum(len(_words_in(each)) for each in found) * 10 >= len(_words_in(text)) * 6


def _contrasts(statement: str) -> bool:
    sides = _VERSUS.split(statement)
    return len(sides) == 2 and all(
        _SHORTEST_SIDE <= len(_words_in(each)) <= _LONGEST_LABEL + _LONGEST_LABELLED
        and each.count(",") <= 1
        for each in sides
    )


def _is_labelled(text: str) -> bool:
    """Whether most of it says a few words each of several things: "Axon: output. Bias: offset"."""
    found = [_labelled(each) for each in _STATEMENTS.split(text)]
    return sum(map(bool, found)) > 1 and sum(found) * 10 >= len(_words_in(text)) * 6


def _labelled(statement: str) -> int:
    """The words of a label and what is said of it; 0 if it is no such pair, or heads a list."""
    *labels, said = _AFTER_A_LABEL.split(statement)
    if not 1 <= len(labels) <= _LABELS or said.count(",") > 1:
        return 0
    name, told = sum(len(_words_in(each)) for each in labels), len(_words_in(said))
    fits = 1 <= name <= _LONGEST_LABEL and 1 <= told <= _LONGEST_LABELLED
    return name + told if fits else 0


def _words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _is_in_pieces(said: Said) -> bool:
    """Whether nearly all of it are pieces of a few words, joined by commas, lines or "and"."""
    pieces = [piece.split() for piece in _PIECE.split("\n".join(said.texts)) if piece.strip()]
    short = sum(len(piece) for piece in pieces if _is_short(piece))
    return len(pieces) >= _PIECES and short * 10 >= sum(map(len, pieces)) * 8


def _is_short(piece: Sequence[str]) -> bool:
    return len(piece) <= _SHORT_PIECE and FINITE.isdisjoint(map(str.lower, piece))


def _compound(said: Said, at: int) -> bool:
    """Whether a word is one of several with hyphens ("end-to-end", "i-th"), which ties nothing."""
    token, text = said.tokens[at], said.texts[said.tokens[at].clause]
    return bool(_TO_A_HYPHEN.search(text[: token.begins]) or _HYPHEN.match(text[token.ends :]))


def _length(said: Said, clause: int) -> int:
    """The words of a clause but for the letters of formulas."""
    start, end = said.spans[clause]
    return sum(len(token.text) > 1 for token in said.tokens[start:end])


def _tied(said: Said, clause: int) -> int:
    """How many words those of a clause can tie together; an equation is a statement as well."""
    start, end = said.spans[clause]
    texts = [said.tokens[at].text for at in range(start, end) if not _compound(said, at)]
    ties = sum(text in TIES for text in texts) + said.formulas[clause].count("=")
    return ties * _WORDS_A_TIE + sum(text in FINITE for text in texts) * _WORDS_A_VERB
