"""Payloads of Discord's gateway, shaped as its documentation has them, as the core's events."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.inbound import Arrival, Channel, arrival, event
from bot.errors import DlqError
from bot.events import (
    ButtonPressed,
    CommandUsed,
    FormSubmitted,
    OptionsAsked,
    Person,
    Place,
)

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ADA = Person("discord", "42", "Ada")
DAILY = Place("discord", "600", "500", "daily")
SEEN = {"600": Channel("daily", 0), "601": Channel("questions", 15)}
BOTH_NAMED = "Send Messages and Read Message History"
ALL_GRANTED = str(1 << 10 | 1 << 11 | 1 << 16)


def payload(kind: int, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An interaction of Ada's in #daily of a server that the bot is in."""
    user = {"id": "42", "username": "ada.l", "global_name": "Ada", "discriminator": "0"}
    return {
        "id": "1001",
        "application_id": "800",
        "type": kind,
        "token": "a-token",
        "version": 1,
        "data": data,
        "guild_id": "500",
        "channel_id": "600",
        "channel": {"id": "600", "type": 0, "name": "daily"},
        "member": {"user": user, "nick": None, "roles": [], "permissions": "2048"},
        "app_permissions": ALL_GRANTED,
        "authorizing_integration_owners": {"0": "500"},
        "context": 0,
    } | more


def used(*path: str, **options: Any) -> dict[str, Any]:
    """The data of a command: a subcommand, or one in a group."""
    given = [{"name": name, "type": 3, "value": value} for name, value in options.items()]
    inner: dict[str, Any] = {"type": 1, "name": path[-1], "options": given}
    if len(path) > 1:
        inner = {"type": 2, "name": path[0], "options": [inner]}
    return {"id": "7", "name": "dlq", "type": 1, "options": [inner]}


def read(what: dict[str, Any]) -> CommandUsed | ButtonPressed | FormSubmitted | OptionsAsked:
    return event(what, NOW, SEEN.get)


def test_a_command_is_its_path_and_the_options_that_were_given() -> None:
    assert read(payload(2, used("random", topic="cnn", difficulty="hard"))) == CommandUsed(
        id="1001",
        at=NOW,
        person=ADA,
        place=DAILY,
        path=("random",),
        options={"topic": "cnn", "difficulty": "hard"},
    )


def test_a_command_of_two_words_is_in_a_group() -> None:
    found = read(payload(2, used("admin", "close-now")))
    assert isinstance(found, CommandUsed)
    assert (found.path, found.options) == (("admin", "close-now"), {})


def test_a_command_without_options_may_leave_them_out() -> None:
    data = {"id": "7", "name": "dlq", "type": 1, "options": [{"type": 1, "name": "today"}]}
    found = read(payload(2, data))
    assert isinstance(found, CommandUsed)
    assert found.path == ("today",)


def test_numbers_and_truths_become_texts() -> None:
    found = read(payload(2, used("random", a=3, b=True)))
    assert isinstance(found, CommandUsed)
    assert found.options == {"a": "3", "b": "true"}


def test_a_command_of_another_name_is_refused() -> None:
    with pytest.raises(DlqError, match="not one of mine any more"):
        read(payload(2, {"id": "7", "name": "quiz", "type": 1}))


def test_a_button_is_its_action() -> None:
    data = {"custom_id": "dlq:answer:17:b", "component_type": 2, "id": 3}
    assert read(payload(3, data)) == ButtonPressed(
        id="1001", at=NOW, person=ADA, place=DAILY, action="dlq:answer:17:b"
    )


def test_what_has_no_meaning_is_refused_with_a_sentence() -> None:
    with pytest.raises(DlqError, match="do not know what this was for"):
        read(payload(3, {"custom_id": "dlq:x", "component_type": 5, "values": ["1"]}))
    with pytest.raises(DlqError, match="do not know what this was for"):
        read(payload(99, {}))


def test_what_is_typed_asks_for_suggestions_of_the_option_in_focus() -> None:
    data = used("random", topic="c", difficulty="")
    data["options"][0]["options"][0]["focused"] = True
    assert read(payload(4, data)) == OptionsAsked(
        id="1001",
        at=NOW,
        person=ADA,
        place=DAILY,
        path=("random",),
        option="topic",
        typed="c",
    )


def test_a_form_is_its_action_and_its_values_by_name() -> None:
    inputs = (
        {"type": 4, "id": 2, "custom_id": "text", "value": "It slides.\nTwice."},
        {"type": 4, "id": 4, "custom_id": "empty", "value": ""},
        {"type": 21, "id": 6, "custom_id": "one", "value": "B"},
        {"type": 21, "id": 8, "custom_id": "none", "value": None},
        {"type": 22, "id": 10, "custom_id": "many", "values": ["A", "C"]},
        {"type": 3, "id": 12, "custom_id": "select", "values": ["x"]},
    )
    labels = [{"type": 18, "id": 1, "component": component} for component in inputs]
    old = {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "kept"}]}
    words = {"type": 10, "id": 30}
    data = {"custom_id": "dlq:answer:17", "components": [words, *labels, old]}
    assert read(payload(5, data)) == FormSubmitted(
        id="1001",
        at=NOW,
        person=ADA,
        place=DAILY,
        action="dlq:answer:17",
        values={
            "text": ("It slides.\nTwice.",),
            "empty": ("",),
            "one": ("B",),
            "none": (),
            "many": ("A", "C"),
            "select": ("x",),
            "old": ("kept",),
        },
    )


@pytest.mark.parametrize(
    "component",
    [{"type": 99}, {"type": 18, "component": {"type": 19, "custom_id": "f", "values": ["1"]}}],
)
def test_a_field_of_an_unknown_kind_is_refused_with_a_sentence(component: dict[str, Any]) -> None:
    with pytest.raises(DlqError, match="a field that I cannot read"):
        read(payload(5, {"custom_id": "dlq:answer:17", "components": [component]}))


# Who


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ({"nick": "Countess"}, "Countess"),
        ({"nick": None}, "Ada"),
        ({"user": {"id": "42", "username": "ada.l", "global_name": None}}, "ada.l"),
        ({"nick": "half \ud83d a sign"}, "half \ufffd a sign"),
    ],
)
def test_a_person_is_called_as_in_that_server(member: dict[str, Any], name: str) -> None:
    what = payload(2, used("today"))
    what["member"] |= member
    assert read(what).person.name == name


@pytest.mark.parametrize(
    ("permissions", "may"),
    [(1 << 11, False), (1 << 5, True), (1 << 3, True), ((1 << 50) - 1, True), (0, False)],
)
def test_who_manages_the_server_may_manage(permissions: int, may: bool) -> None:
    what = payload(2, used("today"))
    what["member"]["permissions"] = str(permissions)
    assert read(what).may_manage is may


# Where


def test_a_thread_belongs_to_its_channel() -> None:
    thread = {"id": "777", "type": 11, "name": "Round 17", "parent_id": "600"}
    assert read(payload(2, used("today"), channel=thread, channel_id="777")).place == DAILY


def test_a_channel_that_is_not_known_is_called_as_the_payload_has_it() -> None:
    place = read(payload(2, used("today"), channel={"id": "9", "type": 0, "name": "new"})).place
    assert place == Place("discord", "9")
    assert (place.name, place.community) == ("new", "500")


def in_direct_messages() -> dict[str, Any]:
    what = payload(2, used("today"), channel={"id": "70", "type": 1}, context=1)
    what["user"] = what.pop("member")["user"]
    del what["guild_id"]
    return what


def test_a_direct_message_has_no_place() -> None:
    found = read(in_direct_messages())
    assert (found.place, found.person, found.may_manage) == (None, ADA, False)


def test_where_the_bot_is_a_guest_there_is_no_place_and_nobody_manages_anything_of_ours() -> None:
    """The person brought it into a server that it is no member of."""
    guest = payload(2, used("random"), authorizing_integration_owners={"1": "42"})
    assert read(guest).place is None
    assert arrival(guest).guest
    both = payload(2, used("random"), authorizing_integration_owners={"0": "500", "1": "42"})
    assert read(both).place == DAILY
    assert not arrival(both).guest


# What would stand in the way of Posts


@pytest.mark.parametrize(
    ("granted", "sentence"),
    [
        (1 << 10 | 1 << 11 | 1 << 16, ""),
        (1 << 3, ""),
        (1 << 10 | 1 << 16, "I may not write in #daily: give my role Send Messages there."),
        (
            1 << 10 | 1 << 11,
            "I may not read the history of #daily: give my role Read Message History there.",
        ),
        (1 << 11 | 1 << 16, "I may not write in #daily: give my role View Channel there."),
        (1 << 10, f"I may not write in #daily: give my role {BOTH_NAMED} there."),
        (0, "I may not write in #daily: give my role View Channel there."),
    ],
)
def test_a_missing_permission_is_named_in_words_an_admin_understands(
    granted: int, sentence: str
) -> None:
    assert read(payload(2, used("today"), app_permissions=str(granted))).obstacle == sentence


def test_a_forum_cannot_hold_posts() -> None:
    thread = {"id": "778", "type": 11, "name": "A topic", "parent_id": "601"}
    found = read(payload(2, used("admin", "setup"), channel=thread))
    assert found.obstacle.startswith("#questions is a forum")


def test_in_direct_messages_nothing_stands_in_the_way() -> None:
    assert read(in_direct_messages()).obstacle == ""


# By what it is answered


@pytest.mark.parametrize(
    ("message", "pressed"),
    [
        ({}, ""),
        ({"message": {"id": "1", "flags": 1 << 15}}, "public"),
        ({"message": {"id": "1", "flags": 1 << 15 | 1 << 6}}, "private"),
        ({"message": {"id": "1"}}, "public"),
    ],
)
def test_it_is_known_whether_a_private_message_was_pressed(
    message: dict[str, Any], pressed: str
) -> None:
    data = {"custom_id": "dlq:hint:1", "component_type": 2}
    assert arrival(payload(3, data, **message)) == Arrival("1001", "800", "a-token", 3, pressed)
