"""A process that may be killed: a whole bot on a database file, its platforms a file each.

    python -m tests.fakes.mortal FOLDER DAYS SEED

It reads from standard input how far a story of so many days is told ("17" after "2026-..."), tells
that line, and prints what the person gets and when all is sent. The folder holds `dlq.db` and, a
line for everything that was ever posted or redrawn, `alpha.jsonl` and `beta.jsonl`.
"""

import asyncio
import json
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.daily import Daily, Intervals
from bot.events import Person, Place
from bot.message import Block, Message, Reply, dump, dump_reply, load
from bot.settings import Settings
from bot.store import Store
from tests.fakes.clock import MONDAY, Clock
from tests.fakes.platform import FakePlatform, Page, Service
from tests.fakes.story import BANK, Story, World, weeks

DATABASE = "dlq.db"
QUICK = Intervals(heartbeat=0.05, lease=0.3, renew=0.1, find=(0.02, 0.1), farewell=0.5)
"""Hundredths of the real ones."""


class FileService(Service):
    """A service that keeps every effect as a line of a file, on the disk before it is answered."""

    def __init__(self, clock: Callable[[], datetime], path: Path) -> None:
        super().__init__(clock)
        self.path = path
        for line in path.read_text("utf-8").splitlines() if path.exists() else []:
            self._take(json.loads(line))

    def _take(self, line: dict[str, str]) -> None:
        message = load(line["message"])
        if "edit" in line:
            super().redraw(line["edit"], message.foot, message.blocks)
            return
        kind = Place if line["community"] else Person
        page = Page(
            ref="",
            to=kind(line["platform"], line["to"]),
            key=line["key"],
            number=int(line["number"]),
            of=int(line["of"]),
            foot=message.foot,
            blocks=message.blocks,
            at=datetime.fromisoformat(line["at"]),
            under=line["under"],
        )
        super().add(page)

    def add(self, page: Page) -> str:
        self._keep(
            platform=page.to.platform,
            to=page.to.id,
            community="yes" if isinstance(page.to, Place) else "",
            key=page.key,
            number=str(page.number),
            of=str(page.of),
            message=dump(Message("", page.blocks, page.foot)),
            at=page.at.isoformat(),
            under=page.under,
        )
        return super().add(page)

    def redraw(self, ref: str, foot: str, blocks: tuple[Block, ...]) -> None:
        self._keep(edit=ref, message=dump(Message("", blocks, foot)))
        super().redraw(ref, foot, blocks)

    def _keep(self, **line: str) -> None:
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            written = (json.dumps(line) + "\n").encode()
            assert os.write(file, written) == len(written)
            os.fsync(file)
        finally:
            os.close(file)


async def live(folder: Path, days: int, seed: int) -> None:
    """Tell what standard input asks for, until it ends."""
    rng = random.Random(seed)

    async def pause() -> None:
        await asyncio.sleep(rng.uniform(0, 0.006))

    clock = Clock(MONDAY)
    store = Store(folder / DATABASE)
    app = App(store, BANK, Settings(), random.Random(0))
    daily = Daily(
        store,
        BANK,
        Settings(),
        clock=clock,
        lease_clock=lambda: datetime.now(UTC),
        holder=f"process {os.getpid()}",
        intervals=QUICK,
    )
    for name in ("alpha", "beta"):
        await daily.lead(name)
        service = FileService(clock, folder / f"{name}.jsonl")
        daily.connect(name, FakePlatform(service, looked, pause))
    handle = daily.door(app.handle)
    lines = Story(World(BANK), weeks(days)).lines()
    say("ready")
    while asked := await asyncio.to_thread(sys.stdin.readline):
        now, told = asked.split()
        clock.now = max(clock.now, datetime.fromisoformat(now))
        at, event = lines[int(told)]
        await until(at, daily, clock)
        if event is not None:
            reply = await handle(replace(event, at=at))
            assert isinstance(reply, Reply)
            say("reply", event.id, dump_reply(reply))
        await daily.settle()
        say("told", told)
    await daily.close()


async def until(moment: datetime, daily: Daily, clock: Clock) -> None:
    """Through every due moment up to this one; each is told before it is entered."""
    while True:
        await daily.settle()
        due = await daily.next_moment()
        if due is None or due > moment:
            break
        say("now", due.isoformat())
        clock.move_to(due)
    clock.now = max(clock.now, moment)
    await daily.settle()


def looked(point: str) -> None:
    """Tell of every post that is looked for, because it may or may not be there."""
    if point.startswith("find "):
        say(*point.split())


def say(*words: str) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
