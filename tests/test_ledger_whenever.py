"""Whatever happens in whatever order, boards and streaks are those that the ledger gives."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.events import Person
from bot.message import Reply
from bot.steps import streaks
from bot.steps.day import rebuilt_standings
from tests.fakes.recount import Line, Recount
from tests.fakes.school import ANYA, BENT, HALL, PEOPLE, SEASON, School
from tests.fakes.study import ADA, ANNA, ROOM, accepted, buttons, rows, text

BOARDS = [(period, "") for period in ("day", "week", "month", "season", "all")] + [
    ("all", "cnn"),
    ("week", "cnn"),
    ("all", "regularization"),
]

Happening = Callable[[School, Person, int], None]
Deed = tuple[int, Happening, Person, int]
"""So many minutes later, what, who, and which."""

A_YEAR = Counter(
    {
        School.answers: 10,
        School.asks_for_a_hint: 4,
        School.locks: 3,
        School.reveals: 3,
        School.links: 4,
        School.unlinks: 2,
        School.days_go_by: 5,
        School.weeks_go_by: 2,
        School.appeals: 2,
        School.appeal_is_settled: 2,
        School.file_is_mended: 2,
        School.answer_is_held: 2,
        School.held_arrives: 2,
        School.answers_late: 1,
        School.comes_again: 1,
        School.hides: 1,
        School.unhides: 1,
        School.is_deleted: 1,
        School.is_excluded: 1,
        School.is_included: 1,
        School.round_is_voided: 2,
        School.round_is_closed: 1,
        School.round_is_posted: 1,
        School.hall_leaves: 1,
        School.joins: 1,
        School.holidays: 1,
        School.a_month_goes_by: 1,
    }
)
"""What happens, and how often beside the others."""
A_TANGLE = Counter(
    {
        School.answers: 4,
        School.asks_for_a_hint: 2,
        School.locks: 2,
        School.reveals: 2,
        School.links: 3,
        School.unlinks: 1,
        School.file_is_mended: 1,
        School.days_go_by: 1,
    }
)
"""The same for accounts that are linked now with one and now with another."""


def deeds(
    what: Counter[Happening], people: Collection[Person], minutes: Collection[int]
) -> st.SearchStrategy[list[Deed]]:
    one = st.tuples(
        st.sampled_from(list(minutes)),
        # What is named first is what an example shrinks to.
        st.sampled_from([School.nothing_happens, *what.elements()]),
        st.sampled_from(list(people)),
        st.integers(0, 5),
    )
    return st.lists(one, min_size=20, max_size=45)


YEARS = deeds(A_YEAR, PEOPLE, (0, 0, 1, 1, 240))
TANGLES = deeds(A_TANGLE, (ANNA, ANYA, BENT), (0, 0, 0, 1))


def assert_kept_as_rebuilt(deeds: list[Deed]) -> None:
    """All this happens, and every now and then somebody counts."""
    school = School()
    school.waits(hours=2)
    for number, (minutes, what, person, pick) in enumerate(deeds, 1):
        school.waits(minutes=minutes)
        what(school, person, pick)
        if number % 6 == 0:
            counts(school)
    school.waits(days=2)
    counts(school)


def counts(school: School) -> None:
    recount = Recount(school.store, school.group)
    kept = school.store.standings.all()
    assert set(kept) == set(rebuilt_standings(school.context()))
    assert {(s.round, s.person, s.points) for s in kept} == {
        (round, recount.person(one), part.points)
        for round, parts in recount.parts.items()
        for one, part in parts.items()
        if part.answered
    }
    for period, topic in BOARDS:
        board = recount.board(period, school.now, SEASON, topic)
        assert drawn(school, f"{period} {topic}".strip()) == board, (period, topic)
    assert presences(school) == presences_by_entries(school)
    compare_streaks(school, recount)


def drawn(school: School, words: str) -> list[Line]:
    """A board as /dlq board shows it."""
    shown = school.types(ADA, f"board {words}")
    assert isinstance(shown, Reply) and not shown.refused, text(shown)
    if "All ranks" in buttons(shown):
        shown = school.presses(ADA, buttons(shown)["All ranks"])
    return [(int(rank), name, int(points), int(count)) for rank, name, points, count in rows(shown)]


Presences = dict[Person, dict[int, tuple[bool, bool]]]
"""By round, whether the person answered, and whether they forfeited it."""


def presences(school: School) -> Presences:
    return {
        person: {
            round: (one.answered and not one.forfeited, one.forfeited) for round, one in by.items()
        }
        for person, by in school.store.presences.of(school.group).items()
    }


def presences_by_entries(school: School) -> Presences:
    found: Presences = {}
    for round in school.store.rounds.revealed(school.group):
        for entry in school.store.answers.entries(round):
            assert entry == school.store.answers.entry(round, entry.person)
            answered = entry.answer is not None and not entry.forfeited
            if answered or entry.forfeited:
                found.setdefault(entry.person, {})[round.id] = (answered, entry.forfeited)
    return found


def compare_streaks(school: School, recount: Recount) -> None:
    context = school.context()
    everybodys = streaks.everybodys(context, school.group)
    ones = {one for parts in recount.parts.values() for one in parts}
    for one in ones:
        person, streak = recount.person(one), recount.streak(one)
        own, frozen = streaks.own(context, school.group, person)
        assert own == streak, person
        assert everybodys.get(person, streak) == streak
        days = [date.fromisoformat(recount.rounds[at]["date"]) for at in streak.frozen]
        assert frozen == days
    assert streaks.of_group(context, school.group) == recount.streak_of_group()


@settings(max_examples=16)
@given(YEARS)
def test_boards_and_streaks_are_what_the_ledger_gives_whatever_happens(deeds: list[Deed]) -> None:
    assert_kept_as_rebuilt(deeds)


@settings(max_examples=10)
@given(TANGLES)
def test_they_are_whoever_is_linked_with_whom(deeds: list[Deed]) -> None:
    assert_kept_as_rebuilt(deeds)


@pytest.mark.long
@settings(max_examples=300)
@given(st.one_of(YEARS, TANGLES))
def test_they_are_in_many_more_orders(deeds: list[Deed]) -> None:
    assert_kept_as_rebuilt(deeds)


# Accounts in one instant


@pytest.mark.parametrize("linked_first", [True, False])
@pytest.mark.parametrize("behind", [0, 400])
@pytest.mark.parametrize(("first", "last"), [(ANNA, ANYA), (ANYA, ANNA)])
def test_of_answers_on_two_platforms_in_one_second_the_last_in_the_ledger_counts(
    first: Person, last: Person, behind: int, linked_first: bool
) -> None:
    """Whichever platform it came from, also where that one's clock is some milliseconds behind."""
    school = School()
    round = school.opens("cnn/same-padding")
    if linked_first:
        school.links(ANNA, 0)
    school.now += timedelta(milliseconds=500)
    accepted(school.says(first, "answer A"))
    school.now -= timedelta(milliseconds=behind)
    accepted(school.says(last, "answer B"))
    if not linked_first:
        school.links(ANNA, 0)
    school.round_is_closed(ADA, 0)
    sent = school.store.answers.to(round)
    assert [(answer.text, answer.place) for answer in sent] == [
        ("A", HALL if first == ANYA else ROOM),
        ("B", HALL if last == ANYA else ROOM),
    ]
    assert len({answer.at.replace(microsecond=0) for answer in sent}) == 1
    assert [(row[2], row[3]) for row in rows(school.types(ADA, "board all"))] == [("10", "1")]
    counts(school)


def test_a_hint_seen_in_the_instant_after_the_answer_does_not_hide_that_of_the_other_account() -> (
    None
):
    """Anya saw the hint first, so Anna's answer costs it, whatever Anna looked at afterwards."""
    school = School()
    school.opens("cnn/same-padding")
    for what, person in (
        (School.asks_for_a_hint, ANYA),
        (School.answers, ANNA),
        (School.asks_for_a_hint, ANNA),
        (School.links, ANNA),
        (School.round_is_closed, ADA),
    ):
        what(school, person, 0)
    assert [(row[2], row[3]) for row in rows(school.types(ADA, "board all"))] == [("8", "1")]
