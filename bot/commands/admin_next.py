"""/dlq admin next: the next seven slots."""

from collections.abc import Mapping

from bot.cards.words import joined, say
from bot.context import Asking, Command, Context
from bot.ledger import Group
from bot.message import Block, Bullets, Heading, Message, Reply, Text, Time, plain_paragraph
from bot.steps.admin import next_slots
from bot.steps.rules import in_words

SHOWN = 7


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    return Reply(coming(ctx, asking.group))


def coming(ctx: Context, group: Group) -> Message:
    slots = next_slots(ctx, group, SHOWN)
    if not slots:
        return say("No slots: the group is paused until /dlq admin resume.")
    title = f"The next {len(slots)} slots of {group.name}"
    times = tuple((Time(at, group.rules.zone),) for _, at in slots)
    blocks: list[Block] = [Heading(title), Bullets(times, ordered=True)]
    if queued := ctx.store.groups.queued(group):
        blocks.append(plain_paragraph(Text(f"Queued: {joined(queued)}.")))
    blocks.append(plain_paragraph(f"A question {in_words(group.rules)}."))
    return Message(title, tuple(blocks))


COMMAND = Command(path=("admin", "next"), help="Show the next seven slots", run=run, admin=True)
