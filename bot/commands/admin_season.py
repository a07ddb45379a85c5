"""/dlq admin season: list the group's seasons, make or change one, or take one away."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.errors import DlqError
from bot.ledger import Group, Season
from bot.message import Heading, Message, Reply, Table
from bot.steps.rules import read_date
from bot.steps.seasons import drop_season, set_season


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    if not given:
        return _listed(ctx, group)
    if "name" not in given or "from" not in given:
        raise DlqError(
            "Name the season and its dates: /dlq admin season spring 2026-03-01 2026-05-31; or "
            "from=none to take it away."
        )
    if given["from"].lower() == "none":
        gone = drop_season(ctx, asking, group, given["name"])
        return told(f"{gone.name} is no season any more. Its rounds count as before elsewhere.")
    if "to" not in given:
        raise DlqError("Name the last day of the season as well, like to=2026-05-31.")
    today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
    name = " ".join(given["name"].split())
    season = Season(name, read_date(given["from"], today), read_date(given["to"], today))
    set_season(ctx, asking, group, season)
    return told(
        f"Season {season.name} runs from {season.start} to {season.end}, both included. /dlq "
        "board season shows it."
    )


def _listed(ctx: Context, group: Group) -> Reply:
    seasons = ctx.store.groups.seasons(group)
    if not seasons:
        return told(
            "This group has no season yet. Make one like: /dlq admin season spring 2026-03-01 "
            "2026-05-31"
        )
    title = f"Seasons of {group.name}"
    rows = tuple((s.name, s.start.isoformat(), s.end.isoformat()) for s in seasons)
    return Reply(Message(title, (Heading(title), Table(("season", "from", "to"), rows))))


COMMAND = Command(
    path=("admin", "season"),
    help="List the seasons, or make one that has a board of its own",
    more="Both dates are included, and seasons may not overlap. from=none takes one away.",
    options=(
        Option("name", "What it is called, like spring"),
        Option("from", "Its first day, like 2026-03-01; none takes it away", "date"),
        Option("to", "Its last day, like 2026-05-31", "date"),
    ),
    run=run,
    admin=True,
)
