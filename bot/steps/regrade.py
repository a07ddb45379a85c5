"""Grading a question's answers again with today's file, and saying what changed."""

from dataclasses import dataclass, replace

from bot import grading
from bot.bank import LETTERS, Question, Variant, load_variant, shown_items
from bot.cards.words import plural
from bot.context import Context
from bot.errors import DlqError
from bot.ledger import Round, Verdict
from bot.steps.day import notify, write_standings


@dataclass(frozen=True, slots=True)
class Change:
    """One answer whose score is another one now."""

    round: int
    person: str
    before: float | None
    after: float | None


def regrade(ctx: Context, question: str) -> list[Change]:
    """Grade all answers to a question again; standings follow in the same transaction.

    Raises DlqError if a round's options are no longer those of today's file.
    """
    today = ctx.bank.get(question)
    with ctx.store.atomic():
        changes: list[Change] = []
        for round in ctx.store.rounds.with_question(question):
            if round.state not in {"skipped", "voided"}:
                changes += _regrade_round(ctx, round, today)
    return changes


def _regrade_round(ctx: Context, round: Round, today: Question) -> list[Change]:
    then = ctx.question_of(round)
    asked = _as_shown(then, today, round)
    shown = load_variant(round.variant)
    variant = replace(shown, order=_order(then, today, shown, round))
    edition = ctx.store.rounds.keep_edition(today.id, ctx.bank.text(today.id))
    changes = []
    for answer in ctx.store.answers.to(round):
        verdict = _graded(ctx, round, asked, variant, answer.text)
        if verdict.score == answer.verdict.score and verdict.points == answer.verdict.points:
            continue
        ctx.store.answers.judge(answer.id, verdict, edition.sha256, ctx.now)
        if verdict.score != answer.verdict.score:
            name = answer.person.name or answer.person.id
            changes.append(Change(round.id, name, answer.verdict.score, verdict.score))
    if changes and round.state == "revealed":
        write_standings(ctx, round)
        group = ctx.store.groups.get(round.group)
        last = ctx.store.answers.last_verdict()
        changed = f"{plural(len(changes), 'verdict')} changed"
        text = f"Round {round.id} was graded again: {changed}, boards follow."
        notify(ctx, group, f"regrade {last}", text)
    return changes


def _graded(ctx: Context, round: Round, today: Question, variant: Variant, text: str) -> Verdict:
    try:
        return grading.grade(today, variant, text, vocabulary=ctx.bank.vocabulary)
    except DlqError as error:
        why = str(error).rstrip(".")
        raise _refused(round, f"its draw does not fit today's file ({why})") from None


def _as_shown(then: Question, today: Question, round: Round) -> Question:
    """Today's question with its options in the order, and so the letters, that people saw."""
    if today.kind != then.kind:
        raise _refused(round, f"it was a {then.kind} question and is a {today.kind} question now")
    now = {choice.text: choice for choice in today.choices}
    for letter, choice in zip(LETTERS, then.choices, strict=False):
        if choice.text not in now:
            raise _refused(round, f"option {letter} ({choice.text}) is no longer in the file")
    known = tuple(now[choice.text] for choice in then.choices)
    return replace(today, choices=(*known, *(c for c in today.choices if c not in known)))


def _order(then: Question, today: Question, variant: Variant, round: Round) -> tuple[int, ...]:
    """The shuffle of the round's items as positions in today's order, matched by text."""
    if then.kind != "order":
        return variant.order
    now = {text: position for position, text in enumerate(today.items)}
    shown = shown_items(then, variant)
    if len(now) != len(shown) or any(text not in now for text in shown):
        raise _refused(round, "its items are no longer those of the file")
    return tuple(now[text] for text in shown)


def _refused(round: Round, why: str) -> DlqError:
    return DlqError(
        f"Round {round.id} cannot be graded again: {why}. /dlq admin void takes the round back."
    )
