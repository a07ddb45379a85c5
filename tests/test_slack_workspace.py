"""What the bot asks Slack about people and channels, and what it makes of the answer."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.client import Me
from adapters.slack.failures import Said
from adapters.slack.workspace import Workspace
from bot.errors import DlqError
from bot.events import Place
from bot.platform import OutcomeUnknown
from tests.fakes.slack_web import FakeWeb

ME = Me("T1", "UBOT", "B1", "dlq")
DAILY = Place("slack", "C1", "T1", "daily")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(web: FakeWeb, clock: Clock) -> Workspace:
    return Workspace(web, ME, clock)


@pytest.mark.parametrize(
    "user, may",
    [
        ({"id": "U1", "is_admin": True}, True),
        ({"id": "U1", "is_owner": True, "team_id": "T1"}, True),
        ({"id": "U1", "is_primary_owner": True}, True),
        ({"id": "U1", "is_admin": False}, False),
        ({"id": "U1"}, False),
        ({"id": "U1", "is_admin": True, "team_id": "TOTHER"}, False),
    ],
)
async def test_admins_and_owners_of_this_workspace_manage_it(
    web: FakeWeb, workspace: Workspace, user: dict, may: bool
) -> None:
    web.will("users.info", {"user": user})
    assert await workspace.may_manage("U1") is may


@pytest.mark.parametrize(
    "error, sentence",
    [
        (Said("users.info", "missing_scope", "users:read"), "I lack the scope users:read"),
        (OutcomeUnknown("slow"), "Slack did not tell me in time"),
    ],
)
async def test_a_slack_that_does_not_tell_is_no_word_on_who_manages(
    web: FakeWeb, workspace: Workspace, error: Exception, sentence: str
) -> None:
    web.will("users.info", error)
    with pytest.raises(DlqError, match=sentence):
        await workspace.may_manage("U1")


async def test_what_slack_said_of_a_person_holds_for_a_minute(
    web: FakeWeb, workspace: Workspace, clock: Clock
) -> None:
    web.will("users.info", {"user": {"id": "U1", "is_admin": True, "name": "anna"}})
    assert await workspace.may_manage("U1")
    assert await workspace.person_name("U1") == "anna"
    assert len(web.asked) == 1
    clock.now += timedelta(seconds=61)
    web.will("users.info", {"user": {"id": "U1", "is_admin": False}})
    assert not await workspace.may_manage("U1")


async def test_a_channel_that_is_gone_keeps_its_last_name(
    web: FakeWeb, workspace: Workspace, clock: Clock
) -> None:
    web.will("conversations.info", {"channel": {"name": "daily"}})
    assert await workspace.channel_name("C1") == "daily"
    clock.now += timedelta(hours=1)
    web.will("conversations.info", Said("conversations.info", "channel_not_found"))
    assert await workspace.channel_name("C1") == "daily"
    assert await workspace.channel_name("C2") == ""


INVITE = "I am not in #daily: invite me with /invite @dlq."


@pytest.mark.parametrize(
    "answer, sentence",
    [
        ({"channel": {"is_member": True}}, ""),
        ({"channel": {"is_member": False}}, INVITE),
        ({"channel": {"is_archived": True, "is_member": False}}, "#daily is archived."),
        (
            {"channel": {"is_mpim": True, "is_member": True}},
            "A group of direct messages has no schedule: use a channel.",
        ),
        (Said("conversations.info", "channel_not_found"), INVITE),
        (OutcomeUnknown("slow"), ""),
    ],
    ids=["in it", "not in it", "archived", "group message", "private", "slow"],
)
async def test_an_obstacle_is_what_slack_says_of_the_channel(
    web: FakeWeb, workspace: Workspace, answer: object, sentence: str
) -> None:
    web.will("conversations.info", answer)
    assert await workspace.obstacle(DAILY) == sentence


async def test_an_obstacle_is_gone_as_soon_as_it_is_mended(
    web: FakeWeb, workspace: Workspace
) -> None:
    web.will(
        "conversations.info", {"channel": {"is_member": False}}, {"channel": {"is_member": True}}
    )
    assert await workspace.obstacle(DAILY) == INVITE
    assert await workspace.obstacle(DAILY) == ""


@pytest.mark.parametrize(
    "missing, stands", [(("chat:write", "users:read"), False), (("users:read",), True)]
)
async def test_only_scopes_that_posts_need_stand_in_their_way(
    web: FakeWeb, workspace: Workspace, missing: tuple[str, ...], stands: bool
) -> None:
    web.missing = missing
    web.will("conversations.info", {"channel": {"is_member": True}})
    found = await workspace.obstacle(DAILY)
    assert (found == "") is stands
    assert "users:read" not in found
