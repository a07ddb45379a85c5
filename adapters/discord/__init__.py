"""Discord: `serve` connects and stays connected, until it is cancelled or the connection ends."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.util import find_spec

from bot.app import App
from bot.errors import DlqError
from bot.events import AnyEvent
from bot.message import Choices, Form, Refused, Reply
from bot.platform import Platform
from bot.settings import Settings


async def serve(
    app: App,
    settings: Settings,
    handle: Callable[[AnyEvent], Awaitable[Reply | Form | Refused | Choices]],
    ready: Callable[[Platform], None],
    *,
    clock: Callable[[], datetime] | None = None,
) -> None:
    """Connect, call `ready` once Posts can leave, and hand in what comes. `clock` is that of the
    machine unless a test has its own."""
    if find_spec("discord") is None:
        raise DlqError("discord.py is not installed; install it with: pip install 'dlq[discord]'")
    from adapters.discord.client import Connection

    await Connection(app, settings, handle, ready, clock or _now).run()


def _now() -> datetime:
    return datetime.now(UTC)
