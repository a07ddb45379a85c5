"""Which words of an answer speak of something else than a key point is about, so that what is said
of the decoder is not taken for the encoder, nor what is said of the axon for the dendrites.

What excludes what comes from the vocabulary's pairs, and from the question itself: the things that
it asks about side by side, and with which its key points begin. Training and inference, which are
times, are `phases`' business.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.bank.question import KeyPoint, Question
from bot.grading import clauses, cues, lexicon, speaking, words
from bot.grading.clauses import Said
from bot.grading.cues import Cue
from bot.grading.lexicon import Phrase
from bot.grading.matching import Hit, Matcher
from bot.grading.speaking import BEFORE, Names
from bot.grading.wordlists import word_set
from bot.vocabulary import Vocabulary

_SMALL = BEFORE | word_set(
    "it its that this these those they there for of in at on to by with without and or as if when"
    " while what which how why is are was has have does do can may must not no only both too so"
    " than from into over under after before during some any all most more less"
)
"""The name of a thing ends before one of these."""
_GENERAL = frozenset((stem,) for stem in word_set("layer network model unit neuron data input"))
"""Too general to exclude one another: a statement on pooling may well begin with "the layer"."""
_LONGEST = 3
"""Words in the name of a thing that the question asks about."""
_SIDE_BY_SIDE = 6
"""Words of the question between two things that it asks about side by side."""


Alternatives = tuple[frozenset[int], ...]
"""For each cue of a point the numbers of some of its alternatives."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where some alternatives of a cue, by their numbers, are said of something else."""

    places: tuple[tuple[frozenset[int], frozenset[int]], ...] = ()

    def holds(self, hit: Hit) -> bool:
        return any(
            hit.alternative in alternatives and not places.isdisjoint(hit.tokens)
            for alternatives, places in self.places
        )


@dataclass(frozen=True, slots=True)
class _Exclusion:
    """What the `bound` alternatives of a point's cues are about, and what they are not; `firm` if
    the two are a pair of the vocabulary, so that a pronoun may stand for the other. With things of
    the question it may well be what all of the question is about."""

    own: Names
    other: Names
    firm: bool
    bound: Alternatives


def foreign(
    question: Question, point: KeyPoint, said: Said, vocabulary: Vocabulary
) -> tuple[Elsewhere, ...]:
    """For each cue of a key point, forbidden ones left out, the places in statements whose subject
    is something else than what the point's sentence says it of, and which do not name that as
    well."""
    sentences = tuple(each.text for each in question.points)
    wanted = tuple(text for text in point.cues if not cues.parse(text).forbidden)
    excluded = _excluded(question.ask, sentences, point.text, wanted, vocabulary)
    places = [speaking.places(each.other, each.own, said, each.firm) for each in excluded]
    return tuple(
        Elsewhere(
            tuple((e.bound[number], at) for e, at in zip(excluded, places, strict=True) if at)
        )
        for number in range(len(wanted))
    )


@lru_cache(maxsize=4_000)
def _excluded(
    ask: str,
    sentences: tuple[str, ...],
    sentence: str,
    wanted: tuple[str, ...],
    vocabulary: Vocabulary,
) -> tuple[_Exclusion, ...]:
    """What a sentence excludes: by what the question asks about, and by pairs of opposites."""
    said = clauses.read(sentence)
    pairs = lexicon.compiled(vocabulary).opposites
    asked = _of_question(_things(ask, sentences), said, vocabulary)
    sides = [
        *((own, other, False) for own, other in asked),
        *((own, other, True) for pair in pairs for own, other in itertools.permutations(pair)),
    ]
    matcher = Matcher(said, lexicon.compiled(vocabulary))
    found = (
        _Exclusion(own, other, firm, _bound(own, other, said, matcher, wanted))
        for own, other, firm in sides
        if _names(own, said)
    )
    return tuple(dict.fromkeys(each for each in found if any(each.bound)))


def _bound(
    own: Names, other: Names, said: Said, matcher: Matcher, wanted: Sequence[str]
) -> Alternatives:
    """The alternatives that a sentence says of the one alone: all if it does not name the other."""
    parsed = [cues.parse(text) for text in wanted]
    if not _names(other, said):
        return tuple(frozenset(range(len(cue.alternatives))) for cue in parsed)
    told = speaking.places(own, other, said, follow=True)
    return tuple(_told(cue, matcher.hits(cue), told) for cue in parsed)


def _told(cue: Cue, hits: Sequence[Hit], told: frozenset[int]) -> frozenset[int]:
    """The alternatives that are met in what is told of the one: of "L1 makes weights zero, L2
    small" `zero`; and where only such are met, those that the sentence does not use as well."""
    met = {hit.alternative for hit in hits}
    elsewhere = {hit.alternative for hit in hits if not _is_told(hit, told)}
    if met and not elsewhere:
        return frozenset(range(len(cue.alternatives)))
    return frozenset(met - elsewhere)


def _is_told(hit: Hit, told: frozenset[int]) -> bool:
    """Whether it is said of the one; of "the input layer has no weights" they are said of none."""
    return bool(hit.tokens) and told.issuperset(hit.tokens) and not hit.denied


def _of_question(
    things: Names, said: Said, vocabulary: Vocabulary
) -> Iterator[tuple[Names, Names]]:
    """The things a sentence names of those that the question asks about, with their synonyms, and
    the others; and each that it names, and the others that it names."""
    wide = {thing: _with_synonyms(thing, vocabulary) for thing in things}
    named = [thing for thing in things if _names(wide[thing], said)]
    own = frozenset(itertools.chain.from_iterable(wide[thing] for thing in named))
    if own and things - own:
        yield own, things - own
    yield from ((wide[one], own - wide[one]) for one in named if own - wide[one])


def _names(thing: Names, said: Said) -> bool:
    return speaking.named(thing, said, 0, len(said.tokens))


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
    typed = itertools.dropwhile(BEFORE.__contains__, words.tokens(sentence))
    named = itertools.takewhile(lambda word: word not in _SMALL, typed)
    stems = [words.stem(word) for word in named]
    for length in range(min(_LONGEST, len(stems)), 0, -1):
        head = tuple(stems[:length])
        if any(tuple(asked[at : at + length]) == head for at in range(len(asked))):
            return head
    return None


def _begins_with(longer: Phrase, shorter: Phrase) -> bool:
    return len(longer) > len(shorter) and longer[: len(shorter)] == shorter
