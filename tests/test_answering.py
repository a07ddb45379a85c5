"""/dlq today and answer: what is asked, what becomes of an answer, and when it counts."""

from datetime import timedelta

import pytest

from bot.message import ChoiceField, Refused, TextField, Time
from tests.fakes.bank import SECRET
from tests.fakes.study import ADA, ANNA, BEN, CARL, Study, accepted, buttons, form, refused


def texts(study: Study, round: int = 1) -> list[tuple[str, str, bool]]:
    """Who answered what, and whether it counts."""
    answers = study.store.answers.to(study.round(round))
    return [(answer.person.name, answer.text, answer.counts) for answer in answers]


# today


def test_today_shows_the_open_question_with_its_buttons(study: Study) -> None:
    study.opens("cnn/same-padding")
    card = study.types(ANNA, "today")
    assert "Which padding keeps the size" in accepted(card)
    assert list(buttons(card)) == ["A", "B", "C", "Answer", "Hint", "Lock in", "Reveal"]


def test_today_shows_what_one_has_answered_so_far_and_nobody_elses(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer C")
    study.types(BEN, "answer A")
    assert "Your answer so far: C" in accepted(study.types(ANNA, "today"))
    study.types(ANNA, "lock")
    assert "Locked in: C" in accepted(study.types(ANNA, "today"))
    assert "so far" not in accepted(study.types(CARL, "today"))


def test_today_without_a_round_says_when_the_next_one_comes(study: Study) -> None:
    reply = study.types(ANNA, "today")
    assert "The next one comes Mon 5 Jan 2026 23:00 (UTC)" in accepted(reply)
    assert any(isinstance(span, Time) for span in reply.message.blocks[0].spans)
    study.types(ADA, "admin pause")
    assert "No question is open: the group is paused." in accepted(study.types(ANNA, "today"))


# answer


def test_an_answer_earns_a_receipt_and_nothing_of_the_verdict(study: Study) -> None:
    study.opens("cnn/same-padding")
    said = accepted(study.types(ANNA, "answer one pixel at every border"))
    assert said == (
        "Recorded.\nRecorded: B\nYou may change it until Tue 6 Jan 2026 08:00 (UTC); "
        "1 person has answered."
    )
    assert "2 people have answered" in accepted(study.types(BEN, "answer A"))


def test_the_last_answer_counts_and_all_are_kept(study: Study) -> None:
    study.opens("cnn/same-padding")
    for word in ("A", "C", "B"):
        study.types(ANNA, f"answer {word}")
    assert texts(study) == [("Anna", "A", True), ("Anna", "C", True), ("Anna", "B", True)]
    assert study.counting() == {"Anna": "B"}


def test_an_unreadable_answer_is_kept_said_to_be_unreadable_and_replaces_nothing(
    study: Study,
) -> None:
    study.opens("cnn/output-size")
    assert "Nothing counts for you yet" in accepted(study.types(ANNA, "answer no idea"))
    study.types(ANNA, "answer 26")
    said = accepted(study.types(ANNA, "answer ???"))
    assert "Kept, but I could not read it." in said
    assert "Your earlier answer still counts: 26" in said
    assert [words for _, words, _ in texts(study)] == ["no idea", "26", "???"]
    assert study.counting() == {"Anna": "26"}


def test_an_options_button_answers_at_once(study: Study) -> None:
    study.opens("cnn/same-padding")
    card = buttons(study.types(ANNA, "today"))
    assert "Recorded: A" in accepted(study.presses(ANNA, card["A"]))
    assert study.counting() == {"Anna": "A"}


@pytest.mark.parametrize(
    ("question", "field", "values", "kept"),
    [
        ("cnn/same-padding", ChoiceField, {"answer": "B"}, "B"),
        ("cnn/pooling", ChoiceField, {"answer": ("A", "C")}, "A, C"),
        ("cnn/output-size", TextField, {"answer": "26"}, "26"),
        ("normalization/batch-norm", TextField, {"stored": "64", "trained": "32"}, "64; 32"),
        ("foundations/first-machine", TextField, {"answer": "perceptron"}, "perceptron"),
        ("training/training-step", TextField, {"answer": "C B D A"}, "C B D A"),
        ("regularization/dropout", TextField, {"answer": "two\nlines"}, "two\nlines"),
    ],
)
def test_the_answer_button_opens_a_form_that_fits_the_kind(
    study: Study, question: str, field: type, values: dict[str, str], kept: str
) -> None:
    study.opens(question)
    asked = form(study.presses(ANNA, buttons(study.types(ANNA, "today"))["Answer"]))
    assert {type(each) for each in asked.fields} == {field}
    assert [each.name for each in asked.fields] == list(values)
    assert accepted(study.submits(ANNA, asked, **values)).startswith("Recorded.")
    assert study.counting() == {"Anna": kept}


def test_a_form_opens_with_what_one_sent_before(study: Study) -> None:
    study.opens("cnn/pooling")
    study.types(ANNA, "answer C, A")
    [field] = form(study.types(ANNA, "answer")).fields
    assert field.value == ("A", "C")
    assert form(study.types(BEN, "answer")).fields[0].value == ()


def test_a_refused_form_says_what_is_wrong_at_which_field_and_keeps_its_draft(
    study: Study,
) -> None:
    study.opens("normalization/batch-norm")
    asked = form(study.types(ANNA, "answer"))
    outcome = study.submits(ANNA, asked, stored="64; 32", trained="")
    assert outcome == Refused(
        (
            ("stored", "One number belongs here; the others have fields of their own."),
            ("trained", "Nothing was entered here."),
        ),
        "dlq:answer:1",
    )
    again = form(study.presses(ANNA, outcome.reopen))
    assert [field.value for field in again.fields] == ["64; 32", ""]
    assert texts(study) == []
    study.submits(ANNA, again, stored="64", trained="32")
    assert [f.value for f in form(study.types(ANNA, "answer")).fields] == ["64", "32"]


def test_a_form_that_is_far_too_long_is_refused_at_its_field(study: Study) -> None:
    study.opens("regularization/dropout")
    asked = form(study.types(ANNA, "answer"))
    outcome = study.submits(ANNA, asked, answer="x" * 10_001)
    assert outcome == Refused((("answer", "At most 10,000 characters, please."),), asked.action)


def test_a_late_answer_is_kept_does_not_count_and_is_told_so(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer A")
    study.waits(hours=24)
    said = accepted(study.types(ANNA, "answer B"))
    assert said.startswith("Too late: the round is closed.")
    assert "I kept it (B), but it does not count" in said
    assert texts(study) == [("Anna", "A", True), ("Anna", "B", False)]
    assert study.counting() == {"Anna": "A"}


def test_the_last_moment_counts_and_the_next_does_not(study: Study) -> None:
    """`event.at < closes_at` decides, not when the round is found to be over."""
    closes_at = study.opens("cnn/same-padding").closes_at
    assert closes_at is not None
    study.now = closes_at - timedelta(microseconds=1)
    assert accepted(study.types(ANNA, "answer B")).startswith("Recorded.")
    study.now = closes_at
    path, options = study.app.parse("answer A")
    assert "Too late" in accepted(study.uses(BEN, path, options))
    assert study.counting() == {"Anna": "B"}


def test_a_button_of_a_round_that_is_over_says_so(study: Study) -> None:
    study.opens("cnn/same-padding")
    card = buttons(study.types(ANNA, "today"))
    study.waits(hours=24)
    assert "Too late" in accepted(study.presses(ANNA, card["B"]))
    assert "Round 1 is over; /dlq past 2026-01-05" in refused(study.presses(ANNA, card["Answer"]))
    assert SECRET in accepted(study.presses(ANNA, card["Reveal"]))
    assert SECRET in accepted(study.presses(ANNA, card["Lock in"]))


def test_an_answer_of_10000_characters_is_kept_and_one_more_is_refused(study: Study) -> None:
    study.opens("regularization/dropout")
    longest = ("units drop at random. " * 500)[:10_000]
    said = accepted(study.types(ANNA, f"answer {longest}"))
    assert said.startswith("Recorded.") and len(said) < 1_000
    over = refused(study.types(ANNA, "answer " + "x" * 10_001))
    assert "10,001 characters" in over and "Nothing was recorded" in over
    assert study.counting() == {"Anna": longest.strip()}


@pytest.mark.parametrize(
    "words",
    [
        "🙂🙂🙂",
        "השכבות נכבות באקראי",
        "\u202eunits are dropped",
        "**units** are `dropped` ~~at~~ random <@U1> @everyone <!here>",
        "[click](http://evil.example) # heading\n- item\n```py\nx\n```",
        "a\x00b",
        "  two  spaces  ",
    ],
)
def test_an_answer_is_kept_as_it_was_typed(study: Study, words: str) -> None:
    """Emoji, right-to-left, Markdown, mentions: kept, and shown as literal text alone."""
    study.opens("regularization/dropout")
    outcome = study.uses(ANNA, ("answer",), {"text": words})
    accepted(outcome)
    assert texts(study) == [("Anna", words, True)]
    spans = [span for block in outcome.message.blocks for span in block.spans]
    assert {type(span).__name__ for span in spans} <= {"Text", "Strong", "Time"}


def test_what_was_typed_without_a_button_goes_to_the_practice_question_drawn_last(
    study: Study,
) -> None:
    """Until it is answered; then to the round again."""
    study.opens("cnn/same-padding")
    study.types(ANNA, "question cnn/pooling")
    assert "What pooling keeps" in accepted(study.types(ANNA, "answer A, C"))
    assert accepted(study.types(ANNA, "answer B")).startswith("Recorded.")
    assert study.counting() == {"Anna": "B"}


def test_an_answer_with_nothing_open_says_what_can_be_done(study: Study) -> None:
    assert "/dlq random draws one to practise with" in refused(study.types(ANNA, "answer B"))
    assert "/dlq random draws one to practise with" in refused(study.types(ANNA, "answer"))
