"""A question of an open round leaks nowhere: every door is tried that could show its reference.

The doors are found by discovery: all commands with all sorts of options, all verbs of buttons and
forms with the round, older rounds of the same question, and practice draws from before.
"""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from bot.context import Command, Option
from bot.events import ButtonPressed, CommandUsed, Event, FormSubmitted, Person, Place
from bot.message import Reply
from bot.rounds import due
from bot.steps.day import perform
from tests.fakes.bank import SECRET
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    OTHER_ROOM,
    ROOM,
    Outcome,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

SEALED = "cnn/same-padding"
PARK = Place("chat", "park", "elsewhere", "park")
DORA = Person("chat", "u-dora", "Dora")

ASKERS = {
    "a member in the group's channel": (BEN, ROOM),
    "a member in another channel": (BEN, OTHER_ROOM),
    "a member in a direct message": (BEN, None),
    "a member in another group's community": (BEN, CLUB),
    "a member who has answered": (ANNA, ROOM),
    "a member of two groups": (CARL, CLUB),
    "the admin": (ADA, ROOM),
    "a stranger in the group's channel": (DORA, ROOM),
    "a stranger in a direct message": (DORA, None),
    "a stranger in a community without a group": (DORA, PARK),
}

VALUES = {
    "topic": ("cnn", "padding", "same"),
    "topics": ("cnn", "all"),
    "question": (SEALED,),
    "date": ("2026-01-05", "2026-01-06", "yesterday", "today"),
    "text": (SEALED, "same padding", "B", "random", "14d", "scoring"),
}
"""What is tried for an option, by its kind; other kinds get a word that is refused."""


class World:
    """A school's room and a club, which both had the question a day ago; today it is in a round
    of the room. Everybody drew it for practice meanwhile and let it be."""

    def __init__(self, state: str = "open") -> None:
        self.study = study = Study()
        for place, admin in ((ROOM, ADA), (CLUB, CARL)):
            study.sets_up(place, admin, time="23:00")
            study.opens(SEALED, place, admin)
        for person, place in ((ANNA, ROOM), (BEN, ROOM), (CARL, CLUB), (CARL, ROOM)):
            study.types(person, "answer A", place)
        study.waits(hours=24)
        assert [study.round(n).state for n in (1, 2)] == ["revealed", "revealed"]
        self.draws = {person.id: self._draw(person) for person in (ANNA, BEN, CARL, ADA, DORA)}
        self.round = self._in_state(state)

    def _draw(self, person: Person) -> str:
        place = None if person == DORA else ROOM
        card = self.study.types(person, f"question {SEALED}", place)
        return buttons(card)["Answer"].action.rpartition(":")[2]

    def _in_state(self, state: str) -> str:
        study = self.study
        event = CommandUsed(
            **study.who(ADA, ROOM, manages=True),
            path=("admin", "post-now"),
            options={"what": SEALED},
        )
        accepted(study.app.handle(event))
        if state != "claimed":
            study.catch_up()
            study.now = study.now.replace(minute=1)
            study.types(ANNA, "answer C", ROOM)
        if state == "closed":
            self._close_only()
        [round] = study.store.rounds.unrevealed()
        assert (round.question, round.state) == (SEALED, state)
        return round.token

    def _close_only(self) -> None:
        """The moment between Close and Reveal, as after a crash."""
        self.study.now = self.study.now.replace(day=7, hour=8, minute=0)
        group, rounds = self.study.store.groups.all(), self.study.store.rounds.relevant()
        [close] = due(group[:1], rounds, self.study.now)
        perform(self.study.context(), close)

    def tokens(self, person: Person) -> list[str]:
        """What a button could stand for: the round, older ones, one's own draw, another's."""
        other = ANNA if person != ANNA else BEN
        return [self.round, "1", "2", self.draws[person.id], self.draws[other.id]]

    def tried(self, event: Event) -> Outcome:
        """What comes of an event; afterwards it has not been."""

        class Undo(Exception):
            pass

        # A new process: no hand tries so many doors within a minute.
        self.study.knows(self.study.bank)
        try:
            with self.study.store.atomic():
                outcome = self.study.app.handle(event)
                raise Undo
        except Undo:
            return outcome


def words_for(option: Option) -> tuple[str, ...]:
    return option.choices or VALUES.get(option.kind, ("easy",))


def option_sets(command: Command) -> Iterator[dict[str, str]]:
    """No option, each alone with each of its words, and all together."""
    yield {}
    for option in command.options:
        yield from ({option.name: word} for word in words_for(option))
    yield {option.name: words_for(option)[0] for option in command.options}


def used(world: World, person: Person, place: Place | None) -> Iterator[Event]:
    """Every command."""
    who = world.study.who
    for command in world.study.app.commands:
        for given in option_sets(command):
            yield CommandUsed(
                **who(person, place, manages=person == ADA), path=command.path, options=given
            )


def pressed(world: World, person: Person, place: Place | None) -> Iterator[Event]:
    """Every verb, with every token, as a button and as a form."""
    verbs = sorted({verb for c in world.study.app.commands for verb in c.doors})
    rest = ("", ":a", ":b", ":0:yes", ":0:no")
    for verb, token, more in product(verbs, world.tokens(person), rest):
        yield ButtonPressed(**world.study.who(person, place), action=f"dlq:{verb}:{token}{more}")
    for verb, token, typed in product(verbs, world.tokens(person), ("B", "", "anything else")):
        yield FormSubmitted(
            **world.study.who(person, place),
            action=f"dlq:{verb}:{token}",
            values={"answer": (typed,)},
        )
    for args in ("padding:-:-", "cnn:easy:choice", "-:easy:choice", "-:-:-"):
        yield ButtonPressed(**world.study.who(person, place), action=f"dlq:random:{args}")


def settles(event: Event, world: World) -> bool:
    """Whether the event is the person's own lock or reveal in the round itself."""
    match event:
        case CommandUsed(path=path):
            return path in {("lock",), ("reveal",)}
        case ButtonPressed(action=action):
            return action.split(":")[1:3] in (["lock", world.round], ["reveal", world.round])
    return False


def leaks(outcome: Outcome) -> bool:
    """Whether anything of the reference is anywhere in what comes back, shown or not."""
    return SECRET in repr(outcome) or "Right: " in text(outcome)


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("state", ["claimed", "open", "closed"])
def test_no_door_shows_the_reference_of_a_sealed_question(state: str, asker: str) -> None:
    """Whoever asks and wherever, until the round is revealed or they settle it themselves."""
    world, (person, place) = World(state), ASKERS[asker]
    tried = 0
    for doors in (used, pressed):
        for event in doors(world, person, place):
            if state == "closed" or not settles(event, world):
                outcome = world.tried(event)
                assert not leaks(outcome), (event, text(outcome))
                assert "went wrong" not in text(outcome), event
                tried += 1
    assert tried > 250


@pytest.mark.parametrize("asker", ASKERS)
def test_the_same_doors_show_it_once_the_round_is_revealed(asker: str) -> None:
    """So the test above tries doors that do open."""
    world, (person, place) = World(), ASKERS[asker]
    world.study.waits(hours=25)
    assert world.study.round(int(world.round)).state == "revealed"
    shown = [
        event
        for doors in (used, pressed)
        for event in doors(world, person, place)
        if leaks(world.tried(event))
    ]
    verbs = {e.action.split(":")[1] for e in shown if isinstance(e, ButtonPressed)}
    assert verbs >= {"answer", "reveal", "lock"}
    paths = {event.path for event in shown if isinstance(event, CommandUsed)}
    assert ("past",) in paths or place in (CLUB, PARK, None)


def test_nothing_that_is_posted_before_the_reveal_shows_the_reference() -> None:
    world = World()
    before = len(world.study.posted)
    world.study.types(BEN, "answer A")
    world.study.types(ADA, "admin rules time=22:00")
    assert [post.text for post in world.study.posted if SECRET in post.text][2:] == []
    world.study.waits(hours=24)
    after = world.study.posted[before:]
    assert [post.kind for post in after if SECRET in post.text] == ["reveal"]


@pytest.mark.parametrize(
    "door",
    [
        lambda w: w.study.types(BEN, f"question {SEALED}", None),
        lambda w: w.study.types(BEN, "past yesterday"),
        lambda w: w.study.types(BEN, "past 2026-01-05"),
        lambda w: w.study.presses(BEN, f"dlq:answer:{w.draws[BEN.id]}:b"),
        lambda w: w.study.presses(BEN, f"dlq:answer:{w.draws[BEN.id]}"),
        lambda w: w.study.presses(BEN, f"dlq:hint:{w.draws[BEN.id]}"),
        lambda w: w.study.presses(BEN, f"dlq:reveal:{w.draws[BEN.id]}"),
        lambda w: w.study.presses(BEN, "dlq:reveal:1"),
        lambda w: w.study.presses(BEN, "dlq:reveal:2"),
        lambda w: w.study.presses(BEN, "dlq:lock:1"),
        lambda w: w.study.submits(BEN, f"dlq:answer:{w.draws[BEN.id]}", answer="B"),
    ],
    ids=range(11),
)
def test_a_sealed_questions_other_doors_answer_with_the_rounds_card(
    door: Callable[[World], Outcome],
) -> None:
    """The card has the round's own buttons, and nothing was done to the old draw."""
    world = World()
    card = door(world)
    assert isinstance(card, Reply)
    assert f"Round {world.round} · open until" in text(card)
    assert buttons(card)["Lock in"].action == f"dlq:lock:{world.round}"
    assert len(world.study.store.answers.to(world.study.round(1))) == 3
    draw = world.study.store.rounds.draw(int(world.draws[BEN.id][1:]))
    assert world.study.store.answers.entry(draw, BEN).forfeited is False


def test_search_shows_a_sealed_question_by_its_title_only() -> None:
    world = World()
    found = accepted(world.study.types(BEN, "search padding"))
    assert "• Same padding · open in a round of yours" in found
    assert SEALED not in found and "easy" not in found


def test_practice_never_draws_a_sealed_question() -> None:
    world = World()
    for _ in range(40):
        assert "Same padding" not in accepted(world.study.types(BEN, "random cnn"))
    assert "is in an open round of yours" in refused(world.study.types(BEN, "random padding"))


# The person's own lock or reveal opens the seal, for them and in that group alone


@pytest.mark.parametrize("words", ["reveal", "lock"])
def test_ones_own_lock_or_reveal_breaks_the_seal_for_oneself(words: str) -> None:
    world = World()
    if words == "lock":
        world.study.types(BEN, "answer B")
    assert SECRET in accepted(world.study.types(BEN, words))
    assert "Practice · private" in accepted(world.study.types(BEN, f"question {SEALED}"))
    assert SECRET in accepted(world.study.types(BEN, "past 2026-01-05"))
    assert f"Round {world.round}" in accepted(world.study.types(ANNA, f"question {SEALED}"))


def test_a_question_open_in_two_of_ones_groups_stays_sealed_until_both_are_settled() -> None:
    """Carl locks in at the school: the answer is shown once he has locked in at the club too."""
    world = World()
    study = world.study
    study.opens(SEALED, CLUB, CARL)
    accepted(study.types(CARL, "answer A", ROOM))
    accepted(study.types(CARL, "answer B", CLUB))
    first = study.types(CARL, "lock", ROOM)
    assert not leaks(first)
    assert "Kept. The same question is open for you in another round" in accepted(first)
    assert not leaks(study.presses(CARL, f"dlq:verdict:{world.round}", ROOM))
    assert not leaks(study.types(CARL, "reveal", ROOM))
    assert SECRET in accepted(study.types(CARL, "lock", CLUB))
    assert SECRET in accepted(study.types(CARL, "lock", ROOM))


def test_a_question_that_is_open_elsewhere_is_free_to_whoever_does_not_belong_there() -> None:
    """Somebody seen in the club alone practises with what the school has open."""
    world = World()
    eve = Person("chat", "u-eve", "Eve")
    assert "Practice · private" in accepted(world.study.types(eve, f"question {SEALED}", CLUB))


def test_a_form_that_was_open_when_the_round_began_is_not_taken_for_practice() -> None:
    """The practice form of a question that was claimed meanwhile gets the round's card."""
    study = Study()
    study.sets_up()
    card = study.types(BEN, f"question {SEALED}")
    asked = form(study.presses(BEN, buttons(card)["Answer"]))
    study.opens(SEALED)
    outcome = study.submits(BEN, asked, answer="B")
    assert not leaks(outcome)
    assert "Round 1 · open until" in text(outcome)


def test_a_typed_answer_goes_to_the_round_when_the_drawn_question_is_sealed() -> None:
    study = Study()
    study.sets_up()
    study.types(BEN, f"question {SEALED}")
    study.opens(SEALED)
    assert accepted(study.types(BEN, "answer B")).startswith("Recorded.")
    assert [answer.text for answer in study.store.answers.to(study.round(1))] == ["B"]


def test_a_voided_round_seals_nothing() -> None:
    world = World()
    world.study.types(ADA, "admin void")
    assert "Practice · private" in accepted(world.study.types(BEN, f"question {SEALED}"))
