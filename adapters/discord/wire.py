"""The way out to Discord's REST interface for all but the answers to interactions: raw payloads
through discord.py's own HTTP client, which keeps to the rate limits."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from adapters.discord.render import Attached

SECONDS = 30.0
"""For one request; discord.py itself would wait five minutes."""


class Wire:
    """Requests of one connection. It counts what is under way, so that the connection can be
    closed after it."""

    def __init__(self, http: Any) -> None:
        self._http = http
        self._busy: set[asyncio.Future[None]] = set()
        self.closing = False

    async def request(
        self,
        method: str,
        path: str,
        payload: Mapping[str, Any] | Sequence[Any] | None = None,
        *,
        files: Sequence[Attached] = (),
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Any:
        """The answer as JSON. Raises what discord.py and aiohttp raise."""
        from aiohttp import ClientTimeout
        from discord.http import Route

        extra: dict[str, Any] = {"timeout": ClientTimeout(total=SECONDS)}
        if query:
            extra["params"] = dict(query)
        if files:
            extra["form"] = multipart(payload, files)
        elif payload is not None:
            extra["json"] = payload
        return await self._http.request(Route(method, path, **ids), **extra)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """For the time of something that should not be cut off."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._busy.add(done)
        try:
            yield
        finally:
            self._busy.discard(done)
            if not done.done():
                done.set_result(None)

    async def settle(self, seconds: float) -> None:
        """Wait for what is under way, at most so long; nothing new is begun."""
        self.closing = True
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=seconds)


def multipart(
    payload: Mapping[str, Any] | Sequence[Any] | None, files: Sequence[Attached]
) -> list[dict[str, Any]]:
    """The parts of a request with files. DOCS/reference#uploading-files"""
    body = {"name": "payload_json", "value": json.dumps(payload)}
    parts = [
        {
            "name": f"files[{number}]",
            "value": file.data,
            "filename": file.name,
            "content_type": "application/octet-stream",
        }
        for number, file in enumerate(files)
    ]
    return [body, *parts]
