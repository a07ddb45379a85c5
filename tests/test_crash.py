"""The loop is stopped at every possible point and started again: nobody sees a difference.

Points are before, in and after every transaction, before and after every page that is sent or
redrawn, and so also after a send before its record, between two pages, at closing and at reveal.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import outbox
from bot.daily import Daily
from bot.events import MessageRef, Place
from bot.ledger import Post
from bot.outbox import Outbox, Sending
from bot.platform import Platform, TryLater
from bot.store import Store
from bot.store.people import People
from tests.fakes.bot import ADMIN, HALL, ROOM, MortalStore
from tests.fakes.platform import Fault, dropped, lost
from tests.fakes.story import Batch, Ending, Story, lived, new_world, two_days

DAYS = [
    "round 1 · question",
    "round 1 · reveal · 1/2",
    "round 1 · reveal · 2/2",
    "round 2 · question",
    "round 2 · reveal · 1/3",
    "round 2 · reveal · 2/3",
    "round 2 · reveal · 3/3",
]
"""What each place sees of the two days, page by page."""


@cache
def undisturbed(order: tuple[tuple[int, ...], ...] = ()) -> Ending:
    """The story as it goes when nothing happens to it, told in that order within each batch."""
    return asyncio.run(lived(Story(new_world(), in_order(order))))[0]


@cache
def all_points() -> list[str]:
    """The points of a life that nobody ends."""
    [points] = asyncio.run(lived(Story(new_world(), two_days())))[1]
    return points


def in_order(order: Sequence[Sequence[int]]) -> list[Batch]:
    """The two days with each batch's deliveries in another order."""
    script = two_days()
    if not order:
        return script
    return [
        (at, tuple(events[place] for place in places))
        for (at, events), places in zip(script, order, strict=True)
    ]


def assert_same(ending: Ending, expected: Ending) -> None:
    """Every post once in every place, every answer kept, and the boards as they would be."""
    for place in (ROOM, HALL):
        assert ending.labels[place] == DAYS
        assert ending.transcript[place] == expected.transcript[place]
    notices = ending.transcript.get(ADMIN, [])
    assert len(notices) == len(set(notices))
    assert ending.replies == expected.replies
    assert ending.answers == expected.answers
    assert ending.standings == expected.standings == ending.rebuilt
    assert (ending.unsent, ending.faults) == ([], [])


def test_the_story_is_worth_telling() -> None:
    """All that could be lost is there: pages, receipts, points, a lock, a hint, a forfeit."""
    ending = undisturbed()
    assert ending.labels == {ROOM: DAYS, HALL: DAYS}
    summaries = Counter(reply.message.summary for reply in ending.replies.values())
    assert summaries["Recorded."] == 6
    assert len(summaries) == 7
    assert sorted((s.person.name, s.round, s.points) for s in ending.standings) == [
        ("Ada", 1, 15),
        ("Ada", 2, 8),
        ("Ben", 1, 0),
        ("Ben", 2, 10),
        ("Cy", 1, 15),
    ]


@pytest.mark.parametrize("part", range(4))
def test_two_days_go_on_from_whatever_point_a_process_ends_at(part: int) -> None:
    """One death for every point there is; in four parts, so that several workers share them."""
    expected, points = undisturbed(), len(all_points())
    for point in range(1 + part, points + 1, 4):
        ending, lives = asyncio.run(lived(Story(new_world(), two_days()), [point]))
        assert lives[0] == all_points()[:point]
        assert_same(ending, expected)


def test_every_kind_of_point_is_among_them() -> None:
    kinds = {point.split(" of ")[0] for point in all_points()}
    assert kinds >= {
        "before a transaction",
        "before a commit",
        "after a transaction",
        "before a write",
        "after a write",
        "before page 1",
        "after page 1",
        "before page 2",
        "after page 3",
        "before redrawing page 1",
        "after redrawing page 1",
    }


FAULTS = (
    dropped,
    lost,
    lambda: lost(stored=2, told=1),
    lambda: Fault(TryLater("busy", after=timedelta(minutes=1))),
    lambda: Fault(TryLater("busy", after=timedelta(minutes=1)), stored=1, told=1),
    lambda: Fault(KeyError("a fault of the adapter"), stored=1),
)
"""What a platform may do wrong without anybody's missing anything for long."""

ORDERS = st.tuples(*(st.permutations(range(len(events))).map(tuple) for _, events in two_days()))
REPEATS = st.dictionaries(st.integers(0, 11), st.integers(0, 11), max_size=4)
DEATHS = st.lists(st.integers(1, 100), max_size=6)
WRONG = st.dictionaries(
    st.tuples(st.sampled_from(["post", "edit", "find"]), st.sampled_from([ROOM, HALL])),
    st.lists(st.sampled_from(FAULTS), max_size=3),
    max_size=3,
)
PACES = st.lists(st.integers(0, 6), min_size=1, max_size=5)


def assert_nobody_sees_a_difference(
    order: tuple[tuple[int, ...], ...],
    again: Mapping[int, int],
    deaths: Sequence[int],
    wrong: Mapping[tuple[str, Place], Sequence[Callable[[], Fault]]],
    pace: Sequence[int],
) -> None:
    """Deliveries come in any order within their batch, some of them again; the process ends again
    and again; platforms fail and lose answers; everything takes its time."""
    faults = {where: [fault() for fault in planned] for where, planned in wrong.items()}
    story = Story(new_world(), in_order(order), again, faults)
    ending, _ = asyncio.run(lived(story, deaths, pace))
    assert_same(ending, undisturbed(order))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(order=ORDERS, again=REPEATS, deaths=DEATHS, wrong=WRONG, pace=PACES)
def test_nobody_sees_a_difference(order, again, deaths, wrong, pace) -> None:  # type: ignore[no-untyped-def]
    assert_nobody_sees_a_difference(order, again, deaths, wrong, pace)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, database=None)
@given(order=ORDERS, again=REPEATS, deaths=DEATHS, wrong=WRONG, pace=PACES)
def test_nobody_sees_a_difference_for_long(order, again, deaths, wrong, pace) -> None:  # type: ignore[no-untyped-def]
    assert_nobody_sees_a_difference(order, again, deaths, wrong, pace)


def test_a_transaction_that_cannot_be_committed_is_no_part_of_the_next() -> None:
    store = Store()
    with pytest.raises(sqlite3.IntegrityError), store.atomic():
        store.db.execute("PRAGMA defer_foreign_keys = ON")
        store.write("INSERT INTO queued (study_group, question) VALUES (99, 'cnn/pooling')")
    with store.atomic():
        store.note_fact("kept", "yes")
    assert not store.db.conn.in_transaction
    assert store.fact("kept") == "yes"
    assert list(store.rows("SELECT * FROM queued")) == []


# That such a loop would be found out


def _forgets_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A post that may be there is sent again without a look."""

    async def look(daily: Daily, platform: Platform, sending: Sending) -> MessageRef:
        return sending.post.ref

    monkeypatch.setattr(Daily, "_look", look)


def _records_before_it_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    def mark(outbox: Outbox, post: Post) -> bool:
        outbox.store.posts.sent(post.id, MessageRef(("m0",)))
        return True

    monkeypatch.setattr(Outbox, "mark", mark)


def _sends_all_pages_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that were found are not remembered."""
    monkeypatch.setattr(outbox, "joined", lambda one, other: one)


def _forgets_deliveries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(People, "remember", lambda people, delivery, reply, at: None)


def _knows_no_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs together is written statement by statement."""
    monkeypatch.setattr(MortalStore, "atomic", lambda store: nullcontext())


@pytest.mark.parametrize(
    "spoilt",
    [
        _forgets_to_look,
        _records_before_it_sends,
        _sends_all_pages_again,
        _forgets_deliveries,
        _knows_no_transactions,
    ],
)
def test_a_loop_with_a_fault_is_found_out(
    spoilt: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At some point its end is seen: a post doubled or lost, a reply that differs, a board."""
    expected, points = undisturbed(), len(all_points())
    spoilt(monkeypatch)
    with pytest.raises(AssertionError):
        for point in range(1, points + 1, 3):
            assert_same(asyncio.run(lived(Story(new_world(), two_days()), [point]))[0], expected)
