"""Which words of an answer speak of a thing: by the subject of their statement, the label that
they stand under, or a pronoun that goes on about the sentence before.

Knows how English says what it speaks of; what excludes what is for `sides`.
"""

import itertools
from collections.abc import Iterator

from bot.grading import phases
from bot.grading.clauses import Said
from bot.grading.lexicon import Phrase
from bot.grading.verbs import FINITE, SURELY_FINITE
from bot.grading.wordlists import word_set

Names = frozenset[Phrase]
"""What one thing is called, in stems."""

_REACH = 4
"""Words at the head of a statement among which its subject is looked for."""
_COMPARED = word_set("unlike than versus vs of not no")
"""What follows one of these is what the subject is compared with, or a part of it."""
BEFORE = word_set("a an the one each every")
"""These may stand before the name of a thing."""
_PREFIXES = word_set("auto self semi hyper non un")
"""After these a name is that of another thing: "auto-encoder", "self-supervised"."""
_PRONOUNS = word_set("it its they their them this these")
_SUBJECTS = BEFORE | word_set(
    "it its this that these those they their there we you all both some many most no here then"
)
"""A statement that begins so has a subject of its own; another goes on about the one before."""
_ADVERBS = word_set(
    "also only never always not no mostly often then still even in on at for to with by from as"
    " after before during while which that so thus hence therefore"
)
"""These may stand before a verb, or begin what is no subject."""
_VERB = 3
"""Words after the first of a subject among which its verb is looked for."""
_LEADING = word_set("and so because since therefore thus hence while but also then as that why")
"""These may stand before a pronoun that goes on about the sentence before."""
_BARE = 2
"""Words of a clause that is a mere name, of which "it" does not go on."""
_ARROWS = frozenset({"→", "⇒", "=>", "->"})
_NESTED = 2
"""Labels in a row that are read: "Encoder: in: pixels"."""
_LONGEST_LABEL = 4
"""Words of a label: "Static graph:"."""


def labels(said: Said) -> tuple[tuple[int, ...], ...]:
    """For each clause the clauses that are its labels, the nearest first: that of its sentence
    ("Encoder: compresses"), and the one that ended its line before a list."""
    found: list[tuple[int, ...]] = []
    heading: tuple[int, ...] = ()
    inline: tuple[int, ...] = ()
    for clause, mark in enumerate(said.marks):
        found.append(inline + heading)
        if _is_label(said, clause):
            if "\n" in mark:
                heading, inline = (clause,), ()
            else:
                inline = (clause, *inline)[:_NESTED]
        elif mark.strip(" ;,") or "\n" in mark:
            inline = ()
    return tuple(found)


def _is_label(said: Said, clause: int) -> bool:
    start, end = said.spans[clause]
    typed = [token.text for token in said.tokens[start:end]]
    arrow = said.marks[clause].strip() in _ARROWS
    return (
        (arrow or _introduces(said, clause))
        and 1 <= len(typed) <= _LONGEST_LABEL
        and FINITE.isdisjoint(typed)
    )


def _introduces(said: Said, clause: int) -> bool:
    return said.marks[clause].strip()[:1] == ":"


def places(thing: Names, besides: Names, said: Said, follow: bool = False) -> frozenset[int]:
    """The places in statements about the thing, by whichever of its names, that do not name what
    is `besides` it as well; with `follow` also where a pronoun may stand for it."""
    found: set[int] = set()
    if not named(thing, said, 0, len(said.tokens)):
        return frozenset()
    under = labels(said)
    spoke = False
    for clause, (start, end) in enumerate(said.spans):
        goes_on = _labelled(thing, besides, said, under[clause])
        if goes_on is None:
            goes_on = follow and spoke and _has_pronoun(said, start, end)
        if not goes_on and not named(thing, said, start, end):
            spoke = False
            continue
        speaking = list(_speaking(thing, besides, said, clause, goes_on))
        found.update(place for first, last in speaking for place in range(first, last))
        spoke = bool(speaking) and speaking[0][0] == start and end - start > _BARE
    return frozenset(found)


def named(thing: Names, said: Said, first: int, last: int) -> bool:
    """Whether the thing is named between these places."""
    return any(_begins(thing, said, at, last) for at in range(first, last))


def _labelled(thing: Names, besides: Names, said: Said, under: tuple[int, ...]) -> bool | None:
    """Whether the nearest label that names one of the two names the thing alone; None if none
    does."""
    for label in under:
        span = said.spans[label]
        one, other = named(thing, said, *span), named(besides, said, *span)
        if one or other:
            return one and not other
    return None


def _has_pronoun(said: Said, start: int, end: int) -> bool:
    """Whether a clause begins with "it" or the like, which stands for the subject of the one
    before."""
    words = (token.text for token in said.tokens[start:end])
    return next(itertools.dropwhile(_LEADING.__contains__, words), "") in _PRONOUNS


def _speaking(
    thing: Names, besides: Names, said: Said, clause: int, goes_on: bool
) -> Iterator[tuple[int, int]]:
    """The statements of a clause about the thing: those that name it, those that begin with a verb
    and so go on about the subject of the one before, and all if the clause `goes_on` about it from
    its label or another clause."""
    start, end = said.spans[clause]
    statements = _with_all_subjects(said, phases.statements(said, start, end), thing | besides)
    # "Encoder: compresses, decoder: ..." has the next label behind the last comma.
    until = statements[-1][0] if _introduces(said, clause) else end
    speaks = False
    for number, (first, last) in enumerate(statements):
        own = number > 0 and _has_subject(said, first, last)
        inherits = goes_on and first < until
        speaks = (speaks and not own) or inherits or _about(thing, said, first, last)
        speaks = speaks and not named(besides, said, first, last)
        if speaks:
            yield first, last


def _has_subject(said: Said, first: int, last: int) -> bool:
    """Whether a statement begins with a subject of its own: a pronoun or the like, or some word
    with a verb after it, as in "convolutions are parallel"."""
    joined = said.tokens[first].text == "and" and first + 1 < last
    head, *others = [token.text for token in said.tokens[first + joined : last]]
    if head in _SUBJECTS:
        return True
    lead = head in FINITE or head in _ADVERBS or head.endswith("ly")
    return not lead and not SURELY_FINITE.isdisjoint(others[:_VERB])


def _with_all_subjects(
    said: Said, statements: list[tuple[int, int]], names: Names
) -> list[tuple[int, int]]:
    """The statements, each with the mere names before it: "the axon and the dendrites carry" has
    two subjects."""
    whole: list[tuple[int, int]] = []
    begins: int | None = None
    for first, last in statements:
        start = first if begins is None else begins
        if _is_name(said, first, last, names) and last < statements[-1][1]:
            begins = start
        else:
            whole.append((start, last))
            begins = None
    return whole


def _is_name(said: Said, first: int, last: int, names: Names) -> bool:
    """Whether there is nothing between these places but a name and what may stand before it."""
    typed = said.tokens[first:last]
    rest = itertools.dropwhile(lambda token: token.text in BEFORE | {"and", "both"}, typed)
    return tuple(token.stem for token in rest) in names


def _about(thing: Names, said: Said, first: int, last: int) -> bool:
    """Whether the thing is the subject of the statement between these places."""
    return any(
        _begins(thing, said, at, last)
        and (at == first or said.tokens[at - 1].text not in _COMPARED)
        for at in range(first, min(last, first + _REACH))
    )


def _begins(names: Names, said: Said, at: int, last: int) -> bool:
    """Whether one of the names stands there, within the statement that ends at `last`."""
    if at and said.tokens[at - 1].text in _PREFIXES:
        return False
    stem = (said.tokens[at].stem,)
    return any(
        name[:1] == stem
        and at + len(name) <= last
        and all(said.tokens[at + step].stem == each for step, each in enumerate(name))
        for name in names
    )
