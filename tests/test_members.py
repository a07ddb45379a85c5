"""Who manages a group, who is left off its board, what admins did, and how much one may do."""

from datetime import timedelta

import pytest

from bot.errors import DlqError
from bot.events import Person
from bot.message import Bullets, Reply, Strong, Text
from bot.pace import MOST, MOST_PRACTICE, REMEMBERED, Pace
from tests.fakes.bank import tiny_bank
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    OTHER_ROOM,
    START,
    Outcome,
    Study,
    accepted,
    buttons,
    refused,
    rows,
    text,
)

PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    """A group that Ada made; Anna, Ben and Carl have been seen in its community."""
    study = Study(tiny_bank(PADDING))
    study.sets_up()
    for person in (ANNA, BEN, CARL):
        study.types(person, "random")
    return study


def admin(study: Study, words: str) -> str:
    return accepted(study.types(ADA, f"admin {words}"))


def refuses(study: Study, words: str) -> str:
    return refused(study.types(ADA, f"admin {words}"))


def plays(study: Study, *people: Person) -> None:
    """A round that these people have right; it is revealed."""
    study.waits(hours=2)
    for person in people:
        accepted(study.types(person, "answer B"))
    admin(study, "close-now")
    study.waits(hours=22)


def names(outcome: Outcome) -> list[str]:
    return [row[1] for row in rows(outcome)]


# Admins whom admins added


@pytest.mark.parametrize("who", ["<@u-ben>", "<@!u-ben>", "<@u-ben|ben>", "Ben", "@ben"])
def test_somebody_whom_an_admin_added_may_manage_the_group(study: Study, who: str) -> None:
    study.store.db.execute("UPDATE person SET native = 'uben' WHERE native = 'u-ben'")
    ben = Person("chat", "uben", "Ben")
    refused(study.types(ben, "admin next"))
    assert "Ben may manage room now." in admin(study, f"admins add={who.replace('u-ben', 'uben')}")
    accepted(study.types(ben, "admin next"))
    assert "by those whom admins added: Ben." in admin(study, "admins")


def test_what_was_given_is_taken_back(study: Study) -> None:
    admin(study, "admins add=Ben")
    assert "may manage this group already" in refuses(study, "admins add=Ben")
    assert "Ben may not manage room any more." in admin(study, "admins remove=Ben")
    refused(study.types(BEN, "admin next"))
    assert "Ben was not added by an admin" in refuses(study, "admins remove=Ben")


def test_whoever_made_the_group_is_its_admin_for_good(study: Study) -> None:
    assert "Ada may manage this group already" in refuses(study, "admins add=Ada")
    assert "was not added by an admin" in refuses(study, "admins remove=Ada")


def test_a_right_in_one_group_is_none_in_another(study: Study) -> None:
    study.sets_up(OTHER_ROOM)
    admin(study, "admins add=Ben")
    said = refused(study.types(BEN, "admin next", OTHER_ROOM))
    assert "is for those who manage this community" in said


def test_a_name_that_nobody_or_several_have_is_asked_back(study: Study) -> None:
    study.types(Person("chat", "u-ben-2", "ben"), "random")
    assert "Several people here are called 'Ben'; mention the one" in refuses(
        study, "admins add=Ben"
    )
    assert "I have seen nobody called 'Zoe' in this group" in refuses(study, "admins add=Zoe")
    assert "one person at a time" in refuses(study, "admins add=Anna remove=Carl")


def test_an_added_admin_settles_appeals(study: Study) -> None:
    admin(study, "admins add=Ben")
    study.waits(hours=2)
    study.types(ANNA, "answer A")
    admin(study, "close-now")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    card = study.types(BEN, "admin appeals")
    label = next(label for label in buttons(card) if "right" in label.lower())
    settled = accepted(study.presses(BEN, buttons(card)[label]))
    assert "Appeal 1 was granted by Ben" in settled
    assert rows(study.types(ANNA, "board")) == [("1", "Anna (you)", "10", "1")]


# Left off the board


def test_somebody_excluded_is_left_out_before_ranking_at_once_and_told_why(study: Study) -> None:
    plays(study, ANNA, BEN)
    assert "is left off the board of room" in admin(study, "exclude Ben answers with a script")
    assert names(study.types(ANNA, "board all")) == ["Anna (you)"]
    said = accepted(study.types(BEN, "board all"))
    assert "An admin left you off this board: answers with a script" in said
    me = accepted(study.types(BEN, "me"))
    assert "1 round answered, 10 points" in me and "rank" not in me
    assert "An admin left you off this board" in me


def test_no_reveal_and_no_summary_names_somebody_excluded(study: Study) -> None:
    admin(study, "rules summary=tue")
    admin(study, "exclude Ben answers with a script")
    plays(study, ANNA, BEN)
    study.waits(hours=2)
    told = [post.text for post in study.posted if post.kind in {"reveal", "summary"}]
    assert len(told) == 2
    assert all("Anna" in each and "Ben" not in each for each in told)
    assert "2 answers: 2 right" in told[0]


def test_an_exclusion_is_taken_back_with_all_points(study: Study) -> None:
    plays(study, ANNA, BEN)
    admin(study, "exclude Ben answers with a script")
    assert "left off the board already" in refuses(study, "exclude Ben once more")
    assert "Ben is on the board again" in admin(study, "include Ben")
    assert names(study.types(ANNA, "board all")) == ["Anna (you)", "Ben"]
    assert "is not left off" in refuses(study, "include Ben")


def test_an_exclusion_needs_a_reason_and_is_listed(study: Study) -> None:
    assert "Say why, in 1 to 300 characters" in refuses(study, "exclude Ben")
    assert "Nobody is left off the board." in admin(study, "exclude")
    admin(study, "exclude Ben <@everyone> *cheats*")
    listed = study.types(ADA, "admin exclude")
    assert isinstance(listed, Reply)
    assert listed.message.blocks[1:] == (
        Bullets(((Strong("Ben"), Text(", since 2026-01-05: <@everyone> *cheats*")),)),
    )


def test_an_exclusion_holds_for_both_accounts_and_in_one_group_only(study: Study) -> None:
    made = accepted(study.types(BEN, "link")).split("/dlq link ")[1].split("`")[0]
    accepted(study.types(CARL, f"link {made}"))
    plays(study, ANNA, CARL)
    admin(study, "exclude Carl is Ben")
    assert names(study.types(ANNA, "board all")) == ["Anna (you)"]
    study.sets_up(OTHER_ROOM)
    accepted(study.types(ADA, "admin post-now", OTHER_ROOM))
    accepted(study.types(BEN, "answer B", OTHER_ROOM))
    accepted(study.types(ADA, "admin close-now", OTHER_ROOM))
    assert names(study.types(BEN, "board all", OTHER_ROOM)) == ["Ben (you)"]


def test_somebody_hidden_is_named_nowhere_and_still_has_their_record(study: Study) -> None:
    study.store.members.hide(BEN, study.now)
    plays(study, ANNA, BEN)
    assert names(study.types(ANNA, "board all")) == ["Anna (you)"]
    assert all("Ben" not in post.text for post in study.posted)
    assert "You are hidden from boards" in accepted(study.types(BEN, "board"))
    assert "1 round answered, 10 points" in accepted(study.types(BEN, "me"))


def test_the_line_about_a_granted_appeal_names_nobody_who_is_hidden(study: Study) -> None:
    study.waits(hours=2)
    study.types(BEN, "answer A")
    study.store.members.hide(BEN, study.now)
    admin(study, "close-now")
    accepted(study.types(BEN, "appeal I meant the other one"))
    card = study.types(ADA, "admin appeals")
    label = next(label for label in buttons(card) if "right" in label.lower())
    accepted(study.presses(ADA, buttons(card)[label]))
    [line] = [post.text for post in study.posted if "an appeal was granted" in post.text]
    assert "somebody has" in line and "Ben" not in line


# What admins did


def test_the_log_lists_everything_newest_first(study: Study) -> None:
    admin(study, "rules close-after=12h")
    admin(study, "exclude Ben a reason")
    admin(study, "admins add=Carl")
    outcome = study.types(ADA, "admin log")
    assert isinstance(outcome, Reply)
    [listed] = [block for block in outcome.message.blocks if isinstance(block, Bullets)]
    said = ["".join(s.text for s in item if isinstance(s, Strong | Text)) for item in listed.items]
    assert said == [
        " Ada: admins add Carl",
        " Ada: exclude Ben: a reason",
        " Ada: rules close-after=12h",
        " Ada: setup",
    ]


def test_a_long_log_is_leafed_through(study: Study) -> None:
    for number in range(1, 20):
        admin(study, f"rules grace={number}h")
        study.waits(minutes=1)
    first = study.types(ADA, "admin log")
    second = study.presses(ADA, buttons(first)["Older"])
    assert "grace=19h" in text(first) and "grace=4h" not in text(first)
    assert "grace=4h" in text(second) and "setup" in text(second)
    assert list(buttons(second)) == ["Newer"]
    assert "Nothing further" in accepted(study.presses(ADA, "dlq:log:99"))
    refused(study.presses(ADA, "dlq:log:x"))


def test_a_member_who_presses_a_page_of_the_log_is_refused(study: Study) -> None:
    assert "is for those who manage" in refused(study.presses(ANNA, "dlq:log:0"))


# Pace


def test_nobody_changes_more_than_a_hand_could(study: Study) -> None:
    study.waits(hours=2)
    for _ in range(MOST):
        accepted(study.types(ANNA, "answer A"))
    said = refused(study.types(ANNA, "answer B"))
    assert f"That was {MOST} commands within a minute. Nothing was done; go on in 60 s." in said
    assert len(study.store.answers.to(study.round(1))) == MOST
    accepted(study.types(BEN, "answer B"))
    study.now += timedelta(minutes=1)
    accepted(study.types(ANNA, "answer B"))


def test_practice_has_more_room(study: Study) -> None:
    drawn = [study.types(ANNA, "random") for _ in range(2 * MOST)]
    assert all("Practice · private" in accepted(card) for card in drawn)


def test_a_script_that_practises_is_stopped_too() -> None:
    pace = Pace(MOST_PRACTICE)
    for _ in range(MOST_PRACTICE):
        pace.check(ANNA, START)
        pace.note(ANNA, START)
    with pytest.raises(DlqError, match="go on in 60 s"):
        pace.check(ANNA, START)
    pace.check(BEN, START)


def test_only_so_many_people_are_kept_in_mind() -> None:
    """Whoever was quick long ago is forgotten first."""
    pace = Pace(1)
    pace.note(ANNA, START)
    pace.note(BEN, START)
    for number in range(REMEMBERED - 1):
        pace.note(Person("chat", f"u-{number}"), START)
    pace.check(ANNA, START)
    with pytest.raises(DlqError):
        pace.check(BEN, START)


def test_reading_is_not_counted(study: Study) -> None:
    shown = [study.types(ANNA, "board") for _ in range(2 * MOST)]
    assert all("Board of room" in accepted(board) for board in shown)
