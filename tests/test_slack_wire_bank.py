"""Every question of the bank goes over the wire: as practice, and as a round from its post to its
reveal. The server holds all of it to Slack's limits."""

from functools import cache
from pathlib import Path

import pytest

from bot.bank import Bank, load
from bot.message import Form
from tests.slack_server import shown
from tests.slack_server.blocks import weight
from tests.slack_stage import Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")

PARTS = 4
SAFE = 10_000
"""Units of weight under which a page is kept: the measured limit is not a promise."""

in_parts = pytest.mark.parametrize("part", range(PARTS))


@cache
def whole() -> Bank:
    return load([Path(__file__).parent.parent / "questions"])


def some(part: int) -> list[str]:
    """A share of the bank, so that several workers do it together."""
    return list(whole().questions)[part::PARTS]


@in_parts
async def test_every_question_can_be_practised(part: int) -> None:
    """Its card, its hints, its form, an answer and the reference."""
    async with stage(whole(), "anna", setup=False) as made:
        for id in some(part):
            await assert_practisable(made, id)


async def assert_practisable(made: Stage, id: str) -> None:
    anna, question = made["anna"], whole().questions[id]
    assert await made.types("anna", f"question {id}") == ""
    card = next(m for m in reversed(anna.seen()) if "Answer" in shown.labels(m.blocks))
    assert question.title in anna.reads()
    for number, _ in enumerate(question.hints, 1):
        await made.presses("anna", "Hint", card)
        assert f"Hint {number} of" in anna.reads()
    await made.presses("anna", "Answer", card)
    asked = made.bot.last
    assert isinstance(asked, Form)
    values = {field.name: getattr(field, "options", None) for field in asked.fields}
    sent = {name: options[0].value if options else "42" for name, options in values.items()}
    assert await made.fills("anna", **sent) == ""
    assert anna.view is None
    await made.presses("anna", "Reveal", card)
    made.server.world.ephemeral.clear()


@in_parts
async def test_every_question_can_be_a_round(part: int) -> None:
    """One page for the question, which can be redrawn; the reveal in its thread, on as many as it
    takes; each with its foot and key, none too heavy."""
    async with stage(whole(), "anna", "ben") as made:
        for number, id in enumerate(some(part), 1):
            await made.types("anna", f"admin post-now {id}")
            [question] = made.posts
            await made.types("ben", "answer 42")
            await made.types("anna", "admin close-now")
            [first, *reveal] = made.posts
            assert (first, first.edits) == (question, 1), id
            assert reveal, id
            check(made, number, len(reveal))
            made.room.messages.clear()
            made.server.world.ephemeral.clear()
            await made.bot.until(made.world.clock().replace(hour=23))
            made.world.clock.wait(hours=2)


def check(made: Stage, number: int, pages: int) -> None:
    question, *reveal = made.posts
    for at, page in enumerate(made.posts):
        assert weight(page.blocks) <= SAFE
        assert page.metadata is not None
        foot = shown.text(page.blocks).splitlines()[-1]
        kind = "reveal" if at else "question"
        count = f" · {at}/{pages}" if at and pages > 1 else ""
        assert foot == f"round {number} · {kind}{count}"
    assert {page.thread_ts for page in reveal} == {question.ts}
    keys = [str(page.metadata) for page in made.posts]
    assert len(set(keys)) == len(keys)
