"""Over 400 days in every zone with summer time: one round a slot, at the right instant.

What is right is found by a walk along the clock on the wall, which knows nothing of folds and gaps.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest

from adapters.cli.simulate import simulated
from bot.ledger import Rules
from bot.rounds import slots
from bot.steps.rules import zones
from tests.fakes.diary import Diary, group, utc

DAYS = timedelta(days=400)
QUARTER = timedelta(minutes=15)
"""Every change of a clock in these years falls on a quarter of an hour."""

TIMES = [time(0), time(0, 30), time(2, 30), time(9)]
START = utc(2026, 1, 1)

OTHER_YEARS = {
    "Pacific/Apia": utc(2011, 6, 1),
    "Africa/Cairo": utc(2014, 1, 1),
    "America/Caracas": utc(2016, 1, 1),
    "Asia/Kathmandu": utc(1985, 6, 1),
    "Asia/Pyongyang": utc(2015, 6, 1),
    "Europe/Istanbul": utc(2016, 1, 1),
    "Pacific/Kwajalein": utc(1993, 1, 1),
}
"""A day left out, four changes in a year, changes by half and quarter hours, for good."""


@lru_cache(maxsize=4)
def wall(zone: str, start: datetime) -> list[tuple[datetime, datetime]]:
    """Every quarter of an hour as UTC and as the clock on the wall shows it."""
    here = ZoneInfo(zone)
    instants = (start + QUARTER * step for step in range(DAYS // QUARTER))
    return [(at, at.astimezone(here).replace(tzinfo=None)) for at in instants]


def changes(zone: str, start: datetime) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
    """When the zone's clocks are changed: from which offset, and by how much."""

    def offset(at: datetime) -> timedelta:
        return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)

    days = (start + timedelta(days=day) for day in range(DAYS.days))
    eventful = [day for day in days if offset(day) != offset(day + timedelta(days=1))]
    quarters = [day + QUARTER * step for day in eventful for step in range(96)]
    return tuple(
        (at, offset(at), step) for at in quarters if (step := offset(at + QUARTER) - offset(at))
    )


def expected(zone: str, start: datetime, at: time) -> dict[date, datetime]:
    """The slot of each date: when the clock on the wall first shows that time or a later one."""
    quarters = wall(zone, start)
    dates = {shown.date() for _, shown in quarters}
    first = quarters[0][1]
    day = first.date() + timedelta(days=first.time() > at)
    found = {}
    for instant, shown in quarters:
        while datetime.combine(day, at) <= shown:
            if day in dates:
                found[day] = instant
            day += timedelta(days=1)
    return found


@dataclass(frozen=True)
class Year:
    zone: str
    start: datetime

    def __str__(self) -> str:
        return f"{self.zone}-{self.start.year}"


def with_summer_time() -> list[Year]:
    """One zone for every way in which clocks are changed in these 400 days."""
    ways = {changes(zone, START): zone for zone in reversed(zones())}
    return [Year(zone, START) for way, zone in ways.items() if way]


SAMPLE = [
    Year("Europe/Berlin", START),
    Year("America/Santiago", START),
    Year("Australia/Lord_Howe", START),
    Year("Pacific/Apia", OTHER_YEARS["Pacific/Apia"]),
]


def assert_one_round_a_slot(year: Year, at: time) -> None:
    """The slots alone, and the rounds that are claimed when each moment is met as it comes."""
    right = expected(year.zone, year.start, at)
    assert len(right) >= 398
    rules = Rules(at=at, zone=year.zone)
    end = year.start + DAYS
    assert dict(_until(end, rules, year.start)) == right
    diary = Diary(group(rules, year.start))
    diary.play(year.start, end)
    assert diary.skips == []
    assert [(when, step.slot, step.late) for when, step in diary.claims] == [
        (instant, instant, False) for instant in right.values()
    ]
    assert [step.date for _, step in diary.claims] == list(right)


def _until(end: datetime, rules: Rules, start: datetime) -> Iterator[tuple[date, datetime]]:
    for day, slot in slots(rules, start):
        if slot >= end:
            return
        yield day, slot


@pytest.mark.parametrize("at", TIMES, ids=str)
@pytest.mark.parametrize("year", SAMPLE, ids=str)
def test_a_round_a_day_through_summer_time(year: Year, at: time) -> None:
    """In zones that change by an hour, at midnight, by half an hour, and by a day."""
    assert_one_round_a_slot(year, at)


@pytest.mark.long
def test_a_round_a_day_in_every_zone_with_summer_time() -> None:
    """At four times of day, the awkward ones among them. Zones whose clocks change alike are tried
    once."""
    years = with_summer_time()
    hour = timedelta(hours=1)
    forward = {
        step for year in years for _, _, step in changes(year.zone, START) if step > 0 * hour
    }
    assert len(years) > 25 and forward == {hour / 2, hour, 2 * hour}
    for year in years:
        for at in TIMES:
            assert_one_round_a_slot(year, at)


@pytest.mark.long
@pytest.mark.parametrize("zone", OTHER_YEARS)
def test_a_round_a_day_in_years_when_a_zone_was_changed(zone: str) -> None:
    """What has happened to one zone may happen to another."""
    year = Year(zone, OTHER_YEARS[zone])
    assert changes(zone, year.start)
    for at in TIMES:
        assert_one_round_a_slot(year, at)


# The whole loop

WHOLE = {
    "Europe/Berlin": time(2, 30),
    "America/Santiago": time(0),
    "Australia/Lord_Howe": time(2, 15),
    "Africa/Casablanca": time(0, 30),
}


def lines_of(lines: Sequence[str]) -> tuple[dict[date, tuple[str, str]], str]:
    """What `dlq simulate` printed: the state and the posts of each date, and the last line."""
    rows = [re.split(r" {2,}", line) for line in lines[:-1]]
    found = {date.fromisoformat(row[0]): (row[1], row[2]) for row in rows}
    assert len(found) == len(rows), "a date has two rounds"
    assert not [line for line in lines if "NOT AT ITS SLOT" in line]
    return found, lines[-1]


def shown(slots: Mapping[date, datetime], zone: str) -> dict[date, str]:
    return {
        day: f"{slot.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}" for day, slot in slots.items()
    }


async def assert_simulated(zone: str, at: time, start: datetime, days: int) -> None:
    lines = await simulated(start, days, zone, at)
    found, counted = lines_of(lines)
    end = start + timedelta(days=days)
    right = {d: s for d, s in expected(zone, START, at).items() if start <= s <= end}
    assert {day: posted for day, (_, posted) in found.items()} == shown(right, zone)
    states = [state for state, _ in found.values()]
    assert states == ["revealed"] * (len(right) - 1) + ["open"]
    assert counted == f"{len(right)} posted, 0 late, 0 skipped, 0 voided"


async def test_the_whole_loop_posts_once_a_day_over_the_end_of_summer_time() -> None:
    """Lord Howe's half hour comes twice at 01:30: a fortnight of `dlq simulate` around it."""
    await assert_simulated("Australia/Lord_Howe", time(1, 45), utc(2026, 3, 28), 14)


@pytest.mark.long
@pytest.mark.parametrize("zone", WHOLE)
async def test_the_whole_loop_posts_once_a_day_for_400_days(zone: str) -> None:
    """`dlq simulate`: every question Post leaves at its slot, every round is revealed."""
    await assert_simulated(zone, WHOLE[zone], START, 399)
