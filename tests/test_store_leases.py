"""Who may send on a platform: one process at a time, by a lease that ends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.store import Store
from tests.fakes.stock import MONDAY_NINE

MINUTE = timedelta(minutes=1)


@pytest.fixture
def fresh() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


def test_a_lease_is_held_by_one_process_until_it_ends(fresh: Store) -> None:
    """The holder renews it; another takes it at its end, and then the first has lost it."""
    posts, end = fresh.posts, MONDAY_NINE + MINUTE
    assert posts.hold("chat", "one", MONDAY_NINE, end)
    assert not posts.hold("chat", "two", end - timedelta(microseconds=1), end + MINUTE)
    assert posts.hold("chat", "one", MONDAY_NINE, end + MINUTE)
    assert not posts.hold("chat", "two", end, end + MINUTE)
    end += MINUTE
    assert posts.holds("chat", "one", end - timedelta(microseconds=1))
    assert not posts.holds("chat", "one", end)
    assert posts.hold("chat", "two", end, end + MINUTE)
    assert not posts.hold("chat", "one", end, end + MINUTE)
    assert posts.held(end) == [("chat", "two")]


def test_platforms_have_leases_of_their_own(fresh: Store) -> None:
    """Two processes, one a platform, work as well."""
    posts, end = fresh.posts, MONDAY_NINE + MINUTE
    assert posts.hold("talk", "two", MONDAY_NINE, end)
    assert posts.hold("chat", "one", MONDAY_NINE, end)
    assert posts.held(MONDAY_NINE) == [("chat", "one"), ("talk", "two")]
    assert posts.held(end) == []


def test_a_lease_is_given_back_by_its_holder_alone(fresh: Store) -> None:
    """Another may lead at once."""
    posts, end = fresh.posts, MONDAY_NINE + MINUTE
    posts.hold("chat", "one", MONDAY_NINE, end)
    posts.give_back("chat", "two")
    assert posts.held(MONDAY_NINE) == [("chat", "one")]
    posts.give_back("chat", "one")
    assert posts.hold("chat", "two", MONDAY_NINE, end)
    posts.drop_leases()
    assert posts.held(MONDAY_NINE) == []
