"""A person's review: computed from the ledger, drawn for practice, and rated by their own word."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import Action
from bot.bank import Question, Unreadable, Variant, draw, dump_variant, load_variant
from bot.cards.question import question_card
from bot.cards.review import (
    nothing_due_card,
    rated_card,
    review_head,
    review_line,
    unscheduled_card,
    with_ratings,
)
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Draw, Round
from bot.message import Message
from bot.recall import RATINGS, Recall, Sighting, in_turn, local_date, schedule
from bot.steps.sealing import find_asked, sealed_ids
from bot.steps.sitting import by_own_word, sitting

FRESH_TRIES = 8
"""Draws for other values than those of the last time, before the same ones are taken."""


@dataclass(frozen=True, slots=True)
class Review:
    """What comes back to a person, what comes first first. `today` is their local date."""

    recalls: tuple[Recall, ...]
    today: date

    @property
    def due(self) -> list[Recall]:
        return [one for one in self.recalls if one.due <= self.today]

    @property
    def coming(self) -> tuple[date, list[Recall]] | None:
        """The next local date after today on which something comes back, and what."""
        later = [one for one in self.recalls if one.due > self.today]
        if not later:
            return None
        return later[0].due, [one for one in later if one.due == later[0].due]


def zone_of(ctx: Context, asking: Asking) -> str:
    """The zone whose days a person's review goes by: that of their reminder, else the group's."""
    reminder = ctx.store.reminders.of(asking.person)
    if reminder is not None:
        return reminder.zone
    return asking.group.rules.zone if asking.group else "UTC"


def scheduled(ctx: Context, asking: Asking) -> dict[str, Recall]:
    """All that comes back to a person, whether or not it can be asked now."""
    return schedule(sightings(ctx, asking.person), zone_of(ctx, asking))


def review_of(ctx: Context, asking: Asking) -> Review:
    """What can be asked again where it is asked for."""
    return _askable(ctx, asking, scheduled(ctx, asking))


def _askable(ctx: Context, asking: Asking, review: Mapping[str, Recall]) -> Review:
    """No sealed question, none that left the bank, and no other group's own."""
    sealed = sealed_ids(ctx, asking.person)
    known = ctx.bank_of(asking.group).questions
    there = [one for one in in_turn(review) if one.question in known and one.question not in sealed]
    return Review(tuple(there), local_date(ctx.now, zone_of(ctx, asking)))


def sightings(ctx: Context, person: Person) -> list[Sighting]:
    """All that the ledger knows of what a person, with all their accounts, was shown the answer
    of."""
    rounds = [_in_round(ctx, person, *met) for met in ctx.store.reviews.rounds(person)]
    practised = ctx.store.reviews.practised(person)
    return [*practised, *(one for one in rounds if one is not None)]


def _in_round(
    ctx: Context, person: Person, round: Round, looked_at: datetime | None
) -> Sighting | None:
    """A round that is settled for the person, by their own word where points were unsure."""
    entry = ctx.store.answers.entry(round, person)
    if entry.forfeited and looked_at is not None:
        return Sighting(round.question, looked_at, 0.0, 0, round.token, round.variant)
    if entry.answer is None or not (entry.settled or round.state == "revealed"):
        return None
    answer, verdict = entry.answer, entry.answer.verdict
    if entry.said:
        asking = Asking(person, None, may_manage=False, group=None)
        # An edition that this version cannot read any more must not stand in the way of practice.
        with suppress(Unreadable):
            verdict = by_own_word(ctx, sitting(ctx, asking, round), answer)
    score = verdict.score or 0.0
    return Sighting(round.question, answer.at, score, answer.hints, round.token, round.variant)


def next_due(ctx: Context, asking: Asking) -> Message:
    """The card of the question that is due first, or when there is one."""
    review = review_of(ctx, asking)
    if not review.due:
        coming = review.coming
        return nothing_due_card((coming[0], len(coming[1])) if coming else None)
    first = review.due[0]
    drawn = _unanswered(ctx, asking, first) or _drawn(ctx, asking, first)
    question, variant = ctx.question_of(drawn), load_variant(drawn.variant)
    head = review_head(len(review.due))
    return question_card(question, variant, head=head, token=drawn.token)


def _unanswered(ctx: Context, asking: Asking, recall: Recall) -> Draw | None:
    """The draw that the person was given last, if it waits for an answer: its hints stay seen."""
    last = ctx.store.rounds.last_draw(asking.person)
    if last is None or last.question != recall.question:
        return None
    entry = ctx.store.answers.entry(last, asking.person)
    return None if entry.answer or entry.forfeited else last


def _drawn(ctx: Context, asking: Asking, recall: Recall) -> Draw:
    bank = ctx.bank_of(asking.group)
    question = bank.get(recall.question)
    edition = ctx.store.rounds.keep_edition(question.id, bank.text(question.id))
    variant = dump_variant(_fresh(ctx, question, recall.last.variant))
    return ctx.store.rounds.add_draw(asking.person, edition, variant, ctx.now)


def _fresh(ctx: Context, question: Question, last: str) -> Variant:
    """Other values than the last time, where there are any: a number learnt by heart is none."""
    variant = draw(question, ctx.rng)
    for _ in range(FRESH_TRIES):
        if dump_variant(variant) != last:
            break
        variant = draw(question, ctx.rng)
    return variant


def with_review(ctx: Context, asking: Asking, asked: Round | Draw, message: Message) -> Message:
    """What a person is told of a practice draw, with when its question comes back, if it does."""
    if isinstance(asked, Round):
        return message
    review = scheduled(ctx, asking)
    recall = review.get(asked.question)
    if recall is None or recall.last.token != asked.token:
        return message
    left = len(_askable(ctx, asking, review).due)
    return with_ratings(message, asked.token, recall.last.rating, recall.due, left)


def rate(ctx: Context, asking: Asking, act: Action) -> Message:
    """Keep a person's word on how well they knew a practice question; the last word on the last
    draw holds."""
    token, word = (*act.args, "", "")[:2]
    asked = find_asked(ctx, asking, token)
    rating = next((known for known in RATINGS if known == word), None)
    if isinstance(asked, Round) or rating is None:
        raise DlqError("I do not know what this button was for; /dlq review shows what is due.")
    mine = [one for one in sightings(ctx, asking.person) if one.question == asked.question]
    this = next((one for one in mine if one.token == asked.token), None)
    if this is None:
        raise DlqError("Answer it first; then say how well you knew it.")
    if any((one.at, one.token) > (this.at, this.token) for one in mine):
        raise DlqError("You have met this question again since, and its review goes by that.")
    if this.said != rating:
        ctx.store.reviews.rate(asked, rating, ctx.now)
    review = scheduled(ctx, asking)
    recall = review.get(asked.question)
    if recall is None:
        return unscheduled_card()
    return rated_card(rating, recall.due, len(_askable(ctx, asking, review).due))


def own_review(ctx: Context, asking: Asking) -> str:
    """What a person's record says of it: due today, and what is due next."""
    review = review_of(ctx, asking)
    coming = review.coming
    if coming is None:
        return review_line(len(review.due), None)
    bank = ctx.bank_of(asking.group)
    titles = [bank.get(one.question).title for one in coming[1]]
    return review_line(len(review.due), (coming[0], titles))
