"""/dlq admin queue: choose the question of the next round."""

from collections.abc import Mapping

from bot.cards.words import joined, told
from bot.context import Asking, Command, Context, Option
from bot.errors import DlqError
from bot.message import Reply
from bot.steps.admin import log


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    question = ctx.bank_of(group).get(given["id"])
    queued = ctx.store.groups.queued(group)
    if question.id in queued:
        raise DlqError(f"{question.id} is queued already: {joined(queued)}.")
    ctx.store.groups.queue(group, question.id)
    log(ctx, asking, group, f"queue {question.id}")
    return told(f"Queued, in this order: {joined([*queued, question.id])}.")


COMMAND = Command(
    path=("admin", "queue"),
    help="Choose the question of the next round",
    options=(Option("id", "Its id, like cnn/conv-output-size", "question", required=True),),
    run=run,
    admin=True,
)
