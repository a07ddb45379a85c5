"""The way out for the answers to interactions: what is asked of `/interactions` and `/webhooks`.

It does not lead through discord.py's HTTP client. A global rate limit shuts that for every request,
while Discord excepts these from it (DOCS/interactions/receiving-and-responding#endpoints) and the
person's three seconds run on. discord.py's own `Webhook` sends no callbacks and no raw payloads.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord import faults
from adapters.discord.inbound import Arrival
from adapters.discord.limits import ACKNOWLEDGE_SECONDS, EPHEMERAL_FLAG
from adapters.discord.render import Page
from adapters.discord.wire import SECONDS, multipart

log = logging.getLogger(__name__)

PAUSES = (0.2, 1.0, 3.0)
"""Seconds before each further try of what failed."""
LEAST_PAUSE = 0.1
"""Seconds before a try that Discord allows at once."""
PATIENCE = 10.0
"""Seconds in which what was acknowledged is to be told; further tries begin within them."""


@dataclass(slots=True)
class Flight:
    """Requests that went out without it being certain what became of them."""

    lost: int = 0


class Hooks:
    """The session of one connection."""

    def __init__(self) -> None:
        self._session: Any = None

    def open(self, user_agent: str) -> None:
        """Before the first interaction. `user_agent` is what Discord demands of libraries."""
        from aiohttp import ClientSession, ClientTimeout, TCPConnector, TraceConfig

        trace = TraceConfig()
        trace.on_request_headers_sent.append(_went_out)
        self._session = ClientSession(
            connector=TCPConnector(limit=0),
            headers={"User-Agent": user_agent},
            timeout=ClientTimeout(total=SECONDS),
            trace_configs=[trace],
        )

    def of(self, arrival: Arrival) -> "Hook":
        """The way to answer this interaction."""
        return Hook(self._session, arrival)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


class Hook:
    """Answers one interaction."""

    def __init__(self, session: Any, arrival: Arrival) -> None:
        self._session = session
        self._arrival = arrival
        self._free: dict[tuple[str, str], float] = {}
        """The loop's time before which Discord does not want to hear of this again."""

    async def respond(self, payload: Mapping[str, Any], page: Page | None = None) -> bool:
        """Send the first response; whether the interaction can be answered further. One that may
        have been taken is sent again, for Discord takes one only."""
        flight = Flight()
        path = "/interactions/{webhook_id}/{webhook_token}/callback"

        async def send() -> None:
            await self._once("POST", path, self._arrival.id, payload, page, flight)

        try:
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                await _insist(send, faults.is_passing, within=ACKNOWLEDGE_SECONDS)
        except faults.library_errors() as error:
            if 400 <= faults.status_of(error) < 500:
                return _is_acknowledged(error)
            # If it went out, nobody knows; what follows will show.
            return flight.lost > 0
        return True

    async def edit(self, page: Page) -> None:
        """Fill the message that is to come, or redraw the one that was pressed. Both can be done
        twice."""
        payload = {"attachments": [], **page.payload}
        await self._hook("PATCH", "/messages/@original", payload, page, again=faults.is_passing)

    async def withdraw(self) -> None:
        """Take back the message that was to come."""
        await self._hook("DELETE", "/messages/@original", again=faults.is_passing)

    async def follow(self, page: Page, *, private: bool) -> None:
        """Send one more message. One that may stand already is sent again only if it is private:
        twice does less harm to one person than not at all."""

        def again(error: Exception) -> bool:
            return faults.is_passing(error) and (private or faults.status_of(error) > 0)

        await self._hook("POST", "", flagged(page, private=private), page, again=again)

    async def _hook(
        self,
        method: str,
        end: str,
        payload: Mapping[str, Any] | None = None,
        page: Page | None = None,
        *,
        again: Callable[[Exception], bool],
    ) -> None:
        """A request after the first response, sent until it is taken."""
        id, path = self._arrival.application, "/webhooks/{webhook_id}/{webhook_token}" + end

        async def send() -> None:
            rest = self._free.get((method, id), 0) - asyncio.get_running_loop().time()
            await asyncio.sleep(min(max(rest, 0), PATIENCE))
            await self._once(method, path, id, payload, page, Flight())

        await _insist(send, again, within=PATIENCE)

    async def _once(
        self,
        method: str,
        path: str,
        id: str,
        payload: Mapping[str, Any] | None,
        page: Page | None,
        flight: Flight,
    ) -> None:
        """A request, tried once. Raises what aiohttp raises, `RateLimited` where one is to wait,
        else `HTTPException` for an answer that is no success."""
        from discord import HTTPException, RateLimited
        from discord.http import Route

        route = Route(method, path, webhook_id=id, webhook_token=self._arrival.token)
        body = _body(payload, page)
        async with self._session.request(
            method, route.url, trace_request_ctx=flight, **body
        ) as response:
            said = _said(await response.text(errors="replace"))
        if response.status < 500:
            flight.lost -= 1
        if response.headers.get("X-RateLimit-Remaining") == "0":
            after = faults.seconds(response.headers.get("X-RateLimit-Reset-After"), otherwise=0)
            self._free[method, id] = asyncio.get_running_loop().time() + after
        if response.status == 429:
            asked = said.get("retry_after") if isinstance(said, dict) else None
            asked = asked or response.headers.get("Retry-After")
            raise RateLimited(faults.seconds(asked, otherwise=1))
        if not 200 <= response.status < 300:
            raise HTTPException(response, said)


async def _insist(
    send: Callable[[], Awaitable[None]], again: Callable[[Exception], bool], *, within: float
) -> None:
    """Send until it is taken. What came too fast was not done, and is sent when Discord asks for
    it; what failed otherwise, after a pause if `again`. No try begins after `within` seconds."""
    from discord import RateLimited

    loop = asyncio.get_running_loop()
    end = loop.time() + within
    pauses = iter(PAUSES)
    while True:
        try:
            await send()
        except RateLimited as error:
            pause: float | None = max(error.retry_after, LEAST_PAUSE)
            failed: Exception = error
        except faults.library_errors() as error:
            pause = next(pauses, None) if again(error) else None
            failed = error
        else:
            return
        if pause is None or loop.time() + pause > end:
            raise failed
        await asyncio.sleep(pause)


async def _went_out(session: Any, context: Any, params: Any) -> None:
    context.trace_request_ctx.lost += 1


def _body(payload: Mapping[str, Any] | None, page: Page | None) -> dict[str, Any]:
    """The arguments for it; a form is used up by a request, so each try has its own."""
    from aiohttp import FormData

    if page is None or not page.files:
        return {} if payload is None else {"json": payload}
    # Discord does not understand the brackets of the parts' names if they are quoted.
    form = FormData(quote_fields=False)
    for part in multipart(payload, page.files):
        form.add_field(**part)
    return {"data": form}


def _said(text: str) -> dict[str, Any] | str:
    """The body of an answer; one that is no object of JSON is not Discord's own."""
    try:
        said = json.loads(text)
    except ValueError:
        return text
    return said if isinstance(said, dict) else text


def flagged(page: Page, *, private: bool) -> dict[str, Any]:
    """The page as a new message, which only whoever asked sees if it is private."""
    flags = page.payload["flags"] | (EPHEMERAL_FLAG if private else 0)
    return {**page.payload, "flags": flags}


def _is_acknowledged(error: Exception) -> bool:
    """Whether an interaction whose response was refused can be answered further."""
    code = faults.code_of(error)
    if code not in {faults.ALREADY_ACKNOWLEDGED, *faults.TOO_LATE}:
        log.warning("a response was refused (%s)", faults.brief(error))
    return code == faults.ALREADY_ACKNOWLEDGED
