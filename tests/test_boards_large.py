"""Boards of many people: one's own row is always there, and a phone can show the widest."""

from datetime import date, timedelta

import pytest

from adapters.discord.render import pages
from bot.events import Person
from bot.message import Reply, Table
from tests.fakes.bank import tiny_bank
from tests.fakes.study import ANNA, BEN, CARL, Outcome, Study, accepted, buttons, rows, text

PADDING = "cnn/same-padding"
NO_ROUND = "You have no round on this board yet."
NOBODY = "No points yet: a board counts rounds once they are revealed."


def player(number: int) -> Person:
    return Person("chat", f"u{number}", f"P{number:02}")


@pytest.fixture
def study() -> Study:
    """One round is revealed; of players 0 to 44, all were right."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    study.opens(PADDING)
    for number in range(45):
        study.types(player(number), "answer B")
    study.waits(hours=24)
    return study


def page(study: Study, number: int, person: Person) -> Outcome:
    return study.presses(person, f"dlq:board:all:-:-:{number}")


def named(outcome: Outcome) -> list[str]:
    return [row[1] or row[0] for row in rows(outcome)]


def players(first: int, last: int) -> list[str]:
    return [player(number).name for number in range(first, last + 1)]


# One's own row


def test_a_page_without_ones_own_row_has_it_below_with_its_neighbours(study: Study) -> None:
    expected = [*players(0, 19), "…", "P29", "P30 (you)", "P31"]
    assert named(page(study, 0, player(30))) == expected


def test_a_later_page_has_ones_own_row_above(study: Study) -> None:
    expected = ["P02", "P03 (you)", "P04", "…", *players(40, 44)]
    assert named(page(study, 2, player(3))) == expected


def test_a_neighbour_that_is_on_the_page_is_there_once(study: Study) -> None:
    assert named(page(study, 1, player(40))) == [*players(20, 39), "P40 (you)", "P41"]
    assert named(page(study, 1, player(19))) == ["P18", "P19 (you)", *players(20, 39)]


def test_a_page_with_ones_own_row_is_a_page_like_any_other(study: Study) -> None:
    assert named(page(study, 2, player(44))) == [*players(40, 43), "P44 (you)"]


@pytest.mark.parametrize("shown", ["first", "page"])
def test_who_has_no_round_on_a_board_is_told_so(study: Study, shown: str) -> None:
    board = study.types(ANNA, "board all") if shown == "first" else page(study, 1, ANNA)
    assert NO_ROUND in accepted(board)
    mine = study.types(player(7), "board all") if shown == "first" else page(study, 1, player(7))
    assert NO_ROUND not in accepted(mine)


def test_who_is_hidden_is_told_that_and_not_that_they_have_no_round(study: Study) -> None:
    accepted(study.types(player(7), "privacy hide"))
    said = accepted(study.types(player(7), "board all"))
    assert "You are hidden from boards" in said and NO_ROUND not in said


def test_a_page_of_a_board_that_is_empty_now_says_so() -> None:
    """An old button, pressed in the next week."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    shown = study.presses(ANNA, "dlq:board:week:-:-:1")
    assert rows(shown) == [] and NOBODY in text(shown) and "page" not in text(shown)


# How wide it is

NAMES = ["Ada", "Maximilian", "Maximiliane von Hohenzollern-Sigmaringen", "שלום עולם", "x" * 80]


def widths(outcome: Outcome) -> list[int]:
    """Of the lines of tables, as Discord draws them."""
    assert isinstance(outcome, Reply)
    drawn = [c.get("content", "") for p in pages(outcome.message) for c in p["components"]]
    tables = [content for content in drawn if content.startswith("```")]
    return [len(line) for content in tables for line in content.splitlines()]


def test_a_long_name_is_cut_on_a_board_so_that_a_phone_can_show_it() -> None:
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    study.opens(PADDING)
    people = [Person("chat", f"n{number}", name) for number, name in enumerate(NAMES)]
    for person in people:
        study.types(person, "answer B")
    study.waits(hours=24)
    shown = study.types(people[2], "board all")
    assert {row[1] for row in rows(shown)} == {
        "Ada",
        "Maximilian",
        "Maximiliane von H… (you)",
        "שלום עולם",
        "x" * 17 + "…",
    }
    assert 0 < max(widths(shown)) <= 48
    assert 0 < max(widths(study.types(people[1], "board all"))) <= 42
    assert 0 < max(widths(study.types(people[1], "me"))) <= 40
    reveal = [p for p in study.posted if p.kind == "reveal"][-1]
    [board] = [b for b in reveal.message.blocks if isinstance(b, Table) and "name" in b.head]
    assert "Maximiliane von H…" in {row[1] for row in board.rows}


# Twenty thousand

MANY = 20_000
DAYS = 3


@pytest.fixture(scope="module")
def crowd() -> Study:
    """A group of 20,000, with three rounds of earlier weeks in which each earned 0 to 20 points;
    and one of this week, in which Anna was right."""
    study = Study(tiny_bank(PADDING))
    group = study.sets_up()
    study.opens(PADDING)
    study.types(ANNA, "answer B")
    study.waits(hours=24)
    [round] = [r for r in study.rounds() if r.state == "revealed"]
    database, connection = study.store.db, study.store.db.conn
    with connection:
        insert = "INSERT INTO person (id, platform, native, name) VALUES (?, 'chat', ?, ?)"
        people = ((1000 + n, player(n).id, player(n).name) for n in range(MANY))
        connection.executemany(insert, people)
        for day in range(DAYS):
            number, on = 100 + day, date(2025, 11, 3) + timedelta(days=day)
            database["round"].insert(
                {
                    **database["round"].get(round.id),
                    "id": number,
                    "date": on.isoformat(),
                    "slot": f"{on}T09:00:00.000000+00:00",
                }
            )
            insert = "INSERT INTO standing VALUES (?, ?, ?, ?, 'cnn', ?)"
            earned = ((number, 1000 + n, group.id, str(on), points(n, day)) for n in range(MANY))
            connection.executemany(insert, earned)
    return study


def points(number: int, day: int) -> int:
    return (number * 7 + day * 3) % 21


def total(number: int) -> int:
    return sum(points(number, day) for day in range(DAYS))


TOTALS = [10, *map(total, range(MANY))]
"""Anna's, and everybody else's."""


@pytest.mark.parametrize("number", [0, 777, 19_999])
def test_of_twenty_thousand_everybody_finds_their_own_row_and_rank(
    crowd: Study, number: int
) -> None:
    rank = 1 + sum(other > total(number) for other in TOTALS)
    own = (str(rank), f"{player(number).name} (you)", str(total(number)), str(DAYS))
    for shown in (crowd.types(player(number), "board all"), page(crowd, 500, player(number))):
        lines = rows(shown)
        assert lines.count(own) == 1
        at = lines.index(own)
        better, worse = lines[at - 1], lines[at + 1]
        assert int(better[2]) >= total(number) >= int(worse[2]) and "…" not in better + worse
    me = accepted(crowd.types(player(number), "me"))
    assert f"{DAYS} rounds answered, {total(number)} points, rank {rank} of all time" in me


def test_of_twenty_thousand_the_first_ten_are_shown_and_the_others_counted(crowd: Study) -> None:
    best = sorted(TOTALS, reverse=True)[:10]
    shown = crowd.types(CARL, "board all")
    assert [int(row[2]) for row in rows(shown)] == best
    assert f"and {MANY + 1 - 10} more" in text(shown)
    assert "All ranks" in buttons(shown)
    assert rows(crowd.types(BEN, "board week")) == [("1", "Anna", "10", "1")]
