"""What members can do: each command as a claim, used through App.handle."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.events import Person
from bot.message import Bullets, ChoiceField, Form, Refused, Reply, Table, TextField, Time
from tests.fakes.bank import SECRET, TEXTS, bank_of, tiny_bank
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    ROOM,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

UNSURE = (
    "Units are silenced. That is done while it learns. It is a matter of chance. "
    "At test we look again. Then we see what we have. It is all of them."
)
"""To the dropout question: two of its three points are unsure."""


@pytest.fixture
def study() -> Study:
    """A group whose round comes at 23:00, and nothing asked yet."""
    study = Study()
    study.sets_up(time="23:00")
    return study


def texts(study: Study, round: int = 1) -> list[tuple[str, str, bool]]:
    """Who answered what, and whether it counts."""
    answers = study.store.answers.to(study.round(round))
    return [(answer.person.name, answer.text, answer.counts) for answer in answers]


def counting(study: Study, round: int = 1) -> dict[str, str]:
    """Everybody's answer that counts."""
    entries = study.store.answers.entries(study.round(round))
    return {e.person.name: e.answer.text for e in entries if e.answer}


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


# random


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("cnn", {"cnn/output-size", "cnn/pooling", "cnn/same-padding"}),
        ("CNN", {"cnn/output-size", "cnn/pooling", "cnn/same-padding"}),
        ("stride", {"cnn/output-size"}),
        ("border", {"cnn/same-padding"}),
        ("rosenblatt", {"foundations/first-machine"}),
        ("perceptron", {"foundations/first-machine"}),
        ("initialization", {"training/training-step"}),
        ("hyperparameters", {"training/training-step"}),
        ("hard", {"regularization/dropout", "training/training-step"}),
        ("number", {"cnn/output-size", "normalization/batch-norm"}),
        ("cnn easy", {"cnn/output-size", "cnn/same-padding"}),
        ("cnn easy number", {"cnn/output-size"}),
        ("", set(tiny_bank().questions)),
    ],
)
def test_random_takes_a_topic_a_tag_a_word_an_alias_a_difficulty_and_a_kind(
    study: Study, words: str, ids: set[str]
) -> None:
    """And it goes round: a question is drawn again only when all others were drawn as often."""
    drawn = Counter(drawn_id(study, words) for _ in range(2 * len(ids)))
    assert drawn == Counter(dict.fromkeys(ids, 2))


def drawn_id(study: Study, words: str) -> str:
    card = study.types(ANNA, f"random {words}")
    accepted(card)
    number = buttons(card)["Answer"].action.rpartition(":p")[2]
    draw = study.store.rounds.draw(int(number))
    assert draw is not None
    return draw.question


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("cnm", "did you mean cnn?"),
        ("tranning", "did you mean training?"),
        ("perceptrn", "did you mean perceptron?"),
        ("stridee", "did you mean stride?"),
        ("zebras", "the topics are cnn, foundations, normalization, regularization, training."),
        ("zebras hard", "the topics are cnn, foundations"),
        ("cnn hard", "There is no question for 'cnn hard' together"),
    ],
)
def test_random_of_something_unknown_names_the_nearest_known(
    study: Study, words: str, said: str
) -> None:
    """A misspelt word may also find what was meant at once."""
    outcome = study.types(ANNA, f"random {words}")
    assert isinstance(outcome, Reply)
    assert said in text(outcome) or "Practice · private" in text(outcome)
    if words in {"zebras", "zebras hard", "cnn hard"}:
        assert said in refused(outcome)


def test_another_draws_again_with_the_same_wishes(study: Study) -> None:
    card = study.types(ANNA, "random stride easy")
    for _ in range(3):
        card = study.presses(ANNA, buttons(card)["Another"])
        assert "Output size" in accepted(card)


def test_practice_gives_the_verdict_and_the_reference_at_once_and_no_points(study: Study) -> None:
    card = study.types(ANNA, "question cnn/same-padding")
    verdict = accepted(study.presses(ANNA, buttons(card)["B"]))
    assert "Right. 100 %" in verdict and "You said: B" in verdict and SECRET in verdict
    assert "No points yet" in accepted(study.types(ANNA, "board all"))
    assert "cnn   | 100 %      | 1" in accepted(study.types(ANNA, "me"))


def test_what_cannot_be_read_is_no_try_at_practice(study: Study) -> None:
    """The reference is kept back, so that the next try is one."""
    study.types(ANNA, "question cnn/output-size")
    said = accepted(study.types(ANNA, "answer 12 or 13"))
    assert "Kept, but I could not read it." in said and SECRET not in said
    assert "You said: 26" in accepted(study.types(ANNA, "answer 26"))


def test_somebody_elses_practice_is_out_of_reach(study: Study) -> None:
    card = study.types(ANNA, "question cnn/same-padding")
    assert "what this button was for" in refused(study.presses(BEN, buttons(card)["B"]))


def test_practice_can_be_answered_again_and_the_first_answer_is_ones_record(study: Study) -> None:
    card = buttons(study.types(ANNA, "question cnn/same-padding"))
    study.presses(ANNA, card["A"])
    assert "Right. 100 %" in accepted(study.presses(ANNA, card["B"]))
    assert "cnn   | 0 %        | 1" in accepted(study.types(ANNA, "me"))


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
    assert counting(study) == {"Anna": "B"}


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
    assert counting(study) == {"Anna": "26"}


def test_an_options_button_answers_at_once(study: Study) -> None:
    study.opens("cnn/same-padding")
    card = buttons(study.types(ANNA, "today"))
    assert "Recorded: A" in accepted(study.presses(ANNA, card["A"]))
    assert counting(study) == {"Anna": "A"}


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
    assert counting(study) == {"Anna": kept}


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
    assert counting(study) == {"Anna": "A"}


def test_the_last_moment_counts_and_the_next_does_not(study: Study) -> None:
    """`event.at < closes_at` decides, not when the round is found to be over."""
    closes_at = study.opens("cnn/same-padding").closes_at
    assert closes_at is not None
    study.now = closes_at - timedelta(microseconds=1)
    assert accepted(study.types(ANNA, "answer B")).startswith("Recorded.")
    study.now = closes_at
    path, options = study.app.parse("answer A")
    assert "Too late" in accepted(study.uses(BEN, path, options))
    assert counting(study) == {"Anna": "B"}


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
    assert counting(study) == {"Anna": longest.strip()}


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
    assert counting(study) == {"Anna": "B"}


def test_an_answer_with_nothing_open_says_what_can_be_done(study: Study) -> None:
    assert "/dlq random draws one to practise with" in refused(study.types(ANNA, "answer B"))
    assert "/dlq random draws one to practise with" in refused(study.types(ANNA, "answer"))


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
    assert "1    | Ben  | 10     | 1" in board
    assert "2    | Anna | 6      | 1" in board


def test_a_question_without_hints_says_so(study: Study) -> None:
    study.opens("cnn/pooling")
    assert "no hints" in refused(study.types(ANNA, "hint"))
    assert "Hint" not in buttons(study.types(ANNA, "today"))


def test_hints_of_practice_cost_nothing(study: Study) -> None:
    card = buttons(study.types(ANNA, "question cnn/same-padding"))
    assert "less" not in accepted(study.presses(ANNA, card["Hint"]))


# lock


def test_lock_fixes_the_answer_and_shows_verdict_and_reference(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    said = accepted(study.types(ANNA, "lock"))
    assert "Right. 100 %" in said and SECRET in said and "Right: B" in said
    assert "locked in this round: its answer is fixed" in refused(study.types(ANNA, "answer A"))
    assert "locked in or seen" in refused(study.types(ANNA, "answer"))
    assert accepted(study.types(ANNA, "lock")) == said
    assert counting(study) == {"Anna": "B"}


def test_there_must_be_a_readable_answer_to_lock_in(study: Study) -> None:
    study.opens("cnn/output-size")
    assert "nothing to lock in yet" in refused(study.types(ANNA, "lock"))
    study.types(ANNA, "answer hm")
    assert "nothing to lock in yet" in refused(study.types(ANNA, "lock"))
    assert accepted(study.types(ANNA, "answer 26")).startswith("Recorded.")


def test_practice_needs_no_lock(study: Study) -> None:
    card = study.types(ANNA, "question cnn/same-padding")
    token = buttons(card)["Answer"].action.rpartition(":")[2]
    assert "Practice needs no lock" in refused(study.presses(ANNA, f"dlq:lock:{token}"))


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
    assert "1    | Anna | 7      | 1" in board
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


def test_reveal_of_practice_shows_the_reference(study: Study) -> None:
    study.types(ANNA, "question cnn/pooling")
    assert "Right: A, C" in accepted(study.types(ANNA, "reveal"))


# question, search, topics


def test_question_draws_a_certain_one_to_practise_with(study: Study) -> None:
    card = accepted(study.types(ANNA, "question normalization/batch-norm"))
    assert "Practice · private, no points" in card and "Parameters of batch norm" in card
    again = {accepted(study.types(ANNA, "question cnn/output-size")) for _ in range(20)}
    assert len({" ".join(card.split("An image")[1].split()[:9]) for card in again}) > 1


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("cnn/poling", "did you mean cnn/pooling?"),
        ("batch-norm", "did you mean normalization/batch-norm?"),
        ("zzz", "search finds questions by words."),
    ],
)
def test_an_unknown_question_is_answered_with_the_nearest(study: Study, id: str, said: str) -> None:
    assert said in refused(study.types(ANNA, f"question {id}"))


def test_search_finds_by_words_tags_and_texts_best_first(study: Study) -> None:
    found = study.types(ANNA, "search pooling")
    assert accepted(found).startswith("1 found")
    assert "• What pooling keeps · medium · choice · `cnn/pooling`" in text(found)
    assert "Nothing was found for 'zebras'." in refused(study.types(ANNA, "search zebras"))


def test_topics_counts_the_questions_by_topic_and_difficulty(study: Study) -> None:
    reply = study.types(ANNA, "topics", None)
    [table] = [block for block in reply.message.blocks if isinstance(block, Table)]
    assert reply.message.summary == "7 questions, 5 topics"
    assert table == Table(
        ("topic", "easy", "medium", "hard", "all"),
        (
            ("cnn", "2", "1", "0", "3"),
            ("foundations", "1", "0", "0", "1"),
            ("normalization", "0", "1", "0", "1"),
            ("regularization", "0", "0", "1", "1"),
            ("training", "0", "0", "1", "1"),
        ),
    )


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


def rows(outcome: object) -> list[tuple[str, ...]]:
    assert isinstance(outcome, Reply)
    [table] = [block for block in outcome.message.blocks if isinstance(block, Table)]
    return list(table.rows)


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
    assert rows(study.types(ANNA, "board all")) == [("1", "<@&1> @everyone **x**", "10", "1")]


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


# help


def test_help_shows_admin_commands_to_those_who_may_use_them(study: Study) -> None:
    assert "/dlq admin setup" in accepted(study.types(ADA, "help"))
    mine = accepted(study.types(ANNA, "help"))
    assert "/dlq admin setup" not in mine and "Admins have /dlq admin ... as well." in mine


def test_help_explains_a_command_a_group_of_commands_and_scoring(study: Study) -> None:
    assert "The last readable answer counts" not in accepted(study.types(ANNA, "help"))
    assert "the last readable answer counts" in accepted(study.types(ANNA, "help answer"))
    assert "the last readable answer counts" in accepted(study.types(ANNA, "help /dlq ANSWER"))
    assert "/dlq admin skip" in accepted(study.types(ANNA, "help admin"))
    scoring = study.types(ANNA, "help scoring")
    [rules] = [block for block in scoring.message.blocks if isinstance(block, Bullets)]
    assert "10 × weight × score" in rules.items[0][0].text
    assert "Did you mean answer?" in refused(study.types(ANNA, "help anwser"))


def test_everything_that_is_no_form_is_private(study: Study) -> None:
    """What one asks for, nobody else sees."""
    study.opens("cnn/same-padding")
    for words in ("today", "random", "answer B", "hint", "board", "me", "topics", "help"):
        outcome = study.types(ANNA, words)
        assert isinstance(outcome, Form) or outcome.private


def test_two_groups_keep_their_boards_apart(study: Study) -> None:
    study.sets_up(CLUB, CARL, time="23:00")
    study.opens("cnn/same-padding", ROOM)
    study.opens("cnn/pooling", CLUB, CARL)
    study.types(ANNA, "answer B", ROOM)
    study.types(ANNA, "answer A, C", CLUB)
    study.waits(hours=24)
    assert rows(study.types(ANNA, "board all", ROOM)) == [("1", "Anna (you)", "10", "1")]
    assert rows(study.types(ANNA, "board all", CLUB)) == [("1", "Anna (you)", "15", "1")]
