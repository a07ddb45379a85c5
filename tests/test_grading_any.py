"""What holds for the graders of all kinds, whatever is typed: no fault, no wait, a verdict."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import draws, parse
from bot.bank.question import KINDS, Question
from bot.grading import GRADERS, grade
from bot.grading.cleaning import LONGEST
from bot.ledger import Verdict
from tests.fakes.bank import TEXTS as TINY
from tests.fakes.bank import tiny_bank

SHORT = """\
---
title: A short answer
kind: short
difficulty: easy
as: {way}
answer: "{answer}"
---

## Question

What comes out?

## Answer

That.
"""
SIZE = """\
---
title: A size
kind: number
difficulty: easy
unit: "{unit}"
answer: 24
---

## Question

How large?

## Answer

So large.
"""
WAYS = {"shape": "(32, 64)", "big-o": "O(n^2 d)", "code": "x.view(-1, 784)"}
TEXTS = {
    **TINY,
    **{f"short/{way}": SHORT.format(way=way, answer=key) for way, key in WAYS.items()},
    **{f"number/unit-{place}": SIZE.format(unit=u) for place, u in enumerate(("MiB", "%", "ms"))},
}
QUESTIONS = [parse(text, id, f"{id}.md") for id, text in TEXTS.items()]
VOCABULARY = tiny_bank().vocabulary
SECONDS = 1.0
"""Far more than an answer takes (some 40 ms at worst), and far less than a runaway does."""

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)


def graded(question: Question, typed: str) -> Verdict:
    return grade(question, draws.first(question), typed, vocabulary=VOCABULARY)


PIECES = [
    *[
        "1",
        "9",
        "9**",
        "9^",
        "2^",
        "1/",
        "1,",
        "1.",
        "1 ",
        "1,000 ",
        "1:",
        "1;",
        "= 1 ",
        "1e",
        "1_",
    ],
    *["1x", "1 x ", "-", "--1", "1//", "½", "²", "٣", "Ⅻ", "%", "1%", "12 MiB ", "9!", "3 times "],
    *["a", "A", "A, ", "B ", "not ", "a or ", "a, ", "and ", "then ", "->", "because ", "1. A "],
    *["n", "n^", "n*(", "(n+m)", "(n+m)^6", "log ", "log(", "O(", "sqrt", "max(", "n!", "n^(1/0)"],
    *["(", ")", "[", "{", "((1)", "()", "\\", "\\frac{", "$", "_", "*", "`", "```\n", "'", '"'],
    *["'a", '"a\\', '#"', " #", "# ", "- ", "| ", "> ", "**a** ", "[a](b)", "<@123>", "@everyone "],
    *[
        "😀",
        "👩‍👩‍👧‍👦",
        "\u202eabc",
        "שלום ",
        "مرحبا ",
        "\u0301",
        "a\u0301",
        "ß",
        "ﬁ",
        "ẞ",
        "İ",
        "\x00",
        "\ud800",
    ],
    *[
        "\n",
        "\r\n",
        "\t",
        " ",
        "\u200b",
        "\ufeff",
        "\U000e0041",
        "stored",
        "stored = 1 ",
        "perceptron ",
    ],
    *[
        "perceptrom",
        "One pixel ",
        "random units rely ",
        "{{answer}}",
        "\\answer",
        "%s",
        "{0}",
        "=",
        "→",
    ],
]
WHOLES = [
    *["9**9**9**9", "9^9^9^9", "(9**9)**9", "1e999999999", "10^(10^10)", "2**-99999", "1e-999"],
    *["1/0", "0/0", "0**-1", "1//0", "(-1)**0.5", "nan", "inf", "-inf", "1e308*10", "1e308 GiB"],
    *["(" * 1500 + "1" + ")" * 1500, "(" * 90 + "n" + ")" * 90, "-" * 3000 + "1", "[" * 9999 + "1"],
    *[
        "n^" * 90 + "n",
        "2^" * 60 + "n",
        "((a+b)^6)^6",
        "(a+b+c+d+e+f+g)^6",
        "n^999999",
        "n^(9/0000)",
    ],
    *["log " * 30 + "n", "n" + "!" * 60, "__import__('os')", "lambda: 1", "1 if 1 else 2", "x:=1"],
]
HOSTILE = [
    *WHOLES,
    *[piece * (10_000 // len(piece)) for piece in PIECES],
    *[piece * 60 for piece in PIECES],
    *[piece * 15 for piece in PIECES],
    *PIECES,
]


@every_question
def test_hostile_answers_get_a_plain_verdict_in_no_time(question):
    for typed in HOSTILE:
        began = time.process_time()
        verdict = graded(question, typed)
        took = time.process_time() - began
        shown = f"{typed[:20]!r} of {len(typed)}"
        assert verdict.score is None or 0 <= verdict.score <= 1, shown
        assert verdict.grader == GRADERS[question.kind], shown
        assert took < SECONDS, shown


@every_question
def test_what_is_unreadable_says_why_in_a_sentence_that_fits_a_chat(question):
    verdicts = [(typed, graded(question, typed)) for typed in HOSTILE]
    asked = [(typed[:20], verdict) for typed, verdict in verdicts if not verdict.readable]
    assert asked
    for typed, verdict in asked:
        assert verdict.reasons, typed
        assert sum(map(len, verdict.reasons)) < 500, typed
        assert verdict.reasons[0].endswith("."), typed
        assert (verdict.points, verdict.read_as) == ((), ""), typed


@every_question
@pytest.mark.parametrize(
    "typed", ["", " ", "\n\n", "?!", "😀😀", "\u200b\u202e", "...", "**", "@", "—"]
)
def test_an_answer_without_a_letter_or_digit_is_unreadable(question, typed):
    told = "There is no letter and no digit in that; send an answer in words."
    assert graded(question, typed) == Verdict(None, (told,), grader=GRADERS[question.kind])


@every_question
def test_a_long_answer_is_read_from_its_beginning_and_told_so(question):
    told = f"Only the first {LONGEST:,} characters were read."
    assert graded(question, "word " * 2000).reasons[-1] == told
    assert told not in graded(question, "word " * (LONGEST // 5)).reasons


@every_question
@settings(max_examples=40)
@given(typed=st.text(max_size=200) | st.text("01289.,^*/-+()eExn ogABCD;=%\n", max_size=60))
def test_any_text_gets_the_same_verdict_each_time(question, typed):
    verdict = graded(question, typed)
    assert verdict.score is None or 0 <= verdict.score <= 1
    assert verdict == graded(question, typed)


@every_question
@settings(max_examples=40)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_mixture_of_signs_gets_a_verdict(question, pieces):
    verdict = graded(question, "".join(pieces))
    assert verdict.score is None or 0 <= verdict.score <= 1


@every_question
@pytest.mark.parametrize("wrapping", ["{}", " {} ", "\n{}\n", "\u200b{}\ufeff", "`{}`", "**{}**"])
def test_what_stands_around_an_answer_changes_nothing(question, wrapping):
    for typed in ("A", "12", "BDAC", "perceptron", "32x64", "n*n*d", "x.view(-1, 784)"):
        assert graded(question, wrapping.format(typed)) == graded(question, typed)


def test_the_questions_above_are_of_all_kinds_and_all_ways_of_comparing():
    assert {question.kind for question in QUESTIONS} == {*KINDS} == {*GRADERS}
    assert {question.compare for question in QUESTIONS} == {"text", *WAYS}
