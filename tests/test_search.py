"""Questions are found by the words that people use for them."""

import time

import pytest

from bot.bank import Bank, parse
from bot.bank.search import Index, search
from bot.errors import DlqError
from bot.vocabulary import Vocabulary

VOCABULARY = Vocabulary((frozenset({"learning rate", "lr", "step size"}),))


def question(id: str, title: str, tags: str = "[x]", ask: str = "Q?"):
    text = (
        f"---\ntitle: {title}\nkind: short\ndifficulty: easy\ntags: {tags}\nanswer: a\n---\n"
        f"## Question\n{ask}\n"
    )
    return parse(text, id, f"{id}.md")


QUESTIONS = [
    question("cnn/conv-output-size", "Side of a convolution's output", "[padding, stride]"),
    question("cnn/pooling", "What pooling keeps", "[max]", "After a convolution, what is kept?"),
    question("optimizers/learning-rate", "Too long a step", "[divergence]"),
    question("optimizers/momentum", "Speed on a slope", "[sgd]", "Which learning rate is used?"),
    question("regularization/dropout", "What dropout does", "[Over fitting]"),
    question("training/init", "Where weights begin", "[xavier]"),
]
BANK = Bank({q.id: q for q in QUESTIONS}, {q.id: "text" for q in QUESTIONS}, (), VOCABULARY)


def found(words: str) -> list[str]:
    return [q.id for q in search(QUESTIONS, words, VOCABULARY)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("convolutions", ["cnn/conv-output-size", "cnn/pooling"]),
        ("conv", ["cnn/conv-output-size", "cnn/pooling"]),
        ("cnn", ["cnn/conv-output-size", "cnn/pooling"]),
        ("cnn pooling", ["cnn/pooling", "cnn/conv-output-size"]),
        ("cnn/pooling", ["cnn/pooling", "cnn/conv-output-size"]),
        ("momentum", ["optimizers/momentum"]),
        ("lr", ["optimizers/learning-rate", "optimizers/momentum"]),
        ("the step size", ["optimizers/learning-rate", "optimizers/momentum"]),
        ("drpout", ["regularization/dropout"]),
        ("droupout!", ["regularization/dropout"]),
        ("XAVIER", ["training/init"]),
        ("overfit", []),
        ("", []),
        ("the of", []),
        ("😀", []),
        ("zzzzz", []),
    ],
)
def test_the_best_place_of_a_word_comes_first(words, ids):
    assert found(words) == ids


def test_more_of_the_words_count_before_better_places():
    assert found("learning rate used")[0] == "optimizers/momentum"


@pytest.mark.parametrize(
    "words", ["a" * 10_000, "relu " * 5_000, "\u202e" * 1_000, "(" * 10_000, "ααααα" * 2_000]
)
def test_a_hostile_search_is_quick_and_finds_nothing(words):
    index = Index(QUESTIONS, VOCABULARY)
    begun = time.perf_counter()
    assert index.search(words) == []
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("CNN", ["cnn/conv-output-size", "cnn/pooling"]),
        ("initialization", ["training/init"]),
        ("hyperparameters", ["training/init"]),
        ("over  fitting", ["regularization/dropout"]),
        ("padding", ["cnn/conv-output-size"]),
        ("slope", ["optimizers/momentum"]),
    ],
)
def test_a_word_means_a_topic_or_its_alias_then_a_tag_then_a_search(word, ids):
    assert [q.id for q in BANK.matching(word)] == ids


def test_an_alias_of_a_topic_that_is_not_there_is_a_word_like_any_other():
    with pytest.raises(DlqError, match=r"^Nothing is about 'tensorflow'; "):
        BANK.matching("tensorflow")


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("regularizashun", "Nothing is about 'regularizashun'; did you mean regularization?"),
        (
            "qqq",
            ("Nothing is about 'qqq'; the topics are cnn, optimizers, regularization, training."),
        ),
        (
            "q" * 10_000,
            (
                f"Nothing is about '{'q' * 57}...'; the topics are cnn, optimizers, "
                "regularization, training."
            ),
        ),
    ],
)
def test_a_word_for_nothing_is_told_with_the_nearest(word, sentence):
    with pytest.raises(DlqError) as error:
        BANK.matching(word)
    assert str(error.value) == sentence


def test_a_topic_is_known_by_its_name_and_its_aliases():
    assert [BANK.topic_named(word) for word in ("cnn", "Initialization")] == ["cnn", "training"]
    with pytest.raises(DlqError) as error:
        BANK.topic_named("optimisers")
    assert str(error.value) == "There is no topic 'optimisers'; did you mean optimizers?"


def test_an_id_that_is_not_there_is_told_with_the_nearest():
    assert BANK.get("cnn/pooling").title == "What pooling keeps"
    assert BANK.text("cnn/pooling") == "text"
    for way in (BANK.get, BANK.text):
        with pytest.raises(DlqError) as error:
            way("cnn/poolin")
        assert str(error.value) == "There is no question 'cnn/poolin'; did you mean cnn/pooling?"
