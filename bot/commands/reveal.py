"""/dlq reveal: see the reference; before answering a round that forfeits it."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, privately
from bot.message import Reply
from bot.steps.answering import reveal_to
from bot.steps.sealing import open_to, pressed


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return Reply(reveal_to(ctx, asking, open_to(ctx, asking)))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(reveal_to(ctx, asking, pressed(ctx, asking, act)))


COMMAND = Command(
    path=("reveal",),
    help="Show the reference; before you have answered it forfeits the round",
    more="After an answer it does what lock does.",
    run=run,
    needs_group=False,
    doors={"reveal": Door(opens=privately, press=press)},
)
