"""Answers to clicks and commands on Discord get through whatever Discord says first: that too much
is asked of it, or that it is out of order. And what could not be acknowledged is not done."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from discord.http import Route

from bot.message import Message, Reply, plain_paragraph
from tests.discord_server import Answer
from tests.discord_stage import Stage, before_class, waits_for

CALLBACK = "POST /interactions/.*/callback$"
ORIGINAL = "PATCH /webhooks/.*/@original$"
FOLLOW_UP = "POST /webhooks/[0-9]+/[^/]+$"
EACH = {"acknowledgement": CALLBACK, "answer": ORIGINAL, "follow-up": FOLLOW_UP}

each_request = pytest.mark.parametrize("pattern", EACH.values(), ids=EACH)


@pytest.fixture
async def school(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A group whose first round is open. Between tries there is hardly a pause."""
    monkeypatch.setattr("adapters.discord.hooks.PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setattr("adapters.discord.hooks.LEAST_PAUSE", 0.01)
    async with before_class() as made:
        await made.passes(hours=2)
        yield made


PAGE = plain_paragraph("A page of its own. " * 200)


async def asks(school: Stage, pages: int = 2, *, private: bool = True) -> Answer:
    """A command that is answered with so many pages: one in place of "is thinking", the others
    after it."""
    hear = school.bot.handle

    async def at_length(event: Any) -> Reply:
        await hear(event)
        return Reply(Message("Long", (PAGE,) * pages), private=private)

    school.bot.handle = at_length
    return await school.uses("ben", "board")


def whole(answer: Answer) -> bool:
    return (answer.failed, len(answer.messages), answer.private) == ("", 2, True)


@each_request
@pytest.mark.parametrize("how", [{}, {"via": False}, {"is_global": True}], ids=str)
async def test_what_came_too_fast_is_told_when_discord_allows_it(
    school: Stage, pattern: str, how: dict[str, bool]
) -> None:
    """A 429 says that nothing was done, also without the header that names Discord's proxy."""
    school.server.discord.faults.answers(pattern, 429, retry_after=0.02, **how)
    assert whole(await asks(school))


@each_request
@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_what_discord_failed_to_take_is_told_again(
    school: Stage, pattern: str, status: int
) -> None:
    school.server.discord.faults.answers(pattern, status)
    assert whole(await asks(school))


@each_request
async def test_what_discord_refuses_for_the_moment_is_told_again(
    school: Stage, pattern: str
) -> None:
    school.server.discord.faults.answers(pattern, 400, code=130000)
    assert whole(await asks(school))


async def test_a_private_follow_up_that_may_have_been_lost_is_sent_again(school: Stage) -> None:
    school.server.discord.faults.cuts(FOLLOW_UP, after=False)
    assert whole(await asks(school))


async def test_a_public_follow_up_that_may_stand_is_not_sent_twice(
    school: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(school.bot.app, "opens", lambda event: "public")
    school.server.discord.faults.cuts(FOLLOW_UP, after=True)
    answer = await asks(school, private=False)
    assert (len(answer.messages), answer.private) == (2, False)


async def test_many_pages_keep_to_the_rate_limit(school: Stage) -> None:
    """Where Discord says that no request is left, the next one waits."""
    school.server.discord.rate = (2, 0.1)
    answer = await asks(school, pages=6)
    assert len(answer.messages) == 6
    assert [r.line for r in school.server.discord.notes.requests if r.status == 429] == []


async def test_a_global_rate_limit_holds_posts_back_and_no_answer(
    school: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord excepts the answers to interactions from it, and the three seconds run on."""
    over = asyncio.Event()
    waits_for(monkeypatch, over.wait)
    discord = school.server.discord
    posts = len(school.posts)
    discord.held_back = 30.0
    passing = asyncio.create_task(school.passes(hours=24))
    await discord.until(lambda: [r for r in discord.notes.requests if r.status == 429])
    pressed = await school["ben"].press(school.question, "Hint")
    asked = await school["ben"].command(school.room, "board", {})
    assert "Hint 1 of 2" in pressed.text
    assert (asked.failed, bool(asked.text)) == ("", True)
    assert len(school.posts) == posts
    discord.held_back = None
    over.set()
    await passing
    assert len(school.posts) > posts


# What is not done


async def comes_of_a_click(school: Stage) -> int:
    """How much the core hears of a click whose person is told that it failed."""
    before = len(school.bot.outcomes)
    await school["ben"].press(school.question, "B", waits=False)
    await school.bot.quiet()
    return len(school.bot.outcomes) - before


async def test_a_click_that_discord_takes_no_answer_for_in_time_is_not_done(school: Stage) -> None:
    school.server.discord.faults.answers(CALLBACK, 429, retry_after=60)
    assert await comes_of_a_click(school) == 0


async def test_a_click_that_cannot_be_answered_is_not_done(
    school: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing listens there: no request went out."""
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9")
    assert await comes_of_a_click(school) == 0
