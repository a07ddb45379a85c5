"""A tiny app of slack-bolt, with which the server itself is tried."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import SlackServer
from tests.slack_server.manifest import Manifest

EVENTS = [
    *("app_mention", "message.im", "member_joined_channel", "channel_left", "channel_archive"),
    *("tokens_revoked", "app_uninstalled"),
]
SCOPES = [
    *("commands", "chat:write", "channels:history", "channels:read", "groups:history"),
    *("groups:read", "im:history", "im:write", "app_mentions:read", "users:read"),
    *("files:write", "files:read"),
]

DOCUMENT: dict[str, Any] = {
    "display_information": {"name": "tiny"},
    "features": {
        "bot_user": {"display_name": "dlq"},
        "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "slash_commands": [{"command": "/dlq", "description": "Ask"}],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "socket_mode_enabled": True,
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": EVENTS},
    },
}


def manifest() -> Manifest:
    return Manifest.of(DOCUMENT)


def client(server: SlackServer, token: str = "") -> AsyncWebClient:
    """The real client, which sends nothing again by itself."""
    return AsyncWebClient(token=token or server.bot_token, base_url=server.api, retry_handlers=[])


@asynccontextmanager
async def connected(server: SlackServer, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app on the server's socket."""
    handler = AsyncSocketModeHandler(app, server.app_token, ping_interval=0.5)
    await handler.connect_async()
    await server.until(lambda: server.socket.connections)
    try:
        yield handler
    finally:
        await handler.close_async()


def app(server: SlackServer) -> AsyncApp:
    return AsyncApp(client=client(server))


async def error(call: Any) -> str:
    """The name of the error with which a call is refused."""
    try:
        await call
    except SlackApiError as refused:
        return str(refused.response["error"])
    return ""


def said(text: str, **more: Any) -> dict[str, Any]:
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str = "press", **more: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": text}
    return {"type": "button", "text": label, "action_id": action_id, **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def field(id: str, **more: Any) -> dict[str, Any]:
    """An input of one line."""
    element = {"type": "plain_text_input", "action_id": "typed", **more}
    label = {"type": "plain_text", "text": id.capitalize()}
    return {"type": "input", "block_id": id, "label": label, "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks),
        **more,
    }
