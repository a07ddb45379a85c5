"""What discord.py and aiohttp raise, as the four errors of a Platform."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.platform import NotAllowed, OutcomeUnknown, PlaceGone, PlatformError, TryLater

# Codes of Discord's errors. DOCS/topics/opcodes-and-status-codes#json
UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10008, 10013
UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10015, 10062
ALREADY_ACKNOWLEDGED = 40060
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
CANNOT_WRITE_TO, NO_SHARED_GUILD = 50007, 50278
INVALID_TOKEN = 50027
ARCHIVED_THREAD = 50083
THREAD_EXISTS = 160004

PASSING = frozenset({20016, 20022, 20028, 20029, 30046, 40003, 40004, 40006, 40062, 130000})
"""Refused just now, and not for good: slow mode; too many edits of announcements, writings into a
channel or a server, edits of old messages, openings of direct messages; writing or something else
switched off for a while; too much asked of a service; overload."""

TOO_LATE = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN})
"""The person's interaction is over: it came too late, or twice."""

NOT_TO_THEM = (
    "I may not write to this person: they must share a server with me and allow direct messages."
)

BREATH, PAUSE, LONG_PAUSE = timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=1)


def library_errors() -> tuple[type[Exception], ...]:
    """All that a request raises when it fails; a closed session is a RuntimeError."""
    import aiohttp
    import discord

    return discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError


def code_of(error: Exception) -> int:
    """Discord's own code of an error, 0 if it has none."""
    return int(getattr(error, "code", 0) or 0)


def status_of(error: Exception) -> int:
    """The HTTP status of an error, 0 if there was no answer."""
    return int(getattr(error, "status", 0) or 0)


def is_passing(error: Exception) -> bool:
    """Whether another try may be answered otherwise: there was no answer, Discord failed, or it
    refuses just now. A session that was closed stays so."""
    if isinstance(error, RuntimeError):
        return False
    status = status_of(error)
    return status >= 500 or not status or code_of(error) in PASSING


def seconds(said: object, otherwise: float) -> float:
    """A time to wait as Discord writes it in a body or a header, if it is one."""
    try:
        return min(max(0.0, float(str(said))), 3_600.0)
    except ValueError:
        return otherwise


def brief(error: Exception) -> str:
    """An error for the log. Its whole text could hold an address, and that a person's token."""
    numbers = f" {status_of(error)}/{code_of(error)}" if status_of(error) else ""
    return f"{type(error).__name__}{numbers}"


def translated(
    error: Exception, *, sends: bool, lacking: Callable[[], PlatformError]
) -> PlatformError:
    """The error of a request; `sends` if a page would stand if the request was taken. `lacking`
    says what a missing permission comes to."""
    import aiohttp
    import discord

    if isinstance(error, discord.RateLimited):
        return TryLater("Discord asks me to wait.", after=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _refused(error, sends=sends, lacking=lacking)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return TryLater("Discord cannot be reached.", after=BREATH)
    return _unknown("The connection to Discord broke.", sends=sends)


def _unknown(reason: str, *, sends: bool) -> PlatformError:
    return OutcomeUnknown(reason) if sends else TryLater(reason, after=BREATH)


def _refused(error: Any, *, sends: bool, lacking: Callable[[], PlatformError]) -> PlatformError:
    """An answer that is no success."""
    if error.status == 429 or error.code in PASSING:
        asked = error.response.headers.get("Retry-After")
        wait = seconds(asked, otherwise=PAUSE.total_seconds())
        return TryLater("Discord asks me to wait.", after=timedelta(seconds=wait))
    if error.status >= 500:
        return _unknown(f"Discord is out of order ({error.status}).", sends=sends)
    if error.status == 401:
        return TryLater("Discord does not know my token any more.", after=LONG_PAUSE)
    match error.code:
        case 10003:
            return PlaceGone("the channel is not there any more.")
        case 10004:
            return PlaceGone("the server is not there any more.")
        case 10013:
            return PlaceGone("the person is not on Discord any more.")
        case 50007 | 50278:
            return NotAllowed(NOT_TO_THEM)
        case 50001 | 50013:
            return lacking()
    reason = " ".join(str(error.text).split())[:200] or "no reason given"
    return NotAllowed(f"Discord refused it: {reason} ({error.code}).")
