"""/dlq hint: one more hint for the open question."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, privately
from bot.message import Reply
from bot.steps.answering import hint
from bot.steps.sealing import open_to, pressed


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return Reply(hint(ctx, asking, open_to(ctx, asking)))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(hint(ctx, asking, pressed(ctx, asking, act)))


COMMAND = Command(
    path=("hint",),
    help="Show a hint; each one takes 20 % off an answer sent after it",
    run=run,
    needs_group=False,
    doors={"hint": Door(opens=privately, press=press)},
)
