"""Streaks, a person's and the group's, computed from the ledger."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from bot.context import Context
from bot.events import Person
from bot.ledger import Group, Presence, Round, Streak
from bot.scoring import RoundForOne, group_streak, in_round, streak


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
    answered: dict[int, set[Person]] = {r.id: set() for r in ctx.store.rounds.revealed(group)}
    for person, there in ctx.store.presences.of(group).items():
        for round, presence in there.items():
            if presence.answered and not presence.forfeited:
                answered[round].add(person)
    rounds: list[tuple[date, Collection[Person]]] = [
        (r.date, answered[r.id]) for r in ctx.store.rounds.revealed(group)
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
    last_place: int | None = None
    for round in rounds:
        presence = there.get(round.id, Presence(answered=False, forfeited=False))
        if presence.place is not None:
            last_place = presence.place
        found.append(
            in_round(
                answered=presence.answered,
                forfeited=presence.forfeited,
                posted_there=last_place is None or last_place in reached.get(round.id, ()),
                holiday=holiday(round.date),
            )
        )
    return found
