"""Slack and the network fail in every way: each post stands once, each answer counts once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.bank import tiny_bank
from tests.slack_server import shown
from tests.slack_server.faults import CUT_AFTER, CUT_BEFORE, Fault, broken, limited, refused
from tests.slack_server.socket import Envelope
from tests.slack_stage import Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")

FOOT = "round 1 · question"
REFUSALS = ("no_permission", "restricted_action", "fatal_error", "something_new")


@pytest.fixture
async def eve() -> AsyncIterator[Stage]:
    """It is an hour before the first question."""
    async with stage(tiny_bank("cnn/same-padding"), "anna", "ben") as made:
        yield made


@pytest.fixture
async def day(eve: Stage) -> Stage:
    """The first question is open."""
    await eve.passes(hours=1, minutes=5)
    return eve


def feet(made: Stage) -> list[str]:
    """The last line of everything that stands in the channel."""
    return [shown.text(one.blocks, one.text).splitlines()[-1] for one in made.posts]


# Posts


@pytest.mark.parametrize(
    "faults",
    [
        [CUT_BEFORE],
        [CUT_AFTER],
        [CUT_AFTER, CUT_BEFORE],
        [CUT_BEFORE, CUT_AFTER],
        [broken(500)],
        [broken(503)],
        [broken(200, "fatal_error")],
        [broken(200, "internal_error")],
        [limited(1)],
        [limited(90)],
        [limited(1), broken(500), CUT_AFTER],
        [refused("restricted_action")],
        [refused("something_new")],
    ],
    ids=lambda faults: ", ".join(f"{one.kind} {one.status} {one.error}" for one in faults),
)
async def test_a_question_stands_once_whatever_happens_to_it(
    eve: Stage, faults: list[Fault]
) -> None:
    eve.server.faults.will("chat.postMessage", *faults)
    await eve.passes(hours=1, minutes=20)
    assert feet(eve) == [FOOT]


async def test_a_lost_answer_is_found_by_its_key_and_not_sent_again(eve: Stage) -> None:
    eve.server.faults.will("chat.postMessage", CUT_AFTER)
    await eve.passes(hours=1)
    assert len(eve.server.calls("chat.postMessage")) == 1
    assert len(eve.server.calls("conversations.history")) == 1
    assert feet(eve) == [FOOT]


async def test_a_post_is_found_on_a_later_page_of_a_busy_channel(eve: Stage) -> None:
    """Slack gives as many rows as it likes."""
    eve.server.faults.will("chat.postMessage", CUT_AFTER)
    eve.server.rows_a_page = 3
    await eve.bot.quiet()
    eve.server.faults.will("conversations.history", CUT_BEFORE)
    await eve.passes(hours=1)
    for number in range(10):
        await eve["ben"].writes(eve.room, f"message {number}")
    await eve.passes(minutes=5)
    assert feet(eve) == [FOOT]
    assert len(eve.server.calls("chat.postMessage")) == 1


async def test_a_reveal_whose_answer_was_lost_is_found_in_its_thread(day: Stage) -> None:
    await day.presses("ben", "B")
    day.server.faults.will("chat.postMessage", CUT_AFTER)
    await day.types("anna", "admin close-now")
    await day.passes(minutes=5)
    assert [foot.partition(" · ")[2] for foot in feet(day)] == ["question", "reveal"]


@pytest.mark.parametrize("fault", [CUT_BEFORE, CUT_AFTER, broken(500), limited(3)])
async def test_a_redraw_is_tried_until_it_comes_through(day: Stage, fault: Fault) -> None:
    day.server.faults.will("chat.update", fault)
    await day.types("anna", "admin close-now")
    await day.passes(minutes=5)
    assert "closed" in shown.text(day.posts[0].blocks)
    rows = list(day.bot.store.rows("SELECT id FROM post WHERE stale = 1 OR state != 'sent'"))
    assert rows == []


async def test_what_slack_asks_for_is_waited(eve: Stage) -> None:
    """Not a second less than Retry-After says."""
    eve.server.faults.will("chat.postMessage", limited(90))
    await eve.passes(hours=1, seconds=89)
    assert feet(eve) == []
    await eve.passes(seconds=1)
    assert feet(eve) == [FOOT]


@pytest.mark.parametrize("error", REFUSALS)
async def test_what_is_refused_is_told_to_the_admin_once(eve: Stage, error: str) -> None:
    eve.server.faults.will("chat.postMessage", *[refused(error)] * 3)
    await eve.passes(hours=1, minutes=30)
    told = [m.text for m in eve["anna"].seen() if m.channel == "D0ANNA"]
    assert len(told) <= 1
    assert feet(eve) == [FOOT]


# Answers


@pytest.mark.parametrize("method", ["response_url", "users.info", "views.open"])
@pytest.mark.parametrize("fault", [CUT_BEFORE, CUT_AFTER, broken(500), limited(1)])
async def test_an_answer_counts_whatever_happens_to_its_receipt(
    day: Stage, method: str, fault: Fault
) -> None:
    day.server.faults.will(method, fault)
    assert await day.presses("ben", "B") == ""
    assert day.answers == [("ben", "B")]
    day.server.faults.planned.clear()
    await day.types("ben", "today")
    assert "B" in day["ben"].reads()


async def test_a_receipt_that_no_response_url_takes_comes_another_way(day: Stage) -> None:
    day.server.faults.will("response_url", refused("expired_url", 404))
    await day.presses("ben", "B")
    assert day["ben"].newest("Recorded: B", private=True)
    assert len(day.server.calls("chat.postEphemeral")) == 1


async def test_a_form_that_cannot_open_is_answered_with_a_sentence_or_a_button(day: Stage) -> None:
    day.server.faults.will("views.open", refused("expired_trigger_id"))
    await day.presses("ben", "Answer")
    assert day["ben"].view is None
    offer = day["ben"].seen()[-1]
    assert offer.only_for == day["ben"].id
    [label] = shown.labels(offer.blocks)
    await day.presses("ben", label, offer)
    assert day["ben"].view is not None


# Deliveries


async def test_every_envelope_may_come_twice(day: Stage) -> None:
    day.server.socket.doubles = True
    await day.presses("ben", "A")
    await day.presses("ben", "B")
    await day.presses("ben", "Hint")
    await day.presses("anna", "Answer")
    await day.fills("anna", answer="C")
    assert sorted(day.answers) == [("anna", "C"), ("ben", "A"), ("ben", "B")]
    receipts = [m for m in day["ben"].seen() if "Recorded: B" in shown.text(m.blocks)]
    assert len(receipts) == 1


@pytest.mark.parametrize("killed", [False, True], ids=["ended", "killed"])
async def test_a_delivery_that_comes_again_after_a_restart_changes_nothing(
    day: Stage, killed: bool
) -> None:
    await day.presses("ben", "A")
    again = day["ben"].again
    await day.presses("ben", "B")
    await day.restart(killed=killed)
    assert again is not None
    await again()
    await day.bot.quiet()
    assert day.answers == [("ben", "A"), ("ben", "B")]


async def test_a_mention_that_is_told_again_is_answered_once(day: Stage) -> None:
    await day["ben"].mention(day.room, "answer B")
    await day.bot.quiet()
    await day.server.events.again()
    await day.restart()
    await day.server.events.again()
    await day.bot.quiet()
    assert day.answers == [("ben", "B")]


async def test_a_mention_while_nobody_was_there_is_answered_afterwards(day: Stage) -> None:
    """Repetitions are no reason to skip: it may be the first time that it arrives."""
    await day.bot.ends()
    await day["ben"].mention(day.room, "answer B")
    assert await day["ben"].slash(day.room, "today") == (
        '/dlq failed with the error "dispatch_failed"'
    )
    day.bot = await type(day.bot)(day.world).start()
    await day.server.events.repeat(now=True)
    await day.bot.quiet()
    assert day.answers == [("ben", "B")]
    assert "Recorded: B" in day["ben"].reads()


# Sockets


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_refreshed_socket_loses_and_doubles_nothing(day: Stage, reason: str) -> None:
    """Clicks before, amid and after it."""
    server, ben = day.server, day["ben"]
    await day.presses("ben", "A")
    [old] = server.socket.connections
    await server.socket.refresh(reason)
    await server.until(lambda: any(one is not old for one in server.socket.connections))
    await ben.press(day.question, "B")
    await day.bot.quiet()
    assert day.answers == [("ben", "A"), ("ben", "B")]
    assert ben.errors == []


async def test_what_comes_on_the_old_socket_while_the_new_one_opens_is_taken(day: Stage) -> None:
    """Slack may hand a delivery to any connection that it has not closed."""
    socket = day.server.socket
    socket.keeps_old = True
    [old] = socket.connections
    await socket.refresh()
    payload = click(day, "ben", action_id="dlq:answer:1:b")
    ack = await socket.send(Envelope("interactive", "envelope-1", payload, accepts=True), over=old)
    assert ack.error == ""
    await day.server.until(lambda: len(socket.connections) == 2)
    payload = click(day, "anna", action_id="dlq:answer:1:a")
    ack = await socket.send(Envelope("interactive", "envelope-2", payload, accepts=True), over=old)
    assert ack.error == ""
    await old.ws.close()
    await day.bot.quiet()
    assert day.answers == [("ben", "B"), ("anna", "A")]


async def test_a_socket_that_breaks_is_replaced(day: Stage) -> None:
    day.server.socket.drop()
    await day.server.until(lambda: not day.server.socket.connections)
    await day.server.until(lambda: day.server.socket.connections, seconds=15)
    assert await day.presses("ben", "B") == ""
    assert day.answers == [("ben", "B")]


async def test_pings_are_answered(day: Stage) -> None:
    assert await day.server.socket.ping() == ["Ping from applink-1"]


# Forged and stale


def click(made: Stage, name: str, **action: Any) -> dict[str, Any]:
    """A click that Slack would never send, on the question."""
    person, post = made[name], made.question
    block_id, element = person.element(post, "B")
    from tests.slack_server import payloads

    done = {"type": "button", "text": element["text"], "value": "x", **action}
    payload = payloads.action(made.server, person.user, post, block_id, element, done)
    payload["actions"][0] |= action
    return payload


@pytest.mark.parametrize(
    "forged",
    [
        "dlq:answer:99:b",
        "dlq:answer:p99:b",
        "dlq:lock:1:2:3:4",
        "dlq:sing:1",
        "dlq:settle:1:right",
        "dlq:answer:1:b" + "b" * 200,
        "menu:" + "x" * 200,
        "menu:admin stop",
        "not ours",
        "dlq:said:1:0:yes",
        "<!channel>",
        "🙂",
        "dlq:answer:\u202e1",
    ],
)
async def test_a_forged_click_gets_a_private_sentence(day: Stage, forged: str) -> None:
    payload = click(day, "ben", action_id=forged[:255], value=forged)
    ack = await day.server.socket.deliver("interactive", payload)
    await day.bot.quiet()
    assert ack.error == ""
    said = day["ben"].seen()[-1]
    assert said.only_for == day["ben"].id
    assert "went wrong" not in shown.text(said.blocks, said.text)
    assert day.answers == []
    assert day.server.pings == []


async def test_a_button_of_a_round_that_is_over_says_what_became_of_it(day: Stage) -> None:
    from copy import deepcopy

    old = deepcopy(day.question)
    await day.types("anna", "admin close-now")
    await day.presses("ben", "B", old)
    assert day.answers == [("ben", "B")]
    assert not day.bot.store.answers.to(day.bot.round(1))[0].counts
    assert "Too late" in day["ben"].reads()


async def test_a_forged_form_gets_a_sentence(day: Stage) -> None:
    from tests.slack_server import payloads

    await day.presses("ben", "Answer")
    view = day["ben"].view
    assert view is not None
    for change in (
        {"callback_id": "dlq:answer:99"},
        {"callback_id": "nothing"},
        {"private_metadata": "{"},
        {"private_metadata": '{"channel": 7, "url": ["x"]}'},
    ):
        payload = payloads.submission(day.server, day["ben"].user, view, {})
        payload["view"] |= change
        ack = await day.server.socket.deliver("interactive", payload)
        await day.bot.quiet()
        assert ack.error == "", change
    assert day.answers == []
