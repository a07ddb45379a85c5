"""Where the bot may be and write: invited, thrown out, archived, without scopes."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.bank import tiny_bank
from tests.slack_server import shown
from tests.slack_stage import SETUP, Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")


@pytest.fixture
async def empty() -> AsyncIterator[Stage]:
    """Nobody has set anything up."""
    async with stage(tiny_bank("cnn/same-padding"), "anna", "ben", setup=False) as made:
        yield made


@pytest.fixture
async def eve() -> AsyncIterator[Stage]:
    """It is an hour before the first question."""
    async with stage(tiny_bank("cnn/same-padding"), "anna", "ben") as made:
        yield made


def direct(made: Stage, name: str) -> str:
    """What somebody reads in the direct message with the bot."""
    seen = [one for one in made[name].seen() if one.channel.startswith("D")]
    return "\n".join(shown.text(one.blocks, one.text) for one in seen)


def last(made: Stage, name: str) -> str:
    said = made[name].seen()[-1]
    return shown.text(said.blocks, said.text)


# Setting up


async def test_only_who_administers_the_workspace_may_set_up(empty: Stage) -> None:
    await empty.types("ben", SETUP)
    assert "is for those who manage this community" in last(empty, "ben")
    await empty.types("anna", SETUP)
    assert "All set" in last(empty, "anna")


async def test_an_owner_may_set_up_too(empty: Stage) -> None:
    empty.joins("olga", is_owner=True)
    await empty.types("olga", SETUP)
    assert "All set" in last(empty, "olga")


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
async def test_where_the_bot_is_not_it_asks_to_be_invited(empty: Stage, private: bool) -> None:
    """Commands reach it there as well; its posts would not."""
    other = empty.server.channel("other", empty["anna"], bot=False, private=private)
    await empty.types("anna", SETUP, other)
    assert "/invite @dlq" in last(empty, "anna")
    assert "All set" not in last(empty, "anna")
    await empty.server.invite(other)
    await empty.bot.quiet()
    await empty.types("anna", SETUP, other)
    assert "All set" in empty["anna"].reads()


async def test_a_private_channel_can_be_a_groups_place(empty: Stage) -> None:
    hidden = empty.server.channel("hidden", empty["anna"], private=True)
    await empty.types("anna", SETUP, hidden)
    assert "All set" in last(empty, "anna")
    await empty.passes(hours=1)
    assert [one.by_bot for one in hidden.messages] == [True]


async def test_a_missing_scope_is_named_before_anything_is_promised(empty: Stage) -> None:
    empty.server.scopes.discard("chat:write")
    await empty.restart()
    await empty.types("anna", SETUP)
    assert "chat:write" in last(empty, "anna")
    assert "All set" not in last(empty, "anna")


async def test_it_introduces_itself_once_where_it_is_invited(empty: Stage) -> None:
    other = empty.server.channel("other", empty["anna"], bot=False)
    await empty.server.invite(other)
    await empty.bot.quiet()
    [hello] = [one for one in other.messages if one.by_bot]
    assert "/dlq" in shown.text(hello.blocks)
    await empty.server.events.again()
    await empty.restart()
    await empty.server.events.again()
    await empty.bot.quiet()
    assert len([one for one in other.messages if one.by_bot]) == 1


async def test_others_who_join_are_none_of_its_business(eve: Stage) -> None:
    eve.joins("cleo")
    await eve.server.invite(eve.room, eve["cleo"].id)
    await eve.bot.quiet()
    assert eve.posts == []


# Losing


@pytest.mark.parametrize("how", ["kick", "archive", "delete"])
@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
async def test_a_place_that_is_lost_gets_nothing_more_and_the_admin_is_told(
    empty: Stage, how: str, private: bool
) -> None:
    place = empty.server.channel("place", empty["anna"], private=private)
    await empty.types("anna", SETUP, place)
    await getattr(empty.server, how)(place)
    await empty.bot.quiet()
    assert "I am no longer in #place" in direct(empty, "anna")
    await empty.passes(hours=2)
    assert [one for one in place.messages if one.by_bot] == []
    assert empty.server.calls("chat.postMessage")[-1].args["channel"] != place.id


async def test_what_was_lost_unheard_is_noticed_by_the_next_post(eve: Stage) -> None:
    """No event came: the post itself is refused."""
    eve.room.archived = True
    await eve.passes(hours=2)
    assert "#daily" in direct(eve, "anna")
    assert eve.posts == []


async def test_who_threw_it_out_is_told_how_to_bring_it_back(eve: Stage) -> None:
    """It keeps trying, and posts when it is back."""
    eve.room.members.discard("U0DLQBOT")
    await eve.passes(hours=1, minutes=1)
    assert "/invite @dlq" in direct(eve, "anna")
    assert direct(eve, "anna").count("/invite @dlq") == 1
    eve.room.members.add("U0DLQBOT")
    await eve.passes(hours=1)
    assert len(eve.posts) == 1


async def test_a_scope_that_is_taken_away_is_named_to_the_admin(eve: Stage) -> None:
    """Where not even a direct message leaves, the admin's next command says it."""
    eve.server.scopes.discard("chat:write")
    await eve.passes(hours=1, minutes=1)
    await eve.types("anna", "admin next")
    assert "chat:write" in eve["anna"].reads()
    eve.server.scopes.add("chat:write")
    await eve.passes(hours=1)
    assert len(eve.posts) == 1


async def test_a_read_only_channel_is_told_in_words(eve: Stage) -> None:
    eve.room.read_only = True
    await eve.passes(hours=1, minutes=1)
    assert "#daily" in direct(eve, "anna")
    assert "restricted_action" not in direct(eve, "anna")


@pytest.mark.parametrize("uninstall", [False, True], ids=["revoked", "uninstalled"])
async def test_a_revoked_token_closes_the_places_of_the_workspace(
    eve: Stage, uninstall: bool
) -> None:
    await eve.server.revoke(uninstall=uninstall)
    await eve.bot.quiet()
    [group] = eve.bot.store.groups.all()
    assert eve.bot.store.groups.places(group) == []
