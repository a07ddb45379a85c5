"""/dlq admin pause: no rounds for a while."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.steps.admin import local_date, pause
from bot.steps.rules import read_until


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    until = read_until(given["until"], group.rules.zone, ctx.now) if "until" in given else None
    pause(ctx, asking, group, until)
    end = f"until {local_date(group, until)}" if until else "until /dlq admin resume"
    return told(f"Paused {end}. An open round goes on; nobody's streak suffers.")


COMMAND = Command(
    path=("admin", "pause"),
    help="Post no questions for a while",
    options=(Option("until", "A date like 2026-12-31, or a length like 14d", rest=True),),
    run=run,
    admin=True,
)
