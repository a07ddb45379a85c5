"""How fast the daily loop is with a large group: `python benchmarks/loop.py [PEOPLE] [GROUPS]`.

Prints milliseconds and memory; asserts nothing. Figures are kept in benchmarks/README.md.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from adapters.cli import compose
from bot.app import App
from bot.bank import load
from bot.context import Context
from bot.events import CommandUsed, Person, Place
from bot.message import Reply
from bot.rounds import due
from bot.settings import Settings
from bot.steps.day import perform
from bot.store import Store

T = TypeVar("T")
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def timed(name: str, count: int, do: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = do()
    spent = (time.perf_counter() - began) * 1000
    print(f"{name:44} {spent / count:10.2f} ms each, {count} times")
    return result


def used(person: str, place: str, at: datetime, *path: str, **options: str) -> CommandUsed:
    return CommandUsed(
        id=f"{person}-{place}-{at}-{path}",
        at=at,
        person=Person("bench", person, person),
        place=Place("bench", place, place, place),
        may_manage=True,
        path=path,
        options=options,
    )


def main(people: int, groups: int) -> None:
    bank = timed("load the bank", 1, lambda: load([compose.own_questions()]))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "bench.db")
        app = App(store, bank, Settings(), random.Random(0))
        large(app, people)
        many(app, groups)
        size = (Path(folder) / "bench.db").stat().st_size / 2**20
        print(f"database {size:.1f} MiB")
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")


def answered(app: App, event: CommandUsed) -> Reply:
    reply = app.handle(event)
    if not isinstance(reply, Reply) or reply.refused:
        raise SystemExit(f"refused: {reply}")
    return reply


def catch_up(app: App, at: datetime) -> None:
    context = Context(app.store, app.bank, app.settings, at, random.Random(0))
    while steps := due(app.store.groups.all(), app.store.rounds.relevant(), at):
        for step in steps:
            perform(context, step)


def large(app: App, people: int) -> None:
    """One group of many: they answer, the round closes, they look at the board."""
    answered(app, used("admin", "big", START, "admin", "setup", time="09:00", zone="UTC"))
    answered(app, used("admin", "big", START, "admin", "post-now"))
    at = START + timedelta(hours=1)

    def all_answer() -> None:
        for number in range(people):
            event = used(f"p{number}", "big", at, "answer", text="B")
            app.handle(event)

    timed("answer an open round", people, all_answer)
    timed("close and reveal a round", 1, lambda: catch_up(app, START + timedelta(hours=24.5)))
    at = START + timedelta(hours=24.6)
    timed("the board", 1, lambda: answered(app, used("p7", "big", at, "board")))
    timed("one's own record", 1, lambda: answered(app, used("p7", "big", at, "me")))


def many(app: App, groups: int) -> None:
    """Many small groups: their slots come at the same minute, and most heartbeats find nothing."""
    at = START + timedelta(days=2)
    for number in range(groups):
        event = used(
            f"admin-{number}", f"g{number}", at, "admin", "setup", time="12:00", zone="UTC"
        )
        answered(app, event)
    noon = at.replace(hour=12)
    timed(f"claim {groups} rounds", 1, lambda: catch_up(app, noon))
    timed("a heartbeat that finds nothing due", 1, lambda: catch_up(app, noon))


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], "2000", "500"][:2]))
