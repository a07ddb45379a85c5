"""What the store keeps of answers, verdicts and acts, and what they amount to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Place
from bot.ledger import Answer, Entry, PointVerdict, Round, Verdict
from bot.store import Store
from tests.fakes.diary import utc
from tests.fakes.stock import MONDAY_NINE, RIGHT, UNREADABLE, WRONG, Stock
from tests.fakes.study import ANNA, BEN, CARL, CLUB, OTHER_ROOM, ROOM


@pytest.fixture
def stock() -> Iterator[Stock]:
    stock = Stock(Store())
    yield stock
    stock.store.close()


@pytest.fixture
def round(stock: Stock) -> Round:
    return stock.round(stock.group(ROOM, OTHER_ROOM))


def entry_text(entry: Entry) -> str | None:
    return entry.answer.text if entry.answer else None


# Answers and verdicts


def test_an_answer_comes_back_as_it_was_sent(stock: Stock, round: Round) -> None:
    """With its verdict, its place and the hints seen before it."""
    verdict = Verdict(
        1 / 3,
        ("Two points are missing.", "See below."),
        (
            PointVerdict("Units are off", "covered", "dropped", 2),
            PointVerdict("At random", "unsure", "by chance"),
            PointVerdict("In training", "missed"),
        ),
        read_as="units are dropped",
        grader="open 1",
    )
    stock.answer(ANNA, round, "Units are dropped", verdict, place=ROOM, hints=2)
    expected = Answer(
        1, ANNA, "Units are dropped", MONDAY_NINE, verdict, round=round.id, place=ROOM, hints=2
    )
    assert stock.store.answers.to(round) == [expected]
    assert stock.store.answers.entry(round, ANNA) == Entry(ANNA, expected)


def test_any_text_is_kept_as_typed(stock: Stock) -> None:
    """Right-to-left, zero bytes, half an SQL statement."""

    @given(text=st.text())
    def kept(text: str) -> None:
        draw, verdict = stock.draw(ANNA), Verdict(0.5, (text,), read_as=text)
        stock.answer(ANNA, draw, text, verdict)
        [answer] = stock.store.answers.to(draw)
        assert (answer.text, answer.verdict) == (text, verdict)

    kept()


def test_an_answer_in_a_place_of_no_group_has_no_place(stock: Stock, round: Round) -> None:
    """A button of an old message was pressed somewhere else."""
    stock.answer(ANNA, round, place=CLUB)
    [answer] = stock.store.answers.to(round)
    assert answer.place is None


def test_the_last_verdict_on_an_answer_holds(stock: Stock, round: Round) -> None:
    """A regrade adds one; the first is kept below it."""
    answers = stock.store.answers
    number = stock.answer(ANNA, round, verdict=WRONG)
    stock.answer(BEN, round, verdict=WRONG)
    before = answers.last_verdict()
    answers.judge(number, RIGHT, round.edition, MONDAY_NINE)
    assert answers.last_verdict() == before + 1
    assert [answer.verdict for answer in answers.to(round)] == [RIGHT, WRONG]
    assert stock.store.value("SELECT count(*) FROM verdict") == 3


def test_answers_to_a_draw_are_not_answers_to_the_round_of_that_number(
    stock: Stock, round: Round
) -> None:
    """Round 1 and draw 1 are two things."""
    draw = stock.draw(ANNA)
    assert round.id == draw.id == 1
    stock.answer(ANNA, draw, "practice")
    stock.answer(ANNA, round, "the round")
    answers = stock.store.answers
    texts = [[answer.text for answer in found] for found in (answers.to(round), answers.to(draw))]
    assert texts == [["the round"], ["practice"]]
    assert [answer.text for answer in answers.practised(ANNA)] == ["practice"]
    assert answers.practised(BEN) == []


# Entries


@pytest.mark.parametrize(
    ("sent", "counted"),
    [
        ([], None),
        ([("a", RIGHT)], "a"),
        ([("a", RIGHT), ("b", WRONG)], "b"),
        ([("a", WRONG), ("???", UNREADABLE)], "a"),
        ([("???", UNREADABLE)], None),
        ([("???", UNREADABLE), ("a", WRONG)], "a"),
    ],
)
def test_the_last_readable_answer_counts(
    stock: Stock, round: Round, sent: list[tuple[str, Verdict]], counted: str | None
) -> None:
    """An unreadable one is kept and never replaces a readable one."""
    for text, verdict in sent:
        stock.answer(ANNA, round, text, verdict)
    assert entry_text(stock.store.answers.entry(round, ANNA)) == counted
    assert [answer.text for answer in stock.store.answers.to(round)] == [t for t, _ in sent]


def test_an_answer_that_came_after_closing_is_kept_and_does_not_count(
    stock: Stock, round: Round
) -> None:
    """Whatever it says."""
    stock.answer(ANNA, round, "in time", WRONG)
    stock.answer(ANNA, round, "too late", RIGHT, counts=False)
    stock.answer(BEN, round, "too late", RIGHT, counts=False)
    answers = stock.store.answers
    assert [entry_text(entry) for entry in answers.entries(round)] == ["in time", None]
    assert len(answers.to(round)) == 3


def test_a_regrade_may_make_an_answer_readable_and_so_count(stock: Stock, round: Round) -> None:
    """The entry is read anew from the ledger each time."""
    stock.answer(ANNA, round, "a", WRONG)
    number = stock.answer(ANNA, round, "b", UNREADABLE)
    answers = stock.store.answers
    assert entry_text(answers.entry(round, ANNA)) == "a"
    answers.judge(number, RIGHT, round.edition, MONDAY_NINE)
    assert entry_text(answers.entry(round, ANNA)) == "b"


def test_an_entry_knows_what_was_done(stock: Stock, round: Round) -> None:
    """Hints once each, in their order; the last word on each point; lock and reveal."""
    act = stock.store.answers.act
    for kind, detail in [
        ("hint", "2"),
        ("hint", "1"),
        ("hint", "2"),
        ("said", "0"),
        ("said", "3"),
        ("unsaid", "0"),
        ("lock", ""),
    ]:
        act(ANNA, round, kind, MONDAY_NINE, detail)
    act(BEN, round, "reveal", MONDAY_NINE)
    answers = stock.store.answers
    anna = Entry(ANNA, None, locked=True, hints_seen=(1, 2), said={0: False, 3: True})
    ben = Entry(BEN, None, forfeited=True)
    assert answers.entries(round) == [anna, ben]
    assert [answers.entry(round, who) for who in (ANNA, BEN)] == [anna, ben]
    assert (anna.settled, ben.settled) == (True, True)
    assert answers.entry(round, CARL) == Entry(CARL, None)


def test_who_answered_comes_first_in_the_order_of_first_answers(stock: Stock, round: Round) -> None:
    """Then those who only looked."""
    stock.store.answers.act(CARL, round, "hint", MONDAY_NINE, "1")
    for person in (BEN, ANNA, BEN):
        stock.answer(person, round)
    assert [entry.person for entry in stock.store.answers.entries(round)] == [BEN, ANNA, CARL]


def test_what_is_done_in_one_round_is_nothing_in_another(stock: Stock, round: Round) -> None:
    """Nor in a practice draw of the same question."""
    other, draw = stock.round(stock.group(CLUB)), stock.draw(ANNA)
    stock.store.answers.act(ANNA, round, "lock", MONDAY_NINE)
    stock.answer(ANNA, round)
    for asked in (other, draw):
        assert stock.store.answers.entry(asked, ANNA) == Entry(ANNA, None)


def test_nothing_can_be_done_but_what_the_ledger_knows(stock: Stock, round: Round) -> None:
    """An act of another kind is a programming error."""
    with pytest.raises(Exception, match="CHECK"):
        stock.store.answers.act(ANNA, round, "applaud", MONDAY_NINE)


def test_a_count_is_of_people_with_a_readable_answer_in_time(stock: Stock, round: Round) -> None:
    """However often they changed it."""
    answers = stock.store.answers
    stock.answer(CARL, round, counts=False)
    assert (answers.count(round), answers.any_received(round)) == (0, False)
    stock.answer(BEN, round, verdict=UNREADABLE)
    assert (answers.count(round), answers.any_received(round)) == (0, True)
    stock.answer(ANNA, round)
    stock.answer(ANNA, round, "another")
    assert (answers.count(round), answers.any_received(round)) == (1, True)


def test_where_a_person_last_answered(stock: Stock, round: Round) -> None:
    """Up to an answer's number; an answer by direct message says nothing."""
    answers = stock.store.answers
    places = (ROOM, OTHER_ROOM, None, ROOM)
    numbers = [stock.answer(ANNA, round, place=place) for place in places]
    found = [answers.last_place(ANNA, before=number) for number in (0, *numbers)]
    room, other = 1, 2
    assert found == [None, room, other, other, room]
    assert answers.last_place(BEN, before=99) is None


def test_a_place_that_left_keeps_its_answers(stock: Stock, round: Round) -> None:
    """And when it comes back, its old answers stay where they were given."""
    groups = stock.store.groups
    stock.answer(ANNA, round, "before", place=ROOM)
    groups.leave(ROOM, MONDAY_NINE, "stopped")
    stock.answer(ANNA, round, "meanwhile", place=ROOM)
    groups.join(groups.get(round.group), replace(ROOM, name="new"), utc(2026, 1, 6))
    stock.answer(ANNA, round, "after", place=ROOM)
    places: list[Place | None] = [answer.place for answer in stock.store.answers.to(round)]
    assert [place and place.name for place in places] == ["room", None, "new"]
