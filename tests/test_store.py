"""What the store keeps of groups, places and people, and that a transaction is one."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from bot.events import Person, Place
from bot.ledger import Draw, Group, Rules
from bot.store import Store
from tests.fakes.diary import utc
from tests.fakes.stock import MONDAY_NINE, Stock
from tests.fakes.study import ADA, ANNA, BEN, CARL, CLUB, OTHER_ROOM, ROOM


@pytest.fixture
def stock() -> Iterator[Stock]:
    stock = Stock(Store())
    yield stock
    stock.store.close()


def names(groups: list[Group]) -> list[str]:
    return [group.name for group in groups]


# Transactions


def test_a_transaction_that_fails_leaves_nothing(stock: Stock) -> None:
    """Not even what was written before the failure."""
    with pytest.raises(ZeroDivisionError), stock.store.atomic():
        stock.group()
        stock.store.note_fact("a", "b")
        raise ZeroDivisionError
    assert stock.store.groups.all() == []
    assert stock.store.fact("a") is None


def test_a_part_of_a_transaction_may_fail_alone(stock: Stock) -> None:
    """What stood before it in the transaction stays, and what comes after it."""
    with stock.store.atomic():
        stock.store.note_fact("before", "kept")
        with pytest.raises(ZeroDivisionError), stock.store.atomic():
            stock.store.note_fact("within", "lost")
            raise ZeroDivisionError
        stock.store.note_fact("after", "kept")
    found = [stock.store.fact(name) for name in ("before", "within", "after")]
    assert found == ["kept", None, "kept"]


def test_a_part_is_undone_with_the_whole(stock: Stock) -> None:
    """An inner transaction that came through is no promise."""
    with pytest.raises(ZeroDivisionError), stock.store.atomic():
        with stock.store.atomic():
            stock.store.note_fact("within", "lost")
        raise ZeroDivisionError
    assert stock.store.fact("within") is None


def test_after_a_failure_the_next_transaction_begins_anew(stock: Stock) -> None:
    """An interrupt (Ctrl-C) included."""
    with pytest.raises(KeyboardInterrupt), stock.store.atomic():
        raise KeyboardInterrupt
    with stock.store.atomic():
        stock.store.note_fact("a", "b")
    assert stock.store.fact("a") == "b"


@pytest.fixture
def second_store(fresh_store: Store, tmp_path: Path) -> Iterator[Store]:
    """What another process has of the same database."""
    store = Store(tmp_path / "dlq.db")
    yield store
    store.close()


def test_nobody_sees_half_a_transaction(fresh_store: Store, second_store: Store) -> None:
    """Another process reads what was before it, until it is done."""
    with fresh_store.atomic():
        fresh_store.note_fact("a", "b")
        assert second_store.fact("a") is None
    assert second_store.fact("a") == "b"


def test_a_second_writer_waits_and_reads_what_the_first_wrote(
    fresh_store: Store, second_store: Store
) -> None:
    """Both read a number and write one more: no count is lost, and neither fails."""
    fresh_store.note_fact("count", "0")
    failures: list[BaseException] = []

    def count(store: Store) -> None:
        try:
            for _ in range(100):
                with store.atomic():
                    store.note_fact("count", str(int(store.fact("count") or 0) + 1))
        except BaseException as error:
            failures.append(error)

    counting = [threading.Thread(target=count, args=[s]) for s in (fresh_store, second_store)]
    for thread in counting:
        thread.start()
    for thread in counting:
        thread.join()
    assert (failures, fresh_store.fact("count")) == ([], "200")


def test_a_naive_instant_is_refused(stock: Stock) -> None:
    """Stored instants are aware; a local time without a zone would be somebody's guess."""
    with pytest.raises(ValueError, match="has no zone"):
        stock.store.people.remember("d-1", "{}", datetime(2026, 1, 5))  # noqa: DTZ001


def test_an_instant_comes_back_in_utc_to_the_microsecond(stock: Stock) -> None:
    """In whatever zone it was given."""
    odd = datetime(
        2026, 1, 5, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-9, minutes=-30))
    )
    group = stock.store.groups.add("readers", "seed", Rules(), ADA, odd)
    assert group.since == odd and group.since.tzinfo is UTC


# Groups and their places


def test_a_group_comes_back_as_it_was_made(stock: Stock) -> None:
    """With every rule, whoever made it, and active as soon as it has a place."""
    rules = Rules(
        at=time(21, 30),
        zone="America/Santiago",
        weekdays=(0, 2, 4),
        topics=("cnn", "rnn"),
        difficulties=("hard",),
        close_after=timedelta(hours=5, minutes=30),
        grace=timedelta(0),
        ping="123",
    )
    made = stock.store.groups.add("readers", "seed", rules, ADA, MONDAY_NINE)
    assert made == Group(1, "readers", "seed", rules, MONDAY_NINE, ADA, active=False)
    stock.store.groups.join(made, ROOM, MONDAY_NINE)
    assert stock.store.groups.all() == [replace(made, active=True)]
    assert stock.store.groups.of_place(ROOM) == replace(made, active=True)
    assert stock.store.groups.of_place(OTHER_ROOM) is None


def test_rules_and_pause_are_set_for_one_group(stock: Stock) -> None:
    """The other stays as it is; a pause can be taken back."""
    first, second = stock.group(ROOM), stock.group(CLUB, name="club")
    rules = Rules(at=time(7), zone="Asia/Tokyo")
    stock.store.groups.set_rules(first, rules, since=MONDAY_NINE)
    stock.store.groups.set_pause(first, MONDAY_NINE, None)
    changed = replace(first, rules=rules, since=MONDAY_NINE, paused_from=MONDAY_NINE)
    assert stock.store.groups.all() == [changed, second]
    stock.store.groups.set_pause(first, None, None)
    stock.store.groups.set_since(first, utc(2026, 1, 6))
    changed = replace(changed, paused_from=None, since=utc(2026, 1, 6))
    assert stock.store.groups.all() == [changed, second]


def test_rules_without_a_new_beginning_leave_the_count_of_slots(stock: Stock) -> None:
    """Topics may change without a slot being counted anew."""
    group = stock.group()
    stock.store.groups.set_rules(group, Rules(topics=("cnn",)))
    assert stock.store.groups.get(group.id).since == group.since


def test_a_place_is_in_one_group_at_a_time(stock: Stock) -> None:
    """A second group cannot take a channel from the first."""
    stock.group(ROOM)
    other = stock.group(CLUB)
    with pytest.raises(ValueError, match="is in a group already"):
        stock.store.groups.join(other, ROOM, MONDAY_NINE)


def test_a_place_that_left_may_come_back(stock: Stock) -> None:
    """Its group rests meanwhile, and is found again by the place that left it last."""
    groups = stock.store.groups
    group = stock.group(ROOM)
    assert groups.leave(ROOM, MONDAY_NINE, "the channel was deleted")
    assert not groups.leave(ROOM, MONDAY_NINE, "again")
    resting = replace(group, active=False)
    assert (groups.all(), groups.of_place(ROOM), groups.places(group)) == ([resting], None, [])
    assert groups.left_by(ROOM) == resting
    assert groups.platforms() == []
    groups.join(group, ROOM, MONDAY_NINE)
    assert (groups.of_place(ROOM), groups.left_by(ROOM)) == (group, None)
    assert groups.places(group) == [ROOM]


def test_a_place_that_left_knows_the_group_that_goes_on_in_another(stock: Stock) -> None:
    """It is active still."""
    group = stock.group(ROOM, OTHER_ROOM)
    stock.store.groups.leave(ROOM, MONDAY_NINE, "stopped")
    assert stock.store.groups.left_by(ROOM) == group
    assert stock.store.groups.places(group) == [OTHER_ROOM]
    assert stock.store.groups.get(group.id).active


def test_a_place_that_was_in_two_groups_brings_back_the_last(stock: Stock) -> None:
    """The room left the readers, then the writers."""
    for name in ("readers", "writers"):
        stock.group(ROOM, name=name)
        stock.store.groups.leave(ROOM, MONDAY_NINE, "stopped")
    last = stock.store.groups.left_by(ROOM)
    assert last is not None and last.name == "writers"


def test_a_place_takes_a_new_name_but_never_an_empty_one(stock: Stock) -> None:
    """Names are as last seen."""
    group = stock.group(Place("chat", "room", "school", "old"))
    stock.store.groups.rename(Place("chat", "room", name="new"))
    stock.store.groups.rename(Place("chat", "room"))
    [place] = stock.store.groups.places(group)
    assert (place.name, place.community) == ("new", "school")


def test_a_question_is_taken_from_the_queue_once_for_each_time_it_was_queued(
    stock: Stock,
) -> None:
    """In the order in which they were queued, group by group."""
    group, other = stock.group(ROOM), stock.group(CLUB)
    for question in ("cnn/a", "cnn/b", "cnn/a"):
        stock.store.groups.queue(group, question)
    stock.store.groups.queue(other, "cnn/a")
    stock.store.groups.unqueue(group, ["cnn/a"])
    assert stock.store.groups.queued(group) == ["cnn/b", "cnn/a"]
    assert stock.store.groups.queued(other) == ["cnn/a"]


def test_a_person_belongs_to_the_groups_they_answered_in_or_were_seen_around(
    stock: Stock,
) -> None:
    """And somebody who belongs to none is held to belong to all."""
    readers, club = stock.group(ROOM, name="readers"), stock.group(CLUB, name="club")
    elsewhere = Place("chat", "far", "abroad", "far")
    stock.group(elsewhere, name="far")
    groups = stock.store.groups
    stock.store.people.see(ANNA, "school")
    stock.store.people.see(ANNA, "school")
    stock.answer(ANNA, stock.round(club))
    assert names(groups.belonging(ANNA)) == ["readers", "club"]
    assert names(groups.answered_in(ANNA)) == ["club"]
    stock.store.people.see(BEN, "nowhere")
    assert names(groups.belonging(BEN)) == ["readers", "club", "far"]
    assert names(groups.belonging(CARL)) == ["readers", "club", "far"]
    groups.leave(ROOM, MONDAY_NINE, "stopped")
    assert names(groups.belonging(ANNA)) == ["club"]
    assert readers.id == 1


def test_a_community_has_the_groups_with_a_place_in_it(stock: Stock) -> None:
    """On that platform; a place that left counts no more."""
    stock.group(ROOM, OTHER_ROOM, name="readers")
    stock.group(Place("chat", "third", "school"), name="writers")
    stock.group(Place("talk", "room", "school"), name="talkers")
    groups = stock.store.groups
    assert names(groups.of_community("chat", "school")) == ["readers", "writers"]
    assert groups.platforms() == ["chat", "talk"]
    groups.leave(OTHER_ROOM, MONDAY_NINE, "stopped")
    groups.leave(Place("chat", "third"), MONDAY_NINE, "stopped")
    assert names(groups.of_community("chat", "school")) == ["readers"]


# People


def test_a_person_is_known_by_platform_and_id_and_shown_by_the_last_name(stock: Stock) -> None:
    """An empty name leaves the last one; the same id elsewhere is somebody else."""
    people = stock.store.people
    numbers = [
        people.number(person)
        for person in (
            Person("chat", "u-1", "Anna"),
            Person("chat", "u-1", "Anna B."),
            Person("chat", "u-1"),
            Person("talk", "u-1", "Anna"),
        )
    ]
    assert numbers == [1, 1, 1, 2]
    assert stock.store.rounds.draw(stock.draw(Person("chat", "u-1")).id) is not None
    [answer] = stock.store.answers.to(_answered(stock, Person("chat", "u-1")))
    assert answer.person.name == "Anna B."
    assert people.known(Person("chat", "u-2")) is None


def _answered(stock: Stock, person: Person) -> Draw:
    draw = stock.draw(person)
    stock.answer(person, draw)
    return draw


def test_a_delivery_is_remembered_until_it_is_forgotten(stock: Stock) -> None:
    """Those of a week ago go, to the instant; and nobody remembers one twice."""
    people = stock.store.people
    for day in (5, 6, 7):
        people.remember(f"d-{day}", f'"{day}"', utc(2026, 1, day))
    with pytest.raises(Exception, match="UNIQUE"):
        people.remember("d-5", "another", utc(2026, 1, 8))
    people.forget_deliveries(before=utc(2026, 1, 6))
    found = [people.remembered(f"d-{day}") for day in (5, 6, 7)]
    assert found == [None, '"6"', '"7"']


def test_a_draft_is_kept_for_each_person_and_form(stock: Stock) -> None:
    """The last one typed, until it is dropped."""
    people = stock.store.people
    people.keep_draft(ANNA, "dlq:answer:1", {"text": ("first",)})
    people.keep_draft(ANNA, "dlq:answer:1", {"text": ("وقفة\n🙂",), "picked": ("a", "b"), "no": ()})
    people.keep_draft(BEN, "dlq:answer:1", {"text": ("Ben's",)})
    assert people.draft(ANNA, "dlq:answer:1") == {
        "text": ("وقفة\n🙂",),
        "picked": ("a", "b"),
        "no": (),
    }
    assert people.draft(ANNA, "dlq:answer:2") == people.draft(CARL, "dlq:answer:1") == {}
    people.drop_draft(ANNA, "dlq:answer:1")
    assert people.draft(ANNA, "dlq:answer:1") == {}
    assert people.draft(BEN, "dlq:answer:1") == {"text": ("Ben's",)}
