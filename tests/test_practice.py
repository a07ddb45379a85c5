"""Practice: /dlq random and question draw one for whoever asks; it earns no points."""

from collections import Counter

import pytest

from tests.fakes.bank import SECRET, tiny_bank
from tests.fakes.study import ANNA, BEN, Study, accepted, buttons, refused

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
        ("perceptrn", "did you mean perceptron?"),
        ("zebras", "the topics are cnn, foundations, normalization, regularization, training."),
        ("zebras hard", "the topics are cnn, foundations"),
        ("cnn hard", "There is no question for 'cnn hard' together"),
    ],
)
def test_random_of_something_unknown_names_the_nearest_known(
    study: Study, words: str, said: str
) -> None:
    assert said in refused(study.types(ANNA, f"random {words}"))


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("tranning", {"normalization/batch-norm", "training/training-step"}),
        ("stridee", {"cnn/output-size", "cnn/same-padding"}),
    ],
)
def test_a_misspelt_word_may_find_what_was_meant_at_once(
    study: Study, words: str, ids: set[str]
) -> None:
    assert {drawn_id(study, words) for _ in ids} == ids


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
    assert "cnn   | 100 % | 1" in accepted(study.types(ANNA, "me"))


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
    assert "cnn   | 0 %  | 1" in accepted(study.types(ANNA, "me"))


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


def test_hints_of_practice_cost_nothing(study: Study) -> None:
    card = buttons(study.types(ANNA, "question cnn/same-padding"))
    assert "less" not in accepted(study.presses(ANNA, card["Hint"]))


def test_practice_needs_no_lock(study: Study) -> None:
    card = study.types(ANNA, "question cnn/same-padding")
    token = buttons(card)["Answer"].action.rpartition(":")[2]
    assert "Practice needs no lock" in refused(study.presses(ANNA, f"dlq:lock:{token}"))


def test_reveal_of_practice_shows_the_reference(study: Study) -> None:
    study.types(ANNA, "question cnn/pooling")
    assert "Right: A, C" in accepted(study.types(ANNA, "reveal"))
