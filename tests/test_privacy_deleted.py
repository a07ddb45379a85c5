"""Somebody is forgotten: what is asked, what goes, what stays, and at what odd moments."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.words import named, saying
from bot.events import ButtonPressed, CommandUsed, MessageRef, Person
from bot.message import Message
from bot.steps.day import rebuilt_standings
from bot.steps.regrade import regrade
from tests.fakes.bank import tiny_bank
from tests.fakes.privately import ANYA, DELETE, board, deletes, links, plays, settles
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    OTHER_ROOM,
    ROOM,
    Outcome,
    Study,
    accepted,
    buttons,
    refused,
    text,
)

PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    """A group with a round a day at 09:00 UTC, always of one question; it is Monday, 08:00."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    return study


# Deleted


def test_deletion_is_asked_about_once_and_says_what_goes_and_what_stays(study: Study) -> None:
    asked = study.types(ANNA, "privacy delete")
    assert list(buttons(asked)) == [DELETE]
    assert buttons(asked)[DELETE].style == "danger"
    said = accepted(asked)
    assert "Delete what is held about Anna on Chat?" in said
    assert "Goes, for good:" in said and "Stays: the scores, with a number (gone-2)" in said
    assert study.store.people.known(ANNA) == 2


def test_a_deletion_that_nobody_confirms_changes_nothing(study: Study) -> None:
    plays(study, anna="B", ben="A")
    before = board(study)
    study.types(ANNA, "privacy delete")
    study.waits(days=3)
    assert board(study) == before


def test_scores_stay_with_a_number_and_boards_change_by_the_name_alone(study: Study) -> None:
    plays(study, anna="B", ben="A")
    plays(study, anna="B", ben="B")
    before = board(study)
    assert "Where your name stood is gone-2 now." in deletes(study)
    assert board(study) == [tuple("gone-2" if c == "Anna" else c for c in row) for row in before]
    assert rebuilt_standings(study.context()) == study.store.standings.all()


def test_reveals_and_summaries_that_stand_in_a_channel_are_redrawn_without_the_name(
    study: Study,
) -> None:
    accepted(study.types(ADA, "admin rules summary=tue"))
    plays(study, anna="B", ben="B")
    study.waits(hours=1)
    deletes(study)
    assert [(p.kind, p.text.count("gone-2"), "Anna" in p.text) for p in study.redrawn] == [
        ("question", 0, False),
        ("reveal", 2, False),
        ("summary", 2, False),
    ]


def test_a_name_that_is_a_word_of_the_question_changes_nothing_else(study: Study) -> None:
    """Somebody is called "size", which the reference says too."""
    size = Person("chat", "u-size", "size")
    study.waits(hours=2)
    accepted(study.types(size, "answer B"))
    study.waits(hours=24)
    reveal = next(post.text for post in study.posted if post.kind == "reveal")
    deletes(study, size)
    after = next(post.text for post in study.redrawn if post.kind == "reveal")
    assert after.split("How the group did")[0] == reveal.split("How the group did")[0]
    assert "All right: gone-" in after and "size" not in after.split("How the group did")[1]


@pytest.mark.parametrize(
    "name",
    ['"', "\\", "(.*", "\x1b[31m", "a\nb", "שלום", "🙂🙂", "<@U1>", "**x**", "%s", "x" * 10_000],
    ids=lambda name: ascii(name[:5]),
)
def test_whatever_somebody_is_called_goes(study: Study, name: str) -> None:
    who = Person("chat", "u-who", name)
    study.waits(hours=2)
    accepted(study.types(who, "answer B"))
    accepted(study.types(ADA, "admin close-now"))
    study.store.posts.owe("said", "notice", BEN, saying(named(who), " was here."))
    study.waits(hours=1)
    deletes(study, who)
    reveal = next(post for post in study.redrawn if post.kind == "reveal")
    assert "All right: gone-" in reveal.text
    assert study.redrawn[-1].text.startswith("gone-")
    kept = study.store.rows("SELECT * FROM person")
    assert [row["name"] for row in kept if row["name"] == name] == []


def test_whoever_comes_back_starts_afresh(study: Study) -> None:
    plays(study, anna="B", ben="A")
    deletes(study)
    plays(study, anna="A")
    assert board(study) == [
        ("1", "gone-2", "10", "1"),
        ("2", "Anna", "0", "1"),
        ("2", "Ben", "0", "1"),
    ]
    assert "1 round answered, 0 points" in accepted(study.types(ANNA, "me"))


def test_the_button_of_before_deletes_nobody_who_came_back(study: Study) -> None:
    button = buttons(study.types(ANNA, "privacy delete"))[DELETE]
    accepted(study.presses(ANNA, button))
    assert "nothing was deleted" in refused(study.presses(ANNA, button))
    assert study.store.people.known(ANNA) is not None


@pytest.mark.parametrize("action", ["dlq:forget", "dlq:forget:3", "dlq:forget:2:3", "dlq:forget:x"])
def test_a_forged_button_deletes_nobody(study: Study, action: str) -> None:
    plays(study, anna="B", ben="A")
    before = board(study)
    refused(study.presses(CARL, action))
    assert board(study) == before


def test_a_deletion_that_is_delivered_twice_is_done_once_and_answered_alike(study: Study) -> None:
    button = buttons(study.types(ANNA, "privacy delete"))[DELETE]
    press = ButtonPressed(id="twice", at=study.now, person=ANNA, place=ROOM, action=button.action)
    first = study.app.handle(press)
    assert study.app.handle(press) == first
    assert "Deleted." in accepted(first)
    assert study.store.people.known(ANNA) is None


def test_an_older_delivery_that_comes_again_changes_nothing(study: Study) -> None:
    """Its reply is forgotten, that it came is not."""
    study.waits(hours=2)
    who = {"at": study.now, "person": ANNA, "place": ROOM}
    press = ButtonPressed(id="twice", action="dlq:answer:1:b", **who)
    accepted(study.app.handle(press))
    deletes(study)
    assert "That was done already." in accepted(study.app.handle(press))
    assert study.store.people.known(ANNA) is None


def test_both_accounts_of_a_linked_person_are_asked_about_and_go(study: Study) -> None:
    links(study)
    plays(study, anna="B", ben="B")
    before = board(study)
    asked = study.types(ANYA, "privacy delete")
    assert "Both accounts go" in accepted(asked)
    assert "Anna on Chat and Anya on Other" in accepted(asked)
    button = buttons(asked)[DELETE]
    accepted(study.presses(ANYA, button))
    assert [study.store.people.known(one) for one in (ANNA, ANYA)] == [None, None]
    assert [row[2:] for row in board(study)] == [row[2:] for row in before]
    assert rebuilt_standings(study.context()) == study.store.standings.all()
    assert "nothing was deleted" in refused(study.presses(ANNA, button))


def test_a_link_made_after_the_question_is_asked_about_anew(study: Study) -> None:
    button = buttons(study.types(ANNA, "privacy delete"))[DELETE]
    links(study)
    assert "Your accounts are not the ones" in refused(study.presses(ANNA, button))


def test_who_is_hidden_or_excluded_does_not_appear_by_being_deleted(study: Study) -> None:
    plays(study, anna="B", ben="B", carl="A")
    accepted(study.types(ANNA, "privacy hide"))
    accepted(study.types(ADA, "admin exclude Ben answers with a script"))
    before = board(study)
    deletes(study)
    deletes(study, BEN)
    assert board(study) == before == [("1", "Carl (you)", "0", "1")]
    assert "script" not in accepted(study.types(ADA, "admin exclude"))
    log = accepted(study.types(ADA, "admin log"))
    assert "exclude gone-3" in log and "script" not in log and "Ben" not in log


# At odd moments


def test_an_answer_to_a_round_that_is_open_still_counts_for_the_number(study: Study) -> None:
    study.waits(hours=2)
    accepted(study.types(ANNA, "answer B"))
    deletes(study)
    study.waits(hours=24)
    reveal = next(post.text for post in study.posted if post.kind == "reveal")
    assert "B      | right | 1" in reveal and "All right: gone-2." in reveal
    assert board(study) == [("1", "gone-2", "10", "1")]


def test_a_regrade_leaves_the_score_of_a_blanked_answer(study: Study) -> None:
    plays(study, anna="B", ben="A")
    deletes(study)
    before = board(study)
    regrade(study.context(), PADDING)
    assert board(study) == before


def test_an_appeal_on_its_way_is_withdrawn(study: Study) -> None:
    """The admin's message of it says nothing any more, and its button serves no more."""
    plays(study, anna="A", ben="B")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    [card] = [post for post in study.posted if post.to == ADA]
    deletes(study)
    assert study.redrawn[-1].text.startswith("What stood here was deleted")
    assert "I do not know this appeal" in refused(
        study.presses(ADA, buttons(card.message)["Count as right"])
    )
    assert text(study.types(ADA, "admin appeals")).startswith("No appeal")


def test_what_an_appeal_gave_stays_without_its_words(study: Study) -> None:
    plays(study, anna="A", ben="B")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    settles(study, "Count as right")
    before = board(study)
    deletes(study)
    assert [row[2] for row in board(study)] == [row[2] for row in before] == ["10", "10"]
    assert study.store.value("SELECT sentence FROM appeal") == ""


def test_a_group_goes_on_without_whoever_set_it_up(study: Study) -> None:
    """What they would have been told, the next admin command tells."""
    accepted(study.types(BEN, "help"))
    study.types(BEN, "today")
    accepted(study.types(ADA, "admin admins add=Ben"))
    deletes(study, ADA)
    study.waits(hours=2)
    accepted(study.types(ANNA, "answer A"))
    study.waits(hours=24)
    accepted(study.types(ANNA, "appeal round=1 I meant the other one"))
    assert [post for post in study.posted if post.to == ADA] == []
    refused(study.types(CARL, "admin next"))
    said = accepted(study.types(BEN, "admin next"))
    assert "Before I forget: Appeal 1: Anna contests the verdict of round 1" in said
    assert "Before I forget" not in accepted(study.types(BEN, "admin next"))
    refused(study.types(ADA, "admin next"))


def test_the_groups_of_one_maker_are_not_told_each_others_affairs(study: Study) -> None:
    study.sets_up(OTHER_ROOM)
    deletes(study, ADA)
    makers = [group.made_by for group in study.store.groups.all()]
    assert len(set(makers)) == 2 and {maker.platform for maker in makers} == {"gone"}


def test_a_message_that_is_on_its_way_to_whoever_is_deleted_leaves_no_trace(study: Study) -> None:
    """It had begun to be sent; where it went is not noted afterwards."""
    study.store.posts.owe("cause", "notice", ANNA, Message("For Anna alone", ()))
    study.store.posts.hold("chat", "study", study.now, study.now.replace(hour=9))
    [post] = study.outbox.actionable(["chat"])[ANNA]
    sending = study.outbox.begin(post)
    assert sending is not None and study.outbox.mark(sending.post)
    study.app.handle(CommandUsed(id="ask", at=study.now, person=ANNA, path=("privacy", "delete")))
    study.app.handle(ButtonPressed(id="yes", at=study.now, person=ANNA, action="dlq:forget:2"))
    study.outbox.sent(sending.post, MessageRef(("dm-of-anna",)), new=True)
    study.outbox.failed(sending.post, RuntimeError("to u-anna"))
    row = study.store.row("SELECT state, pages, error, message FROM post")
    assert row is not None
    assert (row["state"], row["pages"], row["error"]) == ("failed", "[]", "")
    assert "Anna" not in row["message"]


Deed = Callable[[Study, Person], Outcome]
DEEDS: dict[str, Deed] = {
    "right": lambda study, who: study.types(who, "answer B"),
    "wrong": lambda study, who: study.types(who, "answer A"),
    "hint": lambda study, who: study.types(who, "hint"),
    "lock": lambda study, who: study.types(who, "lock"),
    "look": lambda study, who: study.types(who, "reveal"),
    "hide": lambda study, who: study.types(who, "privacy hide"),
}


@settings(max_examples=25, deadline=None)
@given(
    days=st.lists(
        st.lists(
            st.tuples(st.sampled_from([ANNA, BEN, CARL]), st.sampled_from(sorted(DEEDS))),
            max_size=6,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_deletion_changes_no_board_but_for_a_name(days: list[list[tuple[Person, str]]]) -> None:
    """And the place within a tie, where names decide. What is kept is what the ledger gives."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    for day in days:
        study.waits(hours=2)
        for who, deed in day:
            DEEDS[deed](study, who)
        study.waits(hours=22)
    study.waits(hours=2)
    study.types(ANNA, "today")
    before = board(study, ADA)
    number = study.store.people.known(ANNA)
    deletes(study)
    called = {"Anna": f"gone-{number}"}
    expected = [tuple(called.get(cell, cell) for cell in row) for row in before]
    assert sorted(board(study, ADA)) == sorted(expected)
    kept, rebuilt = study.store.standings.all(), rebuilt_standings(study.context())
    assert sorted(kept, key=repr) == sorted(rebuilt, key=repr)
