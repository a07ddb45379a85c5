"""Grading a question's answers again with today's file."""

from collections.abc import Mapping

import pytest

from bot.bank import load_variant
from bot.errors import DlqError
from bot.steps.day import rebuilt_standings
from bot.steps.regrade import Change, regrade
from tests.fakes.bank import TEXTS, UNSURE, bank_of
from tests.fakes.study import ANNA, BEN, CARL, CLUB, ROOM, Study, accepted, buttons

PADDING = "cnn/same-padding"
STEP = "training/training-step"
SIZE = "cnn/output-size"


def held(study: Study, question: str, answers: Mapping[str, str]) -> None:
    """A round on the question with these answers, revealed."""
    study.opens(question)
    people = {person.name: person for person in (ANNA, BEN, CARL)}
    for name, words in answers.items():
        accepted(study.types(people[name], f"answer {words}"))
    study.waits(hours=24)


def mended(study: Study, question: str, *changes: tuple[str, str]) -> None:
    """The bot starts again with a file in which something is written otherwise."""
    text = TEXTS[question]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    study.knows(bank_of({**TEXTS, question: text}))


def points(study: Study) -> dict[str, int]:
    return {standing.person.name: standing.points for standing in study.store.standings.all()}


def test_a_mended_key_changes_verdicts_and_boards(study: Study) -> None:
    """Of a question that varies: each round is graded by its own draw."""
    names = load_variant(study.opens(SIZE).variant).names
    key = int(names["n"]) - int(names["k"]) + 1
    study.types(ANNA, f"answer {key}")
    study.types(BEN, f"answer {key + 1}")
    study.waits(hours=24)
    assert points(study) == {"Anna": 10, "Ben": 0}
    mended(study, SIZE, ("answer: n - k + 1", "answer: n - k + 2"))
    assert regrade(study.context(), SIZE) == [
        Change(1, "Anna", 1.0, 0.0),
        Change(1, "Ben", 0.0, 1.0),
    ]
    assert points(study) == {"Anna": 0, "Ben": 10}


def test_points_follow_the_mended_file_in_the_same_transaction(study: Study) -> None:
    """Anna was wrong by the old file and is right by today's."""
    held(study, PADDING, {"Anna": "A", "Ben": "B"})
    assert points(study) == {"Anna": 0, "Ben": 10}
    mended(study, PADDING, ("- [ ] None", "- [x] None"), ("- [x] One pixel", "- [ ] One pixel"))
    assert regrade(study.context(), PADDING) == [
        Change(1, "Anna", 0.0, 1.0),
        Change(1, "Ben", 1.0, 0.0),
    ]
    assert points(study) == {"Anna": 10, "Ben": 0}
    assert study.store.standings.all() == rebuilt_standings(study.context())
    assert "1    | Anna | 10  | 1" in accepted(study.types(CARL, "board all"))


def test_the_group_is_told_once_how_many_verdicts_changed(study: Study) -> None:
    held(study, PADDING, {"Anna": "A", "Ben": "B", "Carl": "C"})
    mended(study, PADDING, ("- [ ] None", "- [x] None"))
    regrade(study.context(), PADDING)
    study.catch_up()
    [notice] = [post for post in study.posted if post.kind == "notice"]
    assert notice.to == ROOM
    assert "Round 1 was graded again: 2 verdicts changed, boards follow." in notice.text
    regrade(study.context(), PADDING)
    study.catch_up()
    assert [post.kind for post in study.posted].count("notice") == 1


def test_a_file_that_says_the_same_changes_nothing(study: Study) -> None:
    held(study, PADDING, {"Anna": "A"})
    mended(study, PADDING, ("half the kernel", "Half of the kernel"))
    before = study.store.changes()
    assert regrade(study.context(), PADDING) == []
    study.catch_up()
    assert [post.kind for post in study.posted] == ["question", "reveal"]
    assert study.store.answers.last_verdict() == 1
    assert study.store.changes() - before <= 2


def test_old_verdicts_are_kept(study: Study) -> None:
    held(study, PADDING, {"Anna": "A"})
    mended(study, PADDING, ("- [ ] None", "- [x] None"), ("- [x] One pixel", "- [ ] One pixel"))
    regrade(study.context(), PADDING)
    kept = study.store.db.execute("SELECT answer, score FROM verdict ORDER BY id").fetchall()
    assert kept == [(1, 0.0), (1, 1.0)]


def test_options_are_matched_by_their_text_whatever_their_letters_are_now(study: Study) -> None:
    """B was one pixel; today one pixel is A. Anna's B is still right."""
    held(study, PADDING, {"Anna": "B", "Ben": "A"})
    swapped = TEXTS[PADDING].replace("- [ ] None", "- [x] ONE").replace("- [x] One", "- [ ] None")
    swapped = swapped.replace("None pixel at every border", "None").replace(
        "- [x] ONE", "- [x] One pixel at every border"
    )
    study.knows(bank_of({**TEXTS, PADDING: swapped}))
    assert [choice.text for choice in study.bank.get(PADDING).choices][:2] == [
        "One pixel at every border",
        "None",
    ]
    assert regrade(study.context(), PADDING) == []
    assert points(study) == {"Anna": 10, "Ben": 0}


def test_the_answer_is_shown_in_the_letters_that_its_person_saw(study: Study) -> None:
    held(study, PADDING, {"Anna": "C"})
    mended(
        study,
        PADDING,
        ("- [ ] None", "- [ ] NONE"),
        ("- [ ] Three pixels at every border", "- [x] None"),
        ("- [ ] NONE", "- [x] Three pixels at every border"),
        ("- [x] One pixel", "- [ ] One pixel"),
        ("- [x] None", "- [ ] None"),
    )
    assert regrade(study.context(), PADDING) == [Change(1, "Anna", 0.0, 1.0)]
    [answer] = study.store.answers.to(study.round(1))
    assert (answer.text, answer.verdict.read_as) == ("C", "C")
    [reason] = answer.verdict.reasons
    assert reason.startswith("C (Three pixels at every border) is right.")
    assert regrade(study.context(), PADDING) == []


def test_a_shuffle_is_kept_by_the_items_texts(study: Study) -> None:
    """Two items changed places in the file: what was shown to people stays what it was."""
    order = load_variant(study.opens(STEP).variant).order
    study.types(ANNA, "answer " + " ".join("ABCD"[order.index(place)] for place in range(4)))
    study.waits(hours=24)
    assert points(study) == {"Anna": 20}
    mended(
        study,
        STEP,
        ("1. Run the batch through the net", "1. COMPUTE"),
        ("2. Compute the loss", "2. Run the batch through the net"),
        ("1. COMPUTE", "1. Compute the loss"),
    )
    [change] = regrade(study.context(), STEP)
    assert (change.before, change.after) == (1.0, pytest.approx(5 / 6))
    assert points(study) == {"Anna": 17}


@pytest.mark.parametrize(
    ("question", "answer", "changes", "said"),
    [
        (
            PADDING,
            "B",
            [("- [ ] None", "- [ ] Nothing")],
            (
                "Round 1 cannot be graded again: option A (None) is no longer in the file. "
                "/dlq admin void takes the round back."
            ),
        ),
        (
            STEP,
            "C B D A",
            [("2. Compute the loss", "2. Compute the error")],
            (
                "Round 1 cannot be graded again: its items are no longer those of the file. "
                "/dlq admin void takes the round back."
            ),
        ),
        (
            "foundations/first-machine",
            "perceptron",
            [("kind: short", "kind: number"), ("answer: perceptron", "answer: 3")],
            (
                "Round 1 cannot be graded again: it was a short question and is a number question "
                "now. /dlq admin void takes the round back."
            ),
        ),
    ],
)
def test_what_cannot_be_matched_is_refused_and_void_is_named(
    study: Study, question: str, answer: str, changes: list[tuple[str, str]], said: str
) -> None:
    held(study, question, {"Anna": answer})
    before = points(study)
    mended(study, question, *changes)
    with pytest.raises(DlqError) as error:
        regrade(study.context(), question)
    assert str(error.value) == said
    assert points(study) == before
    study.catch_up()
    assert [post.kind for post in study.posted] == ["question", "reveal"]


def test_names_that_are_drawn_no_more_are_refused_too(study: Study) -> None:
    """The round was drawn with n and k; today's file knows neither."""
    held(study, SIZE, {"Anna": "26"})
    mended(
        study,
        SIZE,
        ("vary: {n: [28, 32, 64], k: [3, 5]}", "vary: {side: [28, 32, 64], kernel: [3, 5]}"),
        ("answer: n - k + 1", "answer: side - kernel + 1"),
        ('"n - k"', '"side - kernel"'),
        ("{{n}}", "{{side}}"),
        ("{{k}}", "{{kernel}}"),
    )
    with pytest.raises(DlqError, match=r"Round 1 cannot be graded again.*/dlq admin void"):
        regrade(study.context(), SIZE)


def test_one_round_that_is_refused_leaves_all_as_they_were(study: Study) -> None:
    """A round before it, of an edition that does match, is not changed alone."""
    held(study, PADDING, {"Anna": "A"})
    mended(study, PADDING, ("Three pixels at every border", "Four pixels at every border"))
    held(study, PADDING, {"Anna": "A"})
    mended(study, PADDING, ("- [ ] None", "- [x] None"))
    with pytest.raises(DlqError, match="Round 2 cannot be graded again"):
        regrade(study.context(), PADDING)
    assert {standing.points for standing in study.store.standings.all()} == {0}
    assert study.store.answers.last_verdict() == 2


def test_an_unknown_question_is_answered_with_the_nearest(study: Study) -> None:
    with pytest.raises(DlqError, match=r"did you mean cnn/same-padding\?"):
        regrade(study.context(), "cnn/same-pading")


def test_a_voided_round_is_left_alone(study: Study) -> None:
    held(study, PADDING, {"Anna": "A"})
    study.types(ANNA, "admin void", manages=True)
    mended(study, PADDING, ("- [ ] None", "- [x] None"))
    assert regrade(study.context(), PADDING) == []
    assert study.store.standings.all() == []


def test_an_open_rounds_verdicts_change_unseen(study: Study) -> None:
    """Nobody is told before the reveal; then the mended verdict stands."""
    study.opens(PADDING)
    study.types(ANNA, "answer A")
    mended(study, PADDING, ("- [ ] None", "- [x] None"))
    assert regrade(study.context(), PADDING) == [Change(1, "Anna", 0.0, 0.5)]
    study.catch_up()
    assert [post.kind for post in study.posted] == ["question"]
    study.waits(hours=24)
    assert points(study) == {"Anna": 5}


def test_every_group_that_had_the_question_is_graded_again(study: Study) -> None:
    study.sets_up(CLUB, CARL, time="23:00")
    study.opens(PADDING, CLUB, CARL)
    study.types(BEN, "answer A", CLUB)
    held(study, PADDING, {"Anna": "A"})
    mended(study, PADDING, ("- [ ] None", "- [x] None"), ("- [x] One pixel", "- [ ] One pixel"))
    assert {change.person for change in regrade(study.context(), PADDING)} == {"Anna", "Ben"}
    study.catch_up()
    assert {post.to for post in study.posted if post.kind == "notice"} == {ROOM, CLUB}
    assert points(study) == {"Anna": 10, "Ben": 10}


def test_what_is_shown_is_the_verdict_that_counts_with_the_mended_key(study: Study) -> None:
    """`past` and `reveal`, also to somebody who did not answer; and they say that it was mended."""
    held(study, PADDING, {"Anna": "A", "Ben": "B"})
    mended(study, PADDING, ("- [ ] None", "- [x] None"), ("- [x] One pixel", "- [ ] One pixel"))
    regrade(study.context(), PADDING)
    for words in ("past", "reveal"):
        for person, verdict in ((ANNA, "Right. 100 %"), (BEN, "Not right. 0 %"), (CARL, "")):
            shown = accepted(study.types(person, words))
            assert verdict in shown and "Right: A" in shown and "Right: B" not in shown
            assert "The key of this question was mended after it was asked" in shown


def test_an_open_round_goes_on_by_the_mended_key(study: Study) -> None:
    """Answers that come after the regrade are judged as those before it, and so is the reveal."""
    study.opens(PADDING)
    study.types(ANNA, "answer A")
    mended(study, PADDING, ("- [ ] None", "- [x] None"), ("- [x] One pixel", "- [ ] One pixel"))
    regrade(study.context(), PADDING)
    study.types(BEN, "answer A")
    assert "Right: A" in accepted(study.types(BEN, "lock"))
    study.waits(hours=24)
    assert points(study) == {"Anna": 10, "Ben": 10}
    shown = study.posted[-1].text
    assert "Right: A" in shown and "The key of this question was mended" in shown


def test_ones_own_word_is_counted_by_the_mended_rubric(study: Study) -> None:
    """`me` shows what the last regrade made of a point that was unsure."""
    study.opens("regularization/dropout")
    study.types(ANNA, f"answer {UNSURE}")
    asked = study.types(ANNA, "lock")
    for word in ("I did not", "I did not"):
        asked = study.presses(ANNA, buttons(asked)[word])
    study.waits(hours=24)
    assert "regularization | 0 %" in accepted(study.types(ANNA, "me"))
    wider = ("`drop | silence | switch off` `random* | chance`", "`silence`")
    mended(study, "regularization/dropout", wider)
    regrade(study.context(), "regularization/dropout")
    assert "regularization | 33 %" in accepted(study.types(ANNA, "me"))


def test_a_file_that_only_reads_better_is_no_mended_key(study: Study) -> None:
    held(study, PADDING, {"Anna": "A"})
    mended(study, PADDING, ("half the kernel", "Half of the kernel"))
    regrade(study.context(), PADDING)
    assert "mended" not in accepted(study.types(ANNA, "past"))
