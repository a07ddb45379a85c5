"""One person before one question: what they did so far, and what it is worth by their own word."""

from dataclasses import dataclass, replace

from bot import grading
from bot.bank import Question, Variant
from bot.context import Asking, Context
from bot.ledger import ADMIN, Answer, Draw, Entry, PointVerdict, Round, Verdict
from bot.steps.mended import judging


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person before one question: what their answer is judged by, as drawn, and what they did
    so far."""

    asked: Round | Draw
    question: Question
    variant: Variant
    entry: Entry

    @property
    def round(self) -> Round | None:
        return self.asked if isinstance(self.asked, Round) else None


def sitting(ctx: Context, asking: Asking, asked: Round | Draw) -> Sitting:
    entry = ctx.store.answers.entry(asked, asking.person)
    question, variant = judging(ctx, asked)
    return Sitting(asked, question, variant, entry)


def grade(ctx: Context, at: Sitting, text: str, confirmed: frozenset[int]) -> Verdict:
    return grading.grade(
        at.question, at.variant, text, vocabulary=ctx.bank.vocabulary, confirmed=confirmed
    )


def by_own_word(ctx: Context, at: Sitting, answer: Answer) -> Verdict:
    """The verdict with what the person said about unsure points: a yes covers a point fully, a no
    misses it. For the person's own review; the board keeps the half. An admin's word is final."""
    if not at.entry.said or answer.verdict.grader == ADMIN:
        return answer.verdict
    yes = frozenset(index for index, word in at.entry.said.items() if word)
    full = grade(ctx, at, answer.text, yes)
    return _without(full, frozenset(at.entry.said) - yes)


def _without(verdict: Verdict, denied: frozenset[int]) -> Verdict:
    points = tuple(
        replace(point, state="missed") if _denied(index, point, denied) else point
        for index, point in enumerate(verdict.points)
    )
    total = sum(point.weight for point in points)
    lost = sum(
        point.weight for index, point in enumerate(verdict.points) if _denied(index, point, denied)
    )
    if verdict.score is None or not lost:
        return verdict
    return replace(verdict, points=points, score=max(0.0, verdict.score - lost / (2 * total)))


def _denied(index: int, point: PointVerdict, denied: frozenset[int]) -> bool:
    return index in denied and point.state == "unsure"
