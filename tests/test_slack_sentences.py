"""What Slack's refusals become: one of the four errors, in a sentence that an admin can act on."""

from datetime import timedelta

import pytest

from adapters.slack import failures
from adapters.slack.failures import Said, explained, obstacle, unclear
from adapters.slack.web import refusal
from bot.platform import NotAllowed, OutcomeUnknown, PlaceGone, TryLater

LACKING = (
    "I lack the scope chat:write: add it under OAuth & Permissions, reinstall the app, then start "
    "me again with the new token."
)
EVERY_CODE = sorted({*failures.GONE, *failures.REFUSED, "something_new"})


@pytest.mark.parametrize("code", EVERY_CODE)
def test_every_refusal_is_a_sentence_without_a_gap(code: str) -> None:
    error = explained(Said("chat.postMessage", code), "#daily", "dlq")
    kind = PlaceGone if code in failures.GONE else NotAllowed
    assert type(error) is kind
    assert not set("{}") & set(str(error))
    assert str(error).endswith(".") == (kind is NotAllowed)


@pytest.mark.parametrize("code", sorted(failures.PASSING))
@pytest.mark.parametrize("to_person", [True, False], ids=["a person", "a place"])
def test_what_passes_by_itself_is_tried_again(code: str, to_person: bool) -> None:
    error = explained(Said("chat.postMessage", code), "#daily", "dlq", to_person=to_person)
    assert isinstance(error, TryLater)
    assert (error.after, str(error)) == (timedelta(minutes=1), failures.PASSING[code])


@pytest.mark.parametrize("code", sorted(failures.OURS))
def test_an_app_that_was_uninstalled_is_no_persons_doing(code: str) -> None:
    """A place is gone with it; a person is there when it comes back."""
    said = Said("conversations.open", code)
    error = explained(said, "a direct message", "dlq", to_person=True)
    assert isinstance(error, TryLater)
    assert error.after == timedelta(minutes=1)
    assert isinstance(explained(said, "#daily", "dlq"), PlaceGone)


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("not_in_channel", "I am not in #daily: invite me with /invite @dlq."),
        ("missing_scope", LACKING),
        ("is_archived", "#daily is archived"),
        ("invalid_blocks", "Slack refused chat.postMessage in #daily (invalid_blocks)."),
    ],
)
def test_a_refusal_names_the_channel_and_the_remedy(code: str, sentence: str) -> None:
    said = Said("chat.postMessage", code, "chat:write")
    assert str(explained(said, "#daily", "dlq")) == sentence


@pytest.mark.parametrize(
    "code, status, kind",
    [
        ("ratelimited", 200, TryLater),
        ("", 429, TryLater),
        ("fatal_error", 200, OutcomeUnknown),
        ("internal_error", 200, OutcomeUnknown),
        ("service_unavailable", 503, OutcomeUnknown),
        ("", 502, OutcomeUnknown),
        ("", 200, OutcomeUnknown),
        ("not_in_channel", 200, type(None)),
        ("invalid_auth", 401, type(None)),
    ],
)
def test_only_a_plain_refusal_is_one(code: str, status: int, kind: type) -> None:
    assert type(unclear("chat.postMessage", code, status)) is kind


@pytest.mark.parametrize(
    "retry_after, seconds",
    [("7", 7), ("0", 1), ("", 30), ("soon", 30), ("-1", 30), ("9" * 40, 3_600)],
)
def test_a_busy_slack_is_left_alone_for_as_long_as_it_asks(retry_after: str, seconds: int) -> None:
    error = unclear("chat.postMessage", "ratelimited", 429, retry_after)
    assert isinstance(error, TryLater)
    assert error.after == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("not_in_channel", "I am not in #daily: invite me with /invite @dlq."),
        ("channel_not_found", "I am not in #daily: invite me with /invite @dlq."),
        ("is_archived", "#daily is archived."),
        ("token_revoked", "The app's token was revoked."),
        ("invalid_arguments", ""),
    ],
)
def test_what_stands_in_the_way_of_posts_is_said_before_a_group_is_made(
    code: str, sentence: str
) -> None:
    assert obstacle(Said("conversations.info", code), "#daily", "dlq") == sentence


@pytest.mark.parametrize(
    "status, body, code",
    [
        (200, "ok", ""),
        (200, '{"ok":true}', ""),
        (200, '{"ok":false,"error":"used_url"}', "used_url"),
        (404, '{"ok":false,"error":"expired_url"}', "expired_url"),
        (404, "no_service", "no_service"),
        (403, "", "unknown"),
        (404, "[1]", "[1]"),
        (502, "<html>" * 100, "<html>" * 10),
    ],
)
def test_a_response_url_says_why_it_takes_nothing(status: int, body: str, code: str) -> None:
    assert refusal(status, body) == code
