"""What an open answer states, and what only looks like it: lists, echoes, conditions, typos."""

import pytest

from bot.grading import clauses, lexicon, points, substance
from bot.grading.matching import Matcher
from tests.test_grading_open import VOCABULARY, graded

WHY = "How do these parts work, and why?"


def state(text: str, *cues: str) -> str:
    return points.judge(cues, Matcher(clauses.read(text), lexicon.compiled(VOCABULARY))).state


def is_list(text: str, asked: str = WHY) -> bool:
    return substance.is_list(clauses.read(text), text, asked)


@pytest.mark.parametrize(
    "text",
    [
        "Dendrite: input. Synapse: weight. Axon: output.",
        "underfitting: train error high, val error high\noverfitting: train error low, val high",
        "Train: batch mean and variance. Test: moving averages. Gamma, beta: learnable scale.",
        "conv: feature extraction; pooling: dimensionality reduction; dense: classification",
        "- **encoder**: compresses the input\n- **decoder**: rebuilds it",
        "dendrite -> input\naxon -> output",
        "Convolution extracts features. Pooling shrinks maps. Softmax yields probabilities.",
        "GPUs gave us 50x faster training and ImageNet gave us a million labelled images",
        "MLP has nonlinear decision boundary, single layer linear.",
        "Masked prediction rebuilds hidden patches, contrastive learning pulls views together",
        "simple models underfit (high bias), complex models overfit (high variance)",
        "too large -> exploding, too small -> vanishing",
        "Generator: in: noise, out: fake data. Discriminator: in: real and fake, out: probability",
    ],
)
def test_short_statements_are_no_list_of_keywords(text: str) -> None:
    assert not is_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "dropout, random, inference, ensemble, redundancy",
        "keywords: dropout, random, inference, ensemble, redundancy",
        "dropout: random, inference, scale. ensemble: redundancy, noise, mask",
        "mean: variance: gamma: beta: batch: norm",
        "Dropout random inference. Ensemble redundancy. Mask noise scale.",
        "dropout random ensemble end-to-end redundancy mask",
        "dropout random ensemble i-th redundancy mask",
        "dropout vs random vs inference vs ensemble vs redundancy",
    ],
)
def test_keywords_stay_a_list_with_any_marks_between_them(text: str) -> None:
    assert is_list(text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Name four layers.", "dense, convolution, pooling, dropout"),
        ("Which of these are layers?", "dense, convolution, pooling, dropout"),
    ],
)
def test_where_names_are_asked_names_will_do(asked: str, text: str) -> None:
    assert not is_list(text, asked)


def test_a_contrast_of_a_few_words_on_each_side_is_a_statement_where_one_is_asked_for() -> None:
    text = "CNN local windows vs RNN recurrence over time"
    assert not is_list(text, "How do CNNs differ from RNNs?")
    assert is_list(text)
    assert is_list("bias vs variance, train vs test, noise vs signal", "Compare the two.")


@pytest.mark.parametrize(
    "asked",
    [
        "What are a minimum and a saddle point? Where do they trouble an optimizer?",
        "Name the three parts and say what each of them does.",
        "Compare the two. Name another one as well.",
    ],
)
def test_names_beside_another_question_answer_only_a_part(asked: str) -> None:
    assert is_list("encoder, decoder, bottleneck, latent code", asked)


def test_which_of_them_asks_for_more_than_names() -> None:
    assert is_list(
        "dense, convolution, pooling, dropout", "Three layers are stacked. Which of them helps?"
    )


@pytest.mark.parametrize("text", ["no parameters", "It has no parameters.", "not learned"])
def test_a_denial_in_the_words_of_the_question_is_no_echo(text: str) -> None:
    said = clauses.read(text)
    assert not substance.is_echo(said, "How many parameters has pooling, and are they learned?")
    assert substance.is_echo(clauses.read("parameters learned"), "Are parameters learned?")


def test_a_denial_that_the_question_makes_itself_is_an_echo() -> None:
    asked = "Why can a network without hidden layers not learn XOR?"
    assert substance.is_echo(clauses.read("a network without hidden layers"), asked)


@pytest.mark.parametrize(
    "text",
    [
        "Without a bias the line must go through the origin.",
        "without a bias, the line goes through the origin",
        "without bias many lines meet in the origin",
        "without a bias term fitted lines meet in the origin",
        "If there is no bias the line goes through the origin.",
        "with no bias a line passes through the origin",
    ],
)
def test_what_happens_without_a_thing_is_stated_and_not_denied(text: str) -> None:
    assert state(text, "line", "origin") == "covered"
    assert state(text, "no bias") == "covered"


@pytest.mark.parametrize(
    "text",
    [
        "without dropout the units would co-adapt",
        "Without dropout, units co-adapt.",
        "without dropout units co-adapt",
    ],
)
def test_what_happens_without_a_thing_does_not_happen_with_it(text: str) -> None:
    assert state(text, "no co-adapt") == "covered"


def test_without_denies_what_it_stands_before() -> None:
    assert state("without padding the output shrinks", "padding", "output") == "missed"
    assert state("the output shrinks without any padding", "padding") == "missed"


def test_early_stopping_denies_nothing() -> None:
    for text in ("early stopping on the validation set", "early-stopping watches validation"):
        assert state(text, "validation") == "covered"
    assert state("it stops overfitting", "overfit") == "missed"


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("learnt*", "it is learning"),
        ("multiply", "there are multiple layers"),
        ("more", "boosted trees"),
        ("start", "weight initialization"),
        ("lowest", "a local minimum"),
        ("randomness", "the data are noisy"),
        ("running average of gradients", "with momentum"),
        ("increase", "more data are needed"),
        ("prevent", "early stopping"),
    ],
)
def test_another_word_of_the_field_is_no_typo_and_no_synonym(cue: str, text: str) -> None:
    assert state(text, cue) == "missed"


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("go down", "the loss goes down"),
        ("decrease", "the loss goes down"),
        ("increase", "the loss goes up"),
        ("parameter", "few params"),
        ("parameter", "a param"),
        ("multiply", "it is multiplied"),
    ],
)
def test_a_word_is_met_in_forms_that_people_write(cue: str, text: str) -> None:
    assert state(text, cue) == "covered"


def test_a_terse_answer_with_labels_earns_its_points() -> None:
    terse = "Training: units dropped at random. Inference: all units. Effect: ensemble."
    assert graded(terse).score == 1
