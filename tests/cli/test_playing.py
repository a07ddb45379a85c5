"""dlq simulate and play: days without a chat platform."""

from pathlib import Path

import pytest

from tests.fakes.command_line import Run

# simulate


@pytest.mark.parametrize(
    ("zone", "at", "start", "first", "last"),
    [
        (
            "Europe/Berlin",
            "02:30",
            "2026-03-28",
            "2026-03-28 02:30 +0100",
            "2026-03-30 02:30 +0200",
        ),
        (
            "America/New_York",
            "00:30",
            "2026-10-31",
            "2026-10-31 00:30 -0400",
            "2026-11-02 00:30 -0500",
        ),
    ],
)
def test_simulate_prints_a_line_a_day_and_a_count(
    run: Run, zone: str, at: str, start: str, first: str, last: str
) -> None:
    shown = run("simulate", "--days", 3, "--zone", zone, "--at", at, "--start", start)
    assert (shown.status, shown.err) == (0, "")
    assert len(shown.lines) == 4
    assert first in shown.lines[0] and last in shown.lines[2]
    assert "NOT AT ITS SLOT" not in shown.out
    assert shown.lines[-1] == "3 posted, 0 late, 0 skipped, 0 voided"


# play


def test_a_script_is_played_and_printed(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "day.txt"
    script.write_text("today\n# a comment\n/wait 25h\nboard all\n")
    shown = run(
        "play", "--as", "anna", "--now", "2026-01-05T08:00", "--zone", "UTC", "--script", script
    )
    assert (shown.status, shown.err) == (0, "")
    assert "anna> today" in shown.out and "# a comment" in shown.out
    assert "Round 1 · open until" in shown.out and "Round 1, revealed" in shown.out
    assert not (tmp_path / "home").exists()


def test_a_script_is_the_same_every_time(run: Run) -> None:
    words = ("play", "--as", "anna", "--now", "2026-01-05T08:00", "--zone", "UTC")
    played = [run(*words, stdin="random\nrandom\nreveal\n").out for _ in range(2)]
    assert played[0] == played[1]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("today\nboard\n", 0),
        ("today\nteach me\nboard\n", 1),
        ("past 1999-01-01\n", 1),
        ("question nothing/here\n", 1),
        ("/as\n", 1),
        ("/wait 0s\n", 1),
        ("", 0),
        ("\n\n# nothing\n", 0),
    ],
)
def test_a_script_ends_with_1_if_a_line_was_refused(run: Run, lines: str, status: int) -> None:
    """The lines after it are played all the same."""
    shown = run("play", "--now", "2026-01-05T08:00", "--zone", "UTC", stdin=lines)
    assert (shown.status, shown.err) == (status, "")
    assert ("> board" in shown.out) == ("board" in lines)


def test_a_game_is_kept_in_the_database_that_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "game.db"
    run("play", "--as", "anna", "--zone", "UTC", "--database", path, stdin="/wait 25h\n")
    shown = run("play", "--as", "anna", "--zone", "UTC", "--database", path, stdin="past\n")
    assert shown.status == 0
    assert "Reference" in shown.out or "Right" in shown.out


def test_the_clock_never_moves_where_people_answer_in_real_time(run: Run, database: Path) -> None:
    said = run("play", "--now", "2027-01-01T08:00", "--database", database, stdin="today\n")
    assert "The clock does not move here: this database has a place on chat" in said.complaint
    shown = run("play", "--database", database, "--zone", "UTC", stdin="/wait 1h\n")
    assert shown.status == 1
    assert "The clock does not move here" in shown.out
