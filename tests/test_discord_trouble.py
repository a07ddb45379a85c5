"""dlq on Discord when things go wrong: posts, admins, and the connection."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.discord_server import Channel, Permission
from tests.discord_stage import DiscordBot, Stage, before_class, hurries

POST = "POST /channels/[0-9]+/messages$"
EDIT = "PATCH /channels/[0-9]+/messages/[0-9]+$"


@pytest.fixture
async def school() -> AsyncIterator[Stage]:
    """A group an hour before its first round."""
    async with before_class() as made:
        yield made


def feet(stage: Stage, channel: Channel | None = None) -> list[str]:
    """The last line of everything posted in a place."""
    found = stage.server.discord.messages(channel or stage.room)
    return [message.text.splitlines()[-1] for message in found if message.text]


FIRST = ["-# round 1 · question"]


# Posts


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_connection_that_breaks_around_a_post_leaves_it_there_once(
    school: Stage, after: bool
) -> None:
    school.server.discord.faults.cuts(POST, after=after)
    await school.passes(hours=2)
    assert feet(school) == FIRST


@pytest.mark.parametrize("status", [500, 502, 503, 504, 403])
async def test_a_post_that_discord_fails_to_take_is_taken_later(
    school: Stage, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurries(monkeypatch)
    school.server.discord.faults.answers(POST, status, times=6)
    await school.passes(hours=2)
    assert feet(school) == FIRST


@pytest.mark.parametrize("status", [500, 503])
async def test_a_post_that_stands_though_discord_said_500_is_not_sent_again(
    school: Stage, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurries(monkeypatch)
    school.server.discord.faults.answers(POST, status, after=True)
    await school.passes(hours=2)
    assert feet(school) == FIRST


async def test_a_post_that_is_to_wait_waits(school: Stage) -> None:
    school.server.discord.faults.answers(POST, 429, retry_after=0.02)
    school.server.discord.faults.answers(POST, 429, retry_after=0.02, is_global=True)
    await school.passes(hours=1, minutes=1)
    assert feet(school) == FIRST


async def test_a_post_that_is_to_wait_for_long_is_tried_later(school: Stage) -> None:
    """And the bot does not stand still for it."""
    school.server.discord.faults.answers(POST, 429, retry_after=90)
    await school.passes(hours=1)
    assert feet(school) == []
    assert (await school.types("ben", "answer b")).text
    await school.passes(minutes=2)
    assert feet(school) == FIRST


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_reveal_whose_thread_is_made_twice_stands_once(school: Stage, after: bool) -> None:
    await school.passes(hours=2)
    await school.presses("ben", "B")
    school.server.discord.faults.cuts("POST .*/threads$", after=after)
    await school.passes(hours=25)
    thread = school.posts[0].thread
    assert thread is not None
    assert feet(school, thread) == ["-# round 1 · reveal"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_closed_question_is_redrawn_whatever_breaks(school: Stage, after: bool) -> None:
    await school.passes(hours=2)
    school.server.discord.faults.cuts(EDIT, after=after)
    await school.passes(hours=24)
    assert school.posts[0].labels[-2:] == ["(Lock in)", "Reveal"]


# What admins do


@pytest.mark.parametrize(
    "taken", [Permission.CREATE_PUBLIC_THREADS, Permission.SEND_MESSAGES_IN_THREADS]
)
async def test_where_threads_are_not_allowed_the_reveal_is_a_reply(
    school: Stage, taken: Permission
) -> None:
    school.server.discord.deny(school.room, taken)
    await school.passes(hours=2)
    await school.passes(hours=24)
    question, reveal = school.posts[:2]
    assert reveal.reference is question
    assert reveal.text.splitlines()[-1] == "-# round 1 · reveal"


@pytest.mark.parametrize(
    ("taken", "named"),
    [
        (Permission.SEND_MESSAGES, "Send Messages"),
        (Permission.VIEW_CHANNEL, "View Channel"),
    ],
)
async def test_a_permission_that_was_taken_is_told_once_and_the_post_comes_when_it_is_back(
    school: Stage, taken: Permission, named: str
) -> None:
    school.server.discord.deny(school.room, taken)
    await school.passes(hours=5)
    told = school["anna"].reads(school["anna"].dm)
    assert "I may not write in #daily: give my role" in told
    assert named in told
    assert told.count("I could not post") == 1
    assert feet(school) == []
    school.server.discord.permit(school.room, taken)
    await school.passes(hours=1)
    assert feet(school) == FIRST


async def test_a_history_that_may_not_be_read_does_not_double_a_post(school: Stage) -> None:
    """Discord would show an empty one."""
    school.server.discord.faults.cuts(POST, after=True)
    gate = school.server.discord.faults.holds("GET .*/messages$")
    await school.bot.until(school.world.clock() + timedelta(minutes=59))
    passing = asyncio.create_task(school.passes(hours=2))
    await school.server.discord.until(lambda: school.posts)
    school.server.discord.deny(school.room, Permission.READ_MESSAGE_HISTORY)
    gate.set()
    await passing
    assert feet(school) == FIRST
    school.server.discord.permit(school.room, Permission.READ_MESSAGE_HISTORY)
    await school.passes(hours=1)
    assert feet(school) == FIRST


async def test_a_deleted_channel_closes_the_place_and_tells_the_admin(school: Stage) -> None:
    await school.passes(hours=2)
    school.server.discord.delete(school.room)
    await school.server.discord.until(lambda: school["anna"].reads(school["anna"].dm))
    await school.bot.quiet()
    before = len(school.server.discord.sent("POST /channels"))
    await school.passes(hours=48)
    said = school["anna"].reads(school["anna"].dm)
    assert "I am no longer in #daily (the channel was deleted)" in said
    assert len(school.server.discord.sent("POST /channels")) == before


async def test_a_channel_that_was_deleted_while_the_bot_was_away_is_found_out(
    school: Stage,
) -> None:
    await school.bot.ends()
    school.server.discord.delete(school.room)
    school.bot = await DiscordBot(school.world).start()
    await school.passes(hours=48)
    assert "#daily" in school["anna"].reads(school["anna"].dm)
    assert feet(school) == []


async def test_a_bot_that_was_removed_is_quiet_and_says_hello_when_it_is_back(
    school: Stage,
) -> None:
    await school.passes(hours=2)
    discord = school.server.discord
    discord.kick(school.school)
    await discord.until(lambda: len(school.bot.outcomes) > 3)
    await school.bot.quiet()
    sent = len(discord.sent("POST /channels"))
    await school.passes(hours=48)
    assert len(discord.sent("POST /channels")) <= sent + 1
    discord.invite(school.school)
    general = discord.channels[school.school.system_channel or 0]
    await discord.until(lambda: discord.messages(general))
    await school.bot.quiet()
    assert "/dlq admin setup" in discord.messages(general)[0].text
    assert len(discord.messages(general)) == 1


async def test_an_outage_of_the_server_is_no_removal(school: Stage) -> None:
    await school.passes(hours=2)
    discord = school.server.discord
    discord.outage(school.school)
    told = discord.guild_payload(school.school)
    discord.gateway.dispatch("GUILD_CREATE", told)
    await school.passes(hours=24)
    assert feet(school) == [*FIRST, "-# round 2 · question"]
    assert school["anna"].reads(school["anna"].dm) == ""


async def test_who_takes_no_direct_messages_is_told_on_their_next_command(school: Stage) -> None:
    school["anna"].user.takes_dms = False
    school.server.discord.deny(school.room, Permission.SEND_MESSAGES)
    await school.passes(hours=5)
    school.server.discord.permit(school.room, Permission.SEND_MESSAGES)
    answer = await school.uses("anna", "admin rules")
    assert "Before I forget: I could not post in #daily" in answer.text


# The connection


async def test_a_reconnect_is_noticed_by_nobody(school: Stage) -> None:
    await school.passes(hours=2)
    discord = school.server.discord
    discord.gateway.reconnect()
    await discord.until(lambda: discord.gateway.resumed)
    assert "Recorded" in (await school.presses("ben", "B")).text
    assert discord.gateway.identified == 1


async def test_what_happens_while_the_connection_is_away_is_done_when_it_is_back(
    school: Stage,
) -> None:
    await school.passes(hours=2)
    discord = school.server.discord
    discord.gateway.greets.clear()
    discord.gateway.reconnect()
    await discord.until(lambda: not discord.gateway.connected)
    pressed = await school["ben"].press(school.question, "B", waits=False)
    discord.gateway.greets.set()
    await school["ben"].sees_outcome(pressed)
    assert "Recorded:** B" in pressed.text


async def test_posts_leave_while_the_gateway_is_away(school: Stage) -> None:
    discord = school.server.discord
    discord.gateway.greets.clear()
    discord.gateway.reconnect()
    await discord.until(lambda: not discord.gateway.connected)
    await school.passes(hours=2)
    assert feet(school) == FIRST
    discord.gateway.greets.set()
    await discord.until(lambda: discord.gateway.connected)


async def test_ending_while_the_gateway_is_away_is_quick(school: Stage) -> None:
    discord = school.server.discord
    discord.gateway.greets.clear()
    discord.gateway.reconnect()
    await discord.until(lambda: not discord.gateway.connected)
    before = school.bot
    await before.ends()
    assert before.serving is not None and before.serving.done()
    discord.gateway.greets.set()
    school.bot = await DiscordBot(school.world).start()
    await discord.until(lambda: discord.gateway.connected)
    assert discord.gateway.identified == 2


@pytest.mark.long
async def test_an_invalid_session_is_begun_anew(school: Stage) -> None:
    """discord.py waits five seconds for it."""
    await school.passes(hours=2)
    discord = school.server.discord
    discord.gateway.invalidate()
    await discord.until(lambda: discord.gateway.identified == 2)
    assert "Recorded" in (await school.presses("ben", "B")).text
    await school.passes(hours=24)
    assert feet(school) == [*FIRST, "-# round 2 · question"]


@pytest.mark.long
async def test_a_broken_connection_is_resumed(school: Stage) -> None:
    await school.passes(hours=2)
    discord = school.server.discord
    discord.gateway.cut()
    await discord.until(lambda: discord.gateway.resumed, within=20)
    assert "Recorded" in (await school.presses("ben", "B")).text
