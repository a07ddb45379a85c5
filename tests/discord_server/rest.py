"""REST v10 over HTTP on the loopback: routes, the token, rate limits, errors, and what goes wrong.

https://docs.discord.com/developers/reference
"""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.discord_server import bodies, commands
from tests.discord_server.bodies import Body
from tests.discord_server.channels import Channels
from tests.discord_server.faults import Fault
from tests.discord_server.interactions import Interactions
from tests.discord_server.payloads import user
from tests.discord_server.refusals import Crash, Refusal
from tests.discord_server.service import Discord, Request

Act = Callable[[web.Request, Body], Any]

ASKED_WRONGLY = {50006, 50035, 50109}
"""Codes that a bot earns by what it sends, not by what became of a place: each is a violation."""
OF_INTERACTIONS = ("/interactions/", "/webhooks/")
"""What needs no token but the interaction's, and is excepted from the global rate limit.
https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints"""


class Rest:
    """The HTTP side of a service."""

    def __init__(self, service: Discord) -> None:
        self.service = service
        self.channels = Channels(service)
        self.interactions = Interactions(service, self.channels)
        self.posts: dict[str, deque[float]] = defaultdict(deque)
        self.runner: web.AppRunner | None = None
        self.base = ""
        self.under_way = 0

    async def start(self) -> str:
        """Listen; the address of the API."""
        app = web.Application(client_max_size=2**26)
        app.router.add_get("/gateway", self.service.gateway.serve)
        for method, path, act in self._routes():
            app.router.add_route(method, f"/api/v10{path}", self._serving(act))
        app.router.add_route("*", "/{rest:.*}", self._serving(self._unknown))
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        host, port = self.runner.addresses[0][:2]
        self.service.gateway.url = f"ws://{host}:{port}/gateway"
        self.base = f"http://{host}:{port}/api/v10"
        return self.base

    async def stop(self) -> None:
        waiting = list(self.interactions.waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        self.service.gateway.greets.set()
        self.service.gateway.cut()
        if self.runner is not None:
            await self.runner.cleanup()

    # The way of a request

    def _serving(self, act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def counted(request: web.Request) -> web.StreamResponse:
            self.under_way += 1
            try:
                return await serve(request)
            finally:
                self.under_way -= 1

        async def serve(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix("/api/v10")
            line = f"{request.method} {path}"
            fault = self.service.faults.meet(line)
            if not self.service.alive(f"before {line}"):
                return self._cut(request)
            try:
                body = await bodies.read(request)
            except Refusal as refusal:
                return self._refused(Request(request.method, path, {}), refusal)
            if fault is not None:
                await self._wait(fault)
                if not fault.after and not fault.passes:
                    return self._failed(request, path, body, fault)
            answer = self._effect(act, request, path, body)
            if not self.service.alive(f"after {line}"):
                return self._cut(request)
            if fault is not None and not fault.passes:
                return self._failed(request, path, body, fault)
            return answer

        return counted

    @staticmethod
    async def _wait(fault: Fault) -> None:
        if fault.slow:
            await asyncio.sleep(fault.slow)
        if fault.gate is not None:
            await fault.gate.wait()

    def _failed(
        self, request: web.Request, path: str, body: Body, fault: Fault
    ) -> web.StreamResponse:
        """The fault's answer, or none."""
        asked = Request(request.method, path, body.data, fault.status, fault.code)
        if not fault.after:
            self.service.notes.requests.append(asked)
        self.service.poke()
        if fault.status is None:
            return self._cut(request)
        if fault.status == 429:
            limited = self._limited(fault.retry_after, is_global=fault.is_global)
            if not fault.via:
                del limited.headers["Via"]
            return limited
        if fault.status >= 500:
            return web.Response(status=fault.status, text="<html>", content_type="text/html")
        refusal = Refusal(fault.code or 50013, status=fault.status)
        return _json(refusal.body(), refusal.status)

    @staticmethod
    def _cut(request: web.Request) -> web.StreamResponse:
        """Break the connection: the client gets no answer."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _effect(self, act: Act, request: web.Request, path: str, body: Body) -> web.Response:
        """What the request does, answered as Discord answers."""
        asked = Request(request.method, path, body.data)
        try:
            self._authorized(request, path)
            if self.service.held_back is not None and not path.startswith(OF_INTERACTIONS):
                self.service.notes.requests.append(Request(request.method, path, body.data, 429))
                self.service.poke()
                return self._limited(self.service.held_back, is_global=True)
            if (wait := self._wait_for_room(request)) is not None:
                self.service.notes.requests.append(Request(request.method, path, body.data, 429))
                return self._limited(wait, is_global=False)
            found = act(request, body)
        except Refusal as refusal:
            return self._refused(asked, refusal)
        except Crash:
            self.service.violate(f"{asked.line} was answered with 500: too large to be kept")
            self.service.notes.requests.append(Request(request.method, path, body.data, 500))
            return _json({"message": "500: Internal Server Error", "code": 0}, 500)
        status = 204 if found is None else 200
        self.service.notes.requests.append(Request(request.method, path, body.data, status))
        self.service.poke()
        limits = self._limits(_bucket(request))
        return web.Response(status=204) if found is None else _json(found, 200, limits)

    def _refused(self, asked: Request, refusal: Refusal) -> web.Response:
        noted = Request(asked.method, asked.path, asked.data, refusal.status, refusal.code)
        self.service.notes.requests.append(noted)
        if refusal.code in ASKED_WRONGLY:
            self.service.violate(f"{asked.line} was refused: {refusal.code} {refusal.errors or ''}")
        self.service.poke()
        return _json(refusal.body(), refusal.status, self._limits())

    def _authorized(self, request: web.Request, path: str) -> None:
        if path.startswith(OF_INTERACTIONS):
            return
        if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            self.service.violate(f"no valid User-Agent: {request.headers.get('User-Agent')}")
        if request.headers.get("Authorization") != f"Bot {self.service.token}":
            raise Refusal(0)

    # Rate limits

    def _wait_for_room(self, request: web.Request) -> float | None:
        """Seconds to wait where too much was posted into one channel or webhook; None if there is
        room."""
        bucket = _bucket(request)
        if self.service.rate is None or not bucket:
            return None
        most, window = self.service.rate
        posts, now = self.posts[bucket], time.monotonic()
        while posts and now - posts[0] > window:
            posts.popleft()
        if len(posts) >= most:
            return window - (now - posts[0])
        posts.append(now)
        return None

    def _limits(self, bucket: str = "") -> dict[str, str]:
        limit, left, after = 50, 49, 1.0
        if self.service.rate is not None and bucket:
            limit, after = self.service.rate
            left = limit - len(self.posts[bucket])
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": "one-for-each-route",
        }

    def _limited(self, wait: float, *, is_global: bool) -> web.Response:
        body = {
            "message": "You are being rate limited.",
            "retry_after": round(wait, 3),
            "global": is_global,
            "code": 0,
        }
        scope = "global" if is_global else "user"
        headers = {
            "Retry-After": str(int(wait) + 1),
            "Via": "1.1 google",
            "X-RateLimit-Scope": scope,
        }
        return _json(body, 429, headers)

    # The routes

    def _routes(self) -> list[tuple[str, str, Act]]:
        on, of = self.channels, self.interactions
        messages = "/channels/{channel}/messages"
        hook = "/webhooks/{app}/{token}"
        return [
            ("GET", "/gateway", lambda r, b: {"url": self.service.gateway.url}),
            ("GET", "/gateway/bot", lambda r, b: self._gateway()),
            ("GET", "/users/@me", lambda r, b: user(self.service.bot)),
            ("GET", "/oauth2/applications/@me", lambda r, b: self._application()),
            ("GET", "/applications/@me", lambda r, b: self._application()),
            ("POST", "/users/@me/channels", lambda r, b: on.direct(b)),
            *self._command_routes(),
            ("GET", "/channels/{channel}", lambda r, b: on.show(*_of(r))),
            ("PATCH", "/channels/{channel}", lambda r, b: on.change(*_of(r), b)),
            ("POST", "/channels/{channel}/typing", lambda r, b: on.open(*_of(r)) and None),
            ("GET", messages, lambda r, b: on.history(*_of(r), r.query)),
            ("POST", messages, lambda r, b: on.post(*_of(r), b)),
            ("GET", messages + "/{message}", lambda r, b: on.read(*_of(r))),
            ("PATCH", messages + "/{message}", lambda r, b: on.edit(*_of(r), b)),
            ("DELETE", messages + "/{message}", lambda r, b: on.delete(*_of(r))),
            ("POST", messages + "/{message}/threads", lambda r, b: on.thread(*_of(r), b)),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("POST", hook, lambda r, b: of.follow_up(*_of(r), b)),
            ("GET", hook + "/messages/{message}", lambda r, b: of.show(*_of(r))),
            ("PATCH", hook + "/messages/{message}", lambda r, b: of.edit(*_of(r), b)),
            ("DELETE", hook + "/messages/{message}", lambda r, b: of.delete(*_of(r))),
        ]

    def _command_routes(self) -> list[tuple[str, str, Act]]:
        path = "/applications/{app}/commands"
        return [
            ("GET", path, lambda r, b: self.service.commands),
            ("PUT", path, lambda r, b: self._register(b.data)),
            ("POST", path, lambda r, b: self._register_one(b.data)),
            ("GET", path + "/{id}", lambda r, b: self._command(r)),
            ("PATCH", path + "/{id}", lambda r, b: self._change_command(r, b.data)),
            ("DELETE", path + "/{id}", lambda r, b: self._remove_command(r)),
        ]

    def _callback(self, request: web.Request, body: Body) -> Any:
        told = self.interactions.answer(*_of(request), body)
        return told if request.query.get("with_response") in {"true", "1"} else None

    def _unknown(self, request: web.Request, body: Body) -> Any:
        self.service.violate(f"no such route: {request.method} {request.path}")
        raise Refusal(0, status=404)

    def _gateway(self) -> dict[str, Any]:
        limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        return {"url": self.service.gateway.url, "shards": 1, "session_start_limit": limit}

    def _application(self) -> dict[str, Any]:
        return {
            "id": str(self.service.app),
            "name": self.service.bot.name,
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": user(self.service.bot),
            "team": None,
            "integration_types_config": {"0": {}, "1": {}},
        }

    # Commands

    def _register(self, given: object) -> list[dict[str, Any]]:
        """Put these in place of all there are; one of the same name keeps its id."""
        kept = commands.checked(given)
        before = {(c["type"], c["name"]): c["id"] for c in self.service.commands}
        self.service.commands = [
            {
                "application_id": str(self.service.app),
                "version": str(self.service.new_id()),
                "id": before.get((c["type"], c["name"])) or str(self.service.new_id()),
            }
            | c
            for c in kept
        ]
        return self.service.commands

    def _register_one(self, given: dict[str, Any]) -> dict[str, Any]:
        name = (given.get("type", 1), given.get("name"))
        others = [c for c in self.service.commands if (c["type"], c["name"]) != name]
        return self._register([*others, given])[-1]

    def _command(self, request: web.Request) -> dict[str, Any]:
        wanted = request.match_info["id"]
        for command in self.service.commands:
            if command["id"] == wanted:
                return command
        raise Refusal(10063)

    def _change_command(self, request: web.Request, given: dict[str, Any]) -> dict[str, Any]:
        command = self._command(request)
        [kept] = commands.checked([command | given])
        command.update(kept)
        return command

    def _remove_command(self, request: web.Request) -> None:
        self.service.commands.remove(self._command(request))


def _of(request: web.Request) -> tuple[str, ...]:
    """The parts of the path that differ, in order."""
    return tuple(request.match_info.values())


def _bucket(request: web.Request) -> str:
    """What is posted into; empty where nothing is."""
    if request.method != "POST" or request.path.startswith("/api/v10/interactions/"):
        return ""
    return request.match_info.get("channel") or request.match_info.get("token") or ""


def _json(data: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    # Without a charset: discord.py reads JSON from "application/json" only.
    given = {"Content-Type": "application/json"} | (headers or {})
    return web.Response(status=status, body=json.dumps(data).encode(), headers=given)
