"""A group over several places: invited by a one-time code, the same round, the same board."""

from datetime import timedelta

import pytest

from bot.events import CommandUsed, Person, Place, PlaceGained
from bot.message import Time
from bot.steps.codes import LETTERS
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CLUB,
    OTHER_ROOM,
    ROOM,
    Study,
    accepted,
    buttons,
    refused,
    text,
)

CARA = Person("chat", "u-cara", "Cara")
"""Who manages the town, where the club is."""
PADDING = "cnn/same-padding"


@pytest.fixture
def study() -> Study:
    """A group in the school's room with a round a day at 09:00 UTC; it is Monday, 08:00."""
    study = Study()
    study.sets_up()
    return study


def code(study: Study, place: Place = ROOM, admin: Person = ADA) -> str:
    """The code in the reply to /dlq group link."""
    said = accepted(study.types(admin, "group link", place, manages=True))
    return said.split("/dlq group join ")[1].split("`")[0]


def joins(study: Study, code: str, place: Place = CLUB, admin: Person = CARA) -> str:
    return accepted(study.types(admin, f"group join {code}", place, manages=True))


def tries(study: Study, code: str, place: Place | None = CLUB, admin: Person = CARA) -> str:
    return refused(study.types(admin, f"group join {code}", place, manages=True))


def asked_in(study: Study) -> list[tuple[str, str]]:
    return [(post.kind, post.to.name) for post in study.posted if post.kind == "question"]


def test_a_code_says_how_it_is_used_and_until_when(study: Study) -> None:
    reply = study.types(ADA, "group link", manages=True)
    said = accepted(reply)
    assert "A code for one more channel of room" in said
    assert set(code(study)) <= set(LETTERS)
    [until] = [
        span
        for block in reply.message.blocks
        for span in getattr(block, "spans", ())
        if isinstance(span, Time)
    ]
    assert until.at == study.now + timedelta(hours=1)


def test_a_channel_that_joined_after_a_round_is_told_that_it_was_voided(study: Study) -> None:
    """It never had the question, but has the board."""
    study.opens(PADDING)
    study.types(ANNA, "answer B")
    study.types(ADA, "admin close-now", manages=True)
    joins(study, code(study))
    study.types(ADA, "admin void", manages=True)
    told = [post.to for post in study.posted if "Round 1 was voided by an admin." in post.text]
    assert told == [ROOM, CLUB]


def test_a_channel_of_another_community_joins_and_has_the_same_rounds(study: Study) -> None:
    said = joins(study, code(study))
    assert "This channel is in room now: a question daily at 09:00 (UTC)" in said
    study.waits(hours=2)
    assert asked_in(study) == [("question", "room"), ("question", "club")]


def test_both_channels_have_one_board(study: Study) -> None:
    joins(study, code(study))
    study.opens(PADDING)
    study.types(ANNA, "answer B", ROOM)
    study.types(BEN, "answer B", CLUB)
    accepted(study.types(ADA, "admin close-now", manages=True))
    boards = [text(study.types(ANNA, "board", place)) for place in (ROOM, CLUB)]
    assert all("Anna" in board and "Ben" in board for board in boards)


def test_the_round_that_is_open_is_asked_in_the_new_channel_at_once(study: Study) -> None:
    study.opens(PADDING)
    said = joins(study, code(study))
    assert "The open question comes at once." in said
    assert asked_in(study) == [("question", "room"), ("question", "club")]
    [card] = [p.message for p in study.posted if p.to == CLUB]
    accepted(study.presses(BEN, buttons(card)["B"], CLUB))


@pytest.mark.parametrize("typed", ["{0}-{1}", "{0} {1}", "`{0}{1}`", "  {0}{1}."])
def test_a_code_is_read_however_it_was_copied(study: Study, typed: str) -> None:
    made = code(study)
    given = {"code": typed.format(made[:4].lower(), made[4:])}
    joined = study.uses(CARA, ("group", "join"), given, CLUB, manages=True)
    assert "This channel is in room now" in accepted(joined)


def test_a_code_works_once(study: Study) -> None:
    made = code(study)
    joins(study, made)
    assert f"The code {made} has been used" in tries(study, made, OTHER_ROOM)
    assert study.store.groups.of_place(OTHER_ROOM) is None


def test_a_code_works_for_an_hour(study: Study) -> None:
    made, late = code(study), code(study)
    study.waits(minutes=59)
    joins(study, made)
    study.waits(minutes=1)
    assert f"The code {late} ran out 0 min ago" in tries(study, late, OTHER_ROOM)
    study.waits(hours=5)
    assert f"The code {late} ran out 5 h ago" in tries(study, late, OTHER_ROOM)


def test_a_code_that_nobody_made_is_refused_with_the_way_to_one(study: Study) -> None:
    said = tries(study, "KLMNPQRS")
    assert "I know no code 'KLMNPQRS'; an admin of the group gets one" in said
    assert "/dlq admin setup time=09:00" in said


def test_a_code_in_its_own_group_is_refused_and_stays_good(study: Study) -> None:
    made = code(study)
    assert "This channel is in room already" in tries(study, made, ROOM, ADA)
    joins(study, made)


def test_a_channel_of_another_group_is_not_taken_from_it(study: Study) -> None:
    study.sets_up(CLUB, CARA)
    made = code(study)
    said = tries(study, made)
    assert "in the group club, and a channel is in one group" in said
    accepted(study.types(CARA, "admin stop", CLUB, manages=True))
    joins(study, made)
    assert [p.name for p in study.store.groups.places(study.store.groups.get(1))] == [
        "room",
        "club",
    ]


def test_only_admins_make_codes_and_use_them(study: Study) -> None:
    made = code(study)
    assert "is for those who manage" in refused(study.types(ANNA, "group link"))
    assert "is for those who manage" in refused(study.types(ANNA, f"group join {made}", CLUB))
    joins(study, made)


def test_join_is_for_a_channel(study: Study) -> None:
    made = code(study)
    said = refused(study.types(ADA, f"group join {made}", None, manages=True))
    assert "Use join in the channel that is to join" in said


def test_a_place_where_posts_could_not_stand_is_refused_and_the_code_stays_good(
    study: Study,
) -> None:
    made = code(study)
    who = study.who(CARA, CLUB, manages=True) | {"obstacle": "I may not write in #club."}
    said = refused(study.meets(CommandUsed(**who, path=("group", "join"), options={"code": made})))
    assert "I may not write in #club. Then use join again." in said
    joins(study, made)


def test_a_place_that_was_removed_is_added_again_by_a_code(study: Study) -> None:
    joins(study, code(study))
    study.loses(CLUB)
    study.waits(hours=2)
    study.meets(PlaceGained(id=study.new_id(), at=study.now, place=CLUB))
    joins(study, code(study))
    study.waits(days=1)
    assert asked_in(study) == [
        ("question", "room"),
        ("question", "club"),
        ("question", "room"),
        ("question", "club"),
    ]


def test_a_delivery_that_comes_again_neither_joins_nor_makes_a_code_twice(study: Study) -> None:
    event = CommandUsed(**study.who(ADA, ROOM, manages=True), path=("group", "link"), options={})
    assert study.meets(event) == study.meets(event)
    made = code(study)
    twice = CommandUsed(
        **study.who(CARA, CLUB, manages=True), path=("group", "join"), options={"code": made}
    )
    assert accepted(study.meets(twice)) == accepted(study.meets(twice))


def test_either_side_can_leave_and_the_other_goes_on(study: Study) -> None:
    joins(study, code(study))
    accepted(study.types(ADA, "admin stop", manages=True))
    study.waits(hours=2)
    assert asked_in(study) == [("question", "club")]
