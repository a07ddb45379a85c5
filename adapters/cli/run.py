"""dlq run: the bot on its platforms, all in one process; each leads by a lease."""

import asyncio
import importlib
import importlib.util
import logging
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import click

from adapters.cli import compose
from bot.app import App
from bot.daily import Daily
from bot.errors import DlqError
from bot.events import AnyEvent
from bot.message import Choices, Form, Refused, Reply
from bot.platform import Platform
from bot.settings import Settings
from bot.store import Store

log = logging.getLogger(__name__)

TOKENS: Mapping[str, tuple[str, ...]] = {
    "discord": ("discord_token",),
    "slack": ("slack_bot_token", "slack_app_token"),
}
"""The platforms of `dlq run`, and the settings that each needs."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds between tries to connect: doubled each time."""

Handle = Callable[[AnyEvent], Awaitable[Reply | Form | Refused | Choices]]


class Adapter(Protocol):
    """What the package of a chat platform has: a coroutine that connects and stays connected.

    It calls `ready` with its Platform once Posts can leave, hands every event to `handle`, and
    puts everything away when it is cancelled. A DlqError ends the process (a wrong token);
    anything else is tried again.
    """

    async def serve(
        self, app: App, settings: Settings, handle: Handle, ready: Callable[[Platform], None]
    ) -> None: ...


@click.command("run")
@click.argument("platforms", nargs=-1, type=click.Choice(list(TOKENS)))
def run_command(platforms: tuple[str, ...]) -> None:
    """Run the bot on PLATFORMS; without any, on all whose tokens are set."""
    chosen = compose.settings()
    compose.log_to_stderr(chosen)
    names = _chosen(platforms, chosen)
    adapters = {name: _adapter(name) for name in names}
    sys.exit(asyncio.run(run(adapters, chosen)))


def _chosen(platforms: Sequence[str], settings: Settings) -> list[str]:
    """The platforms to run; a DlqError that says which variable to set."""
    names = [name for name in TOKENS if name in platforms]
    if not platforms:
        names = [name for name in TOKENS if not _missing(name, settings)]
    missing = [variable for name in names for variable in _missing(name, settings)]
    if missing:
        raise DlqError(f"Set {' and '.join(missing)} first; the README says where to get it.")
    if not names:
        raise DlqError(
            "No token is set. For Discord set DLQ_DISCORD_TOKEN; for Slack set DLQ_SLACK_BOT_TOKEN "
            "and DLQ_SLACK_APP_TOKEN. To try it without any account: dlq play."
        )
    return names


def _missing(name: str, settings: Settings) -> list[str]:
    return [f"DLQ_{token.upper()}" for token in TOKENS[name] if not getattr(settings, token)]


def _adapter(name: str) -> Adapter:
    """The package of a platform."""
    module = f"adapters.{name}"
    if importlib.util.find_spec(module) is None:
        raise DlqError(
            f"This version of dlq cannot speak to {name.capitalize()} yet; dlq play can."
        )
    adapter: Adapter = importlib.import_module(module)
    return adapter


async def run(adapters: Mapping[str, Adapter], settings: Settings) -> int:
    """Serve all platforms until SIGINT or SIGTERM, or until one of them cannot go on; the exit
    status."""
    store = Store(compose.database(settings))
    bank = compose.bank(settings)
    app = compose.app(store, bank, settings)
    daily = compose.daily(store, bank, settings)
    daily.beat()
    ended = asyncio.create_task(compose.signalled(signal.SIGINT, signal.SIGTERM))
    serving = [
        asyncio.create_task(supervise(name, adapter, app, daily, settings))
        for name, adapter in adapters.items()
    ]
    try:
        done, _ = await asyncio.wait({*serving, ended}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        return 130 if ended.result() is signal.SIGINT else 0
    finally:
        for task in (*serving, ended):
            task.cancel()
        await asyncio.gather(*serving, ended, return_exceptions=True)
        await daily.close()


async def supervise(
    name: str,
    adapter: Adapter,
    app: App,
    daily: Daily,
    settings: Settings,
    *,
    first_pause: float = FIRST_PAUSE,
) -> None:
    """Lead, serve, and begin again: when the lease is lost, and when a connection fails."""
    pause = first_pause
    while True:
        lost = await daily.lead(name)
        log.info("%s: this process leads", name)
        served = await _serve_until(lost, name, adapter, app, daily, settings)
        daily.disconnect(name)
        if lost.is_set():
            continue
        await daily.give_back(name)
        pause = first_pause if served else min(pause * 2, LONGEST_PAUSE)
        log.warning("%s: trying again in %.0f s", name, pause)
        await asyncio.sleep(pause)


async def _serve_until(
    lost: asyncio.Event, name: str, adapter: Adapter, app: App, daily: Daily, settings: Settings
) -> bool:
    """Serve until the lease is lost or the connection ends; whether Posts could leave."""
    connected = False

    def ready(platform: Platform) -> None:
        nonlocal connected
        connected = True
        daily.connect(name, platform)

    serving = asyncio.create_task(adapter.serve(app, settings, daily.door(app.handle), ready))
    losing = asyncio.create_task(lost.wait())
    try:
        await asyncio.wait({serving, losing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        losing.cancel()
        serving.cancel()
        [outcome] = await asyncio.gather(serving, return_exceptions=True)
    if isinstance(outcome, DlqError):
        raise outcome
    if isinstance(outcome, Exception):
        # The text of a library's error may hold what it was called with, tokens included.
        log.error("%s: the connection failed (%s)", name, type(outcome).__name__)
    return connected
