"""/dlq admin suggestions: what people suggest, and the group's own questions."""

from collections.abc import Mapping

from bot.cards.suggestion import suggestions_list
from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.ledger import Group
from bot.message import Reply
from bot.proposals import owner
from bot.steps.suggestions import card_for, suggestion_for


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    if "which" in given:
        number = _number(ctx, group, given["which"].strip())
        return Reply(card_for(ctx, asking, suggestion_for(ctx, asking, number)))
    waiting = ctx.store.suggestions.of_group(group, "waiting")
    accepted = ctx.store.suggestions.of_group(group, "accepted")
    if not waiting and not accepted:
        return told("Nobody has suggested a question yet; /dlq suggest does.")
    return Reply(suggestions_list(waiting, accepted))


def _number(ctx: Context, group: Group, which: str) -> str:
    """A suggestion's number, also by the id of the question that it became."""
    if owner(which) != group.id:
        return which
    named = ctx.store.suggestions.named(group, which.rpartition("/")[2])
    return str(named.id) if named else which


COMMAND = Command(
    path=("admin", "suggestions"),
    help="Decide on suggested questions, or take own ones out",
    options=(Option("which", "The number of one, or the id of an own question; all without it"),),
    run=run,
    admin=True,
)
