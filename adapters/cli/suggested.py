"""Own questions of groups as files for the project, each in its topic's folder. Writes no file that
is there already."""

from collections.abc import Iterator
from pathlib import Path

import click

from adapters.cli import compose
from bot.bank import Bank
from bot.bank.own import without_id
from bot.errors import DatabaseRefused, DlqError
from bot.proposals import Suggestion
from bot.store import Store


def write_suggested(folder: Path) -> None:
    """Write all accepted own questions of all groups, and say of each what became of it."""
    chosen = compose.settings()
    path = compose.database(chosen)
    if not path.exists():
        raise DatabaseRefused(f"There is no database at {path}; dlq run makes one.")
    bank, store = compose.bank(chosen), Store(path)
    try:
        accepted = store.suggestions.all_accepted()
    finally:
        store.close()
    written = 0
    for new, line in _written(accepted, bank, folder):
        written += new
        click.echo(line)
    click.echo(f"{written} of {len(accepted)} own questions written to {folder}.")
    if written:
        click.echo("They are askable; dlq check says what each needs to be finished.")


def _written(accepted: list[Suggestion], bank: Bank, folder: Path) -> Iterator[tuple[bool, str]]:
    for each in accepted:
        id = f"{each.wording.topic}/{each.slug}"
        if id in bank.questions:
            yield False, f"{each.question}: not written, the bank has a question {id}."
            continue
        try:
            _write(folder / each.wording.topic / f"{each.slug}.md", each)
        except FileExistsError:
            yield False, f"{each.question}: not written, {id}.md is there already."
        except OSError as error:
            raise DlqError(f"I cannot write {id}.md into {folder}: {error.strerror}.") from error
        else:
            yield True, f"{each.question}: {id}.md"


def _write(file: Path, suggestion: Suggestion) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as out:
        out.write(without_id(suggestion.text, suggestion.question))
