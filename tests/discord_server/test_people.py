"""People at the loopback Discord: what they do reaches the client, what it answers they see."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import discord
import pytest

from tests.discord_server import Answer, serving
from tests.fakes.clock import Clock
from tests.fakes.discord_client import connected
from tests.fakes.discord_scene import CARD, TEXT, Scene

Came = discord.Interaction[Any]
FORM = {
    "custom_id": "form",
    "title": "Round 1",
    "components": [
        {"type": 18, "label": "Why?", "component": {"type": 4, "custom_id": "why", "style": 2}},
        {
            "type": 18,
            "label": "Which?",
            "component": {
                "type": 22,
                "custom_id": "which",
                "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}],
            },
        },
    ],
}


def callback(came: Came) -> str:
    return f"/interactions/{came.id}/{came.token}/callback"


def hook(scene: Scene, came: Came, tail: str = "") -> str:
    return f"/webhooks/{scene.server.discord.app}/{came.token}{tail}"


async def does(
    scene: Scene, deed: Coroutine[Any, Any, Answer]
) -> tuple[asyncio.Task[Answer], Came]:
    """What somebody does, under way, and how it reaches the client."""
    task = asyncio.create_task(deed)
    return task, await scene.client.next()


async def answers(scene: Scene, came: Came, kind: int, data: Any = None) -> Any:
    return await scene.client.call("POST", callback(came), {"type": kind, "data": data or {}})


# Commands


async def test_a_command_comes_as_it_was_registered(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random", topic="cnn"))
    assert came.data is not None
    assert came.data["options"] == [
        {
            "name": "random",
            "type": 1,
            "options": [{"name": "topic", "type": 3, "value": "cnn"}],
        }
    ]
    assert (came.user.display_name, came.guild_id, came.channel_id) == (
        "Ada",
        scene.school.id,
        scene.daily.id,
    )
    assert came.app_permissions.send_messages
    await answers(scene, came, 4, CARD | {"flags": 1 << 15 | 64})
    answer = await deed
    assert (answer.message.text, answer.private) == ("Which padding keeps the size?", True)
    assert (len(scene.ada.sees()), len(scene.ben.sees())) == (1, 0)


@pytest.mark.parametrize(
    ("words", "given"),
    [("hint", {}), ("random", {"depth": "3"}), ("random", {"topic": 3}), ("", {})],
)
async def test_nobody_can_use_what_is_not_registered(
    scene: Scene, words: str, given: dict[str, Any]
) -> None:
    with pytest.raises(AssertionError):
        await scene.ada.command(scene.daily, words, given)


async def test_choices_are_to_be_chosen_from(scene: Scene) -> None:
    with pytest.raises(AssertionError, match="one of"):
        await scene.ada.slash(scene.daily, "random", kind="essay")


async def test_options_are_completed_while_somebody_types(scene: Scene) -> None:
    asking = asyncio.create_task(scene.ada.autocomplete(scene.daily, "random", "topic", "cn"))
    came = await scene.client.next()
    assert came.data is not None
    [group] = came.data["options"]  # type: ignore[typeddict-item]
    assert group["options"] == [{"name": "topic", "type": 3, "value": "cn", "focused": True}]
    await answers(scene, came, 8, {"choices": [{"name": "CNNs", "value": "cnn"}]})
    assert await asking == [("cnn", "CNNs")]


async def test_25_choices_are_the_most(scene: Scene) -> None:
    asking = asyncio.create_task(scene.ada.autocomplete(scene.daily, "random", "topic"))
    came = await scene.client.next()
    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    await scene.assert_refused(
        50035, "POST", callback(came), {"type": 8, "data": {"choices": many}}
    )
    await answers(scene, came, 8, {"choices": many[:25]})
    assert len(await asking) == 25


async def test_a_direct_message_with_the_bot_is_a_place_for_commands(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.ada.dm, "random"))
    assert (came.guild_id, came.context.dm_channel, came.user.name) == (None, True, "ada")
    await answers(scene, came, 4, {"content": "hello"})
    await deed
    assert scene.ada.reads(scene.ada.dm) == "hello"


async def test_who_installed_the_application_uses_it_where_the_bot_is_not(scene: Scene) -> None:
    club = scene.server.discord.guild("Club", bot=False)
    lounge = scene.server.discord.channel(club, "lounge")
    scene.ada.joins(club)
    with pytest.raises(AssertionError, match="offered no command"):
        await scene.ada.slash(lounge, "random")
    scene.ada.installs()
    deed, came = await does(scene, scene.ada.slash(lounge, "random"))
    assert (came.is_user_integration(), came.is_guild_integration()) == (True, False)
    await answers(scene, came, 4, {"content": "0", "flags": 64})
    await deed
    for number in range(5):
        body = {"content": str(number + 1), "flags": 64}
        await scene.client.call("POST", hook(scene, came), body)
    await scene.assert_refused(40094, "POST", hook(scene, came), {"content": "6"})
    assert scene.ada.reads(lounge).split() == ["0", "1", "2", "3", "4", "5"]
    await scene.assert_refused(50001, "POST", f"/channels/{lounge.id}/messages", CARD)


# Buttons and modals


async def test_a_button_brings_the_message_it_is_under(scene: Scene) -> None:
    await scene.post()
    deed, came = await does(scene, scene.ben.press(scene.ben.newest(), "Hint"))
    assert came.message is not None
    assert came.data == {"component_type": 2, "custom_id": "hint", "id": 3}
    await answers(scene, came, 7, {"components": [TEXT]})
    await deed
    assert scene.ada.newest().labels == []


async def test_a_button_that_is_disabled_or_not_there_cannot_be_pressed(scene: Scene) -> None:
    await scene.post()
    message = scene.ada.newest()
    with pytest.raises(AssertionError, match="no button"):
        await scene.ada.press(message, "Reveal")
    message.buttons[0]["disabled"] = True
    with pytest.raises(AssertionError, match="disabled"):
        await scene.ada.press(message, "Hint")


async def test_a_modal_is_filled_in_and_comes_back(scene: Scene) -> None:
    await scene.post()
    deed, came = await does(scene, scene.ada.press(scene.ada.newest(), "Hint"))
    await answers(scene, came, 9, FORM)
    opened = (await deed).modal
    assert opened is not None
    assert (opened.title, opened.names, opened.begins_with) == (
        "Round 1",
        ["why", "which"],
        {"why": "", "which": []},
    )
    sending, came = await does(scene, scene.ada.submit(opened, why="because", which=["a"]))
    assert came.data is not None
    assert [row["component"] for row in came.data["components"]] == [
        {"type": 4, "id": 2, "custom_id": "why", "value": "because"},
        {"type": 22, "id": 4, "custom_id": "which", "values": ["a"]},
    ]
    assert came.message is not None
    await scene.assert_refused(50035, "POST", callback(came), {"type": 9, "data": FORM})
    await answers(scene, came, 4, {"content": "Recorded.", "flags": 64})
    assert ((await sending).message.text, opened.open) == ("Recorded.", False)


@pytest.mark.parametrize(
    "values",
    [{}, {"why": "x"}, {"why": "x", "which": ["c"]}, {"why": "", "which": ["a"]}, {"how": "x"}],
)
async def test_a_modal_is_not_sent_as_nobody_could_send_it(
    scene: Scene, values: dict[str, Any]
) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await answers(scene, came, 9, FORM)
    opened = (await deed).modal
    assert opened is not None
    with pytest.raises(AssertionError):
        await scene.ada.submit(opened, **values)


# How long, how often


async def test_a_second_answer_is_refused(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await answers(scene, came, 4, {"content": "once"})
    await scene.assert_refused(
        40060, "POST", callback(came), {"type": 4, "data": {"content": "twice"}}
    )
    assert (await deed).text == "once"


async def test_a_late_answer_is_refused_and_the_person_sees_a_failure(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    scene.clock.wait(seconds=3.1)
    await scene.assert_refused(
        10062, "POST", callback(came), {"type": 4, "data": {"content": "late"}}
    )
    assert (await deed).failed == "the application did not respond"


async def test_silence_is_noted_after_three_seconds() -> None:
    async with serving(clock := Clock(), patience=0.05) as server:
        scene = Scene(server, clock)
        async with connected(server, scene.client):
            answer = await scene.ada.slash(scene.daily, "random")
            assert answer.failed == "the application did not respond"
            came = await scene.client.next()
            with pytest.raises(discord.NotFound):
                await came.response.send_message("late")
        [violation] = server.discord.notes.violations
        assert "no answer to ada: /dlq" in violation
        server.discord.notes.violations.clear()


async def test_a_bot_that_is_not_there_breaks_no_rule() -> None:
    async with serving() as server:
        server.discord.commands = [{"id": "1", "name": "dlq", "integration_types": [0]}]
        school = server.discord.guild("School")
        ada = server.person("Ada", school)
        answer = await ada.slash(server.discord.channel(school, "daily"))
        assert answer.failed == "the application did not respond"


async def test_a_token_lasts_fifteen_minutes(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await answers(scene, came, 4, {"content": "first"})
    await deed
    scene.clock.wait(minutes=14)
    await scene.client.call("PATCH", hook(scene, came, "/messages/@original"), {"content": "x"})
    scene.clock.wait(minutes=2)
    for method, tail in (("PATCH", "/messages/@original"), ("POST", ""), ("GET", "/messages/1")):
        await scene.assert_refused(50027, method, hook(scene, came, tail), {"content": "y"})
    assert scene.ada.reads() == "x"


async def test_follow_ups_need_a_first_answer_and_a_true_token(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await scene.assert_refused(10015, "POST", hook(scene, came), {"content": "early"})
    await scene.assert_refused(
        10015, "POST", f"/webhooks/{scene.server.discord.app}/x", {"content": "?"}
    )
    await answers(scene, came, 4, {"content": "now"})
    await deed


async def test_what_is_ephemeral_is_decided_when_it_is_deferred(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await answers(scene, came, 5)
    original = hook(scene, came, "/messages/@original")
    assert (await scene.client.call("GET", original))["flags"] == 1 << 7
    assert scene.server.discord.loose_ends() != []
    await scene.client.call("PATCH", original, {"content": "for all", "flags": 64})
    assert ((await deed).private, scene.ben.reads()) == (False, "for all")
    await scene.client.call("DELETE", original)
    await scene.assert_refused(10008, "PATCH", original, {"content": "gone"})
    await scene.client.call("POST", hook(scene, came), {"content": "for one", "flags": 64})
    assert (scene.ada.reads(), scene.ben.reads()) == ("for one", "")


async def test_a_follow_up_right_after_a_deferral_completes_it(scene: Scene) -> None:
    """And keeps its visibility, whatever the follow-up says."""
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await answers(scene, came, 5, {"flags": 64})
    await scene.client.call("POST", hook(scene, came), {"content": "done"})
    assert ((await deed).private, scene.ada.reads(), scene.ben.reads()) == (True, "done", "")


async def test_ephemeral_messages_are_in_no_history(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    await answers(scene, came, 4, {"content": "for one", "flags": 64})
    private = (await deed).message
    assert await scene.client.call("GET", scene.posts) == []
    await scene.assert_refused(10008, "PATCH", f"{scene.posts}/{private.id}", {"content": "x"})


async def test_the_same_delivery_may_come_twice(scene: Scene) -> None:
    deed = asyncio.create_task(scene.ada.command(scene.daily, "random", {}, times=2))
    first, second = await scene.client.next(), await scene.client.next()
    assert (first.id, first.token) == (second.id, second.token)
    await answers(scene, first, 4, {"content": "once"})
    assert (await deed).text == "once"


async def test_what_was_not_heard_in_a_dropped_connection_comes_when_it_is_resumed(
    scene: Scene,
) -> None:
    gateway = scene.server.discord.gateway
    gateway.greets.clear()
    gateway.reconnect()
    await scene.server.discord.until(lambda: not gateway.connected)
    deed = asyncio.create_task(scene.ada.slash(scene.daily, "random"))
    await asyncio.sleep(0)
    gateway.greets.set()
    came = await scene.client.next()
    await answers(scene, came, 4, {"content": "still here"})
    assert ((await deed).text, gateway.resumed) == ("still here", 1)


async def test_every_id_says_when(scene: Scene) -> None:
    deed, came = await does(scene, scene.ada.slash(scene.daily, "random"))
    assert abs(came.created_at - scene.clock()) < timedelta(seconds=1)
    await answers(scene, came, 4, {"content": "x"})
    await deed
