"""Places: the bot is invited, introduces itself, is refused, and is removed."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot import plain
from bot.events import CommandUsed, Place, PlaceGained, PlaceLost
from bot.store.schema import migrations
from tests.fakes.bot import HALL, Start, World
from tests.fakes.study import ADA, CLUB, ROOM, Study, accepted, refused

NOOK = Place("chat", "nook", "school", "nook")


@pytest.fixture
def study() -> Study:
    return Study()


def gained(study: Study, place: Place = NOOK, id: str = "") -> None:
    study.meets(PlaceGained(id=id or study.new_id(), at=study.now, place=place))


def said(study: Study, place: Place) -> list[str]:
    return [plain.text(post.message) for post in study.posted if post.to == place]


def test_the_bot_introduces_itself_where_it_is_invited(study: Study) -> None:
    gained(study)
    [hello] = said(study, NOOK)
    assert hello.startswith("Hello, I am dlq: a deep-learning question a day")
    assert "/dlq admin setup time=09:00 zone=Europe/Berlin" in hello


def test_an_invitation_that_is_told_again_is_answered_once(study: Study) -> None:
    gained(study, id="invited")
    gained(study, id="invited")
    assert len(said(study, NOOK)) == 1


def test_a_group_that_is_at_home_in_a_place_needs_no_introduction(study: Study) -> None:
    study.sets_up(NOOK)
    gained(study)
    assert said(study, NOOK) == []


def test_a_group_can_be_set_up_where_the_bot_has_introduced_itself(study: Study) -> None:
    gained(study)
    group = study.sets_up(NOOK)
    assert study.store.groups.places(group) == [NOOK]


def test_a_place_in_no_group_that_is_lost_and_found_is_greeted_again(study: Study) -> None:
    gained(study)
    study.loses(NOOK)
    gained(study)
    assert len(said(study, NOOK)) == 2


def test_a_group_comes_back_though_the_bot_was_removed_and_invited_again(study: Study) -> None:
    group = study.sets_up(NOOK)
    study.loses(NOOK)
    gained(study)
    accepted(study.types(ADA, "admin setup", NOOK, manages=True))
    assert study.store.groups.places(study.store.groups.get(group.id)) == [NOOK]


def test_a_community_that_is_lost_takes_all_its_places_with_it(study: Study) -> None:
    """And those of other communities stay."""
    here, there, elsewhere = (study.sets_up(place) for place in (ROOM, NOOK, CLUB))
    all_of_it = Place("chat", "", "school")
    study.meets(PlaceLost(id="kicked", at=study.now, place=all_of_it, why="I was removed"))
    groups = study.store.groups
    assert [groups.places(group) for group in (here, there, elsewhere)] == [[], [], [CLUB]]
    told = [plain.text(post.message) for post in study.posted if post.to == ADA]
    assert [line.split(" (")[0] for line in told] == [
        "I am no longer in #room",
        "I am no longer in #nook",
    ]


def test_setup_refuses_a_place_where_posts_could_not_stand(study: Study) -> None:
    why = "I may not write in #nook: give my role Send Messages there."
    asked = CommandUsed(
        **study.who(ADA, NOOK, manages=True),
        path=("admin", "setup"),
        options={"time": "09:00", "zone": "UTC"},
        obstacle=why,
    )
    assert refused(study.meets(asked)).startswith(f"{why} Then use setup again.")
    assert study.store.groups.all() == []
    accepted(study.meets(replace(asked, id="again", obstacle="")))
    assert len(study.store.groups.all()) == 1


async def test_the_introduction_is_sent_like_every_post(world: World, start: Start) -> None:
    """Exactly once, also over a restart."""
    bot = await start()
    event = PlaceGained(id="invited", at=world.clock(), place=HALL)
    bot.app.handle(event)
    await bot.daily.settle()
    await bot.dies()
    again = await start()
    again.app.handle(event)
    await again.daily.settle()
    [seen] = world.sees(HALL)
    assert "Hello, I am dlq" in world.reads(HALL), seen


def test_places_of_an_older_database_stay_where_they_are() -> None:
    """The table is made anew, and everything that refers to it still does."""
    names = [m.name for m in migrations.pending(Database(memory=True))]
    db = Database(memory=True)
    migrations.apply(db, stop_before=names[1])
    db.executescript(
        "INSERT INTO person VALUES (1, 'alpha', 'ada', 'Ada');"
        "INSERT INTO study_group VALUES (1, 'g', 's', '{}', '2026', 1, '2026', NULL, NULL);"
        "INSERT INTO place VALUES (7, 'alpha', 'room', 'school', '', 1, '2026', NULL, '', NULL);"
        "INSERT INTO post (cause, kind, platform, place, message) VALUES "
        """('c', 'notice', 'alpha', 7, '{"summary": "", "blocks": []}');"""
    )
    migrations.apply(db)
    assert list(db.query("SELECT post.id, place.native FROM post JOIN place ON place.id = place"))
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = db.execute("SELECT sql FROM sqlite_master WHERE sql LIKE '%place_new%'").fetchall()
    assert tables == []


def test_the_admin_is_not_told_of_a_place_in_no_group(study: Study) -> None:
    gained(study)
    study.loses(NOOK)
    assert [post for post in study.posted if post.to == ADA] == []
