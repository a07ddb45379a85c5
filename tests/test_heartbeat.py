"""The loop itself: a step that fails, the heartbeat, other processes, and the end."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.daily import Daily, Intervals
from bot.platform import TryLater
from bot.settings import Settings
from bot.store import Store
from tests.fakes.bank import TEXTS, bank_of, tiny_bank
from tests.fakes.bot import ADMIN, CLUB, INTERVALS, ROOM, Bot, World, at

# A step that fails


@pytest.fixture
def torn_world() -> World:
    """A world with a question whose text is missing: no round of it can be claimed."""
    bank = bank_of({id: TEXTS[id] for id in ("cnn/same-padding", "cnn/pooling")})
    return World(replace(bank, texts={"cnn/same-padding": TEXTS["cnn/same-padding"]}))


async def test_a_step_that_fails_stops_no_other_group(
    torn_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    bot = await Bot(torn_world).start()
    torn = bot.group(CLUB, name="torn")
    bot.group(ROOM, at=time(9, 30))
    bot.store.groups.queue(torn, "cnn/pooling")
    bot.store.groups.queue(bot.store.groups.get(2), "cnn/same-padding")
    await bot.until(at(9, 30))
    assert torn_world.sees(CLUB) == []
    assert torn_world.sees(ROOM) == ["round 1 · question"]
    assert "KeyError" in caplog.text
    await bot.abandon()


async def test_a_step_that_fails_is_tried_again_and_leaves_nothing_half_done(
    torn_world: World,
) -> None:
    bot = await Bot(torn_world).start()
    group = bot.group(ROOM)
    bot.store.groups.queue(group, "cnn/pooling")
    await bot.until(at(10))
    assert bot.store.rounds.of_group(group) == []
    bot.daily.bank = tiny_bank("cnn/same-padding", "cnn/pooling")
    await bot.daily.settle()
    assert [r.question for r in bot.store.rounds.of_group(group)] == ["cnn/pooling"]
    assert torn_world.sees(ROOM) == ["round 1 · question"]
    await bot.abandon()


async def test_the_next_moment_is_never_one_that_has_passed(torn_world: World) -> None:
    bot = await Bot(torn_world).start()
    torn = bot.group(CLUB, name="torn")
    bot.group(ROOM, at=time(9, 30))
    bot.store.groups.queue(torn, "cnn/pooling")
    torn_world.clock.move_to(at(9))
    await bot.daily.settle()
    assert await bot.daily.next_moment() == at(9, 30)
    await bot.abandon()


# The heartbeat, and the end


async def quick(world: World, bot: Bot, intervals: Intervals) -> Daily:
    """A Daily with the real sleep, thread and scheduler on the test's clock."""
    daily = Daily(
        bot.store,
        world.bank,
        Settings(),
        clock=world.clock,
        lease_clock=world.lease_clock,
        holder="quick",
        intervals=intervals,
    )
    await daily.lead("alpha")
    daily.connect("alpha", bot.platforms["alpha"])
    return daily


async def seen(world: World) -> list[str]:
    """What stands in the room as soon as anything does, or after three seconds."""
    for _ in range(300):
        await asyncio.sleep(0.01)
        if world.sees(ROOM):
            break
    return world.sees(ROOM)


async def test_the_heartbeat_alone_brings_the_round(world: World) -> None:
    bot = Bot(world)
    bot.group(ROOM)
    daily = await quick(world, bot, replace(INTERVALS, heartbeat=0.02))
    daily.beat()
    await asyncio.sleep(0.05)
    world.clock.move_to(at(9))
    assert await seen(world) == ["round 1 · question"]
    await daily.close()


async def test_what_another_process_claims_is_sent_without_waiting_for_the_heartbeat(
    tmp_path: Path,
) -> None:
    """Two processes share the group, each with a platform of its own."""
    world, path = World(tiny_bank("cnn/same-padding")), tmp_path / "dlq.db"
    here, elsewhere = (Bot(world, store=Store(path)) for _ in range(2))
    here.group(ROOM)
    daily = await quick(world, here, replace(INTERVALS, watch=0.02))
    daily.beat()
    await daily.settle()
    elsewhere.app.handle(elsewhere.command(ADMIN, ("admin", "post-now"), {}))
    assert await seen(world) == ["round 1 · question"]
    await daily.close()


async def test_a_post_put_off_is_tried_when_its_time_comes_not_at_the_next_heartbeat() -> None:
    world = World(tiny_bank("cnn/same-padding"), start=datetime.now(UTC))
    world.clock = lambda: datetime.now(UTC)  # type: ignore[assignment]
    bot = Bot(world)
    bot.group(ROOM)
    bot.app.handle(bot.command(ADMIN, ("admin", "post-now"), {}))
    bot.platforms["alpha"].will(ROOM, TryLater("busy", after=timedelta(seconds=1)))
    daily = await quick(world, bot, INTERVALS)
    daily.beat()
    assert await seen(world) == ["round 1 · question"]
    await daily.close()


async def test_closing_finishes_what_is_on_its_way_and_gives_the_lease_back(world: World) -> None:
    bot = Bot(world)
    bot.group(ROOM)
    daily = await quick(world, bot, INTERVALS)
    gate = bot.platforms["alpha"].wait_at(ROOM)
    world.clock.move_to(at(9))
    await daily.catch_up()
    asyncio.get_running_loop().call_later(0.05, gate.set)
    held = bot.store.posts.held(world.lease_clock())
    bot.store.close = lambda: None  # type: ignore[method-assign]
    await daily.close()
    assert world.sees(ROOM) == ["round 1 · question"]
    assert bot.store.posts.get(1).state == "sent"
    assert (held, bot.store.posts.held(world.lease_clock())) == ([("alpha", "quick")], [])


async def test_closing_waits_no_longer_than_its_farewell(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(world)
    bot.group(ROOM)
    daily = await quick(world, bot, replace(INTERVALS, farewell=0.05))
    bot.platforms["alpha"].wait_at(ROOM)
    world.clock.move_to(at(9))
    await daily.catch_up()
    await asyncio.wait_for(daily.close(), 5)
    daily.wake()
    await asyncio.sleep(0.02)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert others == set()
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
