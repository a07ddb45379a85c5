"""What passes, or is wrong with the app alone, costs nobody their reminders."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack import failures
from tests.fakes.bank import tiny_bank
from tests.slack_server import shown
from tests.slack_server.faults import refused
from tests.slack_stage import Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")

METHODS = ("conversations.open", "chat.postMessage")


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    """Ben is to be reminded at eleven, and something of his will be due."""
    async with stage(tiny_bank("cnn/same-padding"), "anna", "ben") as made:
        await made.passes(hours=1, minutes=5)
        await made.types("ben", "answer A")
        await made.types("ben", "remind 11:00")
        await made.types("anna", "admin pause")
        yield made


@pytest.mark.parametrize("code", sorted({*failures.PASSING, *failures.OURS}))
@pytest.mark.parametrize("method", METHODS)
async def test_a_reminder_comes_when_slack_takes_it_again(
    day: Stage, method: str, code: str
) -> None:
    faults = day.server.faults
    await day.passes(hours=24)
    faults.always = {method: refused(code)}
    await day.passes(hours=2)
    assert "Your review" not in day["ben"].reads()
    faults.always = {}
    await day.passes(minutes=5)
    direct = day["ben"].newest("Your review")
    assert "Stop reminders" in shown.labels(direct.blocks)
    await day.types("ben", "remind")
    assert "I switched it off" not in day["ben"].reads()


async def test_a_person_who_is_gone_is_not_tried_for_ever(day: Stage) -> None:
    day.server.faults.always = {"conversations.open": refused("user_disabled")}
    await day.passes(hours=26)
    day.server.faults.always = {}
    await day.types("ben", "remind")
    assert "I switched it off" in day["ben"].reads()
