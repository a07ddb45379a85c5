"""What a forgotten person suggested and reported: their words go out of what the group was asked,
and everybody's points stay."""

import pytest

from bot.message import Form
from bot.steps.day import rebuilt_standings
from tests.fakes.bank import tiny_bank
from tests.fakes.privately import board, deletes
from tests.fakes.study import ADA, ANNA, BEN, Study, accepted, buttons, form, refused, text

PADDING = "cnn/same-padding"
WORDS = "flabbergastingly"
KEYS = {"choice": f"*{WORDS} yes\n{WORDS} no\nperhaps", "number": "42", "short": f"{WORDS}"}
ANSWERS = {"choice": ("A", "B"), "number": ("42", "7"), "short": (WORDS, "nothing")}


@pytest.fixture
def study() -> Study:
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    return study


def suggests(study: Study, kind: str) -> None:
    asked: Form = form(study.types(ANNA, f"suggest {kind}"))
    accepted(
        study.submits(
            ANNA,
            asked,
            title=f"{WORDS} a title",
            question=f"What is asked {WORDS}?",
            answer=KEYS[kind],
            explanation=f"It is so {WORDS}.",
            topic="cnn",
        )
    )


def accepts(study: Study) -> str:
    """The id of the group's own question, which Ada accepts."""
    card = next(post for post in reversed(study.posted) if post.to == ADA)
    accepted(study.presses(ADA, buttons(card.message)["Accept"]))
    group = study.store.groups.all()[0]
    [id] = study.store.suggestions.texts(group)
    return id


def traces(study: Study) -> set[str]:
    """The tables in which the words stand, in any form."""
    tables = study.store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        table["name"]
        for table in list(tables)
        for row in study.store.rows(f"SELECT * FROM {table['name']}")
        if WORDS in str(tuple(row.values())).lower()
    }


def test_a_suggestion_that_waits_is_withdrawn(study: Study) -> None:
    suggests(study, "choice")
    card = next(post for post in study.posted if post.to == ADA)
    deletes(study)
    assert traces(study) == set()
    assert study.redrawn[-1].text.startswith("What stood here was deleted")
    refused(study.presses(ADA, buttons(card.message)["Accept"]))


@pytest.mark.parametrize("kind", list(KEYS))
def test_a_question_that_was_asked_keeps_its_points_and_loses_its_words(
    study: Study, kind: str
) -> None:
    """Also where others' verdicts and the channel quote it."""
    suggests(study, kind)
    id = accepts(study)
    study.opens(id)
    right, wrong = ANSWERS[kind]
    accepted(study.types(BEN, f"answer {right}"))
    accepted(study.types(ADA, f"answer {wrong}"))
    accepted(study.types(ADA, "admin close-now"))
    study.waits(hours=1)
    before = board(study)
    deletes(study)
    # What others answered is theirs, whatever words it shares with the question.
    assert traces(study) <= ({"answer"} if kind == "short" else set())
    assert board(study) == before
    kept, rebuilt = study.store.standings.all(), rebuilt_standings(study.context())
    assert sorted(kept, key=repr) == sorted(rebuilt, key=repr)
    assert "A question that was deleted" in text(study.types(BEN, "past"))
    assert study.store.suggestions.texts(study.store.groups.all()[0]) == {}


@pytest.mark.parametrize("kind", list(KEYS))
def test_a_round_that_is_open_with_it_is_voided(study: Study, kind: str) -> None:
    """Nobody could answer a question without its words."""
    suggests(study, kind)
    study.opens(accepts(study))
    deletes(study)
    assert study.round(1).state == "voided"
    assert traces(study) == set()
    assert study.redrawn[-1].text.startswith("What stood here was deleted")
    study.waits(hours=26)
    assert study.round(2).question == PADDING


def test_a_summary_that_called_it_the_hardest_does_not_name_it_any_more(study: Study) -> None:
    accepted(study.types(ADA, "admin rules summary=tue"))
    suggests(study, "choice")
    study.opens(accepts(study))
    accepted(study.types(BEN, "answer B"))
    accepted(study.types(ADA, "admin close-now"))
    study.waits(hours=25)
    assert [WORDS in post.text for post in study.posted if post.kind == "summary"] == [True]
    deletes(study)
    assert traces(study) == set()
    assert "A question that was deleted, 0 % on average" in study.redrawn[-1].text


def test_the_log_names_another_question_of_a_longer_name_as_before(study: Study) -> None:
    suggests(study, "choice")
    accepts(study)
    group = study.store.groups.all()[0]
    study.store.groups.log(group, ADA, "queue own/1/flabbergastingly-a-title", study.now)
    study.store.groups.log(group, ADA, "queue own/1/flabbergastingly-a-title-2", study.now)
    deletes(study)
    log = accepted(study.types(ADA, "admin log"))
    assert "queue own/1/gone-1" in log and "queue own/1/flabbergastingly-a-title-2" in log


def test_practice_with_it_goes_on_saying_nothing(study: Study) -> None:
    suggests(study, "choice")
    id = accepts(study)
    accepted(study.types(BEN, f"question {id}"))
    accepted(study.types(BEN, "answer B"))
    deletes(study)
    assert traces(study) == set()
    accepted(study.types(BEN, "me"))
    assert id not in text(study.types(BEN, "search title"))


def test_a_report_is_emptied(study: Study) -> None:
    accepted(study.types(ANNA, f"report {PADDING} it is wrong {WORDS}"))
    deletes(study)
    assert traces(study) == set()
    assert WORDS not in text(study.types(ADA, "admin reports"))
