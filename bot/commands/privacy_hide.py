"""/dlq privacy hide: be on no board."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.privacy import hide


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    if not hide(ctx, asking):
        return told("You are hidden already; /dlq privacy unhide shows you again.")
    return told(
        "From now on you are on no board, in no reveal and in no summary of any group.",
        "You see your own points in /dlq me. What was posted before stays as it is. /dlq privacy "
        "unhide shows you again, with all points.",
    )


COMMAND = Command(
    path=("privacy", "hide"),
    help="Leave yourself off boards, reveals and summaries",
    run=run,
    needs_group=False,
)
