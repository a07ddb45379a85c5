"""App.handle as adapters meet it: deliveries that come again, what opens what, forms, errors."""

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
    ROOM,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

pytestmark = pytest.mark.usefixtures("open_round")


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
    before = study.ledger()
    assert study.app.handle(replace(event, at=study.now)) == first
    assert study.ledger() == before


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
    before = study.ledger()
    assert study.app.opens(event) == opens
    assert study.ledger() == before
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
    before = study.ledger()
    form(study.types(CARL, "answer"))
    form(study.presses(CARL, "dlq:answer:1"))
    assert study.ledger() == before


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
    before = study.ledger()
    with caplog.at_level(logging.ERROR):
        outcome = study.app.handle(used(study, ANNA, "answer my heart is a cold trombone"))
    said = refused(outcome)
    [record] = caplog.records
    code = said.rstrip(".\n").rpartition(" ")[2]
    assert "Something went wrong on my side, and nothing was changed." in said
    assert code in record.getMessage() and len(code) == 8
    assert "ZeroDivisionError" in caplog.text
    assert "trombone" not in caplog.text
    assert study.ledger() == before


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


def test_the_buttons_of_a_card_work_after_a_restart(study: Study) -> None:
    """Nothing is kept in memory: another process with the same database knows them."""
    card = study.types(ANNA, "question cnn/same-padding", CLUB)
    practice = buttons(study.types(ANNA, "question cnn/pooling"))
    study.knows(tiny_bank())
    assert accepted(study.presses(ANNA, buttons(card)["B"])).startswith("Recorded.")
    assert form(study.presses(ANNA, practice["Answer"])).title == "What pooling keeps"
