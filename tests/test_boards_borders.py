"""Where a week and a month begin on boards, in the group's own time."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.bank import tiny_bank
from tests.fakes.study import ANNA, BEN, Study, rows

PADDING = "cnn/same-padding"


@pytest.mark.parametrize(
    ("morning", "midnight"),
    [
        (datetime(2024, 3, 31, 6, tzinfo=UTC), datetime(2024, 3, 31, 22, tzinfo=UTC)),
        (datetime(2021, 10, 31, 6, tzinfo=UTC), datetime(2021, 10, 31, 23, tzinfo=UTC)),
    ],
    ids=["spring", "autumn"],
)
def test_a_week_and_a_month_begin_at_local_midnight_after_the_clocks_were_changed(
    morning: datetime, midnight: datetime
) -> None:
    """In Berlin, on a Sunday that was the last of its month."""
    study = Study(tiny_bank(PADDING), at=morning)
    study.sets_up(zone="Europe/Berlin", close_after="6h")
    study.waits(hours=4)
    study.types(ANNA, "answer B")
    study.waits(hours=8)
    study.now = midnight - timedelta(seconds=1)
    for period in ("week", "month", "all"):
        assert rows(study.types(BEN, f"board {period}")) == [("1", "Anna", "10", "1")]
    study.now = midnight
    assert rows(study.types(BEN, "board week")) == rows(study.types(BEN, "board month")) == []
    assert rows(study.types(BEN, "board all")) == [("1", "Anna", "10", "1")]
    study.waits(hours=12)
    study.types(BEN, "answer B")
    study.waits(hours=6)
    for period in ("week", "month"):
        assert rows(study.types(ANNA, f"board {period}")) == [("1", "Ben", "10", "1")]
