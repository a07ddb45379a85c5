"""The weekly summary: what a group did since the last one, told by itself."""

from datetime import date, timedelta

from bot.cards.summary import Hardest, summary_card
from bot.cards.words import footed
from bot.context import Context
from bot.ledger import Group, Round, Summarise
from bot.scoring import RULES, ranked
from bot.steps import streaks

WEEK, FARTHEST = timedelta(days=7), timedelta(days=14)
"""How far a group's first summary reaches back, and how far any."""


def summarise(ctx: Context, step: Summarise) -> None:
    """Owe the summary to all places of the group; nothing where no round was revealed that none
    told of before."""
    group = ctx.store.groups.get(step.group)
    ctx.store.groups.set_summarised(group, ctx.now)
    since = _since(ctx, group, step.date)
    rounds = [r for r in ctx.store.rounds.revealed(group) if r.date >= since]
    if not rounds:
        return
    first, last = rounds[0].date, rounds[-1].date
    unseen = ctx.store.members.unseen(group)
    streaks_of = streaks.everybodys(ctx, group).items()
    everybody = {person: streak for person, streak in streaks_of if person not in unseen}
    longest = max((streak.now for streak in everybody.values()), default=0)
    card = summary_card(
        group.name,
        (first, last),
        len(rounds),
        ranked(ctx.store.standings.totals(group, first, last)),
        RULES[0],
        _hardest(ctx, rounds),
        longest,
        sorted(
            (person for person, streak in everybody.items() if streak.now == longest > 0),
            key=lambda person: person.name,
        ),
        streaks.of_group(ctx, group),
    )
    cause = _cause(group) + last.isoformat()
    for place in ctx.store.groups.places(group):
        ctx.store.posts.owe(cause, "summary", place, footed(card, f"{cause} · summary"))


def _cause(group: Group) -> str:
    """How the cause of a summary begins; it ends with the last date that it tells of."""
    return f"summary {group.id} to "


def _since(ctx: Context, group: Group, today: date) -> date:
    """The first date that no summary told of."""
    before = ctx.store.posts.last_cause(_cause(group))
    if before is None:
        return today - WEEK
    told = date.fromisoformat(before.removeprefix(_cause(group)))
    return max(told + timedelta(days=1), today - FARTHEST)


def _hardest(ctx: Context, rounds: list[Round]) -> Hardest | None:
    """The round with the lowest mean score among those that anybody answered."""
    found = []
    for round in rounds:
        entries = [e for e in ctx.store.answers.entries(round) if not e.forfeited]
        scores = [e.answer.verdict.score or 0.0 for e in entries if e.answer is not None]
        if scores:
            title, mean = ctx.question_of(round).title, sum(scores) / len(scores)
            found.append(Hardest(round.question, title, mean, len(scores)))
    return min(found, key=lambda one: one.mean, default=None)
