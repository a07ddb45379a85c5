"""/dlq admin skip: leave out the next slot."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.admin import next_slots, skip_next


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    day, _ = skip_next(ctx, asking, asking.group)
    slots = next_slots(ctx, asking.group, 1)
    after = f" The next question comes on {slots[0][0]}." if slots else ""
    return told(f"The round of {day} is skipped; nobody's streak suffers.{after}")


COMMAND = Command(path=("admin", "skip"), help="Leave out the next slot", run=run, admin=True)
