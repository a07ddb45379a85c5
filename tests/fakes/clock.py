"""Time as a test wants it: a clock that stands until it is moved, and sleep that takes none."""

import asyncio
from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


class Clock:
    """A clock that somebody else moves; never back."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def move_to(self, moment: datetime) -> None:
        assert moment >= self.now, "time goes forward"
        self.now = moment

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)


class Sleep:
    """Sleep as an argument of Daily. Short sleeps are noted and take no time; one of `LONG` or
    more, as between renewals of a lease, lasts until the test calls `ring`."""

    LONG = 1000.0

    def __init__(self) -> None:
        self.short: list[float] = []
        self._bell = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        if seconds >= self.LONG:
            await self._bell.wait()
        else:
            self.short.append(seconds)
            await asyncio.sleep(0)

    async def ring(self) -> None:
        """End every long sleep, and let what follows from it happen."""
        await turns()
        self._bell.set()
        self._bell = asyncio.Event()
        await turns()


async def turns(count: int = 50) -> None:
    """Let everything happen that needs no time."""
    for _ in range(count):
        await asyncio.sleep(0)
