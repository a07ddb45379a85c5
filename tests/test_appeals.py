"""A person contests a settled verdict with a sentence, and the group's admin gets it."""

from collections.abc import Callable

import pytest

from bot.events import Person, Place
from bot.ledger import Appeal
from bot.message import Message, Reply
from bot.steps.day import rebuilt_standings
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    ROOM,
    Posted,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

PADDING = "cnn/same-padding"


def revealed(study: Study, question: str = PADDING, place: Place = ROOM) -> None:
    """Anna answers wrong, Ben right, and the round is revealed."""
    study.opens(question, place)
    study.types(ANNA, "answer A", place)
    study.types(BEN, "answer B", place)
    study.types(ADA, "admin close-now", place)


def notices(study: Study, to: Person | Place) -> list[Posted]:
    return [post for post in study.posted if post.kind == "notice" and post.to == to]


def card(study: Study, admin: Person = ADA) -> Message:
    """The last thing that an admin was sent."""
    return notices(study, admin)[-1].message


def points(study: Study) -> dict[str, int]:
    """As they are kept, which is as the ledger gives them."""
    assert study.store.standings.all() == rebuilt_standings(study.context())
    return {standing.person.name: standing.points for standing in study.store.standings.all()}


def settled(study: Study, number: int = 1) -> tuple[str, bool] | None:
    found = study.store.appeals.get(number)
    assert isinstance(found, Appeal)
    return (found.settled.by.name, found.settled.granted) if found.settled else None


def test_an_appeal_goes_to_whoever_set_the_group_up(study: Study) -> None:
    """With all that is needed to settle it; nobody else hears of it."""
    revealed(study)
    said = accepted(study.types(ANNA, "appeal no padding is what `valid` means, and I said so"))
    assert "Your appeal in round 1 is with the group's admin." in said
    [post] = notices(study, ADA)
    for part in (
        "Appeal 1, round 1: Same padding",
        "Anna contests the verdict.",
        "Why: no padding is what `valid` means, and I said so",
        "The answer: A",
        "Not right. 0 %",
        "Right: B",
    ):
        assert part in post.text
    assert list(buttons(post.message)) == ["Uphold the verdict", "Count as right", "Count half"]
    assert notices(study, ROOM) == notices(study, ANNA) == []
    assert points(study) == {"Anna": 0, "Ben": 10}


def test_without_a_sentence_a_form_asks_for_it(study: Study) -> None:
    revealed(study)
    asked = form(study.types(ANNA, "appeal"))
    assert asked.title == "Contest the verdict of round 1"
    accepted(study.submits(ANNA, asked, why="None is right:\nthe kernel is 1 x 1"))
    assert "Why: None is right: the kernel is 1 x 1" in notices(study, ADA)[0].text


@pytest.mark.parametrize("named", ["round=1", "round=2026-01-05"])
def test_it_is_for_the_round_answered_last_unless_another_is_named(
    study: Study, named: str
) -> None:
    revealed(study)
    study.waits(hours=24)
    study.opens("cnn/pooling")
    study.types(ANNA, "answer B")
    study.types(ADA, "admin close-now")
    accepted(study.types(ANNA, f"appeal {named} A is what I meant: none = one"))
    accepted(study.types(ANNA, "appeal B is true as well"))
    first, second = (post.text for post in notices(study, ADA))
    assert "round 1: Same padding" in first and "Why: A is what I meant: none = one" in first
    assert "round 2: What pooling keeps" in second and "Why: B is true as well" in second


def test_a_verdict_can_be_contested_once_one_has_locked_in(study: Study) -> None:
    """The group hears nothing of it before the reveal, which then shows what was decided."""
    study.opens(PADDING)
    study.types(ANNA, "answer A")
    assert "is not out yet" in refused(study.types(ANNA, "appeal it is right"))
    assert "/dlq appeal asks the group's admin" in accepted(study.types(ANNA, "lock"))
    accepted(study.types(ANNA, "appeal it is right"))
    study.types(ADA, "reveal")
    accepted(study.presses(ADA, buttons(study.types(ADA, "admin appeals"))["Count as right"]))
    assert notices(study, ROOM) == []
    study.types(ADA, "admin close-now")
    assert points(study) == {"Anna": 10}
    assert "All right: Anna." in study.posted[-1].text


def test_an_answer_that_could_not_be_read_can_be_contested(study: Study) -> None:
    """Counted as right, it keeps the streak as well."""
    study.opens("foundations/first-machine")
    study.types(ANNA, "answer perceptron or adaline")
    study.types(ADA, "admin close-now")
    accepted(study.types(ANNA, "appeal the first of the two was my answer"))
    assert "Unreadable." in notices(study, ADA)[0].text
    study.presses(ADA, buttons(card(study))["Count as right"])
    assert points(study) == {"Anna": 10}
    assert "Streak: 1 round" in accepted(study.types(ANNA, "me"))


def voided(study: Study) -> None:
    study.types(ADA, "admin void")


def contested(study: Study) -> None:
    study.types(ANNA, "appeal it is right")


def granted(study: Study) -> None:
    contested(study)
    study.presses(ADA, buttons(card(study))["Count half"])


def nothing(study: Study) -> None:
    """Nobody does anything more."""


@pytest.mark.parametrize(
    ("who", "before", "words", "said"),
    [
        (ANNA, voided, "it is right", "Round 1 was voided: it counts for nobody"),
        (ANNA, contested, "it is right", "You have contested round 1 already, on 2026-01-05"),
        (ANNA, granted, "more!", "was granted by Ada on 2026-01-05; a round has one appeal."),
        (BEN, nothing, "more!", "Your answer in round 1 has full marks already."),
        (CARL, nothing, "it is right", "You have answered no round of this group"),
        (CARL, nothing, "round=1 right", "You sent no answer to round 1 that counts"),
        (ANNA, nothing, "round=99 right", "This group had no round 99"),
        (ANNA, nothing, "round=tomorrow right", "2026"),
        (ANNA, nothing, "round=2026-01-01 right", "This group had no round 2026-01-01"),
        (ANNA, nothing, "x" * 10_000, "That has 10,000 characters"),
        (ANNA, nothing, "🙂🙂🙂", "Say in a sentence what is wrong"),
    ],
)
def test_what_cannot_be_contested_is_refused_with_a_sentence(
    study: Study, who: Person, before: Callable[[Study], None], words: str, said: str
) -> None:
    revealed(study)
    before(study)
    appeals = study.store.value("SELECT count(*) FROM appeal")
    assert said in refused(study.types(who, f"appeal {words}"))
    assert study.store.value("SELECT count(*) FROM appeal") == appeals


def test_a_forfeited_round_has_nothing_to_contest(study: Study) -> None:
    study.opens("foundations/first-machine")
    study.types(ANNA, "answer perceptron or adaline")
    study.types(ANNA, "reveal")
    assert "You saw the reference of round 1 first" in refused(study.types(ANNA, "appeal no"))


def test_too_long_a_sentence_comes_back_in_the_form(study: Study) -> None:
    revealed(study)
    asked = form(study.types(ANNA, "appeal"))
    assert "2,999 characters" in text(study.submits(ANNA, asked, why="a" * 2_999))
    again = form(study.presses(ANNA, asked.action))
    assert "a" * 2_999 in text(again)
    accepted(study.submits(ANNA, again, why="It is right."))


def test_a_round_of_another_group_is_unknown(study: Study) -> None:
    study.sets_up(CLUB, CARL, time="23:30")
    revealed(study)
    assert "no round 1;" in refused(study.types(BEN, "appeal round=1 right", CLUB))


def test_what_people_write_is_shown_as_they_wrote_it(study: Study) -> None:
    """Nothing of it becomes a mention, a link or a heading."""
    revealed(study)
    hostile = "# <@everyone> [x](http://evil) \u202eabc **b** <!channel>"
    accepted(study.types(ANNA, f"appeal {hostile}"))
    assert f"Why: {hostile}" in notices(study, ADA)[0].text


def test_a_reply_to_an_appeal_is_private(study: Study) -> None:
    revealed(study)
    reply = study.types(ANNA, "appeal it is right")
    assert isinstance(reply, Reply) and reply.private
