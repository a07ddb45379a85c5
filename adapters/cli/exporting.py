"""dlq export: the bank for other programs, as JSON or as a deck of Anki cards."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from adapters.cli import compose
from adapters.cli.html import html
from adapters.cli.suggested import write_suggested
from bot.bank import Question, first, keys, shown_value, substituted
from bot.cards.question import question_card
from bot.cards.verdict import feedback
from bot.errors import DlqError

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command("export")
@click.option("--anki", type=FILE, help="Write a deck of Anki cards (.apkg); needs dlq[anki].")
@click.option("--json", "as_json", type=FILE, help="Write the whole bank as JSON.")
@click.option("--suggested", type=FOLDER, help="Write groups' own questions as question files.")
def export_command(anki: Path | None, as_json: Path | None, suggested: Path | None) -> None:
    """Write the bank into a file for another program.

    A question that varies is written with its first draw.
    """
    if not (anki or as_json or suggested):
        raise DlqError(
            "Say what to write: --json FILE, --anki FILE, --suggested FOLDER or several."
        )
    if suggested:
        write_suggested(suggested)
    if not (anki or as_json):
        return
    questions = list(compose.bank(compose.settings()).questions.values())
    if as_json:
        described = [exported(question) for question in questions]
        text = json.dumps(described, ensure_ascii=False, indent=1)
        as_json.write_text(text + "\n", encoding="utf-8")
        click.echo(f"{len(questions)} questions written to {as_json}.")
    if anki:
        _write_deck(questions, anki)
        click.echo(f"{len(questions)} cards written to {anki}.")


def exported(question: Question) -> dict[str, Any]:
    """A question with its first draw, as plain data; texts are Markdown."""
    variant = first(question)
    drawn = substituted(question, variant)
    answers = [(key.part, shown_value(key.value)) for key in keys(question, variant)]
    return {
        "id": question.id,
        "topic": question.topic,
        "title": question.title,
        "kind": question.kind,
        "difficulty": question.difficulty,
        "tags": question.tags,
        "see": question.see,
        "sources": [asdict(source) for source in question.sources],
        "varies": question.varies,
        "draw": dict(variant.values),
        "question": drawn.ask,
        "hints": drawn.hints,
        "choices": [asdict(choice) for choice in drawn.choices],
        "items": drawn.items,
        "answer": [{"part": name, "value": value} for name, value in answers],
        "accept": drawn.accept,
        "reference": drawn.answer,
        "key_points": [{"text": p.text, "weight": p.weight} for p in drawn.points],
        "misconceptions": [{"text": m.text, "why": m.why} for m in drawn.misconceptions],
        "followups": [asdict(followup) for followup in drawn.followups],
    }


def _write_deck(questions: Iterable[Question], path: Path) -> None:
    try:
        import genanki
    except ModuleNotFoundError:
        raise DlqError("Anki decks are written by genanki: pip install 'dlq[anki]'") from None
    model = genanki.Model(
        _number("model"),
        "dlq question",
        fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Id"}],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{Question}}<hr>{{Answer}}"}],
        css=".card { text-align: left; font-family: sans-serif; } pre { overflow-x: auto; }",
    )
    decks: dict[str, Any] = {}
    for question in questions:
        name = f"dlq::{question.topic}"
        deck = decks.setdefault(name, genanki.Deck(_number(name), name))
        # The id alone, so that a card keeps its history when the question is mended.
        guid = genanki.guid_for("dlq", question.id)
        deck.add_note(genanki.Note(model, [*_sides(question), question.id], guid=guid))
    genanki.Package(list(decks.values())).write_to_file(str(path))


def _sides(question: Question) -> Iterator[str]:
    variant = first(question)
    yield html(question_card(question, variant))
    yield html(feedback(question, variant, "", None))


def _number(name: str) -> int:
    """Anki's number of a deck or a model: the same on every day and machine."""
    return int.from_bytes(hashlib.sha256(f"dlq {name}".encode()).digest()[:4], "big") >> 1
