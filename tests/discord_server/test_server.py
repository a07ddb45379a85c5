"""The loopback Discord that the wire tests trust: discord.py itself logs in, posts, is refused."""

import io
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.discord_server import TOKEN, Permission, serving
from tests.fakes.discord_client import Client, connected
from tests.fakes.discord_scene import CARD, ROW, TEXT, Scene

# Connecting


async def test_a_client_logs_in_and_knows_its_servers(scene: Scene) -> None:
    [guild] = scene.client.guilds
    assert (guild.name, [c.name for c in guild.channels]) == ("School", ["general", "daily"])
    assert scene.server.discord.gateway.identified == 1


async def test_a_wrong_token_gets_401() -> None:
    async with serving() as server:
        with pytest.raises(discord.LoginFailure):
            async with connected(server, token="wrong"):
                pass
        assert [r.status for r in server.discord.notes.requests] == [401]


async def test_a_wrong_token_at_the_gateway_is_closed_with_4004(scene: Scene) -> None:
    url = scene.server.discord.gateway.url
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as line:
        assert (await line.receive_json())["op"] == 10
        await line.send_json({"op": 2, "d": {"token": "wrong"}})
        assert (await line.receive()).data == 4004


async def test_an_intent_that_was_not_granted_is_closed_with_4014() -> None:
    async with serving() as server:
        client = Client(intents=discord.Intents(guilds=True, message_content=True))
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(server, client):
                pass


async def test_a_dropped_connection_is_resumed_and_misses_nothing(scene: Scene) -> None:
    discord_ = scene.server.discord
    discord_.gateway.reconnect()
    await discord_.until(lambda: "resumed" in scene.client.happened)
    assert (discord_.gateway.identified, discord_.gateway.resumed) == (1, 1)
    discord_.guild("Club")
    await discord_.until(lambda: "joined Club" in scene.client.happened)


async def test_a_session_that_became_invalid_cannot_be_resumed(scene: Scene) -> None:
    """By hand: discord.py waits five seconds before it identifies anew."""
    gateway = scene.server.discord.gateway
    properties = {"os": "linux", "browser": "test", "device": "test"}
    identify = {"token": TOKEN, "intents": 1, "properties": properties}
    async with aiohttp.ClientSession() as session, session.ws_connect(gateway.url) as line:
        assert (await line.receive_json())["op"] == 10
        await line.send_json({"op": 2, "d": identify})
        ready = await line.receive_json()
        while (await line.receive_json())["t"] != "GUILD_CREATE":
            pass
        id = ready["d"]["session_id"]
        gateway.sessions = {id: gateway.sessions[id]}
        gateway.invalidate()
        assert await line.receive_json() == {"op": 9, "d": False}
        await line.send_json({"op": 6, "d": {"token": TOKEN, "session_id": id, "seq": 2}})
        assert await line.receive_json() == {"op": 9, "d": False}


async def test_a_client_that_is_not_answered_in_its_heartbeats_connects_again() -> None:
    async with serving() as server:
        gateway = server.discord.gateway
        gateway.interval, gateway.deaf = 0.1, True
        async with connected(server, Client(heartbeat_timeout=0.3)):
            await server.discord.until(lambda: gateway.resumed)
            assert gateway.heartbeats > 0
            gateway.deaf = False
        assert gateway.identified == 1


async def test_what_admins_do_is_told(scene: Scene) -> None:
    discord_ = scene.server.discord
    discord_.outage(scene.school)
    club = discord_.guild("Club")
    discord_.delete(discord_.channel(club, "old"))
    discord_.kick(club)
    await discord_.until(lambda: "left Club" in scene.client.happened)
    assert scene.client.happened[1:] == ["joined Club", "lost #old", "left Club"]


# Posting


async def test_everybody_in_the_channel_sees_a_post(scene: Scene) -> None:
    made = await scene.post()
    [message] = scene.ada.sees(scene.daily)
    assert (message.text, message.labels) == ("Which padding keeps the size?", ["Hint"])
    assert made["components"][1]["components"][0]["id"] == 3
    stranger = scene.server.person("Cy")
    assert stranger.sees() == []


async def test_a_nonce_brings_the_same_message_back_for_some_minutes(scene: Scene) -> None:
    first = await scene.post(CARD | {"nonce": "n", "enforce_nonce": True})
    again = await scene.post(CARD | {"nonce": "n", "enforce_nonce": True})
    assert (first["id"], first["nonce"]) == (again["id"], "n")
    unforced = await scene.post(CARD | {"nonce": "n"})
    scene.clock.wait(minutes=6)
    late = await scene.post(CARD | {"nonce": "n", "enforce_nonce": True})
    assert len({first["id"], unforced["id"], late["id"]}) == 3
    history = await scene.client.call("GET", scene.posts)
    assert ["nonce" in message for message in history] == [False] * 3


async def test_history_is_newest_first_and_in_pages(scene: Scene) -> None:
    ids = [int((await scene.post())["id"]) for _ in range(5)]

    async def read(**query: Any) -> list[int]:
        return [int(m["id"]) for m in await scene.client.call("GET", scene.posts, **query)]

    assert await read(limit=2) == [ids[4], ids[3]]
    assert await read(after=ids[1], limit=2) == [ids[3], ids[2]]
    assert await read(before=ids[2]) == [ids[1], ids[0]]
    assert await read(around=ids[2], limit=1) == [ids[2]]
    await scene.assert_refused(50035, "GET", scene.posts, limit=101)


async def test_an_edit_redraws_and_keeps_what_it_does_not_name(scene: Scene) -> None:
    made = await scene.post()
    path = f"{scene.posts}/{made['id']}"
    await scene.client.call("PATCH", path, {"components": [TEXT]})
    message = scene.ada.newest()
    assert (message.labels, message.edits, message.is_v2) == ([], 1, True)
    assert message.history == [message.text] * 2
    await scene.assert_refused(50035, "PATCH", path, {"flags": 0, "components": [ROW]})
    await scene.assert_refused(50035, "PATCH", path, {"content": "hello"})


async def test_messages_of_others_are_not_edited(scene: Scene) -> None:
    made = await scene.post()
    scene.ada.newest().author = scene.ada.user
    await scene.assert_refused(
        50005, "PATCH", f"{scene.posts}/{made['id']}", {"components": [TEXT]}
    )
    await scene.assert_refused(50013, "DELETE", f"{scene.posts}/{made['id']}")
    await scene.assert_refused(10008, "PATCH", f"{scene.posts}/1", {"components": [TEXT]})


async def test_a_file_is_uploaded_and_must_be_shown(scene: Scene) -> None:
    channel = scene.client.get_channel(scene.daily.id)
    assert isinstance(channel, discord.TextChannel)
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.File("attachment://answer.md"))
    sent = await channel.send(
        view=view, file=discord.File(io.BytesIO(b"# Answer"), "answer.md", description="all")
    )
    [file] = scene.ada.newest().attachments
    assert (file.filename, file.data) == ("answer.md", b"# Answer")
    assert sent.attachments[0].size == 8
    await channel.send(
        view=discord.ui.LayoutView().add_item(discord.ui.TextDisplay("no file")),
        file=discord.File(io.BytesIO(b"?"), "lost.md"),
    )
    [violation] = scene.server.discord.notes.violations
    assert violation.startswith("lost.md is attached")
    scene.server.discord.notes.violations.clear()


async def test_direct_messages_are_seen_by_one(scene: Scene) -> None:
    user = await scene.client.fetch_dm(scene.ada)
    await user.send("for you")
    assert (scene.ada.reads(scene.ada.dm), scene.ben.reads()) == ("for you", "")
    scene.ben.user.takes_dms = False
    closed = await scene.client.fetch_dm(scene.ben)
    with pytest.raises(discord.Forbidden) as caught:
        await closed.send("for you")
    assert caught.value.code == 50007


# Threads


async def test_a_message_has_one_thread_with_its_own_id(scene: Scene) -> None:
    made = await scene.post()
    path = f"{scene.posts}/{made['id']}/threads"
    thread = await scene.client.call("POST", path, {"name": "Round 1"})
    assert thread["id"] == made["id"]
    await scene.assert_refused(160004, "POST", path, {"name": "Round 1"})
    inside = f"/channels/{thread['id']}/messages"
    await scene.client.call("POST", inside, CARD)
    assert [m["type"] for m in await scene.client.call("GET", inside)] == [0, 21]
    assert scene.ada.newest().channel.parent is scene.daily


async def test_an_archived_thread_takes_posts_but_no_edits(scene: Scene) -> None:
    made = await scene.post()
    thread = await scene.client.call(
        "POST", f"{scene.posts}/{made['id']}/threads", {"name": "Round 1"}
    )
    inside = f"/channels/{thread['id']}/messages"
    first = await scene.client.call("POST", inside, CARD)
    scene.clock.wait(days=2)
    await scene.assert_refused(50083, "PATCH", f"{inside}/{first['id']}", CARD)
    await scene.client.call("POST", inside, CARD)
    edited = await scene.client.call("PATCH", f"{inside}/{first['id']}", CARD)
    assert edited["id"] == first["id"]


@pytest.mark.parametrize("name", ["", "x" * 101])
async def test_a_thread_has_a_name_of_1_to_100(scene: Scene, name: str) -> None:
    made = await scene.post()
    path = f"{scene.posts}/{made['id']}/threads"
    await scene.assert_refused(50035, "POST", path, {"name": name})


# Permissions


@pytest.mark.parametrize(
    ("taken", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013)],
)
async def test_who_may_not_write_is_refused(scene: Scene, taken: Permission, code: int) -> None:
    scene.server.discord.deny(scene.daily, taken)
    await scene.assert_refused(code, "POST", scene.posts, CARD)


async def test_who_may_not_read_history_finds_nothing_and_cannot_reply(scene: Scene) -> None:
    made = await scene.post()
    scene.server.discord.deny(scene.daily, Permission.READ_MESSAGE_HISTORY)
    assert await scene.client.call("GET", scene.posts) == []
    reply = CARD | {"message_reference": {"message_id": made["id"]}}
    await scene.assert_refused(160002, "POST", scene.posts, reply)


async def test_threads_need_permissions_of_their_own(scene: Scene) -> None:
    made = await scene.post()
    path = f"{scene.posts}/{made['id']}/threads"
    scene.server.discord.deny(scene.daily, Permission.CREATE_PUBLIC_THREADS)
    await scene.assert_refused(50013, "POST", path, {"name": "x"})
    scene.server.discord.permit(scene.daily, Permission.CREATE_PUBLIC_THREADS)
    scene.server.discord.deny(scene.daily, Permission.SEND_MESSAGES_IN_THREADS)
    thread = await scene.client.call("POST", path, {"name": "x"})
    await scene.assert_refused(50013, "POST", f"/channels/{thread['id']}/messages", CARD)


async def test_a_deleted_channel_is_unknown_and_one_of_another_server_out_of_reach(
    scene: Scene,
) -> None:
    discord_ = scene.server.discord
    elsewhere = discord_.channel(discord_.guild("Elsewhere", bot=False), "theirs")
    await scene.assert_refused(50001, "POST", f"/channels/{elsewhere.id}/messages", CARD)
    discord_.delete(scene.daily)
    await scene.assert_refused(10003, "POST", scene.posts, CARD)


async def test_only_those_are_notified_whom_the_message_allows(scene: Scene) -> None:
    discord_ = scene.server.discord
    readers = discord_.role(scene.school, "readers", mentionable=True)
    secret = discord_.role(scene.school, "secret")
    scene.ben.joins(scene.school, roles=[readers.id, secret.id])
    text = f"<@{scene.ada.user.id}> <@&{readers.id}> @everyone `<@{scene.ben.user.id}>`"

    async def pinged(words: str, **allowed: Any) -> list[str]:
        discord_.notes.pinged.clear()
        await scene.post({"content": words, "allowed_mentions": allowed})
        return [name for _, name in discord_.notes.pinged]

    assert await pinged(text, parse=[]) == []
    assert await pinged(text, parse=["users"]) == ["ada"]
    assert await pinged(text, roles=[str(readers.id)]) == ["ben"]
    assert await pinged(f"<@&{secret.id}>", parse=["roles"]) == []
    assert await pinged("@everyone", parse=["everyone"]) == []
    await scene.post({"content": text})
    assert [name for _, name in discord_.notes.pinged] == ["ada", "ben"]


# What goes wrong on the way


async def test_faults_come_as_ordered(scene: Scene) -> None:
    faults = scene.server.discord.faults
    faults.answers("POST .*/messages$", 429, retry_after=0.01)
    assert await scene.post()
    faults.answers("POST .*/messages$", 503)
    with pytest.raises(discord.DiscordServerError):
        await scene.post()
    faults.answers("POST .*/messages$", 403)
    with pytest.raises(discord.Forbidden):
        await scene.post()
    assert len(scene.ada.sees()) == 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_breaks_before_or_after_the_message_is_stored(
    scene: Scene, after: bool
) -> None:
    scene.server.discord.faults.cuts("POST .*/messages$", after=after)
    with pytest.raises(aiohttp.ClientConnectionError):
        await scene.post()
    assert len(scene.ada.sees()) == int(after)


async def test_who_is_told_that_no_request_is_left_waits(scene: Scene) -> None:
    scene.server.discord.rate = (2, 0.05)
    for _ in range(4):
        await scene.post()
    statuses = [request.status for request in scene.server.discord.sent("POST /channels")]
    assert statuses == [200] * 4


async def test_a_dead_process_gets_no_answer(scene: Scene) -> None:
    """What is asked at each point may end it before or after the effect."""
    points: list[str] = []

    def alive(point: str) -> bool:
        points.append(point)
        return len(points) < 2

    scene.server.discord.alive = alive
    with pytest.raises(Exception, match=r"disconnected|reset|closed"):
        await scene.post()
    assert points == [f"before POST {scene.posts}", f"after POST {scene.posts}"]
    assert len(scene.ada.sees()) == 1


async def test_a_fault_that_nobody_met_fails_the_test() -> None:
    with pytest.raises(AssertionError):
        async with serving() as server:
            server.discord.faults.answers("POST /nowhere", 500)


async def test_the_clock_of_the_server_is_in_its_ids(scene: Scene) -> None:
    made = await scene.post()
    assert discord.utils.snowflake_time(int(made["id"])) == scene.clock()
    scene.clock.wait(hours=1)
    later = await scene.post()
    assert discord.utils.snowflake_time(int(later["id"])) - timedelta(hours=1) == (
        discord.utils.snowflake_time(int(made["id"]))
    )
