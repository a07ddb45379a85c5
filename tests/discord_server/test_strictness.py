"""The loopback server refuses and excepts what Discord does, where a bot could go by luck."""

import asyncio

import aiohttp
import discord
import pytest

from tests.fakes.discord_scene import CARD, Scene


async def test_the_global_limit_holds_everything_back_but_answers_to_interactions(
    scene: Scene,
) -> None:
    server = scene.server.discord
    used = asyncio.create_task(scene.ada.slash(scene.daily, "random"))
    came = await scene.client.next()
    server.held_back = 31.0
    head = {"Authorization": f"Bot {server.token}", "User-Agent": "DiscordBot (test)"}
    async with (
        aiohttp.ClientSession(headers=head) as session,
        session.get(f"{scene.server.api}/users/@me") as response,
    ):
        said = await response.json()
    assert (response.status, said["global"], said["retry_after"]) == (429, True, 31.0)
    await came.response.send_message("Here")
    assert (await used).text == "Here"
    server.held_back = None
    assert (await scene.post())["id"]


@pytest.mark.parametrize("via", [True, False])
async def test_a_limit_that_comes_without_discords_proxy_is_a_ban_to_the_library(
    scene: Scene, via: bool
) -> None:
    scene.server.discord.faults.answers("POST", 429, retry_after=0.01, via=via)
    if via:
        assert (await scene.post())["id"]
        return
    with pytest.raises(discord.HTTPException) as caught:
        await scene.post()
    assert caught.value.status == 429


@pytest.mark.parametrize("id", ["9223372036854775808", "0", "-1", "x", "0" * 5_000, "9" * 5_000])
async def test_an_id_of_more_than_63_bits_is_refused(scene: Scene, id: str) -> None:
    body = CARD | {"allowed_mentions": {"parse": [], "roles": ["9223372036854775807", id]}}
    said = await scene.assert_refused(50035, "POST", scene.posts, body)
    assert "allowed_mentions.roles.1" in said


async def test_who_posts_is_told_how_much_is_left_of_a_channel_or_webhook(scene: Scene) -> None:
    server = scene.server.discord
    waiting = asyncio.create_task(scene.ada.slash(scene.daily, "random"))
    came = await scene.client.next()
    await came.response.defer()
    server.rate = (2, 60.0)
    hook = f"{scene.server.api}/webhooks/{server.app}/{came.token}"
    told = []
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.post(hook, json={"content": "Here"}) as response:
                told.append((response.status, response.headers.get("X-RateLimit-Remaining")))
    assert told == [(200, "1"), (200, "0"), (429, None)]
    await waiting
