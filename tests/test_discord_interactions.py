"""Clicks, forms and commands on Discord whose answers are lost, late, doubled, slow or forged."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.discord_stage import Stage, before_class
from tests.fakes.bank import SECRET

CALLBACK = "POST /interactions/.*/callback$"
FOLLOW = "/webhooks/"


@pytest.fixture
async def school() -> AsyncIterator[Stage]:
    """A group whose first round is open."""
    async with before_class() as made:
        await made.passes(hours=2)
        yield made


# Interactions


async def test_an_answer_of_which_the_acknowledgement_was_lost_is_recorded_and_told(
    school: Stage,
) -> None:
    school.server.discord.faults.cuts(CALLBACK, after=True)
    answer = await school.presses("ben", "B")
    assert "Recorded:** B" in answer.text


async def test_an_acknowledgement_that_never_arrived_is_sent_again(school: Stage) -> None:
    school.server.discord.faults.cuts(CALLBACK, after=False)
    assert "Recorded:** B" in (await school.presses("ben", "B")).text
    school.server.discord.faults.cuts(CALLBACK, after=True)
    opened = await school.presses("ben", "Answer")
    assert "Recorded:** A" in (await school.fills("ben", opened.modal, answer="A")).text


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_receipt_that_breaks_is_shown_and_the_answer_is_kept(
    school: Stage, after: bool
) -> None:
    school.server.discord.faults.cuts(f"(POST|PATCH) {FOLLOW}", after=after)
    answer = await school.types("ben", "answer b")
    assert "Recorded:** b" in answer.text.replace("B", "b")
    assert len(answer.messages) == 1


async def test_what_comes_too_late_is_not_done_and_no_failure_is_logged(
    school: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever was told that it failed did nothing."""
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
    first = await school.presses("ben", "Hint", times=2)
    assert "Hint 1 of 2" in first.text
    second = await school.presses("ben", "Hint")
    assert "Hint 2 of 2" in second.text


async def test_a_slow_core_does_not_stop_the_heart(school: Stage) -> None:
    """While one answer is worked on, others are acknowledged, completed and opened."""
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
