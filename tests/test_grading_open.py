"""Open answers are graded by the ideas in them, whatever their words, and the verdict says why."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import questions
from bot import grading, vocabulary
from bot.bank import parse
from bot.bank.question import KeyPoint, Misconception, Question, Variant
from bot.grading.substance import TIES
from bot.ledger import PointVerdict, Verdict
from bot.vocabulary import Vocabulary

FOLDER = Path(questions.__file__).parent
VOCABULARY = Vocabulary(
    vocabulary.parse((FOLDER / "vocabulary.txt").read_text(), "vocabulary.txt"),
    opposites=vocabulary.opposites((FOLDER / "vocabulary.txt").read_text(), "vocabulary.txt"),
)
OPEN = [
    parse(text, f"{path.parent.name}/{path.stem}", str(path))
    for path in sorted(FOLDER.glob("*/*.md"))
    if "\nkind: open\n" in (text := path.read_text())
]

ASK = "What does dropout do in training, what changes at inference, and why does it help?"
DROPS = KeyPoint(
    "In training, units are switched off at random.",
    1,
    ("drop | zero | silence | switch off", "random* | probability | chance"),
)
ALL_ACTIVE = KeyPoint(
    "At inference every unit is active.",
    1,
    ("inference | test | evaluation", "all | every | no dropout | off"),
)
NO_RELIANCE = KeyPoint("Units cannot rely on one another.", 2, ("not rely | ensemble | redundan*",))
FOR_GOOD = Misconception(
    "Dropout removes weights for good.", "A new mask is drawn at every step.", ("permanent*",)
)
DROPOUT = Question(
    "regularization/x",
    "What dropout does",
    "open",
    "medium",
    ASK,
    "It drops units.",
    points=(DROPS, ALL_ACTIVE, NO_RELIANCE),
    misconceptions=(FOR_GOOD,),
)


def graded(text: str, question: Question = DROPOUT, *confirmed: int) -> Verdict:
    return grading.grade(
        question, Variant(), text, vocabulary=VOCABULARY, confirmed=frozenset(confirmed)
    )


def states(text: str) -> list[str]:
    return [point.state for point in graded(text).points]


@pytest.mark.parametrize(
    "text",
    [
        "Units are dropped at random. At test time all are used. They cannot rely on each other.",
        "nodes get silenced by chance, at inference every one works, it is like an ensemble",
        "we switch neurons off with some probability; in evaluation all work; that is redundancy",
    ],
)
def test_a_full_answer_earns_everything_in_whatever_words(text: str) -> None:
    assert graded(text).score == 1.0


def test_the_score_is_the_covered_weight_over_all_weight() -> None:
    assert graded("Units are dropped at random.").score == 0.25
    assert graded("the units do not rely on each other").score == 0.5


def test_the_verdict_shows_each_point_with_the_words_that_covered_it() -> None:
    assert graded("In training, Neurons get dropped by chance.").points == (
        PointVerdict(DROPS.text, "covered", "dropped, chance", 1),
        PointVerdict(ALL_ACTIVE.text, "missed", "", 1),
        PointVerdict(NO_RELIANCE.text, "missed", "", 2),
    )


def test_an_unsure_point_counts_half_and_fully_by_the_persons_word() -> None:
    apart = "Units are dropped. That is well known. It is random."
    assert states(apart) == ["unsure", "missed", "missed"]
    assert graded(apart).score == 0.125
    assert graded(apart, DROPOUT, 0).score == 0.25
    assert graded(apart, DROPOUT, 0).points[0] == PointVerdict(
        DROPS.text, "covered", "by your word", 1
    )


def test_ones_word_covers_no_point_that_was_missed() -> None:
    assert graded("Units are dropped at random.", DROPOUT, 0, 1, 2).score == 0.25


def test_a_misconception_takes_one_off_and_is_explained() -> None:
    sound = "Units are dropped at random. They do not rely on each other."
    verdict = graded(sound + " The mask is permanent.")
    assert (graded(sound).score, verdict.score) == (0.75, 0.5)
    assert verdict.reasons == (
        "Dropout removes weights for good. That is not so: A new mask is drawn at every step.",
    )


def test_a_misconception_never_takes_the_score_below_zero() -> None:
    assert graded("it is a permanent change of the net").score == 0.0


def test_a_misconception_that_is_denied_is_none() -> None:
    assert graded("Units are dropped at random, but it is not permanent.").reasons == ()


@pytest.mark.parametrize(
    "text",
    [
        "at test time units are dropped at random, in training all of them are active",
        "Units are randomly dropped at test time, not in training.",
        "In training all units are active. At inference they are dropped with a probability.",
        "while training every unit works and at inference some get silenced by chance",
        "During inference, every unit is zeroed with probability p. In training nothing is random.",
        "Units are never dropped at random. At test time we do not use all of them.",
    ],
)
def test_a_reversed_claim_earns_nothing(text: str) -> None:
    assert states(text)[:2] == ["missed", "missed"]


@pytest.mark.parametrize(
    "text",
    [
        "in training units are dropped at random, at test time all of them are active",
        "Units are randomly dropped in training, not at test time: there all are used at test.",
        "Units are dropped at random, but not at inference, where all are used at inference.",
        "at inference all units are used and only in training are they dropped by chance",
    ],
)
def test_the_same_claim_the_right_way_round_earns_both_points(text: str) -> None:
    assert states(text)[:2] == ["covered", "covered"]


def test_what_is_denied_earns_nothing_and_what_should_be_denied_does() -> None:
    assert states("units rely on each other")[2] == "missed"
    assert states("units work without having to rely on each other")[2] == "covered"


@pytest.mark.parametrize(
    "text",
    [
        ASK,
        ASK.lower().rstrip("?"),
        "What dropout does in training, what changes at inference and why it helps",
        f"{ASK} {ASK}",
    ],
)
def test_an_echo_of_the_question_earns_nothing(text: str) -> None:
    assert graded(text).score == 0.0


def test_a_list_of_keywords_earns_at_most_a_tenth_and_is_told_so() -> None:
    verdict = graded("dropout, drop, random, inference, all, ensemble, redundancy")
    assert verdict.score == 0.1
    assert verdict.reasons == (
        "A list of words without a statement earns a tenth at most; say how and why.",
    )


def soup(question: Question, which: int, between: str) -> str:
    """The keywords of a rubric: of each cue the alternative at place `which`, or its last, without
    words and equations that would tie them together."""
    alternatives = [
        cue.split(" | ")
        for point in question.points
        for cue in point.cues
        if not cue.startswith("!")
    ]
    chosen = [each[min(which, len(each) - 1)] for each in alternatives]
    bare = (re.sub(r"\s\.\.|\*", "", each).split() for each in chosen)
    return between.join(
        " ".join(word for word in each if word not in TIES and "=" not in word) for each in bare
    )


@pytest.mark.parametrize("between", [" ", ", ", "\n", " and "])
@pytest.mark.parametrize("which", [0, 1, 99])
@pytest.mark.parametrize("question", OPEN, ids=lambda each: each.id)
def test_the_keywords_of_any_rubric_in_a_row_earn_at_most_a_tenth(
    question: Question, which: int, between: str
) -> None:
    score = graded(soup(question, which, between), question).score
    assert score is not None
    assert score <= 0.1


@pytest.mark.parametrize("question", OPEN, ids=lambda each: each.id)
def test_the_graded_examples_are_not_taken_for_lists(question: Question) -> None:
    told = [graded(each.text, question).reasons for each in question.examples if each.share > 0.3]
    assert not [reasons for reasons in told if "list of words" in " ".join(reasons)]


@pytest.mark.parametrize("question", OPEN, ids=lambda each: each.id)
def test_no_question_of_the_bank_answers_itself(question: Question) -> None:
    assert graded(question.ask, question).score == 0.0


HOSTILE = [
    "a" * 10_000,
    "drop random " * 1_000,
    "(" * 10_000,
    "[{(" * 1_000 + ")}]" * 1_000,
    "not " * 3_000,
    ", " * 5_000 + "x",
    "-" * 5_000 + "a",
    " - " * 3_000 + "a",
    "\\frac{" * 2_000 + "1",
    "1/" * 5_000,
    "<>" * 3_000 + "a",
    "and in training " * 600,
    "\N{BUG}" * 3_000 + " dropped",
    "\u202e\u05d0\u05d1\u05d2 dropped at random \u202c",
    "a\u0301" * 4_000,
    "^" * 3_000 + "2",
    "10" * 2_000 + "^9999999999",
    "x\x00y\x1b[31m dropped",
    "but " * 3_000,
    "*_`~|" * 2_000 + "a",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_graded_without_an_error(text: str) -> None:
    verdict = graded(f"It is {text}")
    assert verdict.score is not None
    assert 0 <= verdict.score <= 1


@pytest.mark.parametrize("text", ["", "   ", "\N{BUG}\N{BUG}", "?!...", "\u200b"])
def test_an_answer_without_a_letter_is_unreadable(text: str) -> None:
    assert graded(text).score is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_the_same_verdict_each_time(text: str) -> None:
    assert graded(text) == graded(text)


@settings(deadline=None, max_examples=30)
@given(st.permutations(["drop", "random", "test", "all", "not", "rely", "units", "in", "training"]))
def test_the_score_stays_between_none_and_all(words: list[str]) -> None:
    score = graded(" ".join(words)).score
    assert score is not None
    assert 0 <= score <= 1


def test_what_is_copied_from_the_question_helps_but_covers_nothing_alone() -> None:
    asked = replace(DROPOUT, ask="Why are units dropped at random in every layer of a net?")
    assert graded("I know units dropped at random in every layer of a net", asked).score == 0.0
    assert graded("to silence them by chance is like an ensemble", asked).score == 0.75
