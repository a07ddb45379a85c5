"""/dlq me: one's own record: rounds, points, streak, review, and strength by topic."""

from collections import defaultdict
from collections.abc import Mapping

from bot.cards.board import record_card
from bot.context import Asking, Command, Context
from bot.ledger import Entry, Group, Round
from bot.message import Message, Reply
from bot.scoring import ranked
from bot.steps.members import why_unseen
from bot.steps.reviewing import own_review
from bot.steps.sitting import by_own_word, sitting
from bot.steps.streaks import own


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    return Reply(record(ctx, asking, asking.group))


def record(ctx: Context, asking: Asking, group: Group) -> Message:
    board = ranked(ctx.store.standings.totals(group))
    one = ctx.store.links.one(asking.person)
    mine = next((line for line in board if line.person == one), None)
    earned = ctx.store.standings.own(group, asking.person)
    rounds = ctx.store.rounds.revealed(group)
    entries = [(r, ctx.store.answers.entry(r, asking.person)) for r in rounds]
    streak, frozen = own(ctx, group, asking.person)
    return record_card(
        asking.person.called,
        earned.rounds,
        earned.points,
        mine.rank if mine else None,
        streak,
        frozen,
        strengths(ctx, asking, entries),
        why_unseen(ctx, group, asking.person),
        own_review(ctx, asking),
    )


def strengths(
    ctx: Context, asking: Asking, entries: list[tuple[Round, Entry]]
) -> dict[str, tuple[float, int]]:
    """Mean score and number of settled answers by topic, weakest first: rounds by the person's
    own word, and the first answer to every practice draw."""
    scores: dict[str, list[float]] = defaultdict(list)
    for round, entry in entries:
        if entry.answer is not None and not entry.forfeited:
            verdict = by_own_word(ctx, sitting(ctx, asking, round), entry.answer)
            scores[round.topic].append(verdict.score or 0.0)
    seen: set[int | None] = set()
    for answer in ctx.store.answers.practised(asking.person):
        draw = ctx.store.rounds.draw(answer.draw or 0)
        if draw is not None and answer.draw not in seen and answer.verdict.score is not None:
            seen.add(answer.draw)
            scores[draw.question.rsplit("/", 1)[0]].append(answer.verdict.score)
    means = {topic: (sum(found) / len(found), len(found)) for topic, found in scores.items()}
    return dict(sorted(means.items(), key=lambda item: (item[1][0], item[0])))


COMMAND = Command(
    path=("me",), help="Show your own record: points, streak, strength by topic", run=run
)
