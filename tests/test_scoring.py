"""Points, boards and streaks, as `/dlq help scoring` tells them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import DIFFICULTIES
from bot.events import Person
from bot.ledger import Answer, Entry, Rank, Total, Verdict
from bot.scoring import (
    GROUP_KNOWN,
    RULES,
    WEIGHTS,
    RoundForOne,
    Streak,
    entry_points,
    group_streak,
    in_round,
    period_start,
    points,
    ranked,
    streak,
)

ANNA, BEN, CARL, DORA = (
    Person("chat", f"u-{9 - number}", name)
    for number, name in enumerate(("Anna", "ben", "Carl", "Dora"))
)
MONDAY = date(2026, 1, 5)

# Points


@pytest.mark.parametrize(
    ("score", "difficulty", "hints", "earned"),
    [
        (1, "easy", 0, 10),
        (1, "medium", 0, 15),
        (1, "hard", 0, 20),
        (0.5, "medium", 0, 8),
        (0.25, "easy", 0, 3),
        (1, "medium", 1, 12),
        (0.5, "hard", 1, 8),
        (1 / 3, "easy", 0, 3),
        (2 / 3, "easy", 0, 7),
        (0.05, "easy", 0, 1),
        (0.15, "medium", 0, 2),
        (0.35, "easy", 0, 4),
        (1, "hard", 4, 4),
        (1, "hard", 5, 0),
        (1, "hard", 9, 0),
        (0, "hard", 0, 0),
    ],
)
def test_points_are_rounded_half_up(score: float, difficulty: str, hints: int, earned: int) -> None:
    """Ten times weight, score and what the hints leave."""
    assert points(score, difficulty, hints) == earned


shares = st.integers(1, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(share=shares, difficulty=st.sampled_from(DIFFICULTIES), hints=st.integers(0, 8))
def test_points_are_computed_exactly(share: tuple[int, int], difficulty: str, hints: int) -> None:
    """A share that is a float on its way is the fraction that it was: never a point too few or
    too many for want of a binary digit."""
    right, of = share
    doubled_weight = {"easy": 2, "medium": 3, "hard": 4}[difficulty]
    above, below = 10 * doubled_weight * right * max(0, 5 - hints), 2 * of * 5
    assert points(right / of, difficulty, hints) == (2 * above + below) // (2 * below)


@given(share=shares, difficulty=st.sampled_from(DIFFICULTIES), hints=st.integers(0, 8))
def test_a_hint_never_earns_anything(share: tuple[int, int], difficulty: str, hints: int) -> None:
    """Nor does a worse answer."""
    score = share[0] / share[1]
    assert 0 <= points(score, difficulty, hints + 1) <= points(score, difficulty, hints)
    assert points(score, difficulty, hints) <= points(1, difficulty, hints)


def test_every_difficulty_has_its_weight_and_help_says_which() -> None:
    """The rules that people read are those that are applied."""
    assert set(WEIGHTS) == set(DIFFICULTIES)
    told = ", ".join(f"{name} {float(WEIGHTS[name]):g}" for name in DIFFICULTIES)
    assert any(f"Weight: {told}." in rule for rule in RULES)


def answer(score: float | None, hints: int = 0) -> Answer:
    at = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    return Answer(1, ANNA, "26", at, Verdict(score), round=1, hints=hints)


def test_a_persons_points_come_from_the_answer_that_counts() -> None:
    """With the hints seen before it; hints seen after it cost nothing."""
    entry = Entry(ANNA, answer(1, hints=1), hints_seen=(1, 2, 3))
    assert entry_points(entry, "medium") == 12


def test_a_wrong_answer_stands_on_the_board_with_nothing() -> None:
    """It took part."""
    assert entry_points(Entry(ANNA, answer(0)), "easy") == 0


@pytest.mark.parametrize(
    "entry",
    [
        Entry(ANNA, None),
        Entry(ANNA, answer(None)),
        Entry(ANNA, answer(1), forfeited=True),
        Entry(ANNA, None, hints_seen=(1,)),
    ],
    ids=["no answer", "unreadable", "forfeited", "only hints"],
)
def test_who_has_no_answer_that_counts_is_not_on_the_board(entry: Entry) -> None:
    """Nothing is not the same as no points."""
    assert entry_points(entry, "easy") is None


# Boards


def test_ties_share_a_rank_and_the_next_rank_is_left_out() -> None:
    """1, 2, 2, 4, and within a tie by name."""
    board = ranked([Total(DORA, 5, 1), Total(CARL, 8, 2), Total(ANNA, 12, 1), Total(BEN, 8, 3)])
    assert board == [
        Rank(1, ANNA, 12, 1),
        Rank(2, BEN, 8, 3),
        Rank(2, CARL, 8, 2),
        Rank(4, DORA, 5, 1),
    ]


def test_people_of_one_name_are_two_people() -> None:
    """A name is for display; who somebody is, the platform says."""
    twin = Person("chat", "u-another", "Anna")
    board = ranked([Total(ANNA, 3, 1), Total(twin, 4, 1)])
    assert [(rank.rank, rank.person.id, rank.points) for rank in board] == [
        (1, "u-another", 4),
        (2, "u-9", 3),
    ]


def test_a_board_of_nobody_is_empty() -> None:
    """No round has been revealed yet."""
    assert ranked([]) == []


@st.composite
def everybodys_totals(draw: st.DrawFn) -> list[Total]:
    """Of several people, some of whom have the same name, in any order."""
    earned = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=25))
    people = [Person("chat", f"u-{n}", "ABC"[n % 3]) for n in range(len(earned))]
    totals = [Total(person, *got) for person, got in zip(people, earned, strict=True)]
    return draw(st.permutations(totals))


@given(everybodys_totals())
def test_a_rank_is_one_more_than_the_number_of_those_who_have_more(totals: list[Total]) -> None:
    """For every board, in whatever order the totals come."""
    board = ranked(totals)
    assert board == ranked(totals[::-1])
    assert {Total(line.person, line.points, line.rounds) for line in board} == set(totals)
    for line in board:
        assert line.rank == 1 + sum(other.points > line.points for other in totals)


@pytest.mark.parametrize(
    ("today", "week", "month"),
    [
        (date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 1)),
        (date(2026, 1, 11), date(2026, 1, 5), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 1, 26), date(2026, 2, 1)),
        (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 1)),
    ],
)
def test_a_week_begins_on_monday_and_a_month_on_its_first(
    today: date, week: date, month: date
) -> None:
    """Over the ends of months and years."""
    assert [period_start(period, today) for period in ("week", "month")] == [week, month]


# Streaks


@pytest.mark.parametrize(
    ("answered", "forfeited", "posted_there", "effect"),
    [
        (True, False, True, "kept"),
        (True, False, False, "kept"),
        (False, False, True, "missed"),
        (False, False, False, "neutral"),
        (True, True, True, "forfeited"),
        (False, True, True, "forfeited"),
        (False, True, False, "forfeited"),
    ],
)
def test_what_a_round_does_to_a_streak(
    answered: bool, forfeited: bool, posted_there: bool, effect: str
) -> None:
    """Any readable answer keeps it, a forfeit ends it, and a round that one could not see where
    one last answered leaves it as it is."""
    found = in_round(answered=answered, forfeited=forfeited, posted_there=posted_there)
    assert found == effect


@pytest.mark.parametrize(
    ("answered", "forfeited", "effect"),
    [(True, False, "kept"), (False, False, "neutral"), (False, True, "forfeited")],
)
def test_on_a_holiday_a_missed_round_is_neutral(
    answered: bool, forfeited: bool, effect: str
) -> None:
    """An answer keeps the streak all the same, and looking first ends it."""
    given = {"answered": answered, "forfeited": forfeited, "posted_there": True}
    assert in_round(**given, holiday=True) == effect


WORDS: dict[str, RoundForOne] = {
    "k": "kept",
    "b": "missed",
    "f": "forfeited",
    "n": "neutral",
}


@pytest.mark.parametrize(
    ("rounds", "now", "best"),
    [
        ("", 0, 0),
        ("k", 1, 1),
        ("kkk", 3, 3),
        ("kkb", 0, 2),
        ("kkbk", 1, 2),
        ("knnk", 2, 2),
        ("kbn", 0, 1),
        ("nnn", 0, 0),
        ("kkbkkk", 3, 3),
        ("kkfk", 1, 2),
    ],
)
def test_a_streak_counts_rounds_in_a_row(rounds: str, now: int, best: int) -> None:
    """The one that runs and the best there was."""
    assert streak([WORDS[letter] for letter in rounds]) == Streak(now, best)


@given(st.lists(st.sampled_from(sorted(WORDS.values()))))
def test_neutral_rounds_are_as_if_they_had_not_been(rounds: list[RoundForOne]) -> None:
    """Skips, pauses and voided rounds cost nobody a streak, and earn nobody a freeze."""
    counted = [effect for effect in rounds if effect != "neutral"]
    with_them, without = streak(rounds), streak(counted)
    assert replace(with_them, frozen=()) == replace(without, frozen=())
    assert len(with_them.frozen) == len(without.frozen)


@pytest.mark.parametrize(
    ("rounds", "now", "freezes", "frozen"),
    [
        ("k" * 6, 6, 0, ()),
        ("k" * 7, 7, 1, ()),
        ("k" * 7 + "b", 7, 0, (7,)),
        ("k" * 7 + "bb", 0, 0, (7,)),
        ("k" * 7 + "bk", 8, 0, (7,)),
        ("k" * 7 + "f", 0, 1, ()),
        ("k" * 14, 14, 2, ()),
        ("k" * 21, 21, 2, ()),
        ("k" * 21 + "bb", 21, 0, (21, 22)),
        ("k" * 7 + "fb", 0, 1, ()),
        ("kkkbkkkk", 4, 1, ()),
        ("k" * 7 + "n" + "b", 7, 0, (8,)),
    ],
)
def test_every_seven_answered_rounds_earn_a_freeze_that_keeps_the_streak_over_a_missed_one(
    rounds: str, now: int, freezes: int, frozen: tuple[int, ...]
) -> None:
    """By itself; two are kept at most, none is spent on a forfeit or where no streak runs."""
    found = streak([WORDS[letter] for letter in rounds])
    assert (found.now, found.freezes, found.frozen) == (now, freezes, frozen)


@given(st.lists(st.sampled_from(sorted(WORDS.values())), max_size=60))
def test_freezes_are_never_more_than_were_earned(rounds: list[RoundForOne]) -> None:
    found = streak(rounds)
    assert 0 <= found.freezes <= 2
    assert found.freezes + len(found.frozen) <= rounds.count("kept") // 7
    assert found.now <= found.best <= rounds.count("kept")


def never(day: date) -> bool:
    return False


def days(*counts: int, start: date = MONDAY) -> list[tuple[date, set[Person]]]:
    """A round a day with so many answers, of the same people as far as they go."""
    everybody = [Person("chat", f"u-{n}", f"P{n}") for n in range(max(counts, default=0))]
    return [(start + timedelta(days=at), set(everybody[:count])) for at, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "now", "best"),
    [
        ((), 0, 0),
        ((1, 1, 1), 3, 3),
        ((0,), 0, 0),
        ((3, 3, 0, 3), 1, 2),
        ((8, 3, 3), 3, 3),
        ((8, 2), 0, 1),
        ((5, 3, 2), 0, 2),
        ((4, 2, 2), 3, 3),
        ((2, 1, 1), 3, 3),
    ],
)
def test_a_groups_streak_counts_rounds_with_three_answers_or_half_of_last_months_people(
    counts: tuple[int, ...], now: int, best: int
) -> None:
    """Whichever is fewer; one at least."""
    assert group_streak(days(*counts), never) == Streak(now, best)


def test_who_answered_more_than_a_month_ago_is_not_asked_for() -> None:
    long_ago, lately = days(8), days(1, start=MONDAY + timedelta(days=31))
    assert group_streak(long_ago + lately, never) == Streak(2, 2)


def test_a_holiday_leaves_the_groups_streak_as_it_is() -> None:
    rounds = days(3, 0, 3)
    assert group_streak(rounds, lambda day: day == rounds[1][0]) == Streak(2, 2)


def test_the_points_of_a_share_do_not_depend_on_how_it_was_added_up() -> None:
    """Three tenths added up in floats are three tenths."""
    assert points(0.1 + 0.1 + 0.1, "medium", 0) == points(float(Fraction(3, 10)), "medium", 0) == 5


@given(st.lists(st.frozensets(st.integers(1, 9).map(str), max_size=9), max_size=40))
def test_five_people_of_a_round_are_all_that_a_groups_streak_must_know(
    rounds: list[frozenset[str]],
) -> None:
    """Whichever five they are."""
    whole, known = (
        [
            (MONDAY + timedelta(days=day), [Person("chat", n, n) for n in sorted(who)[:most]])
            for day, who in enumerate(rounds)
        ]
        for most in (9, GROUP_KNOWN)
    )
    assert group_streak(whole, never) == group_streak(known, never)
