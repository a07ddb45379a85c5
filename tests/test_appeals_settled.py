"""An appeal is settled once, by an admin of its group, with one button, and boards follow."""

import sqlite3

import pytest

from bot.events import ButtonPressed
from bot.message import ChoiceField, Form
from bot.steps.regrade import regrade
from tests.fakes.bank import SECRET, TEXTS, UNSURE, bank_of
from tests.fakes.bot import MortalStore
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    OTHER_ROOM,
    ROOM,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)
from tests.test_appeals import PADDING, card, notices, points, revealed, settled

DROPOUT = "regularization/dropout"


# What an admin presses


def test_counting_it_as_right_changes_verdict_and_board_and_tells_everybody(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    said = accepted(study.presses(ADA, buttons(card(study))["Count as right"], None))
    assert "Appeal 1 was granted by Ada on 2026-01-05." in said
    assert points(study) == {"Anna": 10, "Ben": 10}
    assert settled(study) == ("Ada", True)
    [private], [public] = notices(study, ANNA), notices(study, ROOM)
    assert private.text == (
        "Your appeal in round 1 was granted by Ada: your answer has 100 % now, that is 10 points "
        "instead of 0.\n\n(appeal 1 settled · notice)"
    )
    assert public.text == (
        "Round 1: an appeal was granted by Ada; Anna has 10 points there instead of 0, and boards "
        "follow.\n\n(appeal 1 settled · notice)"
    )
    shown = accepted(study.types(ANNA, "past"))
    assert "Right. 100 %" in shown
    assert "An admin counted it as 100 % after your appeal." in shown
    assert "/dlq appeal" not in shown


def test_upholding_it_changes_nothing_and_names_nobody_to_the_group(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    before = study.store.answers.last_verdict()
    accepted(study.presses(ADA, buttons(card(study))["Uphold the verdict"], None))
    assert study.store.answers.last_verdict() == before
    assert points(study) == {"Anna": 0, "Ben": 10}
    assert settled(study) == ("Ada", False)
    assert "was not granted: Ada upheld the verdict." in notices(study, ANNA)[0].text
    [told] = notices(study, ROOM)
    assert "Round 1: an appeal was settled, the verdict stands." in told.text


def test_hints_cost_as_before(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, "hint")
    study.types(ANNA, "answer A")
    study.types(ADA, "admin close-now")
    study.types(ANNA, "appeal it is right")
    study.presses(ADA, buttons(card(study))["Count as right"])
    assert points(study) == {"Anna": 8}


def test_the_buttons_go_once_it_is_settled(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    study.presses(ADA, buttons(card(study))["Count half"])
    [redrawn] = [post for post in study.redrawn if post.to == ADA]
    assert all(button.disabled for button in buttons(redrawn.message).values())
    assert "Settled. Appeal 1 was granted by Ada on 2026-01-05." in redrawn.text
    assert points(study) == {"Anna": 5, "Ben": 10}


def test_an_appeal_is_settled_once(study: Study) -> None:
    """An old button says what came of it."""
    revealed(study)
    study.types(ANNA, "appeal it is right")
    pressed = buttons(card(study))
    study.presses(ADA, pressed["Uphold the verdict"])
    for label in ("Count as right", "Count half", "Uphold the verdict"):
        said = refused(study.presses(ADA, pressed[label]))
        assert "Appeal 1 was not granted by Ada on 2026-01-05; it is settled once." in said
    assert points(study) == {"Anna": 0, "Ben": 10}


def test_a_press_that_is_delivered_again_settles_nothing_anew(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    action = buttons(card(study))["Count as right"].action
    press = ButtonPressed(**study.who(ADA, None), action=action)  # type: ignore[arg-type]
    first = study.meets(press)
    changes = study.store.changes()
    assert study.app.handle(press) == first
    assert study.store.changes() == changes
    assert len(notices(study, ROOM)) == 1


def test_the_buttons_work_after_a_restart_and_from_the_list(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    again = Study(study.bank, study.now, study.store)
    listed = again.types(ADA, "admin appeals")
    assert accepted(listed).endswith(text(card(study)).split("\n", 1)[1].rsplit("\n\n", 1)[0])
    accepted(again.presses(ADA, buttons(listed)["Count as right"]))
    assert points(again) == {"Anna": 10, "Ben": 10}
    assert "No appeal waits for you." in accepted(again.types(ADA, "admin appeals"))


def test_several_appeals_are_listed_with_a_button_each(study: Study) -> None:
    study.opens(PADDING)
    for person in (ANNA, BEN, CARL):
        study.types(person, "answer A")
    study.types(ADA, "admin close-now")
    for person in (ANNA, BEN, CARL):
        study.types(person, "appeal it is right")
    listed = study.types(ADA, "admin appeals")
    assert "3 appeals to settle" in accepted(listed)
    shown = study.presses(ADA, buttons(listed)["Appeal 2"])
    assert "Ben contests the verdict." in accepted(shown)
    accepted(study.presses(ADA, buttons(shown)["Count as right"]))
    assert points(study) == {"Anna": 0, "Ben": 10, "Carl": 0}
    assert list(buttons(study.types(ADA, "admin appeals"))) == ["Appeal 1", "Appeal 3"]


def test_a_member_who_presses_is_refused(study: Study) -> None:
    """Also the one whose appeal it is, and an admin of another group."""
    study.sets_up(OTHER_ROOM, CARL, time="23:30")
    revealed(study)
    study.types(ANNA, "appeal it is right")
    for label, button in buttons(card(study)).items():
        for person in (ANNA, BEN, CARL):
            said = refused(study.presses(person, button, None))
            assert "settled by those who manage this group" in said, label
    assert settled(study) is None and points(study) == {"Anna": 0, "Ben": 10}


def test_whoever_manages_the_community_may_settle_it_in_the_groups_channel(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    listed = study.types(BEN, "admin appeals", manages=True)
    button = buttons(listed)["Count as right"]
    press = ButtonPressed(**study.who(BEN, ROOM, manages=True), action=button.action)  # type: ignore[arg-type]
    assert "granted by Ben" in accepted(study.meets(press))


def test_an_admin_of_two_groups_settles_both_by_direct_message(study: Study) -> None:
    """No place says there which group is meant: the appeal does."""
    study.sets_up(OTHER_ROOM, time="23:30")
    revealed(study)
    revealed(study, "cnn/pooling", OTHER_ROOM)
    study.types(ANNA, "appeal it is right")
    study.types(BEN, "appeal it is right", OTHER_ROOM)
    for post in notices(study, ADA):
        accepted(study.presses(ADA, buttons(post.message)["Count as right"], None))
    assert settled(study, 1) == settled(study, 2) == ("Ada", True)


@pytest.mark.parametrize(
    "action",
    [
        "dlq:settle:99:right",
        "dlq:settle:1:all",
        "dlq:settle:1",
        "dlq:settle:x:right",
        "dlq:settle",
        "dlq:appealed:-1",
        f"dlq:award:{'9' * 40}",
        "dlq:award:1",
        "dlq:appeal:p1",
    ],
)
def test_a_forged_button_changes_nothing(study: Study, action: str) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    refused(study.presses(ADA, action))
    refused(study.submits(ADA, action, points="0"))
    assert settled(study) is None and points(study) == {"Anna": 0, "Ben": 10}


def test_the_second_of_two_admins_is_told_what_the_first_decided(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    theirs = buttons(study.types(BEN, "admin appeals", manages=True))["Uphold the verdict"]
    study.presses(ADA, buttons(card(study))["Count half"])
    press = ButtonPressed(**study.who(BEN, ROOM, manages=True), action=theirs.action)  # type: ignore[arg-type]
    assert "Appeal 1 was granted by Ada on 2026-01-05" in refused(study.meets(press))
    assert points(study) == {"Anna": 5, "Ben": 10}


def test_a_round_voided_after_its_appeal_counts_for_nobody(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    study.presses(ADA, buttons(card(study))["Count as right"])
    study.types(ADA, "admin void")
    assert points(study) == {}
    assert settled(study) == ("Ada", True)


def test_a_round_voided_meanwhile_has_nothing_to_settle(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    pressed = buttons(card(study))["Count as right"]
    study.types(ADA, "admin void")
    assert "Round 1 was voided meanwhile" in refused(study.presses(ADA, pressed))
    assert "No appeal waits for you." in accepted(study.types(ADA, "admin appeals"))
    assert points(study) == {}


def test_whoever_appealed_is_told_of_a_void_and_the_admins_buttons_end(study: Study) -> None:
    revealed(study)
    study.types(ANNA, "appeal it is right")
    study.types(ADA, "admin void")
    [told] = [p for p in study.posted if p.to == ANNA]
    assert "Your appeal in round 1 needs no answer any more" in told.text
    assert "Round 1 was voided meanwhile: there is nothing to settle." in study.redrawn[-1].text
    assert all(button.disabled for button in buttons(study.redrawn[-1].message).values())


# Open questions


def contested_unsure(study: Study, *words: str) -> None:
    """Anna's answer has one of three points for sure; she says yes or no to the unsure ones."""
    study.opens(DROPOUT)
    study.types(ANNA, f"answer {UNSURE}")
    asked = study.types(ANNA, "lock")
    for word in words:
        asked = study.presses(ANNA, buttons(asked)[word])
    study.types(ADA, "admin close-now")
    study.types(ANNA, "appeal I said the first two")


def chosen(study: Study) -> Form:
    return form(study.presses(ADA, buttons(card(study))["Choose the key points"]))


def test_an_admin_may_choose_which_key_points_an_answer_makes(study: Study) -> None:
    """Those covered, and those that the person claimed in the lock, are ticked to begin with."""
    contested_unsure(study, "I said this", "I did not")
    assert "By their own word it also says:" in notices(study, ADA)[0].text
    asked = chosen(study)
    [field] = asked.fields
    assert isinstance(field, ChoiceField) and field.many
    assert [option.label[0] for option in field.options] == ["?", "✗", "?"]
    assert field.value == ("0",)
    assert points(study) == {"Anna": 7}
    accepted(study.submits(ADA, asked, points=("0", "1")))
    assert points(study) == {"Anna": 13}
    shown = accepted(study.types(ANNA, "past"))
    assert "✓ covered: Units are switched off at random. “by an admin's word”" in shown
    assert "✗ missed: At test time all units are on" in shown
    assert "regularization | 67 %" in accepted(study.types(ANNA, "me"))


def test_an_appeal_never_makes_a_verdict_worse(study: Study) -> None:
    contested_unsure(study)
    for few in ((), ("0",), ("7", "x")):
        said = refused(study.submits(ADA, chosen(study), points=few))
        assert "as it is. Uphold it instead." in said
    assert settled(study) is None and points(study) == {"Anna": 7}


def test_counted_as_right_it_covers_every_point(study: Study) -> None:
    contested_unsure(study)
    study.presses(ADA, buttons(card(study))["Count as right"])
    assert points(study) == {"Anna": 20}
    assert accepted(study.types(ANNA, "past")).count("✓ covered") == 3


# Sealed questions, regrading, crashes


def test_an_admin_who_may_still_answer_is_not_shown_the_answer(study: Study) -> None:
    """Nor are the buttons of the appeal of use before that."""
    study.opens(PADDING)
    study.types(ANNA, "answer A")
    study.types(ANNA, "lock")
    study.types(ANNA, "appeal B is what I meant")
    [post] = notices(study, ADA)
    assert list(buttons(post.message)) == ["Look at the appeal"]
    for shown in (post.text, accepted(study.types(ADA, "admin appeals"))):
        assert "Anna contests the verdict." in shown
        assert SECRET not in shown and "B is what I meant" not in shown and "0 %" not in shown
    for action in ("dlq:settle:1:right", "dlq:settle:1:uphold", "dlq:appealed:1", "dlq:award:1"):
        assert "is open for you" in refused(study.presses(ADA, action, None))
    study.types(ADA, "admin close-now")
    shown = study.presses(ADA, buttons(post.message)["Look at the appeal"], None)
    assert "Why: B is what I meant" in accepted(shown)
    accepted(study.presses(ADA, buttons(shown)["Count as right"], None))
    [redrawn] = [post for post in study.redrawn if post.to == ADA]
    assert "Settled." in redrawn.text and SECRET not in redrawn.text


def test_an_admins_word_outlives_a_regrade(study: Study) -> None:
    """A file that is mended later takes nothing back; verdicts that stood follow it."""
    revealed(study)
    study.types(ANNA, "appeal it is right")
    study.presses(ADA, buttons(card(study))["Count as right"])
    swapped = TEXTS[PADDING].replace("- [x] One", "- [ ] One").replace("- [ ] Th", "- [x] Th")
    study.knows(bank_of({**TEXTS, PADDING: swapped}))
    assert [change.person for change in regrade(study.context(), PADDING)] == ["Ben"]
    assert points(study) == {"Anna": 10, "Ben": 0}


class Killed(BaseException):
    pass


def test_a_process_killed_while_an_appeal_is_settled_has_settled_it_wholly_or_not_at_all(
    study: Study,
) -> None:
    """At every write; the same press, delivered again, ends it the same way."""
    revealed(study)
    study.types(ANNA, "appeal it is right")
    action = buttons(card(study))["Count as right"].action
    press = ButtonPressed(**study.who(ADA, None), action=action)  # type: ignore[arg-type]
    survivors = [left_by(study, press, stop) for stop in range(1, 4)]
    for alive in survivors:
        assert (settled(alive) is None) == (points(alive)["Anna"] == 0)
        accepted(alive.meets(press))
        assert points(alive) == {"Anna": 10, "Ben": 10}
        told = [p.to for p in alive.posted if "settled · notice" in p.text]
        assert sorted(to.id for to in told) == ["room", "u-anna"]
    assert {settled(alive) for alive in survivors} == {("Ada", True)}


def left_by(study: Study, press: ButtonPressed, stop: int) -> Study:
    """What a process leaves that is killed at the so-manieth point of its life with a press."""
    reached = 0

    def reach(point: str) -> None:
        nonlocal reached
        reached += 1
        if reached == stop:
            raise Killed(point)

    store = MortalStore(study.store.db.conn, reach)
    with pytest.raises(Killed):
        Study(study.bank, study.now, store).app.handle(press)
    store.db.conn.rollback()
    kept = sqlite3.connect(":memory:")
    store.db.conn.backup(kept)
    return Study(study.bank, study.now, MortalStore(kept, lambda point: None))
