"""What admins can do, and what others may not: each command as a claim."""

from datetime import UTC, datetime

import pytest

from bot import commands
from bot.ledger import Round
from bot.message import Bullets, Message, Ping, Reply, Table, Time
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    OTHER_ROOM,
    ROOM,
    START,
    Study,
    accepted,
    refused,
    text,
)

ADMIN = [command for command in commands.found() if command.admin]


@pytest.fixture
def study() -> Study:
    """A group with a round a day at 09:00 UTC; it is Monday, 08:00."""
    study = Study()
    study.sets_up()
    return study


def rules(outcome: object) -> dict[str, str]:
    """The table that /dlq admin rules shows."""
    assert isinstance(outcome, Reply)
    [table] = [block for block in outcome.message.blocks if isinstance(block, Table)]
    return dict(table.rows)


def rounds(study: Study) -> list[Round]:
    return study.store.rounds.of_group(study.store.groups.all()[0])


def coming(outcome: object) -> list[str]:
    """The instants that /dlq admin next lists."""
    assert isinstance(outcome, Reply)
    [listed] = [block for block in outcome.message.blocks if isinstance(block, Bullets)]
    times = [span for item in listed.items for span in item if isinstance(span, Time)]
    return [f"{time.at:%d %H:%M}" for time in times]


# Who may


@pytest.mark.parametrize("command", ADMIN, ids=lambda command: command.name)
def test_members_are_refused_every_admin_command_and_nothing_is_changed(command: object) -> None:
    study = Study()
    study.sets_up()
    study.opens("cnn/same-padding")
    before = (study.store.groups.all(), rounds(study))
    given = {option.name: "cnn/pooling" for option in command.options if option.required}
    for place in (ROOM, OTHER_ROOM, None):
        if place is None:
            study.types(ANNA, "answer B")
        said = refused(study.uses(ANNA, command.path, given, place))
        assert f"/dlq {command.name} is for those who manage this community" in said
    assert (study.store.groups.all(), rounds(study)) == before


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
    assert rounds(study)[0].slot == datetime(2026, 1, 5, 17, 30, tzinfo=UTC)


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
    assert coming(study.types(ADA, "admin next"))[0] == "06 10:00"


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
    assert "1    | Anna | 10     | 1" in accepted(study.types(BEN, "board all"))


def test_a_second_channel_of_the_community_is_a_group_of_its_own(study: Study) -> None:
    study.sets_up(OTHER_ROOM, CARL, topics="training")
    study.waits(hours=1)
    asked = {post.to: post.text.splitlines()[0] for post in study.posted}
    assert asked[OTHER_ROOM] == "One training step"
    assert set(asked) == {ROOM, OTHER_ROOM}


# rules


def test_rules_are_shown_and_each_can_be_changed(study: Study) -> None:
    assert rules(study.types(ADA, "admin rules")) == {
        "time": "09:00",
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
    study.waits(hours=25)
    second = rounds(study)[1]
    assert second.topic == "training"
    assert second.closes_at is not None and (second.closes_at - second.slot).seconds == 2 * 3600


# pause, resume, skip, next


def test_a_pause_wants_no_rounds_and_ends_by_resume(study: Study) -> None:
    assert "Paused until /dlq admin resume." in accepted(study.types(ADA, "admin pause"))
    assert "No slots" in accepted(study.types(ADA, "admin next"))
    assert "the group is paused" in refused(study.types(ADA, "admin skip"))
    study.waits(days=3)
    assert study.posted == []
    said = accepted(study.types(ADA, "admin resume"))
    assert "Questions are posted again; the next one on 2026-01-08." in said
    study.waits(days=1)
    assert [post.kind for post in study.posted] == ["question"]
    assert [round.state for round in rounds(study)] == ["open"]
    assert "The group is not paused." in refused(study.types(ADA, "admin resume"))


@pytest.mark.parametrize("until", ["2026-01-07", "2d", "48 hours"])
def test_a_pause_may_end_by_itself(study: Study, until: str) -> None:
    assert "Paused until 2026-01-07" in accepted(study.types(ADA, f"admin pause {until}"))
    study.waits(days=2, hours=2)
    assert [(r.date.day, r.state) for r in rounds(study)] == [(7, "open")]
    assert [post.kind for post in study.posted] == ["question"]


def test_a_pause_never_touches_an_open_round(study: Study) -> None:
    round = study.opens("cnn/same-padding")
    study.types(ADA, "admin pause")
    assert accepted(study.types(ANNA, "answer B")).startswith("Recorded.")
    study.waits(days=1)
    assert study.round(round.id).state == "revealed"
    assert [post.kind for post in study.posted] == ["question", "reveal"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2026-01-01", "2026-01-01 is over already; name a day to come."),
        ("2026-02-30", "'2026-02-30' is no date"),
        ("soon", "'soon' is no date or length; write 2026-12-31 or 14d."),
        ("999999d", "is more than ten years away"),
        ("9999-12-31", "is more than ten years away"),
        ("0d", "0d is over already"),
    ],
)
def test_a_pause_refuses_an_end_that_is_none(study: Study, words: str, said: str) -> None:
    assert said in refused(study.types(ADA, f"admin pause {words}"))
    assert coming(study.types(ADA, "admin next"))[0] == "05 09:00"


def test_skip_leaves_out_the_next_slot_and_harms_no_streak(study: Study) -> None:
    said = accepted(study.types(ADA, "admin skip"))
    assert "The round of 2026-01-05 is skipped" in said
    assert "The next question comes on 2026-01-06." in said
    study.types(ADA, "admin skip")
    study.waits(days=2, hours=2)
    assert [(r.date.day, r.state) for r in rounds(study)] == [
        (5, "skipped"),
        (6, "skipped"),
        (7, "open"),
    ]
    assert [post.kind for post in study.posted] == ["question"]


def test_next_shows_seven_slots_in_the_groups_own_zone(study: Study) -> None:
    """Local 09:00 through the change to summer time of 29 March 2026."""
    study.types(ADA, "admin setup zone=Europe/Berlin weekdays=sat,sun")
    study.waits(days=74)
    reply = study.types(ADA, "admin next")
    assert coming(reply) == [
        "21 08:00",
        "22 08:00",
        "28 08:00",
        "29 07:00",
        "04 07:00",
        "05 07:00",
        "11 07:00",
    ]
    assert "Sun 29 Mar 2026 09:00 (Europe/Berlin)" in accepted(reply)


def test_next_tells_what_is_queued_and_leaves_out_what_is_taken(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ADA, "admin queue cnn/pooling")
    study.types(ADA, "admin queue training/training-step")
    reply = study.types(ADA, "admin next")
    assert coming(reply)[0] == "06 09:00"
    assert "Queued: cnn/pooling and training/training-step." in accepted(reply)


# post-now, queue, close-now


def test_post_now_asks_at_once_and_uses_up_todays_slot(study: Study) -> None:
    said = accepted(study.types(ADA, "admin post-now"))
    assert "Round 1 is on its way. It uses up today's slot." in said
    [round] = rounds(study)
    assert (round.slot, round.closes_at) == (START, START.replace(day=6))
    study.waits(hours=24)
    assert [r.date.day for r in rounds(study)] == [5]
    study.waits(hours=1)
    assert [r.date.day for r in rounds(study)] == [5, 6]


def test_post_now_closes_at_latest_at_the_next_slot(study: Study) -> None:
    study.types(ADA, "admin rules close-after=7d")
    study.types(ADA, "admin post-now")
    assert rounds(study)[0].closes_at == datetime(2026, 1, 6, 9, tzinfo=UTC)


def test_post_now_takes_a_question_or_a_topic(study: Study) -> None:
    study.types(ADA, "admin post-now training")
    assert rounds(study)[0].question == "training/training-step"
    study.waits(days=1)
    study.types(ADA, "admin post-now foundations/first-machine")
    assert rounds(study)[1].question == "foundations/first-machine"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("cnm", "There is no topic 'cnm'; did you mean cnn?"),
        ("cnn/poling", "There is no question 'cnn/poling'; did you mean cnn/pooling?"),
    ],
)
def test_post_now_names_the_nearest(study: Study, what: str, said: str) -> None:
    assert said in refused(study.types(ADA, f"admin post-now {what}"))
    assert rounds(study) == []


def test_post_now_is_refused_while_a_round_is_open_and_where_today_is_used_up(study: Study) -> None:
    study.opens("cnn/same-padding")
    said = refused(study.types(ADA, "admin post-now"))
    assert "Round 1 is still open; /dlq admin close-now ends it first." in said
    study.types(ADA, "admin close-now")
    assert "has had its round already (revealed)" in refused(study.types(ADA, "admin post-now"))
    study.waits(days=1)
    study.types(ADA, "admin skip")
    assert "has had its round already (skipped)" in refused(study.types(ADA, "admin post-now"))


def test_queue_chooses_the_next_rounds_in_order(study: Study) -> None:
    for id in ("training/training-step", "cnn/pooling"):
        study.types(ADA, f"admin queue {id}")
    assert "is queued already" in refused(study.types(ADA, "admin queue cnn/pooling"))
    assert "did you mean cnn/pooling?" in refused(study.types(ADA, "admin queue cnn/poling"))
    assert "needs id" in refused(study.types(ADA, "admin queue"))
    study.waits(days=3)
    assert [r.question for r in rounds(study)][:2] == ["training/training-step", "cnn/pooling"]
    assert "Queued" not in accepted(study.types(ADA, "admin next"))


def test_close_now_ends_the_round_and_reveals_it(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    study.now = study.now.replace(hour=12)
    said = accepted(study.types(ADA, "admin close-now"))
    assert "Round 1 is closed; its reveal is on its way." in said
    assert [post.kind for post in study.posted] == ["question", "reveal"]
    assert "All right: Anna." in study.posted[-1].text
    assert study.redrawn[-1].text.splitlines()[3] == "Round 1 · closed · 1 answer"
    assert "Too late" in accepted(study.types(BEN, "answer B"))
    assert "No round is open" in refused(study.types(ADA, "admin close-now"))


# void


def test_void_takes_a_round_back_and_boards_and_places_follow(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    study.waits(hours=24)
    assert "Anna" in accepted(study.types(BEN, "board all"))
    said = accepted(study.types(ADA, "admin void"))
    assert "Round 1 of 2026-01-05 is voided: it counts for nobody." in said
    assert "No points yet" in accepted(study.types(BEN, "board all"))
    assert "Round 1 was voided by an admin." in study.posted[-1].text
    assert "Round 1 · voided: it counts for nobody" in study.redrawn[-1].text
    assert study.store.standings.all() == []


def test_a_voided_round_takes_no_answers_and_says_so_at_every_button(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ADA, "admin void")
    for action in ("dlq:answer:1:b", "dlq:lock:1", "dlq:reveal:1"):
        assert "voided" in refused(study.presses(ANNA, action))
    assert "was voided (by Ada)" in refused(study.types(ANNA, "past 2026-01-05"))


def test_void_takes_a_date(study: Study) -> None:
    for _ in range(2):
        study.types(ADA, "admin post-now")
        study.waits(days=1)
    accepted(study.types(ADA, "admin void 2026-01-05"))
    assert [round.state for round in rounds(study)] == ["voided", "revealed"]
    assert "There is no round on 2026-01-05" in refused(study.types(ADA, "admin void 2026-01-05"))
    assert "There is no round on 2025-01-05" in refused(study.types(ADA, "admin void 2025-01-05"))
    accepted(study.types(ADA, "admin void"))
    assert "There is no round to void." in refused(study.types(ADA, "admin void"))


def test_a_skipped_date_cannot_be_voided(study: Study) -> None:
    study.types(ADA, "admin skip")
    assert "There is no round on 2026-01-05" in refused(study.types(ADA, "admin void 2026-01-05"))
    assert "There is no round to void." in refused(study.types(ADA, "admin void"))


# stop


def test_stop_leaves_the_channel_and_keeps_the_ledger(study: Study) -> None:
    study.opens("cnn/same-padding")
    study.types(ANNA, "answer B")
    said = accepted(study.types(ADA, "admin stop"))
    assert "I post nothing here any more. The board and all answers are kept" in said
    study.waits(days=3)
    assert [post.kind for post in study.posted] == ["question"]
    assert [answer.text for answer in study.store.answers.to(study.round(1))] == ["B"]


def test_stop_is_for_a_channel_that_has_a_group(study: Study) -> None:
    said = refused(study.types(ADA, "admin stop", OTHER_ROOM))
    assert "Use stop in the channel that I am to leave" in said
    assert "No group is in this channel" in refused(
        study.types(CARL, "admin stop", CLUB, manages=True)
    )


# What is written down


def test_what_admins_do_is_written_down(study: Study) -> None:
    for words in (
        "admin rules close-after=12h",
        "admin pause 1d",
        "admin resume",
        "admin queue cnn/pooling",
        "admin post-now cnn/pooling",
        "admin close-now",
        "admin void",
        "admin skip",
        "admin stop",
    ):
        assert accepted(study.types(ADA, words)), words
    noted = [row[0] for row in study.store.db.execute("SELECT what FROM admin_act").fetchall()]
    assert noted == [
        "setup",
        "rules close-after=12h",
        "pause 2026-01-06T08:00:00+00:00",
        "resume",
        "queue cnn/pooling",
        "post-now cnn/pooling",
        "close-now 1",
        "void 1",
        "skip 2026-01-06",
        "stop",
    ]
    assert "went wrong" not in text(study.types(ADA, "help"))
