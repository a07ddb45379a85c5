"""What Discord refuses a post for: for good, or just now."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.faults import PASSING
from adapters.discord.permissions import ATTACH_FILES, READ_HISTORY, missing, refusal
from adapters.discord.platform import Discord
from adapters.discord.render import drawn
from adapters.discord.surroundings import Cache
from adapters.discord.wire import Wire
from bot.events import Place
from bot.message import File, Message, Paragraph, Ping, Text
from bot.platform import NotAllowed
from tests.discord_server import DiscordServer, Permission
from tests.discord_stage import Stage, before_class, stage
from tests.fakes.bank import tiny_bank
from tests.fakes.clock import MONDAY, Clock
from tests.fakes.discord_client import connected

POST = "POST /channels/[0-9]+/messages$"
THREAD = "POST /channels/.*/threads$"
OPEN_DM = "POST /users/@me/channels$"

each_passing = pytest.mark.parametrize("code", sorted(PASSING))


@pytest.fixture
async def school() -> AsyncIterator[Stage]:
    """A group an hour before its first round."""
    async with before_class() as made:
        yield made


@each_passing
async def test_a_post_that_is_refused_for_the_moment_comes_later_and_no_admin_is_bothered(
    school: Stage, code: int
) -> None:
    school.server.discord.faults.answers(POST, 400, code=code)
    await school.passes(hours=1)
    await school.passes(minutes=5)
    assert [post.text.splitlines()[-1] for post in school.posts] == ["-# round 1 · question"]
    assert school["anna"].reads(school["anna"].dm) == ""


async def test_a_reveal_waits_for_its_thread_where_that_is_refused_for_the_moment(
    school: Stage,
) -> None:
    await school.passes(hours=2)
    await school.presses("ben", "B")
    school.server.discord.faults.answers(THREAD, 400, code=130000)
    await school.passes(hours=25)
    [question, *_] = school.posts
    assert question.thread is not None
    found = school.server.discord.messages(question.thread)
    assert found[-1].text.splitlines()[-1] == "-# round 1 · reveal"


@pytest.mark.parametrize("status", [400, 403])
async def test_who_cannot_be_written_to_just_now_is_still_reminded(status: int) -> None:
    """Discord has met some with 40003 as "forbidden"."""
    async with stage(tiny_bank("regularization/dropout"), "anna", "ben") as made:
        await made.passes(hours=1, minutes=5)
        await made.types("anna", "admin pause")
        await made.types("ben", "answer purple")
        await made.types("ben", "remind 11:00")
        ben = made["ben"]
        made.server.discord.faults.answers(OPEN_DM, status, code=40003)
        await made.passes(hours=48)
        assert "Your review" in ben.reads(ben.dm)
        assert "could not" not in (await made.types("ben", "remind")).text


# Which permission it is


async def test_an_admin_is_told_which_permission_a_file_needs() -> None:
    """The others are all there."""
    server = await DiscordServer(Clock(MONDAY)).start()
    school = server.discord.guild("School")
    room = server.discord.channel(school, "daily")
    server.discord.deny(room, Permission.ATTACH_FILES)
    place = Place("discord", str(room.id), str(school.id), "daily")
    export = Message("Export", (File("answers.json", b"{}"),))
    async with connected(server) as client:
        posting = Discord(Wire(client.http), Cache(client)).post(place, export, key="k")
        with pytest.raises(NotAllowed, match=r"^I may not attach files in #daily: give my role"):
            await posting
    await server.stop()


@pytest.mark.parametrize(
    ("granted", "said"),
    [
        (
            ~(1 << 15),
            "I may not attach files in #daily: give my role Attach Files there.",
        ),
        (
            ~(1 << 15 | 1 << 11),
            "I may not write in #daily: give my role Send Messages and Attach Files there.",
        ),
        (
            ~(1 << 16),
            "I may not read the history of #daily: give my role Read Message History there.",
        ),
        (~(1 << 10), "I may not write in #daily: give my role View Channel there."),
    ],
)
def test_a_page_with_files_needs_one_permission_more(granted: int, said: str) -> None:
    granted &= ~(1 << 3)
    assert refusal("#daily", missing(granted, ATTACH_FILES), ATTACH_FILES) == said


def test_a_page_without_files_needs_no_more_than_before() -> None:
    assert missing(~(1 << 3 | 1 << 15 | 1 << 16)) == [READ_HISTORY]


# Whom a post calls


ROLE = "9223372036854775807"
NO_ROLES = ["9223372036854775808", "99999999999999999999", "0", "007", "-1", "１２", "9" * 3_000]


@pytest.mark.parametrize("id", [ROLE, *NO_ROLES])
async def test_what_cannot_be_the_id_of_a_role_is_shown_and_never_called(id: str) -> None:
    [page] = drawn(Message("New", (Paragraph((Ping(id), Text(" look"))),)), "key")
    called = page.payload["allowed_mentions"].get("roles", [])
    assert called == ([id] if id == ROLE else [])


async def test_a_question_that_calls_a_number_too_great_for_an_id_is_posted(school: Stage) -> None:
    await school.uses("anna", "admin rules", {"ping": NO_ROLES[1]})
    await school.passes(hours=2)
    [question] = school.posts
    assert NO_ROLES[1] in question.text
