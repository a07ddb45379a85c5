"""A question file is read as it is written, and a broken one leaves out that question alone."""

from pathlib import Path

import pytest

from bot.bank import Complaint, load, parse
from bot.bank.question import (
    Choice,
    Example,
    FollowUp,
    KeyPoint,
    Misconception,
    Part,
    Slip,
    Source,
)
from bot.bank.schema import front_matter_schema
from bot.errors import DlqError
from tests.question_files import NUMBER, OPEN


def test_an_open_question_is_read_whole():
    question = parse(OPEN, "regularization/dropout", "questions/regularization/dropout.md")
    assert (question.topic, question.title, question.kind, question.difficulty) == (
        "regularization",
        "What dropout does",
        "open",
        "medium",
    )
    assert question.tags == ("dropout", "2x", "no")
    assert question.see == ("regularization/dropout-rate",)
    assert question.sources == (Source("Dropout: A Simple Way", "2014", "https://jmlr.org/x"),)
    assert question.ask == "What does dropout do?"
    assert question.hints == ("One.", "Two.")
    assert question.answer == (
        'It drops.\n\n```python\n## Not a section\nprint("## Question")\n```'
    )
    assert question.points == (
        KeyPoint(
            "Units are switched off, each with $p$, at random.", 2, ("drop | zero", "random*")
        ),
        KeyPoint("All are active. (see p. 3)", 1, ("a ` b", "!c")),
    )
    assert question.misconceptions == (
        Misconception("Weights go for good.", "A new mask is drawn.", ("permanent | for good",)),
    )
    assert question.examples == (
        Example("every step a random subset gets silenced - 50% of them", 1.0, False, 48),
        Example("you *zero* some", 0.33, True, 50),
    )
    assert question.followups == (
        FollowUp("And at inference?", "All units are active.\n\nNone is scaled."),
        FollowUp("Why?", "Because."),
    )


def test_every_thing_has_its_line():
    lines = parse(OPEN, "regularization/dropout", "x.md").lines
    numbered = OPEN.split("\n")
    assert numbered[lines["title"] - 1] == "title: What dropout does"
    assert numbered[lines["Question"] - 1] == "What does dropout do?"
    assert numbered[lines["Hint 2"] - 1] == "Two."
    assert numbered[lines["Key points 2"] - 1] == "- All are active. (see p. 3)"
    assert numbered[lines["Follow-up 2"] - 1] == "- Why?"


def test_scalars_are_read_as_written_and_only_unquoted_numbers_are_numbers():
    question = parse(NUMBER, "cnn/x", "x.md")
    assert question.vary == (
        ("n", (28, 1000.0, "28", (1, 2.5, "x"))),
        ("act", ("relu", "no", "007")),
    )
    assert question.parts == (
        Part("stored", "4*n", "1%", "MB"),
        Part("trained", "2*n", "", "MB"),
    )
    assert question.slips == (Slip("2*n", "Half: {{n}}.", "stored"),)


def test_the_word_no_is_an_answer():
    text = "---\ntitle: T\nkind: short\ndifficulty: easy\nanswer: no\n---\n## Question\nIs it?\n"
    assert parse(text, "a/b", "x.md").parts == (Part("", "no"),)


def test_draws_hold_whole_draws_with_their_answers():
    text = """\
---
title: T
kind: short
difficulty: easy
as: shape
draws:
  - {x: [1, 2], answer: "(1, 2)"}
  - {x: [], answer: 7}
---
## Question
{{x}}?
"""
    question = parse(text, "a/b", "x.md")
    assert question.draws == ((("x", (1, 2)), ("answer", "(1, 2)")), (("x", ()), ("answer", "7")))
    assert question.parts == (Part("", "answer"),)
    assert question.compare == "shape"


def test_choices_keep_the_files_order_and_their_whys():
    text = """\
---
title: T
kind: choice
difficulty: hard
---
## Question
Which?
## Choices
- [ ] `a | b`
  Tempting, since
  it looks so.

- [X] two
  It is.
"""
    assert parse(text, "a/b", "x.md").choices == (
        Choice("`a | b`", False, "Tempting, since\nit looks so."),
        Choice("two", True, "It is."),
    )


def test_items_are_a_numbered_list_in_the_right_order():
    text = """\
---
title: T
kind: order
difficulty: hard
---
## Question
Order?
## Items
1. forward
2. loss,
   reduced
1. backward
"""
    assert parse(text, "a/b", "x.md").items == ("forward", "loss, reduced", "backward")


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_broken_file_leaves_out_that_question_alone(tmp_path):
    folder = tmp_path / "questions"
    written(folder, "cnn/size.md", NUMBER)
    written(folder, "cnn/broken.md", b"---\ntitle: \xff\n---\n")
    written(folder, "cnn/Upper.md", OPEN)
    written(folder, "README.md", "# Not a question")
    written(folder, "vocabulary.txt", "neuron = unit\n")
    written(folder, "curriculum.txt", "# planned\ncnn/padding\n")
    bank = load([folder])
    assert list(bank.questions) == ["cnn/size"]
    assert bank.texts == {"cnn/size": NUMBER}
    assert [str(complaint) for complaint in bank.complaints] == [
        (
            "questions/cnn/Upper.md:1: 'cnn/Upper' is no id of a question; topic and name are "
            "lower-case letters, digits and hyphens"
        ),
        "questions/cnn/broken.md:2: this is no UTF-8; save it as UTF-8",
    ]
    assert bank.vocabulary.synonyms == (frozenset({"neuron", "unit"}),)
    assert bank.vocabulary.terms == {"output", "size"}
    assert bank.planned == {"cnn/padding"}


def test_an_id_that_is_taken_is_complained_of_and_the_first_file_stays(tmp_path):
    first, second = tmp_path / "questions", tmp_path / "own"
    written(first, "cnn/size.md", NUMBER)
    written(second, "cnn/size.md", OPEN)
    bank = load([first, second])
    assert bank.get("cnn/size").kind == "number"
    assert bank.complaints == (
        Complaint(
            "own/cnn/size.md",
            1,
            "the id cnn/size is taken by questions/cnn/size.md",
            "give this file another name",
        ),
    )


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DlqError) as error:
        load([tmp_path / "nowhere"])
    assert str(error.value).endswith("nowhere; name one that holds topic/slug.md files.")


def test_the_schema_says_what_reading_says():
    schema = front_matter_schema()
    assert schema["required"] == ["title", "kind", "difficulty"]
    assert schema["properties"]["kind"]["enum"] == ["open", "choice", "number", "short", "order"]
    by_kind = {
        each["if"]["properties"]["kind"]["const"]: sorted(each["then"]["properties"])
        for each in schema["allOf"]
    }
    assert by_kind["short"] == ["slips", "tolerance", "unit"]
    assert by_kind["number"] == ["accept", "as"]
    assert by_kind["open"] == [
        "accept",
        "answer",
        "as",
        "draws",
        "slips",
        "tolerance",
        "unit",
        "vary",
        "where",
    ]
