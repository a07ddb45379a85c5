"""Whether an open answer says something: not the question again, not keywords in a row."""

import re

from bot.grading import words
from bot.grading.clauses import Said
from bot.grading.wordlists import word_set

# Words that tie others to a statement: who does what to whom, when and why.
_TIES = word_set(
    "a an the this that these those it its it's they them their we our you your i he his she"
    " there here is are was were be been being am do does did has have had can could will would"
    " should may might must of to in on at by for from with into onto between during after"
    " before when while if then than as so because since but until within across via like which"
    " who what how why where doesn't don't isn't aren't can't cannot won't makes make gives give"
    " gets get uses use used lets let keeps becomes become means helps help causes cause leads"
    " works goes"
)
_SMALL = _TIES | word_set(
    "not no nor also each every all both some any more less most under without about per up down"
    " out off instead once one same such other another using mean lead work go and or keep only"
    " just still again through over"
)
_ASKS_FOR_A_LIST = re.compile(
    r"\b(?:name|list|enumerate|mention|give (?:some |an? |two |three |four )?(?:examples?|samples?)"
    r"|which (?:kinds|types|classes|families|ones|of)|what (?:kinds|types|classes|families)"
    r"|what are|examples? of|into different classes)\b|,\s*which\?",
    re.IGNORECASE,
)
_ASKS_FOR_MORE = re.compile(r"\b(?:why|how|explain|describe|what happens)\b", re.IGNORECASE)
_SHORTEST_LIST = 4
_WORDS_A_TIE = 12
"""Words to one that ties them, from which on they are a list; a statement has one in two to six."""
_COPIED = 5
"""Words in a row that are the question's own, not the answer's."""


def is_echo(said: Said, asked: str) -> bool:
    """Whether nearly every telling word of the answer is the question's."""
    telling = [token.stem for token in said.tokens if token.text not in _SMALL]
    own = {words.stem(word) for word in words.tokens(asked)}
    if not telling:
        return False
    copied = copied_tokens(said, asked)
    fresh = sum(stem not in own for stem in telling)
    return fresh * 10 <= len(telling) and (len(copied) * 2 >= len(said.tokens) or len(telling) < 4)


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


def is_list(said: Said, asked: str) -> bool:
    """Whether it is keywords without a statement, where the question asks for more than names."""
    names_will_do = _ASKS_FOR_A_LIST.search(asked) and not _ASKS_FOR_MORE.search(asked)
    if names_will_do or len(said.tokens) < _SHORTEST_LIST:
        return False
    ties = [_ties(said, clause) for clause in range(len(said.spans))]
    lengths = [_length(said, clause) for clause in range(len(said.spans))]
    bare = sum(length for length, tied in zip(lengths, ties, strict=True) if not tied)
    return sum(ties) * _WORDS_A_TIE < sum(lengths) or bare * 10 >= sum(lengths) * 6


def _length(said: Said, clause: int) -> int:
    """The words of a clause but for the letters of formulas."""
    start, end = said.spans[clause]
    return sum(len(token.text) > 1 for token in said.tokens[start:end])


def _ties(said: Said, clause: int) -> int:
    """How many words of a clause tie the others together; an equation is a statement as well."""
    start, end = said.spans[clause]
    words_that_tie = sum(token.text in _TIES for token in said.tokens[start:end])
    return words_that_tie + said.formulas[clause].count("=")
