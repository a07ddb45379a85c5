"""/dlq admin stop: leave this place, and keep the ledger."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.errors import DlqError
from bot.message import Reply
from bot.steps.admin import COME_BACK, goes_on, log


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    if asking.place is None or ctx.store.groups.of_place(asking.place) is None:
        raise DlqError("Use stop in the channel that I am to leave; no group is in this one.")
    assert asking.group is not None
    ctx.store.groups.leave(asking.place, ctx.now, "an admin stopped it")
    log(ctx, asking, asking.group, "stop")
    if ctx.store.groups.places(asking.group):
        where = goes_on(ctx, asking.group)
        return told(f"I post nothing here any more; {asking.group.name} {where}. {COME_BACK}")
    return told(
        "I post nothing here any more. The board and all answers are kept; /dlq admin setup here "
        "brings the group back."
    )


COMMAND = Command(
    path=("admin", "stop"),
    help="Post nothing here any more; board and answers are kept",
    run=run,
    admin=True,
)
