"""How long a pause or a closing time may be typed, and what is said to what makes no sense."""

from datetime import datetime, timedelta

import pytest

from bot.errors import DlqError
from bot.steps.rules import read_duration, read_until
from tests.fakes.diary import utc

NOON = utc(2026, 1, 5, 12)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("90m", timedelta(minutes=90)),
        ("25h", timedelta(hours=25)),
        ("1d12h", timedelta(hours=36)),
        ("2 days", timedelta(days=2)),
        ("1D 2H 3M 4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
    ],
)
def test_a_length_of_time_is_read(typed: str, length: timedelta) -> None:
    assert read_duration(typed) == length


@pytest.mark.parametrize("typed", ["", "soon", "5", "h", "1x", "-2d", "1.5d", "999999d" * 2000])
def test_what_is_no_length_of_time_is_said_to_be_none(typed: str) -> None:
    """However long it is."""
    with pytest.raises(DlqError, match="is no length of time; write it like 90m, 25h or 2d"):
        read_duration(typed)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("14d", utc(2026, 1, 19, 12)),
        ("2026-01-06", utc(2026, 1, 5, 23)),
        ("2026-07-01", utc(2026, 6, 30, 22)),
        ("2036-01-01", utc(2035, 12, 31, 23)),
    ],
)
def test_a_pause_lasts_for_a_time_or_until_a_day_begins(typed: str, until: datetime) -> None:
    """The first instant of the day in the group's zone."""
    assert read_until(typed, "Europe/Berlin", NOON) == until


@pytest.mark.parametrize("typed", ["9999-12-31", "2036-02-01", "999999d", "4000d", "999999d" * 4])
def test_a_pause_for_ever_has_no_date(typed: str) -> None:
    """The calendar ends in 9999, and so would the slots of every group."""
    with pytest.raises(DlqError, match="more than ten years away; without a date the pause lasts"):
        read_until(typed, "Europe/Berlin", NOON)


@pytest.mark.parametrize("typed", ["2026-01-05", "0001-01-01", "1999-12-31", "0d"])
def test_a_pause_that_is_over_already_is_refused(typed: str) -> None:
    """Today began in the past."""
    with pytest.raises(DlqError, match="is over already; name a day to come"):
        read_until(typed, "Europe/Berlin", NOON)
