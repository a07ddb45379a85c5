"""Somebody is forgotten whose name stands where others' words do: it goes wherever dlq wrote it,
and nothing else changes."""

import pytest

from bot.cards.words import named, names, saying
from bot.events import Person, Place
from bot.message import Message, Paragraph, Table, Text
from bot.steps.day import notify
from tests.fakes.bank import tiny_bank
from tests.fakes.privately import deletes, plays, settles
from tests.fakes.study import ADA, ANNA, BEN, CLUB, ROOM, Posted, Study, accepted

PADDING = "cnn/same-padding"
ANNE = Person("chat", "u-other-anna", "Anna")
"""Somebody else who is called Anna."""
CLEO = Person("chat", "u-cleo", "Cleo")
LAST = Person("chat", "u-last", "龍")
"""Somebody whose name comes after all others wherever names are put into order."""


@pytest.fixture
def study() -> Study:
    """A group with a round a day at 09:00 UTC, always of one question; it is Monday, 08:00."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    return study


def called(name: str) -> Person:
    return Person("chat", "u-somebody", name)


def answers(study: Study, *people: Person, with_: str = "B") -> None:
    """A round that these people answer; it is revealed."""
    study.waits(hours=2)
    for person in people:
        accepted(study.types(person, f"answer {with_}"))
    accepted(study.types(ADA, "admin close-now"))
    study.waits(hours=22)


def last(posts: list[Posted], kind: str) -> str:
    return next(post.text for post in reversed(posts) if post.kind == kind)


def log(study: Study, admin: Person = ADA, place: Place = ROOM) -> list[str]:
    """What admins did, without when and who, newest first."""
    said = accepted(study.types(admin, "admin log", place))
    return [line.split("): ", 1)[-1].split(": ", 1)[1] for line in said.splitlines() if "•" in line]


# Other groups


def test_who_has_the_same_name_in_another_group_keeps_it(study: Study) -> None:
    study.sets_up(CLUB, admin=CLEO)
    study.waits(hours=2)
    accepted(study.types(ANNA, "answer B"))
    accepted(study.types(ANNE, "answer B", CLUB))
    study.waits(hours=24)
    accepted(study.types(CLEO, "admin exclude Anna cheats", CLUB))
    before = len(study.redrawn)
    deletes(study)
    assert {post.to for post in study.redrawn[before:]} == {ROOM}
    assert log(study, CLEO, CLUB)[0] == "exclude Anna: cheats"


def test_who_took_the_name_of_somebody_else_takes_nothing_from_them(study: Study) -> None:
    """Also in their own group: what was posted of Ben is Ben's."""
    answers(study, BEN, CLEO)
    before = len(study.redrawn)
    accepted(study.types(Person("chat", CLEO.id, "Ben"), "today"))
    deletes(study, Person("chat", CLEO.id, "Ben"))
    [redrawn] = study.redrawn[before:]
    assert "All right: Ben and gone-3." in redrawn.text


# Posts


def test_two_people_of_one_name_are_told_apart_in_one_post(study: Study) -> None:
    accepted(study.types(ADA, "admin rules summary=tue"))
    answers(study, ANNE, ANNA)
    study.waits(hours=2)
    deletes(study)
    number = next(word for word in last(study.redrawn, "reveal").split() if "gone" in word)[:-1]
    assert f"All right: Anna and {number}." in last(study.redrawn, "reveal")
    for kind in ("reveal", "summary"):
        table = last(study.redrawn, kind)
        assert table.count("| Anna ") == table.count(f"| {number} ") == 1
    assert f"1 round, Anna and {number}." in last(study.redrawn, "summary")


WORDS = ["was", "rounds", "round", "padding", "Same", "answer", "All", "name", "1", "and", "gone"]


@pytest.mark.parametrize("name", [*WORDS, "2 rounds", "Anna, Ben", "Hardest: ", ".", ", ", "…"])
def test_a_name_that_is_a_word_of_a_post_changes_nothing_else_there(
    study: Study, name: str
) -> None:
    """The posts are those in which the same person was called by a name like no other."""
    assert posts_after_deletion(study, name) == posts_after_deletion(fresh(), "Quixotrix")


def fresh() -> Study:
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    return study


def posts_after_deletion(study: Study, name: str) -> list[str]:
    """All that stands in the channel once somebody of that name was there, and is gone."""
    who = called(name)
    accepted(study.types(ADA, "admin rules summary=wed"))
    for _ in range(2):
        answers(study, who, LAST)
    study.waits(hours=2)
    accepted(study.types(BEN, "answer A"))
    accepted(study.types(ADA, "admin close-now"))
    accepted(study.types(BEN, "appeal I meant the other one"))
    settles(study, "Count as right")
    accepted(study.types(ADA, "admin void"))
    deletes(study, who)
    posts = study.store.rows("SELECT id FROM post WHERE place IS NOT NULL ORDER BY id")
    return [repr(unmarked(study.store.posts.get(row["id"]).message)) for row in posts]


def unmarked(message: Message) -> list[object]:
    """What is drawn of it, but for the width of a column."""
    return [block.rows if isinstance(block, Table) else block for block in message.blocks]


def test_an_appeal_is_told_without_the_names_of_those_who_are_gone(study: Study) -> None:
    """Whatever they are called: "an" and "appeal" were granted and heard."""
    admin, appellant = Person("chat", "u-an", "an"), called("appeal")
    study.types(admin, "today")
    accepted(study.types(ADA, "admin admins add=an"))
    answers(study, appellant, with_="A")
    accepted(study.types(appellant, "appeal I meant the other one"))
    study.types(admin, "admin appeals")
    accepted(study.presses(admin, "dlq:settle:1:right"))
    told = study.posted[-1]
    assert told.text.startswith("Round 1: an appeal was granted by an; appeal has 10 points")
    deletes(study, appellant)
    deletes(study, admin)
    [notice] = study.store.posts.of("appeal 1 settled", "notice")[1:]
    said = plainly(notice.message)
    assert said == notice.message.summary
    assert said.startswith("Round 1: an appeal was granted by gone-2; gone-3 has 10 points there")


def test_a_name_that_is_cut_on_the_board_goes_too(study: Study) -> None:
    who = called("Wolfeschlegelsteinhausenbergerdorff the Third of that name")
    answers(study, who, ANNA)
    deletes(study, who)
    assert "Wolfe" not in last(study.redrawn, "reveal")


def test_names_in_a_sentence_are_read_as_before() -> None:
    people = [called(str(n)) for n in range(1, 24)]
    lists = [1, 2, 3, 20, 21, 23]
    assert [plainly(saying(*names(people[:n]))) for n in lists] == [
        "1",
        "1 and 2",
        "1, 2 and 3",
        f"{', '.join(map(str, range(1, 20)))} and 20",
        f"{', '.join(map(str, range(1, 21)))} and 1 more",
        f"{', '.join(map(str, range(1, 21)))} and 3 more",
    ]


def plainly(message: Message) -> str:
    [said] = message.blocks
    assert isinstance(said, Paragraph)
    text = "".join(span.text for span in said.spans if isinstance(span, Text))
    assert text == message.summary
    return text


# The log


@pytest.mark.parametrize("name", ["void", "exclude", "include", "admins", "add", "1", "rules"])
def test_a_name_that_is_a_word_of_the_log_changes_no_line_about_others(
    study: Study, name: str
) -> None:
    who = called(name)
    answers(study, who, BEN)
    accepted(study.types(ADA, f'admin exclude "{name}" cheats'))
    accepted(study.types(ADA, f'admin include "{name}"'))
    accepted(study.types(ADA, f'admin admins add="{name}"'))
    accepted(study.types(ADA, f'admin admins remove="{name}"'))
    accepted(study.types(ADA, f"admin exclude Ben copies from {name} and void"))
    accepted(study.types(ADA, "admin void"))
    deletes(study, who)
    assert log(study)[:6] == [
        "void 1",
        f"exclude Ben: copies from {name} and void",
        "admins remove gone-2",
        "admins add gone-2",
        "include gone-2",
        "exclude gone-2",
    ]


def test_a_round_that_an_admin_voided_says_by_which_number(study: Study) -> None:
    plays(study, anna="B")
    accepted(study.types(ADA, "admin void"))
    deletes(study, ADA)
    assert study.round(1).note == "by gone-1"


# What is others' own


def test_what_others_wrote_stays_theirs_and_the_question_says_so(study: Study) -> None:
    plays(study, anna="A", ben="A")
    accepted(study.types(ADA, "admin exclude Ben copies from Anna"))
    accepted(study.types(BEN, f"report {PADDING} Anna says that it is wrong"))
    accepted(study.types(BEN, "appeal ask Anna about it"))
    asked = accepted(study.types(ANNA, "privacy delete"))
    assert "What others wrote is theirs, even where it names you." in asked
    deletes(study)
    assert study.store.value("SELECT reason FROM exclusion") == "copies from Anna"
    assert study.store.value("SELECT sentence FROM report") == "Anna says that it is wrong"
    assert study.store.value("SELECT sentence FROM appeal") == "ask Anna about it"


def test_a_notice_to_a_group_names_whom_it_is_said_to_name(study: Study) -> None:
    [group] = study.store.groups.all()
    notify(study.context(), group, "said", saying(named(ANNA), " thanks Anna."))
    study.waits(hours=1)
    deletes(study)
    assert study.redrawn[-1].text.startswith("gone-2 thanks Anna.")
