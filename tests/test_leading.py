"""What people see when a process ends, another takes over, or a backup is restored."""

import asyncio
import sqlite3

import pytest

from tests.fakes.bot import DAY, HALL, ROOM, Bot, Start, World, at
from tests.fakes.clock import turns
from tests.fakes.platform import Fault, dropped

# A process ends and another begins


@pytest.mark.parametrize("stored", [0, 1, 2])
async def test_a_post_found_half_sent_at_start_is_completed(
    stored: int, world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    bot.platforms["alpha"].will(ROOM, Fault(asyncio.CancelledError(), stored))
    world.clock.move_to(at(15))
    await bot.daily.catch_up()
    await turns()
    await bot.dies()
    assert len(world.sees(ROOM)) == 1 + stored
    other = await start()
    await other.daily.settle()
    assert world.sees(ROOM) == DAY
    assert other.sleep.short == ([5.0] if stored == 2 else [5.0, 25.0])
    found = other.platforms["alpha"].called("find")
    assert {call.key for call in found} == {bot.platforms["alpha"].calls[-1].key}


async def test_a_search_begins_a_minute_before_the_first_try(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, *[dropped()] * 6)
    await bot.until(at(10))
    assert set(bot.platforms["alpha"].looked_since) == {at(8, 59)}


async def test_a_second_process_stands_by_and_takes_over_when_the_first_ends(
    world: World, start: Start
) -> None:
    first = await start()
    first.group(ROOM)
    second = Bot(world, store=first.store)
    leading = asyncio.create_task(second.daily.lead("alpha"))
    for _ in range(5):
        await second.sleep.ring()
    assert not leading.done()
    await first.daily.give_back("alpha")
    await second.sleep.ring()
    assert leading.done()


async def test_a_second_process_takes_over_when_the_lease_of_a_dead_one_runs_out(
    world: World, start: Start
) -> None:
    first = await start()
    first.group(ROOM)
    second = Bot(world, store=first.store)
    leading = asyncio.create_task(second.daily.lead("alpha"))
    world.lease_clock.wait(seconds=29)
    await second.sleep.ring()
    assert not leading.done()
    world.lease_clock.wait(seconds=1)
    await second.sleep.ring()
    assert leading.done()


async def test_a_lease_that_is_renewed_is_kept(world: World, start: Start) -> None:
    first = await start()
    second = Bot(world, store=first.store)
    leading = asyncio.create_task(second.daily.lead("alpha"))
    for _ in range(6):
        world.lease_clock.wait(seconds=20)
        await first.sleep.ring()
        await second.sleep.ring()
    assert not leading.done()


async def test_a_process_that_lost_its_lease_sends_nothing_more(world: World, start: Start) -> None:
    first = await Bot(world).start()
    first.group(ROOM)
    lost_it = await first.daily.lead("alpha")
    world.lease_clock.wait(seconds=31)
    second = Bot(world, store=first.store)
    await second.daily.lead("alpha")
    world.clock.move_to(at(9))
    await first.daily.settle()
    assert (world.sees(ROOM), lost_it.is_set()) == ([], False)
    await first.sleep.ring()
    assert lost_it.is_set()
    second.daily.connect("alpha", second.platforms["alpha"])
    await second.daily.settle()
    assert world.sees(ROOM) == ["round 1 · question"]
    assert first.platforms["alpha"].calls == []


async def test_a_post_under_way_when_the_lease_is_lost_is_not_doubled(
    world: World, start: Start
) -> None:
    first = await start()
    first.group(ROOM)
    gate = first.platforms["alpha"].wait_at(ROOM)
    world.clock.move_to(at(9))
    await first.daily.catch_up()
    await turns()
    world.lease_clock.wait(seconds=31)
    second = Bot(world, store=first.store)
    await second.daily.lead("alpha")
    await first.sleep.ring()
    gate.set()
    await turns()
    second.daily.connect("alpha", second.platforms["alpha"])
    await second.daily.settle()
    assert world.sees(ROOM) == ["round 1 · question"]


async def test_a_lease_that_cannot_be_renewed_for_a_fault_counts_as_lost(
    world: World, start: Start
) -> None:
    bot = await start()
    lost_it = await bot.daily.lead("alpha")

    def broken(*args: object) -> bool:
        raise sqlite3.OperationalError("disk I/O error")

    bot.store.posts.hold = broken  # type: ignore[method-assign]
    await bot.sleep.ring()
    assert lost_it.is_set()


async def test_settling_ends_when_the_lease_is_lost_meanwhile(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].wait_at(ROOM)
    world.clock.move_to(at(9))
    settling = asyncio.create_task(bot.daily.settle())
    await turns()
    bot.daily.disconnect("alpha")
    ended, _ = await asyncio.wait({settling}, timeout=5)
    assert ended == {settling}


async def test_two_processes_perform_a_step_once(world: World, start: Start) -> None:
    first = await start()
    first.group(ROOM)
    second = Bot(world, store=first.store)
    for moment in (at(9), at(15)):
        world.clock.move_to(moment)
        await asyncio.gather(first.daily.settle(), second.daily.settle())
    assert world.sees(ROOM) == DAY
    assert [r.state for r in first.store.rounds.of_group(first.store.groups.get(1))] == ["revealed"]


# After a restore


async def test_after_a_restore_a_post_that_stands_already_is_not_sent_again(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    await bot.until(at(8, 30))
    world.keep(bot.store)
    await bot.until(at(12))
    await bot.abandon()
    world.lease_clock.wait(seconds=31)
    other = Bot(world)
    other.store.posts.look_for_all(at(8, 30))
    await other.start()
    await other.daily.settle()
    assert world.sees(ROOM) == world.sees(HALL) == ["round 1 · question"]
    assert {call.verb for call in other.platforms["alpha"].calls} == {"find"}
    await other.until(at(15))
    assert world.sees(ROOM) == world.sees(HALL) == DAY


async def test_after_a_restore_posts_are_looked_for_until_the_places_first_new_one(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.store.posts.look_for_all(at(7))
    await bot.until(at(14))
    assert [call.verb for call in bot.platforms["alpha"].calls] == ["find", "post"]
    assert bot.platforms["alpha"].looked_since == [at(7)]
    await bot.until(at(15))
    assert bot.platforms["alpha"].called("find") == bot.platforms["alpha"].calls[:1]
    assert world.sees(ROOM) == DAY
