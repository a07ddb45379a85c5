"""The file of an export on Slack: it comes by direct message, once, whatever goes wrong."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.fakes.bank import tiny_bank
from tests.slack_server import shown
from tests.slack_server.faults import CUT_AFTER, CUT_BEFORE, Fault, broken, limited, refused
from tests.slack_server.world import Channel, File, Message
from tests.slack_stage import Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")

COMPLETE, PLACE = "files.completeUploadExternal", "files.getUploadURLExternal"


@pytest.fixture
async def school() -> AsyncIterator[Stage]:
    async with stage(tiny_bank("cnn/same-padding"), "anna", "ben") as made:
        yield made


def direct(school: Stage) -> Channel:
    return school.server.world.direct(school["ben"].id)


async def exports(school: Stage) -> None:
    """Ben asks for all that is held about him, and some minutes go by."""
    assert await school.types("ben", "privacy export") == ""
    await school.passes(minutes=5)
    for _ in range(3):
        await school.server.until(lambda: all(f.ready for f in shared(school)))
        await school.passes(minutes=15)


def shared(school: Stage) -> list[File]:
    return [file for file in school.server.world.files.values() if file.shared]


def files(school: Stage) -> list[tuple[str, Message]]:
    """What Ben finds in his direct messages with dlq: the files' names and their messages."""
    world = school.server.world
    return [(world.files[id].name, one) for one in direct(school).messages for id in one.files]


async def test_the_export_comes_as_a_file_in_the_thread_of_its_message(school: Stage) -> None:
    await school.types("ben", "random")
    await school.types("ben", "answer zebra")
    await exports(school)
    [(name, message)] = files(school)
    [page] = [one for one in direct(school).messages if one.metadata]
    assert name == "dlq-2026-01-05.json" and message.thread_ts == page.ts
    assert f"[File: {name}," in shown.text(page.blocks, page.text)
    [file] = school.server.world.files.values()
    held = json.loads(file.data)
    assert held["accounts"] == [{"platform": "slack", "id": school["ben"].id, "name": "ben"}]
    assert [row["text"] for row in held["held"]["answer"]] == ["zebra"]
    assert "zebra" not in school["anna"].reads()


@pytest.mark.parametrize("method", [PLACE, "upload", "chat.postMessage", COMPLETE])
@pytest.mark.parametrize(
    "fault",
    [CUT_BEFORE, CUT_AFTER, limited(30), broken(500), broken(503)],
    ids=["cut before", "cut after", "limited", "failed", "down"],
)
async def test_whatever_fails_it_stands_there_once(
    school: Stage, method: str, fault: Fault
) -> None:
    # Long before the first look for it, which takes no time here.
    school.server.processing = 0.0
    school.server.faults.will(method, fault)
    await exports(school)
    assert len(files(school)) == 1
    assert len([one for one in direct(school).messages if one.metadata]) == 1
    assert len(school.server.calls(method)) >= 1


async def test_a_process_killed_between_the_message_and_its_file_goes_on(school: Stage) -> None:
    """The next one finds the message, and brings the file alone."""
    school.server.faults.always[COMPLETE] = CUT_BEFORE
    await school.types("ben", "privacy export")
    assert files(school) == []
    await school.restart(killed=True)
    del school.server.faults.always[COMPLETE]
    await exports_go_on(school)
    assert len(files(school)) == 1
    assert len([one for one in direct(school).messages if one.metadata]) == 1


async def exports_go_on(school: Stage) -> None:
    for _ in range(3):
        await school.passes(minutes=15)
        await school.server.until(lambda: all(f.ready for f in shared(school)))


async def test_without_the_scope_nothing_is_sent_and_it_is_given_up(school: Stage) -> None:
    """An installation from before there were files; at its start dlq said what is missing."""
    school.server.faults.always[PLACE] = refused("missing_scope")
    await exports(school)
    assert direct(school).messages == []
    [row] = school.bot.store.rows("SELECT state, error FROM post WHERE cause LIKE 'export %'")
    assert row["state"] == "failed"
    assert row["error"].startswith("I lack the scope")


async def test_a_file_that_others_put_into_the_thread_is_not_taken_for_ours(school: Stage) -> None:
    school.server.faults.will(COMPLETE, CUT_BEFORE)
    await school.types("ben", "privacy export")
    [page] = [one for one in direct(school).messages if one.metadata]
    direct(school).messages.append(
        Message(
            school.server.world.ts(),
            direct(school).id,
            school["ben"].id,
            "mine",
            thread_ts=page.ts,
            files=["F00000000"],
        )
    )
    await exports_go_on(school)
    own = [one for one in direct(school).messages if one.files and one.by_bot]
    assert len(own) == 1
