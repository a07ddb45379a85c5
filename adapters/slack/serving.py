"""One connection to Slack from beginning to end: who we are, the socket, and putting it away."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from adapters.slack import inbound, scopes, sockets
from adapters.slack.client import Me, Slack
from adapters.slack.door import Door, Outcome
from adapters.slack.failures import Said
from adapters.slack.replies import Replies
from adapters.slack.web import Web
from adapters.slack.workspace import Workspace
from bot.app import App
from bot.errors import DlqError
from bot.events import AnyEvent
from bot.platform import Platform, PlatformError
from bot.settings import Settings

log = logging.getLogger(__name__)

CONNECTING = 30
"""Seconds until the first socket stands; after that the supervisor begins anew."""
DOWN_IS_SAID, LONGEST_DOWN = 5, 60
"""Seconds without a socket until that is logged, and until all begins anew with the tokens."""
FAREWELL, CLOSING = 3, 1
"""Seconds for what was received when we are told to end, and for closing the socket."""

BOT_TOKEN, APP_TOKEN = "DLQ_SLACK_BOT_TOKEN", "DLQ_SLACK_APP_TOKEN"

NOT_TAKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
        "missing_scope",
        "no_permission",
        "not_allowed",
    }
)
"""What Slack says of a token that no trying again will mend."""


async def serve(
    app: App,
    settings: Settings,
    handle: Callable[[AnyEvent], Awaitable[Outcome]],
    ready: Callable[[Platform], None],
    clock: Callable[[], datetime],
) -> None:
    """Connect, say that Posts can leave, and stay connected until cancelled."""
    check_kinds(settings.slack_bot_token.value, settings.slack_app_token.value)
    quiet = _quiet()
    web = Web(_client(settings, settings.slack_bot_token.value, quiet))
    try:
        me = await introduced(web)
        url = await socket_url(web, settings.slack_app_token.value)
    except (Said, PlatformError) as error:
        # These are our own words; whoever tries again shows no text of an error.
        log.warning("slack: %s", error)
        raise
    log.info("slack: %s in workspace %s", me.name, me.team)
    workspace = Workspace(web, me, clock)
    door = Door(app, handle, me, Replies(web), workspace, clock)
    socket = _socket(settings, me, door, quiet)
    # The address that told that the token is good also serves for the first socket.
    socket.client.wss_uri = url
    try:
        await asyncio.wait_for(socket.connect_async(), CONNECTING)
        ready(Slack(web, me))
        await _watch(socket.client)
    finally:
        await door.finish(FAREWELL)
        await _close(socket)


# Tokens


def check_kinds(bot_token: str, app_token: str) -> None:
    """A DlqError for tokens that are plainly of another kind, above all swapped ones."""
    if bot_token.startswith("xapp-") and app_token.startswith("xoxb-"):
        raise DlqError(
            f"The two Slack tokens are swapped: {BOT_TOKEN} takes the one that begins with xoxb-, "
            f"{APP_TOKEN} the one that begins with xapp-."
        )
    if bot_token.startswith(("xapp-", "xoxp-", "xoxe-", "xoxe.xoxp-", "xoxa-")):
        raise DlqError(
            f"{BOT_TOKEN} holds a Slack token of another kind: it takes the Bot User OAuth Token, "
            "which begins with xoxb-."
        )
    if app_token.startswith("xox"):
        raise DlqError(
            f"{APP_TOKEN} holds a Slack token of another kind: it takes an app-level token, which "
            "begins with xapp-."
        )


async def introduced(web: Web) -> Me:
    """Who the bot is; a DlqError if its token is not taken."""
    try:
        said = await web.call("auth.test")
    except Said as refused:
        raise _token_refused(refused, BOT_TOKEN) from None
    if not said.get("bot_id"):
        raise DlqError(
            f"{BOT_TOKEN} is a person's token: it takes the Bot User OAuth Token (xoxb-...)."
        )
    if web.missing:
        log.warning(
            "slack: the app lacks the scopes %s: paste manifest.yaml again and reinstall the app",
            ", ".join(web.missing),
        )
    return Me(said["team_id"], said["user_id"], said["bot_id"], said.get("user", "dlq"))


async def socket_url(web: Web, token: str) -> str:
    """An address for the socket; a DlqError if the app-level token is not taken."""
    try:
        return await web.socket_url(token)
    except Said as refused:
        raise _token_refused(refused, APP_TOKEN) from None


def _token_refused(refused: Said, variable: str) -> Exception:
    """What is wrong with a token, never the token; anything else is tried again."""
    if refused.code not in NOT_TAKEN:
        return refused
    if refused.code == "missing_scope" and variable == APP_TOKEN:
        return DlqError(
            f"The token in {APP_TOKEN} lacks the scope {scopes.SOCKET_SCOPE}: make an app-level "
            "token with it under Basic Information, App-Level Tokens."
        )
    if refused.code in {"account_inactive", "token_revoked"}:
        return DlqError(
            f"The token in {variable} was revoked or its app uninstalled ({refused.code}): install "
            "the app again and use its new token."
        )
    return DlqError(
        f"Slack does not take the token in {variable} ({refused.code}): copy it again from the "
        "app's page, see adapters/slack/README.md."
    )


# The libraries, told everything that they would else take from the environment


def _quiet() -> logging.Logger:
    """A logger that says nothing and that nobody else has: Slack's libraries log what people
    write, and addresses that are secret. What matters of it, this package says itself."""
    logger = logging.Logger("slack", logging.CRITICAL)
    logger.disabled = True
    return logger


def _client(settings: Settings, token: str | None, quiet: logging.Logger) -> Any:
    """A client that sends everything once: slack_sdk's default sends again after a lost answer."""
    try:
        from slack_sdk.web.async_client import AsyncWebClient
    except ImportError:
        raise DlqError("Slack needs its libraries: pip install 'dlq[slack]'.") from None

    address = settings.slack_api or AsyncWebClient.BASE_URL
    return AsyncWebClient(token=token, base_url=address, retry_handlers=[], logger=quiet)


def _socket(settings: Settings, me: Me, door: Door, quiet: logging.Logger) -> Any:
    """Bolt over Socket Mode, with every kind of delivery led to the door."""
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize() -> AuthorizeResult:
        # auth.test was asked at the start; Bolt would ask inside a command's three seconds.
        return AuthorizeResult(
            enterprise_id=None, team_id=me.team, bot_id=me.bot, bot_user_id=me.user
        )

    bolt = AsyncApp(
        # Bolt makes loggers of its own under this name.
        name="dlq-slack",
        logger=quiet,
        client=_client(settings, None, quiet),
        # An explicit function: SLACK_CLIENT_ID and the like in the environment change nothing.
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
    )
    everything = re.compile("")
    bolt.command(everything)(door.on_command)
    bolt.action(everything)(door.on_click)
    bolt.view(everything)(door.on_submission)
    bolt.options(everything)(door.on_options)
    bolt.event(everything)(door.on_event)
    bolt.error(_unread)
    return sockets.handler(bolt, settings.slack_app_token.value, door.begin, inbound.is_for_us)


async def _close(socket: Any) -> None:
    """Close the socket and all that slack_sdk keeps beside it. A Slack that does not answer the
    first farewell is not waited for by the second."""
    for _ in range(2):
        with suppress(TimeoutError):
            await asyncio.wait_for(socket.close_async(), CLOSING)
            return


async def _unread(error: Exception) -> None:
    """What a listener could not read; the error's text may hold what somebody typed."""
    log.error("slack: a delivery could not be read (%s)", type(error).__name__)


async def _watch(client: Any) -> None:
    """Stay while the client keeps a socket; ConnectionError if it has none for too long."""
    down = 0
    while True:
        await asyncio.sleep(1)
        stands = client.current_session is not None and not client.current_session.closed
        if stands and down:
            log.info("slack: the socket stands again")
        elif down == DOWN_IS_SAID:
            log.warning("slack: the socket is down; connecting again")
        down = 0 if stands else down + 1
        if down > LONGEST_DOWN:
            raise ConnectionError("no socket to Slack")
