"""How boards do in a large group with a history: `python benchmarks/boards.py [PEOPLE] [ROUNDS]`.

Prints seconds and memory; asserts nothing. Figures are kept in benchmarks/README.md. The history is
written into the tables at once: answered one by one it would take an hour.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.cli import compose
from bot.app import App
from bot.bank import load
from bot.context import Context
from bot.events import CommandUsed, Person, Place
from bot.ledger import Group, Summarise
from bot.message import Reply
from bot.rounds import due
from bot.settings import Settings
from bot.steps.day import perform
from bot.steps.summary import summarise
from bot.store import Store

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
PLACE = Place("bench", "big", "big", "big")


def timed(name: str, do: Callable[[], object]) -> None:
    began = time.perf_counter()
    do()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:24} {time.perf_counter() - began:8.2f} s, peak memory {peak:.0f} MiB")


def main(people: int, rounds: int) -> None:
    bank = load([compose.own_questions()])
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "bench.db")
        app = App(store, bank, Settings(), random.Random(0))
        group = one_round(app)
        fill(store, group, people, rounds)
        at = START + timedelta(hours=26)
        for words in ("board", "board all", "me"):
            timed(words, lambda words=words: used(app, f"p{people // 2}", at, words))  # type: ignore[misc]
        step = Summarise(group.id, START.date() - timedelta(days=1))
        context = Context(store, bank, app.settings, at, random.Random(0))
        timed("a weekly summary", lambda: summarise(context, step))
        print(f"database {(Path(folder) / 'bench.db').stat().st_size / 2**20:.0f} MiB")
        store.close()


def used(app: App, person: str, at: datetime, words: str) -> None:
    path, options = app.parse(words)
    reply = app.handle(
        CommandUsed(
            id=f"{person} {at} {words}",
            at=at,
            person=Person("bench", person, person),
            place=PLACE,
            may_manage=True,
            path=path,
            options=options,
        )
    )
    if not isinstance(reply, Reply) or reply.refused:
        raise SystemExit(f"refused: {reply}")


def one_round(app: App) -> Group:
    """A group with one revealed round, after which the others are formed."""
    used(app, "p0", START, "admin setup 09:00 UTC")
    used(app, "p0", START, "admin post-now")
    used(app, "p0", START, "answer B")
    at = START + timedelta(hours=25)
    while steps := due(app.store.groups.all(), app.store.rounds.relevant(), at):
        for step in steps:
            perform(Context(app.store, app.bank, app.settings, at, random.Random(0)), step)
    return app.store.groups.all()[0]


def fill(store: Store, group: Group, people: int, rounds: int) -> None:
    """Everybody answered every round of the days before."""
    connection = store.db.conn
    known = store.db["person"].count
    first = known + 1
    numbers = range(first, first + people - 1)
    with store.atomic():
        rows = ((number, f"p{number - known}", f"P{number - known}") for number in numbers)
        connection.executemany("INSERT INTO person VALUES (?, 'bench', ?, ?)", rows)
        pattern = {name: next(store.db[name].rows) for name in ("round", "answer", "verdict")}
        for back in range(1, rounds):
            add_round(store, group, pattern, START.date() - timedelta(days=back), numbers)


def add_round(
    store: Store, group: Group, pattern: dict[str, Any], day: date, people: range
) -> None:
    connection, number = store.db.conn, 1_000_000 - day.toordinal()
    slot = f"{day}T09:00:00.000000+00:00"
    store.insert("round", **pattern["round"] | {"id": number, "date": str(day), "slot": slot})
    start = store.value("SELECT max(id) FROM answer") + 1
    verdict = [pattern["verdict"][name] for name in ("score", "body", "grader", "edition", "at")]
    connection.executemany(
        "INSERT INTO answer (id, person, round, place, text, at, hints, counts) "
        f"VALUES (?, ?, {number}, 1, 'B', '{slot}', 0, 1)",
        ((start + at, person) for at, person in enumerate(people)),
    )
    connection.executemany(
        "INSERT INTO verdict (answer, score, body, grader, edition, at) VALUES (?, ?, ?, ?, ?, ?)",
        ((start + at, *verdict) for at in range(len(people))),
    )
    connection.executemany(
        f"INSERT INTO standing VALUES ({number}, ?, {group.id}, '{day}', 'cnn', ?)",
        ((person, (person * 7 + number) % 21) for person in people),
    )


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], "20000", "60"][:2]))
