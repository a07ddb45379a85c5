"""What a person does in a round or a practice draw: answer, see a hint, lock in, reveal."""

from fractions import Fraction

from bot.bank import substituted
from bot.cards.question import hint_card
from bot.cards.verdict import asked_point, feedback, receipt, too_late, unreadable
from bot.cards.words import say, shortened
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.ledger import ADMIN, Answer, Draw, Round, Verdict
from bot.message import Message, Strong, plain_paragraph, with_blocks
from bot.scoring import HINT_COSTS
from bot.steps.day import question_message
from bot.steps.mended import NOTE
from bot.steps.sealing import sealed_by
from bot.steps.sitting import Sitting, by_own_word, grade, sitting

LONGEST = 10_000
"""Characters of an answer that are kept; no platform lets a person send more at once."""

APPEAL = "If that is unfair to what you wrote: /dlq appeal asks the group's admin."


def takes_answers(ctx: Context, round: Round) -> bool:
    """Whether an answer received now counts, as far as the round goes."""
    return (
        round.state in {"claimed", "open"}
        and round.closes_at is not None
        and ctx.now < round.closes_at
    )


def record(ctx: Context, asking: Asking, asked: Round | Draw, text: str) -> Message:
    """Keep an answer and say so. In a round that is a receipt; in practice, the verdict."""
    at = sitting(ctx, asking, asked)
    round = at.round
    if round is not None and at.entry.settled:
        raise DlqError(
            "You have locked in this round: its answer is fixed."
            if at.entry.locked
            else "You have seen the reference of this round, so no answer counts any more."
        )
    if round is not None and _was_in(ctx, asking, round):
        raise DlqError(
            "You had yourself deleted while this round was open, and may have seen its reference, "
            "so it takes no answer from you. The next one does."
        )
    if round is not None and round.state == "voided":
        raise DlqError("This round was voided: it takes no answers.")
    if len(text) > LONGEST:
        raise DlqError(
            f"That answer has {len(text):,} characters; at most {LONGEST:,} can be kept. "
            "Nothing was recorded, so send a shorter one."
        )
    counts = round is None or takes_answers(ctx, round)
    verdict = grade(ctx, at, text, frozenset())
    ctx.store.answers.add(
        asking.person,
        asked,
        text,
        verdict,
        place=asking.place,
        hints=ctx.store.answers.hints_seen(asking.person, asked),
        counts=counts,
        at=ctx.now,
    )
    if round is None:
        # What could not be read was no try: the reference would spoil the next one.
        readable = verdict.readable
        return feedback(at.question, at.variant, text, verdict) if readable else unreadable(verdict)
    return _receipt(ctx, at, round, text, verdict, counts=counts)


def _was_in(ctx: Context, asking: Asking, round: Round) -> bool:
    """Whether somebody else may be in the round who was the asker, before they were forgotten."""
    return round.claimed_at is not None and ctx.store.was_forgotten(asking.person, round.claimed_at)


def _receipt(
    ctx: Context, at: Sitting, round: Round, text: str, verdict: Verdict, *, counts: bool
) -> Message:
    if not counts:
        return too_late(text)
    if not verdict.readable:
        return unreadable(verdict, at.entry.answer.text if at.entry.answer else "")
    assert round.closes_at is not None
    zone = ctx.store.groups.get(round.group).rules.zone
    shown = verdict.read_as if at.question.kind in {"choice", "order"} else text
    return receipt(shown or text, round.closes_at, zone, ctx.store.answers.count(round))


def hint(ctx: Context, asking: Asking, asked: Round | Draw) -> Message:
    """Show one more hint than the person has seen; all of them again at the end."""
    at = sitting(ctx, asking, asked)
    hints = at.question.hints
    if not hints:
        raise DlqError("This question has no hints.")
    seen = len(at.entry.hints_seen)
    free = at.round is None or at.entry.settled or not takes_answers(ctx, at.round)
    if seen < len(hints):
        seen += 1
        if not (at.round and free):
            ctx.store.answers.act(asking.person, asked, "hint", ctx.now, str(seen))
    lost = int(min(HINT_COSTS * seen, Fraction(1)) * 100)
    cost = "" if free else f"An answer sent from now on earns {lost} % less."
    return hint_card(substituted(at.question, at.variant).hints, seen, cost)


def lock(ctx: Context, asking: Asking, round: Round) -> Message:
    """Fix the answer, ask about unsure points, then show the verdict and the reference."""
    at = sitting(ctx, asking, round)
    if at.entry.settled:
        return settled_message(ctx, at)
    if not takes_answers(ctx, round):
        return over_message(ctx, at, round)
    if at.entry.answer is None:
        raise DlqError("There is nothing to lock in yet: send an answer that I can read first.")
    ctx.store.answers.act(asking.person, round, "lock", ctx.now)
    return next_question_about(ctx, asking, round)


def next_question_about(ctx: Context, asking: Asking, round: Round) -> Message:
    """The next unsure point that was not asked about, else the verdict."""
    at = sitting(ctx, asking, round)
    if at.entry.answer is None or not at.entry.locked:
        raise DlqError("Lock in first; then I ask about what I am unsure of.")
    unsure = _unsure(at.entry.answer)
    left = [index for index in unsure if index not in at.entry.said]
    if not left:
        return settled_message(ctx, at)
    number = len(unsure) - len(left) + 1
    point = at.entry.answer.verdict.points[left[0]]
    return asked_point(point.text, round.token, left[0], number, len(unsure))


def _unsure(answer: Answer) -> list[int]:
    return [i for i, point in enumerate(answer.verdict.points) if point.state == "unsure"]


def said(ctx: Context, asking: Asking, round: Round, index: int, *, yes: bool) -> Message:
    """Keep a person's word on one unsure point; the first word holds."""
    at = sitting(ctx, asking, round)
    unsure = _unsure(at.entry.answer) if at.entry.locked and at.entry.answer else []
    if index in unsure and index not in at.entry.said:
        kind = "said" if yes else "unsaid"
        ctx.store.answers.act(asking.person, round, kind, ctx.now, str(index))
    return next_question_about(ctx, asking, round)


def reveal_to(ctx: Context, asking: Asking, asked: Round | Draw) -> Message:
    """Show the reference. Before answering a round that forfeits it; after answering it locks."""
    at = sitting(ctx, asking, asked)
    round = at.round
    if round is None:
        if not at.entry.forfeited:
            ctx.store.answers.act(asking.person, asked, "reveal", ctx.now)
        return feedback(at.question, at.variant, "", None)
    if at.entry.settled:
        return settled_message(ctx, at)
    if not takes_answers(ctx, round):
        return over_message(ctx, at, round)
    if at.entry.answer is not None:
        return lock(ctx, asking, round)
    ctx.store.answers.act(asking.person, round, "reveal", ctx.now)
    return settled_message(ctx, sitting(ctx, asking, round))


def over_message(ctx: Context, at: Sitting, round: Round) -> Message:
    """What became of a round that takes no answers any more."""
    if round.state == "voided":
        raise DlqError(f"Round {round.id} was voided: it counts for nobody.")
    if round.state != "revealed":
        raise DlqError(f"Round {round.id} is over; its reveal comes in a moment.")
    return settled_message(ctx, at)


def settled_message(ctx: Context, at: Sitting) -> Message:
    """The person's verdict by their own word, and the reference; not while another round keeps
    the question sealed for them."""
    sealing = sealed_by(ctx, at.entry.person, at.asked.question)
    if sealing is not None:
        return say(
            "Kept. The same question is open for you in another round, so I show its answer once "
            f"you have locked in round {sealing.id} too. /dlq question {sealing.question} brings "
            "its card."
        )
    answer = at.entry.answer
    notes = [NOTE] if at.round and at.round.mended else []
    if answer is None:
        if at.entry.forfeited:
            notes.append("You looked first, so this round gives no points.")
        return feedback(at.question, at.variant, "", None, " ".join(notes))
    verdict = by_own_word(ctx, at, answer)
    if answer.verdict.score != 1 and answer.verdict.grader != ADMIN and at.round:
        notes.append(APPEAL)
    return feedback(at.question, at.variant, answer.text, verdict, " ".join(notes))


def round_card(ctx: Context, asking: Asking, round: Round) -> Message:
    """A round's card for one person: the question with its buttons, and what they sent so far."""
    card = question_message(ctx, round)
    at = sitting(ctx, asking, round)
    message = Message(card.summary, card.blocks)
    if at.entry.answer is None:
        return message
    word = "Locked in: " if at.entry.locked else "Your answer so far: "
    shown = shortened(at.entry.answer.text, 300)
    return with_blocks(message, [plain_paragraph(Strong(word), shown)])
