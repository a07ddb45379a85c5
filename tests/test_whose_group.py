"""Which group something is for, who may manage it, and what becomes of it when a place is lost."""

import pytest

from bot.events import Place, PlaceLost
from tests.fakes.study import ADA, ANNA, CARL, CLUB, OTHER_ROOM, ROOM, Study, accepted, refused

pytestmark = pytest.mark.usefixtures("open_round")

THIRD_ROOM = Place("chat", "third-room", "school", "third-room")

# Whose group


def test_in_a_groups_channel_the_command_is_for_that_group(study: Study) -> None:
    study.sets_up(OTHER_ROOM, CARL, topics="training")
    study.opens("training/training-step", OTHER_ROOM, CARL)
    assert "One training step" in accepted(study.types(ANNA, "today", OTHER_ROOM))
    assert "Same padding" in accepted(study.types(ANNA, "today", ROOM))


def test_elsewhere_in_the_community_it_is_for_the_communitys_only_group(study: Study) -> None:
    assert "Same padding" in accepted(study.types(ANNA, "today", THIRD_ROOM))


def test_where_a_community_has_several_groups_the_reply_asks(study: Study) -> None:
    study.sets_up(OTHER_ROOM, CARL)
    asked = refused(study.types(ANNA, "today", THIRD_ROOM))
    assert "#room or #other-room" in asked
    study.types(ANNA, "answer B", ROOM)
    assert "Same padding" in accepted(study.types(ANNA, "today", THIRD_ROOM))


def test_where_no_group_is_the_reply_says_how_to_make_one(study: Study) -> None:
    assert "/dlq admin setup time=09:00" in refused(study.types(ANNA, "today", CLUB))


def test_a_direct_message_is_for_the_only_group_one_has_answered_in(study: Study) -> None:
    assert "in a channel of the group" in refused(study.types(ANNA, "today", None))
    accepted(study.types(ANNA, "answer B"))
    assert "Same padding" in accepted(study.types(ANNA, "today", None))
    assert accepted(study.types(ANNA, "answer C", None)).startswith("Recorded.")


def test_whoever_made_a_group_may_ask_for_it_by_direct_message(study: Study) -> None:
    """An admin who never answered is told of failures there, and must be able to act on them."""
    assert "time" in accepted(study.types(ADA, "admin rules", None))


def test_a_direct_message_of_somebody_in_two_groups_is_asked_back(study: Study) -> None:
    study.sets_up(CLUB, CARL)
    study.opens("cnn/pooling", CLUB, CARL)
    study.types(ANNA, "answer B", ROOM)
    study.types(ANNA, "answer B", CLUB)
    assert "I cannot tell which it is" in refused(study.types(ANNA, "today", None))


def test_a_buttons_round_counts_wherever_it_is_pressed(study: Study) -> None:
    """A button needs no group: its round is in it."""
    for place in (ROOM, OTHER_ROOM, CLUB, None):
        assert accepted(study.presses(ANNA, "dlq:answer:1:a", place)).startswith("Recorded.")


# Who may manage


def test_whoever_made_a_group_may_manage_it_everywhere(study: Study) -> None:
    accepted(study.types(ADA, "answer B"))
    assert "Rules of room" in accepted(study.types(ADA, "admin rules", None))


def test_managing_one_community_gives_no_right_over_a_group_of_another(study: Study) -> None:
    """Carl owns the club and has answered in the school's room only."""
    accepted(study.types(CARL, "answer B"))
    for words in ("admin void", "admin close-now", "admin rules time=10:00", "admin pause"):
        assert "is for those who manage" in refused(study.types(CARL, words, CLUB, manages=True))
    assert study.round(1).state == "open"


def test_whoever_manages_a_community_may_make_a_group_there_wherever_they_answered(
    study: Study,
) -> None:
    accepted(study.types(CARL, "answer B"))
    accepted(study.types(CARL, "admin setup 09:00 UTC", CLUB, manages=True))
    group = study.store.groups.of_place(CLUB)
    assert group is not None and group.made_by == CARL


# A place that is lost


def test_a_lost_place_closes_that_place_and_not_the_group(study: Study) -> None:
    group = study.store.groups.of_place(ROOM)
    assert group is not None
    study.store.groups.join(group, OTHER_ROOM, study.now)
    study.loses(ROOM, "the channel was deleted")
    assert study.store.groups.places(group) == [OTHER_ROOM]
    assert study.store.groups.get(group.id).active
    [told] = [post for post in study.posted if post.to == ADA]
    assert "I am no longer in #room (the channel was deleted); room goes on elsewhere" in told.text
    study.waits(hours=40)
    asked = [post.to for post in study.posted if post.kind == "question"]
    assert asked == [ROOM, OTHER_ROOM]


def test_a_group_whose_last_place_is_lost_rests_and_keeps_its_ledger(study: Study) -> None:
    study.types(ANNA, "answer B")
    study.loses(ROOM)
    study.waits(days=3)
    group = study.store.groups.all()[0]
    assert not group.active
    assert [answer.text for answer in study.store.answers.to(study.round(1))] == ["B"]
    assert [post.kind for post in study.posted] == ["question", "notice"]


def test_a_place_that_is_lost_twice_is_told_once(study: Study) -> None:
    study.loses(ROOM)
    study.loses(ROOM)
    study.loses(CLUB)
    assert [post.kind for post in study.posted] == ["question", "notice"]


def test_old_news_of_a_place_does_not_close_it_once_it_is_back(study: Study) -> None:
    """Slack repeats what it told within the hour."""
    news = PlaceLost(id="x", at=study.now, place=ROOM, why="the bot was removed")
    study.app.handle(news)
    accepted(study.types(ADA, "admin setup", manages=True))
    before = study.ledger()
    study.app.handle(news)
    assert study.ledger() == before


# What an admin could not be told


def test_what_no_direct_message_could_bring_is_said_on_the_next_admin_command(
    study: Study,
) -> None:
    study.app.handle(PlaceLost(id="x", at=study.now, place=ROOM, why="deleted"))
    [notice] = study.store.posts.of("lost x room", "notice")
    study.store.posts.fail(notice.id, "direct messages are closed")
    again = study.types(ADA, "admin setup", ROOM, manages=True)
    assert "Before I forget: I am no longer in #room (deleted)" in accepted(again)
    assert "Before I forget" not in accepted(study.types(ADA, "admin rules", ROOM))
