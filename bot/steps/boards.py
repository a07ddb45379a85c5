"""Which rounds a board of a period counts."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.cards.words import date_name
from bot.context import Context
from bot.ledger import Group, Season
from bot.scoring import period_start
from bot.steps.seasons import season_at

Bounds = tuple[str, date | None, date | None]
"""What a board is called, and the first and the last local date that it counts."""


def bounds(ctx: Context, group: Group, period: str, season: Season | None = None) -> Bounds:
    """The dates of a period; of a season, the one that runs or ended last unless one is given.

    Raises DlqError for a group without a season.
    """
    today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
    match period:
        case "day":
            rounds = ctx.store.rounds.revealed(group)
            day = rounds[-1].date if rounds else today
            return f"the round of {date_name(day)}", day, day
        case "season":
            season = season or season_at(ctx, group, today)
            days = f"{season.start.isoformat()} to {season.end.isoformat()}"
            return f"{season.name} ({days})", season.start, season.end
        case "all":
            return "all rounds", None, None
        case _:
            return f"this {period}", period_start(period, today), None
