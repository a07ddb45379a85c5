"""Which words of an answer speak of something else than a key point is about, so that what is said
of the decoder is not taken for the encoder, nor what is said of the axon for the dendrites.

What excludes what comes from the vocabulary's pairs, and from the question itself: the things that
it asks about side by side, and with which its key points begin. Training and inference, which are
times, are `phases`' business.
"""

import itertools
from collections.abc import Iterator
from functools import lru_cache

from bot.bank.question import Question
from bot.grading import clauses, lexicon, phases, words
from bot.grading.clauses import Said
from bot.grading.lexicon import Phrase
from bot.grading.wordlists import word_set
from bot.vocabulary import Vocabulary

Names = frozenset[Phrase]

_REACH = 4
"""Words at the head of a statement among which its subject is looked for."""
_COMPARED = word_set("unlike than versus vs of not no")
"""What follows one of these is what the subject is compared with, or a part of it."""
_BEFORE = word_set("a an the one each every")
"""These may stand before the thing that a key point's sentence begins with."""
_SMALL = _BEFORE | word_set(
    "it its that this these those they there for of in at on to by with without and or as if when"
    " while what which how why is are was has have does do can may must not no only both too so"
    " than from into over under after before during some any all most more less"
)
"""The name of a thing ends before one of these."""
_SUBJECTS = _BEFORE | word_set(
    "it its this that these those they their there we you all both some many most no here then"
)
"""A statement that begins so has a subject of its own; another goes on about the one before."""
_GENERAL = frozenset((stem,) for stem in word_set("layer network model unit neuron data input"))
"""Too general to exclude one another: a statement on pooling may well begin with "the layer"."""
_LONGEST = 3
"""Words in the name of a thing that the question asks about."""
_SIDE_BY_SIDE = 6
"""Words of the question between two things that it asks about side by side."""


def foreign(
    question: Question, sentence: str, said: Said, vocabulary: Vocabulary
) -> frozenset[int]:
    """The places in statements whose subject is something else than a key point's sentence names,
    and which do not name that as well."""
    sentences = tuple(point.text for point in question.points)
    excluded = _excluded(question.ask, sentences, sentence, vocabulary)
    if not excluded:
        return frozenset()
    found: set[int] = set()
    for start, end in said.spans:
        statements = phases.statements(said, start, end)
        for own, other in excluded:
            whole = _with_all_subjects(said, statements, own | other)
            found.update(_speaking_of(other, own, said, whole))
    return frozenset(found)


@lru_cache(maxsize=4_000)
def _excluded(
    ask: str, sentences: tuple[str, ...], sentence: str, vocabulary: Vocabulary
) -> tuple[tuple[Names, Names], ...]:
    """What a sentence names, and what it excludes: by the question, and by pairs of opposites."""
    said = clauses.read(sentence)
    return (*_of_question(_things(ask, sentences), said, vocabulary), *_opposites(said, vocabulary))


def _speaking_of(
    other: Names, own: Names, said: Said, statements: list[tuple[int, int]]
) -> Iterator[int]:
    """The places in a clause's statements about the other thing; one that begins with a verb goes
    on about the subject of the one before it."""
    speaks = False
    for first, last in statements:
        joined = said.tokens[first].text == "and" and first + 1 < last
        begins = said.tokens[first + joined].text
        speaks = (speaks and begins not in _SUBJECTS) or _about(other, said, first, last)
        speaks = speaks and not _named(own, said, first, last)
        if speaks:
            yield from range(first, last)


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
    named = itertools.dropwhile(lambda token: token.text in _BEFORE | {"and", "both"}, typed)
    return tuple(token.stem for token in named) in names


def _opposites(said: Said, vocabulary: Vocabulary) -> Iterator[tuple[Names, Names]]:
    """Of the pairs of which a sentence names one side only that side, and the other."""
    for one, other in lexicon.compiled(vocabulary).opposites:
        names_one, names_other = (_named(each, said, 0, len(said.tokens)) for each in (one, other))
        if names_one != names_other:
            yield (one, other) if names_one else (other, one)


def _of_question(
    things: Names, said: Said, vocabulary: Vocabulary
) -> Iterator[tuple[Names, Names]]:
    """The things a sentence names of those that the question asks about, with their synonyms, and
    the others."""
    wide = {thing: _with_synonyms(thing, vocabulary) for thing in things}
    named = [thing for thing in things if _named(wide[thing], said, 0, len(said.tokens))]
    own = frozenset(itertools.chain.from_iterable(wide[thing] for thing in named))
    if own and things - own:
        yield own, things - own


def _with_synonyms(thing: Phrase, vocabulary: Vocabulary) -> Names:
    compiled = lexicon.compiled(vocabulary)
    sets = compiled.sets(thing)
    same = (phrase for phrase, numbers in compiled.sets_of.items() if numbers & sets)
    return frozenset({thing, *same})


def _things(ask: str, sentences: tuple[str, ...]) -> Names:
    """With what key points begin, if the question asks about it beside another such thing:
    "what do the dendrites, synapses, cell body and axon do"."""
    asked = [words.stem(word) for word in words.tokens(ask)]
    found = {head for sentence in sentences if (head := _head(sentence, asked))} - _GENERAL
    # "Hidden" of "Hidden and output layers" is "hidden layer" of another sentence.
    heads = {head for head in found if not any(_begins_with(other, head) for other in found)}
    places = sorted(
        (at, at + len(head), head)
        for head in heads
        for at in range(len(asked))
        if tuple(asked[at : at + len(head)]) == head
    )
    beside = [
        (one[2], other[2])
        for one, other in itertools.pairwise(places)
        if one[2] != other[2] and other[0] - one[1] <= _SIDE_BY_SIDE
    ]
    return frozenset(itertools.chain.from_iterable(beside))


def _head(sentence: str, asked: list[str]) -> Phrase | None:
    """The most words at the head of a sentence, up to a small one, that stand in the question as
    well."""
    typed = itertools.dropwhile(_BEFORE.__contains__, words.tokens(sentence))
    named = itertools.takewhile(lambda word: word not in _SMALL, typed)
    stems = [words.stem(word) for word in named]
    for length in range(min(_LONGEST, len(stems)), 0, -1):
        head = tuple(stems[:length])
        if any(tuple(asked[at : at + length]) == head for at in range(len(asked))):
            return head
    return None


def _begins_with(longer: Phrase, shorter: Phrase) -> bool:
    return len(longer) > len(shorter) and longer[: len(shorter)] == shorter


def _about(side: Names, said: Said, first: int, last: int) -> bool:
    """Whether one of these is the subject of the statement between these places."""
    return any(
        _begins(side, said, at, last) and (at == first or said.tokens[at - 1].text not in _COMPARED)
        for at in range(first, min(last, first + _REACH))
    )


def _named(side: Names, said: Said, first: int, last: int) -> bool:
    return any(_begins(side, said, at, last) for at in range(first, last))


def _begins(side: Names, said: Said, at: int, last: int) -> bool:
    """Whether one of the names stands there, within the statement that ends at `last`."""
    return any(
        at + len(name) <= last
        and all(said.tokens[at + step].stem == each for step, each in enumerate(name))
        for name in side
    )
