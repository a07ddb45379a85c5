"""What somebody missed or half knew comes back to them: in time, privately, and never sealed."""

import pytest

from bot.events import ButtonPressed, Person
from bot.steps.regrade import regrade
from bot.steps.reviewing import sightings
from tests.fakes.bank import SAME_PADDING, TEXTS, UNSURE, bank_of, tiny_bank
from tests.fakes.own import own_question
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CLUB,
    Outcome,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

PADDING, POOLING, SIZE = "cnn/same-padding", "cnn/pooling", "cnn/output-size"
DROPOUT = "regularization/dropout"
RIGHT, WRONG = "B", "A"
TITLE = "Same padding"
ANYA = Person("chat", "u-anya", "Anya")


@pytest.fixture
def study() -> Study:
    """A group whose next round is far away; it is Monday, 08:00."""
    study = Study()
    study.sets_up(time="23:59")
    study.types(ADA, "admin pause", manages=True)
    return study


def practises(study: Study, answer: str = WRONG, question: str = PADDING) -> Outcome:
    """Anna draws a question and answers it."""
    accepted(study.types(ANNA, f"question {question}"))
    return study.types(ANNA, f"answer {answer}")


def asked(study: Study, person: Person = ANNA) -> Outcome:
    """What `review` gives."""
    outcome = study.types(person, "review")
    accepted(outcome)
    return outcome


def is_due(study: Study, person: Person = ANNA, title: str = TITLE) -> bool:
    said = text(asked(study, person))
    assert "Review · " in said or "Nothing is due" in said or "Your review is empty" in said
    return "Review · " in said and title in said


def token(outcome: Outcome) -> str:
    return buttons(outcome)["Answer"].action.rpartition(":")[2]


# What comes back


def test_what_is_missed_in_practice_comes_back_the_next_day(study: Study) -> None:
    said = accepted(practises(study))
    assert "Review: Again. It comes back on Tue 6 Jan." in said
    assert not is_due(study)
    study.waits(hours=15, minutes=59)
    assert not is_due(study)
    study.waits(minutes=1)
    card = asked(study)
    assert "Review · 1 due · private, no points" in text(card) and TITLE in text(card)
    assert "Right. 100 %" in accepted(study.presses(ANNA, buttons(card)["B"]))
    assert not is_due(study)


def test_what_is_known_from_the_start_does_not_come_back(study: Study) -> None:
    shown = practises(study, RIGHT)
    assert "Review" not in accepted(shown) and buttons(shown) == {}
    study.waits(days=400)
    assert "Your review is empty" in text(asked(study))


def test_what_was_looked_up_without_an_answer_was_missed(study: Study) -> None:
    card = study.types(ANNA, f"question {PADDING}")
    assert "Review: Again." in accepted(study.presses(ANNA, buttons(card)["Reveal"]))
    study.waits(minutes=1)
    assert "Review: Again." in accepted(study.presses(ANNA, buttons(card)["B"]))
    study.waits(days=1)
    assert is_due(study)


def test_what_could_not_be_read_was_no_try(study: Study) -> None:
    shown = practises(study, "no idea", SIZE)
    assert "could not read it" in accepted(shown) and "Review" not in text(shown)
    study.waits(days=1)
    assert not is_due(study)


def test_a_hint_lowers_what_a_right_answer_is_worth(study: Study) -> None:
    card = study.types(ANNA, f"question {PADDING}")
    accepted(study.presses(ANNA, buttons(card)["Hint"]))
    assert "Review: Hard." in accepted(study.presses(ANNA, buttons(card)["B"]))


def test_a_round_that_was_missed_comes_back_once_it_is_settled(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    assert "Your review is empty" in text(asked(study))
    accepted(study.types(ANNA, "lock"))
    assert "on Tue 6 Jan" in text(asked(study))
    study.waits(days=1)
    assert is_due(study)


def test_a_round_that_was_never_locked_in_comes_back_after_its_reveal(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    study.types(BEN, f"answer {RIGHT}")
    study.waits(hours=23)
    assert "Your review is empty" in text(asked(study))
    study.waits(hours=1)
    assert is_due(study)
    assert "Your review is empty" in text(asked(study, BEN))


def test_looking_first_in_a_round_counts_as_missed(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, "reveal")
    study.waits(days=2)
    assert is_due(study)


def test_whoever_had_no_part_in_a_round_has_nothing_to_review(study: Study) -> None:
    study.opens(PADDING)
    study.waits(days=2)
    assert "Your review is empty" in text(asked(study))


@pytest.mark.parametrize(("word", "earned"), [("I said this", "hard"), ("I did not", "again")])
def test_ones_own_word_on_unsure_points_counts_in_ones_own_review(
    study: Study, word: str, earned: str
) -> None:
    """Two of three points are worth two thirds or nothing; the board keeps a third."""
    study.opens(DROPOUT)
    study.types(ANNA, f"answer {UNSURE}")
    card = study.types(ANNA, "lock")
    while word in buttons(card):
        card = study.presses(ANNA, buttons(card)[word])
    [met] = sightings(study.context(), ANNA)
    assert met.earned == earned


def test_a_voided_round_leaves_the_review_as_it_was(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    study.types(ANNA, "lock")
    accepted(study.types(ADA, "admin void 2026-01-05", manages=True))
    study.waits(days=2)
    assert "Your review is empty" in text(asked(study))


def test_what_a_mended_key_makes_right_was_never_missed(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    study.types(BEN, f"answer {RIGHT}")
    study.waits(days=2)
    assert is_due(study) and "Your review is empty" in text(asked(study, BEN))
    swapped = SAME_PADDING.replace("- [ ] None", "- [x] None").replace("- [x] One", "- [ ] One")
    study.knows(bank_of({**TEXTS, PADDING: swapped}))
    regrade(study.context(), PADDING)
    assert "Your review is empty" in text(asked(study)) and is_due(study, BEN)


# How it is asked


def test_a_number_comes_back_with_other_values(study: Study) -> None:
    first = study.types(ANNA, f"question {SIZE}")
    accepted(study.types(ANNA, "answer 1"))
    before = study.store.rounds.last_draw(ANNA)
    study.waits(days=1)
    asked(study)
    drawn = study.store.rounds.last_draw(ANNA)
    assert before is not None and drawn is not None and drawn.question == SIZE
    assert drawn.variant != before.variant and drawn.token != token(first)


def test_asking_twice_gives_the_same_draw_with_the_hints_that_were_seen(study: Study) -> None:
    practises(study)
    study.waits(days=1)
    first = asked(study)
    accepted(study.presses(ANNA, buttons(first)["Hint"]))
    assert token(asked(study)) == token(first)
    assert "Review: Again." in accepted(study.types(ANNA, f"answer {WRONG}"))


def test_a_form_answers_as_a_typed_word_does(study: Study) -> None:
    practises(study)
    study.waits(days=1)
    opened = form(study.presses(ANNA, buttons(asked(study))["Answer"]))
    assert "Review: Good." in accepted(study.submits(ANNA, opened, answer="B"))


def test_the_next_one_is_a_button_away(study: Study) -> None:
    practises(study)
    practises(study, "A", POOLING)
    study.waits(days=1)
    assert "Review · 2 due" in text(asked(study))
    shown = study.types(ANNA, "answer A")
    second = study.presses(ANNA, buttons(shown)["Next review"])
    assert "Review · 1 due" in accepted(second)
    assert "Next review" not in buttons(study.types(ANNA, "answer A"))


def test_with_nothing_due_it_says_when_and_offers_practice(study: Study) -> None:
    practises(study)
    practises(study, "A", POOLING)
    card = asked(study)
    assert "Nothing is due. Next: 2 questions on Tue 6 Jan." in text(card)
    other = study.presses(ANNA, buttons(card)["Practise something else"])
    assert "Practice · private, no points" in accepted(other)


def test_it_works_in_a_direct_message_and_where_no_group_is() -> None:
    study = Study()
    assert "Your review is empty" in accepted(study.types(ANNA, "review", None))
    accepted(study.types(ANNA, f"question {PADDING}", None))
    accepted(study.types(ANNA, "answer A", None))
    study.waits(days=1)
    card = study.types(ANNA, "review", None)
    assert "Review · 1 due" in accepted(card)
    assert "Review: Good" in accepted(study.presses(ANNA, buttons(card)["B"], None))


def test_a_question_that_left_the_bank_is_passed_over(study: Study) -> None:
    practises(study)
    practises(study, "A", POOLING)
    study.waits(days=1)
    study.knows(tiny_bank(POOLING))
    assert "Review · 1 due" in text(asked(study)) and is_due(study, title="What pooling keeps")


def test_a_sealed_question_waits_for_its_round(study: Study) -> None:
    practises(study)
    study.waits(days=1)
    study.opens(PADDING)
    assert "Your review is empty" in text(asked(study))
    assert "Your review is empty" in accepted(study.types(ANNA, "me"))
    study.types(ANNA, f"answer {WRONG}")
    study.types(ANNA, "lock")
    study.waits(days=1)
    assert is_due(study)


def test_a_draw_whose_question_was_sealed_since_leads_to_the_round(study: Study) -> None:
    practises(study)
    study.waits(days=1)
    card = asked(study)
    study.opens(PADDING)
    assert "Round 1 · open until" in text(study.presses(ANNA, buttons(card)["B"]))
    assert study.store.answers.entry(study.round(1), ANNA).answer is None


def test_the_review_is_ones_own(study: Study) -> None:
    practises(study)
    study.waits(days=1)
    card = asked(study)
    assert "Your review is empty" in text(asked(study, BEN))
    assert "I do not know what this button was for" in refused(
        study.presses(BEN, f"dlq:rate:{token(card)}:easy")
    )


def test_the_record_says_what_is_due(study: Study) -> None:
    assert "Your review is empty" in accepted(study.types(ANNA, "me"))
    practises(study)
    practises(study, "A", POOLING)
    assert "Review: nothing due today; next on Tue 6 Jan:" in accepted(study.types(ANNA, "me"))
    study.waits(days=1)
    assert "Review: 2 due today, /dlq review." in accepted(study.types(ANNA, "me"))
    asked(study)
    study.types(ANNA, f"answer {RIGHT}")
    said = accepted(study.types(ANNA, "me"))
    assert "Review: 1 due today, /dlq review; next on Thu 8 Jan: Same" in said


def test_a_groups_own_question_comes_back_in_that_group_alone(study: Study) -> None:
    """Anna is in both; in the other group's channel nothing of it is said."""
    study.sets_up(CLUB, BEN, time="23:59")
    study.types(BEN, "admin pause", CLUB, manages=True)
    own = own_question(study)
    practises(study, "A", own)
    study.waits(days=1)
    for words in ("review", "me"):
        said = accepted(study.types(ANNA, words, CLUB))
        assert "Your review is empty" in said and "ebra" not in said
    assert "Zebra stripes" in text(asked(study))


# One's own word


def test_the_buttons_under_a_verdict_correct_it(study: Study) -> None:
    shown = practises(study)
    assert list(buttons(shown)) == ["Again", "Hard", "Good", "Easy"]
    said = accepted(study.presses(ANNA, buttons(shown)["Easy"]))
    assert said.startswith("Easy: it comes back on ")
    assert "Again: it comes back on Tue 6 Jan." in accepted(
        study.presses(ANNA, buttons(shown)["Again"])
    )
    study.waits(days=1)
    assert is_due(study)


def test_an_old_button_changes_nothing_once_the_question_was_met_again(study: Study) -> None:
    shown = practises(study)
    study.waits(days=1)
    again = asked(study)
    study.presses(ANNA, buttons(again)["A"])
    assert "You have met this question again since" in refused(
        study.presses(ANNA, buttons(shown)["Easy"])
    )


def test_what_was_known_comes_back_if_one_says_so(study: Study) -> None:
    accepted(study.types(ANNA, f"question {PADDING}"))
    drawn = study.store.rounds.last_draw(ANNA)
    assert drawn is not None
    rate = f"dlq:rate:{drawn.token}"
    assert "Answer it first" in refused(study.presses(ANNA, f"{rate}:easy"))
    study.types(ANNA, f"answer {RIGHT}")
    assert "it does not come back" in accepted(study.presses(ANNA, f"{rate}:good"))
    assert "comes back on Tue 6 Jan" in accepted(study.presses(ANNA, f"{rate}:again"))


@pytest.mark.parametrize(
    "tail", ["", ":1", ":1:easy", ":p1", ":p1:best", ":p999:easy", ":p1:easy:x"]
)
def test_a_forged_button_is_refused(study: Study, tail: str) -> None:
    study.opens(POOLING)
    accepted(study.types(BEN, f"question {PADDING}"))
    assert refused(study.presses(ANNA, f"dlq:rate{tail}"))


def test_a_delivery_that_comes_twice_counts_once(study: Study) -> None:
    card = study.types(ANNA, f"question {PADDING}")
    answering = ButtonPressed(**study.who(ANNA, None), action=buttons(card)["A"].action)
    first = study.meets(answering)
    assert study.meets(answering) == first
    rating = ButtonPressed(**study.who(ANNA, None), action=buttons(first)["Hard"].action)
    assert study.meets(rating) == study.meets(rating)
    assert len(sightings(study.context(), ANNA)) == 1
    assert study.store.value("SELECT count(*) FROM rating") == 1


def test_only_the_first_readable_answer_to_a_draw_counts(study: Study) -> None:
    """The reference was shown with it."""
    card = study.types(ANNA, f"question {PADDING}")
    study.presses(ANNA, buttons(card)["A"])
    assert "Review: Again." in accepted(study.presses(ANNA, buttons(card)["B"]))
    [met] = sightings(study.context(), ANNA)
    assert met.score == 0


# A linked person


def test_a_linked_person_has_one_review_and_two_again_when_unlinked(study: Study) -> None:
    practises(study)
    accepted(study.types(ANYA, f"question {POOLING}"))
    accepted(study.types(ANYA, "answer A"))
    made = accepted(study.types(ANNA, "link")).split("/dlq link ")[1].split("`")[0]
    accepted(study.types(ANYA, f"link {made}"))
    study.waits(days=1)
    for person in (ANNA, ANYA):
        assert "Review · 2 due" in text(asked(study, person))
    accepted(study.types(ANNA, "unlink"))
    for person in (ANNA, ANYA):
        assert "Review · 1 due" in text(asked(study, person))
