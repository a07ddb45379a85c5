"""Points, ranks and streaks: pure functions, stated once; `RULES` is what people are told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Literal

from bot.events import Person
from bot.ledger import Entry, Rank, Standing, Streak

WEIGHTS: Mapping[str, Fraction] = {
    "easy": Fraction(1),
    "medium": Fraction(3, 2),
    "hard": Fraction(2),
}
HINT_COSTS = Fraction(1, 5)
PERIODS = ("week", "month", "all")

RULES = (
    "Points for a round: 10 × weight × score × (1 − 0.2 × hints), rounded half up.",
    "Weight: easy 1, medium 1.5, hard 2. Score: the share of the answer that is right, 0 to 1.",
    "Hints: those you saw before you sent the answer that counts; five or more leave nothing.",
    "The last readable answer before closing counts. Lock in fixes it and shows your verdict.",
    "Reveal before answering shows the reference and forfeits the round.",
    "Open questions: a point that the grader is unsure of counts half on the board.",
    "There are no points for speed, and none for practice.",
    "A board counts revealed rounds by their local date. Ties share a rank: 1, 2, 2, 4.",
    (
        "A streak counts the group's revealed rounds in a row with a readable answer of yours. A "
        "forfeit ends it; skips, pauses, voided rounds and rounds that were not posted where you "
        "last answered leave it as it is."
    ),
)


def points(score: float, difficulty: str, hints: int) -> int:
    """round(10 × weight × score × max(0, 1 − 0.2 h)), half up, computed exactly.

    `score` is a share with a small denominator (points of a rubric, options of a choice), so the
    float is taken back to the fraction it came from.
    """
    share = Fraction(score).limit_denominator(10_000)
    kept = max(Fraction(0), 1 - HINT_COSTS * hints)
    return floor(10 * WEIGHTS[difficulty] * share * kept + Fraction(1, 2))


def entry_points(entry: Entry, difficulty: str) -> int | None:
    """The points of one person's part in a round; None where nothing counts."""
    if entry.answer is None or entry.answer.verdict.score is None or entry.forfeited:
        return None
    return points(entry.answer.verdict.score, difficulty, entry.answer.hints)


def period_start(period: str, today: date) -> date | None:
    """The first local date that a board of the period counts; None for all."""
    match period:
        case "week":
            return today - timedelta(days=today.weekday())
        case "month":
            return today.replace(day=1)
        case "all":
            return None
    raise ValueError(f"no period {period!r}; one of {', '.join(PERIODS)}")


def ranked(standings: Iterable[Standing]) -> list[Rank]:
    """A board, best first; ties share a rank and stand by name."""
    totals: dict[Person, int] = defaultdict(int)
    counts: dict[Person, int] = defaultdict(int)
    for standing in standings:
        totals[standing.person] += standing.points
        counts[standing.person] += 1
    order = sorted(totals, key=lambda p: (-totals[p], p.name.casefold(), p.platform, p.id))
    rank_of: dict[int, int] = {}
    for place, total in enumerate(sorted(totals.values(), reverse=True), 1):
        rank_of.setdefault(total, place)
    return [Rank(rank_of[totals[p]], p, totals[p], counts[p]) for p in order]


RoundForOne = Literal["kept", "broken", "neutral"]


def in_round(*, answered: bool, forfeited: bool, posted_there: bool) -> RoundForOne:
    """What one revealed round does to one person's streak. `posted_there`: whether the round was
    posted where the person last answered."""
    if answered and not forfeited:
        return "kept"
    if forfeited or posted_there:
        return "broken"
    return "neutral"


def streak(rounds: Sequence[RoundForOne]) -> Streak:
    """The streak that runs now and the best one, over rounds in order."""
    now = best = 0
    for effect in rounds:
        now = now + 1 if effect == "kept" else now if effect == "neutral" else 0
        best = max(best, now)
    return Streak(now, best)
