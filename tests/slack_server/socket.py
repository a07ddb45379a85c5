"""Socket Mode: connections, envelopes and their acknowledgements within three seconds.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import WSMsgType, web

from tests.slack_server.calls import Call, Method
from tests.slack_server.world import APP, ApiError

if TYPE_CHECKING:
    from tests.slack_server import SlackServer

MOST_CONNECTIONS = 10
Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(eq=False)
class Connection:
    """One socket. `going` was told to leave: it gets nothing new, and may still acknowledge."""

    id: str
    ws: web.WebSocketResponse
    request: web.Request
    going: bool = False
    pongs: list[str] = field(default_factory=list)

    def abort(self) -> None:
        """As if a cable were pulled."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(frozen=True)
class Envelope:
    kind: Kind
    id: str
    payload: dict[str, Any]
    accepts: bool
    retry: int | None = None

    def text(self) -> str:
        sent: dict[str, Any] = {
            "envelope_id": self.id,
            "type": self.kind,
            "payload": self.payload,
            "accepts_response_payload": self.accepts,
        }
        if self.kind == "events_api":
            reason = "timeout" if self.retry else ""
            sent |= {"retry_attempt": self.retry or 0, "retry_reason": reason}
        return json.dumps(sent)


@dataclass(frozen=True)
class Ack:
    """What came of an envelope: what the person is shown as an error, or the answer's payload."""

    error: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


class Socket:
    """The app's connections. `doubles` sends every envelope twice, as Slack was seen to do. One
    that was asked to leave is closed when another stands, unless `keeps_old`."""

    def __init__(self, server: "SlackServer") -> None:
        self.server = server
        self.tickets: set[str] = set()
        self.connections: list[Connection] = []
        self.sent: list[Envelope] = []
        self.doubles = False
        self.keeps_old = False
        self.patience = 3.0
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._known: set[str] = set()
        self._turn = 0

    # Connecting

    def url(self, call: Call) -> dict[str, Any]:
        if not self.server.manifest.socket_mode or self.server.link_disabled:
            raise ApiError("not_allowed_token_type")
        if "connections:write" not in self.server.app_scopes:
            provided = ",".join(sorted(self.server.app_scopes))
            raise ApiError("missing_scope", needed="connections:write", provided=provided)
        ticket = uuid.uuid4().hex
        self.tickets.add(ticket)
        base = self.server.base.replace("http://", "ws://")
        return {"url": f"{base}/link/?ticket={ticket}&app_id={APP}"}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, until it ends. A ticket lets in once."""
        ticket = request.query.get("ticket", "")
        if self.server.deaf or ticket not in self.tickets:
            return web.Response(status=408)
        self.tickets.remove(ticket)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        connection = Connection(uuid.uuid4().hex[:8], ws, request)
        self.connections.append(connection)
        try:
            await self._greet(connection)
            async for message in ws:
                await self._received(connection, message.type, message.data)
        finally:
            self.connections.remove(connection)
            self.server.stir()
        return ws

    async def _greet(self, connection: Connection) -> None:
        if len(self.connections) > MOST_CONNECTIONS:
            await self._bye(connection, "too_many_websockets")
            return
        await connection.ws.send_json(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "debug_info": {"host": "applink-1", "approximate_connection_time": 18060},
                "connection_info": {"app_id": APP},
            }
        )
        for one in self.connections:
            if one.going and not self.keeps_old:
                self.server.aside(one.ws.close())
        self.server.stir()

    async def _received(self, connection: Connection, kind: WSMsgType, data: Any) -> None:
        if kind is WSMsgType.PING:
            await connection.ws.pong(data)
        elif kind is WSMsgType.PONG:
            connection.pongs.append(bytes(data).decode())
        elif kind is WSMsgType.TEXT and not self.server.deaf and not self.server.reach("ack"):
            self._acknowledged(json.loads(data))
        self.server.stir()

    def _acknowledged(self, answer: dict[str, Any]) -> None:
        id = answer.get("envelope_id", "")
        if answer.keys() - {"envelope_id", "payload"} or id not in self._known:
            self.server.world.violation(f"socket: no acknowledgement of ours: {answer}")
            return
        waiting = self._waiting.get(id)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    # Envelopes

    async def deliver(
        self, kind: Kind, payload: dict[str, Any], *, retry: int | None = None
    ) -> Ack:
        """Send an envelope over one of the connections and wait for its acknowledgement."""
        envelope = Envelope(kind, str(uuid.uuid4()), payload, kind != "events_api", retry)
        return await self.send(envelope)

    async def send(self, envelope: Envelope, over: Connection | None = None) -> Ack:
        connection = over or self._next()
        if connection is None:
            return Ack("dispatch_failed")
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope.id] = waiting
        self._known.add(envelope.id)
        self.sent.append(envelope)
        try:
            for _ in range(2 if self.doubles else 1):
                await connection.ws.send_str(envelope.text())
        except ConnectionError:
            return Ack("operation_timeout")
        return await self._acked(envelope, connection, waiting)

    async def _acked(
        self, envelope: Envelope, connection: Connection, waiting: "asyncio.Future[dict[str, Any]]"
    ) -> Ack:
        gone = asyncio.ensure_future(
            self.server.until(lambda: connection not in self.connections, seconds=60)
        )
        try:
            await asyncio.wait(
                {waiting, gone}, timeout=self.patience, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            gone.cancel()
            del self._waiting[envelope.id]
        if not waiting.done():
            if connection in self.connections:
                what = envelope.payload.get("type", envelope.payload.get("command", ""))
                self.server.world.violation(
                    f"socket: {envelope.kind} {what} not acknowledged within {self.patience} s"
                )
            return Ack("operation_timeout")
        payload = waiting.result()
        if payload and not envelope.accepts:
            self.server.world.violation(f"socket: {envelope.kind} takes no payload: {payload}")
        return Ack("", payload)

    def _next(self) -> Connection | None:
        """Any one of the connections gets an envelope; here each in turn."""
        staying = [one for one in self.connections if not one.going and not one.ws.closed]
        if not staying or self.server.deaf:
            return None
        self._turn += 1
        return staying[self._turn % len(staying)]

    # Ending

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to leave; with "warning" it is told some seconds before."""
        for connection in list(self.connections):
            await self._bye(connection, reason)

    async def _bye(self, connection: Connection, reason: str) -> None:
        connection.going = True
        await connection.ws.send_json(
            {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
        )

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self.connections):
            connection.abort()

    async def ping(self) -> list[str]:
        """Ping every connection as Slack does; what came back."""
        for connection in self.connections:
            await connection.ws.ping(b"Ping from applink-1")
        await self.server.until(lambda: all(one.pongs for one in self.connections))
        return [connection.pongs[-1] for connection in self.connections]

    @property
    def methods(self) -> dict[str, Method]:
        return {"apps.connections.open": Method(self.url, frozenset(), token="app")}
