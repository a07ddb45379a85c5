"""Slack's Web API over slack_sdk: one call is one request, nothing here sends twice.

What goes wrong is said by a code of Slack's (`Said`) or by an error of the port; never by an
exception of a library, whose text may hold what it was called with.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from adapters.slack import scopes
from adapters.slack.failures import NO_CONNECTION, Said, unclear
from bot.platform import OutcomeUnknown, TryLater

TIMEOUT = 30
"""Seconds for a call, as slack_sdk has it."""
LONGEST_UPLOAD = 60
"""Seconds for the bytes of a file."""
LONGEST_CODE = 60
"""Characters of what says why not; it may come from any proxy."""


class Web:
    """The methods of `scopes.METHODS` with one token."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.missing: tuple[str, ...] = ()
        """The scopes that the token lacks, as of Slack's last answer."""

    async def call(
        self, method: str, *, within: float = TIMEOUT, **arguments: Any
    ) -> dict[str, Any]:
        """What Slack answers. Raises Said, TryLater or OutcomeUnknown."""
        if method not in scopes.METHODS:
            raise ValueError(f"{method} is not among the methods whose scopes we ask for")
        do = getattr(self._client, method.replace(".", "_"))
        async with _foreseen(method):
            response = await asyncio.wait_for(do(**arguments), within)
        if granted := response.headers.get("x-oauth-scopes"):
            self.missing = scopes.missing(scope.strip() for scope in granted.split(","))
        return dict(response.data)

    async def socket_url(self, app_token: str) -> str:
        """An address for one socket. Raises as `call` does."""
        async with _foreseen(scopes.SOCKET_METHOD):
            response = await self._client.apps_connections_open(app_token=app_token)
        return str(response["url"])

    async def respond(self, url: str, payload: Mapping[str, Any]) -> None:
        """Send to a response_url. Raises as `call` does."""
        from slack_sdk.webhook.async_client import AsyncWebhookClient

        client = AsyncWebhookClient(url, retry_handlers=[], logger=self._client.logger)
        async with _foreseen("response_url"):
            answer = await client.send_dict(dict(payload))
        code = refusal(answer.status_code, answer.body)
        if code:
            retry_after = str(answer.headers.get("Retry-After", ""))
            busy = unclear("response_url", code, answer.status_code, retry_after)
            raise busy or Said("response_url", code)

    async def upload(self, url: str, data: bytes) -> None:
        """Bring the bytes of a file to where Slack wants them. Raises as `call` does."""
        import aiohttp

        async with _foreseen("upload"):
            timeout = aiohttp.ClientTimeout(total=LONGEST_UPLOAD)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(
                    url, data=data, proxy=self._client.proxy, ssl=self._client.ssl or True
                ) as answer,
            ):
                status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        if status != 200:
            busy = unclear("upload", "not_uploaded", status, retry_after)
            raise busy or Said("upload", f"status {status}")


def refusal(status: int, body: str) -> str:
    """Why a response_url did not take a message; empty if it did. It says so in words or in JSON,
    whatever the status."""
    with suppress(ValueError, AttributeError):
        said = json.loads(body)
        if said.get("ok") is False:
            return str(said.get("error") or "unknown")[:LONGEST_CODE]
    return "" if status == 200 else body.strip()[:LONGEST_CODE] or "unknown"


@asynccontextmanager
async def _foreseen(method: str) -> AsyncIterator[None]:
    """Every way in which a request goes wrong, as one of ours. Their causes are left out: they
    may hold tokens."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    try:
        yield
    except SlackApiError as error:
        raise _answered(method, error.response) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        reason = f"{method}: no connection to Slack."
        raise TryLater(reason, after=NO_CONNECTION) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise OutcomeUnknown(f"{method}: the answer was lost ({type(error).__name__}).") from None
    except (AttributeError, ValueError) as error:
        # slack_sdk stumbles so over an answer that is no JSON object, of a proxy for example.
        raise OutcomeUnknown(f"{method}: no answer of Slack's ({type(error).__name__}).") from None


def _answered(method: str, response: Any) -> Exception:
    """The error for an answer that is not ok."""
    data = getattr(response, "data", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    said = data if isinstance(data, dict) else {}
    code, needed = str(said.get("error", "")), str(said.get("needed", ""))
    retry_after = str(response.headers.get("Retry-After", ""))
    return unclear(method, code, int(status), retry_after) or Said(method, code, needed)


async def in_time(asking: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    """The answer, or an empty one where Slack is slow, busy or unreachable: for what is only nice
    to know."""
    try:
        return await asking
    except (TryLater, OutcomeUnknown):
        return {}
