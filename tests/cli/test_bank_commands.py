"""dlq list, show, grade, schema and check: what one asks of the bank."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.bank import load
from bot.bank.schema import front_matter_schema
from tests.fakes.bank import SAME_PADDING
from tests.fakes.command_line import Run

ROOT = Path(__file__).parent.parent.parent


def test_list_prints_a_line_or_an_object_for_each_question(run: Run) -> None:
    bank = load([ROOT / "questions"])
    shown = run("list")
    assert (shown.status, shown.err) == (0, "")
    assert [line.split()[0] for line in shown.lines] == list(bank.questions)
    listed = json.loads(run("list", "--json").out)
    assert [each["id"] for each in listed] == list(bank.questions)
    assert set(listed[0]) == {"id", "topic", "title", "kind", "difficulty", "tags", "varies"}


def test_list_can_be_narrowed_by_topic_alias_and_kind(run: Run) -> None:
    for topic, word in (("cnn", "cnn"), ("foundations", "perceptron")):
        listed = json.loads(run("list", "--topic", word, "--json").out)
        assert {each["topic"] for each in listed} == {topic}
    listed = json.loads(run("list", "--kind", "number", "--json").out)
    assert {each["kind"] for each in listed} == {"number"}


def test_a_broken_file_of_ones_own_is_left_out_aloud(run: Run, questions: Path) -> None:
    (questions / "home" / "broken.md").write_text("nothing of a question")
    shown = run("list", "--topic", "home", DLQ_QUESTIONS=questions)
    assert shown.status == 0
    assert [line.split()[0] for line in shown.lines] == ["home/padding"]
    assert shown.err.startswith("left out: own/home/broken.md:1: the front matter is missing;")


def test_show_draws_a_question_and_its_answer(run: Run, questions: Path) -> None:
    asked = run("show", "home/padding", DLQ_QUESTIONS=questions)
    assert asked.out.startswith("Same padding\n============\n")
    assert "SECRET" not in asked.out
    answered = run("show", "home/padding", "--answer", DLQ_QUESTIONS=questions)
    assert "Right: B" in answered.out and "SECRET" in answered.out
    drawn = run("show", "home/padding", "--as", "terminal", DLQ_QUESTIONS=questions)
    assert "Which padding keeps the size" in drawn.out and "\x1b" not in drawn.out


def test_show_draws_by_a_seed_and_the_same_by_the_same(run: Run) -> None:
    shown = [run("show", "cnn/conv-output-size", "--draw", seed).out for seed in (1, 2, 3, 1)]
    assert shown[0] == shown[3]
    assert len(set(shown)) > 1


@pytest.mark.parametrize("platform", ["discord", "slack"])
def test_show_as_a_chat_platform_prints_its_payloads(run: Run, platform: str) -> None:
    """Or says that this version cannot draw for it."""
    shown = run("show", "cnn/conv-output-size", "--as", platform)
    if find_spec(f"adapters.{platform}") is None:
        assert f"cannot draw for {platform.capitalize()} yet" in shown.complaint
    else:
        assert shown.status == 0
        assert json.JSONDecoder().raw_decode(shown.out)[0]


def test_grade_takes_lines_and_objects_and_prints_a_verdict_each(run: Run, questions: Path) -> None:
    answers = 'B\n{"answer": "one pixel at every border"}\n{"other": 1}\n{broken\n\nA because\n'
    shown = run("grade", "home/padding", "--json", stdin=answers, DLQ_QUESTIONS=questions)
    assert (shown.status, shown.err) == (0, "")
    verdicts = [json.loads(line) for line in shown.lines]
    assert [verdict["score"] for verdict in verdicts] == [1.0, 1.0, None, None, None, 0.0]
    assert all(set(v) >= {"score", "reasons", "points", "read_as", "grader"} for v in verdicts)
    plain = run("grade", "home/padding", stdin="B\n??\n", DLQ_QUESTIONS=questions)
    assert [line.split("  ")[0] for line in plain.lines] == ["score 1.00", "score unreadable"]


def test_grade_takes_a_file_that_is_in_no_bank(run: Run, questions: Path) -> None:
    path = questions / "home" / "padding.md"
    assert run("grade", "--file", path, stdin="B\n").out.startswith("score 1.00  reasons: B (One")
    path.write_text("nothing of a question")
    assert "the front matter is missing" in run("grade", "--file", path, stdin="B").complaint
    path.write_bytes(b"\xff\xfe")
    assert "no UTF-8" in run("grade", "--file", path, stdin="B").complaint


def test_schema_prints_the_front_matters_schema(run: Run) -> None:
    assert json.loads(run("schema").out) == front_matter_schema()


def test_check_finds_every_fault_of_every_file_in_one_run(run: Run, questions: Path) -> None:
    """`file:line: what is wrong; what would be right`, status 1; nothing of a traceback."""
    for name in ("one", "two"):
        (questions / "home" / f"{name}.md").write_text(
            SAME_PADDING.replace("difficulty: easy", "difficulty: esy").replace("tags:", "tgas:")
        )
    shown = run("check", questions)
    assert shown.status == 1
    said = shown.out + shown.err
    for name in ("one", "two"):
        found = re.findall(rf"^\S*{name}\.md:(\d+): .+; .+$", said, re.MULTILINE)
        assert {"4", "5"} <= set(found), said
    assert "Traceback" not in said


def test_check_of_what_is_not_there_is_refused(run: Run) -> None:
    assert "nowhere" in run("check", "nowhere").complaint
