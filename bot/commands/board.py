"""/dlq board: the group's ranking."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.cards.board import board_card
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.scoring import PERIODS, RULES, period_start, ranked

TITLES = {"week": "this week", "month": "this month", "all": "all rounds"}


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    period = given.get("period", "week")
    today = ctx.now.astimezone(ZoneInfo(asking.group.rules.zone)).date()
    topic = ctx.bank.topic_named(given["topic"]) if "topic" in given else ""
    standings = ctx.store.standings.of(asking.group, period_start(period, today), topic)
    title = f"Board of {asking.group.name}: {TITLES[period]}" + (f", {topic}" if topic else "")
    asker = ctx.store.links.one(asking.person)
    return Reply(board_card(title, ranked(standings), asker, RULES[0]))


COMMAND = Command(
    path=("board",),
    help="Show the group's board",
    more="A week begins on Monday in the group's time zone. A round counts from its reveal on.",
    options=(
        Option("period", "Which rounds; this week without it", "choice", choices=PERIODS),
        Option("topic", "Only rounds of one topic", "topic"),
    ),
    run=run,
)
