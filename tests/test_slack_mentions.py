"""Whom an admin names on Slack: a mention is an id, whatever names others carry."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.text import unescaped, with_ids
from bot.ledger import Group
from tests.fakes.bank import tiny_bank
from tests.slack_stage import Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    """A group that anna made. Carol has never used dlq; eve has, under carol's name."""
    async with stage(tiny_bank("cnn/same-padding"), "anna", "eve", "carol") as made:
        await made.passes(hours=1, minutes=5)
        made["eve"].user.name = "carol"
        await made.types("eve", "answer A")
        made["eve"].user.name = "eve"
        yield made


def group(day: Stage) -> Group:
    found = day.bot.store.groups.of_place(day.place)
    assert found is not None
    return found


def admins(day: Stage) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in day.bot.store.members.admins(group(day))]


def excluded(day: Stage) -> list[tuple[str, str]]:
    return [(one.person.id, one.reason) for one in day.bot.store.members.excluded(group(day))]


async def test_a_right_goes_to_whom_was_mentioned_and_back(day: Stage) -> None:
    await day.types("anna", "admin admins add=@carol")
    assert admins(day) == [(day["carol"].id, "carol")]
    day["anna"].newest("carol may manage daily now.")
    await day.types("carol", "admin next")
    day["carol"].newest("The next 7 slots of daily")
    await day.types("anna", "admin admins remove=@carol")
    assert admins(day) == []


async def test_a_mention_in_a_message_names_an_id_too(day: Stage) -> None:
    """Slack writes it without a name there."""
    await day["anna"].mention(day.room, "admin admins add=@carol")
    await day.bot.quiet()
    assert [id for id, _ in admins(day)] == [day["carol"].id]


async def test_an_exclusion_meets_whom_was_mentioned(day: Stage) -> None:
    """In its reason, which people read, a mention is the words that it was."""
    await day.types("anna", "admin exclude @carol takes her answers from @eve")
    assert excluded(day) == [(day["carol"].id, "takes her answers from @eve")]
    await day.types("anna", "admin include @carol")
    assert excluded(day) == []


async def test_a_name_without_a_mention_is_still_a_name(day: Stage) -> None:
    await day.types("anna", "admin exclude carol answers as somebody else")
    assert excluded(day) == [(day["eve"].id, "answers as somebody else")]


async def test_people_in_an_answer_are_words(day: Stage) -> None:
    await day.types("anna", "answer A, says @carol and <b>")
    assert day.answers[-1] == ("anna", "A, says @carol and <b>")


@pytest.mark.parametrize(
    "slacks, words, ids",
    [
        ("add=<@U1|anna> x", "add=@anna x", "add=<@U1|anna> x"),
        ("<@U1>", "<@U1>", "<@U1>"),
        ("<@U1|anna li's> &amp; <#C1|daily>", "@anna li's & #daily", "<@U1> & #daily"),
        ("&lt;@U1|anna&gt;", "<@U1|anna>", "<@U1|anna>"),
    ],
)
def test_a_mention_is_read_as_words_or_as_an_id(slacks: str, words: str, ids: str) -> None:
    """With an id goes a name only if it is one word, so that it stays within its option."""
    assert (unescaped(slacks), with_ids(slacks)) == (words, ids)
