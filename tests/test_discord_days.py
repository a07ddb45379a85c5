"""The days of the five over Discord's wire: the ledger is the terminal's, and a process that is
killed at any point leaves nothing doubled and nothing lost."""

import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from bot.store.people import People
from tests.fakes.five import PEOPLE
from tests.fakes.five_in_the_terminal import in_the_terminal
from tests.fakes.five_on_discord import Ending, lived

QUESTIONS = ["Same padding", "What pooling keeps", "Why dropout helps", "Parameters of batch norm"]


@cache
def undisturbed() -> Ending:
    """The days as they go when nothing happens to the process."""
    return lived()


@cache
def points() -> list[str]:
    """Every point between two effects of the undisturbed process."""
    [points] = undisturbed().points
    return points


def assert_same(ending: Ending) -> None:
    """Nobody sees a difference: channel, threads, ledger, and nothing left to send."""
    expected = undisturbed()
    assert _facts(ending) == _facts(expected)
    assert ending.seen == expected.seen
    assert ending.under == expected.under
    assert (ending.unsent, ending.pinged) == ([], [])


def _facts(ending: Ending) -> dict[str, Any]:
    """The ledger; a practice question whose card was lost with the process is drawn once more."""
    drawn = {(row["name"], row["question"]) for row in ending.ledger["draws"]}
    return ending.ledger | {"draws": drawn}


def test_the_ledger_is_that_of_the_same_days_in_the_terminal() -> None:
    assert undisturbed().ledger == in_the_terminal()


def test_everybody_sees_each_question_and_its_reveal_once() -> None:
    ending = undisturbed()
    assert [text.splitlines()[0] for text, _ in ending.seen] == [f"## {q}" for q in QUESTIONS]
    assert [text.splitlines()[-1] for text, _ in ending.seen] == [
        f"-# round {number} · question" for number in range(1, 5)
    ]
    for number, (question, (name, pages)) in enumerate(
        zip(QUESTIONS, ending.under.items(), strict=True), 1
    ):
        assert question in name
        [(text, _)] = pages
        assert text.startswith(f"## Round {number}, revealed: {question}")
        assert text.endswith(f"-# round {number} · reveal")
    assert ending.pinged == []


def test_buttons_that_no_longer_serve_are_disabled() -> None:
    assert undisturbed().seen[0][1] == (
        *("(A)", "(B)", "(C)", "(Answer)", "(Hint)", "(Lock in)"),
        "Reveal",
    )


def test_every_kind_of_point_is_among_them() -> None:
    kinds = {point.split("/")[0].rstrip() for point in points()}
    assert kinds >= {
        "before a transaction",
        "before a commit",
        "after a transaction",
        "before POST",
        "after POST",
        "before PATCH",
        "after PATCH",
        "before PUT",
        "after PUT",
    }
    for name in PEOPLE:
        assert name.islower()


# A process for every death: many in one telling, and one telling for every point.


@pytest.mark.parametrize("seed", range(2))
def test_a_process_that_is_killed_again_and_again_leaves_no_trace(seed: int) -> None:
    rng = random.Random(seed)
    assert_same(lived([rng.randint(1, 80) for _ in range(12)]))


@pytest.mark.parametrize("part", range(2))
def test_a_kill_at_some_points_leaves_no_trace(part: int) -> None:
    """Every 60th, others in each part."""
    for point in range(1 + part * 30, len(points()) + 1, 60):
        ending = lived([point])
        assert ending.points[0][-1] == points()[point - 1] or "/" in points()[point - 1]
        assert_same(ending)


# That such a loop would be found out


def _knows_no_page_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found in the history, and no nonce is sent."""
    monkeypatch.setattr("adapters.discord.platform.recognised", lambda message, key: None)
    monkeypatch.setattr("adapters.discord.render.nonce", lambda key, page: None)


def _forgets_deliveries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(People, "remember", lambda people, delivery, reply, at: None)


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        (_knows_no_page_again, "after POST /channels"),
        (_forgets_deliveries, "after a transaction"),
    ],
)
def test_a_bot_with_a_fault_is_found_out(
    spoilt: Callable[[pytest.MonkeyPatch], None], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At some point its end is seen: a post twice, an answer or a hint that counts twice."""
    expected = undisturbed()
    after = [n for n, point in enumerate(points(), 1) if point.startswith(kind)]
    spoilt(monkeypatch)
    with pytest.raises(AssertionError):
        for point in after:
            ending = lived([point])
            assert (ending.ledger, ending.seen) == (expected.ledger, expected.seen)


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_a_kill_at_every_point_leaves_no_trace(part: int) -> None:
    for point in range(1 + part, len(points()) + 1, 8):
        assert_same(lived([point]))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_process_that_is_killed_all_the_time_leaves_no_trace(seed: int) -> None:
    rng = random.Random(seed)
    assert_same(lived([rng.randint(1, 40) for _ in range(40)]))
