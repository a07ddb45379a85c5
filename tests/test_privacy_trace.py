"""Nothing of somebody who was forgotten is left in the database: every table has decided, and no
byte of the files holds what they wrote or were called."""

import re
from pathlib import Path

import pytest

from bot.cards.words import named, saying
from bot.events import Person
from bot.message import Message, plain_paragraph
from bot.store import Store
from bot.store.held import HELD, OWN, Held
from tests.fakes.bank import tiny_bank
from tests.fakes.study import ADA, BEN, ROOM, Study, accepted, buttons

OPEN, CHOICE = "regularization/dropout", "cnn/same-padding"
SHORT = "foundations/first-machine"
WORDS = "flabbergastingly"
NAME, EARLIER, ID = "Quixotrix", "Formerlix", "u-zyxwvut"
AS_BEFORE = Person("chat", ID, EARLIER)
WHO = Person("chat", ID, NAME)
OTHER_NAME, OTHER_ID = "Alterlix", "u-othrwse"
OTHERWISE = Person("chat", OTHER_ID, OTHER_NAME)

TRACES = [part.encode() for part in (WORDS, NAME, EARLIER, ID, OTHER_NAME, OTHER_ID)]


def tables(store: Store) -> dict[str, set[str]]:
    names = store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = [row["name"] for row in names if not row["name"].startswith("sqlite_")]
    return {
        name: {row["name"] for row in store.rows(f"SELECT name FROM pragma_table_info('{name}')")}
        for name in found
    }


def test_every_table_has_decided_what_privacy_does_with_it() -> None:
    """A new one fails here until `bot/store/held.py` names it."""
    assert sorted(tables(Store())) == sorted(held.table for held in HELD)


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.table)
def test_every_column_has_decided_what_becomes_of_it(held: Held) -> None:
    """Of a table whose rows go altogether, all go."""
    assert held.named == (set() if held.dropped else tables(Store())[held.table])


def test_every_table_that_knows_people_says_whose_its_rows_are() -> None:
    """A column that refers to a person is never somebody's by accident."""
    store = Store()
    for held in HELD:
        refers = {
            row["from"]
            for row in store.rows(f"SELECT * FROM pragma_foreign_key_list('{held.table}')")
            if row["table"] == "person"
        }
        assert refers <= {*re.findall(r"\w+", held.whose), *held.others.split()}, held.table


README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_says_in_ten_lines_what_is_stored() -> None:
    assert len(privacy_section().strip().splitlines()) == 10


def privacy_section() -> str:
    return README.split("## Privacy\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("held", OWN, ids=lambda held: held.table)
def test_the_readme_names_every_kind_of_thing_that_is_held(held: Held) -> None:
    words = [word for word in re.findall(r"[a-z]{4,}", held.what[1]) if word != "your"]
    assert any(word[:5] in privacy_section().lower() for word in words), held.what


@pytest.mark.parametrize("name", ["delivery", "forgotten"])
def test_the_readme_names_what_is_nobodys_and_yet_about_people(name: str) -> None:
    assert {"delivery": "replies", "forgotten": ".forgotten"}[name] in privacy_section()


# Bytes


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def traces(folder: Path) -> dict[str, list[bytes]]:
    """What of the person stands in which file."""
    found = {
        name: [part for part in TRACES if part.lower() in content.lower()]
        for name, content in files(folder).items()
    }
    return {name: parts for name, parts in found.items() if parts}


WITH_TRACES = {
    "admin_act",
    "answer",
    "appeal",
    "delivery",
    "draft",
    "exclusion",
    "person",
    "post",
    "round",
    "verdict",
}
"""Where `lives` leaves them; the rest of the tables hold numbers, or nothing of people."""


def tables_with_traces(store: Store) -> set[str]:
    return {
        table
        for table in tables(store)
        for row in store.rows(f"SELECT * FROM {table}")
        if any(part.decode().lower() in str(tuple(row.values())).lower() for part in TRACES)
    }


def lives(study: Study) -> None:
    """Somebody leaves their name and their words wherever that can be done."""
    study.sets_up()
    accepted(study.types(ADA, "admin rules summary=tue"))
    for person in (AS_BEFORE, BEN, OTHERWISE):
        accepted(study.types(person, "random"))
    study.types(BEN, "answer B")
    study.types(AS_BEFORE, f"answer {WORDS}")
    accepted(study.types(AS_BEFORE, "random foundations"))
    accepted(study.types(AS_BEFORE, f"answer a {WORDS} it was"))
    study.opens(OPEN)
    study.types(AS_BEFORE, f"answer the learning rate decays, {WORDS}")
    study.types(AS_BEFORE, "hint")
    accepted(study.types(ADA, "admin close-now"))
    study.submits(AS_BEFORE, "dlq:appeal:1", why=WORDS * 100)
    accepted(study.types(AS_BEFORE, f"appeal I did say so, {WORDS}"))
    study.waits(hours=30)
    contests_and_manages(study)
    study.waits(hours=24)
    for command in ("board all", "me", "past"):
        study.types(BEN, command)
        study.types(WHO, command)
    study.types(ADA, "admin log")
    study.types(ADA, "admin exclude")
    study.waits(days=6)


def contests_and_manages(study: Study) -> None:
    for person in (WHO, OTHERWISE):
        study.types(person, "random")
    study.types(WHO, f"answer C {WORDS}")
    code = accepted(study.types(WHO, "link")).split("/dlq link ")[1].split("`")[0]
    accepted(study.types(OTHERWISE, f"link {code}"))
    accepted(study.types(ADA, f"admin admins add={NAME}"))
    accepted(study.types(WHO, f"admin exclude Ben {WORDS}"))
    accepted(study.types(WHO, "admin include Ben"))
    accepted(study.types(ADA, f"admin exclude {NAME} {WORDS}"))
    accepted(study.types(ADA, f"admin include {NAME}"))
    card = study.types(ADA, "admin appeals")
    study.presses(ADA, next(iter(buttons(card).values())))
    accepted(study.types(WHO, "admin void"))
    accepted(study.types(WHO, "privacy export"))
    study.store.posts.owe("reminder 1", "reminder", WHO, said(f"{NAME}: {WORDS}"))
    study.store.posts.owe("told", "notice", BEN, were_here(WHO, AS_BEFORE))


def said(text: str) -> Message:
    return Message(text, (plain_paragraph(text),))


def were_here(one: Person, other: Person) -> Message:
    return saying(named(one), " and ", named(other), " were here.")


def forgets(study: Study) -> None:
    asked = study.types(WHO, "privacy delete")
    accepted(study.presses(WHO, buttons(asked)["Delete it all"]))


def test_no_byte_of_the_files_is_left_of_a_name_or_a_text(tmp_path: Path) -> None:
    """After the deletion and a sweep: neither in the database nor in its journals, nor in the file
    that says who was forgotten."""
    study = Study(tiny_bank(CHOICE, OPEN, SHORT), store=Store(tmp_path / "dlq.db"))
    lives(study)
    study.store.value("PRAGMA wal_checkpoint(TRUNCATE)")
    assert traces(tmp_path) == {"dlq.db": TRACES}
    assert tables_with_traces(study.store) == WITH_TRACES
    forgets(study)
    study.store.sweep()
    assert traces(tmp_path) == {}
    assert set(files(tmp_path)) >= {"dlq.db", "dlq.db-wal", "dlq.db.forgotten"}
    assert study.store.faults() == []
    study.store.close()
    assert traces(tmp_path) == {}


def test_what_an_older_version_deleted_without_overwriting_it_goes_too(tmp_path: Path) -> None:
    """The file is compacted, in which deleted rows still lay."""
    path = tmp_path / "dlq.db"
    store = Store(path)
    store.db.execute("PRAGMA secure_delete = OFF")
    study = Study(tiny_bank(CHOICE), store=store)
    study.sets_up()
    for _ in range(100):
        store.people.keep_draft(WHO, "dlq:appeal:1", {"why": (WORDS,)})
        store.people.drop_draft(WHO, "dlq:appeal:1")
        store.insert("code", code=WORDS * 9, kind="person", person=1, until="2026")
        store.write("DELETE FROM code")
    store.value("PRAGMA wal_checkpoint(TRUNCATE)")
    assert WORDS.encode() in path.read_bytes()
    forgets(study)
    store.sweep()
    assert traces(tmp_path) == {}
    store.close()


def test_a_sweep_that_another_process_hinders_is_made_up_for(tmp_path: Path) -> None:
    """At the next start at the latest."""
    path = tmp_path / "dlq.db"
    study, other = Study(tiny_bank(CHOICE, OPEN, SHORT), store=Store(path)), Store(path)
    lives(study)
    forgets(study)
    other.db.conn.execute("BEGIN")
    other.db.conn.execute("SELECT * FROM person").fetchone()
    study.store.sweep()
    assert study.store.fact("unswept") is not None
    other.db.conn.rollback()
    other.close()
    study.store.close()
    again = Store(path)
    assert again.fact("unswept") is None
    assert traces(tmp_path) == {}
    again.close()


def test_a_large_file_is_not_swept_while_people_wait(tmp_path: Path) -> None:
    study = Study(tiny_bank(CHOICE), store=Store(tmp_path / "dlq.db"))
    study.sets_up()
    study.types(WHO, "random")
    forgets(study)
    study.store.sweep(most=1000)
    assert study.store.fact("unswept") is not None
    study.store.sweep(most=10**9)
    assert study.store.fact("unswept") is None
    study.store.close()


def test_the_answers_and_names_of_everybody_else_are_as_they_were(tmp_path: Path) -> None:
    study = Study(tiny_bank(CHOICE, OPEN, SHORT))
    lives(study)
    answers = [a.text for a in study.store.answers.practised(BEN)]
    groups = study.store.groups.all()
    forgets(study)
    assert [a.text for a in study.store.answers.practised(BEN)] == answers != []
    assert study.store.groups.all() == groups
    assert study.store.people.as_known(Person("chat", BEN.id)).name == "Ben"
    assert study.store.groups.of_place(ROOM) is not None
