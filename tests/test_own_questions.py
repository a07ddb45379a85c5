"""A group's own questions: asked there as its members typed them, and met nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli.entry import dlq
from bot import commands
from bot.bank import parse
from bot.context import Command
from bot.errors import DlqError
from bot.steps.regrade import regrade
from bot.store import Store
from tests.fakes.own import STRIPES, own_question
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    ROOM,
    Outcome,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

ID = "own/1/zebra-stripes"
SIGNS = ("the QUAGGA of", "QUAGGA has", "Zebra stripes", "Its stripes")
"""What nobody outside the group may read."""

every_command = pytest.mark.parametrize(
    "command", commands.found(), ids=lambda command: command.name
)


@pytest.fixture
def study() -> Study:
    """Two groups, of which the first has a question of its own; Ben is in the other alone."""
    study = Study()
    study.sets_up(time="23:00")
    study.sets_up(CLUB, BEN, time="23:00")
    assert own_question(study) == ID
    return study


# Nowhere else


def tries(command: Command) -> Iterator[dict[str, str]]:
    """Words that would find the question, in each option and in all."""
    for word in (ID, "own", "own/1", "quagga", "zebra stripes", "1", "cnn", "zebra-stripes"):
        for option in command.options:
            needed = {o.name: word for o in command.options if o.required}
            yield needed | {option.name: word}
    if not any(option.required for option in command.options):
        yield {}


@every_command
def test_no_command_shows_it_to_somebody_of_another_group(study: Study, command: Command) -> None:
    """Nor to its admin, in their channel and in a direct message; whatever is typed."""
    study.opens(ID, ROOM)
    for given in tries(command):
        for place in (CLUB, None):
            outcome = study.uses(BEN, command.path, given, place, manages=place is not None)
            assert not any(sign in text(outcome) for sign in SIGNS), (given, place)


@every_command
def test_nor_to_a_stranger_who_belongs_to_no_group(study: Study, command: Command) -> None:
    study.opens(ID, ROOM)
    for given in tries(command):
        outcome = study.uses(CARL, command.path, given, None)
        assert not any(sign in text(outcome) for sign in SIGNS), given


@pytest.mark.parametrize(
    "verb", sorted({verb for command in commands.found() for verb in command.doors})
)
def test_no_button_of_its_round_serves_them(study: Study, verb: str) -> None:
    """Forged, since none was ever sent to them."""
    study.opens(ID, ROOM)
    study.types(ANNA, "answer A")
    study.types(ADA, "admin close-now")
    for person, place in ((BEN, CLUB), (BEN, None), (CARL, None)):
        for arguments in ("1", "1:b", "1:0", "p1", "own:-:-", ID):
            outcome = study.presses(person, f"dlq:{verb}:{arguments}", place)
            assert not any(sign in text(outcome) for sign in SIGNS), (person, arguments)


def test_practice_and_rounds_of_another_group_never_draw_it(study: Study) -> None:
    for _ in range(60):
        assert ID not in accepted(study.types(BEN, "random", CLUB))
    study.waits(days=30)
    asked = {post.text for post in study.posted if post.to == CLUB and post.kind == "question"}
    assert len(asked) >= 29 and not any("QUAGGA" in each for each in asked)


def test_it_is_not_offered_while_typing(study: Study) -> None:
    """Who types is not asked for then, and members of all groups are offered the same."""
    assert "zebra" not in text(study.asks_for_options(("question",), "id", "own"))


# In its group


def drawn(outcome: Outcome) -> str:
    said = accepted(outcome)
    assert "Practice · private, no points" in said
    return said


@pytest.mark.parametrize("place", [ROOM, None], ids=["in its channel", "in a direct message"])
def test_members_find_it_at_every_door(study: Study, place: None) -> None:
    """Under its id, its words, its topic own and the one its author chose."""
    study.types(ANNA, "today")
    study.opens("cnn/pooling")
    study.types(ANNA, "answer A")
    assert "QUAGGA" in drawn(study.types(ANNA, "random own", place))
    assert "QUAGGA" in drawn(study.types(ANNA, f"question {ID}", place))
    assert "Zebra stripes" in accepted(study.types(ANNA, "search quagga", place))
    assert "own " in accepted(study.types(ANNA, "topics", place))
    cnn = {drawn(study.types(ANNA, "random cnn", place)) for _ in range(12)}
    assert any("QUAGGA" in each for each in cnn)
    sent = study.presses(ANNA, buttons(study.types(ANNA, f"question {ID}", place))["B"], place)
    assert "The QUAGGA has stripes at its front only." in accepted(sent)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [("choice", "B", "A"), ("number", "1024", "1000 KB"), ("short", "Quagga", "a horse")],
)
def test_each_kind_is_a_round_like_any_other(kind: str, right: str, wrong: str) -> None:
    """Posted, answered, closed, revealed, on the board under its topic own."""
    study = Study()
    study.sets_up(time="23:00")
    id = own_question(study, kind=kind)
    study.opens(id)
    assert "Recorded" in accepted(study.types(ANNA, f"answer {right}"))
    assert "Recorded" in accepted(study.types(BEN, f"answer {wrong}"))
    accepted(study.types(ADA, "admin close-now"))
    assert "All right: Anna." in study.posted[-1].text
    assert "The QUAGGA has stripes at its front only." in study.posted[-1].text
    assert "Anna" in accepted(study.types(ANNA, "board all own"))


@pytest.mark.parametrize("topics", ["own", "cnn"])
def test_rules_allow_it_by_own_and_by_its_authors_topic(study: Study, topics: str) -> None:
    accepted(study.types(ADA, f"admin rules topics={topics}"))
    study.waits(days=8)
    asked = {post.text for post in study.posted if post.to == ROOM and post.kind == "question"}
    assert any("QUAGGA" in each for each in asked)


def test_rules_of_another_topic_leave_it_out(study: Study) -> None:
    accepted(study.types(ADA, "admin rules topics=training"))
    study.waits(days=8)
    assert not any("QUAGGA" in p.text for p in study.posted if p.kind == "question")


def test_an_admin_queues_it_by_its_id(study: Study) -> None:
    accepted(study.types(ADA, f"admin queue {ID}"))
    study.waits(hours=16)
    assert study.round(1).question == ID or study.round(2).question == ID


def test_a_round_stays_as_it_is_when_its_question_is_taken_out(study: Study) -> None:
    """By its edition: answers, card and reveal; only nothing new is drawn."""
    study.opens(ID)
    accepted(study.types(ANNA, "answer B"))
    accepted(study.types(ADA, "answer B"))
    accepted(study.types(ADA, "lock"))
    accepted(study.types(ADA, f"admin queue {ID}"))
    accepted(study.presses(ADA, "dlq:remove:1"))
    assert "QUAGGA" in accepted(study.types(ANNA, "today"))
    assert "Recorded: A" in accepted(study.types(ANNA, "answer A"))
    accepted(study.types(ADA, "admin close-now"))
    assert "All right: Ada." in study.posted[-1].text
    study.waits(days=20)
    assert [r.question for r in study.store.rounds.with_question(ID)] == [ID]
    assert "There is no question" in refused(study.types(ANNA, f"question {ID}"))


def test_who_is_forgotten_takes_their_question_along(study: Study) -> None:
    """What it was worth stays in its round, and its name is free."""
    study.opens(ID)
    accepted(study.types(ADA, "admin close-now"))
    [delete] = buttons(study.types(ANNA, "privacy delete")).values()
    study.presses(ANNA, delete)
    assert "There is no question" in refused(study.types(ADA, f"question {ID}"))
    assert "Nobody has suggested a question yet" in accepted(study.types(ADA, "admin suggestions"))
    assert "I do not know this suggestion" in refused(study.presses(ADA, "dlq:amend:1"))
    assert study.round(1).state == "revealed" and "Right: B" in accepted(study.types(ADA, "past"))
    assert own_question(study, ADA) == ID


def test_an_edited_question_is_asked_anew_and_rounds_keep_their_edition(study: Study) -> None:
    """Answers can be graded again by the mended key, as those to any question."""
    study.opens(ID)
    accepted(study.types(ANNA, "answer A"))
    accepted(study.types(ADA, "admin close-now"))
    mended = STRIPES | {"answer": "* A kernel\nIts stripes\nNothing"}
    accepted(study.submits(ADA, form(study.presses(ADA, "dlq:amend:1")), **mended))
    assert "Right: B" in accepted(study.types(ANNA, "past"))
    [change] = regrade(study.context(), ID)
    assert (change.person, change.before, change.after) == ("Anna", 0.0, 1.0)
    assert "Right: A" in accepted(study.types(ANNA, "past"))


def test_the_same_words_in_two_groups_are_two_questions(study: Study) -> None:
    """Each with its own id and edition."""
    assert own_question(study, BEN, CLUB, admin=BEN) == "own/2/zebra-stripes"
    editions = set()
    for place, admin, id in ((ROOM, ADA, ID), (CLUB, BEN, "own/2/zebra-stripes")):
        round = study.opens(id, place, admin)
        assert study.store.rounds.edition(round.edition).question == id
        editions.add(round.edition)
    assert len(editions) == 2


def test_a_question_that_a_newer_dlq_cannot_read_is_passed_over(study: Study) -> None:
    group = study.store.groups.of_place(ROOM)
    assert group is not None
    with_old = study.bank.with_own({ID: "no question", **study.store.suggestions.texts(group)})
    assert set(with_old.questions) - set(study.bank.questions) == {ID}
    assert study.bank.with_own({"own/1/old": "no question"}).questions == study.bank.questions
    with pytest.raises(DlqError, match="There is no question 'own/1/old'"):
        study.bank.with_own({"own/1/old": "no question"}).get("own/1/old")


# As files for everybody


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "dlq.sqlite"
    monkeypatch.setenv("DLQ_DATABASE", str(path))
    study = Study(store=Store(path))
    study.sets_up(time="23:00")
    study.sets_up(CLUB, BEN, time="23:00")
    own_question(study)
    own_question(study, BEN, CLUB, admin=BEN)
    own_question(study, kind="short")
    own_question(study, title="Pooling is out")
    accepted(study.presses(ADA, "dlq:remove:4"))
    study.store.close()
    return path


def test_accepted_questions_are_exported_and_nothing_is_overwritten(
    database: Path, tmp_path: Path
) -> None:
    """A file each, by topic, which the bank reads; what is there already is named and left."""
    folder = tmp_path / "out"
    run = CliRunner().invoke(dlq, ["export", "--suggested", str(folder)])
    assert run.output.splitlines() == [
        "own/1/zebra-stripes: cnn/zebra-stripes.md",
        "own/2/zebra-stripes: not written, cnn/zebra-stripes.md is there already.",
        "own/1/name-of-a-zebra: cnn/name-of-a-zebra.md",
        f"2 of 3 own questions written to {folder}.",
        "They are askable; dlq check says what each needs to be finished.",
    ]
    file = folder / "cnn" / "zebra-stripes.md"
    before = file.read_text(encoding="utf-8")
    assert "own/1" not in before
    assert parse(before, "cnn/zebra-stripes", "x").choices[1].right
    file.write_text("mended by hand", encoding="utf-8")
    again = CliRunner().invoke(dlq, ["export", "--suggested", str(folder)])
    assert f"0 of 3 own questions written to {folder}." in again.output
    assert file.read_text(encoding="utf-8") == "mended by hand"


def test_an_export_without_a_database_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLQ_DATABASE", str(tmp_path / "none.sqlite"))
    run = CliRunner().invoke(dlq, ["export", "--suggested", str(tmp_path / "out")])
    assert run.exit_code != 0 and not (tmp_path / "out").exists()
