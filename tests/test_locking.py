"""/dlq hint, lock and reveal: what one may see before a round ends, and what it costs."""

import pytest

from bot.message import Reply
from tests.fakes.bank import SECRET, UNSURE
from tests.fakes.study import ANNA, BEN, CARL, Study, accepted, buttons, refused, text

# hint


def test_hints_come_one_by_one_and_cost_what_they_say(study: Study) -> None:
    study.opens("cnn/same-padding")
    first = accepted(study.types(ANNA, "hint"))
    assert "Hint 1 of 2" in first and "Hint 2 of 2" not in first and "earns 20 % less" in first
    assert "earns 40 % less" in accepted(study.types(ANNA, "hint"))
    again = accepted(study.types(ANNA, "hint"))
    assert "Hint 1 of 2" in again and "Hint 2 of 2" in again and "earns 40 % less" in again
    study.types(ANNA, "answer B")
    study.types(BEN, "answer B")
    study.types(BEN, "hint")
    study.waits(hours=24)
    board = accepted(study.types(CARL, "board all"))
    assert "1    | Ben  | 10  | 1" in board
    assert "2    | Anna | 6   | 1" in board


def test_a_question_without_hints_says_so(study: Study) -> None:
    study.opens("cnn/pooling")
    assert "no hints" in refused(study.types(ANNA, "hint"))
    assert "Hint" not in buttons(study.types(ANNA, "today"))


# lock


def test_lock_fixes_the_answer_and_shows_verdict_and_reference(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    said = accepted(study.types(ANNA, "lock"))
    assert "Right. 100 %" in said and SECRET in said and "Right: B" in said
    assert "locked in this round: its answer is fixed" in refused(study.types(ANNA, "answer A"))
    assert "locked in or seen" in refused(study.types(ANNA, "answer"))
    assert accepted(study.types(ANNA, "lock")) == said
    assert study.counting() == {"Anna": "B"}


def test_there_must_be_a_readable_answer_to_lock_in(study: Study) -> None:
    study.opens("cnn/output-size")
    assert "nothing to lock in yet" in refused(study.types(ANNA, "lock"))
    study.types(ANNA, "answer hm")
    assert "nothing to lock in yet" in refused(study.types(ANNA, "lock"))
    assert accepted(study.types(ANNA, "answer 26")).startswith("Recorded.")


def test_lock_asks_about_each_unsure_point_once(study: Study) -> None:
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    first = study.types(ANNA, "lock")
    assert "Did you say this?" in accepted(first)
    assert "(1 of 2)" in text(first) and "Units are switched off at random." in text(first)
    second = study.presses(ANNA, buttons(first)["I said this"])
    assert "(2 of 2)" in accepted_again(second)
    verdict = study.presses(ANNA, buttons(second)["I did not"])
    said = accepted_again(verdict)
    assert "✓ covered: Units are switched off at random." in said
    assert "✗ missed: At test time all units are on" in said
    assert "33 %" in said and SECRET in said
    assert accepted(study.types(ANNA, "lock")) == said


def accepted_again(outcome: object) -> str:
    """The private message that was pressed is drawn anew."""
    assert isinstance(outcome, Reply) and outcome.replaces
    return accepted(outcome)


def test_the_first_word_on_an_unsure_point_holds(study: Study) -> None:
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    asked = buttons(study.types(ANNA, "lock"))
    study.presses(ANNA, asked["I did not"])
    study.presses(ANNA, asked["I said this"])
    entry = study.store.answers.entry(study.round(1), ANNA)
    assert entry.said == {0: False}


def test_whoever_says_nothing_on_unsure_points_sees_the_verdict_all_the_same(
    study: Study,
) -> None:
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    asked = buttons(study.types(ANNA, "lock"))
    said = accepted_again(study.presses(ANNA, asked["Show the verdict"]))
    assert "? unsure: Units are switched off at random." in said and SECRET in said


@pytest.mark.parametrize("word", ["I said this", "I did not", None])
def test_ones_word_counts_for_oneself_and_never_on_the_board(
    study: Study, word: str | None
) -> None:
    """Two of three points half sure: a third of 20 points on the board, whatever was said."""
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    asked = study.types(ANNA, "lock")
    while word and word in buttons(asked):
        asked = study.presses(ANNA, buttons(asked)[word])
    study.waits(hours=24)
    board = accepted(study.types(BEN, "board all"))
    assert "1    | Anna | 7   | 1" in board
    mean = {"I said this": "67 %", "I did not": "0 % ", None: "33 %"}[word]
    assert f"regularization | {mean}" in accepted(study.types(ANNA, "me"))


def test_no_question_is_asked_before_the_lock(study: Study) -> None:
    """A forged yes before the lock, or for a point that is not unsure, changes nothing."""
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    assert "Lock in first" in refused(study.presses(ANNA, "dlq:said:1:0:yes"))
    assert "Lock in first" in refused(study.presses(ANNA, "dlq:verdict:1"))
    study.types(ANNA, "lock")
    study.presses(ANNA, "dlq:said:1:1:yes")
    study.presses(ANNA, "dlq:said:1:7:yes")
    assert study.store.answers.entry(study.round(1), ANNA).said == {}


# reveal


def test_reveal_before_answering_shows_the_reference_and_forfeits(study: Study) -> None:
    study.opens("cnn/same-padding")
    said = accepted(study.types(ANNA, "reveal"))
    assert SECRET in said and "You looked first, so this round gives no points." in said
    assert "seen the reference" in refused(study.types(ANNA, "answer B"))
    assert "locked in or seen the reference" in refused(study.types(ANNA, "answer"))
    study.waits(hours=24)
    assert "No points yet" in accepted(study.types(ANNA, "board all"))
    [reveal] = [post for post in study.posted if post.kind == "reveal"]
    assert "Nobody answered." in reveal.text


def test_reveal_after_answering_is_lock(study: Study) -> None:
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    assert "Did you say this?" in accepted(study.types(ANNA, "reveal"))
    entry = study.store.answers.entry(study.round(1), ANNA)
    assert (entry.locked, entry.forfeited) == (True, False)


def test_after_the_round_reveal_shows_ones_verdict_again(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer A")
    study.waits(hours=24)
    said = accepted(study.types(ANNA, "reveal"))
    assert "You said: A" in said and "Not right. 0 %" in said
