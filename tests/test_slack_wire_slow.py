"""While Slack takes its time nobody waits: all is acknowledged before it is asked anything."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.slack_server.faults import held
from tests.slack_stage import SETUP, Stage, first_day

pytestmark = pytest.mark.usefixtures("no_proxies")

LOOKED_UP = ("users.info", "conversations.info", "conversations.open", "auth.test")
ANSWERED_BY = ("response_url", "views.open", "chat.postEphemeral", "chat.postMessage")


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    """A round with one right letter is open since five minutes."""
    async with first_day() as made:
        yield made


@pytest.fixture
def gate(day: Stage) -> Iterator[asyncio.Event]:
    """Until it is open, Slack answers nothing."""
    made = asyncio.Event()
    day.server.faults.always = {name: held(made) for name in (*LOOKED_UP, *ANSWERED_BY)}
    yield made
    made.set()


@pytest.mark.parametrize("words", ["", "today", "answer B", "answer", "admin next", "sing", SETUP])
async def test_a_command_is_acknowledged_before_slack_is_asked_anything(
    day: Stage, gate: asyncio.Event, words: str
) -> None:
    """The person waits three seconds at most."""
    assert await day["anna"].slash(day.room, words) == ""
    assert len(day["anna"].seen()) == 2
    gate.set()
    await day.bot.quiet()
    assert len(day["anna"].seen()) == 3 or day["anna"].view is not None


@pytest.mark.parametrize("label", ["B", "Answer", "Hint", "Lock in", "Reveal"])
async def test_a_click_is_acknowledged_before_slack_is_asked_anything(
    day: Stage, gate: asyncio.Event, label: str
) -> None:
    assert await day["ben"].press(day.question, label) == ""
    gate.set()
    await day.bot.quiet()
    assert len(day["ben"].seen()) == 2 or day["ben"].view is not None


async def test_a_form_opens_without_looking_anything_up(day: Stage, gate: asyncio.Event) -> None:
    """Its trigger lives three seconds."""
    del day.server.faults.always["views.open"]
    await day["ben"].press(day.question, "Answer")
    assert (await day["ben"].is_asked()).title == "Same padding"
    await day["anna"].slash(day.room, "answer")
    assert (await day["anna"].is_asked()).title == "Same padding"


async def test_a_submission_is_answered_without_looking_anything_up(
    day: Stage, gate: asyncio.Event
) -> None:
    del day.server.faults.always["views.open"]
    await day["ben"].press(day.question, "Answer")
    await day["ben"].is_asked()
    assert await day["ben"].submit({"answer": "B"}) == ""
    assert day["ben"].view is None
    assert day.answers == [("ben", "B")]
