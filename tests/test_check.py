"""The check tells what is wrong with a question before anybody is asked it."""

import pytest

from bot.bank import Bank, Complaint, Question, parse
from bot.cards.question import question_card
from bot.check import Graded, Tools, check, check_bank
from bot.vocabulary import Vocabulary

TOOLS = Tools(Vocabulary(), question_card)

NUMBER = """\
---
title: Output size
kind: number
difficulty: easy
see: [cnn/padding]
vary: {n: [28, 32], k: [3, 5]}
answer: n - k + 1
slips:
  - {value: n - k, why: "The first position counts too."}
---

## Question

A kernel of {{k}} slides over {{n}} values. How long is the output?

## Hint

Count the positions.

## Answer

There are **{{answer}}** positions, $n - k + 1$.

```python
answer = sum(1 for start in range(n - k + 1))
print(answer)
```

```output
26
```

## Follow-up

- And with padding?
  Add it to n first.
"""

CHOICE = """\
---
title: Which one sums to one
kind: choice
difficulty: easy
---

## Question

Which output sums to 1?

## Choices

- [ ] sigmoid
  Each is between 0 and 1, the sum is free.
- [x] softmax
  It divides by the sum.

## Answer

Softmax.
"""

OPEN = """\
---
title: What dropout does
kind: open
difficulty: easy
---

## Question

How does it work, and why does it help?

## Answer

It drops.

## Key points

- In training, units are dropped at random.
  `drop | zero` `random*`
- At inference all units are active.
  `inference | test` `active`
- Units cannot rely on one another. (x2)
  `not rely | no rely`

## Misconceptions

- Weights are pruned for good.
  A new mask is drawn at every step.
  `prune`

## Graded examples

- 100%: In training units are dropped at random. At test time all are active. They cannot rely on others.
- 50%: units can not rely on their neighbours
- 25%: in training it drops units at random
- 0%: it prunes the weights
- 0%: dropout overfitting
- 75% (held): neurons are zeroed at random, so that they can not rely on others
"""  # noqa: E501 - an example is one line


def read(text: str, id: str = "cnn/size") -> Question:
    return parse(text, id, "questions/x.md")


def told(text: str, **how) -> list[str]:
    return [
        str(complaint).removeprefix("questions/x.md:")
        for complaint in check(read(text), TOOLS, **{"known": {"cnn/padding"}, **how}).complaints
    ]


@pytest.mark.parametrize("text", [NUMBER, CHOICE, OPEN])
def test_a_finished_question_is_not_complained_of(text):
    assert told(text) == []


MORE = {
    "a name that no draw has": (
        NUMBER,
        "slides over {{n}}",
        "slides over {{m}}",
        "14: 'm' stands on 'm', which is no name; there are k, n",
    ),
    "a value that one draw does not have": (
        NUMBER,
        "slides over {{n}}",
        "slides over {{n / (k - 3)}}",
        "14: 'n / (k - 3)' has no value: it divides by zero; so it is for n = 28, k = 3",
    ),
    "a key that is no expression": (
        NUMBER,
        "answer: n - k + 1",
        "answer: n - k +",
        (
            "7: 'n - k +' is no expression: it is not written as Python writes one, like "
            "(n - k) // s + 1"
        ),
    ),
    "a slip that is always right": (
        NUMBER,
        "{value: n - k,",
        "{value: n + 1 - k,",
        (
            "6: no draw can be asked: where refuses it, or a slip is right in it; "
            "allow more values "
            "or mend the slip"
        ),
    ),
    "a hint that says the answer": (
        NUMBER,
        "Count the positions.",
        "Count the {{n - k + 1}} positions.",
        "18: the hint says the answer; say it without giving it away",
    ),
    "an id that is not there": (
        NUMBER,
        "see: [cnn/padding]",
        "see: [cnn/pading]",
        "5: see names no question: cnn/pading; did you mean cnn/padding?",
    ),
    "its own id": (
        NUMBER,
        "see: [cnn/padding]",
        "see: [cnn/size]",
        "5: see names the question itself; take it out",
    ),
    "a formula that cannot be read": (
        NUMBER,
        "$n - k + 1$",
        "$\\fraq{n}$",
        "22: in $\\fraq{n}$: \\fraq is no TeX command that can be read here; did you mean \\frac?",
    ),
    "a follow-up without its answer": (
        NUMBER,
        "  Add it to n first.\n",
        "",
        "35: item 1 of Follow-up says nothing below it; answer it, indented",
    ),
    "output that is not shown": (
        NUMBER,
        "```output\n26\n```\n",
        "",
        "25: what this code prints is not shown; put an output fence after it",
    ),
    "no reference answer": (
        CHOICE,
        "## Answer\n\nSoftmax.\n",
        "",
        "1: the section Answer is missing; write the reference answer",
    ),
    "a title that says the answer": (
        CHOICE,
        "title: Which one sums to one",
        "title: Softmax or not",
        "2: the title says the answer; say it without giving it away",
    ),
    "a question that is worth something as an answer": (
        CHOICE,
        "Which output sums to 1?",
        "B",
        (
            "9: the question's own text is graded 100%; it must be worth nothing: make the cues or "
            "the key more specific"
        ),
    ),
    "an example that is graded otherwise": (
        OPEN,
        "- 25%: in",
        "- 50%: in",
        (
            "34: the example of 50% is graded 25%; the grader must come within 15 points: mend "
            "the cues or the share"
        ),
    ),
    "no half answer among the examples": (
        OPEN,
        "- 50%: units can not rely on their neighbours\n",
        "",
        "32: no graded example is half an answer; add one of about 50%",
    ),
    "no held example": (
        OPEN,
        "75% (held)",
        "75%",
        "32: no graded example is held; somebody else writes one: - 100% (held): ...",
    ),
    "a cue that says nothing": (
        OPEN,
        "`drop | zero`",
        "`drop | *`",
        (
            "17: the cue 'drop | *' has an alternative that says nothing; write "
            "words, a phrase or a "
            "formula between the bars"
        ),
    ),
    "a key point that does not find its own sentence": (
        OPEN,
        "are dropped at random.",
        "lose weight.",
        (
            "17: the cues do not find the key point's own sentence 'In training, "
            "units lose weight.'; "
            "add the words that it uses"
        ),
    ),
}


@pytest.mark.parametrize("lack", MORE)
def test_what_a_finished_question_lacks_is_told_with_its_line(lack):
    text, old, new, complaint = MORE[lack]
    assert old in text
    assert told(text.replace(old, new, 1)) == [complaint]


def test_an_askable_question_needs_only_a_key_that_is_right():
    bare = NUMBER[: NUMBER.index("## Hint")].replace("see: [cnn/padding]", "see: [a/b]")
    assert told(bare, level="askable") == []
    assert told(bare) == [
        "1: the section Answer is missing; write the reference answer",
        "5: see names no question: a/b; there are cnn/padding",
    ]


def test_a_key_that_its_own_grader_does_not_take_is_told_at_any_level():
    text = (
        "---\ntitle: T\nkind: short\ndifficulty: easy\nas: big-o\nanswer: O(n\n---\n"
        "## Question\n\nWhich?\n"
    )
    (complaint,) = told(text, level="askable")
    assert complaint.startswith("6: the key 'O(n' is graded as unreadable (")
    assert complaint.endswith("; it must be right")


def test_what_is_asked_has_a_budget_after_its_longest_draw():
    text = NUMBER.replace("vary: {n: [28, 32]", f"vary: {{word: [a, {'é' * 1220}], n: [28, 32]")
    assert told(text.replace("How long is", "{{word}} How long is")) == [
        "14: what is asked has 2,501 bytes; at most 2,500 fit one page"
    ]


def test_a_question_takes_one_page_on_every_platform():
    platforms = {"wide": lambda message: [1], "slim": lambda message: [1, 2]}
    tools = Tools(Vocabulary(), question_card, platforms)
    report = check(read(NUMBER), tools, known={"cnn/padding"})
    assert [str(complaint) for complaint in report.complaints] == [
        "questions/x.md:14: the question takes 2 pages on slim; shorten it until it fits one"
    ]


def test_display_formulas_are_drawn_by_what_is_passed_in():
    tools = Tools(Vocabulary(), question_card, formula=lambda tex: "no" if "align" in tex else None)
    text = NUMBER.replace("There are", "$$\n\\align\n$$\n\n$$x$$\n\nThere are")
    assert [str(each) for each in check(read(text), tools, known={"cnn/padding"}).complaints] == [
        "questions/x.md:23: in $\\align$: no"
    ]


def test_held_examples_are_reported_and_never_complained_of():
    report = check(read(OPEN.replace("75% (held)", "0% (held)")), TOOLS)
    assert report.complaints == ()
    assert report.held == (Graded("cnn/size", 37, 0.0, 0.75, held=True),)


def test_right_options_do_not_stand_at_the_same_place_everywhere():
    questions = {f"a/q{n}": parse(CHOICE, f"a/q{n}", f"{n}.md") for n in range(8)}
    broken = Complaint("y.md", 1, "broken")
    bank = Bank(questions, dict.fromkeys(questions, CHOICE), (broken,))
    assert [str(complaint) for complaint in check_bank(bank, TOOLS).complaints] == [
        "y.md:1: broken",
        (
            "7.md:13: B is right in 8 of 8 questions with one right choice; let "
            "it stand elsewhere in "
            "some"
        ),
    ]
