"""A whole bot: Store, App and Daily over platforms that outlive it, put together as by `dlq run`.

`World` is what stays when a process ends: the database, the chat services, the clocks. `Bot` is
one process in it.
"""

import asyncio
import random
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import cache, partial
from itertools import count
from typing import Any

from sqlite_utils import Database

from bot.app import App
from bot.bank import Bank
from bot.context import Context
from bot.daily import Daily, Intervals
from bot.events import CommandUsed, Person, Place
from bot.ledger import Group, Round, Rules
from bot.message import Reply
from bot.settings import Settings
from bot.store import Store
from bot.store.rows import Part
from tests.fakes.bank import tiny_bank
from tests.fakes.clock import MONDAY, Clock, Sleep
from tests.fakes.platform import FakePlatform, Service

ROOM = Place("alpha", "room", "school", "room")
HALL = Place("beta", "hall", "town", "hall")
CLUB = Place("alpha", "club", "club", "club")
ADMIN = Person("alpha", "admin", "Admin")
ADA = Person("alpha", "ada", "Ada")
BEN = Person("beta", "ben", "Ben")

DAY = ["round 1 · question", "round 1 · reveal · 1/2", "round 1 · reveal · 2/2"]
"""What a place sees of a day with the question that a `world` begins with."""

INTERVALS = Intervals(heartbeat=1e6, lease=30, renew=Sleep.LONG, find=(5, 30), farewell=1)

Died = Callable[[str], None]


class Inline(Executor):
    """Runs everything at once on the loop's own thread, so that two runs take the same course."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
        return done


@cache
def _empty() -> Store:
    """A Store with all tables; making them takes longer than a day of the tests does."""
    return Store()


class MortalStore(Store):
    """A Store over a copy of a database that says before and after every transaction and every
    single write that it is there; whoever hears it may raise."""

    def __init__(self, database: sqlite3.Connection, reach: Died) -> None:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        database.backup(connection)
        db = Database(connection)
        db.execute("PRAGMA foreign_keys = ON")
        for name, part in vars(_empty()).items():
            setattr(self, name, type(part)(db) if isinstance(part, Part) else part)
        self.db = db
        self.reach = reach
        self._execute = db.execute
        db.execute = self._heard  # type: ignore[method-assign]

    @contextmanager
    def atomic(self) -> Iterator[None]:
        if self.db.conn.in_transaction:
            with super().atomic():
                yield
            return
        self.reach("before a transaction")
        with super().atomic():
            yield
            self.reach("before a commit")
        self.reach("after a transaction")

    def _heard(self, sql: str, parameters: Any = None) -> sqlite3.Cursor:
        alone = not self.db.conn.in_transaction
        writes = sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        if alone and writes:
            self.reach("before a write")
        cursor = self._execute(sql, parameters)
        if alone and writes:
            self.reach("after a write")
        return cursor


class World:
    """What outlives a process: a database, a service a platform, the day's clock, the leases'."""

    def __init__(self, bank: Bank | None = None, start: datetime = MONDAY) -> None:
        self.bank = bank or tiny_bank()
        self.clock = Clock(start)
        self.lease_clock = Clock(start)
        self.services = {name: Service(self.clock) for name in ("alpha", "beta")}
        self.database = _empty().db.conn
        self.holders = count(1)

    def keep(self, store: Store) -> None:
        """Go on with this database as a killed process leaves it, without what is uncommitted."""
        store.db.conn.rollback()
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        store.db.conn.backup(self.database)

    def sees(self, to: Place | Person) -> list[str]:
        return self.services[to.platform].sees(to)

    def reads(self, to: Place | Person) -> str:
        return self.services[to.platform].reads(to)


def at(hour: int, minute: int = 0, *, day: int = 5) -> datetime:
    """An instant in the tests' first week; the 5th is the Monday on which they begin."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def nothing_happens(point: str) -> None:
    """The life of a process that nobody ends."""


Start = Callable[..., Awaitable["Bot"]]
"""Starts a process in the world of a test."""


class Bot:
    """One process. `platforms` can be told to fail; `reach` hears of every point of its life."""

    def __init__(
        self,
        world: World,
        *,
        reach: Died = nothing_happens,
        store: Store | None = None,
        pause: Callable[[], Awaitable[None]] = partial(asyncio.sleep, 0),
    ) -> None:
        self.world = world
        self.store = store or MortalStore(world.database, reach)
        store = self.store
        self.app = App(store, world.bank, Settings(), random.Random(0))
        self.sleep = Sleep()
        self.daily = Daily(
            store,
            world.bank,
            Settings(),
            clock=world.clock,
            lease_clock=world.lease_clock,
            holder=f"process {next(world.holders)}",
            intervals=INTERVALS,
            sleep=self.sleep,
        )
        self.daily._core = Inline()  # type: ignore[assignment]
        self.handle = self.daily.door(self.app.handle)
        self.platforms = {
            name: FakePlatform(service, reach, pause) for name, service in world.services.items()
        }
        self.ids = count(1)

    async def start(self) -> "Bot":
        for name, platform in self.platforms.items():
            await self.daily.lead(name)
            self.daily.connect(name, platform)
        return self

    def platform(self, to: Place | Person) -> FakePlatform:
        return self.platforms[to.platform]

    def group(
        self, *places: Place, name: str = "study", admin: Person = ADMIN, **rules: object
    ) -> Group:
        """A group of these places with a round a day at 09:00 UTC that closes after six hours."""
        usual: dict[str, Any] = {"at": time(9), "close_after": timedelta(hours=6)}
        now = self.world.clock()
        group = self.store.groups.add(name, name, Rules(**(usual | rules)), admin, now)
        for place in places or (ROOM, HALL):
            self.store.groups.join(group, place, now)
        return self.store.groups.get(group.id)

    async def until(self, moment: datetime) -> None:
        """Go through every due moment up to this one, as the heartbeat would."""
        while True:
            await self.daily.settle()
            due = await self.daily.next_moment()
            if due is None or due > moment:
                break
            assert due > self.world.clock(), "what is due is done, or waits for a later moment"
            self.world.clock.move_to(due)
        self.world.clock.move_to(moment)
        await self.daily.settle()

    async def passes(self, **length: float) -> None:
        await self.until(self.world.clock() + timedelta(**length))

    async def types(
        self, person: Person, words: str, place: Place | None = ROOM, id: str = ""
    ) -> Reply:
        """Somebody types a command; the Reply they get."""
        path, options = self.app.parse(words)
        reply = await self.handle(self.command(person, path, options, place, id))
        assert isinstance(reply, Reply)
        return reply

    def command(
        self,
        person: Person,
        path: tuple[str, ...],
        options: Mapping[str, str],
        place: Place | None = ROOM,
        id: str = "",
    ) -> CommandUsed:
        return CommandUsed(
            id=id or f"{self.daily.holder} {next(self.ids)}",
            at=self.world.clock(),
            person=person,
            place=place,
            may_manage=person == ADMIN,
            path=path,
            options=options,
        )

    def round(self, number: int) -> Round:
        found = self.store.rounds.get(number)
        assert found is not None
        return found

    def context(self) -> Context:
        return Context(
            self.store, self.world.bank, Settings(), self.world.clock(), random.Random(0)
        )

    async def dies(self) -> None:
        """The process is gone at once; the world keeps what was committed."""
        await self.abandon()
        self.world.keep(self.store)
        self.store.db.conn.close()
        # The lease of a process that was killed runs out by itself.
        self.world.lease_clock.wait(seconds=INTERVALS.lease + 1)

    async def abandon(self) -> None:
        """End what is under way without letting it finish."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
