"""dlq on Discord when things go wrong: the network, Discord itself, admins, forgers."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.discord_server import Channel, Permission
from tests.discord_stage import DiscordBot, Stage, stage
from tests.fakes.bank import SECRET, tiny_bank

POST = "POST /channels/[0-9]+/messages$"
EDIT = "PATCH /channels/[0-9]+/messages/[0-9]+$"
CALLBACK = "POST /interactions/.*/callback$"
FOLLOW = "/webhooks/"


@pytest.fixture
async def school() -> AsyncIterator[Stage]:
    """A group an hour before its first round."""
    async with stage(tiny_bank("cnn/same-padding", "cnn/pooling"), "anna", "ben", "cleo") as made:
        await made.uses("anna", "admin queue", {"id": "cnn/same-padding"})
        await made.uses("anna", "admin queue", {"id": "cnn/pooling"})
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
    _in_no_time(monkeypatch)
    school.server.discord.faults.answers(POST, status, times=6)
    await school.passes(hours=2)
    assert feet(school) == FIRST


@pytest.mark.parametrize("status", [500, 503])
async def test_a_post_that_stands_though_discord_said_500_is_not_sent_again(
    school: Stage, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_no_time(monkeypatch)
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


# Interactions


async def test_an_answer_of_which_the_acknowledgement_was_lost_is_recorded_and_told(
    school: Stage,
) -> None:
    await school.passes(hours=2)
    school.server.discord.faults.cuts(CALLBACK, after=True)
    answer = await school.presses("ben", "B")
    assert "Recorded:** B" in answer.text


async def test_an_acknowledgement_that_never_arrived_is_sent_again(school: Stage) -> None:
    await school.passes(hours=2)
    school.server.discord.faults.cuts(CALLBACK, after=False)
    assert "Recorded:** B" in (await school.presses("ben", "B")).text
    school.server.discord.faults.cuts(CALLBACK, after=True)
    opened = await school.presses("ben", "Answer")
    assert "Recorded:** A" in (await school.fills("ben", opened.modal, answer="A")).text


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_receipt_that_breaks_is_shown_and_the_answer_is_kept(
    school: Stage, after: bool
) -> None:
    await school.passes(hours=2)
    school.server.discord.faults.cuts(f"(POST|PATCH) {FOLLOW}", after=after)
    answer = await school.types("ben", "answer b")
    assert "Recorded:** b" in answer.text.replace("B", "b")
    assert len(answer.messages) == 1


async def test_what_comes_too_late_is_not_done_and_no_failure_is_logged(
    school: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever was told that it failed did nothing."""
    await school.passes(hours=2)
    gate = school.server.discord.faults.holds(CALLBACK)
    pressing = asyncio.create_task(school["ben"].press(school.question, "Reveal"))
    await school.server.discord.until(lambda: school.server.rest.under_way)
    school.world.clock.wait(seconds=4)
    with caplog.at_level(logging.WARNING, "adapters.discord"):
        gate.set()
        assert (await pressing).failed
        await school.bot.quiet()
    assert [record.message for record in caplog.records if "discord" in record.name] == []
    me = await school.types("ben", "answer b")
    assert "Recorded" in me.text


async def test_a_reply_after_fifteen_minutes_is_lost_and_what_was_done_is_not(
    school: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await school.passes(hours=2)
    gate = school.server.discord.faults.holds(f"(POST|PATCH) {FOLLOW}")
    pressing = asyncio.create_task(school["ben"].press(school.question, "B", waits=False))
    answer = await pressing
    await school.server.discord.until(lambda: school.server.rest.under_way)
    school.world.clock.wait(minutes=16)
    with caplog.at_level(logging.WARNING, "adapters.discord"):
        gate.set()
        await school.bot.quiet()
    assert [r.message for r in caplog.records if r.name.startswith("adapters")] == []
    assert answer.messages == []
    school.server.discord.interactions.clear()
    opened = await school.presses("ben", "Answer")
    assert opened.modal is not None
    assert opened.modal.begins_with == {"answer": "B"}


async def test_the_same_delivery_twice_is_one_deed(school: Stage) -> None:
    await school.passes(hours=2)
    first = await school.presses("ben", "Hint", times=2)
    assert "Hint 1 of 2" in first.text
    second = await school.presses("ben", "Hint")
    assert "Hint 2 of 2" in second.text


async def test_a_slow_core_does_not_stop_the_heart(school: Stage) -> None:
    """While one answer is worked on, others are acknowledged, completed and opened."""
    await school.passes(hours=2)
    going = asyncio.Event()
    hear = school.bot.handle

    async def slow(event: Any) -> Any:
        if event.person.name == "ben":
            await going.wait()
        return await hear(event)

    school.bot.handle = slow
    waiting = await school["ben"].press(school.question, "B", waits=False)
    assert await school["anna"].autocomplete(school.room, "random", "topic", "cn")
    assert "Recorded" in (await school["anna"].press(school.question, "A")).text
    going.set()
    await school["ben"].sees_outcome(waiting)
    assert "Recorded:** B" in waiting.text


# Forgers


FORGED = [
    "dlq:answer:99",
    "dlq:answer:99:b",
    "dlq:answer:-1:b",
    "dlq:lock:99",
    "dlq:hint:p99",
    "dlq:reveal:99",
    "dlq:said:1:0:yes",
    "dlq:settle:1:yes",
    "dlq:random:x:y:z",
    "dlq:nonsense",
    "dlq:",
    "other:thing",
    "dlq:answer:1:" + "b" * 80,
    "dlq:answer:\u202e1",
    "🦀" * 50,
]


@pytest.mark.parametrize("action", FORGED)
async def test_a_forged_button_gets_a_sentence(school: Stage, action: str) -> None:
    await school.passes(hours=2)
    data = {"component_type": 2, "custom_id": action, "id": 1}
    answer = await school["ben"].forge(school.room, 3, data, school.question)
    await school.bot.quiet()
    if answer.modal is None:
        assert answer.private
        assert answer.text
        assert SECRET not in answer.text
        assert "Something went wrong" not in answer.text


@pytest.mark.parametrize("action", [*FORGED, "dlq:answer:1"])
@pytest.mark.parametrize(
    "components",
    [
        [],
        [{"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "x", "value": "y"}}],
        [{"type": 18, "id": 1, "component": {"type": 99, "id": 2, "custom_id": "answer"}}],
        [{"type": 1, "components": [{"type": 4, "custom_id": "answer", "value": "B" * 4000}]}],
        [
            {
                "type": 18,
                "id": 1,
                "component": {
                    "type": 4,
                    "id": 2,
                    "custom_id": "answer",
                    "value": "\ud800@",
                },
            }
        ],
    ],
    ids=["nothing", "another field", "an unknown kind", "an old row", "half a character"],
)
async def test_a_forged_form_gets_a_sentence(
    school: Stage, action: str, components: list[dict[str, Any]]
) -> None:
    await school.passes(hours=2)
    data = {"custom_id": action, "components": components}
    answer = await school["ben"].forge(school.room, 5, data, school.question)
    await school.bot.quiet()
    assert (answer.private, bool(answer.text)) == (True, True)
    assert "Something went wrong" not in answer.text


@pytest.mark.parametrize(
    "data",
    [
        {"id": "1", "name": "dlq", "type": 1, "options": []},
        {"id": "1", "name": "other", "type": 1},
        {"id": "1", "name": "dlq", "type": 1, "options": [{"name": "nope", "type": 1}]},
        {"id": "1", "name": "dlq", "type": 2, "target_id": "1"},
    ],
)
async def test_a_command_of_another_version_gets_a_sentence(
    school: Stage, data: dict[str, Any]
) -> None:
    answer = await school["ben"].forge(school.room, 2, data)
    assert (answer.private, bool(answer.text)) == (True, True)
    assert "Something went wrong" not in answer.text


async def test_a_select_that_is_none_of_ours_gets_a_sentence(school: Stage) -> None:
    await school.passes(hours=2)
    data = {"component_type": 3, "custom_id": "dlq:answer:1", "id": 1, "values": ["b"]}
    answer = await school["ben"].forge(school.room, 3, data, school.question)
    assert (answer.private, bool(answer.text)) == (True, True)


HOSTILE = [
    "x" * 4000,
    "🦀" * 900,
    "\u202e\u2066gnidaer" * 50,
    "```py\nimport os\n```\n# Heading\n> quote\n-# small\n||spoiler||",
    "@everyone @here <@1> <@&2> <#3> </dlq:4> <t:0> <:a:5> [link](https://example.org)",
    "\x00\x07 null",
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_is_typed_is_answered_privately_and_never_alive(
    school: Stage, text: str
) -> None:
    await school.passes(hours=2)
    answer = await school.uses("ben", "answer", {"text": text})
    assert (answer.failed, answer.private, bool(answer.text)) == ("", True, True)
    for command in ("search", "help"):
        option = "words" if command == "search" else "about"
        said = await school.uses("ben", command, {option: text})
        assert said.text
    for message in school["ben"].sees():
        assert message.mentions == message.role_mentions == []
    await school.passes(hours=24)
    assert school.server.discord.notes.pinged == []


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
    await school.bot.ends()
    discord.gateway.greets.set()
    school.bot = await DiscordBot(school.world).start()
    await discord.until(lambda: discord.gateway.identified == 2)


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


def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits up to nine seconds before it tries a request again."""

    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(
        "discord.http.asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": at_once})
    )
