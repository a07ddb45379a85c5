"""dlq board, next and regrade: the ledger from the command line."""

import json
import random
from zoneinfo import ZoneInfo

import click

from adapters.cli import compose
from bot import plain
from bot.cards.board import board_card
from bot.cards.words import percent
from bot.context import Context, nearest
from bot.errors import DatabaseRefused, DlqError
from bot.ledger import Group
from bot.scoring import PERIODS, RULES, ranked
from bot.settings import Settings
from bot.steps.admin import next_slots
from bot.steps.boards import bounds
from bot.steps.regrade import Change, regrade
from bot.store import Store


def _store(chosen: Settings) -> Store:
    path = compose.database(chosen)
    if not path.exists():
        raise DatabaseRefused(f"There is no database at {path}; dlq run makes one.")
    return Store(path)


def _context(store: Store, chosen: Settings) -> Context:
    return Context(store, compose.bank(chosen), chosen, compose.now(), random.Random(0))


def _group(store: Store, name: str | None) -> Group:
    groups = store.groups.all()
    if not groups:
        raise DlqError("There is no group yet; /dlq admin setup in a channel makes one.")
    if name is None and len(groups) == 1:
        return groups[0]
    names = [group.name for group in groups]
    matching = [g for g in groups if g.name == name or str(g.id) == name]
    if name is None or len(matching) != 1:
        listed = ", ".join(f"{group.name} ({group.id})" for group in groups)
        hint = nearest(name, names) if name and not matching else ""
        raise DlqError(
            f"Name the group with --group, by name or number.{hint} There are: {listed}."
        )
    return matching[0]


@click.command("board")
@click.argument("period", type=click.Choice(PERIODS), default="week")
@click.option("--group", "name", help="The group, where there are several.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
def board_command(period: str, name: str | None, as_json: bool) -> None:
    """Print a group's board of the last day, this week or month, the season or all time."""
    chosen = compose.settings()
    store = _store(chosen)
    try:
        group = _group(store, name)
        when, since, until = bounds(_context(store, chosen), group, period)
        board = ranked(store.standings.totals(group, since, until))
    finally:
        store.close()
    if as_json:
        rows = [
            {
                "rank": line.rank,
                "name": line.person.name,
                "platform": line.person.platform,
                "points": line.points,
                "rounds": line.rounds,
            }
            for line in board
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    click.echo(plain.text(board_card(f"Board of {group.name}: {when}", board, None, RULES[0])))


@click.command("next")
@click.option("--group", "name", help="The group, where there are several.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of lines.")
def next_command(name: str | None, as_json: bool) -> None:
    """Print a group's next seven slots."""
    chosen = compose.settings()
    store = _store(chosen)
    try:
        group = _group(store, name)
        slots = next_slots(_context(store, chosen), group, 7)
    finally:
        store.close()
    local = [at.astimezone(ZoneInfo(group.rules.zone)) for _, at in slots]
    if as_json:
        click.echo(json.dumps([at.isoformat() for at in local]))
        return
    for at in local:
        click.echo(f"{at:%a %Y-%m-%d %H:%M %z} {group.rules.zone}")
    if not local:
        click.echo(f"{group.name} is paused.")


@click.command("regrade")
@click.argument("id")
def regrade_command(id: str) -> None:
    """Grade all answers to a question again with today's file; boards follow."""
    chosen = compose.settings()
    store = _store(chosen)
    try:
        changes = regrade(_context(store, chosen), id)
    finally:
        store.close()
    for change in changes:
        click.echo(f"round {change.round}: {change.person}: {_score(change)}")
    click.echo(f"{len(changes)} changed." if changes else "Nothing changed.")


def _score(change: Change) -> str:
    before, after = (
        "unreadable" if score is None else percent(score) for score in (change.before, change.after)
    )
    return f"{before} -> {after}"
