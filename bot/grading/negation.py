"""Which words of a clause a negation covers: "not", "without", "prevents", "instead of" ...

Knows English negators and how far they reach; a clause comes in as lower-case words.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.grading.verbs import SURELY_FINITE
from bot.grading.wordlists import word_set

_NOT = word_set(
    "not no never without cannot cant neither nor none nothing hardly rarely isnt arent wasnt"
    " nobody doesnt dont didnt wont shouldnt couldnt wouldnt lacks lack lacking lacked unable"
    " fails fail failing non"
)
# Verbs that negate what they act on, and in the passive what they follow.
_PREVENT = word_set(
    "prevent prevents prevented preventing avoid avoids avoided avoiding stop stops stopped"
    " stopping forbid forbids forbidding forbidden hinder hinders hindered hindering inhibit"
    " inhibits inhibited inhibiting"
)
# These do not negate ("reduces overfitting"), but what is made less is no more: they meet "no x".
_LESSEN = word_set(
    "reduce reduces reduced reducing break breaks breaking broken discourage discourages"
    " discouraged discouraging eliminate eliminates eliminated eliminating remove removes removed"
    " removing limit limits limited limiting lower lowers lowered lowering decrease decreases"
    " decreased decreasing mitigate mitigates mitigated mitigating less fewer counter counters"
    " weaken weakens weakened weakening suppress suppresses suppressed suppressing solve solves"
    " solved solving fight fights combat combats loses lose lost losing damp damps damped damping"
    " dampen dampens dampened dampening smooth smooths smoothed smoothing"
)
# A verb is one that was acted on ("is avoided") after these; with these a sentence has its verb.
_BE = word_set("is are was were be been being gets get got")
_MODAL = word_set("can could will would must may might should has have does do")
_PAIRS = frozenset(
    {("instead", "of"), ("rather", "than"), ("free", "of"), ("no", "longer"), ("as", "opposed")}
)
# "Doing nothing" is no negation of what follows.
_DO = word_set("do does doing did done")
# After these "not" and "no" deny nothing.
_HARMLESS = frozenset(
    {("not", "only"), ("not", "just"), ("not", "merely"), ("no", "matter"), ("no", "doubt")}
    | {("or", "not"), ("nothing", "but"), ("if", "not"), ("early", "stopping"), ("early", "stop")}
)
_ENDS = word_set(
    "but because since so while whereas although though however which when whenever if unless until"
    " then therefore thus hence instead only it they we you this these he she there it's that's"
    " they're"
)
_AND = frozenset({"and", "or"})
_VERB_AFTER_AND = word_set(
    "is are was were has have does do can will must keeps keep uses use makes make gives give"
    " becomes gets lets helps adds"
)
# Before a negator these make a condition of it: "if there is no bias the line ...".
_THERE_IS = word_set("with there have has")
_BEFORE_A_CONDITION = _THERE_IS | word_set(
    "and but so because since as that then thus hence therefore also if when whenever is are you we"
)
# Where a noun is over: a determiner begins the next one, unless a preposition goes on with it.
_DETERMINERS = word_set("the a an this these each every all its their our your any one both many")
_PREPOSITIONS = word_set("of in on for to from with by at between over like than and or")
_REACH = 9
"""Words after a negator that it can still cover."""
_SUBJECT = 4
"""Words of a subject before its verb."""
_THING = 3
"""Words that name what is lacking, "a" and "using the" not among them."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """For each word the places of the negators that cover it, and of verbs that make it less."""

    denied_by: tuple[tuple[int, ...], ...]
    lessened_by: tuple[tuple[int, ...], ...]


def scopes(clause: Sequence[str], commas: Collection[int] = ()) -> Scopes:
    """The scopes in one clause; `commas` are the places of words that a comma follows."""
    denied: list[list[int]] = [[] for _ in clause]
    lessened: list[list[int]] = [[] for _ in clause]
    for place, word in enumerate(clause):
        negates = _negates(clause, place)
        if not negates and word not in _LESSEN:
            continue
        covered = _covered(clause, place, commas)
        if negates and _is_condition(clause, place):
            covered = _condition(clause, covered)
            # What happens without a thing does not happen with it, so that it meets "no" as well.
            for at in range(covered.stop, min(len(clause), place + 1 + _REACH)):
                lessened[at].append(place)
        for at in covered:
            (denied if negates else lessened)[at].append(place)
    return Scopes(tuple(map(tuple, denied)), tuple(map(tuple, lessened)))


def is_not(clause: Sequence[str], place: int) -> bool:
    """Whether a word of the clause says "not": no verb as "avoids", no turn of speech that denies
    nothing."""
    word = clause[place]
    return _negates(clause, place) and (word in _NOT or word.endswith("n't"))


def _negates(clause: Sequence[str], place: int) -> bool:
    word = clause[place]
    pair = (word, clause[place + 1] if place + 1 < len(clause) else "")
    before = (clause[place - 1] if place else "", word)
    if pair in _HARMLESS or before in _HARMLESS:
        return False
    if word == "nothing" and before[0] in _DO:
        return False
    # "neither a nor b" negates b once, though both words reach it.
    if word == "nor":
        return "neither" not in clause[:place]
    return word in _NOT or word in _PREVENT or word.endswith("n't") or pair in _PAIRS


def _is_condition(clause: Sequence[str], place: int) -> bool:
    """Whether it opens a clause as "without" does in "without a bias the line ..."."""
    before = clause[:place]
    lacks = clause[place] == "without" or (clause[place] == "no" and _THERE_IS & {*before})
    return bool(lacks) and _BEFORE_A_CONDITION.issuperset(before)


def _condition(clause: Sequence[str], covered: range) -> range:
    """What the condition itself covers: up to where the subject or verb of its consequence
    begins."""
    named = 0
    for at in covered:
        first, article = at == covered.start, clause[at] in _DETERMINERS
        after = clause[at - 1] in _PREPOSITIONS or clause[at - 1].endswith("ing")
        if not first and ((article and not after) or clause[at] in _BE | _MODAL):
            return range(covered.start, at)
        named += not (article or clause[at] in _PREPOSITIONS or clause[at].endswith("ing"))
        if named > _THING:
            return range(covered.start, at)
    return covered


def _covered(clause: Sequence[str], place: int, commas: Collection[int]) -> range:
    """The places after a negator; before it for a verb in the passive ("is avoided")."""
    verb = clause[place] in _PREVENT or clause[place] in _LESSEN
    passive = verb and place and clause[place].endswith(("ed", "en"))
    if passive and any(word in _BE for word in clause[max(0, place - 3) : place]):
        return range(_start(clause, place, commas), place)
    end = place + 1
    while end < len(clause) and end - place <= _REACH and not _stops(clause, place, end, commas):
        end += 1
    return range(place + 1, end)


def _start(clause: Sequence[str], place: int, commas: Collection[int]) -> int:
    start = place
    while start and start - 1 not in commas and clause[start - 1] not in _ENDS:
        start -= 1
    return start


def _stops(clause: Sequence[str], place: int, end: int, commas: Collection[int]) -> bool:
    """Whether the scope that began at `place` is over before the word at `end`."""
    word = clause[end]
    if clause[place] == "non":
        return end > place + 1
    if word == "and" and _begins_a_statement(clause, end + 1, commas):
        return True
    if end - 1 in commas and end - 1 > place and not _listed(clause, end):
        return True
    if word in _ENDS:
        # In "nor is it" the pronoun comes after its verb.
        return end > place + (2 if clause[place] == "nor" else 1)
    following = clause[end + 1] if end + 1 < len(clause) else ""
    # "its" is "it's" there as often as not.
    return word in _AND and (following in _VERB_AFTER_AND or following in {*_ENDS, "its"})


def _begins_a_statement(clause: Sequence[str], start: int, commas: Collection[int]) -> bool:
    """Whether a subject and its verb begin there, as in "and the decoder rebuilds it"."""
    for at in range(start, min(len(clause), start + _SUBJECT + 1)):
        if at > start and clause[at] in SURELY_FINITE:
            return True
        if at in commas or clause[at] in _AND or clause[at] in _NOT:
            return False
    return False


def _listed(clause: Sequence[str], end: int) -> bool:
    """After a comma, "or" and "nor" go on with what is denied."""
    return clause[end] in {"or", "nor", "and"}
