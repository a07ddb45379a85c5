"""What must hold for every question that comes with dlq, found by discovery."""

import random
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from adapters.cli import compose, mathtext
from adapters.cli.checking import tried
from adapters.cli.running import Runner
from bot import grading
from bot.bank import draw, load
from bot.cards.question import question_card
from bot.check import Tools, check, check_positions
from bot.fences import jobs
from bot.fences.judging import judge

FOLDER = Path(__file__).parent.parent / "questions"
BANK = load([FOLDER])
# Without the frameworks extra, display formulas are not looked at.
FORMULA = mathtext.fault if find_spec("matplotlib") else None
CARD = partial(question_card, token="1")
TOOLS = Tools(BANK.vocabulary, CARD, compose.renderers(), FORMULA)

every_question = pytest.mark.parametrize("id", BANK.questions)


def told(complaints) -> str:
    return "\n".join(str(complaint) for complaint in complaints)


def test_every_file_can_be_read():
    assert told(BANK.complaints) == ""


@every_question
def test_a_question_is_finished(id):
    known = BANK.questions.keys() | BANK.planned
    assert told(check(BANK.questions[id], TOOLS, known=known).complaints) == ""


def test_the_right_choice_cannot_be_guessed_from_its_place():
    assert told(check_positions(BANK.questions.values())) == ""


def test_every_question_that_must_exist_does():
    """`questions/curriculum.txt` is what the bank promises; a question may be added, none lost."""
    assert len(BANK.planned) >= 279
    assert sorted(BANK.planned - BANK.questions.keys()) == []


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("xavier", "training/xavier-initialization"),
        ("capsnet", "cnn/capsule-network"),
        ("dying relu", "activations/dying-relu"),
        ("vgg16", "transfer-learning/vgg16-vs-mobilenet"),
        ("feed dict", "frameworks/feed-dict-estimators"),
        ("bagging", "classical/bagging-vs-boosting"),
        ("boosting", "classical/bagging-vs-boosting"),
        ("rbm", "autoencoders/restricted-boltzmann-machine"),
        ("boltzmann machine", "autoencoders/boltzmann-machine"),
        ("batch norm", "normalization/batch-normalization"),
        ("vanishing gradients", "backpropagation/vanishing-gradient"),
        ("weight sharing", "cnn/cnn"),
        ("gradient clipping", "backpropagation/gradient-clipping"),
        ("estimators", "frameworks/feed-dict-estimators"),
        ("gqa", "attention/grouped-query-attention"),
        ("rope", "attention/rotary-position-embedding"),
        ("moe", "llm/moe-routing"),
        ("word embeddings", "rnn/embeddings"),
        ("style transfer", "cnn/neural-style-transfer"),
    ],
)
def test_the_name_of_a_thing_finds_the_question_about_it_first(words, id):
    assert BANK.search(words)[0].id == id


@every_question
def test_a_slug_in_words_finds_its_question_first(id):
    assert BANK.search(id.rpartition("/")[2].replace("-", " "))[0].id == id


@every_question
def test_a_question_asks_and_grades_in_any_draw(id):
    question = BANK.questions[id]
    for seed in range(3):
        variant = draw(question, random.Random(f"{id} {seed}"))
        assert question_card(question, variant).blocks
        verdict = grading.grade(question, variant, "?!", vocabulary=BANK.vocabulary)
        assert verdict.score is None


@pytest.fixture(scope="module")
def runner():
    with Runner() as running:
        yield running


@pytest.mark.bank
@every_question
def test_the_code_of_a_question_runs_and_does_what_the_text_says(id, runner):
    question = BANK.questions[id]
    complaints = []
    for job in jobs(question, list(tried(question))):

        def is_right(text, variant=job.variant):
            verdict = grading.grade(question, variant, text, vocabulary=BANK.vocabulary)
            return verdict.score == 1

        complaints += judge(job, runner.run(job), is_right)
    assert told(complaints) == ""
