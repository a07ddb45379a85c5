"""A channel that the bot left: what brings its group back, and what becomes of streaks."""

import pytest

from bot.events import Person
from tests.fakes.bank import tiny_bank
from tests.fakes.study import ADA, ANNA, BEN, CLUB, ROOM, Study, accepted, refused

PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    study = Study(tiny_bank(PADDING))
    study.sets_up(close_after="12h")
    return study


def admin(study: Study, words: str) -> str:
    return accepted(study.types(ADA, f"admin {words}", manages=True))


def joins_club(study: Study) -> None:
    code = accepted(study.types(ADA, "group link", manages=True)).split("group join ")[1]
    accepted(study.types(ADA, f"group join {code.split('`')[0]}", CLUB, manages=True))


def lives(study: Study, days: int, *people: Person) -> None:
    for _ in range(days):
        study.waits(hours=2)
        for person in people:
            study.types(person, "answer B")
        study.waits(hours=22)


# Bringing the group back


def test_the_last_place_is_told_that_setup_brings_the_group_back(study: Study) -> None:
    said = admin(study, "stop")
    assert "/dlq admin setup here brings the group back." in said
    admin(study, "setup")
    assert study.store.groups.places(study.store.groups.all()[0]) == [ROOM]


def test_a_place_that_leaves_others_behind_is_told_how_it_comes_back(study: Study) -> None:
    joins_club(study)
    said = admin(study, "stop")
    assert "room goes on in #club" in said and "setup" not in said
    assert "type /dlq group link there, then here /dlq group join with the code" in said
    back = accepted(study.types(ADA, "group link", CLUB, manages=True)).split("group join ")[1]
    accepted(study.types(ADA, f"group join {back.split('`')[0]}", manages=True))
    [group] = study.store.groups.all()
    assert study.store.groups.places(group) == [CLUB, ROOM]


@pytest.mark.parametrize("words", ["setup", "setup time=10:00 zone=UTC"])
def test_setup_makes_no_second_group_where_the_first_goes_on_elsewhere(
    study: Study, words: str
) -> None:
    joins_club(study)
    lives(study, 1, ANNA)
    admin(study, "stop")
    said = refused(study.types(ADA, f"admin {words}", manages=True))
    assert "This channel was in room, which goes on in #club" in said
    assert "/dlq group link" in said and "/dlq group join" in said
    assert len(study.store.groups.all()) == 1
    accepted(study.types(ADA, "admin stop", CLUB, manages=True))
    assert "The rules are changed" in admin(study, words)


# Streaks


def streak(study: Study, person: Person) -> str:
    me = accepted(study.types(person, "me"))
    return next(line for line in me.splitlines() if line.startswith("Streak:"))


def test_a_channel_that_was_taken_away_and_added_again_is_the_same_to_streaks(
    study: Study,
) -> None:
    """Who last answered there before misses rounds like anybody."""
    lives(study, 3, ANNA, BEN)
    admin(study, "stop")
    admin(study, "setup")
    lives(study, 1, BEN)
    assert streak(study, ANNA) == "Streak: 0 rounds; your best is 3."
    assert streak(study, BEN) == "Streak: 4 rounds; your best is 4."


def test_a_round_that_was_not_posted_where_somebody_last_answered_is_still_neutral(
    study: Study,
) -> None:
    joins_club(study)
    lives(study, 3, ANNA)
    study.types(ADA, "admin stop", manages=True)
    for _ in range(2):
        study.waits(hours=2)
        study.types(BEN, "answer B", CLUB)
        study.waits(hours=22)
    assert streak(study, ANNA) == "Streak: 3 rounds; your best is 3."
