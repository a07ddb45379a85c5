"""`dlq run` with a platform that connects, fails, is given a wrong token, and is told to end."""

import asyncio
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.cli import compose
from adapters.cli.run import run, supervise
from bot.app import App
from bot.daily import Daily, Intervals
from bot.errors import DlqError
from bot.settings import Secret, Settings
from bot.store import Store
from tests.fakes.bank import tiny_bank
from tests.fakes.serving import Chat

ROOT = Path(__file__).parent.parent
SETTINGS = Settings(discord_token=Secret("a-token-nobody-may-see"))


class Stand:
    """One process: a database, an App and a Daily with short intervals."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        bank = tiny_bank()
        self.app: App = compose.app(self.store, bank, SETTINGS)
        self.daily: Daily = compose.daily(
            self.store, bank, SETTINGS, intervals=Intervals(lease=30, renew=0.02)
        )

    async def serve(self, chat: Chat) -> None:
        """Supervise until it ends, or until everything of a last connection has happened."""
        serving = asyncio.create_task(
            supervise("chat", chat, self.app, self.daily, SETTINGS, first_pause=0.001)
        )
        try:
            async with asyncio.timeout(5):
                while not serving.done() and "round 1 · question" not in chat.told:
                    await asyncio.sleep(0.002)
            if serving.done():
                serving.result()
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    def leads(self) -> bool:
        return bool(self.store.posts.held(datetime.now(UTC)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dlq.db"


async def test_events_come_in_and_posts_go_out_once_the_platform_is_ready(path: Path) -> None:
    chat, stand = Chat(), Stand(path)
    await stand.serve(chat)
    assert chat.told == ["connection 1", "round 1 · question", "put away"]
    await stand.daily.close()


async def test_a_connection_that_fails_or_ends_is_made_again(path: Path) -> None:
    """Also twice in a row; nothing is posted before a connection stands."""
    chat, stand = Chat(ConnectionError("reset"), None, TimeoutError()), Stand(path)
    await stand.serve(chat)
    assert chat.told == [
        *("connection 1", "put away", "connection 2", "put away", "connection 3", "put away"),
        *("connection 4", "round 1 · question", "put away"),
    ]
    await stand.daily.close()


async def test_the_text_of_a_librarys_error_is_not_logged(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It may hold what it was called with."""
    token = SETTINGS.discord_token.value
    chat, stand = Chat(RuntimeError(f"401 for Bot {token}")), Stand(path)
    with caplog.at_level(logging.DEBUG):
        await stand.serve(chat)
    await stand.daily.close()
    assert "chat: the connection failed (RuntimeError)" in caplog.text
    assert token not in caplog.text


async def test_a_wrong_token_ends_it_with_a_sentence(path: Path) -> None:
    """A foreseen error is not tried again."""
    chat, stand = Chat(None, DlqError("Discord does not know this token.")), Stand(path)
    with pytest.raises(DlqError, match="does not know this token"):
        await stand.serve(chat)
    assert chat.connections == 2
    await stand.daily.close()


async def test_a_process_that_ends_by_an_error_gives_its_lease_back(path: Path) -> None:
    with pytest.raises(DlqError, match="does not know this token"):
        await run({"chat": Chat(DlqError("X does not know this token."))}, Settings(database=path))
    with closing(Store(path)) as store:
        assert store.posts.held(datetime.now(UTC)) == []


async def test_a_second_process_stands_by_without_connecting(path: Path) -> None:
    first, second = Stand(path), Stand(path)
    await first.daily.lead("chat")
    waiting = Chat()
    serving = asyncio.create_task(
        supervise("chat", waiting, second.app, second.daily, SETTINGS, first_pause=0.001)
    )
    await asyncio.sleep(0.1)
    assert waiting.told == []
    await first.daily.close()
    async with asyncio.timeout(5):
        while "connection 1" not in waiting.told:
            await asyncio.sleep(0.005)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await second.daily.close()


async def test_a_process_that_loses_its_lease_disconnects_and_stands_by(path: Path) -> None:
    chat, stand = Chat(), Stand(path)
    serving = asyncio.create_task(
        supervise("chat", chat, stand.app, stand.daily, SETTINGS, first_pause=0.001)
    )
    async with asyncio.timeout(5):
        while "round 1 · question" not in chat.told:
            await asyncio.sleep(0.005)
        with closing(Store(path)) as other:
            other.posts.drop_leases()
            now = datetime.now(UTC)
            assert other.posts.hold("chat", "another", now, now.replace(year=now.year + 1))
        while "put away" not in chat.told:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.1)
    assert chat.connections == 1
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await stand.daily.close()


# As a process


@contextmanager
def process(path: Path) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.serving", str(path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def says(started: subprocess.Popen[str], words: str) -> bool:
    """Whether the process says so within a while."""
    assert started.stdout is not None
    until = time.monotonic() + 20
    while time.monotonic() < until and select.select([started.stdout], [], [], 20)[0]:
        line = started.stdout.readline()
        if line.strip() == words:
            return True
        if not line:
            return False
    return False


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_puts_everything_away_within_ten_seconds(
    path: Path, number: signal.Signals, status: int
) -> None:
    """The connection is closed, the lease given back, and nothing is said on standard error."""
    with process(path) as started:
        assert says(started, "round 1 · question")
        with closing(Store(path)) as store:
            assert [platform for platform, _ in store.posts.held(datetime.now(UTC))] == ["chat"]
        begun = time.monotonic()
        started.send_signal(number)
        printed, complaints = started.communicate(timeout=10)
        assert time.monotonic() - begun < 10
        assert (started.returncode, complaints, printed.splitlines()) == (status, "", ["put away"])
    with closing(Store(path)) as store:
        assert store.posts.held(datetime.now(UTC)) == []
        assert store.faults() == []
