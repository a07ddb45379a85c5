"""Boards of periods and seasons, in pages; the weekly summary; freezes and holidays in a group."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.events import Person
from bot.message import Reply
from tests.fakes.bank import tiny_bank
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    ROOM,
    Posted,
    Study,
    accepted,
    buttons,
    refused,
    rows,
    text,
)

PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    """A group with a round a day at 09:00 UTC, always of one question; it is Monday 5 January
    2026, 08:00."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    return study


def title(outcome: object) -> str:
    return text(outcome).splitlines()[0].split(":", 1)[1].rsplit(":", 1)[0].strip()


def lives(study: Study, days: int, *people: Person, answer: str = "answer A") -> None:
    """So many days on which these people answer the round."""
    for _ in range(days):
        study.waits(hours=2)
        for person in people:
            study.types(person, answer)
        study.waits(hours=22)


# Periods


def test_a_day_is_that_of_the_last_revealed_round(study: Study) -> None:
    lives(study, 2, ANNA, BEN)
    study.waits(hours=2)
    shown = study.types(CARL, "board day")
    assert title(shown) == "the round of Tue 6 Jan"
    assert [row[3] for row in rows(shown)] == ["1", "1"]


def test_before_any_round_a_day_is_today(study: Study) -> None:
    shown = study.types(CARL, "board day")
    assert title(shown) == "the round of Mon 5 Jan" and "No points yet" in accepted(shown)


# Seasons


def season(study: Study, words: str) -> str:
    return accepted(study.types(ADA, f"admin season {words}", manages=True))


def no_season(study: Study, words: str) -> str:
    return refused(study.types(ADA, f"admin season {words}", manages=True))


def test_a_season_has_a_board_of_its_own(study: Study) -> None:
    lives(study, 4, ANNA)
    assert "runs from 2026-01-06 to 2026-01-07, both included" in season(
        study, "winter 2026-01-06 2026-01-07"
    )
    shown = study.types(ANNA, "board season")
    assert title(shown) == "winter (2026-01-06 to 2026-01-07)"
    assert [row[3] for row in rows(shown)] == ["2"]
    assert rows(study.types(ANNA, "board season=WINTER")) == rows(shown)


def test_board_season_is_the_one_that_runs_or_the_last_that_ended(study: Study) -> None:
    season(study, "one 2025-12-01 2025-12-31")
    season(study, "two 2026-01-05 2026-01-06")
    season(study, "three 2026-02-01 2026-02-28")
    for days, name in ((0, "two"), (10, "two"), (30, "three")):
        study.now = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(days=days)
        assert title(study.types(ANNA, "board season")).startswith(name)


def test_seasons_may_not_overlap(study: Study) -> None:
    season(study, "winter 2026-01-01 2026-02-28")
    for words in ("2026-02-28 2026-03-31", "2025-12-01 2026-01-01", "2026-01-10 2026-01-11"):
        assert "That overlaps winter (2026-01-01 to 2026-02-28)" in no_season(
            study, f"spring {words}"
        )
    season(study, "spring 2026-03-01 2026-03-31")
    listed = rows(study.types(ADA, "admin season", manages=True))
    assert [row[0] for row in listed] == ["winter", "spring"]


def test_a_seasons_name_is_the_same_in_other_letters_case_whatever_the_alphabet(
    study: Study,
) -> None:
    season(study, "Été 2026-06-01 2026-08-31")
    season(study, "ÉTÉ 2026-06-01 2026-09-30")
    assert rows(study.types(ADA, "admin season", manages=True)) == [
        ("ÉTÉ", "2026-06-01", "2026-09-30")
    ]
    season(study, "été from=none")
    assert "no season yet" in season(study, "")


def test_a_season_is_changed_by_its_name_and_taken_away(study: Study) -> None:
    season(study, "winter 2026-01-01 2026-02-28")
    season(study, "Winter 2026-01-01 2026-03-31")
    assert rows(study.types(ADA, "admin season", manages=True)) == [
        ("Winter", "2026-01-01", "2026-03-31")
    ]
    season(study, "winter from=none")
    assert "no season yet" in season(study, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("winter", "Name the season and its dates"),
        ("winter 2026-01-01", "Name the last day of the season as well"),
        ("winter 2026-01-02 2026-01-01", "would end before it begins"),
        ("winter 2026-13-01 2026-01-01", "is no date; write it like"),
        ("name=!! from=2026-01-01 to=2026-01-02", "A season's name has 1 to 40 characters"),
        ("name=summer from=none", "This group has no season yet"),
    ],
)
def test_a_season_that_is_none_is_refused(study: Study, words: str, said: str) -> None:
    assert said in no_season(study, words)


def test_a_season_that_nobody_made_is_refused_with_those_there_are(study: Study) -> None:
    assert "This group has no season yet" in refused(study.types(ANNA, "board season"))
    season(study, "winter 2026-01-01 2026-02-28")
    said = refused(study.types(ANNA, "board season=wintr"))
    assert "There is no season 'wintr'. Did you mean winter? One of: winter." in said


# Pages


def test_a_large_board_is_leafed_through(study: Study) -> None:
    study.opens(PADDING)
    for number in range(45):
        study.types(Person("chat", f"u{number}", f"P{number:02}"), "answer B")
    study.waits(hours=24)
    shown = study.types(ANNA, "board all")
    seen = []
    for label in ("All ranks", "Next page", "Next page"):
        shown = study.presses(ANNA, buttons(shown)[label])
        assert isinstance(shown, Reply) and (shown.replaces)
        seen += [row[1] for row in rows(shown)]
    assert seen == [f"P{number:02}" for number in range(45)]
    assert "page 3 of 3" in text(shown) and "Next page" not in buttons(shown)
    back = study.presses(ANNA, buttons(shown)["Previous page"])
    assert "page 2 of 3" in text(back)


def test_a_small_board_has_no_pages(study: Study) -> None:
    lives(study, 1, ANNA, BEN)
    assert buttons(study.types(ANNA, "board")) == {}


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("dlq:board", "I do not know which board this was"),
        ("dlq:board:week:-:-:x", "I do not know which board this was"),
        ("dlq:board:year:-:-:0", "This board is no more"),
        ("dlq:board:season:-:2020-01-01:0", "This board is no more"),
    ],
)
def test_a_forged_page_is_refused(study: Study, action: str, said: str) -> None:
    assert said in refused(study.presses(ANNA, action))


def test_a_page_beyond_the_end_is_the_last(study: Study) -> None:
    lives(study, 2, ANNA)
    assert "page 1 of 1" in text(study.presses(ANNA, "dlq:board:all:-:-:999999"))


# The weekly summary


def summaries(study: Study) -> list[Posted]:
    return [post for post in study.posted if post.kind == "summary"]


def rules(study: Study, words: str) -> None:
    accepted(study.types(ADA, f"admin rules {words}", manages=True))


def test_a_summary_comes_by_itself_on_the_day_the_group_chose(study: Study) -> None:
    """At the group's time: the board of the seven days before, the hardest question, the longest
    streak, the group's own."""
    rules(study, "summary=mon")
    lives(study, 3, ANNA, BEN)
    lives(study, 4, ANNA)
    assert [post.to for post in summaries(study)] == []
    study.waits(hours=2)
    [summary] = summaries(study)
    assert summary.to == ROOM
    assert "Mon 5 Jan to Sun 11 Jan: 7 rounds, answered by 2 people." in summary.text
    assert "Longest streak: 7 rounds, Anna." in summary.text.replace("**", "")
    assert "Hardest:" in summary.text
    assert "The group's own streak: 7 rounds." in summary.text.replace("**", "")


def test_a_week_without_rounds_has_no_summary(study: Study) -> None:
    rules(study, "summary=mon")
    accepted(study.types(ADA, "admin pause", manages=True))
    study.waits(days=15)
    assert summaries(study) == []


def test_a_summary_comes_once_a_week_and_no_more_when_it_is_taken_away(study: Study) -> None:
    rules(study, "summary=wed")
    lives(study, 15, ANNA)
    assert len(summaries(study)) == 2
    rules(study, "summary=none")
    lives(study, 14, ANNA)
    assert len(summaries(study)) == 2


def test_the_day_is_not_taken_for_a_summary_that_was_due_before_it_was_chosen(study: Study) -> None:
    lives(study, 2, ANNA)
    study.waits(hours=3)
    rules(study, "summary=wed")
    study.waits(days=1)
    assert summaries(study) == []


@pytest.mark.parametrize(("hours", "count"), [(20, 1), (30, 0)])
def test_a_summary_missed_by_a_day_is_left_out(study: Study, hours: int, count: int) -> None:
    """A bot that was away for some hours posts it late."""
    rules(study, "summary=wed")
    lives(study, 2, ANNA)
    study.now += timedelta(hours=1 + hours)
    study.catch_up()
    assert len(summaries(study)) == count


def test_a_summary_comes_after_the_reveals_that_are_due_with_it(study: Study) -> None:
    rules(study, "summary=tue")
    study.waits(hours=2)
    study.types(ANNA, "answer A")
    study.waits(hours=24)
    kinds = [post.kind for post in study.posted if post.kind in {"reveal", "summary"}]
    assert kinds == ["reveal", "summary"]
    assert "1 round, answered by 1 person" in summaries(study)[0].text


# Freezes and holidays


def me(study: Study, person: Person = ANNA) -> str:
    return accepted(study.types(person, "me"))


def test_a_freeze_keeps_a_streak_over_a_missed_round_and_me_says_so(study: Study) -> None:
    rules(study, "close-after=12h")
    lives(study, 7, ANNA)
    assert "Streak: 7 rounds" in me(study) and "Freezes: 1 of 2" in me(study)
    lives(study, 1, BEN)
    assert "Streak: 7 rounds" in me(study)
    assert "Freezes: 0 of 2" in me(study)
    assert "On 2026-01-12 a freeze kept your streak" in me(study)
    lives(study, 1, BEN)
    assert "Streak: 0 rounds; your best is 7." in me(study)


def test_a_holiday_harms_no_streak(study: Study) -> None:
    rules(study, "close-after=12h")
    lives(study, 2, ANNA)
    rules(study, "holidays=2026-01-07..2026-01-08")
    lives(study, 2, BEN)
    assert "Streak: 2 rounds" in me(study)
    lives(study, 1, BEN)
    assert "Streak: 0 rounds" in me(study)


def test_a_person_who_never_answered_has_no_streak(study: Study) -> None:
    lives(study, 1, ANNA)
    assert "Streak: 0 rounds; your best is 0." in me(study, CARL)
