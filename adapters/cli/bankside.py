"""dlq schema, list, show and grade: the bank from the command line."""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from adapters.cli import compose
from bot import grading, plain
from bot.bank import (
    KINDS,
    Question,
    Unreadable,
    Variant,
    draw,
    first,
    load,
    parse,
)
from bot.bank.schema import front_matter_schema
from bot.cards.question import question_card
from bot.cards.verdict import feedback
from bot.errors import DlqError
from bot.ledger import Verdict
from bot.message import Message


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a question's front matter, for editors."""
    click.echo(json.dumps(front_matter_schema(), indent=2, ensure_ascii=False))


@click.command("list")
@click.option("--topic", help="Only one topic.")
@click.option("--kind", type=click.Choice(KINDS), help="Only one kind.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of lines.")
def list_command(topic: str | None, kind: str | None, as_json: bool) -> None:
    """List the questions of the bank."""
    bank = compose.bank(compose.settings())
    topic = bank.topic_named(topic) if topic else None
    found = [
        question
        for question in bank.questions.values()
        if topic in {None, question.topic} and kind in {None, question.kind}
    ]
    if as_json:
        click.echo(json.dumps([_described(q) for q in found], ensure_ascii=False, indent=1))
        return
    for question in found:
        click.echo(f"{question.id:48} {question.difficulty:7} {question.kind:7} {question.title}")


def _described(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "topic": question.topic,
        "title": question.title,
        "kind": question.kind,
        "difficulty": question.difficulty,
        "tags": question.tags,
        "varies": question.varies,
    }


@click.command("show")
@click.argument("id")
@click.option(
    "--as",
    "platform",
    type=click.Choice(["plain", "terminal", "discord", "slack"]),
    default="plain",
    show_default=True,
    help="How it is drawn; a chat platform prints its JSON payloads.",
)
@click.option("--answer", is_flag=True, help="The reference answer instead of the question.")
@click.option("--draw", "seed", type=int, help="Draw with this seed; the first draw without it.")
def show_command(id: str, platform: str, answer: bool, seed: int | None) -> None:
    """Show a question, or its reference answer, as a platform draws it."""
    question = compose.bank(compose.settings()).get(id)
    variant = _variant(question, seed)
    message = (
        feedback(question, variant, "", None)
        if answer
        else question_card(question, variant, token="0")
    )
    _print(message, platform)


def _variant(question: Question, seed: int | None) -> Variant:
    return first(question) if seed is None else draw(question, random.Random(seed))


def _print(message: Message, platform: str) -> None:
    if platform == "plain":
        click.echo(plain.text(message))
    elif platform == "terminal":
        from adapters.terminal import console, render

        write = console.coloured() if sys.stdout.isatty() else console.transcript(sys.stdout)
        for page in render.pages(message):
            write(page)
    else:
        for page in compose.renderer(platform)(message):
            click.echo(json.dumps(page, ensure_ascii=False, indent=1))


@click.command("grade")
@click.argument("id", required=False)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A question file instead of an id.",
)
@click.option("--draw", "seed", type=int, help="Draw with this seed; the first draw without it.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
def grade_command(id: str | None, path: Path | None, seed: int | None, as_json: bool) -> None:
    """Grade answers from standard input: a line of text each, or a JSON object {"answer": "..."}.

    Prints a verdict a line, with its score and reasons.
    """
    if (id is None) == (path is None):
        raise DlqError("Name a question by its id, or a file with --file.")
    bank = compose.bank(compose.settings()) if id else load([compose.own_questions()])
    question = bank.get(id) if id else _from_file(path)
    variant = _variant(question, seed)
    for answer in _answers():
        verdict = grading.grade(question, variant, answer, vocabulary=bank.vocabulary)
        click.echo(_as_json(verdict) if as_json else _as_line(verdict))


def _from_file(path: Path | None) -> Question:
    assert path is not None
    folder = path.resolve().parent.name
    try:
        return parse(path.read_text(encoding="utf-8"), f"{folder}/{path.stem}", str(path))
    except UnicodeDecodeError:
        raise DlqError(f"{path} is no UTF-8; save it as UTF-8.") from None
    except Unreadable as error:
        raise DlqError(str(error)) from None


def _answers() -> Iterator[str]:
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        if text.lstrip().startswith("{"):
            try:
                raw = json.loads(text)
            except json.JSONDecodeError:
                yield text
                continue
            if isinstance(raw, dict) and isinstance(raw.get("answer"), str):
                yield raw["answer"]
                continue
        yield text


def _as_json(verdict: Verdict) -> str:
    points = [
        {"point": p.text, "state": p.state, "words": p.words, "weight": p.weight}
        for p in verdict.points
    ]
    return json.dumps(
        {
            "score": verdict.score,
            "reasons": verdict.reasons,
            "points": points,
            "read_as": verdict.read_as,
            "grader": verdict.grader,
        },
        ensure_ascii=False,
    )


def _as_line(verdict: Verdict) -> str:
    score = "unreadable" if verdict.score is None else f"{verdict.score:.2f}"
    points = [f"{p.state}: {p.text}" for p in verdict.points]
    reasons = " | ".join([*verdict.reasons, *points])
    return f"score {score}  reasons: {' '.join(reasons.split())}"
