"""Graders that are right and say why: one module per kind of question, each a pure function.

They know the question, the answer's text and the vocabulary; no person, no clock, no model.
"""

from dataclasses import replace
from typing import assert_never

from bot.bank.question import Question, Variant
from bot.grading import choice, number, open, order, short  # noqa: A004 (a kind's name)
from bot.grading.cleaning import LONGEST, Unreadable, says_something, tidy
from bot.ledger import Verdict
from bot.vocabulary import Vocabulary

GRADERS = {
    "open": open.GRADER,
    "choice": choice.GRADER,
    "number": number.GRADER,
    "short": short.GRADER,
    "order": order.GRADER,
}
"""The name and version of the grader of each kind, as a Verdict keeps it."""


def grade(
    question: Question,
    variant: Variant,
    text: str,
    *,
    vocabulary: Vocabulary,
    confirmed: frozenset[int] = frozenset(),
) -> Verdict:
    """The verdict on an answer of any length and content; `score` is None if it is unreadable.

    `confirmed` are the indexes of key points that the person says they did say: of those, the
    unsure ones count fully, the others as without it.
    """
    # An empty shape or list is an answer where code or a shape is asked.
    signs = "()[]{}" if question.compare in {"shape", "code"} else ""
    if not says_something(text[:LONGEST], signs):
        asking = "There is no letter and no digit in that; send an answer in words."
        return Verdict(None, (asking,), grader=GRADERS[question.kind])
    try:
        verdict = _by_kind(question, variant, tidy(text), vocabulary, confirmed)
    except Unreadable as error:
        verdict = Verdict(None, (str(error),), grader=GRADERS[question.kind])
    if len(text) <= LONGEST:
        return verdict
    note = f"Only the first {LONGEST:,} characters were read."
    return replace(verdict, reasons=(*verdict.reasons, note))


def _by_kind(
    question: Question,
    variant: Variant,
    text: str,
    vocabulary: Vocabulary,
    confirmed: frozenset[int],
) -> Verdict:
    match question.kind:
        case "number":
            return number.grade(question, variant, text)
        case "short":
            return short.grade(question, variant, text, vocabulary)
        case "choice":
            return choice.grade(question, text)
        case "order":
            return order.grade(question, variant, text)
        case "open":
            return open.grade(question, text, vocabulary, confirmed)
    assert_never(question.kind)
