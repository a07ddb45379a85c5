"""/dlq admin post-now: today's round at once, with a question or topic of choice."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.ledger import Group
from bot.message import Reply
from bot.rounds import allowed, next_question
from bot.steps.admin import post_now


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    chosen = _chosen(ctx, asking.group, given.get("what", ""))
    round = post_now(ctx, asking, asking.group, chosen)
    return told(f"Round {round.id} is on its way. It uses up today's slot.")


def _chosen(ctx: Context, group: Group, what: str) -> str:
    """A question's id as it is; of a topic, the one the group has had least often."""
    if not what:
        return ""
    bank = ctx.bank_of(group)
    if "/" in what:
        return bank.get(what).id
    topic = bank.topic_named(what)
    rules = replace(group.rules, topics=(topic,), difficulties=())
    ids = [question.id for question in allowed(bank.questions.values(), rules)]
    return next_question(group.seed, ids, ctx.store.rounds.times_had(group)) or ""


COMMAND = Command(
    path=("admin", "post-now"),
    help="Post today's question now, and use up today's slot",
    options=(Option("what", "A question's id or a topic; the group's next without it", "topic"),),
    run=run,
    admin=True,
)
