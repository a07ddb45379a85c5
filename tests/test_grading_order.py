"""An order is read from letters, numbers or words, and earns the pairs that stand right."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import parse
from bot.bank.question import Variant
from bot.grading import grade
from bot.ledger import Verdict
from bot.vocabulary import Vocabulary

TRAINING = """\
---
title: One training step
kind: order
difficulty: easy
---

## Question

Bring the parts of a training step into order.

## Items

1. Run the batch through the net
2. Compute the loss
3. Send the gradient back
4. Change the weights

## Answer

Forward, loss, backward, step.
"""

# Shown: A the gradient, B the batch, C the weights, D the loss; right is B D A C.
SHUFFLED = Variant(order=(2, 0, 3, 1))


def graded(typed: str, variant: Variant = SHUFFLED) -> Verdict:
    question = parse(TRAINING, "training/order", "order.md")
    return grade(question, variant, typed, vocabulary=Vocabulary())


@pytest.mark.parametrize(
    "typed",
    [
        *["B D A C", "b d a c", "BDAC", "bdac.", "B,D,A,C", "B, D, A and C", "B\nD\nA\nC"],
        *["b>d>a>c", "B -> D -> A -> C", "B → D → A → C", "B then D then A then C", '"BDAC"'],
        *["2 4 1 3", "2413", "2-4-1-3", "2, 4, 1, 3", "The order is B D A C", "BDAC 😀"],
        *["1. B 2. D 3. A 4. C", "1) B\n2) D\n3) A\n4) C", "first B, then D, then A, finally C"],
        *["B=1, D=2, A=3, C=4", "A = 3; B = 1; C = 4; D = 2", "B first, then D, A and finally C"],
        "1) run the batch 2) compute the loss 3) send the gradient back 4) change the weights",
        "batch; loss; gradient; weights",
        "run the batch through, compute the loss, send the gradient back, change the weights",
        "1. Run the batch\n2. Compute the loss\n3. Send the gradient back\n4. Change weights",
        "First run the batch, then compute loss, then send the gradient back, then change weights",
        "- run the batch\n- compute the los\n- send the gradeint\n- change the weights",
    ],
)
def test_an_order_is_letters_numbers_or_words(typed):
    verdict = Verdict(
        1, ("Every item stands in its place.",), read_as="B, D, A, C", grader="order-1"
    )
    assert graded(typed) == verdict


@pytest.mark.parametrize(
    ("typed", "right", "told"),
    [
        ("D B A C", 5, "B (Run the batch through the net) comes before D (Compute the loss)"),
        ("B A D C", 5, "D (Compute the loss) comes before A (Send the gradient back)"),
        ("A C B D", 2, "B (Run the batch through the net) comes before C (Change the weights)"),
        ("C A D B", 0, "A (Send the gradient back) comes before C (Change the weights)"),
    ],
)
def test_the_score_is_the_share_of_pairs_in_order_and_one_wrong_pair_is_named(typed, right, told):
    reason = f"{told}, not after; {right} of 6 pairs stand in the right order."
    read_as = ", ".join(typed.split())
    assert graded(typed) == Verdict(right / 6, (reason,), read_as=read_as, grader="order-1")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("B D A", "C missing; send all 4 once, in order, like A B C D."),
        ("B", "A, C, D missing; send all 4 once, in order, like A B C D."),
        ("B D A C C", "C named twice; send all 4 once, in order, like A B C D."),
        ("B D D C", "A missing and D named twice; send all 4 once, in order, like A B C D."),
        ("2. B 1. D 3. A 4. C", "A, B, C, D named twice; send all 4 once, in order, like A B C D."),
        (
            "B D A E",
            '"B D A E" does not name the items in order; send their letters, like A B C D.',
        ),
        (
            "not B D A C",
            '"not B D A C" does not name the items in order; send their letters, like A B C D.',
        ),
        ("C <- A <- D <- B", '"C <- A <- D <- B" points backwards; send what comes first first.'),
        ("C ← A ← D ← B", '"C ← A ← D ← B" points backwards; send what comes first first.'),
    ],
)
def test_an_order_that_does_not_name_every_item_once_is_asked_about(typed, sentence):
    assert graded(typed) == Verdict(None, (sentence,), grader="order-1")


@pytest.mark.parametrize("shown", list(itertools.permutations(range(4))))
def test_the_right_order_scores_fully_however_the_items_are_shown(shown):
    letters = "".join("ABCD"[shown.index(position)] for position in range(4))
    assert graded(letters, Variant(order=shown)).score == 1
    assert graded(letters[::-1], Variant(order=shown)).score == 0


@given(st.permutations("ABCD"), st.sampled_from([" ", "", ", ", " > ", "\n"]))
def test_swapping_two_neighbours_changes_the_score_by_one_pair(letters, between):
    swapped = [letters[1], letters[0], *letters[2:]]
    scores = [graded(between.join(each)).score for each in (letters, swapped)]
    assert None not in scores
    assert round(abs(scores[0] - scores[1]) * 6, 9) == 1
