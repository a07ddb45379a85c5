"""Where real things are chosen: settings, bank, database, clock and randomness."""

import asyncio
import importlib
import importlib.util
import logging
import os
import pkgutil
import random
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import platformdirs

from bot.app import App
from bot.bank import Bank, load
from bot.daily import Daily, Intervals
from bot.errors import DatabaseRefused, DlqError
from bot.message import Message
from bot.settings import Settings, read
from bot.store import Store

FILE = "dlq.toml"


def data_directory() -> Path:
    return Path(platformdirs.user_data_dir("dlq", appauthor=False))


def settings() -> Settings:
    """The environment over ./dlq.toml over the data directory's."""
    texts = []
    for folder in (Path(), data_directory()):
        path = folder / FILE
        if path.is_file():
            texts.append((str(path), _text(path)))
    return read(os.environ, *texts, separator=os.pathsep)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DlqError(f"I cannot read {path}: {error}. It must be a text in UTF-8.") from error


def database(chosen: Settings) -> Path:
    path = chosen.database or data_directory() / "dlq.db"
    try:
        path.exists()
    except OSError as error:
        raise DatabaseRefused(f"I cannot reach the database: {error}.") from error
    return path


def own_questions() -> Path:
    """The folder of the bank that comes with dlq."""
    return Path(str(files("questions")))


def bank(chosen: Settings) -> Bank:
    """The bank, with a line on standard error for every file that is left out."""
    for folder in chosen.questions:
        if not folder.is_dir():
            raise DlqError(f"DLQ_QUESTIONS names {folder}, which is no folder.")
    found = load([own_questions(), *chosen.questions])
    for complaint in found.complaints:
        click.echo(f"left out: {complaint}", err=True)
    if not found.questions:
        raise DlqError("The bank has no question that can be asked; dlq check says why.")
    return found


def now() -> datetime:
    return datetime.now(UTC)


class VirtualClock:
    """The real clock, so much ahead; or one that stands still but for what it is moved."""

    def __init__(self, start: datetime | None = None, ahead: timedelta = timedelta(0)) -> None:
        self._fixed = start
        self.ahead = ahead

    def __call__(self) -> datetime:
        return self._fixed if self._fixed is not None else now() + self.ahead

    def move_to(self, moment: datetime) -> None:
        """Move forward to a moment; never back."""
        gap = moment - self()
        if gap <= timedelta(0):
            return
        self.ahead += gap
        if self._fixed is not None:
            self._fixed = moment


def holder() -> str:
    """A name that no other process has."""
    return f"{socket.gethostname()}:{os.getpid()}:{random.SystemRandom().getrandbits(32):08x}"


def app(store: Store, found: Bank, chosen: Settings, rng: random.Random | None = None) -> App:
    return App(store, found, chosen, rng or random.SystemRandom())


def daily(
    store: Store,
    found: Bank,
    chosen: Settings,
    *,
    clock: VirtualClock | None = None,
    intervals: Intervals = Intervals(),
) -> Daily:
    """The loop; leases run by the real clock, whatever the day's clock says."""
    return Daily(
        store,
        found,
        chosen,
        clock=clock or now,
        lease_clock=now,
        holder=holder(),
        intervals=intervals,
    )


def log_to_stderr(chosen: Settings) -> None:
    """Log lines on standard error; the libraries' own only from warnings on."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for name in ("bot", "adapters"):
        logging.getLogger(name).setLevel(chosen.log.upper())


def renderer(platform: str) -> Callable[[Message], list[Any]]:
    """The pure `pages` of an adapter, found by its folder."""
    name = f"adapters.{platform}.render"
    if importlib.util.find_spec(f"adapters.{platform}") is None:
        raise DlqError(f"This version of dlq cannot draw for {platform.capitalize()} yet.")
    pages: Callable[[Message], list[Any]] = importlib.import_module(name).pages
    return pages


def renderers() -> dict[str, Callable[[Message], list[Any]]]:
    """Every adapter's `pages`, by the name of its folder."""
    import adapters

    names = [info.name for info in pkgutil.iter_modules(adapters.__path__) if info.ispkg]
    drawn = [n for n in names if importlib.util.find_spec(f"adapters.{n}.render") is not None]
    return {name: renderer(name) for name in drawn}


async def signalled(*numbers: signal.Signals) -> signal.Signals:
    """The first of these signals that the process gets, so that it can put everything away."""
    loop = asyncio.get_running_loop()
    came: asyncio.Future[signal.Signals] = loop.create_future()

    def end(number: signal.Signals) -> None:
        if not came.done():
            came.set_result(number)

    with suppress(NotImplementedError):  # Windows has no such handlers.
        for number in numbers:
            loop.add_signal_handler(number, end, number)
    return await came
