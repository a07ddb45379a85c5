"""Grading a question's answers again with today's file, and saying what changed."""

from dataclasses import dataclass

from bot import grading
from bot.bank import Bank, Question, Variant, load_variant
from bot.cards.words import plural
from bot.context import Context
from bot.errors import DlqError
from bot.ledger import ADMIN, GONE, Round
from bot.proposals import owner
from bot.steps.day import notify, write_standings
from bot.steps.mended import as_shown, key, refused


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
    bank = _bank_with(ctx, question)
    today = bank.get(question)
    with ctx.store.atomic():
        changes: list[Change] = []
        for round in ctx.store.rounds.with_question(question):
            if round.state not in {"skipped", "voided"}:
                changes += _regrade_round(ctx, round, today, bank.text(question))
    return changes


def _bank_with(ctx: Context, question: str) -> Bank:
    """The bank, with the own questions of the group whose question this is."""
    number = owner(question)
    mine = [group for group in ctx.store.groups.all() if group.id == number]
    return ctx.bank_of(mine[0] if mine else None)


def _regrade_round(ctx: Context, round: Round, today: Question, text: str) -> list[Change]:
    then, drawn = ctx.question_of(round), load_variant(round.variant)
    asked, variant = as_shown(then, today, round)
    other_key = _key(round, asked, variant) != key(then, drawn)
    edition = ctx.store.rounds.keep_edition(today.id, text)
    judged, changes = False, []
    for answer in ctx.store.answers.to(round):
        # An admin has spoken on this one: no file takes that back. Of somebody who was forgotten
        # the text is blanked, and the score stays.
        if answer.verdict.grader == ADMIN or answer.person.platform == GONE:
            continue
        verdict = grading.grade(asked, variant, answer.text, vocabulary=ctx.bank.vocabulary)
        if verdict.score == answer.verdict.score and verdict.points == answer.verdict.points:
            continue
        judged = True
        ctx.store.answers.judge(answer.id, verdict, edition.sha256, ctx.now)
        if verdict.score != answer.verdict.score:
            name = answer.person.called
            changes.append(Change(round.id, name, answer.verdict.score, verdict.score))
    if judged or other_key or round.mended:
        ctx.store.rounds.mend(round, edition)
    if changes and round.state == "revealed":
        _tell(ctx, round, len(changes))
    return changes


def _key(round: Round, asked: Question, variant: Variant) -> object:
    try:
        return key(asked, variant)
    except DlqError as error:
        why = str(error).rstrip(".")
        raise refused(round, f"its draw does not fit today's file ({why})") from None


def _tell(ctx: Context, round: Round, count: int) -> None:
    """Boards follow, and the group is told."""
    write_standings(ctx, round)
    group = ctx.store.groups.get(round.group)
    last = ctx.store.answers.last_verdict()
    changed = f"{plural(count, 'verdict')} changed"
    text = f"Round {round.id} was graded again: {changed}, boards follow."
    notify(ctx, group, f"regrade {last}", text)
