"""Privacy as it is served: over Discord's wire, at the terminal, and by the heartbeat."""

import asyncio
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.daily import Daily
from bot.settings import Settings
from bot.store import Store
from bot.store.forgotten import append, beside, line_of
from tests.discord_stage import stage
from tests.fakes.bank import tiny_bank
from tests.fakes.bot import ADA, INTERVALS, ROOM, Bot, World

PADDING = "cnn/same-padding"


@pytest.mark.usefixtures("no_proxies")
async def test_on_discord_an_export_is_a_file_in_a_direct_message() -> None:
    async with stage(tiny_bank(PADDING), "anna", "ben") as made:
        await made.passes(hours=1, minutes=10)
        await made.uses("ben", "answer", {"text": "B it is"})
        said = await made.uses("ben", "privacy export")
        assert said.private and "by direct message" in said.text
        await made.passes(minutes=5)
        ben = made["ben"]
        [(name, data)] = [
            (file.filename, file.data)
            for message in ben.sees(ben.dm)
            for file in message.attachments
        ]
        assert name.startswith("dlq-2026-01-05") and name.endswith(".json")
        held = json.loads(data)["held"]
        assert [row["text"] for row in held["answer"]] == ["B it is"]
        assert "verdict" not in held


@pytest.mark.usefixtures("no_proxies")
async def test_on_discord_one_button_deletes_and_the_reveal_is_redrawn() -> None:
    async with stage(tiny_bank(PADDING), "anna", "ben", "cleo") as made:
        await made.passes(hours=1, minutes=10)
        for name in ("ben", "cleo"):
            await made.uses(name, "answer", {"text": "B"})
        await made.uses("anna", "admin close-now")
        await made.passes(minutes=5)
        assert "ben and cleo." in made["anna"].reads(made.question.thread)
        asked = await made.uses("ben", "privacy delete")
        assert asked.private
        done = await made.presses("ben", "Delete it all", asked.message)
        assert "Where your name stood is gone-" in done.text
        await made.passes(minutes=5)
        shown = made["anna"].reads(made.question.thread)
        assert "ben" not in shown and "and cleo." in shown


async def test_the_heartbeat_does_what_a_killed_process_left_undone(tmp_path: Path) -> None:
    """And sweeps the file."""
    path = tmp_path / "dlq.db"
    world = World(tiny_bank(PADDING))
    bot = Bot(world, store=Store(path))
    bot.group(ROOM)
    await bot.types(ADA, "random")
    append(beside(path), [line_of(ADA, world.clock(), 1)])
    daily = Daily(
        bot.store,
        world.bank,
        Settings(),
        clock=world.clock,
        holder="quick",
        intervals=replace(INTERVALS, heartbeat=0.02),
    )
    daily.beat()
    for _ in range(200):
        await asyncio.sleep(0.01)
        if bot.store.people.known(ADA) is None and bot.store.fact("unswept") is None:
            break
    await daily.close()
    assert b"Ada" not in path.read_bytes()
    with closing(Store(path)) as store:
        assert store.people.known(ADA) is None
