"""/dlq past: what was asked on a day, the reference, and one's own answer."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.bank import load_variant
from bot.cards.question import question_card
from bot.context import Asking, Command, Context, Option
from bot.errors import DlqError
from bot.ledger import Group, Round
from bot.message import Message, Reply, Strong, Text, with_blocks
from bot.steps.answering import round_card, settled_message
from bot.steps.rules import read_date
from bot.steps.sealing import sealed_by
from bot.steps.sitting import sitting


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    round = _round(ctx, asking.group, given.get("date", ""))
    sealing = sealed_by(ctx, asking.person, round.question)
    if sealing is not None:
        return Reply(round_card(ctx, asking, sealing))
    head = (Strong(f"Round {round.id}"), Text(f" · {round.date.isoformat()}"))
    asked = question_card(ctx.question_of(round), load_variant(round.variant), head=head)
    answered = settled_message(ctx, sitting(ctx, asking, round))
    # The title stands over the question already.
    below = [block for block in answered.blocks if block != asked.blocks[0]]
    return Reply(with_blocks(Message(asked.summary, asked.blocks), below))


def _round(ctx: Context, group: Group, date: str) -> Round:
    if date:
        today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
        day = read_date(date, today)
        round = ctx.store.rounds.on(group.id, day)
        if round is None:
            raise DlqError(f"There was no round on {day}; /dlq past alone shows the last one.")
        if round.state in {"skipped", "voided"}:
            raise DlqError(f"The round of {day} was {round.state} ({round.note}).")
        return round
    rounds = [r for r in ctx.store.rounds.of_group(group) if r.state == "revealed"]
    if not rounds:
        raise DlqError("No round of this group is over yet.")
    return rounds[-1]


COMMAND = Command(
    path=("past",),
    help="Show an earlier round: the question, the reference and your answer",
    options=(Option("date", "Its date, like 2026-01-31; the last round without it", "date"),),
    run=run,
)
