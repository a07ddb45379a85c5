"""What may go wrong on the way: ordered by a test, met by the next requests that match."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """Meets `times` requests whose "METHOD /path" matches. `status` is answered in place of the
    effect, or `after` it; None cuts the connection. `gate` is waited for first. `via`: whether a
    429 names the proxy that it came through, as Discord's does, and a Cloudflare ban does not."""

    pattern: str
    status: int | None = None
    after: bool = False
    code: int = 0
    retry_after: float = 0.0
    is_global: bool = False
    via: bool = True
    times: int = 1
    slow: float = 0.0
    gate: asyncio.Event | None = None
    passes: bool = False
    body: Callable[[], dict[str, Any]] | None = None
    met: int = 0

    def matches(self, line: str) -> bool:
        return self.met < self.times and re.search(self.pattern, line) is not None


@dataclass
class Faults:
    """Those ordered, in order; each request meets the first that matches it."""

    ordered: list[Fault] = field(default_factory=list)

    def order(self, pattern: str, status: int | None = None, **how: Any) -> Fault:
        fault = Fault(pattern, status, **how)
        self.ordered.append(fault)
        return fault

    def answers(self, pattern: str, status: int, **how: Any) -> Fault:
        """The next request that matches is answered so and does nothing."""
        return self.order(pattern, status, **how)

    def cuts(self, pattern: str, *, after: bool, times: int = 1) -> Fault:
        """The connection breaks before or after the effect; either way no answer comes."""
        return self.order(pattern, None, after=after, times=times)

    def slows(self, pattern: str, seconds: float, times: int = 1) -> Fault:
        """The request is served, but late."""
        return self.order(pattern, slow=seconds, passes=True, times=times)

    def holds(self, pattern: str, times: int = 1) -> asyncio.Event:
        """The request waits until the event is set."""
        gate = asyncio.Event()
        self.order(pattern, gate=gate, passes=True, times=times)
        return gate

    def meet(self, line: str) -> Fault | None:
        for fault in self.ordered:
            if fault.matches(line):
                fault.met += 1
                return fault
        return None

    @property
    def unmet(self) -> list[str]:
        """Faults that were ordered and never met: the test did not try what it says."""
        return [fault.pattern for fault in self.ordered if not fault.met]
