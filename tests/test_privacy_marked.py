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
from tests.fakes.bank import tiny_bank
from tests.fakes.privately import deletes, plays, settles
from tests.fakes.study import ADA, ANNA, BEN, Study, accepted

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


def goes_back(path: Path) -> None:
    """Make the database one of the version before."""
    with closing(sqlite3.connect(path)) as old:
        for number, message in old.execute("SELECT id, message FROM post").fetchall():
            text = dump(unmarked(load(message)))
            old.execute("UPDATE post SET message = ? WHERE id = ?", (text, number))
        old.execute("ALTER TABLE admin_act DROP COLUMN about")
        old.execute("DROP TABLE forgotten")
        old.execute("DELETE FROM _sqlite_migrations WHERE name > 'm011'")
        old.execute("PRAGMA user_version = 10")
        old.commit()


def lives(study: Study) -> None:
    """Anna is named wherever she could be: in reveals, summaries, and what becomes of appeals."""
    study.sets_up()
    accepted(study.types(ADA, "admin rules summary=wed"))
    plays(study, anna="B", ben="B", carl="A")
    study.waits(hours=2)
    accepted(study.types(ANNA, "answer A"))
    accepted(study.types(ADA, "admin close-now"))
    accepted(study.types(ANNA, "appeal I meant the other one"))
    settles(study, "Count as right")
    study.waits(hours=24)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tiny_bank(PADDING), store=Store(tmp_path / "dlq.db"))


def messages(store: Store) -> list[Message]:
    return [load(row["message"]) for row in store.rows("SELECT message FROM post ORDER BY id")]


def named(message: Message) -> list[tuple[str, str]]:
    """All names in a Message that are said to be somebody's, in order."""
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
    assert sum(map(len, posted)) > 10
    drawn = [unmarked(message) for message in messages(study.store)]
    study.store.close()
    goes_back(tmp_path / "dlq.db")
    with closing(Store(tmp_path / "dlq.db")) as store:
        assert [named(message) for message in messages(store)] == posted
        assert [unmarked(message) for message in messages(store)] == drawn


def test_a_name_goes_out_of_what_an_older_version_wrote(study: Study, tmp_path: Path) -> None:
    lives(study)
    study.store.close()
    goes_back(tmp_path / "dlq.db")
    again = Study(tiny_bank(PADDING), at=study.now, store=Store(tmp_path / "dlq.db"))
    deletes(again)
    again.store.sweep()
    again.store.close()
    assert b"Ann" not in (tmp_path / "dlq.db").read_bytes()


def test_a_name_that_two_people_had_stays_nobodys(study: Study, tmp_path: Path) -> None:
    """An older version did not say which of them; the words of the other one are left alone."""
    lives(study)
    accepted(study.types(Person("chat", BEN.id, "Anna"), "today"))
    study.store.close()
    goes_back(tmp_path / "dlq.db")
    with closing(Store(tmp_path / "dlq.db")) as store:
        assert "Anna" not in [name for m in messages(store) for name, whose in named(m) if whose]
