"""What a person may ask of what is held about them, and what a group sees of it."""

import json

import pytest

from bot.events import Person
from bot.message import File
from tests.fakes.bank import tiny_bank
from tests.fakes.privately import ANYA, board, links, plays, settles
from tests.fakes.study import (
    ADA,
    ANNA,
    CARL,
    ROOM,
    Study,
    accepted,
    refused,
)

PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    """A group with a round a day at 09:00 UTC, always of one question; it is Monday, 08:00."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    return study


def exported(study: Study, person: Person = ANNA) -> dict[str, list[dict[str, object]]]:
    """What stands in the file that the person is sent."""
    accepted(study.types(person, "privacy export"))
    post = study.posted[-1]
    assert post.to == person
    [file] = [block for block in post.message.blocks if isinstance(block, File)]
    held: dict[str, list[dict[str, object]]] = json.loads(file.data)["held"]
    return held


# Shown


def test_what_is_held_is_shown_in_words_and_counts(study: Study) -> None:
    plays(study, anna="A", ben="B")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    shown = accepted(study.types(ANNA, "privacy show")).splitlines()
    assert "As Anna on Chat, in the database on the machine where I run" in "\n".join(shown)
    assert [line for line in shown if line.startswith("•")] == [
        "• 1 answer",
        "• 1 verdict on them",
        "• 1 round with points",
        "• 1 appeal",
        "• 1 community you were seen in",
    ]


def test_nobody_is_shown_what_is_held_about_others(study: Study) -> None:
    plays(study, anna="A", ben="B")
    assert [
        line for line in accepted(study.types(CARL, "privacy show")).splitlines() if "•" in line
    ] == ["• 1 community you were seen in"]


# Hidden


def test_who_hides_is_off_the_board_at_once_and_back_with_all_points(study: Study) -> None:
    plays(study, anna="B", ben="B")
    accepted(study.types(ANNA, "privacy hide"))
    assert board(study) == [("1", "Ben", "10", "1")]
    assert "You are hidden from boards" in accepted(study.types(ANNA, "me"))
    assert "hidden already" in accepted(study.types(ANNA, "privacy hide"))
    accepted(study.types(ANNA, "privacy unhide"))
    assert board(study) == [("1", "Anna", "10", "1"), ("1", "Ben", "10", "1")]
    assert "You are not hidden" in refused(study.types(ANNA, "privacy unhide"))


def test_who_is_hidden_is_named_in_no_reveal_no_summary_and_no_notice(study: Study) -> None:
    accepted(study.types(ADA, "admin rules summary=tue"))
    accepted(study.types(ANNA, "privacy hide"))
    plays(study, anna="B", ben="A")
    plays(study, anna="A", ben="B")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    settles(study, "Count as right")
    told = [post for post in study.posted if post.to == ROOM]
    assert {post.kind for post in told} == {"question", "reveal", "summary", "notice"}
    assert [post.kind for post in told if "Anna" in post.text] == []


# Exported


def test_everything_about_oneself_comes_as_json_by_direct_message(study: Study) -> None:
    plays(study, anna="A", ben="B")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    held = exported(study)
    assert set(held) == {"answer", "verdict", "standing", "appeal", "seen", "person"}
    assert [(row["text"], row["at"]) for row in held["answer"]] == [
        ("A", "2026-01-05T10:00:00.000000+00:00")
    ]
    assert held["appeal"][0]["sentence"] == "I meant the other one"
    assert "Ben" not in json.dumps(held)


def test_an_export_holds_both_accounts_of_a_linked_person(study: Study) -> None:
    links(study)
    plays(study, anna="A")
    accepted(study.types(ANYA, "answer B"))
    held = exported(study)
    assert [row["text"] for row in held["answer"]] == ["A", "B"]
    assert [row["name"] for row in held["person"]] == ["Anna", "Anya"]
    assert len(held["link"]) == 1


def test_an_export_does_not_tell_a_verdict_that_is_still_sealed(study: Study) -> None:
    """Of the open round, and of an older one with the same question."""
    plays(study, anna="B")
    study.waits(hours=2)
    accepted(study.types(ANNA, "answer A"))
    held = exported(study)
    assert [row["text"] for row in held["answer"]] == ["B", "A"]
    assert "verdict" not in held
    accepted(study.types(ANNA, "lock"))
    study.waits(minutes=1)
    assert len(exported(study)["verdict"]) == 2


def test_who_set_up_a_group_is_not_told_which_question_comes_next(study: Study) -> None:
    [group] = exported(study, ADA)["study_group"]
    assert "seed" not in group


def test_no_copy_of_an_exported_file_is_kept(study: Study) -> None:
    exported(study)
    study.store.privacy.drop_exports()
    kept = study.store.value("SELECT message FROM post WHERE cause LIKE 'export %'")
    assert "No copy of it is kept" in kept and "dlq-2026" not in kept
    assert "post" not in exported(study)
