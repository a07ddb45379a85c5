"""/dlq board: the group's ranking, of a period and a topic, in pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.actions import Action, action
from bot.cards.board import board_card
from bot.context import Asking, Command, Context, Door, Option, privately
from bot.errors import DlqError
from bot.ledger import Group, Season
from bot.message import Message, Reply
from bot.scoring import PERIODS, RULES, ranked
from bot.steps.boards import bounds
from bot.steps.members import why_unseen
from bot.steps.seasons import season_at, season_named
from bot.steps.streaks import of_group

NONE = "-"


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: a period, one topic or all, a season where the period is one."""

    period: str
    topic: str = ""
    season: Season | None = None

    def action(self, page: int) -> str:
        season = self.season.start.isoformat() if self.season else NONE
        return action("board", self.period, self.topic or NONE, season, page)


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
    season = None
    period = given.get("period", "season" if "season" in given else "week")
    if "season" in given:
        season = season_named(ctx, group, given["season"])
    elif period == "season":
        season = season_at(ctx, group, today)
    topic = ctx.bank_of(asking.group).topic_named(given["topic"]) if "topic" in given else ""
    return Reply(_drawn(ctx, asking, group, View(period, topic, season), None))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    """Another page of the same board."""
    if asking.group is None or len(act.args) != 4 or not act.args[3].isdecimal():
        raise DlqError("I do not know which board this was; /dlq board shows the group's.")
    period, topic, season, page = act.args
    found = [s for s in ctx.store.groups.seasons(asking.group) if s.start.isoformat() == season]
    if period not in PERIODS or (period == "season" and not found):
        raise DlqError("This board is no more; /dlq board shows this week's.")
    view = View(period, "" if topic == NONE else topic, found[0] if found else None)
    return Reply(_drawn(ctx, asking, asking.group, view, int(page[:6])), replaces=True)


def _drawn(ctx: Context, asking: Asking, group: Group, view: View, page: int | None) -> Message:
    when, since, until = bounds(ctx, group, view.period, view.season)
    board = ranked(ctx.store.standings.totals(group, since, until, view.topic))
    title = f"Board of {group.name}: {when}" + (f", {view.topic}" if view.topic else "")
    asker = ctx.store.links.one(asking.person)
    unseen, streak = why_unseen(ctx, group, asking.person), of_group(ctx, group)
    return board_card(
        title, board, asker, RULES[0], page, view.action, unseen=unseen, streak=streak
    )


COMMAND = Command(
    path=("board",),
    help="Show the group's board",
    more="A week begins on Monday in the group's time zone. A round counts from its reveal on; "
    "day is that of the last one. Seasons are made by admins.",
    options=(
        Option("period", "Which rounds; this week without it", "choice", choices=PERIODS),
        Option("topic", "Only rounds of one topic", "topic"),
        Option("season", "A season by its name", "named"),
    ),
    run=run,
    doors={"board": Door(opens=privately, press=press)},
)
