"""Posts from before Messages said whose a name is: they are told when the database is migrated, so
that names go out of them like out of all others."""

import sqlite3
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest

from bot.events import Person
from bot.message import Block, Message, Paragraph, Span, Table, Text, dump, load
from bot.store import Store
from bot.store.forgetting import TABLES
from tests.fakes.bank import tiny_bank
from tests.fakes.privately import deletes, plays, settles
from tests.fakes.study import ADA, ANNA, BEN, Study, accepted, buttons, form

PADDING = "cnn/same-padding"


def unmarked(message: Message) -> Message:
    """The Message as it was written before: sentences of one piece, and nobody's."""
    return Message(message.summary, tuple(map(_unmarked, message.blocks)), message.foot)


def _unmarked(block: Block) -> Block:
    match block:
        case Table(head, rows):
            return Table(head, rows)
        case Paragraph(spans):
            return Paragraph(joined(spans))
        case _:
            return block


def joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    found: list[Span] = []
    for is_text, some in groupby(spans, lambda span: isinstance(span, Text)):
        run = list(some)
        found += [Text("".join(s.text for s in run if isinstance(s, Text)))] if is_text else run
    return tuple(found)


def goes_back(path: Path, earlier: str) -> None:
    """Make the database one of the version before, in which Anna was called something else."""
    with closing(sqlite3.connect(path)) as old:
        for number, message in old.execute("SELECT id, message FROM post").fetchall():
            text = dump(unmarked(load(message)))
            old.execute("UPDATE post SET message = ? WHERE id = ?", (text, number))
        old.execute("ALTER TABLE admin_act DROP COLUMN about")
        old.executescript(TABLES.split("CREATE TABLE forgotten")[0])
        old.execute("INSERT INTO called SELECT id, ? FROM person WHERE name = 'Anna'", (earlier,))
        old.execute("DELETE FROM _sqlite_migrations WHERE name > 'm012'")
        old.execute("PRAGMA user_version = 11")
        old.commit()


def lives(study: Study) -> None:
    """Anna is named wherever she can be: as a member, as an admin, and by an earlier name."""
    study.sets_up()
    accepted(study.types(ADA, "admin rules summary=wed"))
    plays(study, anna="B", ben="B", carl="A")
    was = Person("chat", ANNA.id, "Annette")
    study.waits(hours=2)
    accepted(study.types(was, "answer A"))
    accepted(study.types(ADA, "admin close-now"))
    accepted(study.types(was, "appeal I meant the other one"))
    settles(study, "Count as right")
    accepted(study.types(ADA, "admin exclude Annette cheats"))
    accepted(study.types(ADA, "admin include Annette"))
    accepted(study.types(ADA, "admin admins add=Annette"))
    study.waits(hours=24)
    manages(study)


def manages(study: Study) -> None:
    """As an admin Anna, who is called so again, settles what Ben brings."""
    accepted(study.types(ANNA, "answer C"))
    accepted(study.types(BEN, "answer C"))
    accepted(study.types(ADA, "admin close-now"))
    for round, way in ((3, "right"), (3, "uphold")):
        who = BEN if way == "right" else ADA
        study.types(who, f"appeal round={round} I meant the other one")
    accepted(study.types(ANNA, "admin appeals"))
    accepted(study.presses(ANNA, "dlq:settle:2:uphold"))
    accepted(study.types(BEN, f"report {PADDING} it is wrong"))
    accepted(study.presses(ANNA, "dlq:reviewed:1"))
    suggests(study)
    card = next(post for post in reversed(study.posted) if "suggests" in post.message.summary)
    accepted(study.presses(ANNA, buttons(card.message)["Accept"]))


def suggests(study: Study) -> None:
    typed = form(study.types(BEN, "suggest choice"))
    values = ("A title", "What is asked?", "*yes\nno", "It is so.", "cnn")
    named = zip([field.name for field in typed.fields], values, strict=True)
    accepted(study.submits(BEN, typed, **dict(named)))


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tiny_bank(PADDING), store=Store(tmp_path / "dlq.db"))


def messages(store: Store) -> list[Message]:
    return [load(row["message"]) for row in store.rows("SELECT message FROM post ORDER BY id")]


def named(message: Message) -> list[tuple[str, str]]:
    """All names in a Message that are said to be somebody's, in order; titles are not."""
    found: list[tuple[str, str]] = []
    for block in message.blocks:
        match block:
            case Table(head, rows, of=of) if of:
                at = head.index("name")
                found += [(row[at], whose) for row, whose in zip(rows, of, strict=True)]
            case Paragraph(spans):
                found += [(s.text, s.of) for s in spans if isinstance(s, Text) and " " in s.of]
            case _:
                pass
    return found


def test_a_migration_tells_every_post_whose_its_names_are(study: Study, tmp_path: Path) -> None:
    lives(study)
    posted = [named(message) for message in messages(study.store)]
    assert sum(map(len, posted)) > 20
    drawn = [unmarked(message) for message in messages(study.store)]
    study.store.close()
    goes_back(tmp_path / "dlq.db", "Annette")
    with closing(Store(tmp_path / "dlq.db")) as store:
        assert [named(message) for message in messages(store)] == posted
        assert [unmarked(message) for message in messages(store)] == drawn


def test_a_name_goes_out_of_what_an_older_version_wrote(study: Study, tmp_path: Path) -> None:
    lives(study)
    study.store.close()
    goes_back(tmp_path / "dlq.db", "Annette")
    again = Study(tiny_bank(PADDING), at=study.now, store=Store(tmp_path / "dlq.db"))
    deletes(again)
    rows = again.store.rows("SELECT what FROM admin_act WHERE about IS NOT NULL ORDER BY id")
    assert [row["what"] for row in rows] == [
        "exclude gone-2",
        "include gone-2",
        "admins add gone-2",
    ]
    again.store.sweep()
    again.store.close()
    assert b"Ann" not in (tmp_path / "dlq.db").read_bytes()


def test_a_name_that_two_people_had_stays_nobodys(study: Study, tmp_path: Path) -> None:
    """An older version did not say which of them; the words of the other one are left alone."""
    lives(study)
    accepted(study.types(Person("chat", BEN.id, "Anna"), "today"))
    study.store.close()
    goes_back(tmp_path / "dlq.db", "Annette")
    with closing(Store(tmp_path / "dlq.db")) as store:
        assert "Anna" not in [name for m in messages(store) for name, whose in named(m) if whose]
