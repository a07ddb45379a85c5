"""Whom an admin names: a mention is an account of the admin's own platform, a name may be carried
by several people on several platforms."""

import pytest

from bot.context import Asking
from bot.errors import DlqError
from bot.events import Person, Place
from bot.ledger import Group
from bot.steps.members import add_admin, person_named, remove_admin
from tests.fakes.bank import tiny_bank
from tests.fakes.study import ADA, BEN, ROOM, Study

HALL = Place("talk", "hall", "town", "hall")
TALKING_BEN = Person("talk", "v-ben", "Ben")
TALKING_ZOE = Person("talk", "vzoe", "Zoe")


@pytest.fixture
def study() -> Study:
    """A group with a place on each of two platforms; there is a Ben on both, a Zoe on one."""
    study = Study(tiny_bank("cnn/same-padding"))
    study.store.groups.join(study.sets_up(), HALL, study.now)
    study.store.people.see(BEN, ROOM.community)
    for person in (TALKING_BEN, TALKING_ZOE):
        study.store.people.see(person, HALL.community)
    return study


def group(study: Study) -> Group:
    return study.store.groups.get(1)


def by(admin: Person, study: Study) -> Asking:
    return Asking(admin, None, may_manage=True, group=group(study))


def named(study: Study, typed: str, admin: Person = ADA) -> Person:
    return person_named(study.context(), by(admin, study), group(study), typed)


def refused(study: Study, typed: str) -> str:
    with pytest.raises(DlqError) as error:
        named(study, typed)
    return str(error.value)


def test_a_mention_is_an_id_of_the_platform_on_which_it_is_made(study: Study) -> None:
    """Also where that id is somebody else's elsewhere, and whoever is called so."""
    assert named(study, "<@vzoe|Ben>") == Person("chat", "vzoe", "Ben")
    assert named(study, "<@!vzoe>") == Person("chat", "vzoe")
    assert named(study, "<@vzoe|Ben>", TALKING_BEN) == TALKING_ZOE


def test_a_name_behind_an_at_is_looked_for_on_that_platform_only(study: Study) -> None:
    assert named(study, "@ben") == BEN
    assert named(study, "@BEN", TALKING_ZOE) == TALKING_BEN
    assert "seen nobody called '@Zoe'" in refused(study, "@Zoe")


def test_a_name_that_people_on_several_platforms_carry_is_refused(study: Study) -> None:
    said = refused(study, "Ben")
    assert said == "Several people here are called 'Ben'; mention the one you mean, by @."
    assert named(study, "zoe") == TALKING_ZOE


def test_no_name_gives_a_right_on_another_platform(study: Study) -> None:
    """Anybody may call themselves Zoe there."""
    context, asking = study.context(), by(ADA, study)
    with pytest.raises(DlqError) as error:
        add_admin(context, asking, group(study), "Zoe")
    assert str(error.value) == "I know Zoe on talk only; mention them there, by @."
    assert study.store.members.admins(group(study)) == []
    add_admin(context, by(TALKING_BEN, study), group(study), "Zoe")
    assert remove_admin(context, asking, group(study), "Zoe") == TALKING_ZOE
