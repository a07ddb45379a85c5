"""Slack: one workspace, over Socket Mode. `serve` is what `dlq run` calls."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from adapters.slack import serving
from adapters.slack.door import Outcome
from bot.app import App
from bot.events import AnyEvent
from bot.platform import Platform
from bot.settings import Settings


async def serve(
    app: App,
    settings: Settings,
    handle: Callable[[AnyEvent], Awaitable[Outcome]],
    ready: Callable[[Platform], None],
) -> None:
    """Connect and stay connected; see `adapters.cli.run.Adapter`."""
    await serving.serve(app, settings, handle, ready, clock=lambda: datetime.now(UTC))
