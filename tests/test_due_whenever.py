"""Whenever somebody looks at what is due, the same rounds come of it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import Rules
from tests.fakes.diary import Diary, group, utc

NINE = utc(2026, 1, 5, 9)
HOUR, MINUTE, INSTANT = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)


def test_a_week_off_is_one_notice_and_no_round_twice() -> None:
    """Monday's round is open when the machine goes down, and it comes back on Sunday at 10:00."""
    diary = Diary(group())
    diary.wake_at([NINE, utc(2026, 1, 11, 10)])
    assert [day.day for day in diary.skips] == [6, 7, 8, 9, 10]
    assert [(when, step.date.day, step.late) for when, step in diary.claims] == [
        (NINE, 5, False),
        (utc(2026, 1, 11, 10), 11, True),
    ]


schedules = st.builds(
    Rules,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "UTC"]),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    close_after=st.integers(1, 7 * 24).map(lambda hours: timedelta(hours=hours)),
)
gaps = st.lists(st.integers(1, 72 * 60), min_size=5, max_size=25)


@given(rules=schedules, gaps=gaps)
def test_every_slot_that_passes_is_claimed_once_or_skipped_once(
    rules: Rules, gaps: list[int]
) -> None:
    """However irregularly somebody looks, over the gap and the doubled hour of a spring and an
    autumn: no slot is lost, none is had twice, and none is claimed before its time."""
    start = utc(2026, 3, 20)
    diary, steady = Diary(group(rules, start)), Diary(group(rules, start))
    now = start
    for minutes in gaps:
        now += minutes * MINUTE
        diary.catch_up(now)
    steady.play(start, now + INSTANT)
    assert sorted([*diary.skips, *(step.date for _, step in diary.claims)]) == sorted(
        step.date for _, step in steady.claims
    )
    assert all(step.slot <= when < step.closes_at for when, step in diary.claims)


@given(rules=schedules, first=st.integers(0, 59))
def test_a_look_every_hour_claims_every_round_as_a_look_at_each_moment_does(
    rules: Rules, first: int
) -> None:
    """Except that a round is late, nothing depends on when the heartbeat comes."""
    rules = replace(rules, close_after=max(rules.close_after, 2 * HOUR))
    start = utc(2026, 10, 20)
    hourly, steady = Diary(group(rules, start)), Diary(group(rules, start))
    hourly.wake_at(start + first * MINUTE + hour * HOUR for hour in range(24 * 15))
    steady.play(start, start + first * MINUTE + (24 * 15 - 1) * HOUR + INSTANT)
    assert hourly.skips == []
    assert [(step.slot, step.closes_at) for _, step in hourly.claims] == [
        (step.slot, step.closes_at) for _, step in steady.claims
    ]


@given(rules=schedules, gaps=gaps)
def test_nothing_is_due_until_the_next_moment(rules: Rules, gaps: list[int]) -> None:
    """Sleeping until the next moment misses nothing."""
    diary = Diary(group(rules, utc(2026, 3, 20)))
    now = utc(2026, 3, 20)
    for minutes in gaps:
        diary.catch_up(now)
        moment = diary.next_moment(now)
        assert moment is not None and moment > now
        assert diary.due(moment - INSTANT) == []
        assert diary.due(moment) != []
        now = max(moment, now + minutes * MINUTE)
