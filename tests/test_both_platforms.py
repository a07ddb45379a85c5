"""A group at home on Discord and on Slack: one process for both, or two on one database.

`dlq run` as it is started, by the real clock, against both services.
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.discord_server import TOKEN, DiscordServer
from tests.discord_server import serving as discord_serving
from tests.slack_server import SlackServer
from tests.slack_server.manifest import Manifest
from tests.slack_stage import MANIFEST

pytestmark = pytest.mark.usefixtures("no_proxies")

ROOT = Path(__file__).parent.parent
STARTING = 30
"""Seconds in which a process is there, also on a machine that does other things."""

Process = asyncio.subprocess.Process


class Town:
    """A channel on each platform with an admin and a member, and the processes that serve them."""

    def __init__(self, discord: DiscordServer, slack: SlackServer, folder: Path) -> None:
        self.discord, self.slack, self.folder = discord, slack, folder
        school = discord.discord.guild("School")
        self.room = discord.discord.channel(school, "daily")
        self.anna = discord.person("anna", school, manages=True)
        self.ben = discord.person("ben", school)
        self.yan = slack.person("yan", is_admin=True)
        self.zoe = slack.person("zoe")
        self.hall = slack.channel("hall", self.yan, self.zoe)

    async def start(self, *platforms: str) -> Process:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DLQ_")}
        ours = {
            "DLQ_DISCORD_TOKEN": TOKEN,
            "DLQ_DISCORD_API": self.discord.api,
            "DLQ_SLACK_BOT_TOKEN": self.slack.bot_token,
            "DLQ_SLACK_APP_TOKEN": self.slack.app_token,
            "DLQ_SLACK_API": self.slack.api,
            "DLQ_DATABASE": str(self.folder / "dlq.db"),
            "PYTHONPATH": str(ROOT),
        }
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "adapters.cli", "run", *platforms),
            cwd=self.folder,
            env=kept | ours,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def connected(self) -> None:
        await self.discord.discord.until(
            lambda: self.discord.discord.gateway.connected, within=STARTING
        )
        await self.slack.until(lambda: self.slack.socket.connections, seconds=STARTING)

    # What stands in the two channels

    def on_discord(self, words: str) -> list[str]:
        """What the bot posted there for all which says so."""
        everywhere = [self.room, *(m.thread for m in self.discord.discord.messages(self.room))]
        return [
            message.text
            for channel in everywhere
            if channel is not None
            for message in self.discord.discord.messages(channel)
            if words in message.text
        ]

    def on_slack(self, words: str) -> list[str]:
        posted = [one for one in self.hall.messages if one.by_bot and not one.only_for]
        return [text for one in posted if words in (text := str([one.text, one.blocks]))]

    async def stands(self, words: str) -> None:
        """Both channels have it, once each."""
        await self.discord.discord.until(lambda: self.on_discord(words), within=STARTING)
        await self.slack.until(lambda: self.on_slack(words), seconds=STARTING)
        assert (len(self.on_discord(words)), len(self.on_slack(words))) == (1, 1)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    async with discord_serving() as discord, SlackServer(Manifest.read(MANIFEST)) as slack:
        yield Town(discord, slack, folder)
        assert slack.violations == []


@asynccontextmanager
async def running(town: Town, processes: Sequence[Sequence[str]]) -> AsyncIterator[list[Process]]:
    """Started, connected, and told to end: each does, without a word of complaint."""
    async with AsyncExitStack() as stack:
        started = []
        for platforms in processes:
            process = await town.start(*platforms)
            stack.callback(_gone, process)
            started.append(process)
        await town.connected()
        yield started
        going = [process for process in started if process.returncode is None]
        for process in going:
            process.send_signal(signal.SIGTERM)
        for process in going:
            said, _ = await asyncio.wait_for(process.communicate(), 15)
            assert process.returncode == 0, said.decode()


def _gone(process: Process) -> None:
    if process.returncode is None:
        process.kill()


async def joined(town: Town) -> None:
    """The room on Discord makes a group, and the hall on Slack joins it by a code."""
    await town.anna.command(town.room, "admin setup", {"time": "09:00", "zone": "UTC"})
    reply = await town.anna.slash(town.room, "group link")
    found = re.search(r"group join ([A-Z0-9]{8})", reply.text)
    assert found, reply.text
    assert await town.yan.slash(town.hall, f"group join {found[1]}") == ""
    await town.yan.sees("This channel is in daily now")


@pytest.mark.parametrize(
    "processes", [[["discord", "slack"]], [["discord"], ["slack"]]], ids=["one process", "two"]
)
async def test_a_day_of_a_group_on_both_platforms(
    tmp_path: Path, processes: Sequence[Sequence[str]]
) -> None:
    """One round, asked once in each channel, answered from both; one board in both reveals."""
    async with town(tmp_path) as here:
        async with running(here, processes):
            await joined(here)
            await here.anna.command(here.room, "admin post-now", {"what": "cnn/conv-output-size"})
            await here.stands("round 1 · question")

            said = await here.ben.command(here.room, "answer", {"text": "16"})
            assert "**Recorded:** 16" in said.text
            assert await here.zoe.slash(here.hall, "answer 17") == ""
            await here.zoe.sees("Recorded: 17")

        # They end and are started again while the round is open.
        async with running(here, processes):
            await here.anna.slash(here.room, "admin close-now")
            await here.stands("How the group did")
            assert len(here.on_discord("round 1 · question")) == 1
            assert len(here.on_slack("round 1 · question")) == 1

            board = (await here.anna.slash(here.room, "board")).text
            assert "ben" in board and "zoe" in board
            assert await here.zoe.slash(here.hall, "board") == ""
            other = await here.zoe.sees("zoe", private=True)
            assert "ben" in str(other.blocks)


async def test_what_is_told_to_one_process_is_posted_by_the_other(tmp_path: Path) -> None:
    """Slack's process is away when the round is claimed; it posts when it is back."""
    async with town(tmp_path) as here, running(here, [["discord"], ["slack"]]) as (_, slack):
        await joined(here)
        slack.send_signal(signal.SIGTERM)
        await asyncio.wait_for(slack.communicate(), 15)
        await here.anna.command(here.room, "admin post-now", {"what": "cnn/conv-output-size"})
        await here.discord.discord.until(lambda: here.on_discord("round 1 · question"))
        assert here.on_slack("round 1 · question") == []
        again = await here.start("slack")
        try:
            await here.stands("round 1 · question")
        finally:
            again.send_signal(signal.SIGTERM)
            await asyncio.wait_for(again.communicate(), 15)
