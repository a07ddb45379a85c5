"""/dlq privacy unhide: be on boards again."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.errors import DlqError
from bot.message import Reply


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    if not ctx.store.members.unhide(asking.person):
        raise DlqError("You are not hidden; /dlq privacy hide leaves you off boards.")
    return told("You are on boards again, with all your points.")


COMMAND = Command(
    path=("privacy", "unhide"),
    help="Show yourself on boards again",
    run=run,
    needs_group=False,
)
