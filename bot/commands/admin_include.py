"""/dlq admin include: put somebody back on the board."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.steps.members import include


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    person = include(ctx, asking, asking.group, given["person"])
    return told(f"{person.called} is on the board again, with all their points.")


COMMAND = Command(
    path=("admin", "include"),
    help="Put somebody back on the board",
    options=(Option("person", "Whom, by @mention or by name", required=True, person=True),),
    run=run,
    admin=True,
)
