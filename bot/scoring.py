"""Points, ranks and streaks: pure functions, stated once; `RULES` is what people are told."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Literal

from bot.events import Person
from bot.ledger import FREEZE_EVERY, FREEZES_KEPT, Entry, Rank, Streak, Total

WEIGHTS: Mapping[str, Fraction] = {
    "easy": Fraction(1),
    "medium": Fraction(3, 2),
    "hard": Fraction(2),
}
HINT_COSTS = Fraction(1, 5)
PERIODS = ("day", "week", "month", "season", "all")

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
        "forfeit ends it; skips, pauses, holidays, voided rounds and rounds that were not posted "
        "where you last answered leave it as it is."
    ),
    (
        "Every seven answered rounds earn a freeze; two are kept at most. A freeze keeps the "
        "streak over a missed round, by itself; it does nothing for a forfeit."
    ),
    (
        "The group's own streak counts rounds with at least three answers, or with half as many as "
        "there were people who answered in the month before, if that is fewer."
    ),
)
GROUP_ENOUGH, GROUP_MONTH = 3, timedelta(days=30)
GROUP_KNOWN = 2 * GROUP_ENOUGH - 1
"""So many who answered a round are all that the group's streak must know of it: they are enough for
it, and whoever else answered asks no more of the rounds of the next month."""


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


def period_start(period: str, today: date) -> date:
    """The first local date that a board of this week or month counts."""
    match period:
        case "week":
            return today - timedelta(days=today.weekday())
        case "month":
            return today.replace(day=1)
    raise ValueError(f"{period!r} is no week and no month")


def ranked(totals: Iterable[Total]) -> list[Rank]:
    """A board, best first; ties share a rank and stand by name."""
    order = sorted(totals, key=_place_on_board)
    rank_of: dict[int, int] = {}
    for place, total in enumerate(order, 1):
        rank_of.setdefault(total.points, place)
    return [Rank(rank_of[t.points], t.person, t.points, t.rounds) for t in order]


def _place_on_board(total: Total) -> tuple[int, str, str, str]:
    person = total.person
    return -total.points, person.name.casefold(), person.platform, person.id


RoundForOne = Literal["kept", "missed", "forfeited", "neutral"]


def in_round(
    *, answered: bool, forfeited: bool, posted_there: bool, holiday: bool = False
) -> RoundForOne:
    """What one revealed round does to one person's streak. `posted_there`: whether the round was
    posted where the person last answered."""
    if forfeited:
        return "forfeited"
    if answered:
        return "kept"
    return "missed" if posted_there and not holiday else "neutral"


def streak(rounds: Sequence[RoundForOne]) -> Streak:
    """The streak that runs now, the best one, and what became of freezes, over rounds in order."""
    now = best = answered = freezes = 0
    frozen = []
    for position, effect in enumerate(rounds):
        if effect == "kept":
            now, answered = now + 1, answered + 1
            best = max(best, now)
            if answered % FREEZE_EVERY == 0:
                freezes = min(freezes + 1, FREEZES_KEPT)
        elif effect == "missed" and now and freezes:
            freezes -= 1
            frozen.append(position)
        elif effect != "neutral":
            now = 0
    return Streak(now, best, freezes, tuple(frozen))


def group_streak(
    rounds: Sequence[tuple[date, Collection[Person]]], holidays: Callable[[date], bool]
) -> Streak:
    """The streak of a group, over its revealed rounds in order: the local date of each, and who
    answered, or `GROUP_KNOWN` of them."""
    now = best = first = 0
    lately: Counter[Person] = Counter()
    for day, people in rounds:
        while rounds[first][0] < day - GROUP_MONTH:
            lately.subtract(rounds[first][1])
            first += 1
        half = (len(+lately) + 1) // 2
        if len(people) >= max(1, min(GROUP_ENOUGH, half)):
            now += 1
        elif not holidays(day):
            now = 0
        best = max(best, now)
        lately.update(people)
    return Streak(now, best)
