"""What admins do about rounds: pause, skip, next, post-now, queue, close-now, void and stop."""

from datetime import UTC, datetime

import pytest

from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    OTHER_ROOM,
    START,
    Study,
    accepted,
    refused,
    slots,
    text,
)


@pytest.fixture
def study() -> Study:
    """A group with a round a day at 09:00 UTC; it is Monday, 08:00."""
    study = Study()
    study.sets_up()
    return study


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
    assert [round.state for round in study.rounds()] == ["open"]
    assert "The group is not paused." in refused(study.types(ADA, "admin resume"))


@pytest.mark.parametrize("until", ["2026-01-07", "2d", "48 hours"])
def test_a_pause_may_end_by_itself(study: Study, until: str) -> None:
    assert "Paused until 2026-01-07" in accepted(study.types(ADA, f"admin pause {until}"))
    study.waits(days=2, hours=2)
    assert [(r.date.day, r.state) for r in study.rounds()] == [(7, "open")]
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
    assert slots(study.types(ADA, "admin next"))[0] == "05 09:00"


def test_skip_leaves_out_the_next_slot_and_harms_no_streak(study: Study) -> None:
    said = accepted(study.types(ADA, "admin skip"))
    assert "The round of 2026-01-05 is skipped" in said
    assert "The next question comes on 2026-01-06." in said
    study.types(ADA, "admin skip")
    study.waits(days=2, hours=2)
    assert [(r.date.day, r.state) for r in study.rounds()] == [
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
    assert slots(reply) == [
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
    assert slots(reply)[0] == "06 09:00"
    assert "Queued: cnn/pooling and training/training-step." in accepted(reply)


# post-now, queue, close-now


def test_post_now_asks_at_once_and_uses_up_todays_slot(study: Study) -> None:
    said = accepted(study.types(ADA, "admin post-now"))
    assert "Round 1 is on its way. It uses up today's slot." in said
    [round] = study.rounds()
    assert (round.slot, round.closes_at) == (START, START.replace(day=6))
    study.waits(hours=24)
    assert [r.date.day for r in study.rounds()] == [5]
    study.waits(hours=1)
    assert [r.date.day for r in study.rounds()] == [5, 6]


def test_post_now_closes_at_latest_at_the_next_slot(study: Study) -> None:
    study.types(ADA, "admin rules close-after=7d")
    study.types(ADA, "admin post-now")
    assert study.rounds()[0].closes_at == datetime(2026, 1, 6, 9, tzinfo=UTC)


def test_post_now_takes_a_question_or_a_topic(study: Study) -> None:
    study.types(ADA, "admin post-now training")
    assert study.rounds()[0].question == "training/training-step"
    study.waits(days=1)
    study.types(ADA, "admin post-now foundations/first-machine")
    assert study.rounds()[1].question == "foundations/first-machine"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("cnm", "There is no topic 'cnm'; did you mean cnn?"),
        ("cnn/poling", "There is no question 'cnn/poling'; did you mean cnn/pooling?"),
    ],
)
def test_post_now_names_the_nearest(study: Study, what: str, said: str) -> None:
    assert said in refused(study.types(ADA, f"admin post-now {what}"))
    assert study.rounds() == []


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
    assert [r.question for r in study.rounds()][:2] == ["training/training-step", "cnn/pooling"]
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
    assert [round.state for round in study.rounds()] == ["voided", "revealed"]
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
