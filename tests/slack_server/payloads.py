"""What Slack sends to an app, in the documented shapes.

https://docs.slack.dev/reference/interaction-payloads
"""

import re
from typing import TYPE_CHECKING, Any

from tests.slack_server.chat import shape
from tests.slack_server.modals import View
from tests.slack_server.world import APP, BOT_USER, TEAM, Channel, Message, User

if TYPE_CHECKING:
    from tests.slack_server import SlackServer

NAME = re.compile(r"@([a-z][a-z0-9]*)")


def with_names(server: "SlackServer", text: str, *, usual: bool = False) -> str:
    """Names after @ as ids: in messages `<@U1>`, in a command's text `<@U1|name>`; and what calls
    many, `<!channel>`. What is typed with angle brackets stays text."""
    ids = {user.name: user.id for user in server.world.users.values()}

    def written(found: re.Match[str]) -> str:
        name = found[1]
        if name in {"channel", "here", "everyone"}:
            return f"<!{name}>"
        if name not in ids:
            return found[0]
        return f"<@{ids[name]}>" if usual else f"<@{ids[name]}|{name}>"

    return NAME.sub(written, text)


def _team() -> dict[str, Any]:
    return {"id": TEAM, "domain": "school"}


def _user(user: User) -> dict[str, Any]:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM}


def _common(kind: str, user: User) -> dict[str, Any]:
    return {
        "type": kind,
        "team": _team(),
        "user": _user(user),
        "api_app_id": APP,
        "token": "verification-token",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash(
    server: "SlackServer", user: User, channel: Channel, command: str, text: str
) -> dict[str, Any]:
    """https://docs.slack.dev/interactivity/implementing-slash-commands"""
    url = server.answers.url(user.id, channel.id)
    return {
        "token": "verification-token",
        "team_id": TEAM,
        "team_domain": "school",
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": f"{server.base}/response/{url.id}",
        "trigger_id": server.modals.trigger(user.id),
    }


def message(channel: Channel, said: Message) -> dict[str, Any]:
    """https://docs.slack.dev/reference/events/message"""
    event: dict[str, Any] = {
        "type": "message",
        "client_msg_id": f"00000000-0000-4000-8000-{said.ts.replace('.', '')[-12:]}",
        "user": said.user,
        "text": said.text,
        "ts": said.ts,
        "team": TEAM,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "x",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": said.text or " "}],
                    }
                ],
            }
        ],
        "channel": channel.id,
        "channel_type": {"im": "im", "groups": "group", "channels": "channel"}[channel.kind],
    }
    if said.thread_ts:
        event |= {"thread_ts": said.thread_ts, "parent_user_id": BOT_USER}
    return event


def _where(server: "SlackServer", user: User, on: Message | View) -> dict[str, Any]:
    """Container, channel and message or view of what was used."""
    if isinstance(on, View):
        return {
            "container": {"type": "view", "view_id": on.id},
            "view": on.shape(on.values),
        }
    channel = server.world.channels[on.channel]
    container = {
        "type": "message",
        "message_ts": on.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(on.only_for),
    }
    if on.thread_ts:
        container["thread_ts"] = on.thread_ts
    found = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.shown_name},
        "state": {"values": {}},
    }
    if not on.only_for:
        found["message"] = shape(on)
    return found


def action(
    server: "SlackServer",
    user: User,
    on: Message | View,
    block_id: str,
    element: dict[str, Any],
    done: dict[str, Any],
) -> dict[str, Any]:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    payload = _common("block_actions", user) | _where(server, user, on)
    view = on.id if isinstance(on, View) else ""
    payload["trigger_id"] = server.modals.trigger(user.id, view)
    if isinstance(on, Message):
        url = server.answers.url(user.id, on.channel, on)
        payload["response_url"] = f"{server.base}/response/{url.id}"
    ids = {"action_id": element["action_id"], "block_id": block_id}
    payload["actions"] = [{**ids, **done, "action_ts": server.world.ts()}]
    return payload


def suggestion(
    server: "SlackServer",
    user: User,
    on: Message | View,
    block_id: str,
    element: dict[str, Any],
    typed: str,
) -> dict[str, Any]:
    """https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""
    where = _where(server, user, on)
    where.pop("state", None)
    ids = {"action_id": element["action_id"], "block_id": block_id, "value": typed}
    return _common("block_suggestion", user) | where | ids


def submission(
    server: "SlackServer", user: User, view: View, values: dict[str, Any]
) -> dict[str, Any]:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    return _common("view_submission", user) | {
        "trigger_id": server.modals.trigger(user.id, view.id),
        "view": view.shape(values),
        "response_urls": [],
    }


def closing(server: "SlackServer", user: User, view: View) -> dict[str, Any]:
    return _common("view_closed", user) | {"view": view.shape(view.values), "is_cleared": False}
