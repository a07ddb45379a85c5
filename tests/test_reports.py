"""A person reports what is wrong with a question, and an admin of the group sees to it."""

import pytest

from bot.events import CommandUsed
from bot.message import Buttons
from tests.fakes.own import last_told, own_question
from tests.fakes.study import ADA, ANNA, BEN, CLUB, ROOM, Study, accepted, buttons, refused, text

WORDS = "report cnn/pooling the key is *out* of date"


def test_a_report_goes_to_whoever_set_the_group_up(study: Study) -> None:
    """With its sentence as it was typed; and of a question of the bank the project may hear too."""
    said = accepted(study.types(ANNA, WORDS))
    assert "Your report on cnn/pooling is with the admins of room." in said
    assert "CONTRIBUTING.md" in said
    [post] = [post for post in study.posted if post.to == ADA]
    assert post.text == (
        "Report 1: cnn/pooling\n=====================\n\nOpen. Anna reports:\n\n"
        "the key is *out* of date\n\n[Done]\n\n(report 1 · notice)"
    )


def test_the_project_does_not_hear_of_a_groups_own_question(study: Study) -> None:
    id = own_question(study)
    assert "CONTRIBUTING" not in accepted(study.types(BEN, f"report {id} stripes are not kernels"))


@pytest.mark.parametrize("named", ["1", "round 1", "round=1", "#1", "Round 1"])
def test_a_round_is_named_by_its_number(study: Study, named: str) -> None:
    study.opens("cnn/pooling")
    given = dict(zip(("what", "sentence"), (named, "the hint tells all"), strict=True))
    said = accepted(study.uses(ANNA, ("report",), given))
    assert "Your report on cnn/pooling (round 1)" in said


def test_typed_words_name_a_round_as_people_write_it(study: Study) -> None:
    study.opens("cnn/pooling")
    for words in ("report 1 the hint tells all", "report round 1 the hint tells all"):
        assert "cnn/pooling (round 1)" in accepted(study.types(ANNA, words))
    found = study.store.reports.get(2)
    assert found is not None and found.sentence == "the hint tells all"


@pytest.mark.parametrize(
    ("what", "sentence", "said"),
    [
        ("cnn/poling", "the key is wrong", "did you mean cnn/pooling?"),
        ("own/1/zebra", "the key is wrong", "There is no question 'own/1/zebra'"),
        ("7", "the key is wrong", "This group had no round 7"),
        ("round", "seven is wrong", "There is no question 'seven'"),
        ("cnn/pooling", "?!", "Say in a sentence what is wrong"),
        ("cnn/pooling", "w" * 501, "That has 501 characters; a report is a sentence or two"),
        ("9" * 300, "x", "There is no question"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(
    study: Study, what: str, sentence: str, said: str
) -> None:
    assert said in refused(study.uses(ANNA, ("report",), {"what": what, "sentence": sentence}))
    assert study.store.reports.get(1) is None


def test_rounds_and_own_questions_of_another_group_cannot_be_reported(study: Study) -> None:
    study.sets_up(CLUB, BEN, time="23:00")
    id = own_question(study)
    study.opens(id)
    assert "had no round 1" in refused(study.types(BEN, "report 1 is wrong", CLUB))
    assert "There is no question" in refused(study.types(BEN, f"report {id} is wrong", CLUB))


def test_done_is_told_to_whoever_reported_and_takes_it_off_the_list(study: Study) -> None:
    accepted(study.types(ANNA, WORDS))
    listed = study.types(ADA, "admin reports")
    assert "1: `cnn/pooling`, Anna: the key is *out* of date" in accepted(listed)
    accepted(study.presses(ADA, buttons(listed)["Done with 1"]))
    assert "Ada is done with your report on cnn/pooling." in text(last_told(study, ANNA))
    assert "No report waits for you." in accepted(study.types(ADA, "admin reports"))
    [redrawn] = [post for post in study.redrawn if post.to == ADA]
    assert "Settled. Ada is done with it." in redrawn.text
    [row] = [block for block in redrawn.message.blocks if isinstance(block, Buttons)]
    assert all(button.disabled for button in row.buttons)


def test_done_twice_is_done_once(study: Study) -> None:
    """In a direct message too, where no place says which group is meant."""
    accepted(study.types(ANNA, WORDS))
    accepted(study.presses(ADA, buttons(last_told(study, ADA))["Done"], None))
    said = refused(study.presses(ADA, "dlq:reviewed:1"))
    assert said.startswith("Ada was done with report 1 on 2026-01-05.")
    assert len([post for post in study.posted if post.to == ANNA]) == 1


def test_a_report_that_is_delivered_twice_is_one(study: Study) -> None:
    given = {"what": "cnn/pooling", "sentence": "is wrong"}
    event = CommandUsed(**study.who(ANNA, ROOM), path=("report",), options=given)
    assert study.meets(event) == study.meets(event)
    assert study.store.reports.get(2) is None


@pytest.mark.parametrize("verb", ["reported", "reviewed"])
def test_only_admins_of_that_group_see_to_reports(study: Study, verb: str) -> None:
    study.sets_up(CLUB, BEN)
    accepted(study.types(ANNA, WORDS))
    for person, place in ((ANNA, ROOM), (BEN, CLUB), (BEN, None)):
        said = refused(study.presses(person, f"dlq:{verb}:1", place))
        assert "those who manage this group" in said
    for token in ("2", "0", "x", "9" * 80):
        assert "I do not know this report" in refused(study.presses(ADA, f"dlq:{verb}:{token}"))


def test_nobody_sends_more_than_admins_can_read(study: Study) -> None:
    for _ in range(10):
        accepted(study.types(ANNA, WORDS))
    assert "10 of your reports wait" in refused(study.types(ANNA, WORDS))
    accepted(study.types(BEN, WORDS))
    accepted(study.presses(ADA, "dlq:reviewed:1"))
    accepted(study.types(ANNA, WORDS))


def test_an_admin_who_may_still_answer_is_not_told_the_answer_by_a_report(study: Study) -> None:
    """Neither in the notice nor in the list; once they have locked in, both show it."""
    study.opens("cnn/same-padding")
    accepted(study.types(ANNA, "report 1 the answer is B and not C"))
    listed = study.types(ADA, "admin reports")
    looked = study.presses(ADA, buttons(last_told(study, ADA))["Look at the report"], None)
    for outcome in (last_told(study, ADA), listed, looked):
        assert "the answer is B" not in text(outcome)
        assert "once you have locked in" in text(outcome)
    accepted(study.types(ADA, "answer B"))
    accepted(study.types(ADA, "lock"))
    looked = study.presses(ADA, "dlq:reported:1", None)
    assert "the answer is B and not C" in accepted(looked)
    assert list(buttons(looked)) == ["Done"]


def test_a_long_list_says_how_many_are_left(study: Study) -> None:
    people = [ANNA, BEN, ADA]
    for number in range(22):
        accepted(study.types(people[number % 3], WORDS))
    listed = study.types(ADA, "admin reports")
    assert "22 open reports" in accepted(listed) and "and 2 more" in accepted(listed)
    assert len(buttons(listed)) == 20
