"""What is said of one thing is not taken for another: of the axon for the dendrites, of the decoder
for the encoder."""

import pytest

from bot import vocabulary
from bot.bank import Variant
from bot.bank.question import KeyPoint, Question
from bot.errors import DlqError
from bot.grading import grade
from bot.vocabulary import Vocabulary

LINES = """
bias = offset
encoder <> decoder  # a remark
precision = positive predictive value
precision <> recall
"""
WORDS = Vocabulary(
    vocabulary.parse(LINES, "vocabulary.txt"),
    opposites=vocabulary.opposites(LINES, "vocabulary.txt"),
)


def asked(ask: str, *points: tuple[str, str]) -> Question:
    """An open question with key points of one cue each."""
    known = tuple(KeyPoint(text, 1, (cue,)) for text, cue in points)
    return Question("t/q", "T", "open", "easy", ask, "So.", points=known)


NEURON = asked(
    "What do the dendrites, the synapses and the axon of a neuron do?",
    ("Dendrites bring the signals in.", "receive | collect"),
    ("A synapse is a weight.", "weight | strength"),
    ("The axon carries the result on.", "send | carry | output"),
)


def met(question: Question, text: str) -> list[bool]:
    verdict = grade(question, Variant(), text, vocabulary=WORDS)
    return [point.state == "covered" for point in verdict.points]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Dendrites receive signals and the axon sends the result.", [True, False, True]),
        ("The axon receives signals and the dendrites send the result.", [False, False, False]),
        ("The axon collects the inputs. Its strength is a weight of the synapse.", [False, True]),
        ("It receives the signals and sends its output on.", [True, False, True]),
        ("The axon, unlike the dendrites which receive, sends the output.", [True, False, True]),
        ("The dendrites and the axon both carry and receive signals.", [True, False, True]),
        ("The axon and the dendrites both receive and carry signals.", [True, False, True]),
        ("The axon, the synapses and the dendrites receive signals.", [True, False, False]),
        ("Signals that the dendrites receive leave by the axon as its output.", [True, False]),
    ],
)
def test_things_that_a_question_asks_about_side_by_side_exclude_one_another(
    text: str, covered: list[bool]
) -> None:
    assert met(NEURON, text)[: len(covered)] == covered


def test_what_begins_with_a_verb_goes_on_about_the_same_subject() -> None:
    """ "And sends" is still the dendrites'; "and it sends" is open."""
    assert met(NEURON, "The dendrites collect the inputs and send the output on.") == [
        True,
        False,
        False,
    ]
    assert met(NEURON, "The dendrites collect the inputs and it sends the output on.")[2]


def test_a_point_that_names_both_is_met_by_either() -> None:
    question = asked(
        "How do the input layer and the output layer differ?",
        ("The input layer holds no weights; the output layer does.", "weight"),
        ("The output layer gives the answer.", "answer | prediction"),
    )
    assert met(question, "The output layer has weights.") == [True, False]
    assert met(question, "The input layer gives the prediction.") == [False, False]


def test_what_a_question_does_not_ask_about_side_by_side_excludes_nothing() -> None:
    """A statement on layers may well be one on depth."""
    question = asked(
        "Why does depth help, when it is known that a network of a single wide enough layer of "
        "hidden units can approximate any continuous function on a compact domain, and what does "
        "that cost in practice?",
        ("Depth needs fewer units.", "fewer"),
        ("Layers build features on features.", "feature"),
    )
    assert met(question, "Layers of layers need fewer units and make features.") == [True, True]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("The encoder reads the whole sentence at once.", True),
        ("The decoder reads the whole sentence at once.", False),
        ("Unlike the decoder, the encoder reads the whole sentence at once.", True),
        ("The decoder attends to the encoder, which reads the whole sentence.", True),
        ("It reads the whole sentence.", True),
    ],
)
def test_pairs_of_the_vocabulary_exclude_one_another(text: str, covered: bool) -> None:
    question = asked("How does it work?", ("The encoder reads everything.", "whole | everything"))
    assert met(question, text) == [covered]


def test_a_side_is_known_by_its_synonyms() -> None:
    question = asked("What is it?", ("Recall counts what was found of all that is there.", "found"))
    assert met(question, "Recall is the share found.") == [True]
    assert met(question, "The positive predictive value is the share found.") == [False]


def test_a_vocabulary_holds_sets_and_pairs() -> None:
    assert WORDS.synonyms == (
        frozenset({"bias", "offset"}),
        frozenset({"precision", "positive predictive value"}),
    )
    assert WORDS.opposites == (("encoder", "decoder"), ("precision", "recall"))


@pytest.mark.parametrize("line", ["encoder <> ", "a <> a", "a <> b <> c"])
def test_what_is_no_pair_is_complained_of_with_its_line(line: str) -> None:
    with pytest.raises(DlqError, match=r"vocabulary\.txt:2: .* is no pair of opposites"):
        vocabulary.opposites(f"# pairs\n{line} \n", "vocabulary.txt")
