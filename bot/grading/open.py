"""Grades kind open: the key points that an answer makes, less the misconceptions it shows."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.bank.question import KeyPoint, Misconception, Question
from bot.grading import clauses, lexicon, phases, points, sides, substance
from bot.grading.clauses import Said
from bot.grading.matching import Matcher
from bot.grading.phases import Phase
from bot.grading.points import Met
from bot.ledger import PointVerdict, Verdict
from bot.vocabulary import Vocabulary

GRADER = "open-1"

_CREDIT = {"covered": Fraction(1), "unsure": Fraction(1, 2), "missed": Fraction(0)}
_LIST_CAP = Fraction(1, 10)
"""What a list of keywords without a statement earns at most."""

BY_YOUR_WORD = "by your word"


def grade(
    question: Question, text: str, vocabulary: Vocabulary, confirmed: frozenset[int]
) -> Verdict:
    """The covered weight over all weight, less 1 for each misconception; an unsure point is half.

    Unsure points among `confirmed` are covered by the person's word.
    """
    said = clauses.read(text)
    if substance.is_echo(said, question.ask):
        judged = tuple(_verdict(point, points.MISSED) for point in question.points)
        return Verdict(0.0, ("That is the question again.",), judged, grader=GRADER)
    matcher = Matcher(said, lexicon.compiled(vocabulary))
    judged = tuple(
        _confirmed(point, at in confirmed)
        for at, point in enumerate(_judged(question, said, matcher, vocabulary))
    )
    believed = [
        each
        for each in question.misconceptions
        if points.judge(each.cues, matcher).state == "covered"
    ]
    score = _score(judged, len(believed))
    reasons = [_told(each) for each in believed]
    if score > _LIST_CAP and substance.is_list(said, text, question.ask):
        score = _LIST_CAP
        reasons.append(
            "A list of words without a statement earns a tenth at most; say how and why."
        )
    return Verdict(float(score), tuple(reasons), judged, grader=GRADER)


def _verdict(point: KeyPoint, met: Met) -> PointVerdict:
    return PointVerdict(point.text, met.state, met.words, point.weight)


def _judged(
    question: Question, said: Said, matcher: Matcher, vocabulary: Vocabulary
) -> Iterator[PointVerdict]:
    """Each key point, by words that are the answer's own and speak of what the point is about."""
    copied = substance.copied_tokens(said, question.ask)
    swapped = {phase: _swapped(question.points, matcher, said, phase) for phase in phases.BOTH}
    for point in question.points:
        asked = phases.asked(point.text)
        unusable = copied.union(*(swapped[phase] for phase in asked if len(asked) == 1))
        foreign = sides.foreign(question, point, said, vocabulary)
        denying = points.denied_in(point.text, point.cues, vocabulary)
        met = points.judge(point.cues, matcher, unusable, asked, foreign, denying)
        yield _verdict(point, met)


def _swapped(
    wanted: Sequence[KeyPoint], matcher: Matcher, said: Said, phase: Phase
) -> frozenset[int]:
    """The words of clauses that say of `phase` what a point says of the other one, and do not also
    say it right. "At inference each unit is zeroed" must not pass for "each is active" there."""
    right = (phases.other(phase),)
    found: set[int] = set()
    for point in wanted:
        if phases.asked(point.text) != right:
            continue
        if points.judge(point.cues, matcher, asked=right).state == "missed":
            told = points.judge(point.cues, matcher, asked=(phase,))
            places = told.tokens if told.state == "covered" else ()
            found.update(said.tokens[at].clause for at in places)
    return frozenset(place for clause in found for place in range(*said.spans[clause]))


def _confirmed(point: PointVerdict, confirmed: bool) -> PointVerdict:
    if point.state != "unsure" or not confirmed:
        return point
    return PointVerdict(point.text, "covered", BY_YOUR_WORD, point.weight)


def _score(judged: tuple[PointVerdict, ...], believed: int) -> Fraction:
    total = sum(point.weight for point in judged)
    if not total:
        return Fraction(0)
    made = sum((point.weight * _CREDIT[point.state] for point in judged), Fraction(0))
    return max(Fraction(0), made - believed) / total


def _told(misconception: Misconception) -> str:
    return f"{misconception.text} That is not so: {misconception.why}".strip()
