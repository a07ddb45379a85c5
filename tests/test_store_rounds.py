"""What the store keeps of rounds, questions, practice and standings."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.events import Person
from bot.ledger import Draw, Edition, Standing, Total
from bot.rounds import AHEAD, MISSED
from bot.store import Store
from tests.fakes.diary import utc
from tests.fakes.stock import MONDAY_NINE, Stock
from tests.fakes.study import ANNA, BEN, CARL, CLUB, ROOM


@pytest.fixture
def stock() -> Iterator[Stock]:
    stock = Stock(Store())
    yield stock
    stock.store.close()


def test_a_date_of_a_group_has_one_round(stock: Stock) -> None:
    """Whoever claims or skips it second gets nothing; another group's date is its own."""
    group, other = stock.group(ROOM), stock.group(CLUB)
    first = stock.claim(group)
    assert first is not None
    assert (first.state, first.question, first.variant) == ("claimed", "cnn/stride", '{"n": 64}')
    assert stock.claim(group, question="rnn/lstm") is None
    assert stock.store.rounds.skip(group.id, first.date, first.slot, MISSED) is None
    assert stock.store.rounds.on(group.id, first.date) == first
    assert stock.claim(other) is not None


def test_a_round_moves_only_from_the_state_it_was_seen_in(stock: Stock) -> None:
    """Two processes that close it at once do so once; a note stays."""
    round = stock.round(stock.group(), state="claimed")
    rounds = stock.store.rounds
    assert rounds.move(round, "voided", note="by Ada")
    assert not rounds.move(round, "closed")
    assert (stock.again(round).state, stock.again(round).note) == ("voided", "by Ada")


def test_a_closing_time_can_be_moved(stock: Stock) -> None:
    """As close-now does."""
    round = stock.round(stock.group())
    stock.store.rounds.close_at(round, MONDAY_NINE)
    assert stock.again(round) == replace(round, closes_at=MONDAY_NINE)


def test_the_running_round_and_the_last_one(stock: Stock) -> None:
    """Running is claimed or open; the last is neither skipped nor voided."""
    group, rounds = stock.group(), stock.store.rounds
    assert (rounds.running(group), rounds.last(group)) == (None, None)
    over = stock.round(group, 5, "revealed")
    stock.round(group, 6, "voided")
    rounds.skip(group.id, date(2026, 1, 7), utc(2026, 1, 7, 9), AHEAD)
    assert (rounds.running(group), rounds.last(group)) == (None, over)
    open_now = stock.round(group, 8)
    assert (rounds.running(group), rounds.last(group)) == (open_now, open_now)


def test_what_is_due_is_told_what_it_must_know_and_little_more(stock: Stock) -> None:
    """The last round that was not skipped ahead, what is after it, some days before it, and
    whatever is unfinished."""
    group, other, rounds = stock.group(ROOM), stock.group(CLUB), stock.store.rounds
    for day in range(1, 20):
        stock.round(group, day, "closed" if day == 3 else "revealed")
    rounds.skip(group.id, date(2026, 1, 25), utc(2026, 1, 25, 9), AHEAD)
    theirs = stock.round(other, 2, "revealed")
    found = rounds.relevant()
    mine = [round.date.day for round in found if round.group == group.id]
    assert mine == [3, 15, 16, 17, 18, 19, 25]
    assert [round for round in found if round.group == other.id] == [theirs]


def test_a_group_with_no_round_but_skips_to_come_hides_none_of_them(stock: Stock) -> None:
    """Each date that an admin skipped is known."""
    group, rounds = stock.group(), stock.store.rounds
    for day in (10, 25):
        rounds.skip(group.id, date(2026, 1, day), utc(2026, 1, day, 9), AHEAD)
    assert [round.date.day for round in rounds.relevant()] == [10, 25]


def test_a_question_is_sealed_from_its_claim_to_its_reveal(stock: Stock) -> None:
    """In every group that has a round of it."""
    one, two, rounds = stock.group(ROOM), stock.group(CLUB), stock.store.rounds
    stock.round(one, 5, "revealed")
    kept = [stock.round(one, 6), stock.round(two, 5, "closed"), stock.round(two, 6, "claimed")]
    stock.round(one, 7, question="rnn/lstm")
    found = rounds.unrevealed_with("cnn/stride")
    assert sorted(found, key=lambda kept: kept.id) == kept
    assert len(rounds.unrevealed()) == 4
    assert [round.date.day for round in rounds.with_question("cnn/stride")] == [5, 5, 6, 6]


def test_how_often_a_group_had_each_question(stock: Stock) -> None:
    """Voided rounds count, for the group has seen them; skips have no question."""
    group, other = stock.group(ROOM), stock.group(CLUB)
    stock.round(group, 5, "revealed")
    stock.round(group, 6, "voided")
    stock.round(group, 7, "open", "rnn/lstm")
    stock.store.rounds.skip(group.id, date(2026, 1, 8), utc(2026, 1, 8, 9), MISSED)
    stock.round(other, 5)
    assert stock.store.rounds.times_had(group) == {"cnn/stride": 2, "rnn/lstm": 1}
    assert stock.store.rounds.taken_from(group, date(2026, 1, 7)) == [
        date(2026, 1, 7),
        date(2026, 1, 8),
    ]


def test_an_edition_is_kept_once_and_for_ever(stock: Stock) -> None:
    """The text as it was, by its sha256, whatever the bank says later."""
    first, second = stock.edition(text="one π"), stock.edition(text="two")
    assert stock.edition(text="one π") == first
    assert (first.sha256, second.sha256) == tuple(
        hashlib.sha256(text).hexdigest() for text in ("one π".encode(), b"two")
    )
    assert stock.store.rounds.edition(first.sha256) == Edition(first.sha256, "cnn/stride", "one π")


def test_practice_draws_are_numbered_and_remembered_by_person(stock: Stock) -> None:
    """The last one, and the questions that were drawn, latest last."""
    rounds = stock.store.rounds
    first = stock.draw(ANNA, "cnn/a")
    stock.draw(BEN, "cnn/b")
    last = stock.draw(ANNA, "cnn/c")
    assert (
        rounds.draw(first.id) == first == Draw(1, ANNA, "cnn/a", first.edition, "{}", MONDAY_NINE)
    )
    assert rounds.last_draw(ANNA) == last
    assert rounds.drawn_by(ANNA) == ["cnn/a", "cnn/c"]
    assert (rounds.draw(99), rounds.last_draw(CARL), rounds.drawn_by(CARL)) == (None, None, [])


# Standings


def test_standings_are_replaced_round_by_round_and_read_by_date_and_topic(stock: Stock) -> None:
    """What is rewritten is only that round's."""
    group, standings = stock.group(), stock.store.standings
    rounds = [stock.round(group, day, "revealed") for day in (5, 6)]

    def earned(index: int, person: Person, points: int) -> Standing:
        round = rounds[index]
        return Standing(round.id, person, group.id, round.date, round.topic, points)

    standings.rewrite(1, [earned(0, ANNA, 10), earned(0, BEN, 4)])
    standings.rewrite(2, [earned(1, ANNA, 2)])
    standings.rewrite(1, [earned(0, BEN, 6)])
    kept = [earned(0, BEN, 6), earned(1, ANNA, 2)]
    assert standings.all() == kept
    everybody = [Total(ANNA, 2, 1), Total(BEN, 6, 1)]
    assert standings.totals(group) == standings.totals(group, topic="cnn") == everybody
    assert standings.totals(group, since=date(2026, 1, 6)) == [Total(ANNA, 2, 1)]
    assert standings.totals(group, until=date(2026, 1, 5)) == [Total(BEN, 6, 1)]
    assert standings.totals(group, topic="rnn") == []


def test_points_and_rounds_are_added_up_by_person(stock: Stock) -> None:
    """A round with nothing is a round. Who is seen on no board has their own total still."""
    group, other, standings = stock.group(ROOM), stock.group(CLUB), stock.store.standings
    for group_of, day, earned in ((group, 5, {ANNA: 8, BEN: 10}), (group, 6, {ANNA: 8, BEN: 0})):
        round = stock.round(group_of, day, "revealed")
        standings.rewrite(
            round.id,
            [Standing(round.id, p, group.id, round.date, "cnn", e) for p, e in earned.items()],
        )
    assert standings.totals(group) == [Total(ANNA, 16, 2), Total(BEN, 10, 2)]
    assert standings.totals(other) == []
    stock.store.members.hide(ANNA, MONDAY_NINE)
    assert standings.totals(group) == [Total(BEN, 10, 2)]
    assert standings.own(group, ANNA) == Total(ANNA, 16, 2)
    assert standings.own(group, CARL) == Total(CARL, 0, 0)
    assert [len(standings.some(round, most)) for most in (1, 5)] == [1, 2]
