"""Which rounds a weekly summary tells of: every revealed one is in one summary, and in one only."""

from datetime import timedelta

import pytest

from tests.fakes.bank import tiny_bank
from tests.fakes.study import ADA, ANNA, BEN, Study, accepted

PADDING = "cnn/same-padding"


def group(**rules: str) -> Study:
    study = Study(tiny_bank(PADDING))
    study.sets_up(**rules)
    return study


def rules(study: Study, words: str) -> None:
    accepted(study.types(ADA, f"admin rules {words}", manages=True))


def lives(study: Study, days: int) -> None:
    for _ in range(days):
        study.waits(hours=2)
        study.types(ANNA, "answer B")
        study.waits(hours=22)


def told(study: Study) -> list[str]:
    """The line of each summary that says which dates it is about, and of how many rounds."""
    texts = [post.text for post in study.posted if post.kind == "summary"]
    return [line for said in texts for line in said.splitlines() if "answered by" in line]


def test_a_round_that_is_still_open_on_the_day_is_in_the_next_summary() -> None:
    """Friday's question stays open until Monday's."""
    study = group(close_after="3d", weekdays="mon-fri")
    rules(study, "summary=sun")
    lives(study, 21)
    assert told(study) == [
        "Mon 5 Jan to Thu 8 Jan: 4 rounds, answered by 1 person.",
        "Fri 9 Jan to Thu 15 Jan: 5 rounds, answered by 1 person.",
        "Fri 16 Jan to Thu 22 Jan: 5 rounds, answered by 1 person.",
    ]


@pytest.mark.parametrize("day", ["mon", "tue", "sat", "sun"])
def test_no_round_is_left_out_or_told_twice_when_the_day_is_changed(day: str) -> None:
    study = group(close_after="12h")
    rules(study, "summary=wed")
    lives(study, 9)
    rules(study, f"summary={day}")
    lives(study, 19)
    counts = [int(line.split(": ")[1].split()[0]) for line in told(study)]
    revealed = [r for r in study.rounds() if r.state == "revealed"]
    assert len(told(study)) >= 3
    last = told(study)[-1].split(" to ")[-1].split(":")[0]
    dates = [f"{r.date:%a} {r.date.day} {r.date:%b}" for r in revealed]
    assert counts[0] == 2 and sum(counts) == dates.index(last) + 1


def test_a_summary_that_was_missed_is_made_good_by_the_next() -> None:
    study = group(close_after="12h")
    rules(study, "summary=wed")
    lives(study, 8)
    study.now += timedelta(days=7)
    study.catch_up()
    lives(study, 8)
    assert told(study) == [
        "Mon 5 Jan to Tue 6 Jan: 2 rounds, answered by 1 person.",
        "Wed 7 Jan to Tue 20 Jan: 7 rounds, answered by 1 person.",
    ]


def test_a_summary_reaches_back_two_weeks_at_most() -> None:
    """Those of before were told of by nobody when the group wanted no summary."""
    study = group(close_after="12h")
    rules(study, "summary=wed")
    lives(study, 3)
    rules(study, "summary=none")
    lives(study, 30)
    rules(study, "summary=wed")
    lives(study, 7)
    assert told(study)[-1] == "Wed 28 Jan to Tue 10 Feb: 14 rounds, answered by 1 person."


def test_the_first_summary_is_of_the_week_before() -> None:
    study = group(close_after="12h")
    lives(study, 20)
    rules(study, "summary=wed")
    lives(study, 7)
    assert told(study) == ["Wed 21 Jan to Tue 27 Jan: 7 rounds, answered by 1 person."]


def test_a_summary_of_one_day_names_it_once() -> None:
    study = group(close_after="12h")
    rules(study, "summary=tue")
    lives(study, 1)
    study.waits(hours=2)
    assert told(study) == ["Mon 5 Jan: 1 round, answered by 1 person."]


def test_boards_in_reveals_and_summaries_say_by_which_rule_points_are_counted() -> None:
    study = group(close_after="12h")
    rules(study, "summary=tue")
    lives(study, 1)
    study.waits(hours=2)
    rule = "Points for a round: 10 × weight × score × (1 − 0.2 × hints), rounded half up."
    under = {post.kind: post.text for post in study.posted if post.kind in {"reveal", "summary"}}
    assert set(under) == {"reveal", "summary"}
    for said in under.values():
        assert said.index("Anna") < said.index(rule)


def test_a_summary_that_comes_late_tells_of_what_was_revealed_meanwhile_once() -> None:
    study = group(close_after="6h")
    rules(study, "summary=wed")
    lives(study, 2)
    study.waits(hours=2)
    study.types(BEN, "answer B")
    lives(study, 7)
    counted = [int(line.split(": ")[1].split()[0]) for line in told(study)]
    assert counted == [2, 7]
