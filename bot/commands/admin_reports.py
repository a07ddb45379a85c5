"""/dlq admin reports: what people say is wrong with questions, until an admin is done with it."""

from collections.abc import Mapping

from bot.cards.report import reports_list
from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.sealing import sealed_ids


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    reports = ctx.store.reports.open_in(asking.group)
    if not reports:
        return told("No report waits for you.")
    return Reply(reports_list(reports, sealed_ids(ctx, asking.person).keys()))


COMMAND = Command(
    path=("admin", "reports"),
    help="See to what people report about questions",
    run=run,
    admin=True,
)
