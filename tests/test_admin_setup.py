"""Who may use /dlq admin, and what setup and rules make of a group."""

from datetime import UTC, datetime

import pytest

from bot import commands
from bot.message import Message, Ping
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    OTHER_ROOM,
    ROOM,
    Study,
    accepted,
    refused,
    rows,
    slots,
)

ADMIN = [command for command in commands.found() if command.admin]


def rules(outcome: object) -> dict[str, str]:
    """The table that /dlq admin rules shows."""
    return dict(rows(outcome))


# Who may


@pytest.mark.parametrize("command", ADMIN, ids=lambda command: command.name)
def test_members_are_refused_every_admin_command_and_nothing_is_changed(
    study: Study, command: object
) -> None:
    study.opens("cnn/same-padding")
    before = (study.store.groups.all(), study.rounds())
    given = {option.name: "cnn/pooling" for option in command.options if option.required}
    for place in (ROOM, OTHER_ROOM, None):
        if place is None:
            study.types(ANNA, "answer B")
        said = refused(study.uses(ANNA, command.path, given, place))
        assert f"/dlq {command.name} is for those who manage this community" in said
    assert (study.store.groups.all(), study.rounds()) == before


@pytest.mark.parametrize("command", ADMIN, ids=lambda command: command.name)
def test_where_no_group_is_an_admin_is_told_how_to_make_one(command: object) -> None:
    study = Study()
    given = {option.name: "cnn/pooling" for option in command.options if option.required}
    said = refused(study.uses(ADA, command.path, given, ROOM, manages=True))
    assert "/dlq admin setup time=09:00 zone=Europe/Berlin" in said


@pytest.mark.parametrize("verb", [verb for command in ADMIN for verb in command.doors], ids=str)
def test_an_admins_button_pressed_by_a_member_is_refused(study: Study, verb: str) -> None:
    for args in ("", ":0", ":1:right"):
        said = refused(study.presses(ANNA, f"dlq:{verb}{args}"))
        assert "is for those who manage this community" in said


# setup


def test_setup_makes_a_group_of_the_channel_and_says_what_comes() -> None:
    study = Study()
    said = accepted(study.types(ADA, "admin setup 18:30 Europe/Berlin mon-fri", manages=True))
    assert "All set: Mon, Tue, Wed, Thu and Fri at 18:30 (Europe/Berlin)" in said.replace(
        "a question ", ""
    )
    assert "The next question comes on 2026-01-05." in said
    study.waits(days=1)
    assert [post.kind for post in study.posted] == ["question"]
    assert study.rounds()[0].slot == datetime(2026, 1, 5, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("09:00 Berlin", "'Berlin' is no time zone. Did you mean Europe/Berlin?"),
        ("09:00 Europe/Berln", "Did you mean Europe/Berlin?"),
        ("09:00 zone=New_York", "Did you mean America/New_York?"),
        ("time=09:00 zone='new york'", "Did you mean America/New_York?"),
        ("09:00 zone=Mars", "Write it like Europe/Berlin or UTC."),
        ("25:00 UTC", "'25:00' is no time of day; write it from 00:00 to 23:59, like 09:00."),
        ("time=9:60 UTC", "'9:60' is no time of day"),
        ("time=13pm UTC", "'13pm' is no time of day"),
        ("time=noon UTC", "'noon' is no time of day"),
        ("09:00 UTC weekdays=tusday", "'tusday' is no weekday. Did you mean tuesday?"),
        ("09:00 UTC weekdays=", "is no weekday."),
        ("09:00 UTC topics=cnm", "There is no topic 'cnm'; did you mean cnn?"),
        ("09:00 UTC difficulty=hrd", "I know no difficulty 'hrd'. Did you mean hard?"),
        ("09:00 UTC topics=training difficulty=easy", "No question of the bank has these topics"),
        ("09:00", "A new group needs a time and a time zone"),
        ("", "A new group needs a time and a time zone"),
    ],
)
def test_setup_refuses_what_it_does_not_know_and_names_what_is_right(words: str, said: str) -> None:
    study = Study()
    assert said in refused(study.types(ADA, f"admin setup {words}", manages=True))
    assert study.store.groups.all() == []


@pytest.mark.parametrize(
    ("words", "at"),
    [("9", "09:00"), ("9am", "09:00"), ("9pm", "21:00"), ("12am", "00:00"), ("21.30", "21:30")],
)
def test_setup_reads_times_as_people_write_them(words: str, at: str) -> None:
    study = Study()
    accepted(study.types(ADA, f"admin setup time='{words}' zone=utc", manages=True))
    assert rules(study.types(ADA, "admin rules"))["time"] == at


def test_setup_in_a_groups_channel_changes_its_rules_from_the_next_round_on(study: Study) -> None:
    round = study.opens("cnn/same-padding")
    said = accepted(study.types(ADA, "admin setup time=10:00"))
    assert "The rules are changed from the next round on" in said
    assert len(study.store.groups.all()) == 1
    assert study.round(round.id) == round
    assert slots(study.types(ADA, "admin next"))[0] == "06 10:00"


def test_setup_needs_a_channel(study: Study) -> None:
    said = refused(study.types(ADA, "admin setup 09:00 UTC", None, manages=True))
    assert "Use setup in the channel where the questions are to appear." in said


def test_setup_where_the_bot_was_stopped_brings_the_group_back(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    study.types(ADA, "admin stop")
    study.waits(days=3)
    accepted(study.types(ADA, "admin setup", manages=True))
    assert len(study.store.groups.all()) == 1
    study.waits(days=1)
    assert "1    | Anna | 10  | 1" in accepted(study.types(BEN, "board all"))


def test_a_second_channel_of_the_community_is_a_group_of_its_own(study: Study) -> None:
    study.sets_up(OTHER_ROOM, CARL, topics="training")
    study.waits(hours=15)
    asked = {post.to: post.text.splitlines()[0] for post in study.posted}
    assert asked[OTHER_ROOM] == "One training step"
    assert set(asked) == {ROOM, OTHER_ROOM}


# rules


def test_rules_are_shown_and_each_can_be_changed(study: Study) -> None:
    assert rules(study.types(ADA, "admin rules")) == {
        "time": "23:00",
        "zone": "UTC",
        "weekdays": "daily",
        "topics": "all",
        "difficulty": "all",
        "close-after": "1 day",
        "grace": "6 hours",
        "ping": "none",
        "summary": "none",
        "holidays": "none",
    }
    changed = study.types(
        ADA,
        "admin rules time=9:30 zone=europe/berlin weekdays=sat-mon topics=cnn,perceptron "
        "difficulty=easy,medium close-after=90m grace=0 ping=<@&123456> summary=sunday "
        "holidays=2026-05-01,2025-12-24..2026-01-01",
    )
    assert rules(changed) == {
        "time": "09:30",
        "zone": "Europe/Berlin",
        "weekdays": "mon,sat,sun",
        "topics": "cnn,foundations",
        "difficulty": "easy,medium",
        "close-after": "90 minutes",
        "grace": "0 minutes",
        "ping": "123456",
        "summary": "sun",
        "holidays": "2025-12-24..2026-01-01,2026-05-01",
    }
    back = study.types(ADA, "admin rules weekdays=daily topics=all difficulty=all ping=none")
    assert rules(back)["topics"] == "all" and rules(back)["ping"] == "none"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("close-after=30m", "30m is out of bounds: from 1 hour to 7 days."),
        ("close-after=8d", "8d is out of bounds: from 1 hour to 7 days."),
        ("close-after=soon", "'soon' is no length of time; write it like 90m, 25h or 2d."),
        ("grace=25h", "25h is out of bounds: from 0 minutes to 1 day."),
        ("ping=!", "Name the role or user group to ping by mentioning it, or none."),
        ("summary=someday", "'someday' is no weekday."),
        ("holidays=christmas", "'christmas' is no date or range of dates; write holidays like"),
        ("holidays=2026-01-02..2026-01-01", "ends before it begins; write the earlier date first."),
        ("holidays=2026-02-30", "'2026-02-30' is no date"),
        ("topics=cnn,nope", "There is no topic 'nope'; there are cnn, foundations"),
    ],
)
def test_rules_refuse_what_is_out_of_bounds(study: Study, words: str, said: str) -> None:
    before = study.store.groups.all()
    assert said in refused(study.types(ADA, f"admin rules {words}"))
    assert study.store.groups.all() == before


@pytest.mark.parametrize(
    ("mention", "id"),
    [
        ("<@&123456>", "123456"),
        ("<!subteam^S012AB|@readers>", "S012AB"),
        ("<!subteam^S012AB>", "S012AB"),
        ("S012AB", "S012AB"),
        ("@readers", "readers"),
    ],
)
def test_a_ping_is_named_by_its_mention(study: Study, mention: str, id: str) -> None:
    """Discord's role, Slack's user group; it is in the question and nowhere else."""
    study.uses(ADA, ("admin", "rules"), {"ping": mention})
    study.waits(days=1, hours=2)
    for post in study.posted:
        assert pings(post.message) == ([id] if post.kind == "question" else [])
    assert pings(study.types(ANNA, "board").message) == []


def pings(message: Message) -> list[str]:
    spans = [span for block in message.blocks for span in getattr(block, "spans", ())]
    return [span.id for span in spans if isinstance(span, Ping)]


def test_a_ping_that_no_platform_could_mean_is_refused(study: Study) -> None:
    said = refused(study.uses(ADA, ("admin", "rules"), {"ping": "a" * 10_000}))
    assert "Name the role or user group" in said


def test_new_rules_leave_an_open_round_as_it_is(study: Study) -> None:
    round = study.opens("cnn/same-padding")
    study.types(ADA, "admin rules close-after=2h topics=training")
    assert study.round(round.id) == round
    study.waits(hours=39)
    second = study.rounds()[1]
    assert second.topic == "training"
    assert second.closes_at is not None and (second.closes_at - second.slot).seconds == 2 * 3600
