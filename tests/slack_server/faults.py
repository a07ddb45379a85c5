"""What goes wrong on order: the next requests of a method fail, are slow, or lose their answer."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["refused", "limited", "broken", "slow", "held", "cut before", "cut after"]


@dataclass(frozen=True)
class Fault:
    """`status` and `body` are of an answer that Slack gives instead of doing anything; a request
    that is slow, or cut after its effect, is done all the same."""

    kind: Kind
    status: int = 200
    body: str = ""
    error: str = ""
    after: int = 1
    seconds: float = 0.0
    gate: asyncio.Event | None = None


def limited(after: int = 1) -> Fault:
    """429 with the seconds to wait."""
    return Fault("limited", 429, after=after, error="ratelimited")


def broken(status: int = 500, error: str = "internal_error") -> Fault:
    """The service fails: 500 comes as JSON, 503 as the page of a proxy."""
    body = "<html><body>Service Unavailable</body></html>" if status == 503 else ""
    return Fault("broken", status, body, error)


def refused(error: str, status: int = 200) -> Fault:
    """Slack says no, by a name that the server would not find a reason for; a response url does so
    with 404."""
    return Fault("refused", status, error=error)


def slow(seconds: float) -> Fault:
    return Fault("slow", seconds=seconds)


def held(gate: asyncio.Event) -> Fault:
    """Nothing is done or answered until the test opens the gate."""
    return Fault("held", gate=gate)


CUT_BEFORE = Fault("cut before")
"""The connection breaks before the request has an effect."""
CUT_AFTER = Fault("cut after")
"""The effect stands, the answer is lost."""


@dataclass
class Faults:
    """Faults by method, in order; `always` stay."""

    planned: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, Fault] = field(default_factory=dict)

    def will(self, method: str, *faults: Fault) -> None:
        self.planned[method] += faults

    def next(self, method: str) -> Fault | None:
        if self.planned[method]:
            return self.planned[method].pop(0)
        return self.always.get(method)
