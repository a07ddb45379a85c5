"""Daily: performs the steps that are due and sends the Posts that are owed.

It owns the event loop's side of the core: the one thread that the Store is used on, the leases,
and APScheduler as a heartbeat. When a slot is, `bot.rounds` says.
"""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.bank import Bank
from bot.context import Context
from bot.events import MessageRef, Person, Place
from bot.ledger import Post, Round, Step
from bot.outbox import Outbox, Sending, joined
from bot.platform import OutcomeUnknown, Platform, PlatformError
from bot.rounds import due, next_moment
from bot.settings import Settings
from bot.steps.day import perform
from bot.steps.linking import count_parted
from bot.store import Store

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E")
R = TypeVar("R")

KEEP_DELIVERIES = timedelta(days=7)
"""How long a reply is remembered: Slack repeats a delivery within minutes."""
SWEPT_IN_A_MOMENT = 100_000_000
"""Bytes of a database that is swept while people wait, for a second; a larger one is at the next
start."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """In seconds. `watch` is how often another process's writing is looked for, `find` the moments
    after an unknown outcome at which a post is."""

    heartbeat: float = 60
    watch: float = 1
    lease: float = 30
    renew: float = 10
    find: tuple[float, ...] = (5, 30)
    farewell: float = 5


class Daily:
    """The loop of one process. `clock` is the day's, `lease_clock` the leases' (a virtual day must
    not make a lease run out). `holder` names this process and no other."""

    def __init__(
        self,
        store: Store,
        bank: Bank,
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        holder: str,
        lease_clock: Callable[[], datetime] | None = None,
        intervals: Intervals = Intervals(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.store, self.bank, self.settings = store, bank, settings
        self.clock, self.lease_clock = clock, lease_clock or clock
        self.holder, self.intervals, self.sleep = holder, intervals, sleep
        self.outbox = Outbox(store, self._context, holder, self.lease_clock)
        self._core = ThreadPoolExecutor(max_workers=1, thread_name_prefix="core")
        self._platforms: dict[str, Platform] = {}
        self._renewing: dict[str, asyncio.Task[None]] = {}
        self._watching: asyncio.Task[None] | None = None
        self._sending: dict[Place | Person, asyncio.Task[None]] = {}
        self._waking: set[asyncio.Task[set[int]]] = set()
        self._woken = self._closing = False
        self._turn = asyncio.Lock()
        self._scheduler: AsyncIOScheduler | None = None

    # The core's thread

    async def on_core(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something on the one thread that may use the Store."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._core, lambda: do(*args, **kwargs))

    def door(self, handle: Callable[[E], R]) -> Callable[[E], Awaitable[R]]:
        """`handle` as adapters call it: on the core's thread, and Daily is woken after it."""

        async def handled(event: E) -> R:
            outcome = await self.on_core(handle, event)
            self.wake()
            return outcome

        return handled

    def _context(self) -> Context:
        # Steps draw from the group's seed, never from this generator.
        return Context(self.store, self.bank, self.settings, self.clock(), random.Random(0))

    # What is due

    def wake(self) -> None:
        """Look soon at what is due and owed."""
        if self._woken or self._closing:
            return
        self._woken = True
        task = asyncio.get_running_loop().create_task(self.catch_up())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def catch_up(self) -> set[int]:
        """Perform until nothing is due, then begin to send what is owed. The Posts begun."""
        async with self._turn:
            self._woken = False
            done: set[Step] = set()
            while steps := [s for s in await self.on_core(self._due) if s not in done]:
                for step in steps:
                    # Once: one that fails is due again, but at the next heartbeat, not at once.
                    done.add(step)
                    await self._tried(str(step), self.on_core(self._perform, step))
            begun = await self._begin_sending()
        await self._plan_next()
        return begun

    def _due(self) -> list[Step]:
        now, reminders = self.clock(), self.store.reminders
        groups, rounds = self.store.groups.all(), self.store.rounds.relevant()
        return due(groups, rounds, now, reminders.soonest(now))

    def _perform(self, step: Step) -> None:
        perform(self._context(), step)

    async def _tried(self, what: str, doing: Awaitable[T]) -> T | Exception:
        """The result, or the error, logged: one group's or receiver's fault stops no other's."""
        try:
            return await doing
        except PlatformError as error:
            log.warning("%s: %s", what, error)
            return error
        except Exception as error:
            log.exception("%s failed", what)
            return error

    async def next_moment(self) -> datetime | None:
        """The next instant from now on at which something comes due or a failed post is to be
        tried again. What is due already and could not be done waits for the heartbeat."""
        return await self.on_core(self._next_moment)

    def _next_moment(self) -> datetime | None:
        now, by_group = self.clock(), defaultdict[int, list[Round]](list)
        for round in self.store.rounds.relevant():
            by_group[round.group].append(round)
        groups = self.store.groups.all()
        moments = [next_moment([group], by_group[group.id], now) for group in groups]
        moments += [reminder.next for reminder in self.store.reminders.soonest(now)]
        moments.append(self.store.posts.next_try(list(self._platforms), now))
        return min((m for m in moments if m is not None and m > now), default=None)

    # Sending

    async def _begin_sending(self) -> set[int]:
        """One task a receiver: a slow or broken place delays no other. The Posts begun."""
        begun: set[int] = set()
        if self._closing:
            return begun
        waiting = await self.on_core(self.outbox.actionable, list(self._platforms))
        for to, posts in waiting.items():
            running = self._sending.get(to)
            if running is None or running.done():
                self._sending[to] = asyncio.create_task(self._send_all(posts))
                begun |= {post.id for post in posts}
        return begun

    async def settle(self) -> None:
        """Catch up, and wait until everything that can be sent now is sent."""
        before: set[int] = set()
        while True:
            begun = await self.catch_up()
            running = [task for task in self._sending.values() if not task.done()]
            if not running or (begun and begun == before):
                return
            before = begun
            await asyncio.wait(running)
            for task in running:
                if not task.cancelled():
                    task.result()

    async def _send_all(self, posts: list[Post]) -> None:
        """Send or redraw some Posts to one receiver, in order; a failure stops what comes after."""
        for post in posts:
            redraw = post.state == "sent"
            doing = self._redraw(post) if redraw else self._send(post)
            ours = await self._tried(f"post {post.id} to {post.to.platform}", doing)
            if isinstance(ours, Exception):
                await self.on_core(self.outbox.failed, post, ours)
                if not redraw:
                    break
            elif not ours:
                return
        # What was owed to the receiver meanwhile was left to this task.
        self.wake()

    async def _send(self, post: Post) -> bool:
        """Send one Post; after a first unknown outcome, look for it and send what is missing.
        False if this process may not send."""
        for last_try in (False, True):
            sending = await self.on_core(self.outbox.begin, post)
            platform = self._platforms.get(post.to.platform)
            if sending is None or platform is None:
                return platform is not None
            have = await self._look(platform, sending)
            if have.whole:
                await self.on_core(self.outbox.sent, sending.post, have, new=False)
                return True
            if sending.look_since and not await self.on_core(self.outbox.not_there, post):
                return True
            if not await self.on_core(self.outbox.mark, sending.post):
                return False
            try:
                ref = await platform.post(
                    post.to, sending.post.message, key=post.key, have=have, under=sending.under
                )
            except OutcomeUnknown as error:
                await self.on_core(self.outbox.found, sending.post, joined(have, error.ref))
                if last_try:
                    raise
            except PlatformError as error:
                await self.on_core(self.outbox.not_sent, sending.post, joined(have, error.ref))
                raise
            else:
                await self.on_core(self.outbox.sent, sending.post, ref, new=True)
                break
        return True

    async def _look(self, platform: Platform, sending: Sending) -> MessageRef:
        """The pages that are there: those known, and those found where some may be."""
        post, known, waited = sending.post, sending.post.ref, 0.0
        if sending.look_since is None:
            return known
        # A post that was never begun here (after a restore) is either there or not.
        moments = self.intervals.find if post.state == "sending" else (0.0,)
        for moment in moments:
            await self.sleep(moment - waited)
            waited = moment
            found = await platform.find(
                post.to, post.key, since=sending.look_since, under=sending.under
            )
            known = await self.on_core(self.outbox.found, replace(post, ref=known), found)
            if known.whole:
                break
        return known

    async def _redraw(self, post: Post) -> bool:
        platform = self._platforms.get(post.to.platform)
        if platform is not None:
            await platform.edit(post.ref, post.message)
            await self.on_core(self.outbox.redrawn, post)
        return platform is not None

    # Leases

    async def lead(self, platform: str) -> asyncio.Event:
        """Wait until this process holds the platform's lease; the event is set when it is lost."""
        while not await self.on_core(self._hold, platform):
            await self.sleep(self.intervals.renew)
        lost = asyncio.Event()
        self._renewing[platform] = asyncio.create_task(self._renew(platform, lost))
        return lost

    def _hold(self, platform: str) -> bool:
        now = self.lease_clock()
        until = now + timedelta(seconds=self.intervals.lease)
        return self.store.posts.hold(platform, self.holder, now, until)

    async def _renew(self, platform: str, lost: asyncio.Event) -> None:
        held = True
        try:
            while held:
                await self.sleep(self.intervals.renew)
                held = await self.on_core(self._hold, platform)
            log.warning("the lease of %s is lost to another process", platform)
        finally:
            # Also when a fault keeps it from being renewed: then it runs out by itself.
            self.disconnect(platform)
            lost.set()

    async def give_back(self, platform: str) -> None:
        """Let another process lead at once."""
        renewing = self._renewing.pop(platform, None)
        if renewing is not None:
            renewing.cancel()
            await self.on_core(self.store.posts.give_back, platform, self.holder)

    def connect(self, name: str, platform: Platform) -> None:
        """From now on Posts leave through this platform; its lease must be held."""
        self._platforms[name] = platform
        self.wake()

    def disconnect(self, name: str) -> None:
        """Send nothing more; a post on its way will be looked for by whoever leads next."""
        self._platforms.pop(name, None)
        for to, task in self._sending.items():
            if to.platform == name:
                task.cancel()

    # The heartbeat

    def beat(self) -> None:
        """Start the heartbeat: every `Intervals.heartbeat`, and whenever something comes due."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._beat,
            "interval",
            seconds=self.intervals.heartbeat,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch())
        self.wake()

    async def _beat(self) -> None:
        await self.catch_up()
        before = self.clock() - KEEP_DELIVERIES
        await self.on_core(self.store.people.forget_deliveries, before)
        await self.on_core(self.store.codes.forget, before)
        await self.on_core(self.store.privacy.drop_exports)
        await self.on_core(self.store.forget_again)
        await self.on_core(lambda: count_parted(self._context()))
        await self.on_core(self.store.sweep, SWEPT_IN_A_MOMENT)

    async def _watch(self) -> None:
        """What another process wrote may be owed by this one: two may share a group."""
        while True:
            await self.sleep(self.intervals.watch)
            looking = self.on_core(self.store.written_elsewhere)
            if await self._tried("looking for other processes", looking) is True:
                self.wake()

    async def _plan_next(self) -> None:
        """Wake at the next due moment. What is due already and failed waits for the heartbeat."""
        moment = await self.next_moment() if self._scheduler else None
        if moment is not None and self._scheduler is not None and moment > self.clock():
            self._scheduler.add_job(
                self.catch_up,
                "date",
                run_date=moment,
                id="next",
                replace_existing=True,
                misfire_grace_time=None,
            )

    async def close(self) -> None:
        """Finish what is on its way, within `Intervals.farewell`, and give the leases back."""
        self._closing = True
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        if self._watching is not None:
            self._watching.cancel()
        running = [t for t in (*self._waking, *self._sending.values()) if not t.done()]
        if running:
            _, late = await asyncio.wait(running, timeout=self.intervals.farewell)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        for platform in list(self._renewing):
            await self.give_back(platform)
        await self.on_core(self.store.close)
        self._core.shutdown()
