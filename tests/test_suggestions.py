"""A person suggests a question, and an admin of the group accepts, mends or declines it."""

import pytest

from bot.events import ButtonPressed
from bot.message import Button, ChoiceField, Refused, TextField
from tests.fakes.own import STRIPES, last_told, own_question, sends, suggested, ways
from tests.fakes.study import (
    ADA,
    ANNA,
    BEN,
    CLUB,
    ROOM,
    Study,
    accepted,
    buttons,
    form,
    refused,
    text,
)

ID = "own/1/zebra-stripes"


def state(study: Study, number: int = 1) -> str:
    found = study.store.suggestions.get(number)
    assert found is not None
    return found.state


def admin_acts(study: Study) -> list[str]:
    group = study.store.groups.of_place(ROOM)
    assert group is not None
    return [
        line for line in text(study.types(ADA, "admin log")).split("\n") if "suggestion" in line
    ]


# The form


@pytest.mark.parametrize("kind", ["choice", "number", "short"])
def test_the_form_asks_five_things_and_says_how_each_is_written(study: Study, kind: str) -> None:
    """It fits a phone: at most five fields, and the format stands in the field's own help."""
    asked = form(study.types(ANNA, f"suggest {kind} hard"))
    assert [field.name for field in asked.fields] == [
        "title",
        "question",
        "answer",
        "explanation",
        "topic",
    ]
    assert asked.action == f"dlq:suggest:{kind}:hard"
    for field in asked.fields:
        assert len(field.label) <= 45 and len(field.help) <= 100
        assert isinstance(field, ChoiceField) or field.help
    key, topic = asked.fields[2], asked.fields[4]
    assert isinstance(key, TextField) and isinstance(topic, ChoiceField)
    assert [option.value for option in topic.options] == list(study.bank.topics)


@pytest.mark.parametrize(
    ("kind", "field", "typed", "said"),
    [
        ("choice", "title", "  \n ", "Give it a title"),
        ("choice", "title", "t" * 81, "That has 81 characters; at most 80 fit."),
        ("choice", "question", "\u200b", "Write what is asked."),
        ("choice", "question", "🙂" * 3_000, "That has 3,000 characters; at most 1,000 fit."),
        ("choice", "question", "🙂" * 900, "That is too long for one page by 1,1"),
        ("choice", "question", "x\n\n" * 30, "That has more than 40 lines"),
        ("choice", "explanation", "", "Explain in a sentence or two"),
        ("choice", "explanation", "🙂" * 1_400, "That is too long for one page by 600 bytes"),
        ("choice", "answer", "* only one", "Write 2 to 5 options, a line each; I read 1."),
        ("choice", "answer", "*a\nb\nc\nd\ne\nf", "Write 2 to 5 options, a line each; I read 6."),
        ("choice", "answer", "a\nb", "Mark the right option with a *"),
        ("choice", "answer", "*a\n*b", "Every option is marked as right"),
        ("choice", "answer", "*Same\nsame", "Two options are the same."),
        ("choice", "answer", "*\nb", "One of the options is empty."),
        ("choice", "topic", "gardening", "There is no topic 'gardening'"),
        ("choice", "topic", "", "There is no topic ''"),
        ("number", "answer", "many", "I read no number in 'many'"),
        ("number", "answer", "0,5", "'0,5' may be read in two ways; write it like 0.5 or 1024."),
        ("number", "answer", "1\n2", "I read no number in '1 2'"),
        ("number", "answer", "9" * 400, "That number is too long"),
        ("number", "answer", "1e999", "That number is too long"),
        ("number", "answer", "5 " + "furlongs" * 3, "What follows the number is its unit"),
        ("short", "answer", "a" * 101, "is no short answer: it has more than 100 characters."),
        ("short", "answer", "a\n{{answer}}", "An accepted answer may not hold {{."),
        ("short", "answer", "\n".join("abcdefghijk"), "Write at most 10 accepted answers"),
    ],
)
def test_each_field_that_cannot_be_taken_gets_a_sentence_and_what_was_typed_is_kept(
    study: Study, kind: str, field: str, typed: str, said: str
) -> None:
    outcome = sends(study, kind=kind, **{field: typed})
    assert isinstance(outcome, Refused)
    [(at, sentence)] = outcome.complaints
    assert at == field and said in sentence
    again = form(study.presses(ANNA, outcome.reopen))
    [kept] = [f.value for f in again.fields if f.name == field]
    assert kept == (() if field == "topic" else typed)
    assert [f.value for f in again.fields if f.name == "explanation" != field] in (
        [],
        [STRIPES["explanation"]],
    )
    assert study.store.suggestions.get(1) is None


def test_several_faults_are_said_at_once(study: Study) -> None:
    outcome = sends(study, title="", answer="a\nb", topic="gardening")
    assert isinstance(outcome, Refused)
    assert [field for field, _ in outcome.complaints] == ["title", "answer", "topic"]


def test_an_answer_that_the_grader_cannot_mark_right_is_refused(study: Study) -> None:
    """Nobody could ever be right."""
    outcome = sends(study, kind="short", answer="🙂")
    assert isinstance(outcome, Refused)
    assert "I could not mark it right myself" in text(outcome)


def test_options_on_one_line_are_parted_by_semicolons(study: Study) -> None:
    """A terminal's fields have one line."""
    accepted(sends(study, answer="A kernel; * Its stripes;Nothing ;"))
    accepted(study.presses(ADA, "dlq:accept:1"))
    said = accepted(study.types(BEN, f"question {ID}"))
    assert "A  A kernel\nB  Its stripes\nC  Nothing" in said


def test_a_draft_is_gone_once_the_question_is_sent(study: Study) -> None:
    sends(study, answer="a\nb")
    accepted(sends(study))
    assert [field.value for field in form(study.types(ANNA, "suggest")).fields[:2]] == ["", ""]


def test_nobody_sends_more_than_admins_can_read(study: Study) -> None:
    """Ten of one person wait at a time; once one is decided, the next may come."""
    for number in range(10):
        suggested(study, title=f"Zebra {number}")
    assert "10 of your suggestions wait" in refused(study.types(ANNA, "suggest"))
    assert "10 of your suggestions wait" in refused(
        study.submits(ANNA, "dlq:suggest:choice:easy", **STRIPES)
    )
    accepted(study.presses(ADA, "dlq:accept:1"))
    suggested(study, title="Zebra 10")


@pytest.mark.parametrize("tail", ["", ":choice", ":open:easy", ":choice:mild", ":choice:easy:x"])
def test_a_forged_form_is_refused(study: Study, tail: str) -> None:
    said = refused(study.submits(ANNA, f"dlq:suggest{tail}", **STRIPES))
    assert "/dlq suggest begins anew" in said


# Deciding


def test_whoever_set_the_group_up_gets_all_that_is_needed_to_decide(study: Study) -> None:
    """What would be asked, the key and the explanation, with three buttons."""
    assert "I tell you what comes of it." in accepted(sends(study))
    [post] = [post for post in study.posted if post.to == ADA]
    for part in (
        "Suggestion 1: Zebra stripes",
        "Waits for you. Anna suggests it for cnn, medium.",
        "What is the QUAGGA of a convolution?",
        "B  Its stripes",
        "Right: B",
        "The QUAGGA has stripes at its front only.",
        "suggestion 1 · notice",
    ):
        assert part in post.text
    assert ways(study) == ["Accept", "Edit", "Decline"]


def test_an_accepted_question_is_the_groups_and_its_author_hears_of_it(study: Study) -> None:
    suggested(study)
    said = accepted(study.presses(ADA, buttons(last_told(study, ADA))["Accept"], None))
    assert f"Suggestion 1 is {ID} now." in said
    assert f"Ada accepted your question: it is {ID} now" in text(last_told(study, ANNA))
    assert "Practice" in accepted(study.types(BEN, f"question {ID}"))
    assert admin_acts(study)


def test_the_card_says_what_became_of_it_and_its_buttons_serve_no_more(study: Study) -> None:
    suggested(study)
    accepted(study.presses(ADA, "dlq:accept:1"))
    [redrawn] = [post for post in study.redrawn if post.to == ADA]
    assert f"Settled. Accepted by Ada as {ID}." in redrawn.text
    drawn: list[Button] = list(buttons(redrawn.message).values())
    assert drawn and all(button.disabled for button in drawn)


def test_accepting_twice_or_by_two_admins_makes_one_question(study: Study) -> None:
    """The second is told who was quicker; the same delivery gets the same words."""
    suggested(study)
    group = study.store.groups.of_place(ROOM)
    assert group is not None
    study.store.members.add_admin(group, BEN, study.now)
    press = ButtonPressed(**study.who(ADA, ROOM), action="dlq:accept:1")
    first = study.meets(press)
    assert study.meets(press) == first
    said = refused(study.presses(BEN, "dlq:accept:1", None))
    assert said.startswith("Suggestion 1 was accepted by Ada on 2026-01-05. It is " + ID)
    assert len(study.store.suggestions.all_accepted()) == 1


def test_a_name_that_exists_gets_a_number_and_is_never_used_again(study: Study) -> None:
    """Also the name of a question that was taken out: an id means one question for ever."""
    assert own_question(study) == ID
    assert own_question(study) == f"{ID}-2"
    accepted(study.presses(ADA, "dlq:remove:1"))
    assert own_question(study) == f"{ID}-3"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Größe der Ränder?", "grosse-der-rander"),
        ("שלום עולם", "question-1"),
        ("🙂🙂", "question-1"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 80, "a" * 40),
        ("__ -- __x", "x"),
        ("Gone 1", "gone-1-2"),
    ],
)
def test_any_title_gives_a_name(study: Study, title: str, slug: str) -> None:
    assert own_question(study, title=title) == f"own/1/{slug}"


def test_a_declined_question_is_not_asked_and_its_author_told_why(study: Study) -> None:
    suggested(study)
    asked = form(study.presses(ADA, "dlq:decline:1"))
    empty = study.submits(ADA, asked, why=" ")
    assert isinstance(empty, Refused)
    long = study.submits(ADA, asked, why="w" * 301)
    assert text(long) == "why: That has 301 characters; at most 300 fit."
    assert form(study.presses(ADA, "dlq:decline:1")).fields[0].value == "w" * 301
    accepted(study.submits(ADA, asked, why="We had *this* one."))
    told = text(last_told(study, ANNA))
    assert "Ada declined your question 'Zebra stripes': We had *this* one." in told
    assert state(study) == "declined"
    for press in ("accept", "amend", "decline", "remove", "suggested"):
        said = refused(study.presses(ADA, f"dlq:{press}:1"))
        assert said.startswith("Suggestion 1 was declined by Ada on 2026-01-05.")


def test_an_admin_mends_a_suggestion_in_the_same_form(study: Study) -> None:
    """Filled with what was sent; refused with the same sentences; accepted as it stands then."""
    suggested(study)
    asked = form(study.presses(ADA, "dlq:amend:1"))
    assert {f.name: f.value for f in asked.fields} == STRIPES | {"topic": ("cnn",)}
    typed = STRIPES | {"answer": "A kernel\nIts stripes"}
    wrong = study.submits(ADA, asked, **typed)
    assert isinstance(wrong, Refused) and wrong.reopen == asked.action
    assert form(study.presses(ADA, wrong.reopen)).fields[2].value == typed["answer"]
    mended = accepted(study.submits(ADA, asked, **STRIPES | {"question": "And now?"}))
    assert "And now?" in mended and "Waits for you." in mended
    assert "And now?" in study.redrawn[-1].text
    accepted(study.presses(ADA, "dlq:accept:1"))
    assert "And now?" in accepted(study.types(BEN, f"question {ID}"))


def test_own_suggestions_of_an_admin_need_no_news_to_themselves(study: Study) -> None:
    own_question(study, ADA)
    assert [p.message.summary for p in study.posted if p.to == ADA] == [
        "Suggestion 1: Ada suggests a question"
    ]


# Who may, and the list


@pytest.mark.parametrize("verb", ["suggested", "accept", "amend", "decline", "remove"])
def test_only_admins_of_that_group_decide(study: Study, verb: str) -> None:
    """Not members, and not the admins of another group, wherever they press."""
    study.sets_up(CLUB, BEN)
    suggested(study)
    for person, place in ((ANNA, ROOM), (BEN, CLUB), (BEN, None), (BEN, ROOM)):
        said = refused(study.presses(person, f"dlq:{verb}:1", place))
        assert "those who manage this group" in said
    assert state(study) == "waiting"


@pytest.mark.parametrize("token", ["2", "0", "-1", "x", "٣", "9" * 80])
def test_a_forged_number_is_answered_in_a_sentence(study: Study, token: str) -> None:
    suggested(study)
    for verb in ("suggested", "accept", "amend", "decline", "remove"):
        assert "I do not know this suggestion." in refused(
            study.presses(ADA, f"dlq:{verb}:{token}")
        )
    assert "I do not know this suggestion." in refused(
        study.uses(ADA, ("admin", "suggestions"), {"which": token})
    )


def test_the_list_shows_what_waits_and_what_is_asked(study: Study) -> None:
    assert "Nobody has suggested a question yet" in accepted(study.types(ADA, "admin suggestions"))
    own_question(study)
    suggested(study, BEN, title="Another zebra")
    listed = study.types(ADA, "admin suggestions")
    said = accepted(listed)
    assert "2: Another zebra (Ben, 2026-01-05)" in said
    assert f"1: `{ID}` Zebra stripes" in said
    assert list(buttons(listed)) == ["Suggestion 2", "Remove 1"]
    assert "Right: B" in accepted(study.presses(ADA, buttons(listed)["Suggestion 2"]))
    shown = study.types(ADA, f"admin suggestions {ID}")
    assert list(buttons(shown)) == ["Edit", "Remove"]
    accepted(study.presses(ADA, buttons(listed)["Remove 1"]))
    assert "There is no question" in refused(study.types(BEN, f"question {ID}"))


def test_a_long_list_names_how_to_reach_the_rest(study: Study) -> None:
    for number in range(12):
        suggested(study, (ANNA, BEN)[number % 2], title=f"Zebra {number}")
    listed = study.types(ADA, "admin suggestions")
    assert len(buttons(listed)) == 10
    assert "and 2 more; /dlq admin suggestions NUMBER" in accepted(listed)
    assert "Zebra 11" in accepted(study.types(ADA, "admin suggestions 12"))


def test_a_title_that_looks_like_a_suggestion_seals_no_other(study: Study) -> None:
    """A question called "Suggestion 2" in an open round is not what waits as suggestion 2."""
    study.opens(own_question(study, title="Suggestion 2"))
    suggested(study, BEN)
    assert "Right: B" in accepted(study.presses(ADA, "dlq:suggested:2"))


def test_an_admin_who_may_still_answer_gets_the_rounds_card(study: Study) -> None:
    """While an own question is open, neither list nor button shows them its key."""
    study.opens(own_question(study))
    for outcome in (
        study.types(ADA, "admin suggestions 1"),
        study.presses(ADA, "dlq:suggested:1"),
        study.presses(ADA, "dlq:amend:1"),
        study.presses(ADA, "dlq:remove:1"),
    ):
        said = accepted(outcome)
        assert "Round 1 · open until" in said and "Right:" not in said
    accepted(study.types(ADA, "answer B"))
    accepted(study.types(ADA, "lock"))
    assert "Right: B" in accepted(study.types(ADA, "admin suggestions 1"))
