"""Seasons: stretches of dates that an admin named, each with a board of its own."""

from datetime import date

from bot.bank.complaint import brief
from bot.context import Asking, Context, nearest
from bot.errors import DlqError
from bot.ledger import Group, Season
from bot.steps.admin import log

LONGEST_NAME = 40
MOST = 200


def season_named(ctx: Context, group: Group, name: str) -> Season:
    """The season of that name. A DlqError that names those there are."""
    seasons = ctx.store.groups.seasons(group)
    for season in seasons:
        if season.name.casefold() == name.strip().casefold():
            return season
    if not seasons:
        raise DlqError(_NONE_YET)
    known = [season.name for season in seasons]
    raise DlqError(f"There is no season {brief(name)!r}.{nearest(name, known)} {_listed(known)}")


def season_at(ctx: Context, group: Group, day: date) -> Season:
    """The season that holds a date, else the last one before it."""
    begun = [s for s in ctx.store.groups.seasons(group) if s.start <= day]
    if not begun:
        raise DlqError(_NONE_YET)
    return begun[-1]


_NONE_YET = (
    "This group has no season yet. An admin makes one: /dlq admin season spring 2026-03-01 "
    "2026-05-31"
)


def _listed(names: list[str]) -> str:
    return f"One of: {', '.join(names[-20:])}."


def set_season(ctx: Context, asking: Asking, group: Group, season: Season) -> None:
    """Keep a season, or change the dates of the one of that name. A DlqError if it overlaps
    another one, or ends before it begins."""
    if not 1 <= len(season.name) <= LONGEST_NAME or not any(c.isalnum() for c in season.name):
        raise DlqError(f"A season's name has 1 to {LONGEST_NAME} characters, like spring.")
    if season.end < season.start:
        raise DlqError(f"{season.name} would end before it begins; name the earlier date first.")
    known = ctx.store.groups.seasons(group)
    same = [s for s in known if s.name.casefold() == season.name.casefold()]
    others = [s for s in known if s not in same]
    for other in others:
        if season.start <= other.end and other.start <= season.end:
            raise DlqError(
                f"That overlaps {other.name} ({other.start} to {other.end}); seasons may not, so "
                "that a round is in one at most."
            )
    if len(others) >= MOST:
        raise DlqError(f"A group has {MOST} seasons at most; take one away first.")
    for before in same:
        # As it was written then: SQLite knows the two cases of ASCII letters only.
        ctx.store.groups.drop_season(group, before.name)
    ctx.store.groups.add_season(group, season)
    log(ctx, asking, group, f"season {season.name} {season.start} {season.end}")


def drop_season(ctx: Context, asking: Asking, group: Group, name: str) -> Season:
    """Forget a season; its rounds stay on all other boards."""
    season = season_named(ctx, group, name)
    ctx.store.groups.drop_season(group, season.name)
    log(ctx, asking, group, f"season {season.name} none")
    return season
