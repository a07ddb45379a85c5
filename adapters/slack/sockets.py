"""Socket Mode by slack_sdk's client, mended where it could lose a delivery or stay away for good.

The classes are made inside a function, because Slack's libraries are optional.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

PING = 3
"""Seconds between pings: a dead socket is found within a few of them."""
OPENING = 10
"""Seconds for one try to open a socket."""
LINGER = 10
"""Seconds for which a socket is read that Slack asked to leave, unless Slack closes it before."""


def handler(
    bolt: Any,
    app_token: str,
    track: Callable[[Any], Awaitable[None]],
    wanted: Callable[[Mapping[str, Any]], bool],
) -> Any:
    """Bolt's AsyncSocketModeHandler on the mended client; every delivery goes through `track`,
    from its receipt until its acknowledgement is sent. One whose payload is not `wanted` is only
    acknowledged: Bolt leaves it to Slack to tell its person that dlq failed."""
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_sdk.socket_mode.response import SocketModeResponse

    class Handler(AsyncSocketModeHandler):
        def __init__(self) -> None:
            self.app, self.app_token = bolt, app_token
            self.client = _lasting()(
                app_token=app_token, logger=bolt.logger, web_client=bolt.client, ping_interval=PING
            )
            self.client.socket_mode_request_listeners.append(self.tracked)

        async def tracked(self, client: Any, request: Any) -> None:
            await track(self.handle(client, request))

        async def handle(self, client: Any, request: Any) -> None:
            if wanted(request.payload):
                await super().handle(client, request)
            else:
                await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    return Handler()


def _lasting() -> Any:
    """slack_sdk's client with another way to connect.

    It closes the old socket before it opens the new one, and what Slack sends meanwhile is lost;
    and it tries the same address until it opens, though an address serves once and not for long.
    """
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError
    from slack_sdk.socket_mode.aiohttp import SocketModeClient

    class Lasting(SocketModeClient):
        _lingering: asyncio.Future[None] | None = None

        async def connect(self) -> None:
            """Open a socket, and read the old one until Slack closes it. Until the new one stands,
            acknowledgements go by the old one."""
            old, new = self.current_session, await self._opened()
            if new is None:
                return
            self.current_session, self.last_ping_pong_time, self.stale = new, None, False
            for task in (self.current_session_monitor, self.message_receiver):
                # One of them may be who called this; nothing is awaited any more.
                if task is not None:
                    task.cancel()
            self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
            self.message_receiver = asyncio.ensure_future(self.receive_messages())
            if old is not None:
                self._lingering = asyncio.ensure_future(_read_out(old, self.enqueue_message))

        async def _opened(self) -> Any:
            """A new socket; None once the client is closed."""
            while not self.closed:
                address, self.wss_uri = self.wss_uri, None
                with suppress(SlackApiError, ClientError, OSError, TimeoutError):
                    async with asyncio.timeout(OPENING):
                        return await self.aiohttp_client_session.ws_connect(
                            address or await self.issue_new_wss_url(),
                            autoping=False,
                            heartbeat=self.ping_interval,
                            proxy=self.proxy,
                        )
                await asyncio.sleep(self.ping_interval)
            return None

        async def close(self) -> None:
            if self._lingering is not None:
                self._lingering.cancel()
            await super().close()  # type: ignore[no-untyped-call]  # slack_sdk's

    return Lasting


async def _read_out(old: Any, take: Callable[[str], Awaitable[None]]) -> None:
    """Take what still comes on an old socket, but for news of its own end."""
    from aiohttp import WSMsgType

    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(LINGER):
            while not old.closed:
                message = await old.receive()
                if message.type is WSMsgType.PING:
                    await old.pong(message.data)
                elif message.type is WSMsgType.TEXT and not _says_farewell(message.data):
                    await take(message.data)
    await old.close()


def _says_farewell(data: str) -> bool:
    """Whether a message asks to leave the socket that it came on."""
    with suppress(ValueError):
        return bool(json.loads(data).get("type") == "disconnect")
    return False
