"""Which way an answer goes, and which it goes when Slack refuses that one."""

import json
from datetime import timedelta

import pytest

from adapters.slack.failures import Said
from adapters.slack.inbound import Origin
from adapters.slack.replies import Replies
from bot.cards.words import say
from bot.message import Form, Message, Refused, Reply, TextField, plain_paragraph
from bot.platform import TryLater
from tests.fakes.slack_web import FakeWeb

URL = "https://hooks.slack.com/actions/T1/1/x"
CLICK = Origin("T1", "U1", "C1", "", URL, "13.37.abc", replaceable=True)
MENTION = Origin("T1", "U1", "C1", "5.5")
DIRECT = Origin("T1", "U1", "D1")
FORM = Form("Padding", "dlq:answer:17", (TextField("answer", "Your answer"),))
LONG = Message("Long", tuple(plain_paragraph(letter * 9_000) for letter in "abcdefg"))
PRESSED_OUT = Said("response_url", "used_url")


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb().will("conversations.open", {"channel": {"id": "DU1"}})


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def replies(web: FakeWeb, naps: list[float]) -> Replies:
    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    return Replies(web, sleep)


async def test_a_private_answer_goes_through_the_response_url(
    web: FakeWeb, replies: Replies
) -> None:
    await replies.deliver(Reply(say("Recorded.")), CLICK)
    [(method, sent)] = web.asked
    kept = ("url", "text", "response_type", "replace_original")
    assert method == "respond"
    assert {key: sent[key] for key in kept} == {
        "url": URL,
        "text": "Recorded.",
        "response_type": "ephemeral",
        "replace_original": False,
    }


@pytest.mark.parametrize(
    "reply, origin, replaced",
    [
        (Reply(say("x"), replaces=True), CLICK, True),
        (Reply(say("x")), CLICK, False),
        (Reply(say("x"), replaces=True), Origin("T1", "U1", "C1", url=URL), False),
        (Reply(say("x"), replaces=True, private=False), CLICK, False),
    ],
    ids=["redraws", "does not redraw", "pressed what all see", "for all"],
)
async def test_only_what_the_presser_alone_sees_is_replaced(
    web: FakeWeb, replies: Replies, reply: Reply, origin: Origin, replaced: bool
) -> None:
    await replies.deliver(reply, origin)
    assert [sent["replace_original"] for _, sent in web.asked] == [replaced]


async def test_only_the_first_page_replaces(web: FakeWeb, replies: Replies) -> None:
    await replies.deliver(Reply(LONG, replaces=True), CLICK)
    replaced = [sent["replace_original"] for method, sent in web.asked if method == "respond"]
    assert replaced == [True, False, False, False, False]


async def test_a_sixth_page_goes_another_way(web: FakeWeb, replies: Replies) -> None:
    """A response_url serves five times."""
    await replies.deliver(Reply(LONG), CLICK)
    assert web.methods == ["respond"] * 5 + ["chat.postEphemeral"] * 2
    texts = [sent["text"] for _, sent in web.asked]
    assert texts == [f"Long ({number}/7)" for number in range(1, 8)]


@pytest.mark.parametrize(
    "origin, method, where",
    [
        (MENTION, "chat.postEphemeral", {"channel": "C1", "user": "U1", "thread_ts": "5.5"}),
        (DIRECT, "chat.postMessage", {"channel": "D1", "thread_ts": None}),
    ],
    ids=["in a thread", "in a direct message"],
)
async def test_without_a_response_url_an_answer_stands_where_it_was_asked_for(
    web: FakeWeb, replies: Replies, origin: Origin, method: str, where: dict[str, str]
) -> None:
    await replies.deliver(Reply(say("x")), origin)
    [(called, sent)] = web.asked
    assert called == method
    assert {key: sent[key] for key in where} == where


async def test_an_answer_for_all_is_said_in_the_channel(web: FakeWeb, replies: Replies) -> None:
    await replies.deliver(Reply(say("x"), private=False), CLICK)
    await replies.deliver(Reply(say("y"), private=False), MENTION)
    assert web.methods == ["respond", "chat.postMessage"]
    assert web.asked[0][1]["response_type"] == "in_channel"


async def test_where_the_bot_is_not_an_answer_comes_directly(
    web: FakeWeb, replies: Replies
) -> None:
    web.will("respond", PRESSED_OUT)
    web.will("chat.postEphemeral", Said("chat.postEphemeral", "not_in_channel"))
    await replies.deliver(Reply(say("x")), CLICK)
    assert web.methods == [
        "respond",
        "chat.postEphemeral",
        "conversations.open",
        "chat.postMessage",
    ]
    assert web.asked[-1][1]["channel"] == "DU1"


async def test_a_busy_slack_is_waited_for_a_little(
    web: FakeWeb, replies: Replies, naps: list[float]
) -> None:
    web.will("respond", TryLater("busy", after=timedelta(seconds=2)), {})
    await replies.deliver(Reply(say("x")), CLICK)
    assert (web.methods, naps) == (["respond", "respond"], [2])


async def test_a_slack_that_is_busy_for_long_gets_the_answer_another_way(
    web: FakeWeb, replies: Replies, naps: list[float]
) -> None:
    web.will("respond", TryLater("busy", after=timedelta(minutes=2)))
    await replies.deliver(Reply(say("x")), CLICK)
    assert (web.methods, naps) == (["respond", "chat.postEphemeral"], [])


async def test_an_answer_that_nothing_takes_is_given_up(web: FakeWeb, replies: Replies) -> None:
    for method in ("respond", "chat.postEphemeral", "conversations.open"):
        web.will(method, Said(method, "invalid_arguments"))
    await replies.deliver(Reply(LONG), CLICK)
    assert web.methods == ["respond", "chat.postEphemeral", "conversations.open"]


# Forms


def button(sent: dict) -> str:
    [found] = [block for block in sent["blocks"] if block["type"] == "actions"]
    return found["elements"][0]["action_id"]


async def test_a_form_opens_by_its_trigger_and_remembers_where(
    web: FakeWeb, replies: Replies
) -> None:
    await replies.open(FORM, CLICK)
    [(method, sent)] = web.asked
    assert (method, sent["trigger_id"]) == ("views.open", "13.37.abc")
    assert json.loads(sent["view"]["private_metadata"]) == {
        "channel": "C1",
        "thread": "",
        "url": URL,
    }


async def test_without_a_trigger_a_form_is_offered_by_a_button(
    web: FakeWeb, replies: Replies
) -> None:
    await replies.open(FORM, MENTION)
    assert web.methods == ["chat.postEphemeral"]
    assert button(web.asked[0][1]) == "dlq:answer:17"


@pytest.mark.parametrize(
    "error",
    [Said("views.open", "expired_trigger_id"), TryLater("busy", after=timedelta(seconds=1))],
)
async def test_a_form_that_did_not_open_is_offered_by_a_button(
    web: FakeWeb, replies: Replies, error: Exception
) -> None:
    web.will("views.open", error)
    await replies.open(FORM, CLICK)
    assert web.methods == ["views.open", "respond"]
    assert button(web.asked[1][1]) == "dlq:answer:17"


async def test_complaints_that_come_after_the_form_bring_a_way_back(
    web: FakeWeb, replies: Replies
) -> None:
    refused = Refused((("Your answer", "Nothing was entered here."),), "dlq:answer:17")
    await replies.show_refused(refused, CLICK)
    [(_, sent)] = web.asked
    said = [element["text"] for element in sent["blocks"][0]["elements"][0]["elements"]]
    assert said == ["Your answer: ", "Nothing was entered here."]
    assert button(sent) == "dlq:answer:17"
