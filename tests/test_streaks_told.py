"""Where streaks are told of: the group's under its board, and every freeze in one's own record."""

import pytest

from bot.events import Person
from tests.fakes.bank import tiny_bank
from tests.fakes.study import ANNA, BEN, CARL, Study, accepted

PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    study = Study(tiny_bank(PADDING))
    study.sets_up(close_after="12h")
    return study


def lives(study: Study, days: int, *people: Person) -> None:
    for _ in range(days):
        study.waits(hours=2)
        for person in people:
            study.types(person, "answer A")
        study.waits(hours=22)


def test_the_groups_own_streak_stands_under_its_board_once_there_is_one(study: Study) -> None:
    lives(study, 1, ANNA)
    assert "own streak" not in accepted(study.types(CARL, "board"))
    lives(study, 2, ANNA)
    for period in ("day", "week", "all"):
        said = accepted(study.types(CARL, f"board {period}")).replace("**", "")
        assert "The group's own streak: 3 rounds." in said
    lives(study, 1)
    assert "own streak" not in accepted(study.types(CARL, "board"))


def freezes(study: Study) -> str:
    me = accepted(study.types(ANNA, "me")).splitlines()
    return next(line for line in me if line.startswith("Freezes:"))


def test_every_date_on_which_a_freeze_served_is_listed(study: Study) -> None:
    lives(study, 14, ANNA)
    lives(study, 1, BEN)
    kept = "a freeze kept your streak over a round that you missed"
    assert freezes(study).endswith(f"On 2026-01-19 {kept}.")
    lives(study, 1, BEN)
    assert freezes(study).endswith(f"On 2026-01-19 and 2026-01-20 {kept}.")


def test_of_many_freezes_the_last_ten_are_dated_and_those_before_counted(study: Study) -> None:
    for _ in range(12):
        lives(study, 7, ANNA)
        lives(study, 1, BEN)
    said = freezes(study)
    assert said.count("2026-") == 10
    assert "2026-04-10 a freeze kept" in said and said.endswith(", and 2 times before.")
