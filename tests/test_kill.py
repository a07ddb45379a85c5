"""SIGKILL in a real run, fifty times at random moments: nobody sees a difference afterwards."""

import asyncio
import json
import random
import sqlite3
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.message import Reply, load_reply
from bot.steps.day import rebuilt_standings
from bot.store import Store
from tests.fakes.bot import HALL, ROOM, Bot
from tests.fakes.clock import MONDAY, Clock
from tests.fakes.mortal import DATABASE, FileService
from tests.fakes.story import Story, lived, new_world, weeks

KILLS = 50
DAYS = 110
SEED = 20260105
ROOT = Path(__file__).parent.parent


@dataclass
class Teller:
    """Who stays while processes are killed: tells a story to one after the other, and keeps what
    people were told. `doubtful` are the keys of posts that a process found half sent."""

    folder: Path
    lines: int
    replies: dict[str, Reply] = field(default_factory=dict)
    told: int = 0
    now: datetime = MONDAY
    kills: int = 0
    doubtful: set[str] = field(default_factory=set)

    async def tell(self, limit: float | None, *, from_birth: bool) -> None:
        """Let one process tell the story for so many seconds, counted from its birth or from when
        it is ready; then kill it. Without a limit, to the end."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.fakes.mortal", str(self.folder), str(DAYS), str(self.kills)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            if not from_birth:
                assert await self.heard(process) == "ready"
            async with asyncio.timeout(limit):
                await self.converse(process)
        except TimeoutError:
            self.kills += 1
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await self.last_words(process)
            await process.wait()

    async def converse(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        while self.told < self.lines:
            process.stdin.write(f"{self.now.isoformat()} {self.told}\n".encode())
            await process.stdin.drain()
            while await self.heard(process) != "told":
                pass

    async def heard(self, process: asyncio.subprocess.Process) -> str:
        """Take in the next thing that the process says."""
        assert process.stdout is not None
        line = await process.stdout.readline()
        assert line, "the process ended by itself"
        return self.take(line)

    def take(self, line: bytes) -> str:
        what, *words = json.loads(line)
        if what == "now":
            self.now = datetime.fromisoformat(words[0])
        elif what == "reply":
            reply = load_reply(words[1])
            assert self.replies.setdefault(words[0], reply) == reply
        elif what == "told":
            self.told = int(words[0]) + 1
        elif what == "find":
            self.doubtful.add(words[0])
        return what

    async def last_words(self, process: asyncio.subprocess.Process) -> None:
        """What it said before it died was said: whoever was told "Recorded" was told so."""
        assert process.stdout is not None
        for line in (await process.stdout.read()).splitlines(keepends=True):
            if line.endswith(b"\n"):
                self.take(line)


@pytest.mark.long
async def test_nobody_sees_a_difference_after_fifty_kills(tmp_path: Path) -> None:
    script = weeks(DAYS)
    expected, _ = await lived(Story(new_world(), script))
    world = new_world()
    with sqlite3.connect(tmp_path / DATABASE) as file:
        world.database.backup(file)
    file.close()
    rng = random.Random(SEED)
    teller = Teller(tmp_path, len(Story(world, script).lines()))
    while teller.kills < KILLS:
        from_birth = rng.random() < 0.2
        await teller.tell(rng.uniform(0, 1.0 if from_birth else 0.3), from_birth=from_birth)
        assert teller.told < teller.lines, "the story is too short for so many kills"
    await teller.tell(None, from_birth=False)

    services = [FileService(Clock(), tmp_path / f"{name}.jsonl") for name in ("alpha", "beta")]
    transcript = services[0].transcript() | services[1].transcript()
    assert transcript.keys() == {ROOM, HALL}
    for place in (ROOM, HALL):
        assert transcript[place] == expected.transcript[place]
    assert teller.replies == expected.replies

    store = Store(tmp_path / DATABASE)
    bot = Bot(world, store=store)
    rounds = store.rounds.of_group(store.groups.get(1))
    answers = [a for round in rounds for a in store.answers.to(round)]
    assert [(a.person, a.text, a.counts, a.hints) for a in answers] == expected.answers
    assert frozenset(store.standings.all()) == expected.standings
    assert frozenset(rebuilt_standings(bot.context())) == expected.standings
    assert store.posts.waiting(["alpha", "beta"]) == []
    assert store.faults() == []
    store.close()
    assert len(teller.doubtful) >= 5, "the kills missed what they were to hit"
