"""/dlq remind: a direct message a day, at one's own time, when something is due for review."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, Option, privately
from bot.message import Reply
from bot.steps.reminding import reminded, stopped


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return Reply(reminded(ctx, asking, given))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    """The one button there is stops it."""
    return Reply(stopped(ctx, asking))


COMMAND = Command(
    path=("remind",),
    help="Be reminded by direct message when something is due for review",
    more="At most one a day, at the time you name, and none on days with nothing due. The zone is "
    "the group's unless you name yours.",
    options=(
        Option("when", "Time of day like 09:00, or off; leave it out to see what is set"),
        Option("zone", "Your IANA time zone, like Europe/Berlin", "zone"),
    ),
    run=run,
    needs_group=False,
    doors={"remind": Door(opens=privately, press=press)},
)
