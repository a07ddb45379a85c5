"""What people see of edits when platforms fail: the newest state comes, late if need be."""

from datetime import timedelta

from bot.platform import NotAllowed, OutcomeUnknown, TryLater
from tests.fakes.bot import ADMIN, DAY, ROOM, Start, World, at


async def test_an_edit_that_fails_is_tried_again(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    failures = [
        TryLater("busy", after=timedelta(minutes=3)),
        OutcomeUnknown("no network"),
        KeyError("a fault of the adapter"),
    ]
    bot.platforms["alpha"].will(ROOM, *failures, verb="edit")
    await bot.until(at(15))
    assert "open until" in world.reads(ROOM)
    assert world.sees(ROOM) == DAY
    await bot.until(at(15, 30))
    assert "open until" not in world.reads(ROOM)


async def test_an_edit_waits_out_a_long_outage(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    platform = bot.platforms["alpha"]
    platform.always["edit", ROOM] = OutcomeUnknown("no network")
    await bot.until(at(20))
    del platform.always["edit", ROOM]
    await bot.until(at(21))
    assert "open until" not in world.reads(ROOM)


async def test_an_edit_of_a_message_that_somebody_deleted_is_given_up(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    bot.platforms["alpha"].always["edit", ROOM] = NotAllowed("I cannot edit that.")
    await bot.until(at(8, day=6))
    assert len(bot.platforms["alpha"].called("edit")) == 8
    assert bot.store.posts.waiting(["alpha"]) == []


async def test_a_post_that_was_hard_to_send_is_edited_as_patiently_as_any(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, *[NotAllowed("I may not write there.")] * 10)
    await bot.until(at(14, 59))
    bot.platforms["alpha"].will(ROOM, *[NotAllowed("I may not edit.")] * 3, verb="edit")
    await bot.until(at(16))
    assert "open until" not in world.reads(ROOM)


async def test_a_second_edit_is_tried_as_patiently_as_the_first(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    platform = bot.platforms["alpha"]
    platform.will(ROOM, *[NotAllowed("I may not edit.")] * 8, verb="edit")
    await bot.until(at(18))
    assert "open until" in world.reads(ROOM)
    await bot.types(ADMIN, "admin void")
    platform.will(ROOM, NotAllowed("I may not edit."), verb="edit")
    await bot.until(at(19))
    assert "voided: it counts for nobody" in world.reads(ROOM)


async def test_an_edit_owed_while_another_is_under_way_is_drawn_too(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(9))
    await bot.types(ADMIN, "admin close-now")
    await bot.types(ADMIN, "admin void")
    await bot.daily.settle()
    assert "voided: it counts for nobody" in world.services["alpha"].pages[0].text
    assert bot.store.posts.waiting(["alpha"]) == []
