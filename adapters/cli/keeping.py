"""dlq backup and dlq restore: the database kept safe, and brought back."""

import shutil
from datetime import datetime
from pathlib import Path

import click

from adapters.cli import compose
from bot.errors import DatabaseRefused
from bot.store import Store
from bot.store.forgotten import beside
from bot.store.opening import leading, refuse_unusable


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
def backup_command(path: Path) -> None:
    """Write a consistent copy of the database to PATH, while dlq runs."""
    source = compose.database(compose.settings())
    if not source.exists():
        raise DatabaseRefused(f"There is no database at {source} to back up.")
    if not path.parent.is_dir():
        raise DatabaseRefused(f"There is no folder {path.parent}; make it first.")
    store = Store(source)
    try:
        store.backup(path, compose.now())
    finally:
        store.close()
    click.echo(f"Backed up to {path}.")


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore_command(path: Path) -> None:
    """Replace the database with the backup at PATH, and keep the replaced one beside it."""
    target = compose.database(compose.settings())
    at = compose.now()
    if target.exists():
        _refuse_while_running(target, at)
    refuse_unusable(path)
    # The copy beside the target is what is verified and moved: the backup itself is only read.
    copy = target.with_name(target.name + ".restoring")
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove(copy)
    try:
        shutil.copyfile(path, copy)
        since = _verified(copy, beside(target))
    except BaseException:
        _remove(copy)
        raise
    kept = _set_aside(target, at)
    copy.replace(target)
    click.echo(f"Restored {path}, as it was at {since:%Y-%m-%d %H:%M} UTC.")
    if kept:
        click.echo(f"The database that was replaced is {kept}.")
    click.echo("Before each place's first new post I look whether a post stands there already.")


def _refuse_while_running(target: Path, at: datetime) -> None:
    held = leading(target, at)
    if held:
        raise DatabaseRefused(
            f"dlq is running on this database ({', '.join(held)}); stop it first. If it was "
            "killed, its lease ends within half a minute."
        )


def _verified(copy: Path, forgotten: Path) -> datetime:
    """Check the copy, and prepare it: since when posts may be in places that it does not know.
    Whoever asked to be forgotten since is forgotten in it."""
    store = Store(copy, forgotten)
    try:
        if faults := store.faults():
            raise DatabaseRefused(f"The backup is damaged: {faults[0]}. Nothing was changed.")
        noted = store.fact("backup")
        if noted is None:
            raise DatabaseRefused(
                "This is no backup made by dlq backup: it does not know its own instant. Nothing "
                "was changed."
            )
        since = datetime.fromisoformat(noted)
        with store.atomic():
            store.posts.look_for_all(since)
            store.posts.drop_leases()
        return since
    finally:
        store.close()


def _set_aside(target: Path, at: datetime) -> Path | None:
    """Keep the database as it is, byte for byte: it may be damaged, or of a newer version."""
    kept = target.with_name(f"{target.name}.replaced-{at:%Y%m%dT%H%M%S%f}")
    for suffix in ("", "-wal"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            shutil.copyfile(part, kept.with_name(kept.name + suffix))
    # The old journal must never stand beside the restored database.
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept if target.exists() else None


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
