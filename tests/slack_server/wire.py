"""The HTTP side: a call comes in, is noted, may fail on order, is allowed or not, and has its
effect."""

import asyncio
import json
from collections.abc import Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.slack_server import chat, conversations, files, modals
from tests.slack_server.calls import Call, Method, Request
from tests.slack_server.faults import Fault
from tests.slack_server.world import APP, ApiError

if TYPE_CHECKING:
    from tests.slack_server import SlackServer

ALWAYS_ALLOWED = frozenset({"token", "team_id"})


class Wire:
    """The Web API, the response URLs, the uploads and the socket's door."""

    def __init__(self, server: "SlackServer") -> None:
        self.server = server
        self.methods: dict[str, Method] = {
            **chat.METHODS,
            **conversations.METHODS,
            **files.METHODS,
            **modals.METHODS,
            **server.socket.methods,
        }

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10**8)
        app.router.add_route("*", "/api/{method}", self.api)
        app.router.add_post("/response/{id}", self.response)
        app.router.add_post("/upload/{id}", self.upload)
        app.router.add_get("/link/", self.server.socket.handle)
        return app

    async def api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        token, args, kind_error = await self._read(request)
        self._note(name, args)

        async def perform() -> dict[str, Any]:
            if kind_error:
                raise ApiError(kind_error)
            return await self._perform(name, token, args)

        return await self._answered(request, name, perform)

    async def response(self, request: web.Request) -> web.StreamResponse:
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        self._note("response_url", body if isinstance(body, dict) else {"body": body})

        async def perform() -> dict[str, Any]:
            self.server.answers.take(request.match_info["id"], body)
            return {}

        return await self._answered(request, "response_url", perform, status=404)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Slack says how much it took, in plain text."""

        async def perform() -> dict[str, Any]:
            file = self.server.world.files.get(request.match_info["id"])
            if file is None:
                raise ApiError("no_such_file")
            file.data = await _body(request)
            return {}

        self._note("upload", {"id": request.match_info["id"]})
        answer = await self._answered(request, "upload", perform, status=404)
        if answer.status != 200:
            return answer
        return web.Response(text=f"OK - {request.content_length}")

    # One request

    async def _answered(
        self, request: web.Request, name: str, perform: Any, status: int = 200
    ) -> web.StreamResponse:
        server = self.server
        server.under_way += 1
        try:
            fault = server.faults.next(name)
            if server.deaf or (fault and fault.kind == "cut before") or server.reach(f"ask {name}"):
                return _cut(request)
            if fault is not None and fault.kind in {"limited", "broken", "refused"}:
                return _failing(fault)
            if fault is not None and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            if fault is not None and fault.gate is not None:
                await fault.gate.wait()
            try:
                answer, code = {"ok": True, **await perform()}, 200
            except ApiError as error:
                answer, code = {"ok": False, "error": error.error, **error.more}, status
            cut = fault is not None and fault.kind == "cut after"
            if cut or server.reach(f"answer {name}"):
                return _cut(request)
            scopes = ",".join(sorted(server.scopes))
            return web.json_response(answer, status=code, headers={"x-oauth-scopes": scopes})
        finally:
            server.under_way -= 1
            server.stir()

    async def _perform(self, name: str, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        method = self.methods.get(name)
        if method is None:
            raise ApiError("unknown_method")
        kind = self._authorised(token, method)
        if kind == "app" and name == "auth.test":
            return {"app_name": "dlq", "app_id": APP}
        for unknown in args.keys() - method.args - ALWAYS_ALLOWED:
            self.server.world.violation(f"{name}: there is no argument {unknown}")
        done = method.run(Call(self.server, name, args))
        return await done if isawaitable(done) else done

    def _authorised(self, token: str, method: Method) -> str:
        """The kind of the token, or the ApiError with what is wrong with it."""
        server = self.server
        if not token:
            if method.token == "any":
                return "none"
            raise ApiError("not_authed")
        kind = {server.bot_token: "bot", server.app_token: "app"}.get(token)
        if kind is None:
            raise ApiError("invalid_auth")
        if kind == "bot" and server.bot_trouble:
            raise ApiError(server.bot_trouble)
        if kind == "app" and method is self.methods["auth.test"] and server.app_token_is_known:
            return kind
        if method.token not in {kind, "any"}:
            raise ApiError("not_allowed_token_type")
        return kind

    async def _read(self, request: web.Request) -> tuple[str, dict[str, Any], str]:
        """Token, arguments, and the name of what is wrong with how they came."""
        args: dict[str, Any] = dict(request.query)
        error = ""
        if request.method == "POST" and request.can_read_body:
            kind = request.content_type
            if kind == "application/json":
                try:
                    body = json.loads(await request.text())
                except ValueError:
                    body = None
                if isinstance(body, dict):
                    args |= body
                else:
                    error = "invalid_json"
            elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
                args |= {name: str(value) for name, value in (await request.post()).items()}
            else:
                error = "invalid_post_type"
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        token = bearer if scheme == "Bearer" else str(args.get("token", ""))
        args.pop("token", None)
        return token, args, error

    def _note(self, name: str, args: Mapping[str, Any]) -> None:
        self.server.requests.append(Request(name, dict(args), self.server.world.clock()))
        self.server.stir()


async def _body(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    parts = [part async for part in await request.multipart()]
    return b"".join([bytes(await part.read()) for part in parts])  # type: ignore[union-attr]


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _failing(fault: Fault) -> web.Response:
    headers = {"Retry-After": str(fault.after)} if fault.kind == "limited" else {}
    if fault.body:
        return web.Response(status=fault.status, text=fault.body, content_type="text/html")
    answer = {"ok": False, "error": fault.error}
    return web.json_response(answer, status=fault.status, headers=headers)
