"""/dlq review: what one missed or half knew, when it is time to try again."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, privately
from bot.message import Reply
from bot.steps.reviewing import next_due, rate


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return Reply(next_due(ctx, asking))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(next_due(ctx, asking))


def press_rate(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(rate(ctx, asking, act))


COMMAND = Command(
    path=("review",),
    help="Practise again what you missed or half knew, when it is due",
    more="What you did not get fully right, in rounds and practice, comes back after days, then "
    "weeks, by a schedule that follows how well you know it (FSRS): wrong is Again, half right is "
    "Hard, right is Good, and a hint takes one step off. The buttons under a verdict correct that.",
    run=run,
    needs_group=False,
    doors={
        "review": Door(opens=privately, press=press),
        "rate": Door(opens=privately, press=press_rate),
    },
)
