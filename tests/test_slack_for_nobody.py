"""What Slack delivers and dlq has no use for: acknowledged, or its person reads that dlq failed."""

from collections.abc import AsyncIterator

import pytest

from tests.slack_server.world import TEAM
from tests.slack_stage import Stage, first_day

pytestmark = pytest.mark.usefixtures("no_proxies")

VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": "dlq:answer:1",
    "private_metadata": "",
    "state": {"values": {}},
    "hash": "1",
    "blocks": [],
}
MESSAGE = {"type": "message", "message_ts": "1.1", "channel_id": "C1"}
UNWANTED = {
    "a form that was closed": {"type": "view_closed", "view": VIEW, "is_cleared": False},
    "a shortcut": {"type": "shortcut", "callback_id": "x", "action_ts": "1.1"},
    "a shortcut of a message": {
        "type": "message_action",
        "callback_id": "x",
        "action_ts": "1.1",
        "message": {"ts": "1.1"},
        "channel": {"id": "C1", "name": "daily"},
    },
    "a click on nothing": {"type": "block_actions", "container": MESSAGE, "actions": []},
    "a click without anything": {"type": "block_actions", "container": MESSAGE},
    "an old attachment": {
        "type": "interactive_message",
        "callback_id": "x",
        "actions": [{"name": "a", "type": "button", "value": "b"}],
    },
    "an old dialog": {"type": "dialog_cancellation", "callback_id": "x"},
    "what is new": {"type": "something_new"},
}


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    async with first_day() as made:
        yield made


@pytest.mark.parametrize("unwanted", UNWANTED.values(), ids=UNWANTED)
async def test_what_is_of_no_use_is_acknowledged_and_let_go(
    day: Stage, unwanted: dict, caplog: pytest.LogCaptureFixture
) -> None:
    ben = {"id": day["ben"].id, "username": "ben", "team_id": TEAM}
    common = {"team": {"id": TEAM}, "user": ben, "api_app_id": "A1", "trigger_id": "1.2.x"}
    heard = len(day.bot.outcomes)
    ack = await day.server.socket.deliver("interactive", common | unwanted)
    await day.bot.quiet()
    assert (ack.error, ack.payload) == ("", {})
    assert len(day.bot.outcomes) == heard
    assert caplog.messages == []
