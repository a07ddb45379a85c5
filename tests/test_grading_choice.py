"""Picks are read as letters, numbers or words; wrong picks cancel right ones."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import draws, parse
from bot.bank.question import LETTERS
from bot.grading import grade
from bot.ledger import Verdict
from bot.vocabulary import Vocabulary


def asked(*options: str) -> str:
    """A question file of kind choice; a right option begins with a plus."""
    lines = [
        f"- [{'x' if option.startswith('+') else ' '}] {option.removeprefix('+')}\n"
        f"  {'Right: it' if option.startswith('+') else 'It'} is the one of number {place}.\n"
        for place, option in enumerate(options, 1)
    ]
    head = "---\ntitle: A choice\nkind: choice\ndifficulty: easy\n---\n"
    choices = "".join(lines)
    return f"{head}\n## Question\n\nWhich?\n\n## Choices\n\n{choices}\n## Answer\n\nThose.\n"


def graded(file: str, typed: str) -> Verdict:
    question = parse(file, "cnn/choice", "choice.md")
    return grade(question, draws.first(question), typed, vocabulary=Vocabulary())


SINGLE = asked("Dropout", "+Batch norm", "Weight decay")
SEVERAL = asked("+Precision", "Accuracy", "+Recall", "Loss")


@pytest.mark.parametrize(
    "typed",
    [
        *["B", "b", "2", "B.", "b)", "(b)", "#2", "**B**", "`B`", "B!", "B?", "B😀", "Ｂ", "B B"],
        *["option B", "answer: b", "The answer is B.", "I think B", "I'd go with B", "B I think"],
        *["B because it keeps means", "B, because A adds noise", "B is right", "B) Batch norm"],
        *["batch norm", "Batch Norm.", "batchnorm", "batch-norm", "batch", "the batch norm"],
        *["batch nrm", "it is batch norm", "B: batch norm", "It is B - batch norm"],
    ],
)
def test_a_pick_is_a_letter_a_number_or_the_words_of_an_option(typed):
    verdict = Verdict(
        1,
        ("B (Batch norm) is right. It is the one of number 2.",),
        read_as="B",
        grader="choice-1",
    )
    assert graded(SINGLE, typed) == verdict


def test_a_wrong_pick_is_told_what_is_wrong_with_it():
    verdict = Verdict(
        0,
        ("C (Weight decay) is not right. It is the one of number 3.",),
        read_as="C",
        grader="choice-1",
    )
    assert graded(SINGLE, "weight decay") == verdict


@pytest.mark.parametrize(
    "typed",
    [
        *["A, C", "a and c", "13", "1 3", "1,3", "31", "AC", "ca", "A C", "C, A", "A & C", "a+c"],
        *["A. C.", "A,C,C", "A,\nC", "both A and C", "options A and C", "A and C are right"],
        *["A, C because they are shares", "precision and recall", "Precision; Recall"],
        *["recall, precision", "- Precision\n- Recall", "A and recall", '"A, C"', "A / C"],
        *["the first and the third", "first and third option", "①③", "𝐀, 𝐂", "A and C, but not B"],
    ],
)
def test_several_picks_are_read_however_they_are_joined(typed):
    verdict = Verdict(
        1,
        (
            "A (Precision) is right. It is the one of number 1.",
            "C (Recall) is right. It is the one of number 3.",
        ),
        read_as="A, C",
        grader="choice-1",
    )
    assert graded(SEVERAL, typed) == verdict


@pytest.mark.parametrize(
    ("typed", "read_as", "score"),
    [
        ("A", "A", 0.5),
        ("recall", "C", 0.5),
        ("A B C", "A, B, C", 0.5),
        ("A B", "A, B", 0),
        ("B", "B", 0),
        ("B D", "B, D", 0),
        ("ABCD", "A, B, C, D", 0),
        ("all of them", "A, B, C, D", 0),
    ],
)
def test_the_score_is_right_picks_minus_wrong_ones_over_all_right_ones(typed, read_as, score):
    verdict = graded(SEVERAL, typed)
    assert (verdict.score, verdict.read_as) == (score, read_as)


def test_a_right_option_that_was_missed_is_told():
    assert graded(SEVERAL, "A, B").reasons == (
        "A (Precision) is right. It is the one of number 1.",
        "B (Accuracy) is not right. It is the one of number 2.",
        "C (Recall) is right too and was missed. It is the one of number 3.",
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("A, B", "A, B are 2 picks and one is right; send one."),
        ("ab", "A, B are 2 picks and one is right; send one."),
        ("batch norm and dropout", "A, B are 2 picks and one is right; send one."),
        ("A or B", 'I cannot tell which option "A or B" is; send a letter from A to C, like A.'),
        ("D", 'I cannot tell which option "D" is; send a letter from A to C, like A.'),
        ("0", 'I cannot tell which option "0" is; send a letter from A to C, like A.'),
        ("4", 'I cannot tell which option "4" is; send a letter from A to C, like A.'),
        ("relu", 'I cannot tell which option "relu" is; send a letter from A to C, like A.'),
        ("not B", '"not B" says what is not right; send the letter of what is.'),
        ("B, not A", '"B, not A" says what is not right; send the letter of what is.'),
        ("not dropout", '"not dropout" says what is not right; send the letter of what is.'),
        ("anything but C", '"anything but C" says what is not right; send the letter of what is.'),
    ],
)
def test_what_is_no_one_pick_is_asked_about(typed, sentence):
    assert graded(SINGLE, typed) == Verdict(None, (sentence,), grader="choice-1")


@pytest.mark.parametrize("typed", ["a, c and e", "A: yes C: yes", "135", "A or C", "none"])
def test_half_of_a_list_of_picks_is_never_graded_for_the_whole(typed):
    assert graded(SEVERAL, typed).score is None


@pytest.mark.parametrize(
    ("options", "typed", "read_as"),
    [
        (("1", "2", "+4"), "4", "C"),
        (("1", "2", "+4"), "3", "C"),
        (("1", "2", "+4"), "2", "B"),
        (("0.5", "+1/2 of it", "2"), "0.5", "A"),
        (("1/2", "+1/3"), "1/2", "A"),
        (("10%", "+12%", "30%"), "12", "B"),
        (("-1", "+1"), "-1", "A"),
        (("+No", "Yes", "Only with a bias"), "no", "A"),
        (("+Not at all", "Somewhat"), "not at all", "A"),
        (("batch norm", "+batch norm and dropout"), "batch norm and dropout", "B"),
    ],
)
def test_the_text_of_an_option_is_a_pick_of_it(options, typed, read_as):
    assert graded(asked(*options), typed).read_as == read_as


def test_a_number_that_is_one_options_text_and_anothers_place_is_asked_about():
    told = '"2" is the text of C and stands for B; send a letter.'
    assert graded(asked("1", "4", "+2"), "2") == Verdict(None, (told,), grader="choice-1")


def test_the_words_of_a_denied_option_are_no_pick_of_it():
    told = '"not somewhat" says what is not right; send the letter of what is.'
    file = asked("+Not at all", "Somewhat")
    assert graded(file, "not somewhat") == Verdict(None, (told,), grader="choice-1")


def test_words_that_fit_two_options_are_asked_about():
    told = '"dropout" fits A, B; send A to B, like A.'
    file = asked("Dropout in training", "+Dropout at test time")
    assert graded(file, "dropout") == Verdict(None, (told,), grader="choice-1")


@pytest.mark.parametrize("count", range(2, 6))
def test_every_set_of_letters_that_buttons_can_send_is_read_as_itself(count):
    file = asked(*[f"+Thing number {'i' * place}v" for place in range(1, count + 1)])
    letters = LETTERS[:count]
    sets = chain.from_iterable(combinations(letters, size) for size in range(1, count + 1))
    assert [
        picked for picked in map(", ".join, sets) if graded(file, picked).read_as != picked
    ] == []


@given(
    st.lists(st.sampled_from("ABCD"), min_size=1, unique=True), st.sampled_from([", ", "", "\n"])
)
def test_the_order_of_picks_does_not_matter(letters, between):
    verdict = graded(SEVERAL, between.join(letters))
    right, wrong = len({"A", "C"} & {*letters}), len({"B", "D"} & {*letters})
    assert verdict.read_as == ", ".join(sorted(letters))
    assert verdict.score == max(0, right - wrong) / 2
