"""A session whose lines come from a script: lines in, a transcript out."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.terminal.durations import duration
from adapters.terminal.session import PLACE
from bot.errors import DlqError
from bot.events import CommandUsed, MessageRef, Person
from bot.message import Button, Buttons, Message, plain_paragraph
from tests.terminal_stage import CARD, PRACTICE, Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_script_is_echoed_line_by_line_with_what_it_caused(stage: Stage) -> None:
    lines = ("# a day\n", "\n", "today\r\n", "answer B\n", "/as ben\n", "post\n", "/wait 25h\n")
    assert await stage.play(*lines) == (
        0,
        (
            "# a day\n"
            "\n"
            "anna> today\n"
            "(only anna sees this)\n"
            "How long is a side?\n"
            "\n"
            "Type [A] [Hint]\n"
            "\n"
            "anna> answer B\n"
            "(only anna sees this)\n"
            "Recorded.\n"
            "\n"
            "anna> /as ben\n"
            "ben> post\n"
            "── #play ───────────────────────────────────────────────────\n"
            "Posted.\n"
            "\n"
            "── #play ───────────────────────────────────────────────────\n"
            "How long is a side?\n"
            "\n"
            "Type [A] [Hint]\n"
            "\n"
            "ben> /wait 25h\n"
            "── #play ───────────────────────────────────────────────────\n"
            "Round 17 is revealed\n"
            "\n"
            "It is now Tue 6 Jan 2026 09:00 (UTC).\n"
            "\n"
        ),
    )


async def test_an_event_says_who_where_and_when_and_has_an_id_of_its_own(stage: Stage) -> None:
    await stage.play("today", "/wait 1h", "/as ben", "/dlq answer it slides")
    anna, ben = Person("terminal", "anna"), Person("terminal", "ben")
    at = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    assert stage.door.events == [
        CommandUsed(id="id-1", at=at, person=anna, place=PLACE, may_manage=True, path=("today",)),
        CommandUsed(
            id="id-2",
            at=at + timedelta(hours=1),
            person=ben,
            place=PLACE,
            may_manage=True,
            path=("answer",),
            options={"text": "it slides"},
        ),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("tody", "I know no command 'tody'. Did you mean today?"),
        ("answer ???", "I cannot read that."),
        ("/wate 1h", "There is no /wate; did you mean /wait 25h: move the clock"),
        ("/wait", "'' is no length of time; write it like 25h, 90m, 2d or 45s."),
        ("/wait 401d", "The clock moves by at most 400d at a time; wait again after."),
        ("/press 1", "There is no button on the screen yet."),
        ("/press Hint", "There is no button 'Hint' on the screen."),
        ("/as", "/as takes a name of 1 to 32 characters, like /as anna."),
        ("/as " + "x" * 33, "/as takes a name of 1 to 32 characters, like /as anna."),
        ("/as \x1b[2J", "/as takes a name of 1 to 32 characters, like /as anna."),
    ],
)
async def test_a_refused_line_says_why_and_the_script_goes_on_to_status_1(
    stage: Stage, line: str, sentence: str
) -> None:
    status, page = await stage.play(line, "today")
    assert status == 1
    assert sentence in page
    assert "How long is a side?" in page


async def test_quit_ends_a_script_before_its_last_line(stage: Stage) -> None:
    assert await stage.play("/quit", "nonsense") == (0, "anna> /quit\n")


async def test_a_label_presses_the_button_that_was_shown_last(stage: Stage) -> None:
    await stage.play("today", "a", "hint", "random", "HINT", "hint", "/dlq hint", "/press 2")
    assert stage.told == [
        ("anna", ("today", {})),
        ("anna", "dlq:answer:17:a"),
        ("anna", "dlq:hint:17"),
        ("anna", ("random", {})),
        ("anna", "dlq:hint:p3"),
        # The practice card was redrawn without its button, so the question's is the last again.
        ("anna", "dlq:hint:17"),
        ("anna", ("hint", {})),
        ("anna", "dlq:hint:17"),
    ]


async def test_nobody_presses_a_button_that_only_somebody_else_was_shown(stage: Stage) -> None:
    status, page = await stage.play("today", "/as ben", "a", "/press a")
    assert stage.told == [("anna", ("today", {}))]
    assert status == 1
    assert "There is no button 'a' on the screen." in page


async def test_everybody_presses_the_buttons_of_a_post(stage: Stage) -> None:
    await stage.play("post", "/as ben", "a")
    assert stage.told[-1] == ("ben", "dlq:answer:17:a")


async def test_of_buttons_with_one_label_the_number_says_which(stage: Stage) -> None:
    status, page = await stage.play("sure", "yes", "/press 4", "/press 5", "/press 0")
    assert stage.told == [("anna", ("sure", {})), ("anna", "dlq:unsaid:1")]
    assert status == 1
    assert "There are 2 buttons Yes; type /press 1 or /press 3." in page
    assert "The last message has no button 5; it has 1 to 4." in page


async def test_a_button_that_is_off_yields_to_the_command_and_else_says_so(stage: Stage) -> None:
    off = Buttons((Button("A", "dlq:x", disabled=True), Button("Hint", "dlq:h", disabled=True)))
    await stage.terminal.post(PLACE, Message("", (off,)), key="dlq-1")
    status, page = await stage.play("hint", "a")
    assert stage.told == [("anna", ("hint", {}))]
    assert (status, "The button A is off; it no longer does anything." in page) == (1, True)


async def test_a_post_is_drawn_once_found_while_the_session_lasts_and_edited_in_a_line() -> None:
    stage = Stage()
    since = datetime(2026, 1, 1, tzinfo=UTC)
    ref = await stage.terminal.post(PLACE, CARD, key="dlq-1")
    assert ref == MessageRef(("dlq-1",))
    assert await stage.terminal.post(PLACE, CARD, key="dlq-1", have=ref) == ref
    assert await stage.terminal.find(PLACE, "dlq-1", since=since) == ref
    assert await stage.terminal.find(PLACE, "dlq-2", since=since) is None

    closed = Message("Output size", (plain_paragraph("Round 17 · closed"), *CARD.blocks[:1]))
    await stage.terminal.edit(ref, closed)
    await stage.terminal.edit(ref, closed)
    await stage.terminal.edit(MessageRef(("dlq-0",)), closed)
    assert stage.page.getvalue() == (
        "── #play ───────────────────────────────────────────────────\n"
        "How long is a side?\n\nType [A] [Hint]\n\n"
        "── changed: Output size\nRound 17 · closed\n\n"
        "── changed: Output size\n\n"
    )


async def test_a_post_to_a_person_is_for_that_person_only() -> None:
    stage = Stage()
    await stage.terminal.post(Person("terminal", "ben"), PRACTICE, key="dlq-1")
    status, page = await stage.play("/press 1")
    assert page.startswith("(only ben sees this)\nType [Hint]\n")
    assert (status, stage.told) == (1, [])


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("25h", timedelta(hours=25)),
        ("90m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("45s", timedelta(seconds=45)),
        ("1d 12h", timedelta(days=1, hours=12)),
        ("2 Days", timedelta(days=2)),
        ("400d", timedelta(days=400)),
    ],
)
def test_a_length_of_time_is_read_as_it_is_said(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize(
    "text", ["", "0h", "h", "25", "1h!", "-1h", "9" * 5_000 + "d", "1h" * 9_999]
)
def test_what_is_no_length_of_time_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(DlqError):
        duration(text)
