"""A reminder: asked for by oneself, at one's own time, once a day at most, only when it helps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import CommandUsed, Person
from bot.message import Message
from bot.platform import NotAllowed, PlaceGone
from bot.recall import Reminder
from bot.rounds import due as due_steps
from bot.rounds import next_moment, next_reminder
from tests.fakes.study import ADA, ANNA, BEN, START, Study, accepted, buttons, refused, text

PADDING, POOLING = "cnn/same-padding", "cnn/pooling"
ANYA = Person("chat", "u-anya", "Anya")


@pytest.fixture
def study() -> Study:
    """A group in Berlin that is paused; it is Monday, 08:00 UTC, and Anna has missed a question."""
    study = Study()
    study.sets_up(time="23:59", zone="Europe/Berlin")
    study.types(ADA, "admin pause", manages=True)
    misses(study)
    return study


def misses(study: Study, person: Person = ANNA, question: str = PADDING) -> None:
    accepted(study.types(person, f"question {question}"))
    accepted(study.types(person, "answer A"))


def reminders(study: Study, person: Person = ANNA) -> list[Message]:
    return [p.message for p in study.posted if p.kind == "reminder" and p.to == person]


def keeps_up(study: Study) -> None:
    """Anna does all that is due."""
    for _ in range(10):
        card = study.types(ANNA, "review")
        if "Answer" not in buttons(card):
            return
        accepted(study.presses(ANNA, buttons(card)["Reveal"]))


# When


def test_it_comes_at_ones_own_time_when_something_is_due(study: Study) -> None:
    said = accepted(study.types(ANNA, "remind 09:30"))
    assert "I remind you at 09:30 (Europe/Berlin), by direct message" in said
    study.waits(hours=24, minutes=29)
    assert reminders(study) == []
    study.waits(minutes=1)
    [message] = reminders(study)
    assert message.summary == "1 question of your review is due."
    assert message.foot == "reminder 2026-01-06 · reminder"


def test_it_does_not_come_on_a_day_with_nothing_due(study: Study) -> None:
    accepted(study.types(ANNA, "remind 09:30"))
    study.waits(days=1)
    keeps_up(study)
    before = len(reminders(study))
    study.waits(hours=2)
    assert len(reminders(study)) == before
    accepted(study.types(BEN, "remind 09:30"))
    study.waits(days=30)
    assert reminders(study, BEN) == []


def test_it_comes_every_day_that_something_is_left(study: Study) -> None:
    accepted(study.types(ANNA, "remind 20:00 UTC"))
    study.waits(days=7)
    assert [m.foot[9:19] for m in reminders(study)] == [f"2026-01-{d:02}" for d in range(6, 12)]


def test_there_is_one_a_day_whatever_is_set(study: Study) -> None:
    study.waits(days=1)
    accepted(study.types(ANNA, "remind 10:00"))
    study.waits(hours=2)
    assert len(reminders(study)) == 1
    accepted(study.types(ANNA, "remind 15:00"))
    accepted(study.types(ANNA, "remind 16:00 America/New_York"))
    study.waits(hours=13)
    assert len(reminders(study)) == 1
    study.waits(hours=24)
    assert len(reminders(study)) == 2


def test_what_was_missed_by_more_than_twelve_hours_is_left_out(study: Study) -> None:
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    for hours, sent in ((38 + 0.1, 0), (24 - 0.2, 1)):
        study.now += timedelta(hours=hours)
        study.catch_up()
        assert len(reminders(study)) == sent
    study.now += timedelta(days=9)
    study.catch_up()
    assert len(reminders(study)) == 2


def test_one_that_lies_about_for_too_long_is_not_sent_any_more(study: Study) -> None:
    """As when the platform cannot be reached for a day."""
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    study.now += timedelta(hours=26)
    owed(study)
    study.now += timedelta(hours=12, minutes=1)
    study.catch_up()
    assert reminders(study) == []


def owed(study: Study) -> None:
    """What is due is done, and nothing is sent."""
    study.platforms, before = (), study.platforms
    study.catch_up()
    study.platforms = before
    assert study.store.posts.waiting(["chat"])


def test_one_that_was_stopped_meanwhile_is_not_sent_any_more(study: Study) -> None:
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    study.now += timedelta(hours=26)
    owed(study)
    accepted(study.types(ANNA, "remind off"))
    assert reminders(study) == []


# Its buttons and words


def test_one_tap_stops_it(study: Study) -> None:
    accepted(study.types(ANNA, "remind 10:00"))
    study.waits(hours=26)
    [message] = reminders(study)
    assert list(buttons(message)) == ["Review now", "Stop reminders"]
    assert "Stopped." in accepted(study.presses(ANNA, buttons(message)["Stop reminders"], None))
    study.waits(days=5)
    assert len(reminders(study)) == 1
    assert "There was no reminder to stop" in accepted(
        study.presses(ANNA, buttons(message)["Stop reminders"], None)
    )


def test_one_tap_begins_the_review(study: Study) -> None:
    accepted(study.types(ANNA, "remind 10:00"))
    study.waits(hours=26)
    card = study.presses(ANNA, buttons(reminders(study)[0])["Review now"], None)
    assert "Review · 1 due" in accepted(card)
    study.knows(study.bank)
    assert "Review: Again." in accepted(study.presses(ANNA, buttons(card)["Reveal"], None))


def test_it_can_be_looked_at_and_switched_off(study: Study) -> None:
    assert "You have no reminder" in accepted(study.types(ANNA, "remind"))
    accepted(study.types(ANNA, "remind 9pm Asia/Tokyo"))
    assert "at 21:00 (Asia/Tokyo)" in accepted(study.types(ANNA, "remind"))
    assert "at 21:00 (UTC)" in accepted(study.types(ANNA, "remind zone=UTC"))
    assert "at 07:15 (UTC)" in accepted(study.types(ANNA, "remind 07:15"))
    assert "Stopped" in accepted(study.types(ANNA, "remind off"))
    assert "You have no reminder" in accepted(study.types(ANNA, "remind"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("remind 25:00", "is no time of day"),
        ("remind tomorrow", "is no time of day"),
        ("remind 09:00 zone=Berlin", "Did you mean Europe/Berlin?"),
        ("remind zone=UTC", "Name the time of day as well"),
    ],
)
def test_a_time_that_is_none_is_refused(study: Study, words: str, said: str) -> None:
    assert said in refused(study.types(ANNA, words))


def test_where_no_group_is_the_zone_must_be_named() -> None:
    study = Study()
    assert "Name your time zone too" in refused(study.types(BEN, "remind 09:00", None))
    assert "at 09:00 (Asia/Tokyo)" in accepted(study.types(BEN, "remind 09:00 Asia/Tokyo", None))


def test_days_of_the_review_are_those_of_the_reminders_zone(study: Study) -> None:
    """In Auckland Tuesday begins while it is Monday noon in Berlin."""
    accepted(study.types(ANNA, "remind 00:10 Pacific/Auckland"))
    study.waits(hours=3, minutes=10)
    [message] = reminders(study)
    assert message.foot == "reminder 2026-01-06 · reminder"
    assert "Review · 1 due" in accepted(study.types(ANNA, "review"))


# Where no direct message arrives


@pytest.mark.parametrize("error", [NotAllowed("Anna takes no messages."), PlaceGone("gone.")])
def test_one_that_cannot_be_brought_is_switched_off_and_said_once(
    study: Study, error: Exception
) -> None:
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    study.now += timedelta(hours=26)
    owed(study)
    [post] = study.store.posts.waiting(["chat"])
    study.outbox.failed(post, error)
    assert "Before I forget" not in accepted(study.types(BEN, "topics"))
    said = accepted(study.types(ANNA, "topics"))
    why = str(error).rstrip(".")
    assert f"I could not bring you your reminder ({why}), so I switched it off." in said
    assert "Before I forget" not in accepted(study.types(ANNA, "topics"))
    study.waits(days=5)
    assert reminders(study) == []
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    study.waits(days=1)
    assert len(reminders(study)) == 1


def test_a_delivery_that_comes_twice_is_told_the_same_of_it(study: Study) -> None:
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    study.store.reminders.fail(ANNA, "closed")
    command = CommandUsed(**study.who(ANNA, None), path=("topics",), options={})
    first = study.meets(command)
    assert "Before I forget" in text(first) and study.meets(command) == first


# Linked


def link(study: Study) -> None:
    made = accepted(study.types(ANNA, "link")).split("/dlq link ")[1].split("`")[0]
    accepted(study.types(ANYA, f"link {made}"))


def test_a_linked_person_is_reminded_once_where_they_asked_last(study: Study) -> None:
    accepted(study.types(ANYA, "remind 11:00 UTC"))
    accepted(study.types(ANNA, "remind 10:00 UTC"))
    link(study)
    study.waits(days=3)
    assert (len(reminders(study)), len(reminders(study, ANYA))) == (2, 0)
    accepted(study.types(ANYA, "remind 12:00 UTC"))
    study.waits(days=2)
    assert (len(reminders(study)), len(reminders(study, ANYA))) == (2, 2)
    accepted(study.types(ANNA, "remind off"))
    study.waits(days=2)
    assert (len(reminders(study)), len(reminders(study, ANYA))) == (2, 2)


# Clocks that change


def test_in_the_spring_a_time_that_is_left_out_is_the_first_moment_after() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    moment = next_reminder(time(2, 30), "Europe/Berlin", saturday, None)
    assert moment == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_in_the_autumn_a_time_that_comes_twice_reminds_once() -> None:
    study = Study(at=datetime(2026, 10, 23, 12, tzinfo=UTC))
    misses(study)
    accepted(study.types(ANNA, "remind 02:30 Europe/Berlin"))
    study.waits(days=3)
    assert [m.foot[9:19] for m in reminders(study)] == ["2026-10-24", "2026-10-25", "2026-10-26"]


@given(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Berlin", "Pacific/Apia", "America/Santiago", "Australia/Lord_Howe"]),
    st.integers(0, 24 * 60 * 3),
    st.lists(st.integers(1, 40 * 60), min_size=1, max_size=20),
)
def test_every_local_date_has_its_moment_once(
    at: time, zone: str, first: int, gaps: list[int]
) -> None:
    """However irregularly somebody looks: nothing is due before the next moment, moments move
    forward, and no date comes twice."""
    now, last = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=first), None
    dates: list[date] = []
    for minutes in gaps:
        moment = next_reminder(at, zone, now, last)
        reminder = Reminder(ANNA, at, zone, moment, last)
        assert moment > now
        assert due_steps([], [], moment - timedelta(seconds=1), [reminder]) == []
        assert len(due_steps([], [], moment, [reminder])) == 1
        assert next_moment([], [], now, [reminder]) == moment
        now = max(moment, now + timedelta(minutes=minutes))
        last = moment.astimezone(ZoneInfo(zone)).date()
        dates.append(last)
    assert dates == sorted(set(dates))


def test_a_month_of_reminders_and_reviews() -> None:
    """Every morning one message when there is something to do, and none otherwise."""
    study = Study()
    misses(study)
    misses(study, question=POOLING)
    accepted(study.types(ANNA, "remind 07:00 UTC"))
    expected = 0
    for number in range(30):
        study.now = START + timedelta(days=number, hours=22)
        card = text(study.types(ANNA, "review"))
        there = "Review · " in card
        study.waits(hours=1)
        expected += there
        assert len(reminders(study)) == expected, number
        if number % 3 != 2:
            keeps_up(study)
        study.catch_up()
