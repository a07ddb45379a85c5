"""The tests' own Slack, tried with a tiny app of slack-bolt: sockets, envelopes, people."""

import asyncio
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.fakes.clock import Clock
from tests.slack_server import SlackServer
from tests.slack_server.people import Person
from tests.slack_server.tiny import actions, app, button, client, connected, field, modal, said
from tests.slack_server.world import Channel


@pytest.fixture
def bolt(slack: SlackServer) -> AsyncApp:
    return app(slack)


def ears(bolt: AsyncApp, event: str) -> list[dict[str, Any]]:
    """What the app is told of an event."""
    heard: list[dict[str, Any]] = []

    @bolt.event(event)
    async def hear(body: dict[str, Any]) -> None:
        heard.append(body)

    return heard


# Commands


async def test_a_command_is_acknowledged_with_a_text_that_only_its_person_sees(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    ben = slack.person("Ben", room)

    @bolt.command("/dlq")
    async def answer(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"you typed {command['text']} in {command['channel_name']}")

    async with connected(slack, bolt):
        assert await ada.slash(room, "random cnn hard") == ""
        assert ada.reads() == "you typed random cnn hard in daily"
        assert ben.reads() == ""
        assert await ada.slash(room, command="/sing") == "/sing is not a valid command"
    assert slack.violations == []


async def test_a_command_without_an_acknowledgement_times_out(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    slack.socket.patience = 0.05

    @bolt.command("/dlq")
    async def answer() -> None:
        """It forgets to."""

    async with connected(slack, bolt):
        assert await ada.slash(room) == '/dlq failed with the error "operation_timeout"'
    assert slack.violations == [
        "socket: slash_commands /dlq not acknowledged within 0.05 s",
    ]
    assert await ada.slash(room) == '/dlq failed with the error "dispatch_failed"'


async def test_blocks_in_an_acknowledgement_are_held_to_the_limits(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    @bolt.command("/dlq")
    async def answer(ack: Any) -> None:
        await ack(text="hi", blocks=[said("x" * 3001)])

    async with connected(slack, bolt):
        await ada.slash(room)
    [violation] = slack.violations
    assert "must be less than 3001 characters [json-pointer:/blocks/0/text/text]" in violation


# Clicks, menus and forms


async def test_a_click_opens_a_form_whose_faults_are_shown_at_its_fields(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    sent: list[dict[str, Any]] = []

    @bolt.action("open")
    async def open(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        await bolt.client.views_open(trigger_id=body["trigger_id"], view=modal(field("answer")))

    @bolt.view("form")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        sent.append(view["state"]["values"])
        if len(sent) == 1:
            await ack(response_action="errors", errors={"answer": "A number, please."})
        else:
            await ack()

    await client(slack).chat_postMessage(
        channel=room.id, text="go", blocks=[actions(button("Answer", "open", value="17"))]
    )
    async with connected(slack, bolt):
        await ada.press(ada.newest(), "Answer")
        view = await ada.is_asked("A form")
        assert await ada.submit() == "required"
        assert sent == []
        await ada.submit({"Answer": "many"})
        assert view.errors == {"answer": "A number, please."}
        assert "A number, please." in ada.reads()
        await ada.submit({"answer": "16"})
        assert ada.view is None
    texts = [{"type": "plain_text_input", "value": text} for text in ("many", "16")]
    assert sent == [{"answer": {"typed": text}} for text in texts]
    assert slack.violations == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "sing"},
    ],
    ids=lambda wrong: f"{wrong['response_action']} {wrong.get('errors', '')}",
)
async def test_a_wrong_answer_to_a_form_is_a_violation(
    slack: SlackServer, bolt: AsyncApp, ada: Person, wrong: dict[str, Any]
) -> None:
    slack.socket.patience = 0.3

    @bolt.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**wrong)

    await client(slack).views_open(
        trigger_id=slack.modals.trigger(ada.id), view=modal(field("answer"))
    )
    async with connected(slack, bolt):
        assert await ada.submit({"answer": "x"}) == "We had some trouble connecting. Try again?"
    assert len(slack.violations) == 1
    assert ada.view is not None


async def test_a_form_is_updated_pushed_and_cleared_by_its_answers(
    slack: SlackServer, bolt: AsyncApp, ada: Person
) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(field("second"))},
        {"response_action": "push", "view": modal(field("third"))},
        {"response_action": "clear"},
    ]

    @bolt.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**answers.pop(0))

    await client(slack).views_open(
        trigger_id=slack.modals.trigger(ada.id), view=modal(field("first"))
    )
    seen = []
    async with connected(slack, bolt):
        for name in ("first", "second", "third"):
            assert await ada.submit({name: "x"}) == ""
            seen.append(len(slack.modals.open[ada.id]))
    assert (seen, slack.violations) == ([1, 2, 0], [])


async def test_an_external_menu_loads_what_can_be_chosen(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    chosen = []
    menu = {
        "type": "external_select",
        "action_id": "topic",
        "placeholder": {"type": "plain_text", "text": "A topic"},
        "min_query_length": 0,
    }

    @bolt.options("topic")
    async def options(ack: Any, payload: dict[str, Any]) -> None:
        names = [name for name in ("cnn", "rnn") if name.startswith(payload["value"])]
        texts = [{"type": "plain_text", "text": name} for name in names]
        await ack(options=[{"text": text, "value": text["text"]} for text in texts])

    @bolt.action("topic")
    async def choose(ack: Any, action: dict[str, Any]) -> None:
        await ack()
        chosen.append(action["selected_option"]["value"])

    await client(slack).chat_postMessage(channel=room.id, text="go", blocks=[actions(menu)])
    async with connected(slack, bolt):
        offered = await ada.options(ada.newest(), "A topic", "c")
        assert [option["value"] for option in offered] == ["cnn"]
        await ada.choose(ada.newest(), "A topic", "rnn")
        await slack.until(lambda: chosen)
    assert (chosen, slack.violations) == (["rnn"], [])


# Events


async def test_the_app_hears_what_it_asked_for_where_it_is(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    mentions, messages = ears(bolt, "app_mention"), ears(bolt, "message")
    other = slack.channel("other", ada, bot=False)
    async with connected(slack, bolt):
        await ada.mention(room, "board <b> @channel")
        await ada.mention(other, "board")
        await ada.writes(room, "hello")
        await ada.writes_dm("random")
        await slack.until(lambda: mentions and messages)
    assert [body["event"]["text"] for body in mentions] == [
        "<@U0DLQBOT> board &lt;b&gt; <!channel>"
    ]
    assert [body["event"]["text"] for body in messages] == ["random"]
    assert slack.pings == []


async def test_an_event_is_told_at_once_after_a_minute_and_after_five(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    slack.socket.patience = 0.02
    clock = slack.world.clock
    assert isinstance(clock, Clock)

    @bolt.middleware
    async def deaf(next: Any) -> None:
        """It never acknowledges."""

    async with connected(slack, bolt):
        await ada.mention(room, "board")
        await slack.events.repeat()
        assert len(slack.socket.sent) == 2
        clock.wait(minutes=1)
        await slack.events.repeat()
        clock.wait(minutes=5)
        await slack.events.repeat()
        assert slack.events.owed == []
    envelopes = slack.socket.sent
    assert [envelope.retry for envelope in envelopes] == [None, 1, 2, 3]
    assert len({envelope.payload["event_id"] for envelope in envelopes}) == 1


async def test_an_event_that_met_no_socket_is_told_later(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    mentions = ears(bolt, "app_mention")
    await ada.mention(room, "board")
    async with connected(slack, bolt):
        await slack.events.repeat(now=True)
        await slack.until(lambda: mentions)
    assert [body["event"]["text"] for body in mentions] == ["<@U0DLQBOT> board"]


async def test_joining_and_leaving_are_told_with_the_scopes_for_it(
    slack: SlackServer, bolt: AsyncApp, room: Channel
) -> None:
    joined, left = ears(bolt, "member_joined_channel"), ears(bolt, "channel_left")
    async with connected(slack, bolt):
        await slack.kick(room)
        await slack.invite(room)
        slack.scopes.discard("channels:read")
        await slack.kick(room)
        await slack.until(lambda: joined and left)
    assert [body["event"]["user"] for body in joined] == ["U0DLQBOT"]
    assert len(left) == 1


# Sockets


async def test_a_ticket_lets_in_once(slack: SlackServer) -> None:
    import aiohttp

    answer = await client(slack).apps_connections_open(app_token=slack.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(answer["url"]) as ws:
            assert (await ws.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(answer["url"])


async def test_a_refreshed_app_comes_back_and_gets_what_follows(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    @bolt.command("/dlq")
    async def answer(ack: Any) -> None:
        await ack("here")

    async with connected(slack, bolt):
        [before] = slack.socket.connections
        assert await slack.socket.ping() == ["Ping from applink-1"]
        await slack.socket.refresh()
        await slack.until(lambda: slack.socket.connections not in ([before], []))
        assert await ada.slash(room) == ""
        slack.socket.drop()
        await slack.until(lambda: not slack.socket.connections)
        await slack.until(lambda: slack.socket.connections)
        assert await ada.slash(room) == ""
    assert slack.violations == []


async def test_envelopes_may_come_twice(
    slack: SlackServer, bolt: AsyncApp, ada: Person, room: Channel
) -> None:
    heard = []

    @bolt.command("/dlq")
    async def answer(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["trigger_id"])
        await ack()

    slack.socket.doubles = True
    async with connected(slack, bolt):
        await ada.slash(room)
        await slack.until(lambda: len(heard) == 2)
        await asyncio.sleep(0)
    assert heard[0] == heard[1]
    assert slack.violations == []
