"""/dlq admin void: take a round back."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.errors import DlqError
from bot.ledger import Group, Round
from bot.message import Reply
from bot.steps.admin import log
from bot.steps.appeals import end_with
from bot.steps.day import void
from bot.steps.rules import read_date


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    round = _round(ctx, asking.group, given.get("date", ""))
    void(ctx, round, f"by {asking.person.called}")
    end_with(ctx, round)
    log(ctx, asking, asking.group, f"void {round.id}")
    return told(f"Round {round.id} of {round.date} is voided: it counts for nobody.")


def _round(ctx: Context, group: Group, date: str) -> Round:
    if not date:
        last = ctx.store.rounds.last(group)
        if last is None:
            raise DlqError("There is no round to void.")
        return last
    today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
    round = ctx.store.rounds.on(group.id, read_date(date, today))
    if round is None or round.state in {"skipped", "voided"}:
        raise DlqError(f"There is no round on {date} that could be voided.")
    return round


COMMAND = Command(
    path=("admin", "void"),
    help="Take a round back: it counts for nobody, and boards follow",
    options=(Option("date", "The round's date; the last round without it", "date"),),
    run=run,
    admin=True,
)
