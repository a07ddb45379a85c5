"""`dlq run discord` as a process: a wrong token, a bad start, and how it ends."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import adapters.discord
from adapters.cli import compose
from adapters.cli.run import supervise
from bot.daily import Intervals
from bot.errors import DlqError
from bot.settings import Secret, Settings
from bot.store import Store
from tests.discord_server import TOKEN, Channel, DiscordServer, Person, serving
from tests.discord_stage import hurries, without_waiting_for_servers
from tests.fakes.bank import tiny_bank

ROOT = Path(__file__).parent.parent
WRONG = "a-wrong-token-that-nobody-may-see"


@asynccontextmanager
async def process(
    server: DiscordServer, database: Path, token: str = TOKEN
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`dlq run discord`, spoken to by this server."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("DLQ_")}
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.cli", "run", "discord"),
        cwd=database.parent,
        env=usual
        | {
            "PYTHONPATH": str(ROOT),
            "DLQ_DISCORD_API": server.api,
            "DLQ_DISCORD_TOKEN": token,
            "DLQ_DATABASE": str(database),
            "DLQ_LOG": "warning",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


async def ended(started: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """How it ended, and what it said on the way."""
    out, complaints = await asyncio.wait_for(started.communicate(), 20)
    return started.returncode, (out + complaints).decode()


class Scene:
    """A channel with an admin and one more person."""

    def __init__(self, server: DiscordServer) -> None:
        self.discord = server.discord
        school = self.discord.guild("School")
        self.room: Channel = self.discord.channel(school, "daily")
        self.anna: Person = server.person("anna", school, manages=True)
        self.ben: Person = server.person("ben", school)

    async def begins(self) -> None:
        """The bot serves; the channel is a group's, and its first round is open."""
        await self.discord.until(lambda: self.discord.gateway.connected, within=20)
        await self.anna.command(self.room, "admin setup", {"time": "09:00", "zone": "UTC"})
        await self.anna.slash(self.room, "admin post-now")
        await self.discord.until(lambda: self.discord.messages(self.room), within=20)


async def test_a_wrong_token_ends_with_one_line(tmp_path: Path) -> None:
    async with serving() as server, process(server, tmp_path / "dlq.db", WRONG) as started:
        status, said = await ended(started)
    assert (status, len(said.splitlines())) == (1, 1), said
    assert "DLQ_DISCORD_TOKEN" in said
    assert WRONG not in said


async def test_sigterm_finishes_what_was_received_and_ends_within_ten_seconds(
    tmp_path: Path,
) -> None:
    """And nothing is said on standard error."""
    async with serving() as server:
        scene = Scene(server)
        async with process(server, tmp_path / "dlq.db") as started:
            await scene.begins()
            [question] = scene.discord.messages(scene.room)
            assert "Round 1" in question.text
            scene.discord.faults.slows("PATCH /webhooks/", 0.5)
            pressed = await scene.ben.press(question, "Reveal", waits=False)
            await scene.discord.until(lambda: pressed.of.answered is not None)
            begun = time.monotonic()
            started.send_signal(signal.SIGTERM)
            status, said = await ended(started)
            assert time.monotonic() - begun < 10
        assert (status, said) == (0, "")
        await scene.ben.sees_outcome(pressed)
        assert "### Reference" in pressed.text


@pytest.mark.long
async def test_a_process_that_was_killed_is_followed_by_one_that_knows_everything(
    tmp_path: Path,
) -> None:
    async with serving() as server:
        scene = Scene(server)
        async with process(server, tmp_path / "dlq.db") as started:
            await scene.begins()
            started.kill()
            await started.wait()
        await scene.discord.until(lambda: not scene.discord.gateway.connected)
        scene.discord.gateway.forget()
        # The lease of a process that was killed runs out after half a minute.
        async with process(server, tmp_path / "dlq.db"):
            await scene.discord.until(lambda: scene.discord.gateway.connected, within=45)
            [question] = scene.discord.messages(scene.room)
            said = await scene.ben.press(question, "Reveal")
            assert said.text


# Supervised


class Stand:
    """One supervised process of this test, with no pause between its connections."""

    def __init__(self, server: DiscordServer, database: Path) -> None:
        self.settings = Settings(discord_token=Secret(TOKEN), discord_api=server.api)
        store, bank = Store(database), tiny_bank()
        self.app = compose.app(store, bank, self.settings)
        quick = Intervals(lease=30, renew=10)
        self.daily = compose.daily(store, bank, self.settings, intervals=quick)

    @asynccontextmanager
    async def served(self) -> AsyncIterator["asyncio.Task[None]"]:
        with without_waiting_for_servers():
            serving = asyncio.create_task(
                supervise(
                    *("discord", adapters.discord, self.app, self.daily, self.settings),
                    first_pause=0.001,
                )
            )
            try:
                yield serving
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)
                await self.daily.close()


@pytest.mark.parametrize(
    ("pattern", "status"),
    [
        ("GET /users/@me", 503),
        ("GET /users/@me", 504),
        ("GET /users/@me", None),
        ("GET /gateway/bot", 503),
        ("GET /applications/.*/commands", 503),
        ("PUT /applications/.*/commands", 503),
        ("PUT /applications/.*/commands", None),
    ],
)
async def test_a_bad_start_is_tried_again(
    tmp_path: Path, pattern: str, status: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving() as server:
        scene = Scene(server)
        server.discord.faults.order(pattern, status, times=1 if status != 504 else 5)
        if status == 504:
            hurries(monkeypatch)
        async with Stand(server, tmp_path / "dlq.db").served():
            await server.discord.until(lambda: server.discord.gateway.connected)
            await scene.begins()
        assert server.discord.faults.unmet == []
        assert server.discord.gateway.identified == 1


async def test_a_gateway_that_refuses_the_first_connection_is_tried_again(tmp_path: Path) -> None:
    async with serving() as server:
        gateway, true = server.discord.gateway, server.discord.gateway.url
        gateway.url = "ws://127.0.0.1:9/gateway"
        async with Stand(server, tmp_path / "dlq.db").served():
            await server.discord.until(lambda: server.discord.sent("GET /gateway/bot"))
            assert gateway.identified == 0
            gateway.url = true
            await server.discord.until(lambda: gateway.connected)
        assert gateway.identified == 1


async def test_a_token_that_the_gateway_does_not_know_ends_it(tmp_path: Path) -> None:
    """It was reset after the login."""
    async with serving() as server:
        server.discord.gateway.greets.clear()
        async with Stand(server, tmp_path / "dlq.db").served() as serving_:
            await server.discord.until(lambda: server.discord.gateway.lines)
            server.discord.token = "another"
            server.discord.gateway.greets.set()
            with pytest.raises(DlqError, match="DLQ_DISCORD_TOKEN") as caught:
                await asyncio.wait_for(serving_, 10)
            assert TOKEN not in str(caught.value)
