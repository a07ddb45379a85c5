"""/dlq admin close-now: end the open round."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.errors import DlqError
from bot.message import Reply
from bot.steps.admin import log
from bot.steps.day import close_now


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    round = ctx.store.rounds.running(asking.group)
    if round is None:
        raise DlqError("No round is open; /dlq admin post-now begins one.")
    round = close_now(ctx, round)
    log(ctx, asking, asking.group, f"close-now {round.id}")
    if round.state == "voided":
        return told(f"Round {round.id} is voided: no place had it yet, and nobody had answered.")
    return told(f"Round {round.id} is closed; its reveal is on its way.")


COMMAND = Command(
    path=("admin", "close-now"), help="Close the open round and reveal it", run=run, admin=True
)
