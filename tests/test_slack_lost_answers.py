"""What a person waits for, when Slack fails or its word is lost: a form opens once, a receipt comes
at least once, and what all can see is never said twice."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.failures import Said
from adapters.slack.replies import BREATH, Replies
from bot.cards.words import say
from bot.message import Message, Reply, plain_paragraph
from bot.platform import OutcomeUnknown
from tests.fakes.slack_web import FakeWeb
from tests.slack_server.faults import CUT_AFTER, CUT_BEFORE, Fault, broken, refused
from tests.slack_stage import Stage, first_day
from tests.test_slack_replies import CLICK, DIRECT, FORM, MENTION, button

LOST = OutcomeUnknown("lost")


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


# Forms


@pytest.mark.parametrize("second", [{}, Said("views.open", "exchanged_trigger_id")])
async def test_a_form_that_perhaps_opened_is_opened_once_more(
    web: FakeWeb, replies: Replies, naps: list[float], second: object
) -> None:
    """At once, for its trigger serves once and for three seconds."""
    web.will("views.open", LOST, second)
    await replies.open(FORM, CLICK)
    assert (web.methods, naps) == (["views.open"] * 2, [])
    assert web.asked[0] == web.asked[1]


@pytest.mark.parametrize("second", [LOST, Said("views.open", "expired_trigger_id")])
async def test_a_form_that_opens_at_no_time_is_offered(
    web: FakeWeb, replies: Replies, second: Exception
) -> None:
    web.will("views.open", LOST, second)
    await replies.open(FORM, CLICK)
    assert web.methods == ["views.open", "views.open", "respond"]
    assert button(web.asked[2][1]) == "dlq:answer:17"


async def test_a_trigger_that_was_used_at_first_opened_another_form(
    web: FakeWeb, replies: Replies
) -> None:
    web.will("views.open", Said("views.open", "exchanged_trigger_id"))
    await replies.open(FORM, CLICK)
    assert web.methods == ["views.open", "respond"]


# Answers


@pytest.mark.parametrize(
    "origin, method",
    [(CLICK, "respond"), (MENTION, "chat.postEphemeral"), (DIRECT, "chat.postMessage")],
    ids=["a click", "a mention", "a direct message"],
)
async def test_a_private_answer_that_was_perhaps_sent_is_sent_once_more(
    web: FakeWeb, replies: Replies, naps: list[float], origin: object, method: str
) -> None:
    web.will(method, LOST)
    await replies.deliver(Reply(say("x")), origin)
    assert (web.methods, naps) == ([method, method], [BREATH])


async def test_an_answer_for_all_that_was_perhaps_sent_is_not_sent_again(
    web: FakeWeb, replies: Replies, naps: list[float]
) -> None:
    web.will("respond", LOST)
    await replies.deliver(Reply(say("x"), private=False), CLICK)
    assert (web.methods, naps) == (["respond"], [])


async def test_each_page_is_sent_once_more_and_the_uses_are_counted(
    web: FakeWeb, replies: Replies
) -> None:
    """A response_url serves five times."""
    web.will("respond", LOST)
    long = Message("Long", tuple(plain_paragraph(letter * 9_000) for letter in "abc"))
    await replies.deliver(Reply(long), CLICK)
    assert web.methods == ["respond"] * 5 + ["chat.postEphemeral"]
    texts = [sent["text"] for _, sent in web.asked]
    assert texts == [f"Long ({number}/3)" for number in (1, 1, 2, 2, 3, 3)]


# Over the wire


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    async with first_day() as made:
        yield made


FAILED = {
    "500": broken(500),
    "503": broken(503),
    "an error of its own": refused("internal_error"),
    "cut before": CUT_BEFORE,
    "cut after": CUT_AFTER,
}


@pytest.mark.usefixtures("no_proxies")
@pytest.mark.parametrize("fault", FAILED.values(), ids=FAILED)
async def test_whoever_presses_answer_gets_a_form_whatever_fails(day: Stage, fault: Fault) -> None:
    day.server.faults.will("views.open", fault)
    before = len(day["ben"].seen())
    assert await day.presses("ben", "Answer") == ""
    assert len(day["ben"].seen()) == before
    assert await day.fills("ben", answer="B") == ""
    assert day.answers == [("ben", "B")]


@pytest.mark.usefixtures("no_proxies")
@pytest.mark.parametrize("fault", FAILED.values(), ids=FAILED)
async def test_whoever_answers_gets_a_receipt_whatever_fails(
    day: Stage, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.replies.BREATH", 0.01)
    day.server.faults.will("response_url", fault)
    await day.types("ben", "answer B")
    day["ben"].newest("Recorded", private=True)
    assert day.answers == [("ben", "B")]
