"""A property counts for the thing that it is said of: by the subject of its statement, by a label,
by a pronoun; also where one key point names both sides."""

import pytest

from bot import vocabulary
from bot.bank import Variant
from bot.bank.question import KeyPoint, Question
from bot.grading import clauses, grade, speaking
from bot.vocabulary import Vocabulary

LINES = """
cnn = convolutional network
rnn = recurrent network
cnn <> rnn
supervised <> unsupervised
encoder <> decoder
hyperparameter <> parameter
"""
WORDS = Vocabulary(
    vocabulary.parse(LINES, "vocabulary.txt"),
    opposites=vocabulary.opposites(LINES, "vocabulary.txt"),
)


def asked(*points: tuple[str, *tuple[str, ...]]) -> Question:
    """An open question with key points, each a sentence and its cues."""
    known = tuple(KeyPoint(text, 1, tuple(cues)) for text, *cues in points)
    return Question(
        "t/q", "T", "open", "easy", "Compare them; how do they work?", "So.", points=known
    )


def met(question: Question, text: str) -> list[bool]:
    verdict = grade(question, Variant(), text, vocabulary=WORDS)
    return [point.state == "covered" for point in verdict.points]


ONE_EACH = asked(
    ("A CNN shares filters over an image.", "filter | kernel | window"),
    ("An RNN keeps a memory of the past.", "memory | state"),
)
BOTH = asked(
    (
        "A CNN shares its filters over positions, an RNN carries a memory over time.",
        "filter | kernel | position | memory | state",
        "share | reuse | carry | keep | cnn | rnn",
    ),
)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("CNN: slides a filter. RNN: a state is handed on.", [True, True]),
        ("RNN: slides a filter. CNN: a state is handed on.", [False, False]),
        ("- **CNN**: slides a filter\n- **RNN**: a state is handed on", [True, True]),
        ("- **RNN**: slides a filter\n- **CNN**: a state is handed on", [False, False]),
        ("cnn -> slides a filter\nrnn -> a state is handed on", [True, True]),
        ("rnn -> slides a filter\ncnn -> a state is handed on", [False, False]),
        ("CNN: slides a filter, RNN: a state is handed on.", [True, True]),
        ("RNN: slides a filter, CNN: a state is handed on.", [False, False]),
        ("RNN:\n- it slides\n- it has a filter\nCNN:\n- it has a state", [False, False]),
        ("Recurrent network: slides a filter.", [False, False]),
        ("RNN: it runs. Then there is the filter.", [True, False]),
        ("RNN and CNN: they have a filter and a state.", [True, True]),
        ("RNN: unlike that, a CNN slides a filter.", [True, False]),
    ],
)
def test_what_stands_under_a_label_is_said_of_it(text: str, covered: list[bool]) -> None:
    assert met(ONE_EACH, text) == covered


def test_words_just_before_a_second_label_are_not_under_the_first() -> None:
    """Nobody knows where that label begins, if the full stop before it was forgotten."""
    assert met(ONE_EACH, "RNN: it slides over time Filter in a picture: shared")[0]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("CNNs are for images. They slide a filter.", [True, False]),
        ("RNNs are for images. They slide a filter.", [False, False]),
        ("RNNs are for images, because they slide a filter.", [False, False]),
        ("RNNs are slow. In images one slides a filter.", [True, False]),
        ("CNNs differ from RNNs. They slide a filter.", [True, False]),
    ],
)
def test_a_pronoun_goes_on_about_the_sentence_before(text: str, covered: list[bool]) -> None:
    assert met(ONE_EACH, text) == covered


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("A CNN shares filters and an RNN carries a memory.", True),
        ("An RNN shares filters and a CNN carries a memory.", False),
        ("RNNs reuse filters, CNNs keep a memory.", False),
        ("CNNs reuse filters, RNNs keep a memory.", True),
        ("Filters are shared over positions.", True),
        ("A CNN has filters that it shares, unlike an RNN.", True),
    ],
)
def test_where_a_point_names_both_each_property_keeps_its_own_side(
    text: str, covered: bool
) -> None:
    assert met(BOTH, text) == [covered]


def test_what_a_point_denies_of_one_side_it_says_of_neither() -> None:
    question = asked(("The encoder has no mask; the decoder does.", "mask"))
    assert met(question, "The decoder has a mask.") == [True]


def test_a_statement_with_a_subject_of_its_own_leaves_the_one_before() -> None:
    text = "RNN steps come in sequence, filters are shared in parallel"
    assert met(ONE_EACH, text)[0]
    assert not met(ONE_EACH, "RNNs run in sequence, slide a filter")[0]


@pytest.mark.parametrize(
    "text", ["Self-supervised learning makes labels.", "A hyper-parameter has labels."]
)
def test_a_name_with_a_prefix_is_that_of_another_thing(text: str) -> None:
    question = asked(("An unsupervised method.", "label"), ("A hyperparameter.", "label"))
    assert met(question, text) == [True, True]


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("Encoder: compresses", [(), (0,)]),
        ("Encoder: in: pixels. It is wide", [(), (0,), (1, 0), ()]),
        ("Encoder:\n- pixels\n- narrow", [(), (0,), (0,)]),
        ("This is a long line of words: pixels", [(), ()]),
        ("It compresses: pixels", [(), ()]),
        ("", []),
    ],
)
def test_a_few_words_before_a_colon_are_a_label(text: str, under: list[tuple[int, ...]]) -> None:
    assert list(speaking.labels(clauses.read(text))) == under


def test_a_label_is_read_with_each_clause_under_it() -> None:
    """Not only with the first: "CNN: it is fast, since ...; has filters"."""
    question = asked(("A CNN has few weights.", "cnn", "few"))
    text = "CNN: it is used for pictures of all sorts; works well there; has few of them"
    assert met(question, text) == [True]
    assert met(question, "CNNs exist. They work well there. Few of them are left.") == [False]
