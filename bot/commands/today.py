"""/dlq today: the group's open question."""

from collections.abc import Mapping

from bot.cards.words import say
from bot.context import Asking, Command, Context
from bot.ledger import Group
from bot.message import Message, Reply, Text, Time, plain_paragraph
from bot.steps.admin import next_slots
from bot.steps.answering import round_card


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    round = ctx.store.rounds.running(asking.group)
    if round is None:
        return Reply(_nothing_open(ctx, asking.group))
    return Reply(round_card(ctx, asking, round))


def _nothing_open(ctx: Context, group: Group) -> Message:
    slots = next_slots(ctx, group, 1)
    if not slots:
        return say("No question is open: the group is paused.")
    return Message(
        "No question is open.",
        (
            plain_paragraph(
                "No question is open. The next one comes ",
                Time(slots[0][1], group.rules.zone),
                Text("; /dlq random practises until then."),
            ),
        ),
    )


COMMAND = Command(
    path=("today",),
    help="Show the question that is open, with its buttons",
    run=run,
)
