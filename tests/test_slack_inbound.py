"""Slack's payloads as events, and where their answers go."""

from datetime import UTC, datetime

import pytest

from adapters.slack import inbound
from adapters.slack.inbound import Origin, Words
from bot.events import ButtonPressed, FormSubmitted, Person, Place, PlaceGained, PlaceLost

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANNA = Person("slack", "U1")
DAILY = Place("slack", "C1", "T1")
URL = "https://hooks.slack.com/actions/T1/1/x"


def slash(**more: str) -> dict:
    return {
        "command": "/dlq",
        "text": "answer a &lt; b &amp; c",
        "team_id": "T1",
        "user_id": "U1",
        "user_name": "anna",
        "channel_id": "C1",
        "channel_name": "daily",
        "trigger_id": "13.37.abc",
        "response_url": URL,
        **more,
    }


def test_a_slash_command_is_its_words_with_where_they_were_typed() -> None:
    found = inbound.command(slash())
    origin = Origin("T1", "U1", "C1", url=URL, trigger="13.37.abc")
    typed = "answer a < b & c"
    assert found == Words("13.37.abc", typed, ANNA, DAILY, origin, typed)
    assert (found.person.name, found.place and found.place.name) == ("anna", "daily")
    assert found.place and found.place.community == "T1"


def test_a_direct_message_is_no_place() -> None:
    assert inbound.command(slash(channel_id="D1", channel_name="directmessage")).place is None


def test_a_private_channel_has_no_name_of_its_own_in_a_command() -> None:
    place = inbound.command(slash(channel_id="G1", channel_name="privategroup")).place
    assert place is not None
    assert (place.id, place.name) == ("G1", "")


def mention(**more: object) -> dict:
    event = {"type": "app_mention", "user": "U1", "ts": "5.5", "channel": "C1", **more}
    return {"team_id": "T1", "event_id": "Ev1", "event": {"text": "<@UBOT> random cnn", **event}}


def direct(**more: object) -> dict:
    event = {"type": "message", "channel_type": "im", "user": "U1", "ts": "5.5", "channel": "D1"}
    return {"team_id": "T1", "event_id": "Ev1", "event": {"text": "today", **event, **more}}


def test_a_mention_is_answered_in_its_thread() -> None:
    found = inbound.message(mention(), "UBOT")
    origin = Origin("T1", "U1", "C1", "5.5")
    assert found == Words("Ev1", "random cnn", ANNA, DAILY, origin, "random cnn")
    inside = inbound.message(mention(thread_ts="4.4"), "UBOT")
    assert inside and inside.origin.thread == "4.4"


@pytest.mark.parametrize("text", ["<@UBOT>", " <@UBOT|dlq> ", "", None])
def test_a_bare_mention_has_no_words(text: str | None) -> None:
    found = inbound.message(mention(text=text), "UBOT")
    assert found and found.text == ""


def test_a_direct_message_is_answered_in_the_direct_message() -> None:
    found = inbound.message(direct(), "UBOT")
    assert found == Words("Ev1", "today", ANNA, None, Origin("T1", "U1", "D1"), "today")
    assert found.origin.direct


@pytest.mark.parametrize(
    "body",
    [
        direct(bot_id="B9"),
        direct(subtype="message_changed"),
        direct(edited={"ts": "6.6"}),
        direct(user="UBOT"),
        direct(channel_type="channel", channel="C1"),
        mention(bot_id="B9"),
        {"event_id": "Ev1", "event": {"type": "message", "channel_type": "im"}},
    ],
)
def test_what_no_person_wrote_to_the_bot_just_now_is_nothing(body: dict) -> None:
    assert inbound.message(body, "UBOT") is None


def click(action: str = "dlq:answer:17:b", container: dict | None = None, **more: object) -> dict:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "username": "anna", "name": "anna"},
        "channel": {"id": "C1", "name": "daily"},
        "container": {
            "type": "message",
            "message_ts": "5.5",
            "channel_id": "C1",
            **(container or {}),
        },
        "trigger_id": "13.37.abc",
        "response_url": URL,
        "actions": [{"action_id": action, "value": action, "action_ts": "6.6"}],
        **more,
    }


def test_a_click_is_the_action_of_its_button() -> None:
    assert inbound.clicked(click(), AT) == ButtonPressed(
        id="13.37.abc", at=AT, person=ANNA, place=DAILY, action="dlq:answer:17:b"
    )
    assert inbound.click(click()) == Origin("T1", "U1", "C1", "", URL, "13.37.abc")


def test_a_click_without_a_trigger_is_known_by_what_a_repetition_repeats() -> None:
    assert inbound.click_id(click(trigger_id="")) == "U1-6.6-dlq:answer:17:b"


def test_a_click_inside_a_thread_is_answered_there_and_one_on_its_head_in_the_channel() -> None:
    inside = click(container={"thread_ts": "4.4"})
    head = click(message={"ts": "5.5", "thread_ts": "5.5"})
    assert [inbound.click(body).thread for body in (inside, head)] == ["4.4", ""]


@pytest.mark.parametrize(
    "body, replaceable",
    [
        (click(container={"is_ephemeral": True}), True),
        (click(channel={"id": "D1"}), True),
        (click(), False),
        (click(channel={"id": "D1"}, message={"metadata": {"event_type": "dlq_post"}}), False),
    ],
    ids=["ephemeral", "direct message", "for all", "post"],
)
def test_only_an_answer_that_nobody_else_sees_may_be_replaced(
    body: dict, replaceable: bool
) -> None:
    assert inbound.click(body).replaceable is replaceable


def test_what_is_pressed_or_chosen_in_the_menu_stands_for_words() -> None:
    pressed = click("menu:today")
    pressed["actions"][0]["value"] = "today"
    picked = click("menu:pick")
    picked["actions"][0] = {
        "action_id": "menu:pick",
        "action_ts": "6.6",
        "selected_option": {"value": "random topic=cnn"},
    }
    origin = inbound.click(pressed)
    assert inbound.words_clicked(pressed) == Words("13.37.abc", "today", ANNA, DAILY, origin)
    assert inbound.words_clicked(picked).text == "random topic=cnn"


def submission(state: str, **values: dict) -> dict:
    view = {
        "id": "V1",
        "hash": "h1",
        "callback_id": "dlq:answer:17",
        "private_metadata": state,
        "state": {"values": {name: {name: value} for name, value in values.items()}},
    }
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "name": "anna"},
        "trigger_id": "13.38.abc",
        "view": view,
    }


def test_a_submission_has_a_tuple_for_every_field() -> None:
    body = submission(
        Origin("T1", "U1", "C1", "4.4", URL, "t").state(),
        text={"type": "plain_text_input", "value": "<b> &amp; 7"},
        empty={"type": "plain_text_input", "value": None},
        one={"type": "radio_buttons", "selected_option": {"value": "A"}},
        none={"type": "static_select", "selected_option": None},
        strange={"type": "sing", "value": 7},
        many={"type": "checkboxes", "selected_options": [{"value": "A"}, {"value": "C"}]},
    )
    assert inbound.submitted(body, AT) == FormSubmitted(
        id="13.38.abc",
        at=AT,
        person=ANNA,
        place=DAILY,
        action="dlq:answer:17",
        values={
            "text": ("<b> &amp; 7",),
            "empty": ("",),
            "one": ("A",),
            "none": (),
            "strange": ("",),
            "many": ("A", "C"),
        },
    )


def test_a_submission_is_answered_where_its_form_was_opened() -> None:
    opened = Origin("T1", "U1", "C1", "4.4", URL, "t")
    found = inbound.submission(submission(opened.state()))
    assert found == Origin("T1", "U1", "C1", "4.4", URL)


@pytest.mark.parametrize("state", ["", "no json", "[]"])
def test_a_form_that_lost_its_state_is_answered_directly(state: str) -> None:
    assert inbound.submission(submission(state)) == Origin("T1", "U1", "")
    assert inbound.submitted(submission(state), AT).place is None


def test_the_state_of_a_form_keeps_to_slacks_limit() -> None:
    assert len(Origin("T1", "U1", "C1", "4.4", "https://" + "x" * 3_000).state()) < 100


def news(kind: str, **more: object) -> dict:
    return {"team_id": "T1", "event_id": "Ev9", "event": {"type": kind, **more}}


@pytest.mark.parametrize("kind", [kind for kind in inbound.LOST if "_" in kind and kind[0] in "cg"])
def test_a_channel_that_is_gone_is_a_place_lost(kind: str) -> None:
    assert inbound.lost(news(kind, channel="C1"), AT) == PlaceLost(
        id="Ev9", at=AT, place=DAILY, why=inbound.LOST[kind]
    )


@pytest.mark.parametrize(
    "body", [news("app_uninstalled"), news("tokens_revoked", tokens={"bot": ["UBOT"]})]
)
def test_an_app_that_is_gone_loses_the_whole_workspace(body: dict) -> None:
    lost = inbound.lost(body, AT)
    assert lost and (lost.place.id, lost.place.community) == ("", "T1")


def test_a_persons_revoked_token_loses_nothing() -> None:
    assert inbound.lost(news("tokens_revoked", tokens={"oauth": ["U1"]}), AT) is None


def test_only_the_bots_own_joining_gains_a_place() -> None:
    own = news("member_joined_channel", user="UBOT", channel="C1")
    assert inbound.gained(own, AT, "UBOT") == PlaceGained(id="Ev9", at=AT, place=DAILY)
    assert inbound.gained(own, AT, "UOTHER") is None
