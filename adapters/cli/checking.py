"""dlq check: every fault of every question file, in one run."""

import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import click

from adapters.cli import compose, mathtext
from adapters.cli.running import Runner
from bot import grading
from bot.bank import Bank, Complaint, Question, Variant, draw, first, load, load_files, variants
from bot.cards.question import question_card
from bot.cards.words import percent, plural
from bot.check import Graded, Level, Report, Tools, check, check_positions
from bot.check.stats import as_markdown, stats
from bot.errors import DlqError
from bot.fences import jobs
from bot.fences.judging import judge

SEEDED = 4
"""Draws beside the first one for which the code of a question is run."""


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--run", "run", is_flag=True, help="Run the code, too; needs the frameworks extra.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of lines.")
@click.option("--stats", "only_stats", is_flag=True, help="Print the bank in figures instead.")
@click.option(
    "--level",
    type=click.Choice(get_args(Level)),
    help="What is demanded: finished of dlq's own questions and of PATHs, askable of those in "
    "DLQ_QUESTIONS.",
)
def check_command(
    paths: tuple[Path, ...], run: bool, as_json: bool, only_stats: bool, level: Level | None
) -> None:
    """Check question files or folders; the whole bank without PATH. Exit status 1 for a fault."""
    whole = load([compose.own_questions()])
    if only_stats:
        click.echo(as_markdown(stats(load_files(list(_files(paths))) if paths else whole)))
        return
    report = Report()
    count = 0
    for bank, demanded in _banks(paths, whole, level):
        found = _checked(bank, whole, demanded)
        if run:
            found = Report((*found.complaints, *ran(bank.questions.values(), whole)), found.held)
        report = Report((*report.complaints, *found.complaints), (*report.held, *found.held))
        count += len(bank.questions)
    click.echo(_as_json(report, count) if as_json else _as_lines(report, count))
    sys.exit(1 if report.complaints else 0)


def _banks(paths: Sequence[Path], whole: Bank, level: Level | None) -> Iterator[tuple[Bank, Level]]:
    """What is to be checked, and how strictly."""
    if paths:
        yield load_files(list(_files(paths))), level or "finished"
        return
    yield whole, level or "finished"
    for folder in compose.settings().questions:
        yield load([folder]), level or "askable"


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = [file for file in sorted(path.rglob("*.md")) if file.name != "README.md"]
            if not found:
                raise DlqError(f"{path} holds no question; they are files topic/slug.md.")
            yield from found
        elif path.is_file():
            yield path
        else:
            raise DlqError(f"There is no file or folder {path}.")


def _checked(bank: Bank, whole: Bank, level: Level) -> Report:
    tools = Tools(
        whole.vocabulary,
        partial(question_card, token="1"),
        compose.renderers(),
        # Without the frameworks extra, display formulas are not looked at.
        mathtext.fault if find_spec("matplotlib") else None,
    )
    known = whole.questions.keys() | whole.planned | bank.questions.keys()
    reports = [check(q, tools, level=level, known=known) for q in bank.questions.values()]
    complaints = [*bank.complaints, *(c for r in reports for c in r.complaints)]
    if level == "finished":
        complaints += check_positions(bank.questions.values())
    return Report(tuple(complaints), tuple(each for r in reports for each in r.held))


def tried(question: Question) -> Iterator[Variant]:
    """The draws for which the code is run: the first, and seeded ones of questions that vary."""
    yield first(question)
    if question.varies:
        rng = random.Random(question.id)
        count = sum(1 for _ in variants(question))
        yield from dict.fromkeys(draw(question, rng) for _ in range(min(SEEDED, count)))


def ran(questions: Iterable[Question], whole: Bank) -> list[Complaint]:
    """What is wrong with the code of some questions, once it was run."""
    complaints: list[Complaint] = []
    with Runner() as runner:
        for question in questions:
            for job in jobs(question, list(tried(question))):
                is_right = _grader(question, job.variant, whole)
                complaints += judge(job, runner.run(job), is_right)
    return complaints


def _grader(question: Question, variant: Variant, whole: Bank) -> Callable[[str], bool]:
    def is_right(text: str) -> bool:
        verdict = grading.grade(question, variant, text, vocabulary=whole.vocabulary)
        return verdict.score == 1

    return is_right


def _as_lines(report: Report, count: int) -> str:
    lines = [str(complaint) for complaint in report.complaints]
    lines += [f"held: {_held(graded)}" for graded in report.held]
    faults = plural(len(report.complaints), "fault")
    return "\n".join([*lines, f"{plural(count, 'question')} checked, {faults}."])


def _held(graded: Graded) -> str:
    got = "unreadable" if graded.score is None else percent(graded.score)
    return f"{graded.question}:{graded.line}: a fair examiner {percent(graded.share)}, graded {got}"


def _as_json(report: Report, count: int) -> str:
    complaints = [
        {"path": c.path, "line": c.line, "what": c.what, "right": c.right}
        for c in report.complaints
    ]
    held = [
        {"question": g.question, "line": g.line, "share": g.share, "score": g.score}
        for g in report.held
    ]
    return json.dumps({"checked": count, "complaints": complaints, "held": held}, indent=1)
