"""A chat service that outlives every process of the bot, and a Platform that speaks to it.

The service keeps a transcript of what each place and person sees. The Platform can be told to
fail in every way that a real one may, to lose an answer after the message is stored, and to wait.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bot import plain
from bot.events import MessageRef, Person, Place
from bot.message import Block, Message
from bot.platform import NOTHING, OutcomeUnknown, PlatformError

BLOCKS_A_PAGE = 7
"""So many that a question is one page and a reveal several."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message as the service keeps it. `under` is the reference of the page it is a reply to;
    `edits` counts how often it was drawn anew."""

    ref: str
    to: Place | Person
    key: str
    number: int
    of: int
    foot: str
    blocks: tuple[Block, ...]
    at: datetime
    under: str = ""
    edits: int = 0

    @property
    def label(self) -> str:
        """What its foot says: "round 1 · reveal · 2/3"."""
        return f"{self.foot} · {self.number + 1}/{self.of}" if self.of > 1 else self.foot

    @property
    def text(self) -> str:
        return "\n".join(plain.block_text(block) for block in self.blocks)


def paged(message: Message, size: int) -> list[tuple[Block, ...]]:
    blocks = message.blocks
    return [blocks[start : start + size] for start in range(0, len(blocks), size)] or [()]


class Service:
    """What stands in the places of a platform. It knows nothing of processes and never forgets."""

    def __init__(self, clock: Callable[[], datetime], blocks_a_page: int = BLOCKS_A_PAGE) -> None:
        self.clock = clock
        self.blocks_a_page = blocks_a_page
        self.pages: list[Page] = []

    def add(self, page: Page) -> str:
        ref = f"m{len(self.pages)}"
        self.pages.append(replace(page, ref=ref))
        return ref

    def page(self, ref: str) -> Page:
        return self.pages[int(ref.removeprefix("m"))]

    def redraw(self, ref: str, foot: str, blocks: tuple[Block, ...]) -> None:
        old = self.page(ref)
        drawn = replace(old, foot=foot, blocks=blocks, edits=old.edits + 1)
        self.pages[int(ref.removeprefix("m"))] = drawn

    def sees(self, to: Place | Person) -> list[str]:
        """The labels of what stands there, in order."""
        return [page.label for page in self.pages if page.to == to]

    def reads(self, to: Place | Person) -> str:
        """Everything that can be read there now."""
        return "\n".join(page.text for page in self.pages if page.to == to)

    def transcript(self) -> dict[Place | Person, list[tuple[str, str, str]]]:
        """All that everybody sees: label, text, and the label of what it stands under."""
        seen: dict[Place | Person, list[tuple[str, str, str]]] = defaultdict(list)
        for page in self.pages:
            under = self.page(page.under).label if page.under else ""
            seen[page.to].append((page.label, page.text, under))
        return dict(seen)


@dataclass(slots=True)
class Fault:
    """What goes wrong in one call: after `stored` more pages stand, of which the process hears
    `told`, the error is raised."""

    error: Exception
    stored: int = 0
    told: int = 0


def lost(stored: int = 1, told: int = 0) -> Fault:
    """The messages are there, but the answer that says so is lost."""
    return Fault(OutcomeUnknown("the connection broke"), stored, told)


def dropped() -> Fault:
    """The message never came to the service, and the process cannot know."""
    return Fault(OutcomeUnknown("the connection broke"))


@dataclass(frozen=True, slots=True)
class Call:
    """One verb that was called; `at` by the service's clock."""

    verb: str
    to: Place | Person
    key: str
    at: datetime


@dataclass
class FakePlatform:
    """A Platform over a Service. `reach` is called at every point between two effects, so that a
    test can stop the process there; `pause` is how long every call and every page takes."""

    service: Service
    reach: Callable[[str], None] = lambda point: None
    pause: Callable[[], Awaitable[None]] = partial(asyncio.sleep, 0)
    faults: dict[tuple[str, Place | Person], list[Fault]] = field(default_factory=dict)
    always: dict[tuple[str, Place | Person], Exception] = field(default_factory=dict)
    gates: dict[Place | Person, asyncio.Event] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    looked_since: list[datetime] = field(default_factory=list)

    def will(
        self, to: Place | Person, *faults: Fault | Exception, verb: str = "post"
    ) -> "FakePlatform":
        """The next calls of a verb to this receiver fail so, one after the other."""
        ready = [f if isinstance(f, Fault) else Fault(f) for f in faults]
        self.faults.setdefault((verb, to), []).extend(ready)
        return self

    def wait_at(self, to: Place | Person) -> asyncio.Event:
        """Posts to this receiver wait until the event is set."""
        return self.gates.setdefault(to, asyncio.Event())

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        pages = paged(message, self.service.blocks_a_page)
        refs = list(have.pages) if have and have.pages else [""] * len(pages)
        assert len(refs) == len(pages), "a post keeps the number of its pages"
        fault = await self._begun("post", to, key)
        before = sum(map(bool, refs))
        for number, blocks in enumerate(pages):
            if refs[number]:
                continue
            stored = sum(map(bool, refs)) - before
            if fault is not None and stored >= fault.stored:
                break
            await self.pause()
            self.reach(f"before page {number + 1} of {key}")
            page = Page("", to, key, number, len(pages), message.foot, blocks, self.service.clock())
            refs[number] = self.service.add(replace(page, under=under.pages[0] if under else ""))
            self.reach(f"after page {number + 1} of {key}")
        if fault is not None:
            raise self._told(fault, have or NOTHING, refs)
        await self.pause()
        return MessageRef(tuple(refs))

    @staticmethod
    def _told(fault: Fault, have: MessageRef, refs: list[str]) -> Exception:
        """The error with those of the stored pages that the process hears of."""
        if isinstance(fault.error, PlatformError):
            known, left = list(refs), fault.told
            for number, ref in enumerate(refs):
                if ref and not (have.pages and have.pages[number]):
                    known[number] = ref if left > 0 else ""
                    left -= 1
            fault.error.ref = MessageRef(tuple(known)) if any(known) else NOTHING
        return fault.error

    async def edit(self, ref: MessageRef, message: Message) -> None:
        first = self.service.page(ref.pages[0])
        fault = await self._begun("edit", first.to, first.key)
        if fault is not None:
            raise fault.error
        pages = paged(message, self.service.blocks_a_page)
        assert len(pages) == len(ref.pages), "an edit keeps the number of pages"
        for number, blocks in enumerate(pages):
            self.reach(f"before redrawing page {number + 1} of {first.key}")
            self.service.redraw(ref.pages[number], message.foot, blocks)
            self.reach(f"after redrawing page {number + 1} of {first.key}")

    async def find(
        self, to: Place | Person, key: str, *, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        self.looked_since.append(since)
        fault = await self._begun("find", to, key)
        if fault is not None:
            raise fault.error
        thread = under.pages[0] if under else ""
        found = [
            page
            for page in self.service.pages
            if (page.to, page.key, page.under) == (to, key, thread) and page.at >= since
        ]
        if not found:
            return None
        refs = [""] * found[0].of
        for page in found:
            refs[page.number] = page.ref
        return MessageRef(tuple(refs))

    async def _begun(self, verb: str, to: Place | Person, key: str) -> Fault | None:
        self.calls.append(Call(verb, to, key, self.service.clock()))
        await self.pause()
        if verb == "post" and to in self.gates:
            await self.gates[to].wait()
        self.reach(f"{verb} {key}")
        if (verb, to) in self.always:
            return Fault(self.always[verb, to])
        planned = self.faults.get((verb, to))
        return planned.pop(0) if planned else None

    def called(self, verb: str, to: Place | Person | None = None) -> list[Call]:
        """The calls of a verb, to one receiver or to all."""
        return [call for call in self.calls if call.verb == verb and to in {None, call.to}]
