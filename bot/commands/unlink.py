"""/dlq unlink: take a link back."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.linking import account, unlink


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    other = unlink(ctx, asking)
    return told(
        f"You and {account(other)} are two people again, and boards are as if you had always been."
    )


COMMAND = Command(
    path=("unlink",),
    help="Take back that you are also somebody on the other platform",
    run=run,
    needs_group=False,
)
