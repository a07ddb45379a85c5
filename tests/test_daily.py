"""What a group sees as days go by: rounds on time, late, missed, and those that nobody saw."""

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

from bot.ledger import Rules
from bot.platform import OutcomeUnknown, TryLater
from bot.steps.day import rebuilt_standings
from tests.fakes.bot import ADA, ADMIN, CLUB, DAY, HALL, ROOM, Start, World, at
from tests.fakes.platform import dropped, lost
from tests.fakes.study import text

# The day


async def test_a_round_is_asked_and_revealed_once_in_every_place(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    await bot.until(at(8, 59))
    assert world.sees(ROOM) == world.sees(HALL) == []
    await bot.until(at(9))
    assert world.sees(ROOM) == world.sees(HALL) == ["round 1 · question"]
    await bot.until(at(15))
    assert world.sees(ROOM) == world.sees(HALL) == DAY
    assert world.sees(ADMIN) == []


async def test_the_reveal_stands_under_its_question(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.passes(days=1)
    [question, *reveal] = world.services["alpha"].pages
    assert [page.under for page in reveal] == [question.ref] * 2


async def test_a_closed_question_is_drawn_anew_without_a_second_post(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(9))
    assert "open until" in world.reads(ROOM)
    await bot.types(ADA, "answer B")
    await bot.until(at(15))
    [question, *_] = world.services["alpha"].pages
    assert "closed · 1 answer" in question.text
    assert "open until" not in question.text
    assert question.edits == 1


async def test_a_round_is_open_from_the_first_place_that_has_it(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    bot.platforms["alpha"].always["post", ROOM] = OutcomeUnknown("no network")
    bot.platforms["beta"].always["post", HALL] = OutcomeUnknown("no network")
    await bot.until(at(9))
    assert bot.round(1).state == "claimed"
    del bot.platforms["beta"].always["post", HALL]
    await bot.passes(minutes=2)
    assert bot.round(1).state == "open"
    assert world.sees(ROOM) == []


async def test_an_answer_to_a_claimed_round_counts_before_any_place_has_it(start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].always["post", ROOM] = OutcomeUnknown("no network")
    await bot.until(at(9))
    await bot.types(ADA, "answer B")
    await bot.until(at(15))
    assert bot.round(1).state == "revealed"
    assert [s.points for s in bot.store.standings.all()] == [10]


async def test_groups_have_rounds_of_their_own(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM, name="one")
    bot.group(CLUB, name="two", at=time(10))
    await bot.until(at(9, 30))
    assert (world.sees(ROOM), world.sees(CLUB)) == (["round 1 · question"], [])
    await bot.until(at(10))
    assert world.sees(CLUB) == ["round 2 · question"]
    await bot.until(at(15, 30))
    assert world.sees(ROOM) == DAY
    assert world.sees(CLUB) == ["round 2 · question"]


# Time lost


async def test_a_slot_missed_for_a_few_hours_is_posted_late(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    world.clock.move_to(at(14, 59))
    await bot.daily.settle()
    assert world.sees(ROOM) == ["round 1 · question"]
    assert "posted late" in world.reads(ROOM)
    assert bot.round(1).closes_at == at(15)


async def test_a_slot_missed_beyond_its_grace_is_skipped(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM, close_after=timedelta(hours=20), grace=timedelta(hours=6))
    world.clock.move_to(at(15, 1))
    await bot.daily.settle()
    assert bot.round(1).state == "skipped"
    assert world.sees(ROOM) == ["round 1 · notice"]


async def test_a_week_away_is_told_in_one_notice(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    world.clock.move_to(at(9, 2, day=12))
    await bot.daily.settle()
    assert world.sees(ROOM) == world.sees(HALL) == ["round 7 · notice", "round 8 · question"]
    assert "7 rounds from Mon 5 Jan to Sun 11 Jan were skipped" in world.reads(ROOM)


async def test_after_a_day_away_a_round_is_closed_and_revealed_before_the_next(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(9))
    await bot.types(ADA, "answer B")
    world.clock.move_to(at(10, day=6))
    await bot.daily.settle()
    assert world.sees(ROOM) == [*DAY, "round 2 · question"]
    assert bot.store.standings.all() == rebuilt_standings(bot.context())


async def test_a_group_that_moved_west_over_a_date_it_had_already_goes_on(
    world: World, start: Start
) -> None:
    """From Kiritimati (+14) to Honolulu (-10): today comes twice, and has had its round."""
    bot = await start()
    kiritimati = Rules(at=time(0, 30), zone="Pacific/Kiritimati", close_after=timedelta(hours=20))
    group = bot.group(ROOM, at=kiritimati.at, zone=kiritimati.zone)
    await bot.until(at(10, 40, day=8))
    honolulu = replace(kiritimati, at=time(0, 45), zone="Pacific/Honolulu")
    bot.store.groups.set_rules(group, honolulu, since=world.clock())
    await asyncio.wait_for(bot.passes(days=4), 10)
    dates = [r.date for r in bot.store.rounds.of_group(group)]
    assert dates == [date(2026, 1, day) for day in range(6, 12)]
    assert {r.state for r in bot.store.rounds.of_group(group)} <= {"revealed", "open"}


# Rounds that nobody saw


async def test_a_round_that_no_place_has_and_nobody_answered_is_voided_and_told(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    for to in (ROOM, HALL):
        bot.platform(to).always["post", to] = TryLater("busy", after=timedelta(hours=1))
    await bot.until(at(15))
    assert (bot.round(1).state, bot.round(1).note) == ("voided", "no place was reached")
    assert world.reads(ADMIN) == (
        "Round 1 of study was voided: I could not post it anywhere before it closed, and nobody "
        "answered."
    )
    for to in (ROOM, HALL):
        del bot.platform(to).always["post", to]
    await bot.until(at(8, day=6))
    assert world.sees(ROOM) == world.sees(HALL) == []


async def test_a_round_whose_post_is_found_after_closing_is_revealed(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, lost())
    bot.platforms["alpha"].always["find", ROOM] = OutcomeUnknown("no network")
    await bot.until(at(15, 30))
    assert world.sees(ROOM) == ["round 1 · question"]
    del bot.platforms["alpha"].always["find", ROOM]
    await bot.until(at(16))
    assert bot.round(1).state == "revealed"
    assert world.sees(ROOM) == DAY
    assert "closed" in world.services["alpha"].pages[0].text


async def test_a_round_whose_post_is_not_found_after_closing_is_voided_and_told(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, dropped())
    bot.platforms["alpha"].always["find", ROOM] = OutcomeUnknown("no network")
    await bot.until(at(15, 30))
    del bot.platforms["alpha"].always["find", ROOM]
    await bot.until(at(16))
    assert bot.round(1).state == "voided"
    assert world.sees(ROOM) == []
    assert "Round 1 of study was voided" in world.reads(ADMIN)
    assert bot.store.posts.waiting(["alpha"]) == []


async def test_a_place_not_reached_before_closing_is_told_once_and_gets_no_reveal(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    bot.platforms["alpha"].always["post", ROOM] = TryLater("busy", after=timedelta(hours=10))
    await bot.until(at(8, day=6))
    assert (world.sees(ROOM), world.sees(HALL)) == ([], DAY)
    assert world.reads(ADMIN) == "Round 1 did not reach #room before it closed."


async def test_a_place_of_which_it_turns_out_late_that_it_was_not_reached_is_told_too(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    bot.platforms["alpha"].will(ROOM, dropped())
    bot.platforms["alpha"].always["find", ROOM] = OutcomeUnknown("no network")
    await bot.until(at(15, 30))
    del bot.platforms["alpha"].always["find", ROOM]
    await bot.until(at(16))
    assert (world.sees(ROOM), world.sees(HALL)) == ([], DAY)
    assert world.reads(ADMIN) == "Round 1 did not reach #room before it closed."


async def test_a_round_voided_while_its_post_may_be_there_leaves_nothing_behind(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, dropped())
    bot.platforms["alpha"].will(ROOM, OutcomeUnknown("no network"), verb="find")
    world.clock.move_to(at(9))
    await bot.daily.settle()
    await bot.types(ADMIN, "admin void")
    await bot.until(at(8, day=6))
    assert world.sees(ROOM) == []
    assert bot.store.posts.waiting(["alpha"]) == []


async def test_a_round_voided_while_its_post_was_there_unknown_is_drawn_as_voided(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, lost())
    bot.platforms["alpha"].will(ROOM, OutcomeUnknown("no network"), verb="find")
    world.clock.move_to(at(9))
    await bot.daily.settle()
    await bot.types(ADMIN, "admin void")
    await bot.until(at(10))
    assert world.sees(ROOM) == ["round 1 · question", "round 1 void · notice"]
    assert "voided: it counts for nobody" in world.services["alpha"].pages[0].text


async def test_a_reveal_that_waits_when_its_round_is_voided_is_not_sent(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    bot.platforms["alpha"].will(ROOM, TryLater("busy", after=timedelta(hours=1)))
    await bot.until(at(15, 30))
    await bot.types(ADMIN, "admin void")
    await bot.until(at(17))
    assert world.sees(ROOM) == ["round 1 · question", "round 1 void · notice"]


async def test_closing_a_round_that_no_place_has_says_that_it_is_voided(start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].always["post", ROOM] = TryLater("busy", after=timedelta(hours=1))
    await bot.until(at(9))
    reply = await bot.types(ADMIN, "admin close-now")
    assert bot.round(1).state == "voided"
    assert "is voided: no place had it yet" in text(reply)
