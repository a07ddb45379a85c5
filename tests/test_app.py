"""App.handle as adapters meet it: deliveries that come again, groups, forms, errors."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.context import Opens
from bot.events import (
    ButtonPressed,
    CommandUsed,
    Event,
    FormSubmitted,
    OptionsAsked,
    Person,
    Place,
    PlaceLost,
)
from bot.message import Choices, Form, Refused, Reply, dump_reply
from bot.vocabulary import Vocabulary
from tests.fakes.bank import tiny_bank
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CARL,
    CLUB,
    OTHER_ROOM,
    ROOM,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

THIRD_ROOM = Place("chat", "third-room", "school", "third-room")


@pytest.fixture
def study() -> Study:
    """A school's room with an open round on `cnn/same-padding`."""
    study = Study()
    study.sets_up()
    study.opens("cnn/same-padding")
    return study


def rows(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    names = [name for name in study.store.db.table_names() if not name.startswith("_")]
    return {
        name: study.store.db.execute(f"SELECT * FROM {name}").fetchall() for name in sorted(names)
    }


# A delivery that comes again


def used(study: Study, person: Person, words: str, *, manages: bool = False) -> CommandUsed:
    path, options = study.app.parse(words)
    return CommandUsed(**study.who(person, ROOM, manages=manages), path=path, options=options)


@pytest.mark.parametrize(
    "words",
    [
        "answer B",
        "answer perhaps",
        "hint",
        "lock",
        "reveal",
        "random",
        "question cnn/pooling",
        "admin pause",
        "admin skip",
        "admin queue cnn/pooling",
        "admin close-now",
        "admin void",
        "admin stop",
        "admin rules time=10:00",
    ],
)
def test_a_delivery_that_comes_again_gets_the_same_reply_and_changes_nothing(
    study: Study, words: str
) -> None:
    """Whatever became of the first one, and whatever happened meanwhile."""
    event = used(study, ADA, words, manages=True)
    first = study.app.handle(event)
    study.types(BEN, "answer B")
    study.now += timedelta(seconds=30)
    before = rows(study)
    assert study.app.handle(replace(event, at=study.now)) == first
    assert rows(study) == before


def test_a_refusal_that_comes_again_is_still_a_refusal(study: Study) -> None:
    """A lock that came too early does not lock the answer that was sent after it."""
    early = used(study, ANNA, "lock")
    first = study.app.handle(early)
    assert "nothing to lock in" in refused(first)
    accepted(study.types(ANNA, "answer B"))
    assert study.app.handle(early) == first
    assert accepted(study.types(ANNA, "answer A")).startswith("Recorded.")


def test_a_pressed_button_that_comes_again_records_one_answer(study: Study) -> None:
    press = ButtonPressed(**study.who(ANNA, ROOM), action="dlq:answer:1:b")
    assert study.app.handle(press) == study.app.handle(press)
    assert [answer.text for answer in study.store.answers.to(study.round(1))] == ["B"]


def test_a_reply_survives_the_database_whole(study: Study) -> None:
    """What a repeated delivery gets is equal, not only alike: buttons, times and all."""
    event = used(study, ANNA, "question cnn/output-size")
    first = study.app.handle(event)
    assert isinstance(first, Reply)
    assert study.store.people.remembered(event.id) == dump_reply(first)
    assert study.app.handle(event) == first


def test_two_people_are_two_deliveries(study: Study) -> None:
    study.types(ANNA, "answer B")
    study.types(BEN, "answer B")
    assert study.store.answers.count(study.round(1)) == 2


# What opens what


OPENS: list[tuple[Callable[[Study], object], Opens]] = [
    (lambda s: used(s, ANNA, "answer"), "form"),
    (lambda s: used(s, ANNA, "answer B"), "private"),
    (lambda s: used(s, ANNA, "today"), "private"),
    (lambda s: ButtonPressed(**s.who(ANNA, ROOM), action="dlq:answer:1"), "form"),
    (lambda s: ButtonPressed(**s.who(ANNA, ROOM), action="dlq:answer:1:b"), "private"),
    (lambda s: ButtonPressed(**s.who(ANNA, ROOM), action="dlq:lock:1"), "private"),
    (lambda s: ButtonPressed(**s.who(ANNA, ROOM), action="dlq:unheard-of:1"), "private"),
    (lambda s: ButtonPressed(**s.who(ANNA, ROOM), action="somebody else's"), "private"),
    (lambda s: CommandUsed(**s.who(ANNA, ROOM), path=("unheard-of",)), "private"),
    (lambda s: FormSubmitted(**s.who(ANNA, ROOM), action="dlq:answer:1", values={}), "private"),
    (
        lambda s: OptionsAsked(**s.who(ANNA, ROOM), path=("random",), option="topic", typed="c"),
        "nothing",
    ),
    (lambda s: PlaceLost(id="x", at=s.now, place=ROOM, why="deleted"), "nothing"),
]


@pytest.mark.parametrize(("made", "opens"), OPENS)
def test_how_to_acknowledge_is_known_before_anything_is_done(
    study: Study, made: Callable[[Study], Event], opens: Opens
) -> None:
    """`opens` says the same twice, and reads and changes nothing: it works on a closed store."""
    event = made(study)
    before = rows(study)
    assert study.app.opens(event) == opens
    assert rows(study) == before
    study.store.close()
    assert study.app.opens(event) == opens


@pytest.mark.parametrize(("made", "opens"), OPENS)
def test_an_event_gets_what_it_opens(
    study: Study, made: Callable[[Study], Event], opens: Opens
) -> None:
    """A form only where one was announced; a private one gets no public Reply."""
    outcome = study.app.handle(made(study))
    assert isinstance(outcome, Form) == (opens == "form")
    assert isinstance(outcome, Reply | Form | Refused | Choices)
    if isinstance(outcome, Reply):
        assert outcome.private


def test_what_opens_a_form_changes_nothing(study: Study) -> None:
    before = rows(study)
    form(study.types(CARL, "answer"))
    form(study.presses(CARL, "dlq:answer:1"))
    assert rows(study) == before


# Forms that are refused


def test_a_refused_form_leaves_its_delivery_free_and_keeps_what_was_typed(study: Study) -> None:
    """Slack sends the mended form under the same id: it is taken then."""
    study.now += timedelta(days=1)
    study.sets_up(CLUB, CARL)
    study.opens("normalization/batch-norm", CLUB, CARL)
    asked = form(study.types(ANNA, "answer", CLUB))
    sent = FormSubmitted(
        **study.who(ANNA, CLUB), action=asked.action, values={"stored": ("64",), "trained": ("",)}
    )
    assert study.app.handle(sent) == Refused(
        (("trained", "Nothing was entered here."),), asked.action
    )
    again = form(study.presses(ANNA, asked.action, CLUB))
    assert [field.value for field in again.fields] == ["64", ""]
    mended = replace(sent, values={"stored": ("64",), "trained": ("32",)})
    assert text(study.app.handle(mended)).startswith("Recorded.")
    [answer] = study.store.answers.to(study.round(2))
    assert (answer.text, answer.person) == ("64; 32", ANNA)


def test_a_form_is_never_answered_by_a_form(study: Study) -> None:
    for values in ({}, {"answer": ()}, {"answer": ("",)}, {"answer": ("B",)}, {"other": ("B",)}):
        sent = FormSubmitted(**study.who(ANNA, ROOM), action="dlq:answer:1", values=values)
        assert isinstance(study.app.handle(sent), Reply | Refused)


# Errors


@pytest.mark.parametrize(
    "action",
    [
        "",
        ":",
        "dlq",
        "dlq:",
        "dlq::",
        "dlq:answer",
        "dlq:answer:",
        "dlq:answer:999",
        "dlq:answer:-1",
        "dlq:answer:p",
        "dlq:answer:p999",
        "dlq:answer:１",
        "dlq:answer:²",
        "dlq:answer:99999999999999999999",
        "dlq:answer:1:b:c",
        "dlq:said:1",
        "dlq:said:1:0",
        "dlq:said:1:x:yes",
        "dlq:said:1:99999:yes",
        "dlq:verdict:1",
        "dlq:random",
        "dlq:random:-:-:-:-:-:-",
        "dlq:random:no-such-thing:easy:choice",
        "dlq:random:-:impossible:choice",
        "dlq:unheard-of:1",
        "other:answer:1",
        "dlq:hint:" + "1" * 200,
        "dlq:hint:\ud800",
        "dlq:hint:1'; DROP TABLE answer; --",
    ],
)
def test_a_forged_button_is_answered_in_a_sentence(study: Study, action: str) -> None:
    outcome = study.app.handle(ButtonPressed(**study.who(ANNA, ROOM), action=action))
    assert isinstance(outcome, Reply | Form)
    assert "Something went wrong" not in text(outcome)
    assert study.app.handle(used(study, ANNA, "today")).message.summary


@pytest.mark.parametrize(
    "action", ["dlq:lock:1", "dlq:hint:1", "dlq:unheard-of:1", "", "dlq:answer:"]
)
def test_a_form_that_is_none_of_ours_is_refused(study: Study, action: str) -> None:
    sent = FormSubmitted(**study.who(ANNA, ROOM), action=action, values={"answer": ("B",)})
    assert "not one of mine" in refused(study.app.handle(sent))


class Broken:
    """Synonyms that cannot be read."""

    def __iter__(self) -> object:
        raise ZeroDivisionError("the reference library is on fire")


def with_a_fault() -> Bank:
    """A bank whose words break the graders."""
    bank = tiny_bank()
    return Bank(bank.questions, bank.texts, vocabulary=Vocabulary(synonyms=Broken()))  # type: ignore[arg-type]


def test_an_unforeseen_error_is_one_honest_sentence_and_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The person gets a code that is in the log too; the log has a traceback, not the answer."""
    study = Study(with_a_fault())
    study.sets_up()
    study.opens("regularization/dropout")
    before = rows(study)
    with caplog.at_level(logging.ERROR):
        outcome = study.app.handle(used(study, ANNA, "answer my heart is a cold trombone"))
    said = refused(outcome)
    [record] = caplog.records
    code = said.rstrip(".\n").rpartition(" ")[2]
    assert "Something went wrong on my side, and nothing was changed." in said
    assert code in record.getMessage() and len(code) == 8
    assert "ZeroDivisionError" in caplog.text
    assert "trombone" not in caplog.text
    assert rows(study) == before


def test_after_an_unforeseen_error_the_same_delivery_may_be_tried_again() -> None:
    study = Study(with_a_fault())
    study.sets_up()
    study.opens("regularization/dropout")
    event = used(study, ANNA, "answer units are dropped at random")
    assert "went wrong" in refused(study.app.handle(event))
    study.knows(tiny_bank())
    assert accepted(study.app.handle(event)).startswith("Recorded.")


def test_halves_of_characters_are_replaced_where_text_comes_in(study: Study) -> None:
    """JSON may bring them; no database takes them."""
    accepted(study.types(ANNA, "answer B \ud83d because"))
    study.submits(ANNA, "dlq:answer:1", answer="\udc00")
    texts = [answer.text for answer in study.store.answers.to(study.round(1))]
    assert texts == ["B \ufffd because", "\ufffd"]


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
    study.waits(hours=26)
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
    before = rows(study)
    study.app.handle(news)
    assert rows(study) == before


# Autocomplete


WORDS = ["", "c", "CNN", "cnn/", "europe/b", "zzzz", " ", "*", "(", "\x00", "\ud800", "é" * 5_000]


@pytest.mark.parametrize("typed", WORDS, ids=range(len(WORDS)))
def test_options_can_be_asked_for_anything(study: Study, typed: str) -> None:
    """25 at most, whatever is typed, for every option of every command and for unheard-of ones;
    the database is not needed for it."""
    asked = [(c.path, option.name) for c in study.app.commands for option in c.options]
    study.store.close()
    for path, option in [*asked, (("random",), "colour"), (("unheard-of",), "topic"), ((), "")]:
        found = study.app.handle(
            OptionsAsked(**study.who(ANNA, ROOM), path=path, option=option, typed=typed)
        )
        assert isinstance(found, Choices)
        assert len(found.options) <= 25
        assert all(value and label for value, label in found.options)


def test_suggestions_begin_with_what_begins_so(study: Study) -> None:
    zones = study.asks_for_options(("admin", "setup"), "zone", "europe/ber")
    assert zones == Choices((("Europe/Berlin", "Europe/Berlin"),))
    topics = study.asks_for_options(("random",), "topic", "p")
    assert isinstance(topics, Choices)
    assert [value for value, _ in topics.options][:2] == ["padding", "pooling"]
    ids = study.asks_for_options(("question",), "id", "batch")
    assert ids == Choices(
        (
            (
                "normalization/batch-norm",
                "Parameters of batch norm (normalization/batch-norm)",
            ),
        )
    )


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


def test_the_buttons_of_a_card_work_after_a_restart(study: Study) -> None:
    """Nothing is kept in memory: another process with the same database knows them."""
    card = study.types(ANNA, "question cnn/same-padding", CLUB)
    practice = buttons(study.types(ANNA, "question cnn/pooling"))
    study.knows(tiny_bank())
    assert accepted(study.presses(ANNA, buttons(card)["B"])).startswith("Recorded.")
    assert form(study.presses(ANNA, practice["Answer"])).title == "What pooling keeps"
