"""dlq new: a question file to begin from."""

import re
from pathlib import Path
from typing import get_args

import click

from bot.bank import KINDS
from bot.bank.question import Difficulty, Kind
from bot.bank.skeleton import skeleton
from bot.errors import DlqError

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")


@click.command("new")
@click.argument("id")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="How it is answered.")
@click.option(
    "--difficulty",
    type=click.Choice(get_args(Difficulty)),
    default="medium",
    show_default=True,
    help="How hard it is.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("questions"),
    show_default=True,
    help="The folder that holds the topics.",
)
def new_command(id: str, kind: Kind, difficulty: Difficulty, folder: Path) -> None:
    """Begin the question ID, like cnn/receptive-field: a file in which «marks» say what to write.

    It is refused until they are all replaced.
    """
    path = _path(id, folder)
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(skeleton(kind, difficulty))
    except FileExistsError:
        raise DlqError(f"{path} is there already; choose another name.") from None
    click.echo(f"{path} is ready to be written; then: dlq check --run {path}")


def _path(id: str, folder: Path) -> Path:
    if not ID.fullmatch(id):
        raise DlqError(
            f"{id!r} is no id; write topic/slug in lower case with hyphens, like "
            "cnn/receptive-field."
        )
    if not folder.is_dir():
        raise DlqError(f"There is no folder {folder}; name the one of the topics with --folder.")
    return folder / f"{id}.md"
