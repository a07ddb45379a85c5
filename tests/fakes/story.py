"""Two days of a group, lived by processes that may be killed at any point.

Whoever tells the story delivers every event until its reply has come, as a chat platform does.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from bot.actions import action
from bot.context import Context
from bot.events import AnyEvent, ButtonPressed, CommandUsed, Person, Place
from bot.ledger import Answer, Standing
from bot.message import Reply
from bot.steps.day import rebuilt_standings
from tests.fakes.bank import TEXTS, bank_of
from tests.fakes.bot import ADA, ADMIN, BEN, HALL, ROOM, Bot, World
from tests.fakes.clock import MONDAY, turns
from tests.fakes.platform import Fault

CY = Person("beta", "cy", "Cy")

LONG_ANSWER = "## Answer\n\n" + "\n\n".join(f"Paragraph {number}." for number in range(1, 8))
BANK = bank_of(
    {
        "cnn/pooling": TEXTS["cnn/pooling"],
        "cnn/same-padding": TEXTS["cnn/same-padding"].replace("## Answer", LONG_ANSWER),
    }
)
"""Two questions whose reveals take two and three pages."""

Batch = tuple[datetime, tuple[AnyEvent, ...]]
"""What comes in at one moment, between two Steps."""


class Killed(BaseException):
    """The process ends here: nothing in it may catch this."""


class Death:
    """Kills a process at its `after`-th point (never, for None); a dead one does nothing more."""

    def __init__(self, after: int | None = None) -> None:
        self.after = after
        self.points: list[str] = []
        self.dead = False

    def reach(self, point: str) -> None:
        self.check()
        self.points.append(point)
        self.dead = len(self.points) == self.after
        self.check()

    def check(self) -> None:
        if self.dead:
            raise Killed(self.points[-1])


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY.replace(hour=0) + timedelta(days=day, hours=hour, minutes=minute)


def weeks(days: int) -> list[Batch]:
    """Many days of the same: three people answer, change their minds, look at hints, lock in."""
    script: list[Batch] = []
    for day in range(days):
        number = day + 1
        script += [
            (
                moment(day, 10),
                (
                    _press(ADA, ROOM, day, "answer", number, "a"),
                    _types(BEN, HALL, day, "answer", text="B"),
                    _press(CY, HALL, day, "hint", number),
                ),
            ),
            (
                moment(day, 12),
                (
                    _types(CY, HALL, day, "answer", text="A, C" if day % 2 else "b"),
                    _types(ADA, ROOM, day, "answer", text="a c" if day % 3 else "B"),
                    _press(BEN, HALL, day, "lock", number),
                ),
            ),
            (moment(day, 15, 5), (_press(ADA, ROOM, day, "answer", number, "c"),)),
        ]
    return [*script, (moment(days - 1, 20), ())]


def two_days() -> list[Batch]:
    """Three people answer, change their minds, look at hints, lock in, forfeit and come late."""
    return [
        (moment(0, 9), ()),
        (
            moment(0, 10),
            (
                _press(ADA, ROOM, 0, "answer", 1, "a"),
                _types(BEN, HALL, 0, "answer", text="B"),
                _types(CY, HALL, 0, "answer", text="A, C"),
            ),
        ),
        (
            moment(0, 12),
            (
                _types(ADA, ROOM, 0, "answer", text="a c"),
                _types(CY, HALL, 0, "answer", text="both of them"),
                _press(BEN, HALL, 0, "lock", 1),
            ),
        ),
        (moment(0, 15, 5), (_press(ADA, ROOM, 0, "answer", 1, "c"),)),
        (
            moment(1, 9, 30),
            (
                _press(ADA, ROOM, 1, "hint", 2),
                _types(BEN, HALL, 1, "answer", text="B"),
                _press(CY, HALL, 1, "reveal", 2),
                _types(ADA, ROOM, 1, "answer", text="B"),
            ),
        ),
        (moment(1, 11), (_types(ADMIN, ROOM, 1, "admin", "close-now"),)),
        (moment(1, 20), ()),
    ]


def _who(person: Person, place: Place, id: str) -> dict[str, Any]:
    return {
        "id": id,
        "at": MONDAY,
        "person": person,
        "place": place,
        "may_manage": person == ADMIN,
    }


def _press(person: Person, place: Place, day: int, *act: object) -> ButtonPressed:
    id = f"{day} {person.name} {' '.join(map(str, act))}"
    return ButtonPressed(**_who(person, place, id), action=action(str(act[0]), *act[1:]))


def _types(person: Person, place: Place, day: int, *path: str, **options: str) -> CommandUsed:
    id = f"{day} {person.name} {' '.join(path)} {options}"
    return CommandUsed(**_who(person, place, id), path=path, options=options)


@dataclass
class Ending:
    """What is left when the story is told: all that people saw, got and earned."""

    transcript: Mapping[Place | Person, Sequence[tuple[str, str, str]]]
    replies: Mapping[str, Reply]
    answers: Sequence[tuple[Person, str, bool, int]]
    standings: frozenset[Standing]
    rebuilt: frozenset[Standing]
    unsent: Sequence[str]
    faults: Sequence[str]

    @property
    def labels(self) -> dict[Place | Person, list[str]]:
        return {to: [label for label, _, _ in pages] for to, pages in self.transcript.items()}


@dataclass
class Story:
    """How far the story is told; `again` says after which deliveries an earlier one is repeated,
    and which: both counted from 0. `faults` are what the platforms do wrong, verb by verb."""

    world: World
    script: Sequence[Batch]
    again: Mapping[int, int] = field(default_factory=dict)
    faults: Mapping[tuple[str, Place], list[Fault]] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    told: int = 0

    def lines(self) -> list[tuple[datetime, AnyEvent | None]]:
        """One delivery after the other, with the repeated ones."""
        found: list[tuple[datetime, AnyEvent | None]] = []
        given: list[AnyEvent] = []
        for at, events in self.script:
            found.append((at, None))
            for event in events:
                given.append(event)
                found.append((at, replace(event, at=at)))
                if len(given) - 1 in self.again:
                    before = given[self.again[len(given) - 1] % len(given)]
                    found.append((at, replace(before, at=at)))
        return found

    async def told_by(self, bot: Bot, death: Death) -> None:
        """Go on with the story where the last process left it."""
        for (verb, to), faults in self.faults.items():
            bot.platform(to).faults[verb, to] = faults
        lines = self.lines()
        while self.told < len(lines):
            at, event = lines[self.told]
            await bot.until(at)
            death.check()
            if event is not None:
                await self.deliver(bot, event, death)
            self.told += 1
        await bot.daily.settle()
        death.check()

    async def deliver(self, bot: Bot, event: AnyEvent, death: Death) -> None:
        reply = await bot.handle(event)
        death.check()
        assert isinstance(reply, Reply)
        # A delivery that comes again is answered as it was.
        assert self.replies.setdefault(event.id, reply) == reply
        await bot.daily.settle()
        death.check()


async def lived(
    story: Story, deaths: Iterable[int] = (), paces: Iterable[int] = (1,)
) -> tuple[Ending, list[list[str]]]:
    """Tell a story by one process after the other, each killed at its given point; the ending, and
    the points of every life. `paces` are how many turns of the loop a platform takes, over and
    over."""
    asyncio.get_running_loop().set_exception_handler(_silent_about_the_dead)
    coming, turns_taken, lives = iter(deaths), cycle(paces), list[list[str]]()
    while True:
        death = Death(next(coming, None))
        lives.append(death.points)
        bot = Bot(story.world, reach=death.reach, pause=lambda: turns(next(turns_taken)))
        try:
            await bot.start()
            await story.told_by(bot, death)
        except Killed:
            await bot.dies()
            continue
        ending = _ending(story, bot)
        await bot.abandon()
        bot.store.db.conn.close()
        return ending, lives


def _silent_about_the_dead(loop: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
    """Nobody hears what a killed process raises in the background."""
    if not isinstance(what.get("exception"), Killed):
        loop.default_exception_handler(what)


def new_world() -> World:
    """A group in two places on two platforms, an hour before its first round."""
    world = World(BANK)
    bot = Bot(world)
    bot.group(ROOM, HALL)
    world.keep(bot.store)
    return world


def _ending(story: Story, bot: Bot) -> Ending:
    context: Context = bot.context()
    rounds = bot.store.rounds.of_group(bot.store.groups.get(1))
    answers: list[Answer] = [a for round in rounds for a in bot.store.answers.to(round)]
    posts = bot.store.rows("SELECT id, cause, kind, state, stale FROM post ORDER BY id")
    return Ending(
        transcript={
            to: pages
            for service in story.world.services.values()
            for to, pages in service.transcript().items()
        },
        replies=dict(story.replies),
        answers=[(a.person, a.text, a.counts, a.hints) for a in answers],
        standings=frozenset(bot.store.standings.all()),
        rebuilt=frozenset(rebuilt_standings(context)),
        unsent=[str(row) for row in posts if row["state"] != "sent" or row["stale"]],
        faults=bot.store.faults(),
    )
