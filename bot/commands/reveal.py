"""/dlq reveal: see the reference; before answering a round that forfeits it."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, privately
from bot.ledger import Draw, Round
from bot.message import Reply
from bot.steps.answering import reveal_to
from bot.steps.reviewing import with_review
from bot.steps.sealing import open_to, pressed


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return _revealed(ctx, asking, open_to(ctx, asking))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    return _revealed(ctx, asking, pressed(ctx, asking, act))


def _revealed(ctx: Context, asking: Asking, asked: Round | Draw) -> Reply:
    return Reply(with_review(ctx, asking, asked, reveal_to(ctx, asking, asked)))


COMMAND = Command(
    path=("reveal",),
    help="Show the reference; before you have answered it forfeits the round",
    more="After an answer it does what lock does.",
    run=run,
    needs_group=False,
    doors={"reveal": Door(opens=privately, press=press)},
)
