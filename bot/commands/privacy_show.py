"""/dlq privacy show: what is held about oneself, and for how long."""

from collections.abc import Mapping

from bot.cards.privacy import held_card
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.privacy import accounts


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    them = list(accounts(ctx, asking).values())
    hidden = ctx.store.members.is_hidden(asking.person)
    return Reply(held_card(them, ctx.store.privacy.counts(asking.person), hidden))


COMMAND = Command(
    path=("privacy", "show"),
    help="What is held about you, and for how long",
    run=run,
    needs_group=False,
)
