"""How the door of Slack acknowledges, hands on and answers; the core is a stub of ready answers."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.client import Me
from adapters.slack.door import Door
from adapters.slack.failures import Said
from adapters.slack.replies import Replies
from adapters.slack.workspace import Workspace
from bot.app import App
from bot.cards.words import say
from bot.events import AnyEvent, ButtonPressed, CommandUsed, FormSubmitted, OptionsAsked
from bot.message import Choices, Refused, Reply
from bot.settings import Settings
from bot.store import Store
from tests.fakes.bank import tiny_bank
from tests.fakes.slack_web import FakeWeb
from tests.test_slack_inbound import click, direct, mention, news, slash, submission

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ME = Me("T1", "UBOT", "B1", "dlq")
NOTHING_HERE = Refused((("answer", "Nothing was entered here."),), "dlq:answer:17")


class Stage:
    """A door with a fake Slack on one side and a stub of the core on the other."""

    def __init__(self, store: Store) -> None:
        self.web = FakeWeb().will("users.info", {"user": {"id": "U1", "name": "anna"}})
        self.events: list[AnyEvent] = []
        self.acks: list[dict[str, Any]] = []
        self.outcome: Any = Reply(say("Done."))
        self.gate = asyncio.Event()
        self.gate.set()
        app = App(store, tiny_bank("cnn/same-padding"), Settings(), random.Random(1))
        workspace = Workspace(self.web, ME, lambda: AT)
        self.door = Door(app, self.handle, ME, Replies(self.web), workspace, lambda: AT)

    async def handle(self, event: AnyEvent) -> Any:
        self.events.append(event)
        await self.gate.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def ack(self, **said: Any) -> None:
        self.acks.append(said)

    async def settled(self) -> "Stage":
        await self.door.finish(5)
        return self

    @property
    def said(self) -> list[str]:
        """The texts of all answers, in order."""
        return [sent["text"] for _, sent in self.web.asked if "text" in sent]


@pytest.fixture
async def stage(fresh_store: Store) -> Stage:
    return Stage(fresh_store)


@pytest.fixture
async def hurried(fresh_store: Store, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Whose Slack waits for no core that has to think."""
    monkeypatch.setattr("adapters.slack.door.ACKNOWLEDGE", 0.01)
    return Stage(fresh_store)


async def test_a_command_is_acknowledged_before_anything_else(stage: Stage) -> None:
    stage.gate.clear()
    await stage.door.on_command(stage.ack, slash(text="topics"))
    assert (stage.acks, stage.events) == ([{}], [])
    stage.gate.set()
    await stage.settled()
    [event] = stage.events
    assert isinstance(event, CommandUsed)
    assert (event.path, event.id, event.at) == (("topics",), "13.37.abc", AT)
    assert stage.said == ["Done."]


async def test_a_delivery_that_comes_again_is_answered_once(stage: Stage) -> None:
    for _ in range(3):
        await stage.door.on_command(stage.ack, slash(text="topics"))
        await stage.door.on_event(mention())
        await stage.door.on_event(direct())
    await stage.settled()
    assert stage.acks == [{}, {}, {}]
    assert stage.said == ["Done.", "Done."]


async def test_one_that_failed_is_answered_when_it_comes_again(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.outcome = RuntimeError("what somebody typed")
    await stage.door.on_event(mention())
    await stage.settled()
    assert "what somebody typed" not in caplog.text
    stage.outcome = Reply(say("Now."))
    await stage.door.on_event(mention())
    await stage.settled()
    assert stage.said == ["Now."]


@pytest.mark.parametrize("text", ["", "   "])
async def test_a_bare_command_opens_the_menu(stage: Stage, text: str) -> None:
    await stage.door.on_command(stage.ack, slash(text=text))
    await stage.settled()
    assert stage.events == []
    assert stage.said == ["dlq: choose what to do."]


async def test_words_that_are_no_command_are_refused_without_the_core(stage: Stage) -> None:
    await stage.door.on_command(stage.ack, slash(text="rnadom"))
    await stage.settled()
    assert stage.events == []
    assert "Did you mean random?" in stage.said[0]


async def test_a_choice_from_the_menu_is_a_command(stage: Stage) -> None:
    pressed = click("menu:random")
    pressed["actions"][0]["value"] = "random topic=cnn"
    await stage.door.on_click(stage.ack, pressed)
    await stage.settled()
    [event] = stage.events
    assert isinstance(event, CommandUsed)
    assert (event.path, event.options) == (("random",), {"topic": "cnn"})


# Who manages


@pytest.mark.parametrize("text", ["topics", "today", "answer B"])
async def test_nobody_waits_for_slack_to_say_who_they_are(stage: Stage, text: str) -> None:
    await stage.door.on_command(stage.ack, slash(text=text))
    await stage.settled()
    assert "users.info" not in stage.web.methods


@pytest.mark.parametrize("text", ["admin rules", "help"])
async def test_where_it_matters_slack_is_asked_who_manages(stage: Stage, text: str) -> None:
    stage.web.will("users.info", {"user": {"id": "U1", "is_admin": True}})
    await stage.door.on_command(stage.ack, slash(text=text))
    await stage.settled()
    [event] = stage.events
    assert isinstance(event, CommandUsed)
    assert event.may_manage


@pytest.mark.parametrize("action, asked", [("dlq:settle:3:uphold", 1), ("dlq:answer:17:b", 0)])
async def test_buttons_of_admins_ask_who_presses_them(
    stage: Stage, action: str, asked: int
) -> None:
    await stage.door.on_click(stage.ack, click(action))
    await stage.settled()
    assert stage.web.methods.count("users.info") == asked
    assert isinstance(stage.events[0], ButtonPressed)


async def test_a_refusal_says_when_slack_did_not_tell_who_asks(stage: Stage) -> None:
    """Whoever made the group may go on; an admin learns what is wrong."""
    stage.web.will("users.info", Said("users.info", "missing_scope", "users:read"))
    stage.outcome = Reply(say("That is for admins."), refused=True)
    await stage.door.on_command(stage.ack, slash(text="admin rules"))
    await stage.settled()
    _, sent = stage.web.asked[-1]
    lines = [block["elements"][0]["elements"][0]["text"] for block in sent["blocks"]]
    assert lines[0] == "That is for admins."
    assert "I lack the scope users:read" in lines[1]


# Forms


async def test_a_submission_comes_to_the_core_before_it_is_acknowledged(stage: Stage) -> None:
    stage.gate.clear()
    values = {"answer": {"type": "plain_text_input", "value": "7"}}
    handing = asyncio.create_task(stage.door.on_submission(stage.ack, submission("", **values)))
    while not stage.events:
        await asyncio.sleep(0)
    assert stage.acks == []
    stage.gate.set()
    await handing
    assert stage.acks == [{}]
    [event] = stage.events
    assert isinstance(event, FormSubmitted)
    assert event.values == {"answer": ("7",)}


@pytest.mark.parametrize(
    "complaints, errors",
    [
        ((("answer", "Nothing."),), {"answer": "Nothing."}),
        ((("other", "Nothing."),), {"answer": "Nothing."}),
        ((("answer", "Not so."), ("other", "Nor so.")), {"answer": "Not so. Nor so."}),
    ],
)
async def test_complaints_stand_at_their_fields(
    stage: Stage, complaints: tuple[tuple[str, str], ...], errors: dict[str, str]
) -> None:
    stage.outcome = Refused(complaints, "dlq:answer:17")
    body = submission("", answer={"type": "plain_text_input", "value": ""})
    await stage.door.on_submission(stage.ack, body)
    assert stage.acks == [{"response_action": "errors", "errors": errors}]


async def test_a_slow_submission_is_acknowledged_in_time_and_answered_later(
    hurried: Stage,
) -> None:
    hurried.gate.clear()
    hurried.outcome = NOTHING_HERE
    body = submission('{"channel": "C1"}', answer={"type": "plain_text_input", "value": ""})
    await hurried.door.on_submission(hurried.ack, body)
    assert (hurried.acks, hurried.said) == ([{"response_action": "clear"}], [])
    hurried.gate.set()
    await hurried.settled()
    assert hurried.said == ["That could not be taken."]


# The menu's search


def asked(value: str) -> dict:
    return {"type": "block_suggestion", "user": {"id": "U1"}, "action_id": "menu:pick"} | {
        "value": value
    }


async def test_the_search_offers_topics_and_questions(stage: Stage) -> None:
    stage.outcome = Choices((("cnn", "cnn"),))
    await stage.door.on_options(stage.ack, asked("cn"))
    [said] = stage.acks
    found = [(g["label"]["text"], g["options"][0]["value"]) for g in said["option_groups"]]
    assert found == [("Topics", "random topic=cnn"), ("Questions", "question id=cnn")]
    assert all(isinstance(event, OptionsAsked) for event in stage.events)


async def test_a_search_that_finds_nothing_offers_nothing(stage: Stage) -> None:
    stage.outcome = Choices(())
    await stage.door.on_options(stage.ack, asked("zzz"))
    assert stage.acks == [{"options": []}]


async def test_a_search_that_takes_long_offers_nothing(hurried: Stage) -> None:
    hurried.gate.clear()
    await hurried.door.on_options(hurried.ack, asked("cnn"))
    assert hurried.acks == [{"options": []}]


# Places


async def test_news_of_a_place_come_with_its_name(stage: Stage) -> None:
    stage.web.will("conversations.info", {"channel": {"name": "daily"}})
    await stage.door.on_event(news("member_joined_channel", user="UBOT", channel="C1"))
    await stage.settled()
    assert [event.place and event.place.name for event in stage.events] == ["daily"]


async def test_an_uninstalled_app_asks_slack_nothing(stage: Stage) -> None:
    await stage.door.on_event(news("app_uninstalled"))
    await stage.settled()
    assert (len(stage.events), stage.web.asked) == (1, [])


@pytest.mark.parametrize("kind", ["reaction_added", "team_join"])
async def test_other_news_are_nothing(stage: Stage, kind: str) -> None:
    await stage.door.on_event(news(kind, user="U1"))
    await stage.settled()
    assert stage.events == []
