"""What is due: the life of rounds as a function of what is known and of the present instant."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.ledger import Claim, Close, Group, Reveal, Round, RoundState, Rules, Skip, Step
from bot.rounds import AHEAD, MISSED, due, next_moment
from bot.store import Store
from tests.fakes.diary import group, utc
from tests.fakes.study import ADA

NINE = utc(2026, 1, 5, 9)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


def round_of(day: date, slot: datetime, state: RoundState = "revealed", **more: object) -> Round:
    """A round that closes a day after its slot unless told otherwise."""
    closes_at = None if state == "skipped" else slot + DAY
    return replace(Round(day.day, 1, day, slot, state, closes_at), **more)


def on_monday(state: RoundState, **more: object) -> Round:
    return round_of(MONDAY, NINE, state, **more)


def claim(day: date, slot: datetime, closes_at: datetime, *, late: bool = False) -> Claim:
    return Claim(1, day, slot, closes_at, late)


MONDAYS = claim(MONDAY, NINE, NINE + DAY)


# Claims


def test_nothing_is_due_before_the_slot() -> None:
    """And then the round is, to the instant."""
    assert due([group()], [], NINE - INSTANT) == []
    assert due([group()], [], NINE) == [MONDAYS]


def test_a_date_has_one_round() -> None:
    """While it is open, nothing more is due until it closes."""
    assert due([group()], [on_monday("open")], NINE + 23 * HOUR) == []


@pytest.mark.parametrize(("after", "late"), [(5 * MINUTE, False), (5 * MINUTE + INSTANT, True)])
def test_a_round_says_that_it_is_late_only_when_it_is(after: timedelta, late: bool) -> None:
    """Five minutes are not worth a word."""
    assert due([group()], [], NINE + after) == [replace(MONDAYS, late=late)]


def test_a_slot_missed_by_six_hours_is_still_claimed() -> None:
    """At the end of the grace itself; it closes when it would have closed."""
    assert due([group()], [], NINE + 6 * HOUR) == [replace(MONDAYS, late=True)]


def test_a_slot_missed_by_more_is_skipped() -> None:
    """An instant after the grace."""
    missed = Skip(1, ((MONDAY, NINE),))
    assert due([group()], [], NINE + 6 * HOUR + INSTANT) == [missed]


def test_without_grace_a_slot_is_claimed_at_its_very_instant_or_never() -> None:
    """A grace of nothing is a rule that an admin may set."""
    strict = group(Rules(grace=timedelta(0)))
    assert due([strict], [], NINE) == [MONDAYS]
    assert due([strict], [], NINE + INSTANT) == [Skip(1, ((MONDAY, NINE),))]


def test_a_round_that_would_be_closed_already_is_not_claimed_late() -> None:
    """It takes answers for an hour only, so an hour late is too late, whatever the grace."""
    short = group(Rules(close_after=HOUR))
    closes_at = NINE + HOUR
    late = claim(MONDAY, NINE, closes_at, late=True)
    assert due([short], [], closes_at - INSTANT) == [late]
    assert due([short], [], closes_at) == [Skip(1, ((MONDAY, NINE),))]


def test_slots_missed_together_are_skipped_together_and_the_present_one_is_claimed() -> None:
    """After days off: one Skip that names them all, and today's round."""
    slots = ((MONDAY, NINE), (TUESDAY, NINE + DAY))
    today = claim(WEDNESDAY, NINE + 2 * DAY, NINE + 3 * DAY)
    assert due([group()], [], NINE + 2 * DAY) == [Skip(1, slots), today]


def test_only_the_wanted_weekdays_are_missed() -> None:
    """Two weeks off cost a Friday group two rounds, not fourteen."""
    fridays = group(Rules(weekdays=(4,)))
    [step] = due([fridays], [], utc(2026, 1, 18))
    assert step == Skip(
        1, ((date(2026, 1, 9), utc(2026, 1, 9, 9)), (date(2026, 1, 16), utc(2026, 1, 16, 9)))
    )


def test_slots_before_a_group_was_there_are_not_missed() -> None:
    """Set up at noon, its first round comes the next morning."""
    new = group(since=utc(2026, 1, 5, 12))
    assert due([new], [], utc(2026, 1, 6, 8)) == []
    assert due([new], [], utc(2026, 1, 6, 9)) == [claim(TUESDAY, NINE + DAY, NINE + 2 * DAY)]


def test_a_group_without_a_place_begins_nothing_but_ends_what_is_open() -> None:
    """All its channels are gone."""
    gone = group(active=False)
    assert due([gone], [], NINE) == []
    assert due([gone], [on_monday("open")], NINE + DAY) == [Close(5)]


def test_groups_do_not_wait_for_one_another() -> None:
    """Each has its own steps, in order of the groups."""
    other = replace(group(), id=2)
    open_in_one = on_monday("open")
    assert due([group(), other], [open_in_one], NINE) == [replace(MONDAYS, group=2)]


# The end of a round


@pytest.mark.parametrize("state", ["claimed", "open"])
def test_a_round_is_closed_at_its_closing_time(state: RoundState) -> None:
    """Whether a place has it or not."""
    assert due([group()], [on_monday(state)], NINE + DAY - INSTANT) == []
    assert due([group()], [on_monday(state)], NINE + DAY) == [Close(5)]


def test_a_closed_round_is_revealed_before_the_next_is_claimed() -> None:
    """At 09:00 on Tuesday: close, reveal, claim, one after the other."""
    found: list[list[Step]] = [
        due([group()], [on_monday(state)], NINE + DAY) for state in ("open", "closed", "revealed")
    ]
    tuesdays = claim(TUESDAY, NINE + DAY, NINE + 2 * DAY)
    assert found == [[Close(5)], [Reveal(5)], [tuesdays]]


@pytest.mark.parametrize("state", ["revealed", "voided", "skipped"])
def test_what_is_over_stays_over(state: RoundState) -> None:
    """Its date has been used up."""
    assert due([group()], [on_monday(state)], NINE + HOUR) == []


# A claim waits for the round before

EVENING_BEFORE = round_of(MONDAY, utc(2026, 1, 5, 18))
"""A round of Monday 18:00 that closes on Tuesday 18:00; then the time became 09:00."""


def test_a_claim_waits_for_the_closing_of_the_round_before() -> None:
    """Tuesday's slot at 09:00 is claimed at 18:00, when Monday's round is over, and says so."""
    at_six = EVENING_BEFORE.slot + DAY
    open_still = replace(EVENING_BEFORE, state="open")
    assert due([group()], [open_still], NINE + DAY + HOUR) == []
    assert due([group()], [EVENING_BEFORE], at_six - INSTANT) == []
    tuesdays = claim(TUESDAY, NINE + DAY, NINE + 2 * DAY, late=True)
    assert due([group()], [EVENING_BEFORE], at_six) == [tuesdays]


def test_grace_counts_from_the_closing_of_the_round_before() -> None:
    """Six hours from 18:00, though the slot was at 09:00."""
    midnight = utc(2026, 1, 7)
    tuesdays = claim(TUESDAY, NINE + DAY, NINE + 2 * DAY, late=True)
    assert due([group()], [EVENING_BEFORE], midnight) == [tuesdays]
    missed = Skip(1, ((TUESDAY, NINE + DAY),))
    assert due([group()], [EVENING_BEFORE], midnight + INSTANT) == [missed]


def test_a_slot_that_is_over_before_the_round_before_is_skipped() -> None:
    """It takes answers for an hour; the round before ends nine hours later."""
    short = group(Rules(close_after=HOUR))
    missed = Skip(1, ((TUESDAY, NINE + DAY),))
    assert due([short], [EVENING_BEFORE], NINE + DAY) == [missed]


def test_nobody_waits_for_a_voided_round() -> None:
    """It was taken back, so its closing time means nothing."""
    voided = replace(EVENING_BEFORE, state="voided")
    assert due([group()], [voided], NINE + DAY) == [claim(TUESDAY, NINE + DAY, NINE + 2 * DAY)]


def test_a_round_closed_by_hand_makes_the_next_no_earlier() -> None:
    """Closed at noon, Monday's round leaves Tuesday's at 09:00."""
    early = on_monday("revealed", closes_at=NINE + 3 * HOUR)
    assert due([group()], [early], NINE + DAY - INSTANT) == []
    assert due([group()], [early], NINE + DAY) == [claim(TUESDAY, NINE + DAY, NINE + 2 * DAY)]


# What admins do


def test_a_round_posted_by_hand_uses_up_its_dates_slot() -> None:
    """Posted on Monday at 06:00: nothing at 09:00, and Tuesday's as ever."""
    by_hand = round_of(MONDAY, NINE - 3 * HOUR)
    assert due([group()], [by_hand], NINE) == []
    assert due([group()], [by_hand], NINE + DAY) == [claim(TUESDAY, NINE + DAY, NINE + 2 * DAY)]


def test_a_round_posted_late_at_night_is_of_the_local_date() -> None:
    """In Los Angeles it is still Monday when it is Tuesday in UTC; Tuesday's slot remains."""
    west = group(Rules(zone="America/Los_Angeles"), since=utc(2026, 1, 5, 20))
    by_hand = round_of(MONDAY, utc(2026, 1, 6, 7), closes_at=utc(2026, 1, 6, 17))
    tuesday_nine = utc(2026, 1, 6, 17)
    assert due([west], [by_hand], tuesday_nine) == [
        claim(TUESDAY, tuesday_nine, tuesday_nine + DAY)
    ]


def skipped_ahead(day: date, slot: datetime) -> Round:
    return round_of(day, slot, "skipped", note=AHEAD)


def test_a_slot_skipped_ahead_passes_in_silence() -> None:
    """Neither claimed nor called missed, and the one after it comes."""
    tuesday = skipped_ahead(TUESDAY, NINE + DAY)
    assert due([group()], [on_monday("revealed"), tuesday], NINE + DAY) == []
    assert due([group()], [on_monday("revealed"), tuesday], NINE + 2 * DAY) == [
        claim(WEDNESDAY, NINE + 2 * DAY, NINE + 3 * DAY)
    ]


def test_a_slot_skipped_ahead_does_not_hide_those_before_it() -> None:
    """Wednesday is marked on Monday; Tuesday is still wanted."""
    wednesday = skipped_ahead(WEDNESDAY, NINE + 2 * DAY)
    known = [on_monday("revealed"), wednesday]
    assert due([group()], known, NINE + DAY) == [claim(TUESDAY, NINE + DAY, NINE + 2 * DAY)]


def test_a_round_may_run_on_over_a_slot_that_was_skipped_ahead() -> None:
    """With two days to answer and Tuesday taken out, Monday's closes on Wednesday."""
    slow = group(Rules(close_after=2 * DAY))
    tuesday = skipped_ahead(TUESDAY, NINE + DAY)
    assert due([slow], [tuesday], NINE) == [claim(MONDAY, NINE, NINE + 2 * DAY)]


def test_what_a_pause_leaves_out_is_not_missed() -> None:
    """Tuesday and Wednesday were paused; Thursday is claimed and nothing is skipped."""
    away = group(paused_from=utc(2026, 1, 6), paused_until=utc(2026, 1, 8))
    assert due([away], [on_monday("revealed")], NINE + 2 * DAY) == []
    thursday = claim(date(2026, 1, 8), NINE + 3 * DAY, NINE + 4 * DAY)
    assert due([away], [on_monday("revealed")], NINE + 3 * DAY) == [thursday]


def test_a_pause_never_touches_an_open_round() -> None:
    """It closes and is revealed in the middle of the pause."""
    away = group(paused_from=NINE + HOUR)
    assert due([away], [on_monday("open")], NINE + DAY) == [Close(5)]
    assert due([away], [on_monday("closed")], NINE + DAY) == [Reveal(5)]
    assert due([away], [on_monday("revealed")], NINE + 99 * DAY) == []


def test_a_slot_missed_before_the_pause_is_missed() -> None:
    """The bot was away on Monday; the pause began on Tuesday."""
    away = group(paused_from=utc(2026, 1, 6))
    assert due([away], [], NINE + 2 * DAY) == [Skip(1, ((MONDAY, NINE),))]


# Rules that change between rounds


def test_a_later_time_on_a_date_that_had_its_round_waits_for_the_next_date() -> None:
    """Monday's round came at 09:00; from noon on the time is 21:00, which begins on Tuesday."""
    later = group(Rules(at=time(21)), since=NINE + 3 * HOUR)
    assert due([later], [on_monday("revealed")], utc(2026, 1, 6, 20, 59)) == []
    nine_pm = utc(2026, 1, 6, 21)
    assert due([later], [on_monday("revealed")], nine_pm) == [
        claim(TUESDAY, nine_pm, nine_pm + DAY)
    ]


def test_an_earlier_time_does_not_begin_in_the_past() -> None:
    """Monday's round came at 18:00; on Tuesday noon the time became 09:00, from Wednesday on."""
    earlier = group(since=NINE + DAY + 3 * HOUR)
    evening = replace(EVENING_BEFORE, closes_at=NINE + DAY)
    assert due([earlier], [evening], NINE + DAY + 3 * HOUR) == []
    assert due([earlier], [evening], NINE + 2 * DAY) == [
        claim(WEDNESDAY, NINE + 2 * DAY, NINE + 3 * DAY)
    ]


def test_a_group_that_moves_west_does_not_meet_its_dates_again(fresh_store: Store) -> None:
    """From Tokyo to Los Angeles, Monday evening comes after Tuesday's round: it had its own."""
    groups, rounds = fresh_store.groups, fresh_store.rounds
    tokyo = groups.add("readers", "seed", Rules(zone="Asia/Tokyo"), ADA, utc(2026, 1, 4))
    edition = rounds.keep_edition("cnn/stride", "text")
    for day in (5, 6):
        slot = utc(2026, 1, day)
        round = rounds.claim(
            Claim(tokyo.id, date(2026, 1, day), slot, slot + DAY),
            edition,
            "{}",
            topic="cnn",
            difficulty="easy",
            at=slot,
        )
        assert round is not None
        rounds.move(round, "revealed")
    west = Rules(at=time(18), zone="America/Los_Angeles")
    moved = replace(tokyo, rules=west, since=utc(2026, 1, 6, 1), active=True)
    wednesday = utc(2026, 1, 8, 2)
    assert due([moved], rounds.relevant(), wednesday - INSTANT) == []
    assert due([moved], rounds.relevant(), wednesday) == [
        claim(WEDNESDAY, wednesday, wednesday + DAY)
    ]


# The next moment


def next_in(found: Group, rounds: list[Round], now: datetime) -> datetime | None:
    return next_moment([found], rounds, now)


def test_the_next_moment_is_the_next_slot_or_closing() -> None:
    """The slot; then the closing of its round; then the slot after."""
    assert next_in(group(), [], utc(2026, 1, 5)) == NINE
    assert next_in(group(), [on_monday("open")], NINE) == NINE + DAY
    early = on_monday("revealed", closes_at=NINE + HOUR)
    assert next_in(group(), [early], NINE + HOUR) == NINE + DAY


@pytest.mark.parametrize(
    ("known", "now"),
    [
        ([], NINE),
        ([], NINE + 99 * DAY),
        ([on_monday("open")], NINE + DAY),
        ([on_monday("closed")], NINE),
    ],
)
def test_the_next_moment_is_now_when_something_is_due(known: list[Round], now: datetime) -> None:
    """A claim, a skip, a close, a reveal."""
    assert due([group()], known, now) != []
    assert next_in(group(), known, now) == now


def test_there_is_no_next_moment_where_nothing_will_ever_be_due() -> None:
    """No group, a group without a place, or a pause without an end."""
    assert next_moment([], [], NINE) is None
    assert next_in(group(active=False), [], NINE) is None
    assert next_in(group(paused_from=utc(2026, 1, 5)), [], NINE) is None


def test_the_next_moment_is_the_earliest_of_all_groups() -> None:
    """One group's slot comes before another's closing."""
    other = replace(group(Rules(at=time(8))), id=2, since=NINE)
    assert next_moment([group(), other], [on_monday("open")], NINE) == utc(2026, 1, 6, 8)


def test_the_note_of_a_missed_slot_is_not_that_of_one_skipped_ahead() -> None:
    """What was missed is behind us; what was skipped ahead hides nothing before it."""
    missed = round_of(WEDNESDAY, NINE + 2 * DAY, "skipped", note=MISSED)
    assert due([group()], [missed], NINE + 2 * DAY) == []
