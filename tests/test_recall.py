"""When a question comes back: a function of what a person met, whatever the order it is told in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recall import RATINGS, Rating, Recall, Sighting, after, in_turn, schedule

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def met(score: float = 0.0, hints: int = 0, said: Rating | None = None, days: int = 0) -> Sighting:
    """A question met that many days after Monday."""
    return Sighting("cnn/pooling", MONDAY + days * DAY, score, hints, f"p{days}", said=said)


def due(*sightings: Sighting, zone: str = "UTC") -> date | None:
    """The date on which the question of all these comes back."""
    review = schedule(sightings, zone)
    return review["cnn/pooling"].due if review else None


@pytest.mark.parametrize(
    ("score", "hints", "rating"),
    [
        (1.0, 0, "good"),
        (0.99, 0, "hard"),
        (0.5, 0, "hard"),
        (0.49, 0, "again"),
        (1 / 3 + 1 / 6, 0, "hard"),
        (0.0, 0, "again"),
        (1.0, 1, "hard"),
        (1.0, 2, "again"),
        (0.5, 1, "again"),
        (0.0, 3, "again"),
        (1.0, 9, "again"),
    ],
)
def test_a_verdict_earns_a_rating_and_each_hint_takes_a_step_off(
    score: float, hints: int, rating: Rating
) -> None:
    assert met(score, hints).earned == rating


def test_what_is_missed_comes_back_the_next_day_and_then_ever_later_while_it_is_known() -> None:
    sightings = [met()]
    gaps = []
    for _ in range(5):
        again = due(*sightings)
        assert again is not None
        gaps.append((again - sightings[-1].at.date()).days)
        days = (again - MONDAY.date()).days
        sightings.append(met(1.0, days=days))
    assert gaps[0] == 1 and gaps == sorted(gaps) and gaps[-1] > 7, gaps


def test_what_is_known_from_the_start_does_not_come_back() -> None:
    assert due(met(1.0)) is None
    assert due(met(1.0, said="easy")) is None
    assert due(met(1.0), met(1.0, days=3)) is None


def test_what_was_known_and_is_then_missed_comes_back() -> None:
    assert due(met(1.0), met(0.0, days=3)) == date(2026, 1, 9)


def test_ones_own_word_moves_the_day_and_leaves_no_doubt_about_the_order() -> None:
    days = [due(met(0.5, said=rating)) for rating in RATINGS]
    assert None not in days and days == sorted(days) and days[0] < days[-1]
    assert due(met(1.0, said="again")) == date(2026, 1, 6)


def test_a_slip_called_easy_still_comes_back() -> None:
    """The verdict says whether it does, the person's word only when."""
    again = due(met(0.0, said="easy"))
    assert again is not None and again > date(2026, 1, 6)


def test_days_are_those_of_the_persons_zone() -> None:
    late = replace(met(), at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC))
    assert due(late, zone="UTC") == date(2026, 1, 6)
    assert due(late, zone="Asia/Tokyo") == date(2026, 1, 7)
    assert due(late, zone="Pacific/Kiritimati") == date(2026, 1, 7)


def test_the_same_day_twice_is_no_day_between() -> None:
    """Whether at nine and at ten or at nine and at eleven."""
    first, second = met(), replace(met(1.0), at=MONDAY + timedelta(hours=2), token="p1")
    later = replace(second, at=MONDAY + timedelta(hours=9))
    assert due(first, second) == due(first, later)


def test_what_is_due_first_comes_first() -> None:
    sure = replace(met(0.5, said="easy"), question="a/sure")
    unsure = replace(met(0.0), question="b/unsure")
    worse = replace(met(0.0), question="a/as-unsure")
    order = in_turn(schedule([sure, unsure, worse], "UTC"))
    assert [one.question for one in order] == ["a/as-unsure", "b/unsure", "a/sure"]


SIGHTINGS = st.lists(
    st.builds(
        Sighting,
        question=st.sampled_from(["cnn/pooling", "rnn/lstm"]),
        at=st.integers(0, 400 * 24 * 60).map(lambda minutes: MONDAY + minutes * MINUTE),
        score=st.sampled_from([0.0, 1 / 3, 0.5, 1.0]),
        hints=st.integers(0, 2),
        token=st.integers(1, 10**6).map(lambda n: f"p{n}"),
        said=st.sampled_from([None, *RATINGS]),
    ),
    max_size=8,
    unique_by=lambda one: one.token,
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "America/Santiago"])


@given(SIGHTINGS, ZONES, st.randoms())
def test_the_schedule_does_not_depend_on_the_order_it_is_told_in(
    sightings: list[Sighting], zone: str, random: object
) -> None:
    told = list(sightings)
    random.shuffle(told)
    assert schedule(told, zone) == schedule(sightings, zone)


@given(SIGHTINGS, ZONES)
def test_a_schedule_kept_up_step_by_step_is_the_one_that_is_rebuilt(
    sightings: list[Sighting], zone: str
) -> None:
    kept: dict[str, Recall] = {}
    for sighting in sorted(sightings, key=lambda one: (one.at, one.token)):
        known = after(kept.get(sighting.question), sighting, zone)
        if known is not None:
            kept[sighting.question] = known
    assert kept == schedule(sightings, zone)


@given(SIGHTINGS, ZONES)
def test_nothing_comes_back_before_the_day_after_it_was_last_met(
    sightings: list[Sighting], zone: str
) -> None:
    for recall in schedule(sightings, zone).values():
        assert recall.due > recall.card.last_review.date()
