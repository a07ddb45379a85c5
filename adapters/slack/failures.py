"""Slack's error codes as the errors of the port, in sentences that an admin can act on.

Pure: what was called and what came back are arguments.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.platform import NotAllowed, OutcomeUnknown, PlaceGone, PlatformError, TryLater

PERHAPS = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})
"""Codes after which a message may stand all the same."""
LATER = frozenset({"ratelimited", "rate_limited", "team_added_to_org"})
PAUSE = timedelta(seconds=30)
"""Where Slack asks to wait and does not say how long."""
UNTIL_SEEN_TO = timedelta(minutes=1)
"""How often what passes is tried again."""
NO_CONNECTION = timedelta(seconds=5)
"""How long to leave a Slack alone that takes no connection."""

GONE: Mapping[str, str] = {
    "channel_not_found": "{where} is not there any more, or I was removed from it",
    "is_archived": "{where} is archived",
    "account_inactive": "the app was uninstalled, or its token revoked",
    "token_revoked": "the app's token was revoked",
    "message_not_found": "somebody deleted the message in {where}",
    "user_not_found": "there is no such person in the workspace any more",
    "users_not_found": "there is no such person in the workspace any more",
    "user_disabled": "the person's account is deactivated",
    "cannot_dm_bot": "the person is a bot, to which I cannot write",
    "messages_tab_disabled": "direct messages to the app are off",
}

READ_ONLY = "Only some people may post in {where}: allow me to, in its settings, or use another."

REFUSED: Mapping[str, str] = {
    "not_in_channel": "I am not in {where}: invite me with /invite @{bot}.",
    "missing_scope": "I lack the scope {needed}: add it under OAuth & Permissions, reinstall the "
    "app, then start me again with the new token.",
    "restricted_action": READ_ONLY,
    "restricted_action_read_only_channel": READ_ONLY,
    "restricted_action_thread_only_channel": READ_ONLY,
    "restricted_action_thread_locked": READ_ONLY,
    "restricted_action_non_threadable_channel": READ_ONLY,
    "ekm_access_denied": "An administrator of the workspace has suspended posting.",
    "access_denied": "The workspace does not let me do that in {where}: ask one of its admins.",
    "no_permission": "The workspace does not let me do that in {where}: ask one of its admins.",
    "cant_update_message": "I may not change my message in {where}.",
    "edit_window_closed": "The workspace lets nobody change messages as old as mine in {where}.",
}

NO_TOKEN = "Slack does not take my token any more: start me again with a valid one."

PASSING: Mapping[str, str] = {
    "invalid_auth": NO_TOKEN,
    "not_authed": NO_TOKEN,
    "token_expired": "My token has expired: start me again with a valid one.",
    "org_login_required": "The workspace is being moved; it should work again by itself.",
    "message_limit_exceeded": "The workspace sends more messages than Slack allows it at present.",
}
"""What has nothing to do with the place or person and is over once somebody sees to it."""

OURS = frozenset({"account_inactive", "token_revoked"})
"""Of what makes a place gone, what says nothing of a person: the app may be installed again."""


class Said(Exception):
    """Slack's own word for why it certainly did not do something: an error `code`."""

    def __init__(self, method: str, code: str, needed: str = "") -> None:
        super().__init__(f"{method}: {code}")
        self.method, self.code, self.needed = method, code, needed


def unclear(method: str, code: str, status: int, retry_after: str = "") -> PlatformError | None:
    """The error for an answer that is no plain refusal: a busy Slack, or one that failed; None
    for all others."""
    if status == 429 or code in LATER:
        return TryLater(f"{method}: Slack asks to wait.", after=_wait(retry_after))
    if status >= 500 or code in PERHAPS or not code:
        return OutcomeUnknown(f"{method}: Slack failed ({code or f'status {status}'}).")
    return None


def _wait(retry_after: str) -> timedelta:
    """Retry-After in whole seconds, at least one; an hour at most, whatever it says."""
    if not retry_after.isdecimal():
        return PAUSE
    return timedelta(seconds=min(max(int(retry_after[:9]), 1), 3_600))


def explained(said: Said, where: str, bot: str, *, to_person: bool = False) -> PlatformError:
    """A refusal as the port's error, in a sentence. Nobody loses their reminders or notices over
    what is not about them."""
    words = {"where": where, "bot": bot, "needed": said.needed or "that this needs"}
    if said.code in PASSING:
        return TryLater(PASSING[said.code], after=UNTIL_SEEN_TO)
    if said.code in OURS and to_person:
        return TryLater(GONE[said.code], after=UNTIL_SEEN_TO)
    if said.code in GONE:
        return PlaceGone(GONE[said.code].format(**words))
    if said.code in REFUSED:
        return NotAllowed(REFUSED[said.code].format(**words))
    return NotAllowed(f"Slack refused {said.method} in {where} ({said.code[:60]}).")


def obstacle(said: Said, where: str, bot: str) -> str:
    """Why Posts could not stand in a channel of which Slack says this; empty if that tells
    nothing."""
    if said.code == "channel_not_found":
        # A private channel is there only for those who are in it.
        return REFUSED["not_in_channel"].format(where=where, bot=bot)
    if said.code in {*GONE, *REFUSED, *PASSING}:
        text = str(explained(said, where, bot))
        return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
    return ""
