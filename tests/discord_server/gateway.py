"""The gateway: a websocket that greets, identifies, dispatches, resumes, and fails as ordered.

https://docs.discord.com/developers/events/gateway
"""

import asyncio
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.discord_server import payloads

if TYPE_CHECKING:
    from tests.discord_server.service import Discord

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID, HELLO, ACK = 7, 8, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Members, presences and message content: not granted to this application."""
GUILDS = 1 << 0
WITH_GUILDS = ("GUILD_", "CHANNEL_", "THREAD_")
SENDS_A_MINUTE = 120


@dataclass(eq=False)
class Session:
    """One IDENTIFY and what came after it, across its connections."""

    id: str
    intents: int
    guilds: list[int]
    number: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    line: "Line | None" = None


@dataclass(eq=False)
class Line:
    """One websocket; `outbox` keeps what it sends in order."""

    socket: web.WebSocketResponse
    cut: Callable[[], None]
    compressor: Any = None
    received: int = 0
    outbox: "asyncio.Queue[dict[str, Any] | None]" = field(default_factory=asyncio.Queue)

    def send(self, payload: dict[str, Any]) -> None:
        self.outbox.put_nowait(payload)

    async def write(self) -> None:
        while (payload := await self.outbox.get()) is not None:
            text = json.dumps(payload)
            with suppress(ConnectionError):
                if self.compressor is None:
                    await self.socket.send_str(text)
                    continue
                packed = self.compressor.compress(text.encode())
                packed += self.compressor.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)


class Gateway:
    """`greets` is a gate before HELLO; `deaf` leaves heartbeats without an answer."""

    def __init__(self, service: "Discord") -> None:
        self.service = service
        self.url = ""
        self.interval = 41.25
        self.deaf = False
        self.greets = asyncio.Event()
        self.greets.set()
        self.sessions: dict[str, Session] = {}
        self.lines: list[Line] = []
        self.identified = self.resumed = self.heartbeats = 0

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.line is not None]

    # Out

    def dispatch(self, event: str, data: dict[str, Any]) -> bool:
        """Tell every session that wants to know; whether one is there to hear it."""
        for session in self.sessions.values():
            if event.startswith(WITH_GUILDS) and not session.intents & GUILDS:
                continue
            self._send(session, event, data)
        return bool(self.connected)

    def _send(self, session: Session, event: str, data: dict[str, Any]) -> None:
        session.number += 1
        payload = {"op": DISPATCH, "t": event, "s": session.number, "d": data}
        session.sent.append(payload)
        if session.line is not None:
            session.line.send(payload)

    # What tests order

    def reconnect(self) -> None:
        """Ask every client to connect again and resume."""
        for session in self.connected:
            assert session.line is not None
            session.line.send({"op": RECONNECT, "d": None})

    def invalidate(self) -> None:
        """Forget every session: clients must identify anew."""
        for session in self.connected:
            assert session.line is not None
            session.line.send({"op": INVALID, "d": False})
        self.sessions.clear()

    def cut(self) -> None:
        """Break every connection; sessions can be resumed."""
        for line in list(self.lines):
            line.cut()

    async def close(self, code: int = 4000) -> None:
        for line in list(self.lines):
            await line.socket.close(code=code)

    def forget(self) -> None:
        """Break every connection and forget every session, as when a process is killed."""
        self.sessions.clear()
        self.cut()

    # In

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(timeout=1)
        await socket.prepare(request)
        transport = request.transport
        assert transport is not None
        zipped = request.query.get("compress") == "zlib-stream"
        line = Line(socket, transport.abort, zlib.compressobj() if zipped else None)
        self.lines.append(line)
        writing = asyncio.create_task(line.write())
        try:
            await self.greets.wait()
            line.send({"op": HELLO, "d": {"heartbeat_interval": self.interval * 1000}})
            await self._listen(line)
        finally:
            self.lines.remove(line)
            for session in self.sessions.values():
                if session.line is line:
                    session.line = None
            line.send(None)  # type: ignore[arg-type]
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            self.service.poke()
        return socket

    async def _listen(self, line: Line) -> None:
        async for message in line.socket:
            if message.type is not WSMsgType.TEXT or len(message.data) > 4096:
                await line.socket.close(code=4002)
                return
            line.received += 1
            payload = json.loads(message.data)
            code = self._hear(line, payload["op"], payload.get("d"))
            if line.received > SENDS_A_MINUTE:
                code = 4008
            if code:
                await line.socket.close(code=code)
                return

    def _hear(self, line: Line, op: int, data: Any) -> int:
        """Take one payload in; the code to close with, or 0."""
        known = any(session.line is line for session in self.sessions.values())
        match op:
            case 1:
                self.heartbeats += 1
                if not self.deaf:
                    line.send({"op": ACK})
                return 0
            case 2:
                return 4005 if known else self._identify(line, data)
            case 6:
                return self._resume(line, data)
            case 3 | 4 | 8:
                return 0 if known else 4003
            case _:
                return 4001

    def _identify(self, line: Line, data: dict[str, Any]) -> int:
        if data.get("token") != self.service.token:
            return 4004
        if not {"os", "browser", "device"} <= set(data.get("properties") or {}):
            return 4002
        if not isinstance(data.get("intents"), int):
            return 4013
        if data["intents"] & PRIVILEGED:
            return 4014
        self.identified += 1
        guilds = [g for g in self.service.guilds.values() if self.service.bot.id in g.members]
        session = Session(f"{self.service.new_id():x}", data["intents"], [g.id for g in guilds])
        session.line = line
        self.sessions[session.id] = session
        self._send(session, "READY", self._ready(session, data.get("shard")))
        if session.intents & GUILDS:
            for guild in guilds:
                self._send(session, "GUILD_CREATE", self.service.guild_payload(guild))
        self.service.poke()
        return 0

    def _ready(self, session: Session, shard: object) -> dict[str, Any]:
        ready: dict[str, Any] = {
            "v": 10,
            "user": payloads.user(self.service.bot),
            "guilds": [{"id": str(number), "unavailable": True} for number in session.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(self.service.app), "flags": 0},
            "private_channels": [],
        }
        return ready if shard is None else ready | {"shard": shard}

    def _resume(self, line: Line, data: dict[str, Any]) -> int:
        if data.get("token") != self.service.token:
            return 4004
        session = self.sessions.get(data.get("session_id", ""))
        if session is None:
            line.send({"op": INVALID, "d": False})
            return 0
        self.resumed += 1
        session.line = line
        for payload in session.sent:
            if payload["s"] > data["seq"]:
                line.send(payload)
        self._send(session, "RESUMED", {})
        self.service.poke()
        return 0
