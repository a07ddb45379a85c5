"""A reminder on its way: once, whatever happens to the process or the platform."""

from datetime import timedelta

import pytest

from bot.events import ButtonPressed
from bot.platform import NotAllowed, TryLater
from tests.fakes.bot import ADA, ROOM, Bot, Start, World, at
from tests.fakes.platform import dropped, lost
from tests.fakes.study import buttons, text

TUESDAYS = "reminder 2026-01-06 · reminder"
WEDNESDAYS = "reminder 2026-01-07 · reminder"


async def reminded(start: Start) -> Bot:
    """Ada has missed a question on Monday, and wants to be told at seven."""
    bot = await start()
    await bot.types(ADA, "question cnn/same-padding", None)
    await bot.types(ADA, "answer A", None)
    await bot.types(ADA, "remind 07:00 UTC", None)
    return bot


async def test_it_is_sent_at_its_moment(world: World, start: Start) -> None:
    bot = await reminded(start)
    await bot.until(at(6, 59, day=6))
    assert world.sees(ADA) == []
    assert await bot.daily.next_moment() == at(7, day=6)
    await bot.until(at(7, day=6))
    assert world.sees(ADA) == [TUESDAYS]


@pytest.mark.parametrize("fault", [lost(), dropped(), TryLater("busy", after=timedelta(hours=1))])
async def test_it_is_sent_once_when_the_platform_fails(
    fault: object, world: World, start: Start
) -> None:
    bot = await reminded(start)
    bot.platform(ADA).will(ADA, fault)
    await bot.until(at(9, day=6))
    assert world.sees(ADA) == [TUESDAYS]


async def test_it_is_sent_once_when_the_process_dies_over_it(world: World, start: Start) -> None:
    bot = await reminded(start)
    await bot.until(at(7, day=6))
    await bot.dies()
    again = await start()
    await again.until(at(12, day=6))
    assert world.sees(ADA) == [TUESDAYS]
    await again.until(at(8, day=7))
    assert world.sees(ADA) == [TUESDAYS, WEDNESDAYS]


async def test_after_days_without_a_process_only_the_last_is_sent(
    world: World, start: Start
) -> None:
    bot = await reminded(start)
    await bot.dies()
    world.clock.move_to(at(18, 59, day=9))
    again = await start()
    await again.daily.settle()
    assert world.sees(ADA) == ["reminder 2026-01-09 · reminder"]


async def test_whoever_takes_no_messages_is_not_tried_again_and_told(
    world: World, start: Start
) -> None:
    bot = await reminded(start)
    bot.platform(ADA).always["post", ADA] = NotAllowed("You take no messages from this server.")
    await bot.until(at(12, day=9))
    tries = [call for call in bot.platform(ADA).calls if call.verb == "post"]
    assert len(tries) == 1 and world.sees(ADA) == []
    reply = await bot.types(ADA, "topics", ROOM)
    assert "I could not bring you your reminder (You take no messages from this server)" in text(
        reply
    )
    assert await bot.daily.next_moment() is None


async def test_its_buttons_work_after_a_restart(world: World, start: Start) -> None:
    bot = await reminded(start)
    await bot.until(at(7, day=6))
    [post] = bot.store.posts.of("reminder 2026-01-06", "reminder")
    await bot.dies()
    again = await start()
    for label, said in (("Review now", "Review · 1 due"), ("Stop reminders", "Stopped.")):
        action = buttons(post.message)[label].action
        pressed = ButtonPressed(id=label, at=world.clock(), person=ADA, action=action)
        assert said in text(await again.handle(pressed))
    await again.until(at(12, day=9))
    assert world.sees(ADA) == [TUESDAYS]
