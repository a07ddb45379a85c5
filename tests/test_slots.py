"""When a round is wanted: slots in local time, pauses, and when a round of a slot closes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import Group, Round, Rules
from bot.rounds import AHEAD, closing, paused, slot_on, slots, upcoming
from bot.steps.rules import zones
from tests.fakes.diary import group, utc


def rules(at: str = "09:00", zone: str = "UTC", **more: object) -> Rules:
    return replace(Rules(at=time.fromisoformat(at), zone=zone), **more)


def local(day: str, at: str, zone: str) -> str:
    """The slot as the wall clock shows it, with its offset."""
    slot = slot_on(date.fromisoformat(day), rules(at, zone))
    assert slot is not None and slot.tzinfo is not None and slot.utcoffset() == timedelta(0)
    return f"{slot.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}"


@pytest.mark.parametrize(
    ("day", "at", "zone", "shown"),
    [
        ("2026-01-05", "09:00", "Europe/Berlin", "2026-01-05 09:00 +0100"),
        ("2026-07-05", "09:00", "Europe/Berlin", "2026-07-05 09:00 +0200"),
        ("2026-01-05", "09:00", "Asia/Kathmandu", "2026-01-05 09:00 +0545"),
        ("2026-01-05", "00:00", "Pacific/Kiritimati", "2026-01-05 00:00 +1400"),
        ("2026-01-05", "23:59", "Etc/GMT+12", "2026-01-05 23:59 -1200"),
    ],
)
def test_a_slot_is_the_rules_time_on_the_wall_clock_of_the_zone(
    day: str, at: str, zone: str, shown: str
) -> None:
    """Summer and winter, east and west."""
    assert local(day, at, zone) == shown


@pytest.mark.parametrize(
    ("day", "at", "zone", "shown"),
    [
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29 03:00 +0200"),
        ("2026-03-29", "02:00", "Europe/Berlin", "2026-03-29 03:00 +0200"),
        ("2026-03-29", "02:59", "Europe/Berlin", "2026-03-29 03:00 +0200"),
        ("2026-09-06", "00:00", "America/Santiago", "2026-09-06 01:00 -0300"),
        ("2026-09-06", "00:30", "America/Santiago", "2026-09-06 01:00 -0300"),
        ("2026-03-29", "00:00", "Asia/Beirut", "2026-03-29 01:00 +0300"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-04 02:30 +1100"),
        ("2026-03-29", "01:30", "Antarctica/Troll", "2026-03-29 03:00 +0200"),
    ],
)
def test_a_time_that_does_not_exist_is_the_first_moment_after_the_gap(
    day: str, at: str, zone: str, shown: str
) -> None:
    """Gaps of a half, one and two hours, at midnight too."""
    assert local(day, at, zone) == shown


@pytest.mark.parametrize(
    ("day", "at", "zone", "shown"),
    [
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25 02:30 +0200"),
        ("2026-10-25", "02:00", "Europe/Berlin", "2026-10-25 02:00 +0200"),
        ("2026-10-25", "03:00", "Europe/Berlin", "2026-10-25 03:00 +0100"),
        ("2026-11-01", "00:30", "America/Havana", "2026-11-01 00:30 -0400"),
        ("2026-04-04", "23:30", "America/Santiago", "2026-04-04 23:30 -0300"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-05 01:45 +1100"),
        ("2027-03-07", "02:30", "Africa/Casablanca", "2027-03-07 02:30 +0000"),
    ],
)
def test_a_time_that_comes_twice_is_the_first(day: str, at: str, zone: str, shown: str) -> None:
    """The repeated hour has one round, in its first run."""
    assert local(day, at, zone) == shown


def test_a_date_that_a_zone_left_out_has_no_slot() -> None:
    """Samoa went from Thursday 29 December 2011 to Saturday: there was no Friday."""
    friday = date(2011, 12, 30)
    assert slot_on(friday, rules("09:00", "Pacific/Apia")) is None
    start = utc(2011, 12, 28, 12)
    days = [day.day for day, _ in islice(slots(rules(zone="Pacific/Apia"), start), 4)]
    assert days == [28, 29, 31, 1]


def test_a_slot_that_a_gap_moved_over_midnight_is_still_of_its_date() -> None:
    """In Dhaka, 23:00 on 19 June 2009 was midnight: the 19th's slot at 23:30 came on the 20th."""
    dhaka, midnight = rules("23:30", "Asia/Dhaka"), utc(2009, 6, 19, 17)
    assert list(islice(slots(dhaka, midnight), 2)) == [
        (date(2009, 6, 19), midnight),
        (date(2009, 6, 20), utc(2009, 6, 20, 16, 30)),
    ]


def test_only_the_weekdays_of_the_rules_have_slots() -> None:
    """Mondays and Fridays, by the local date: 23:00 UTC is the next day in Auckland."""
    mondays_and_fridays = rules("12:00", "Pacific/Auckland", weekdays=(0, 4))
    found = list(islice(slots(mondays_and_fridays, utc(2026, 1, 5)), 3))
    assert found == [
        (date(2026, 1, 9), utc(2026, 1, 8, 23)),
        (date(2026, 1, 12), utc(2026, 1, 11, 23)),
        (date(2026, 1, 16), utc(2026, 1, 15, 23)),
    ]


def test_the_slot_of_this_very_instant_is_among_the_slots() -> None:
    """Slots are those at or after the start; a microsecond later it is over."""
    nine = utc(2026, 1, 5, 9)
    assert next(slots(rules(), nine)) == (date(2026, 1, 5), nine)
    assert next(slots(rules(), nine + timedelta(microseconds=1)))[0] == date(2026, 1, 6)


@given(
    zone=st.sampled_from(zones()),
    at=st.times(),
    hours=st.integers(0, 60 * 365 * 24),
)
def test_slots_follow_one_another_one_a_date(zone: str, at: time, hours: int) -> None:
    """In any zone and year: later instants, later dates, and each on its date or just after a
    gap that swallowed its end."""
    minute = at.replace(second=0, microsecond=0)
    start = utc(1975, 1, 1) + timedelta(hours=hours)
    found = list(islice(slots(Rules(at=minute, zone=zone), start), 5))
    days, instants = [day for day, _ in found], [instant for _, instant in found]
    assert days == sorted(set(days)) and instants == sorted(set(instants))
    assert instants[0] >= start
    for day, instant in found:
        shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert shown >= datetime.combine(day, minute)
        assert shown.date() - day <= timedelta(days=1)


def test_a_pause_wants_nothing_from_its_beginning_up_to_its_end() -> None:
    """The end itself is wanted again."""
    away = group(paused_from=utc(2026, 1, 6), paused_until=utc(2026, 1, 8))
    moments = [utc(2026, 1, 5, 23), utc(2026, 1, 6), utc(2026, 1, 7, 9), utc(2026, 1, 8)]
    assert [paused(away, moment) for moment in moments] == [False, True, True, False]


def test_a_pause_without_an_end_lasts() -> None:
    """Until somebody resumes."""
    away = group(paused_from=utc(2026, 1, 6))
    assert [paused(away, utc(year, 1, 6)) for year in (2025, 2026, 2099)] == [False, True, True]


def days_to_come(group: Group, rounds: Sequence[Round] = ()) -> list[int]:
    """The next four, seen from Monday noon."""
    return [day.day for day, _ in islice(upcoming(group, rounds, utc(2026, 1, 5, 12)), 4)]


def test_the_slots_to_come_leave_out_what_is_taken_skipped_or_paused() -> None:
    """Today's is over, Tuesday is skipped ahead, Thursday and Friday are paused."""
    away = group(paused_from=utc(2026, 1, 8), paused_until=utc(2026, 1, 10))
    skipped = Round(1, 1, date(2026, 1, 6), utc(2026, 1, 6, 9), "skipped", note=AHEAD)
    assert days_to_come(away, [skipped]) == [7, 10, 11, 12]


def test_a_slot_that_has_come_is_not_to_come() -> None:
    """At nine o'clock itself, the next one is tomorrow's."""
    assert next(upcoming(group(), [], utc(2026, 1, 5, 9)))[0] == date(2026, 1, 6)


def test_a_pause_without_an_end_ends_the_slots_to_come() -> None:
    """What was wanted before it still comes."""
    assert days_to_come(group(paused_from=utc(2026, 1, 7))) == [6]


def test_a_pause_of_years_takes_no_longer_than_one_of_days() -> None:
    """The slots within are not gone through one by one."""
    for_long = group(paused_from=utc(2026, 1, 7), paused_until=utc(9000, 1, 1))
    found = list(islice(upcoming(for_long, [], utc(2026, 1, 5, 12)), 3))
    assert [day for day, _ in found] == [date(2026, 1, 6), date(9000, 1, 1), date(9000, 1, 2)]


def test_another_groups_rounds_take_no_slot() -> None:
    """Dates are taken group by group."""
    theirs = Round(1, 2, date(2026, 1, 6), utc(2026, 1, 6, 9), "open", utc(2026, 1, 7, 9))
    assert days_to_come(group(), [theirs]) == [6, 7, 8, 9]


@pytest.mark.parametrize(
    ("close_after", "closes"),
    [
        (timedelta(hours=1), utc(2026, 1, 5, 10)),
        (timedelta(hours=24), utc(2026, 1, 6, 9)),
        (timedelta(days=7), utc(2026, 1, 6, 9)),
    ],
)
def test_a_round_closes_after_its_time_and_at_latest_at_the_next_slot(
    close_after: timedelta, closes: datetime
) -> None:
    """An hour, a day, and a week that the next day cuts short."""
    daily = rules(close_after=close_after)
    assert closing(daily, [], date(2026, 1, 5), utc(2026, 1, 5, 9)) == closes


def test_a_slot_that_was_skipped_ahead_does_not_close_a_round() -> None:
    """With Tuesday taken out, Monday's round may run until Wednesday."""
    long = rules(close_after=timedelta(days=7))
    taken = [date(2026, 1, 6)]
    assert closing(long, taken, date(2026, 1, 5), utc(2026, 1, 5, 9)) == utc(2026, 1, 7, 9)


def test_days_off_do_not_close_a_round() -> None:
    """From Friday a round of three days runs over the weekend."""
    working = rules(weekdays=(0, 1, 2, 3, 4), close_after=timedelta(days=3))
    assert closing(working, [], date(2026, 1, 9), utc(2026, 1, 9, 9)) == utc(2026, 1, 12, 9)


def test_on_the_day_of_the_gap_a_round_closes_an_hour_earlier() -> None:
    """Summer time makes the 24 hours 23, for the next slot has come."""
    berlin = rules(zone="Europe/Berlin")
    assert closing(berlin, [], date(2026, 3, 28), utc(2026, 3, 28, 8)) == utc(2026, 3, 29, 7)


def test_a_round_posted_by_hand_closes_at_latest_at_the_next_slot() -> None:
    """Posted on Monday at 20:00, it uses up Monday and ends on Tuesday at 09:00."""
    by_hand = utc(2026, 1, 5, 20)
    assert closing(rules(), [], date(2026, 1, 5), by_hand) == utc(2026, 1, 6, 9)


def test_a_round_posted_before_its_days_slot_uses_that_slot_up() -> None:
    """Posted on Monday at 06:00, it is not cut short at 09:00 by its own date."""
    by_hand = utc(2026, 1, 5, 6)
    assert closing(rules(), [], date(2026, 1, 5), by_hand) == utc(2026, 1, 6, 6)
