"""/dlq admin appeals: the verdicts that people contest and nobody has settled yet."""

from collections.abc import Mapping

from bot.cards.appeal import appeals_list
from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.appeals import card_for


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    appeals = ctx.store.appeals.open_in(asking.group)
    if not appeals:
        return told("No appeal waits for you.")
    if len(appeals) == 1:
        return Reply(card_for(ctx, asking, appeals[0]))
    return Reply(appeals_list(appeals))


COMMAND = Command(
    path=("admin", "appeals"),
    help="Settle the verdicts that people contest",
    run=run,
    admin=True,
)
