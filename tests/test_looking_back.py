"""/dlq past, board and me: what a group and its members see of rounds that are over."""

import pytest

from bot.bank import Bank
from bot.events import Person
from tests.fakes.bank import SECRET, TEXTS, bank_of, tiny_bank
from tests.fakes.study import ADA, ANNA, BEN, CARL, CLUB, ROOM, Study, accepted, refused, rows

# past


def test_past_shows_question_reference_and_ones_own_answer(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer A")
    study.types(BEN, "answer B")
    study.waits(hours=24)
    for words in ("past", "past 2026-01-05", "past yesterday"):
        said = accepted(study.types(ANNA, words))
        assert "Round 1 · 2026-01-05" in said and "Which padding keeps" in said
        assert "You said: A" in said and "Not right. 0 %" in said and SECRET in said
    assert "You said" not in accepted(study.types(CARL, "past"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("past", "No round of this group is over yet."),
        ("past 2025-12-31", "There was no round on 2025-12-31"),
        ("past 31.12.2025", "'31.12.2025' is no date; write it like 2026-01-05."),
        ("past 2026-01-05", "The round of 2026-01-05 was skipped (skipped by an admin)."),
    ],
)
def test_past_says_why_there_is_nothing(study: Study, words: str, said: str) -> None:
    study.types(ADA, "admin skip")
    assert said in refused(study.types(ANNA, words))


def test_past_shows_the_question_as_it_was_asked(study: Study) -> None:
    """Whatever the file says today."""
    study.opens("cnn/same-padding")
    study.waits(hours=24)
    changed = tiny_bank()
    text_now = changed.texts["cnn/same-padding"].replace("Which padding", "Which border")
    study.knows(bank_with(text_now))
    assert "Which padding keeps" in accepted(study.types(ANNA, "past"))
    assert "Which border keeps" in accepted(study.types(ANNA, "question cnn/same-padding"))


def bank_with(same_padding: str) -> Bank:
    return bank_of({**TEXTS, "cnn/same-padding": same_padding})


# board, me


def test_the_board_counts_revealed_rounds_by_period_and_topic(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    study.types(BEN, "answer A")
    assert "No points yet" in accepted(study.types(ANNA, "board"))
    study.waits(hours=24)
    study.opens("training/training-step")
    study.types(BEN, "answer C B D A")
    study.waits(hours=24)
    board = study.types(CARL, "board")
    assert rows(board) == [("1", "Ben", "20", "2"), ("2", "Anna", "10", "1")]
    assert rows(study.types(CARL, "board cnn")) == [
        ("1", "Anna", "10", "1"),
        ("2", "Ben", "0", "1"),
    ]
    assert "Board of room: this month, training" in accepted(
        study.types(ANNA, "board month training")
    )
    study.waits(days=7)
    assert "No points yet" in accepted(study.types(ANNA, "board week cnn"))
    assert rows(study.types(ANNA, "board all cnn"))[0] == ("1", "Anna (you)", "10", "1")


def test_ties_share_a_rank_and_ones_own_row_and_neighbours_are_always_shown(study: Study) -> None:
    study.opens("cnn/same-padding")
    crowd = [Person("chat", f"u{n}", f"P{n:02}") for n in range(14)]
    for person in crowd:
        study.types(person, "answer B")
    for person in (ANNA, CARL):
        study.types(person, "answer A")
    study.waits(hours=24)
    board = study.types(ANNA, "board all")
    assert rows(board) == [("1", f"P{n:02}", "10", "1") for n in range(10)] + [
        ("…", "", "", ""),
        ("1", "P13", "10", "1"),
        ("15", "Anna (you)", "0", "1"),
        ("15", "Carl", "0", "1"),
    ]
    assert "and 3 more" in accepted(board)


def test_nobody_is_pinged_from_a_board(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(Person("chat", "evil", "<@&1> @everyone **x**"), "answer B")
    study.waits(hours=24)
    assert rows(study.types(ANNA, "board all")) == [("1", "<@&1> @everyone *…", "10", "1")]


def test_me_shows_points_rank_streak_and_the_weakest_topic_first(study: Study) -> None:
    assert "Nothing settled yet" in accepted(study.types(ANNA, "me"))
    for question, answer in (("cnn/same-padding", "A"), ("training/training-step", "C B D A")):
        study.opens(question)
        study.types(ANNA, f"answer {answer}")
        study.waits(hours=24)
    reply = study.types(ANNA, "me")
    said = accepted(reply)
    assert "2 rounds answered, 20 points, rank 1 of all time" in said
    assert "Streak: 2 rounds; your best is 2." in said
    assert rows(reply) == [("cnn", "0 %", "1"), ("training", "100 %", "1")]


def test_a_forfeit_ends_a_streak_and_a_skip_does_not(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    study.waits(hours=24)
    study.types(ADA, "admin skip")
    study.waits(hours=24)
    assert "Streak: 1 round;" in accepted(study.types(ANNA, "me"))
    study.opens("cnn/pooling")
    study.types(ANNA, "reveal")
    study.waits(hours=24)
    assert "Streak: 0 rounds; your best is 1." in accepted(study.types(ANNA, "me"))


def test_two_groups_keep_their_boards_apart(study: Study) -> None:
    study.sets_up(CLUB, CARL, time="23:00")
    study.opens("cnn/same-padding", ROOM)
    study.opens("cnn/pooling", CLUB, CARL)
    study.types(ANNA, "answer B", ROOM)
    study.types(ANNA, "answer A, C", CLUB)
    study.waits(hours=24)
    assert rows(study.types(ANNA, "board all", ROOM)) == [("1", "Anna (you)", "10", "1")]
    assert rows(study.types(ANNA, "board all", CLUB)) == [("1", "Anna (you)", "15", "1")]
