"""/dlq me: one's own record: rounds, points, streak, and strength by topic."""

from collections import defaultdict
from collections.abc import Mapping

from bot.cards.board import record_card
from bot.context import Asking, Command, Context
from bot.ledger import Entry, Group, Round, Streak
from bot.message import Message, Reply
from bot.scoring import in_round, ranked, streak
from bot.steps.answering import by_own_word, sitting


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    return Reply(record(ctx, asking, asking.group))


def record(ctx: Context, asking: Asking, group: Group) -> Message:
    board = ranked(ctx.store.standings.of(group))
    one = ctx.store.links.one(asking.person)
    own = next((line for line in board if line.person == one), None)
    rounds = [r for r in ctx.store.rounds.of_group(group) if r.state == "revealed"]
    entries = [(r, ctx.store.answers.entry(r, asking.person)) for r in rounds]
    return record_card(
        asking.person.name or asking.person.id,
        own.rounds if own else 0,
        own.points if own else 0,
        own.rank if own else None,
        own_streak(ctx, asking, entries),
        strengths(ctx, asking, entries),
    )


def own_streak(ctx: Context, asking: Asking, entries: list[tuple[Round, Entry]]) -> Streak:
    """The streak over the group's revealed rounds; a round that was not posted where the person
    last answered leaves it as it is."""
    effects = []
    last_place: int | None = None
    for round, entry in entries:
        posted = ctx.store.posts.places_reached(round.cause)
        if entry.answer is not None:
            last_place = ctx.store.answers.last_place(asking.person, entry.answer.id)
        effects.append(
            in_round(
                answered=entry.answer is not None,
                forfeited=entry.forfeited,
                posted_there=last_place is None or last_place in posted,
            )
        )
    return streak(effects)


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
