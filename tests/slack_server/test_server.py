"""The tests' own Slack, tried with the real slack-sdk: what it refuses, keeps and breaks."""

from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import Clock
from tests.slack_server import SlackServer
from tests.slack_server.faults import CUT_AFTER, CUT_BEFORE, broken, limited, refused
from tests.slack_server.people import Person
from tests.slack_server.tiny import client, error, manifest, said
from tests.slack_server.world import Channel, Ping

# Tokens and scopes


async def test_the_bots_token_is_known(slack: SlackServer, web: AsyncWebClient) -> None:
    answer = await web.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0DLQBOT", "T0DLQ")


@pytest.mark.parametrize(
    ("token", "name"),
    [("xoxb-wrong", "invalid_auth"), ("xapp-1-app-token", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused(slack: SlackServer, token: str, name: str) -> None:
    assert await error(client(slack, token).auth_test()) == name
    assert await error(client(slack, token).chat_postMessage(channel="C", text="hi")) == name


async def test_without_a_token_nothing_is_said(slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session:
        answer = await (await session.post(slack.api + "auth.test")).json()
    assert answer == {"ok": False, "error": "not_authed"}


async def test_the_bots_token_opens_no_socket(slack: SlackServer, web: AsyncWebClient) -> None:
    call = web.apps_connections_open(app_token=slack.bot_token)
    assert await error(call) == "not_allowed_token_type"
    slack.app_scopes.clear()
    call = web.apps_connections_open(app_token=slack.app_token)
    assert await error(call) == "missing_scope"


async def test_a_token_that_was_taken_away(slack: SlackServer, web: AsyncWebClient) -> None:
    await slack.revoke()
    assert await error(web.auth_test()) == "token_revoked"
    await slack.revoke(uninstall=True)
    assert await error(web.auth_test()) == "account_inactive"


async def test_a_missing_scope_is_named(
    slack: SlackServer, web: AsyncWebClient, room: Channel
) -> None:
    slack.scopes -= {"chat:write", "channels:history"}
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=room.id, text="hi")
    response = caught.value.response
    assert (response["error"], response["needed"]) == ("missing_scope", "chat:write")
    assert "commands" in response["provided"].split(",")
    assert await error(web.conversations_history(channel=room.id)) == "missing_scope"


async def test_an_unknown_method(web: AsyncWebClient) -> None:
    assert await error(web.api_call("chat.sing")) == "unknown_method"


async def test_an_unknown_argument_is_noted(slack: SlackServer, web: AsyncWebClient) -> None:
    await web.api_call("auth.test", params={"loudly": "yes"})
    assert slack.violations == ["auth.test: there is no argument loudly"]


# Messages


async def test_a_message_is_seen_by_those_in_the_channel(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    ben = slack.person("Ben")
    answer = await web.chat_postMessage(channel=room.id, text="hi", blocks=[said("*hello*")])
    assert [(one.ts, one.channel) for one in ada.seen()] == [(answer["ts"], room.id)]
    assert (ada.reads(), ben.reads()) == ("*hello*", "")
    assert slack.violations == []


async def test_where_the_bot_may_not_write(
    slack: SlackServer, web: AsyncWebClient, ada: Person
) -> None:
    other, hidden = (
        slack.channel("other", ada, bot=False),
        slack.channel("hid", bot=False, private=True),
    )
    old, quiet = slack.channel("old", ada), slack.channel("quiet", ada)
    await slack.archive(old)
    quiet.read_only = True
    names = [
        await error(web.chat_postMessage(channel=id, text="hi"))
        for id in ("C0NONE", other.id, hidden.id, old.id, quiet.id)
    ]
    assert names == [
        *("channel_not_found", "not_in_channel", "channel_not_found", "is_archived"),
        "restricted_action_read_only_channel",
    ]


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_text_and_its_lengths(slack: SlackServer, web: AsyncWebClient, room: Channel) -> None:
    assert await error(web.chat_postMessage(channel=room.id, text="")) == "no_text"
    assert await error(web.chat_postMessage(channel=room.id, text="x" * 40_001)) == "msg_too_long"
    assert slack.violations == []
    ts = (await web.chat_postMessage(channel=room.id, text="x" * 4_001))["ts"]
    await web.chat_postMessage(channel=room.id, text="", blocks=[said("hi")])
    assert slack.violations == [
        "chat.postMessage: `text` of more than 4000 characters",
        "chat.postMessage: no `text` for notifications and screen readers",
    ]
    update = web.chat_update(channel=room.id, ts=ts, text="é" * 2_001)
    assert await error(update) == "msg_too_long"
    update = web.chat_update(channel=room.id, ts=ts, text="&" * 1_000)
    assert await error(update) == "msg_too_long"


async def test_blocks_are_refused_by_name(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    def posted(blocks: Any) -> Any:
        return web.chat_postMessage(channel=room.id, text="hi", blocks=blocks)

    with pytest.raises(SlackApiError) as caught:
        await posted([said("x"), {**said("y"), "color": "red"}])
    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] invalid additional property: color [json-pointer:/blocks/1/color]"
    ]
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert await error(posted("[{]")) == "invalid_blocks_format"
    assert await error(posted([table, table])) == "only_one_table_allowed"
    assert await error(posted([said("x" * 2_900)] * 5)) == "msg_blocks_too_long"
    assert await error(posted([said("&" * 2_900)])) == "msg_blocks_too_long"
    assert ada.seen() == []
    await posted([said("x" * 2_500)] * 5)


async def test_only_own_messages_are_changed(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    hers = await ada.writes(room, "hi")
    own = (await web.chat_postMessage(channel=room.id, text="one", blocks=[said("one")]))["ts"]
    assert await error(web.chat_update(channel=room.id, ts=hers.ts, text="x")) == (
        "cant_update_message"
    )
    assert await error(web.chat_update(channel=room.id, ts="1.1", text="x")) == "message_not_found"
    assert await error(web.chat_delete(channel=room.id, ts=hers.ts)) == "cant_delete_message"
    await web.chat_update(channel=room.id, ts=own, text="two")
    assert ada.reads() == "hi\ntwo"
    await web.chat_delete(channel=room.id, ts=own)
    assert ada.reads() == "hi"


async def test_an_ephemeral_message_is_seen_once_and_found_never(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    ben = slack.person("Ben")
    call = web.chat_postEphemeral(channel=room.id, user=ben.id, text="psst")
    assert await error(call) == "user_not_in_channel"
    room.members.add(ben.id)
    await web.chat_postEphemeral(channel=room.id, user=ben.id, text="psst")
    assert (ben.reads(), ada.reads()) == ("psst", "")
    assert (await web.conversations_history(channel=room.id))["messages"] == []


async def test_who_is_notified(slack: SlackServer, web: AsyncWebClient, room: Channel) -> None:
    """By any formatted text and by rich text; not by what is escaped or plain."""
    inside = [{"type": "broadcast", "range": "here"}, {"type": "usergroup", "usergroup_id": "S1"}]
    section = {"type": "rich_text_section", "elements": inside}
    literal = {"type": "plain_text", "text": "<!channel>"}
    ts = [
        (await web.chat_postMessage(channel=room.id, **message))["ts"]
        for message in (
            {"text": "<!channel> &lt;!here&gt; @here"},
            {"text": "a", "blocks": [said("<@U0ADA> <!subteam^S2|@team>")]},
            {"text": "b", "blocks": [{"type": "rich_text", "elements": [section]}]},
            {"text": "c", "blocks": [{"type": "header", "text": literal}]},
        )
    ]
    assert slack.pings == [
        Ping("broadcast", "channel", room.id, ts[0]),
        Ping("user", "U0ADA", room.id, ts[1]),
        Ping("usergroup", "S2", room.id, ts[1]),
        Ping("broadcast", "here", room.id, ts[2]),
        Ping("usergroup", "S1", room.id, ts[2]),
    ]


# History and metadata


async def test_metadata_is_read_back_by_whoever_asks_for_it(
    web: AsyncWebClient, room: Channel
) -> None:
    kept = {"event_type": "dlq_post", "event_payload": {"key": "dlq-1"}}
    sent = {"channel": room.id, "text": "hi"}
    ts = (await web.chat_postMessage(**sent, metadata=kept))["ts"]
    await web.chat_postMessage(**sent, thread_ts=ts, metadata=kept)
    [message] = (await web.conversations_history(channel=room.id))["messages"]
    assert "metadata" not in message
    history = await web.conversations_history(channel=room.id, include_all_metadata=True)
    assert [one["metadata"] for one in history["messages"]] == [kept]
    thread = await web.conversations_replies(channel=room.id, ts=ts, include_all_metadata=True)
    assert [one["metadata"] for one in thread["messages"]] == [kept, kept]
    for bad in ({"event_type": "x"}, {"event_type": "a b", "event_payload": {}}, kept | {"x": 1}):
        assert await error(web.chat_postMessage(**sent, metadata=bad)) == "invalid_metadata_format"
    large = {"event_type": "x", "event_payload": {"key": "x" * 8_000}}
    assert await error(web.chat_postMessage(**sent, metadata=large)) == "metadata_too_large"


async def test_history_comes_newest_first_in_pages_and_within_times(
    slack: SlackServer, web: AsyncWebClient, room: Channel
) -> None:
    sent = [(await web.chat_postMessage(channel=room.id, text=t))["ts"] for t in "abcde"]
    found, cursor = list[str](), ""
    while True:
        page = await web.conversations_history(
            channel=room.id, limit=2, cursor=cursor, oldest=sent[0]
        )
        found += [one["text"] for one in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert found == ["e", "d", "c", "b"]
    all = await web.conversations_history(channel=room.id, oldest=sent[3], inclusive=True)
    assert [one["text"] for one in all["messages"]] == ["e", "d"]
    assert await error(web.conversations_history(channel=room.id, limit=1000)) == "invalid_limit"
    assert await error(web.conversations_replies(channel=room.id, ts="1.1")) == "thread_not_found"


async def test_a_reply_names_the_parent(
    slack: SlackServer, web: AsyncWebClient, room: Channel
) -> None:
    first = (await web.chat_postMessage(channel=room.id, text="a"))["ts"]
    reply = (await web.chat_postMessage(channel=room.id, text="b", thread_ts=first))["ts"]
    wrong = web.chat_postMessage(channel=room.id, text="c", thread_ts="1.1")
    assert await error(wrong) == "cannot_reply_to_message"
    await web.chat_postMessage(channel=room.id, text="c", thread_ts=reply)
    assert slack.violations == [
        f"chat.postMessage: thread_ts {reply} is a reply's, not the parent's"
    ]


async def test_a_direct_message_reaches_its_person(web: AsyncWebClient, ada: Person) -> None:
    channel = (await web.conversations_open(users=ada.id))["channel"]["id"]
    await web.chat_postMessage(channel=channel, text="hello")
    await web.chat_postMessage(channel=ada.id, text="again")
    assert ada.reads() == "hello\nagain"
    assert await error(web.conversations_open(users="U0NOBODY")) == "user_not_found"


async def test_an_upload_is_shared_after_its_last_answer(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    answer = await web.files_upload_v2(channel=room.id, content="a,b", filename="board.csv")
    file = answer["files"][0]["id"]
    assert ada.seen() == []
    picture = [{"type": "image", "alt_text": "a board", "slack_file": {"id": file}}]
    early = web.chat_postMessage(channel=room.id, text="a board", blocks=picture)
    assert await error(early) == "invalid_blocks"
    await slack.until(ada.seen)
    assert ada.seen()[0].files == [file]
    await web.chat_postMessage(channel=room.id, text="a board", blocks=picture)


# What breaks


async def test_faults_come_on_order(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    slack.faults.will("chat.postMessage", limited(7), broken(500), broken(503), refused("oh_no"))
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=room.id, text="hi")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    for status in (500, 503):
        with pytest.raises(SlackApiError) as caught:
            await web.chat_postMessage(channel=room.id, text="hi")
        assert caught.value.response.status_code == status
    assert await error(web.chat_postMessage(channel=room.id, text="hi")) == "oh_no"
    assert ada.seen() == []
    await web.chat_postMessage(channel=room.id, text="hi")


@pytest.mark.parametrize(("fault", "left"), [(CUT_BEFORE, ""), (CUT_AFTER, "hi")])
async def test_a_connection_breaks_before_or_after_the_effect(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person, fault: Any, left: str
) -> None:
    slack.faults.will("chat.postMessage", fault)
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=room.id, text="hi")
    assert ada.reads() == left


def test_timestamps_are_the_clocks_and_never_the_same() -> None:
    server = SlackServer(manifest(), Clock(datetime(2026, 1, 5, 8, tzinfo=UTC)))
    assert [server.world.ts() for _ in range(2)] == ["1767600000.000000", "1767600000.000001"]
