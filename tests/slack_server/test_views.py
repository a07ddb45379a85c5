"""The tests' own Slack, tried with the real slack-sdk: triggers, views and response urls."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import Clock
from tests.slack_server import SlackServer
from tests.slack_server.people import Person
from tests.slack_server.tiny import actions, button, error, field, modal, said
from tests.slack_server.world import Channel

# Views and triggers


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: SlackServer, web: AsyncWebClient, ada: Person
) -> None:
    view, clock = modal(field("answer")), slack.world.clock
    trigger = slack.modals.trigger(ada.id)
    await web.views_open(trigger_id=trigger, view=view)
    assert ada.view is not None and ada.view.title == "A form"
    assert await error(web.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
    assert await error(web.views_open(trigger_id="1.2.3", view=view)) == "invalid_trigger_id"
    late = slack.modals.trigger(ada.id)
    assert isinstance(clock, Clock)
    clock.wait(seconds=3.1)
    assert await error(web.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    with pytest.raises(SlackApiError) as caught:
        await web.views_open(trigger_id=slack.modals.trigger(ada.id), view={"type": "modal"})
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] missing required field: title [json-pointer:/view]",
        "[ERROR] missing required field: blocks [json-pointer:/view]",
    ]


async def test_views_are_updated_and_pushed_up_to_three(
    slack: SlackServer, web: AsyncWebClient, ada: Person
) -> None:
    view = modal(field("answer"))
    opened = (await web.views_open(trigger_id=slack.modals.trigger(ada.id), view=view))["view"]
    wrong = web.views_update(view_id=opened["id"], hash="old", view=view)
    assert await error(wrong) == "hash_conflict"
    await web.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(said("done")))
    assert ada.reads() == "A form\ndone"
    assert await error(web.views_update(view_id="V0NONE", view=view)) == "not_found"
    for _ in range(2):
        await web.views_push(trigger_id=slack.modals.trigger(ada.id, opened["id"]), view=view)
    last = web.views_push(trigger_id=slack.modals.trigger(ada.id, opened["id"]), view=view)
    assert await error(last) == "push_limit_reached"


# Response urls


async def answered(slack: SlackServer, id: str, **body: Any) -> tuple[int, str]:
    """What comes of a message sent to a response url."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.base}/response/{id}", json=body) as response,
    ):
        return response.status, (await response.json()).get("error", "")


async def test_a_response_url_takes_five_messages_in_thirty_minutes(
    slack: SlackServer, room: Channel, ada: Person
) -> None:
    url = slack.answers.url(ada.id, room.id)
    for number in range(5):
        assert await answered(slack, url.id, text=str(number)) == (200, "")
    assert await answered(slack, url.id, text="6") == (404, "used_url")
    old, clock = slack.answers.url(ada.id, room.id), slack.world.clock
    assert isinstance(clock, Clock)
    clock.wait(minutes=31)
    assert await answered(slack, old.id, text="late") == (404, "expired_url")
    assert all(message.only_for == ada.id for message in ada.seen())


async def test_a_response_url_replaces_or_deletes_what_was_clicked(
    slack: SlackServer, web: AsyncWebClient, room: Channel, ada: Person
) -> None:
    blocks = [said("one"), actions(button("Go"))]
    await web.chat_postEphemeral(channel=room.id, user=ada.id, text="one", blocks=blocks)
    url = slack.answers.url(ada.id, room.id, ada.newest("one"))
    assert await answered(slack, url.id, text="two", replace_original=True) == (200, "")
    assert ada.reads() == "two"
    await answered(slack, url.id, text="three", response_type="in_channel", replace_original=False)
    assert [message.only_for for message in ada.seen()] == [ada.id, ""]
    await answered(slack, url.id, delete_original=True)
    assert ada.reads() == "three"
    assert slack.violations == []
    await answered(slack, url.id, text="four")
    assert slack.violations == [
        "response_url: replace_original is not said, and has no default",
    ]
