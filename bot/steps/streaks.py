"""Streaks: a person's, from the ledger, and the group's, from the standings of its rounds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from bot.context import Context
from bot.events import Person
from bot.ledger import Group, Presence, Round, Streak
from bot.scoring import GROUP_KNOWN, RoundForOne, group_streak, in_round, streak


def own(ctx: Context, group: Group, person: Person) -> tuple[Streak, list[date]]:
    """A person's streak, and the dates on which a freeze kept it."""
    rounds = ctx.store.rounds.revealed(group)
    there = ctx.store.presences.of(group, person).get(ctx.store.links.one(person), {})
    reached = ctx.store.presences.reached(group)
    found = streak(effects(rounds, there, reached, group.rules.is_holiday))
    return found, [rounds[position].date for position in found.frozen]


def everybodys(ctx: Context, group: Group) -> dict[Person, Streak]:
    """The streaks of all who ever answered."""
    rounds = ctx.store.rounds.revealed(group)
    reached = ctx.store.presences.reached(group)
    return {
        person: streak(effects(rounds, there, reached, group.rules.is_holiday))
        for person, there in ctx.store.presences.of(group).items()
    }


def of_group(ctx: Context, group: Group) -> Streak:
    """The group's own streak."""
    rounds = [
        (round.date, ctx.store.standings.some(round, GROUP_KNOWN))
        for round in ctx.store.rounds.revealed(group)
    ]
    return group_streak(rounds, group.rules.is_holiday)


def effects(
    rounds: Sequence[Round],
    there: Mapping[int, Presence],
    reached: Mapping[int, Collection[int]],
    holiday: Callable[[date], bool],
) -> list[RoundForOne]:
    """What each revealed round does to the streak of somebody who was `there`."""
    found = []
    last: int | None = None
    for round in rounds:
        presence = there.get(round.id, Presence(answered=False, forfeited=False))
        if presence.channel is not None:
            last = presence.channel
        found.append(
            in_round(
                answered=presence.answered,
                forfeited=presence.forfeited,
                posted_there=last is None or last in reached.get(round.id, ()),
                holiday=holiday(round.date),
            )
        )
    return found
