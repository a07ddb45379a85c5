"""What many tests begin with."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.ledger import Round
from bot.store import Store
from tests.fakes.bank import tiny_bank
from tests.fakes.bot import Bot, Start, World
from tests.fakes.study import Study

# The same examples every time, and no failure because a machine was busy for a moment.
settings.register_profile("dlq", derandomize=True, deadline=None)
settings.load_profile("dlq")


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """For servers on this machine: slack_sdk takes a proxy from the environment even to them."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fresh_store(tmp_path: Path) -> Iterator[Store]:
    """A new database in a file."""
    store = Store(tmp_path / "dlq.db")
    yield store
    store.close()


@pytest.fixture
def study() -> Study:
    """A group whose round comes at 23:00, and nothing asked yet; it is Monday, 08:00."""
    study = Study()
    study.sets_up(time="23:00")
    return study


@pytest.fixture
def open_round(study: Study) -> Round:
    """The study's round on `cnn/same-padding`, open until Tuesday, 08:00."""
    return study.opens("cnn/same-padding")


@pytest.fixture
def world() -> World:
    """A world with one question, whose reveal takes two pages."""
    return World(tiny_bank("cnn/same-padding"))


@pytest.fixture
async def start(world: World) -> AsyncIterator[Start]:
    """Starts a process in the world; all are put away at the end."""

    async def started() -> Bot:
        return await Bot(world).start()

    yield started
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
