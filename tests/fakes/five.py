"""Four days of a group of five, told without a platform: what people do, and what is left of it.

A driver plays `DAYS` on a wire. Whatever the wire and whatever happens to the process on the way,
`ledger` must come out the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from bot.store import Store
from tests.fakes.bank import tiny_bank

PEOPLE = ("anna", "ben", "cleo", "dan", "eve")
"""Their ids and names; anna is the one who may manage."""

BANK = tiny_bank()
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
END = START + timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Types:
    """Somebody types this after /dlq."""

    words: str


@dataclass(frozen=True, slots=True)
class Presses:
    """Somebody presses a button, by its label: under the newest round's question, or under the
    newest private reply to them that has it."""

    label: str
    on: Literal["question", "reply"] = "question"


@dataclass(frozen=True, slots=True)
class Fills:
    """Somebody submits the form that is open before them."""

    values: Mapping[str, tuple[str, ...]]


Deed = Types | Presses | Fills


def _at(day: int, hour: int, minute: int) -> datetime:
    return START.replace(hour=hour, minute=minute) + timedelta(days=day)


def _answers(text: str) -> Fills:
    return Fills({"answer": (text,)})


WHY = "Units are silenced at random in training, so that none can rely on another one."

DAYS: tuple[tuple[datetime, str, Deed], ...] = (
    (_at(0, 8, 5), "anna", Types("admin setup time=09:00 zone=UTC")),
    (_at(0, 8, 6), "anna", Types("admin queue cnn/same-padding")),
    (_at(0, 8, 7), "anna", Types("admin queue cnn/pooling")),
    (_at(0, 8, 8), "anna", Types("admin queue regularization/dropout")),
    (_at(0, 8, 9), "anna", Types("admin queue normalization/batch-norm")),
    # One is right: a button an option; a hint; a change of mind; a lock; a forfeit; practice.
    (_at(0, 9, 10), "anna", Presses("B")),
    (_at(0, 9, 12), "ben", Presses("Hint")),
    (_at(0, 9, 13), "ben", Presses("A")),
    (_at(0, 9, 15), "ben", Presses("B")),
    (_at(0, 9, 20), "cleo", Presses("Answer")),
    (_at(0, 9, 20), "cleo", _answers("C")),
    (_at(0, 9, 25), "cleo", Presses("Lock in")),
    (_at(0, 9, 30), "dan", Presses("Reveal")),
    (_at(0, 10, 0), "eve", Types("random foundations")),
    (_at(0, 10, 1), "eve", Presses("Answer", on="reply")),
    (_at(0, 10, 1), "eve", _answers("the perceptron")),
    (_at(0, 10, 5), "eve", Types("answer b")),
    (_at(0, 11, 0), "anna", Types("board week")),
    # Several are right: a form with boxes; letters in words; an unreadable answer.
    (_at(1, 9, 10), "anna", Presses("Answer")),
    (_at(1, 9, 10), "anna", Fills({"answer": ("A", "C")})),
    (_at(1, 9, 20), "ben", Types("answer A and C")),
    (_at(1, 9, 21), "ben", Types("lock")),
    (_at(1, 9, 30), "cleo", Presses("Answer")),
    (_at(1, 9, 30), "cleo", Fills({"answer": ("A", "B")})),
    (_at(1, 9, 40), "dan", Types("answer both of them")),
    (_at(1, 9, 41), "dan", Types("answer C")),
    (_at(1, 9, 50), "eve", Types("lock")),
    # In one's own words, in a form and in a line; the reference after an answer.
    (_at(2, 9, 10), "anna", Presses("Answer")),
    (_at(2, 9, 10), "anna", _answers(f"{WHY} At test time all of them are on.")),
    (_at(2, 9, 20), "ben", Types("answer Units are switched off at random.")),
    (_at(2, 9, 30), "cleo", Types("answer it makes the net smaller for good")),
    (_at(2, 9, 31), "cleo", Presses("Reveal")),
    (_at(2, 9, 40), "dan", Presses("Hint")),
    (_at(2, 9, 45), "dan", Types(f"answer {WHY}")),
    # Named parts, a field each; an admin closes; a late press; the past.
    (_at(3, 9, 10), "anna", Presses("Answer")),
    (_at(3, 9, 10), "anna", Fills({"stored": ("64",), "trained": ("32",)})),
    (_at(3, 9, 20), "ben", Types("answer 128; 64")),
    (_at(3, 9, 30), "eve", Types("answer 12")),
    (_at(3, 12, 0), "anna", Types("admin close-now")),
    (_at(3, 12, 30), "dan", Presses("Reveal")),
    (_at(3, 12, 40), "eve", Types("past")),
    (_at(3, 12, 50), "ben", Types("me")),
)

LEDGER = {
    "rounds": "SELECT id, date, state, question, variant, closes_at, late FROM round ORDER BY id",
    "answers": """
        SELECT person.name, round, draw IS NOT NULL AS practice, text, hints, counts, at,
            (SELECT score FROM verdict WHERE verdict.answer = answer.id) AS score
        FROM answer JOIN person ON person.id = person ORDER BY answer.at""",
    "acts": """
        SELECT person.name, round, draw IS NOT NULL AS practice, kind, detail, at
        FROM act JOIN person ON person.id = person ORDER BY at, kind""",
    "standings": """
        SELECT person.name, round, date, topic, points
        FROM standing JOIN person ON person.id = person ORDER BY round, person.name""",
    "draws": """
        SELECT person.name, question, at FROM draw JOIN person ON person.id = person ORDER BY at""",
    "admins": "SELECT person.name, what FROM admin_act JOIN person ON person.id = person",
}


def ledger(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What the days left in the ledger, without anything that a platform chose."""
    return {name: list(store.rows(sql)) for name, sql in LEDGER.items()}
