"""The weekly summary: what a group did in the seven days before, told by itself."""

from datetime import timedelta

from bot.cards.summary import Hardest, summary_card
from bot.cards.words import footed
from bot.context import Context
from bot.ledger import Round, Summarise
from bot.scoring import ranked
from bot.steps import streaks


def summarise(ctx: Context, step: Summarise) -> None:
    """Owe the summary to all places of the group; nothing where no round was revealed."""
    group = ctx.store.groups.get(step.group)
    ctx.store.groups.set_summarised(group, ctx.now)
    first, last = step.date - timedelta(days=7), step.date - timedelta(days=1)
    rounds = [r for r in ctx.store.rounds.revealed(group) if first <= r.date <= last]
    if not rounds:
        return
    unseen = ctx.store.members.unseen(group)
    streaks_of = streaks.everybodys(ctx, group).items()
    everybody = {person: streak for person, streak in streaks_of if person not in unseen}
    longest = max((streak.now for streak in everybody.values()), default=0)
    card = summary_card(
        group.name,
        (first, last),
        len(rounds),
        ranked(ctx.store.standings.of(group, first, last)),
        _hardest(ctx, rounds),
        longest,
        sorted(person.name for person, streak in everybody.items() if streak.now == longest > 0),
        streaks.of_group(ctx, group),
    )
    cause = f"summary {group.id} {step.date.isoformat()}"
    for place in ctx.store.groups.places(group):
        ctx.store.posts.owe(cause, "summary", place, footed(card, f"{cause} · summary"))


def _hardest(ctx: Context, rounds: list[Round]) -> Hardest | None:
    """The round with the lowest mean score among those that anybody answered."""
    found = []
    for round in rounds:
        entries = [e for e in ctx.store.answers.entries(round) if not e.forfeited]
        scores = [e.answer.verdict.score or 0.0 for e in entries if e.answer is not None]
        if scores:
            title = ctx.question_of(round).title
            found.append(Hardest(title, sum(scores) / len(scores), len(scores)))
    return min(found, key=lambda one: one.mean, default=None)
