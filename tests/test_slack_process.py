"""`dlq run slack` as a process of its own, by the real clock: tokens, environment, signals."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from tests.slack_server import SlackServer
from tests.slack_server.faults import broken, slow
from tests.slack_server.manifest import Manifest
from tests.slack_server.people import Person
from tests.slack_server.world import Channel
from tests.slack_stage import MANIFEST

pytestmark = pytest.mark.usefixtures("no_proxies")

ROOT = Path(__file__).parent.parent
STARTING = 30
"""Seconds in which a process is there, also on a machine that does other things."""

STRAY = {
    "SLACK_BOT_TOKEN": "xoxb-stray",
    "SLACK_APP_TOKEN": "xapp-stray",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "stray",
    "SLACK_SIGNING_SECRET": "stray",
    "SLACK_SCOPES": "commands",
    "SLACK_STATE_EXPIRATION_SECONDS": "1",
}
"""What another app of Slack's leaves in an environment."""

SECRETS = ("xoxb-", "xapp-")


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(Manifest.read(MANIFEST)) as server:
        yield server


@asynccontextmanager
async def running(
    slack: SlackServer, folder: Path, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, which is gone at the end."""
    ours = {
        "DLQ_SLACK_BOT_TOKEN": slack.bot_token,
        "DLQ_SLACK_APP_TOKEN": slack.app_token,
        "DLQ_SLACK_API": slack.api,
        "DLQ_DATABASE": str(folder / "dlq.db"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "HOME": str(folder),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DLQ_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.cli", "run", "slack"),
        cwd=folder,
        env=kept | ours | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def at_once(slack: SlackServer, folder: Path, **environment: str) -> Any:
    """A process that is to end by itself, with nothing in its log but warnings."""
    return running(slack, folder, DLQ_LOG="warning", **environment)


async def ended(process: asyncio.subprocess.Process, within: float) -> tuple[int | None, str]:
    """Its status and all that it said."""
    out, complaints = await asyncio.wait_for(process.communicate(), within)
    return process.returncode, (out + complaints).decode()


async def connected(slack: SlackServer) -> None:
    await slack.until(lambda: slack.socket.connections, seconds=STARTING)


# Tokens


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"DLQ_SLACK_BOT_TOKEN": "xoxb-2-wrong"}, "DLQ_SLACK_BOT_TOKEN"),
        ({"DLQ_SLACK_APP_TOKEN": "xapp-2-wrong"}, "DLQ_SLACK_APP_TOKEN"),
        ({"DLQ_SLACK_BOT_TOKEN": "xoxp-2-persons"}, "DLQ_SLACK_BOT_TOKEN"),
        ({"DLQ_SLACK_BOT_TOKEN": "nonsense"}, "DLQ_SLACK_BOT_TOKEN"),
        ({"DLQ_SLACK_APP_TOKEN": "nonsense"}, "DLQ_SLACK_APP_TOKEN"),
        ({"DLQ_SLACK_APP_TOKEN": ""}, "DLQ_SLACK_APP_TOKEN"),
    ],
    ids=["bot", "app", "person's", "no bot's", "no app's", "none"],
)
async def test_a_wrong_token_ends_it_with_one_line(
    slack: SlackServer, tmp_path: Path, environment: dict[str, str], word: str
) -> None:
    async with at_once(slack, tmp_path, **environment) as process:
        status, said = await ended(process, STARTING)
    assert (status, said.count("\n")) == (1, 1), said
    assert word in said
    assert not any(value and value in said for value in environment.values())


@pytest.mark.parametrize("known", [False, True], ids=["refused by auth.test", "known to auth.test"])
async def test_swapped_tokens_end_it_with_one_line(
    slack: SlackServer, tmp_path: Path, known: bool
) -> None:
    slack.app_token_is_known = known
    swapped = {"DLQ_SLACK_BOT_TOKEN": slack.app_token, "DLQ_SLACK_APP_TOKEN": slack.bot_token}
    async with at_once(slack, tmp_path, **swapped) as process:
        status, said = await ended(process, STARTING)
    assert (status, said.count("\n")) == (1, 1), said
    assert "swapped" in said
    assert slack.bot_token not in said and slack.app_token not in said


async def test_an_app_token_without_its_scope_is_told_which(
    slack: SlackServer, tmp_path: Path
) -> None:
    slack.app_scopes.clear()
    async with at_once(slack, tmp_path) as process:
        status, said = await ended(process, STARTING)
    assert (status, said.count("\n")) == (1, 1), said
    assert "connections:write" in said


@pytest.mark.parametrize("trouble", ["token_revoked", "account_inactive"])
async def test_a_token_that_was_taken_away_ends_it(
    slack: SlackServer, tmp_path: Path, trouble: str
) -> None:
    slack.bot_trouble = trouble
    async with at_once(slack, tmp_path) as process:
        status, said = await ended(process, STARTING)
    assert (status, said.count("\n")) == (1, 1), said
    assert "DLQ_SLACK_BOT_TOKEN" in said


# Running


async def settled(slack: SlackServer, path: Path) -> tuple[Person, Channel]:
    """An admin has set a group up and posted a question."""
    anna = slack.person("anna", is_admin=True)
    room = slack.channel("daily", anna)
    await connected(slack)
    assert await anna.slash(room, "admin setup time=09:00 zone=UTC") == ""
    await anna.sees("All set")
    assert await anna.slash(room, "admin post-now cnn/conv-output-size") == ""
    await anna.sees("round 1 · question", private=False)
    return anna, room


async def test_leftovers_of_another_app_in_the_environment_change_nothing(
    slack: SlackServer, tmp_path: Path
) -> None:
    async with running(slack, tmp_path, **STRAY) as process:
        await settled(slack, tmp_path)
        assert {one.args.get("token") for one in slack.requests} == {None}
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process, 10)
    assert status == 0, said
    assert not any(secret in said for secret in (*SECRETS, "stray"))
    assert slack.violations == []


async def test_told_to_end_it_finishes_what_it_received(slack: SlackServer, tmp_path: Path) -> None:
    """Within ten seconds: the answer is kept and its receipt delivered, the lease given back."""
    async with running(slack, tmp_path) as process:
        anna, room = await settled(slack, tmp_path)
        slack.faults.will("response_url", slow(1.5))
        asked = len(slack.calls("response_url"))
        assert await anna.slash(room, "answer 16") == ""
        await slack.until(lambda: len(slack.calls("response_url")) > asked)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process, 10)
        assert time.monotonic() - begun < 10
    assert status == 0, said
    assert "Recorded: 16" in anna.reads()
    with closing(sqlite3.connect(tmp_path / "dlq.db")) as database:
        assert database.execute("SELECT text FROM answer").fetchall() == [("16",)]
        assert database.execute("SELECT platform FROM lease WHERE holder != ''").fetchall() == []
    assert slack.violations == []


async def test_killed_and_started_again_it_posts_nothing_twice(
    slack: SlackServer, tmp_path: Path
) -> None:
    """The lease of the first runs out by itself."""
    async with running(slack, tmp_path) as process:
        anna, room = await settled(slack, tmp_path)
        # By now it has noted that the question stands.
        await anna.slash(room, "today")
        await anna.sees("Round 1", private=True)
        process.kill()
        await process.wait()
        await slack.until(lambda: not slack.socket.connections)
    with closing(sqlite3.connect(tmp_path / "dlq.db")) as database, database:
        database.execute("DELETE FROM lease")
    async with running(slack, tmp_path) as process:
        await connected(slack)
        assert await anna.press(anna.newest("round 1 · question"), "Hint") == ""
        await anna.sees("Hint 1 of")
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process, 10)
    assert status == 0, said
    assert len([one for one in room.messages if one.by_bot]) == 1
    assert slack.violations == []


# Without Slack


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_slack_that_fails_at_the_start_is_tried_again(
    slack: SlackServer, tmp_path: Path, method: str
) -> None:
    """Neither a wrong token nor a reason to end; and nothing of it is said with a token in it."""
    slack.faults.will(method, broken(503))
    async with running(slack, tmp_path) as process:
        await slack.until(lambda: len(slack.calls(method)) == 2, seconds=STARTING)
        await connected(slack)
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process, 10)
    assert status == 0, said
    assert not any(secret in said for secret in SECRETS)


async def test_it_ends_in_time_while_slack_cannot_be_reached(
    slack: SlackServer, tmp_path: Path
) -> None:
    """Also in the midst of connecting again."""
    async with running(slack, tmp_path) as process:
        await connected(slack)
        slack.deaf = True
        slack.socket.drop()
        await slack.until(lambda: not slack.socket.connections)
        await slack.until(lambda: len(slack.calls("apps.connections.open")) > 1)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process, 10)
        assert time.monotonic() - begun < 10
    assert status == 0, said


async def test_nothing_that_people_type_is_logged(slack: SlackServer, tmp_path: Path) -> None:
    """Not even at debug, where Slack's libraries would log whole payloads."""
    async with running(slack, tmp_path, DLQ_LOG="debug") as process:
        anna, room = await settled(slack, tmp_path)
        await anna.slash(room, "answer sixteen zebras")
        await anna.sees("zebras")
        await anna.mention(room, "search giraffes")
        await anna.sees("giraffes", private=True)
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process, 10)
    assert status == 0, said
    assert not any(word in said for word in (*SECRETS, "zebra", "giraffe", "ticket="))
