"""What people see of posts when platforms fail, in every way that they may."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.events import PlaceLost
from bot.platform import NotAllowed, OutcomeUnknown, PlaceGone, TryLater
from tests.fakes.bot import ADA, ADMIN, CLUB, DAY, HALL, ROOM, Start, World, at
from tests.fakes.clock import turns
from tests.fakes.platform import Fault, dropped, lost
from tests.fakes.study import text

# A place that fails


@pytest.mark.parametrize(
    "error",
    [
        OutcomeUnknown("no network"),
        TryLater("busy", after=timedelta(minutes=5)),
        NotAllowed("I may not write there."),
        PlaceGone("the channel was deleted"),
        KeyError("a fault of the adapter"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_place_that_fails_delays_no_other(
    error: Exception, world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL, CLUB)
    bot.platforms["alpha"].always["post", ROOM] = error
    await bot.until(at(9))
    assert world.sees(ROOM) == []
    assert world.sees(HALL) == world.sees(CLUB) == ["round 1 · question"]
    await bot.until(at(15))
    assert world.sees(HALL) == world.sees(CLUB) == DAY


async def test_a_slow_place_delays_no_other(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM, CLUB)
    gate = bot.platforms["alpha"].wait_at(ROOM)
    world.clock.move_to(at(9))
    await bot.daily.catch_up()
    await turns()
    assert (world.sees(ROOM), world.sees(CLUB)) == ([], ["round 1 · question"])
    gate.set()
    await bot.daily.settle()
    assert world.sees(ROOM) == ["round 1 · question"]


async def test_a_platform_that_is_busy_is_left_alone_as_long_as_it_asks(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    busy = TryLater("busy", after=timedelta(minutes=7))
    bot.platforms["alpha"].will(ROOM, busy, busy)
    await bot.until(at(9, 30))
    assert [call.at for call in bot.platforms["alpha"].calls] == [at(9), at(9, 7), at(9, 14)]
    assert world.sees(ROOM) == ["round 1 · question"]
    assert world.sees(ADMIN) == []


async def test_a_platform_that_asks_for_no_time_at_all_is_not_pressed(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, *[TryLater("busy", after=timedelta(0))] * 3)
    await bot.until(at(10))
    assert [call.at.second for call in bot.platforms["alpha"].calls] == [0, 1, 2, 3]


async def test_a_place_that_forbids_posts_is_tried_with_longer_and_longer_pauses(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    forbidden = NotAllowed("I may not write there: give me the right to send messages.")
    bot.platforms["alpha"].will(ROOM, *[forbidden] * 9)
    await bot.until(at(12))
    tries = [call.at for call in bot.platforms["alpha"].called("post", ROOM)]
    pauses = [(b - a).total_seconds() for a, b in pairwise(tries)]
    assert pauses == [10, 20, 40, 80, 160, 320, 600, 600, 600]
    assert world.sees(ROOM) == ["round 1 · question"]


async def test_the_admin_is_told_once_of_a_place_that_forbids_posts(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    sentence = "I may not write there: give me the right to send messages."
    bot.platforms["alpha"].will(ROOM, *[NotAllowed(sentence)] * 5)
    await bot.until(at(10))
    assert world.reads(ADMIN) == f"I could not post in #room: {sentence} I keep trying."


async def test_an_error_that_nobody_foresaw_is_told_and_the_post_is_looked_for(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, Fault(KeyError("id"), stored=1))
    await bot.until(at(10))
    assert world.sees(ROOM) == ["round 1 · question"]
    assert "an error I did not foresee (KeyError)" in world.reads(ADMIN)


async def test_a_place_that_is_gone_is_closed_and_the_group_goes_on_elsewhere(
    world: World, start: Start
) -> None:
    bot = await start()
    group = bot.group(ROOM, HALL)
    await bot.until(at(9))
    bot.platforms["alpha"].always["post", ROOM] = PlaceGone("the channel was deleted")
    await bot.until(at(16, day=6))
    assert bot.store.groups.places(group) == [HALL]
    assert world.sees(ROOM) == ["round 1 · question"]
    assert [label for label in world.sees(HALL) if "question" in label] == [
        "round 1 · question",
        "round 2 · question",
    ]
    assert world.reads(ADMIN) == "I no longer post in #room: the channel was deleted"
    assert len(bot.platforms["alpha"].called("post", ROOM)) == 2


async def test_a_group_whose_last_place_is_gone_rests(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].always["post", ROOM] = PlaceGone("the channel was deleted")
    await bot.passes(days=3)
    assert [r.state for r in bot.store.rounds.of_group(bot.store.groups.get(1))] == ["voided"]
    assert world.reads(ADMIN) == "I no longer post in #room: the channel was deleted"


async def test_nothing_overtakes_a_post_that_waits(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(9))
    busy = TryLater("busy", after=timedelta(hours=20))
    bot.platforms["alpha"].will(ROOM, busy)
    await bot.until(at(10, day=6))
    assert world.sees(ROOM)[:1] == ["round 1 · question"]
    await bot.until(at(12, day=6))
    assert world.sees(ROOM) == [*DAY, "round 2 · question"]


async def test_what_comes_up_while_a_place_is_busy_goes_out_without_waiting_for_a_heartbeat(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(9))
    gate = bot.platforms["alpha"].wait_at(ROOM)
    await bot.types(ADMIN, "admin close-now")
    await turns()
    await bot.types(ADMIN, "admin void")
    gate.set()
    await turns(200)
    assert world.sees(ROOM)[-1] == "round 1 void · notice"
    assert "voided" in world.services["alpha"].pages[0].text


# Whether a post is there is unknown


@pytest.mark.parametrize("told", [0, 1])
@pytest.mark.parametrize("stored", [0, 1, 2])
async def test_when_an_answer_is_lost_only_what_is_missing_is_sent(
    stored: int, told: int, world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    bot.sleep.short.clear()
    bot.platforms["alpha"].will(ROOM, lost(stored, told=min(told, stored)))
    await bot.until(at(15))
    assert world.sees(ROOM) == DAY
    assert bot.sleep.short == ([5.0] if stored == 2 else [5.0, 25.0])


async def test_a_post_is_looked_for_and_sent_again_by_the_same_key(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, dropped())
    await bot.until(at(9))
    calls = bot.platforms["alpha"].calls
    assert [call.verb for call in calls] == ["post", "find", "find", "post"]
    assert len({call.key for call in calls}) == 1
    assert world.sees(ROOM) == ["round 1 · question"]


async def test_a_post_of_unknown_outcome_is_looked_for_before_every_further_try(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, dropped(), dropped(), dropped(), lost())
    await bot.until(at(10))
    verbs = [call.verb for call in bot.platforms["alpha"].calls]
    post_again = ["find", "find", "post"]
    # The second unknown outcome pauses the post; it is looked for at once when it is its turn.
    assert verbs == ["post", *post_again, *post_again, *post_again, "find"]
    assert world.sees(ROOM) == ["round 1 · question"]
    assert world.sees(ADMIN) == []


@pytest.mark.parametrize(
    "error",
    [
        OutcomeUnknown("no network"),
        TryLater("busy", after=timedelta(minutes=5)),
        NotAllowed("I may not read the history there."),
        KeyError("a fault of the adapter"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_post_that_may_be_there_is_not_sent_while_it_cannot_be_looked_for(
    error: Exception, world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, lost())
    bot.platforms["alpha"].will(ROOM, error, error, error, verb="find")
    await bot.until(at(10))
    assert world.sees(ROOM) == ["round 1 · question"]
    assert len(bot.platforms["alpha"].called("post", ROOM)) == 1
    assert bot.round(1).state == "open"


async def test_a_place_that_lets_nobody_look_gets_the_next_days_rounds_nevertheless(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, lost())
    bot.platforms["alpha"].always["find", ROOM] = NotAllowed("I may not read the history there.")
    await bot.until(at(8, day=8))
    assert world.sees(ROOM)[0] == "round 1 · question"
    assert world.sees(ROOM)[-1] == "round 3 · reveal · 2/2"
    assert len(world.sees(ROOM)) == len(set(world.sees(ROOM)))


async def test_a_search_that_fails_is_tried_with_longer_and_longer_pauses(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    bot.platforms["alpha"].will(ROOM, dropped())
    bot.platforms["alpha"].will(ROOM, *[OutcomeUnknown("no network")] * 4, verb="find")
    await bot.until(at(10))
    searches = [call.at for call in bot.platforms["alpha"].called("find")]
    pauses = [(b - a).total_seconds() for a, b in pairwise(searches)]
    assert pauses == [10, 20, 40, 80, 0]
    assert world.sees(ROOM) == ["round 1 · question"]


async def test_pages_that_are_known_survive_any_error(world: World, start: Start) -> None:
    bot = await start()
    bot.group(ROOM)
    await bot.until(at(14, 59))
    busy = TryLater("busy", after=timedelta(minutes=5))
    bot.platforms["alpha"].will(ROOM, Fault(busy, stored=1, told=1))
    await bot.until(at(16))
    assert world.sees(ROOM) == DAY
    assert bot.platforms["alpha"].called("find") == []


# The admin's direct messages


async def test_a_notice_that_the_admin_cannot_be_sent_stands_on_their_next_command(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    bot.platforms["alpha"].always["post", ADMIN] = NotAllowed("They take no messages from me.")
    bot.platforms["beta"].will(HALL, NotAllowed("I may not write there."))
    await bot.until(at(10))
    notice = "Before I forget: I could not post in #hall: I may not write there. I keep trying."
    assert notice not in text(await bot.types(ADA, "help"))
    assert notice not in text(await bot.types(ADA, "admin next"))
    assert notice in text(await bot.types(ADMIN, "admin next"))
    assert notice not in text(await bot.types(ADMIN, "admin next"))


async def test_a_notice_that_comes_with_a_command_comes_again_with_its_delivery(
    start: Start,
) -> None:
    bot = await start()
    bot.group(ROOM, HALL)
    bot.platforms["alpha"].always["post", ADMIN] = NotAllowed("They take no messages from me.")
    bot.platforms["beta"].will(HALL, NotAllowed("I may not write there."))
    await bot.until(at(10))
    first = await bot.types(ADMIN, "admin next", id="delivery")
    assert "Before I forget" in text(first)
    assert await bot.types(ADMIN, "admin next", id="delivery") == first


# A place is lost


async def test_a_lost_place_that_came_back_is_not_closed_by_the_same_news_again(
    world: World, start: Start
) -> None:
    bot = await start()
    bot.group(ROOM)
    news = PlaceLost(id="news", at=world.clock(), place=ROOM, why="I was removed")
    await bot.handle(news)
    assert not bot.store.groups.get(1).active
    world.clock.wait(minutes=1)
    await bot.types(ADMIN, "admin setup")
    await bot.handle(news)
    assert bot.store.groups.get(1).active
