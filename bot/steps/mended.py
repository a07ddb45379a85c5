"""The question that a round's verdicts are by: as it was asked, or as today's file mends it, with
options and items as people saw them. Grades nothing."""

from dataclasses import replace

from bot.bank import LETTERS, Question, Variant, keys, load_variant, parse, shown_items
from bot.context import Context
from bot.errors import DlqError
from bot.ledger import Draw, Round

NOTE = (
    "The key of this question was mended after it was asked; verdict and reference are by the "
    "mended one."
)


def judging(ctx: Context, asked: Round | Draw) -> tuple[Question, Variant]:
    """What the verdicts of a round or draw are by, and how it was drawn."""
    then, variant = ctx.question_of(asked), load_variant(asked.variant)
    if not isinstance(asked, Round) or not asked.mended:
        return then, variant
    text = ctx.store.rounds.edition(asked.mended).text
    return as_shown(then, parse(text, asked.question, f"{asked.question}.md"), asked)


def as_shown(then: Question, now: Question, round: Round) -> tuple[Question, Variant]:
    """The question as a file has it now, with its options in the order, and so the letters, that
    people saw, and the round's draw.

    Raises DlqError if they can no longer be matched by their texts.
    """
    if now.kind != then.kind:
        raise refused(round, f"it was a {then.kind} question and is a {now.kind} question now")
    by_text = {choice.text: choice for choice in now.choices}
    for letter, choice in zip(LETTERS, then.choices, strict=False):
        if choice.text not in by_text:
            raise refused(round, f"option {letter} ({choice.text}) is no longer in the file")
    known = tuple(by_text[choice.text] for choice in then.choices)
    shown = load_variant(round.variant)
    question = replace(now, choices=(*known, *(c for c in now.choices if c not in known)))
    return question, replace(shown, order=_order(then, now, shown, round))


def _order(then: Question, now: Question, variant: Variant, round: Round) -> tuple[int, ...]:
    """The shuffle of the round's items as positions in the order of now, matched by text."""
    if then.kind != "order":
        return variant.order
    places = {text: position for position, text in enumerate(now.items)}
    shown = shown_items(then, variant)
    if len(places) != len(shown) or any(text not in places for text in shown):
        raise refused(round, "its items are no longer those of the file")
    return tuple(places[text] for text in shown)


def key(question: Question, variant: Variant) -> object:
    """What decides a verdict, for a comparison; raises DlqError if the draw does not fit."""
    match question.kind:
        case "choice":
            return tuple(choice.right for choice in question.choices)
        case "order":
            return variant.order
        case "open":
            return question.points, question.misconceptions
        case _:
            return keys(question, variant), question.accept


def refused(round: Round, why: str) -> DlqError:
    return DlqError(
        f"Round {round.id} cannot be graded again: {why}. /dlq admin void takes the round back."
    )
