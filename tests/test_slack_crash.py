"""The days of the five on Slack, each process killed at every point of its life: before and after
every transaction, every call of Slack's and every acknowledgement. Nobody sees a difference, and
the ledger is the terminal's.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.client import Slack
from bot.store.people import People
from tests.fakes.five import DAYS
from tests.fakes.five_in_the_terminal import in_the_terminal
from tests.fakes.five_on_slack import Ending, lived

pytestmark = pytest.mark.usefixtures("no_proxies")

PARTS = 4
in_parts = pytest.mark.parametrize("part", range(PARTS))


@cache
def undisturbed() -> Ending:
    """The days as they go when nothing happens to anybody."""
    return asyncio.run(lived())


def points() -> list[str]:
    """The points of a life that nobody ends."""
    [found] = undisturbed().points
    return found


def differences(ending: Ending) -> list[str]:
    """What somebody would notice: in the channel, in what is owed, in the ledger."""
    expected, found = in_the_terminal(), []
    found += [name for name, rows in expected.items() if ending.ledger[name] != rows]
    if ending.seen != undisturbed().seen:
        found.append("the channel")
    return found + ending.unsent


def test_the_ledger_is_that_of_the_same_days_in_the_terminal() -> None:
    assert undisturbed().ledger == in_the_terminal()
    assert differences(undisturbed()) == []


def test_the_days_on_slack_are_worth_telling() -> None:
    """Each of the four rounds is asked once and revealed once, in its question's thread."""
    feet = [(text.splitlines()[-1], under) for text, under in undisturbed().seen]
    assert feet == [
        entry
        for number in range(1, 5)
        for entry in (
            (f"round {number} · question", ""),
            (f"round {number} · reveal", f"round {number} · question"),
        )
    ]
    assert {
        *("before a transaction", "before a commit", "after a transaction", "ack"),
        *("ask chat.postMessage", "answer chat.postMessage", "answer chat.update"),
        *("ask response_url", "answer response_url", "answer views.open"),
        *("ask auth.test", "ask apps.connections.open"),
    } <= set(points())


def test_every_delivery_twice_makes_no_difference() -> None:
    assert differences(asyncio.run(lived(doubles=True))) == []


def test_a_restart_between_any_two_deeds_makes_no_difference() -> None:
    """Every button, form and menu is pressed and sent to a process that never saw it opened."""
    ending = asyncio.run(lived(deeds=1))
    assert differences(ending) == []
    assert len(ending.points) == len(DAYS)


def samples() -> list[int]:
    """A point of every kind, from the middle of the days; counted from 1."""
    places = defaultdict(list)
    for number, point in enumerate(points(), 1):
        places[point].append(number)
    return sorted(found[len(found) // 2] for found in places.values())


@in_parts
def test_the_days_go_on_from_a_point_of_every_kind(part: int) -> None:
    for point in samples()[part::PARTS]:
        ending = asyncio.run(lived([point]))
        assert differences(ending) == [], f"killed at {point}, {points()[point - 1]}"
        assert len(ending.points) == 2


@pytest.mark.long
@in_parts
def test_the_days_go_on_from_whatever_point_a_process_ends_at(part: int) -> None:
    for point in range(1 + part, len(points()) + 1, PARTS):
        ending = asyncio.run(lived([point]))
        assert differences(ending) == [], f"killed at {point}, {points()[point - 1]}"


DEATHS = st.lists(st.integers(1, 120), max_size=6)


@pytest.mark.long
@settings(max_examples=150, deadline=None, database=None)
@given(deaths=DEATHS, doubles=st.booleans())
def test_the_days_go_on_after_many_deaths(deaths: Sequence[int], doubles: bool) -> None:
    assert differences(asyncio.run(lived(deaths, doubles=doubles))) == []


# That it would be found out


def point_of(kind: str) -> int:
    """The first of that kind."""
    return points().index(kind) + 1


def test_a_bot_that_does_not_look_for_its_posts_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undisturbed()

    async def find(slack: Slack, *what: object, **more: object) -> None:
        """It never finds anything."""

    monkeypatch.setattr(Slack, "find", find)
    ending = asyncio.run(lived([point_of("answer chat.postMessage")]))
    assert differences(ending) == ["the channel"]


def test_a_bot_that_forgets_its_deliveries_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    undisturbed()
    monkeypatch.setattr(People, "remember", lambda people, delivery, reply, at: None)
    receipts = [number for number, name in enumerate(points(), 1) if name == "answer response_url"]
    assert any(differences(asyncio.run(lived([number]))) for number in receipts[4:12])
