"""One person's review: how well they knew what they met, and on which day it comes back to them.

Pure. A review is never kept: it is computed from the ledger, so that an appeal, a link or a mended
key changes it as if it had always been so. The schedule is that of FSRS, which counts in days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import fsrs

from bot.events import Person

Rating = Literal["again", "hard", "good", "easy"]
RATINGS: tuple[Rating, ...] = get_args(Rating)

EARNED: tuple[tuple[Fraction, Rating], ...] = (
    (Fraction(0), "again"),
    (Fraction(1, 2), "hard"),
    (Fraction(1), "good"),
)
"""The rating that a score earns from that share on; every hint takes one step off. Easy is a word
that only the person can say."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time that a person was asked a question and then shown its answer. `token` is that of
    the round or draw, `said` the rating that they gave it themselves."""

    question: str
    at: datetime
    score: float
    hints: int
    token: str
    variant: str = "{}"
    said: Rating | None = None

    @property
    def earned(self) -> Rating:
        """The rating by the verdict."""
        share = Fraction(self.score).limit_denominator(10_000)
        step = sum(share >= least for least, _ in EARNED) - 1
        return EARNED[max(step - self.hints, 0)][1]

    @property
    def rating(self) -> Rating:
        return self.said or self.earned

    @property
    def enters(self) -> bool:
        """Whether the question enters a review that it was not in: it was missed or half known, or
        the person says so. What is known from the start need not come back."""
        return not {self.earned, self.rating} <= {"good", "easy"}


@dataclass(frozen=True, slots=True)
class Recall:
    """A question in a person's review, with the last sighting of it."""

    question: str
    card: fsrs.Card
    last: Sighting

    @property
    def due(self) -> date:
        """The local date on which it comes back."""
        return self.card.due.date()


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a person wants to be told of what is due, in their own zone. `next` is the next moment;
    `last` the local date of the one before, because there is at most one a day."""

    person: Person
    at: time
    zone: str
    next: datetime
    last: date | None = None


def schedule(sightings: Iterable[Sighting], zone: str) -> dict[str, Recall]:
    """The review that comes of these sightings, in whatever order they are given."""
    review: dict[str, Recall] = {}
    for sighting in sorted(sightings, key=lambda one: (one.at, one.token)):
        known = after(review.get(sighting.question), sighting, zone)
        if known is not None:
            review[sighting.question] = known
    return review


def after(known: Recall | None, sighting: Sighting, zone: str) -> Recall | None:
    """What one more sighting makes of a question's place in the review; None: it has none."""
    if known is None and not sighting.enters:
        return None
    # FSRS wants instants in UTC and counts days between them; the person's own days are meant.
    today = datetime.combine(local_date(sighting.at, zone), time(0), tzinfo=UTC)
    # An id of ours, for the library would take one from its clock.
    card = known.card if known else fsrs.Card(card_id=1, due=today)
    rating = fsrs.Rating(RATINGS.index(sighting.rating) + 1)
    card, _ = _scheduler().review_card(card, rating, today)
    return Recall(sighting.question, card, sighting)


def local_date(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def in_turn(review: Mapping[str, Recall]) -> list[Recall]:
    """What comes back first, first; on one day what is remembered worst."""
    return sorted(
        review.values(), key=lambda one: (one.due, one.card.stability or 0.0, one.question)
    )


@cache
def _scheduler() -> fsrs.Scheduler:
    """No steps within a day: the reference was just read, and the group meets daily. No fuzzing:
    one ledger gives one schedule."""
    return fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
