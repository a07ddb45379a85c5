"""/dlq admin resume: end a pause."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.admin import next_slots, resume


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    resume(ctx, asking, asking.group)
    slots = next_slots(ctx, ctx.store.groups.get(asking.group.id), 1)
    return told(f"Questions are posted again; the next one on {slots[0][0]}.")


COMMAND = Command(path=("admin", "resume"), help="End a pause", run=run, admin=True)
