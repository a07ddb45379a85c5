"""/dlq suggest: a question of one's own for the group; and the buttons with which admins decide.

The buttons are in a direct message as well, where nothing says who manages what, so they ask for
the right to decide by the suggestion's own group.
"""

from collections.abc import Mapping

from bot import grading
from bot.actions import Action, action
from bot.bank import DIFFICULTIES, Unreadable, first, parse
from bot.bank.complaint import brief
from bot.bank.own import cleaned, compose, faults
from bot.cards.question import question_card
from bot.cards.suggestion import KEYS, decline_form, suggestion_form, typed_of
from bot.check import Tools, check
from bot.context import Asking, Command, Context, Door, Option, privately
from bot.errors import DlqError
from bot.message import Form, Refused, Reply
from bot.proposals import Wording
from bot.steps.suggestions import (
    accept,
    amend,
    card_for,
    decline,
    refuse_too_many,
    remove,
    suggest,
    suggestion_for,
    to_decide,
    why_fault,
)

Values = Mapping[str, tuple[str, ...]]

FIELDS = ("title", "question", "answer", "explanation", "topic")


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Form:
    kind, difficulty = given.get("kind", "choice"), given.get("difficulty", "medium")
    return _form(ctx, asking, action("suggest", kind, difficulty), kind)


def _form(ctx: Context, asking: Asking, act: str, kind: str) -> Form:
    assert asking.group is not None
    refuse_too_many(ctx, asking, asking.group)
    typed = ctx.store.people.draft(asking.person, act)
    return suggestion_form(f"Suggest: {kind}", act, kind, ctx.bank.topics, typed)


def _sort(act: Action) -> tuple[str, str]:
    """The kind and difficulty in an Action."""
    if len(act.args) != 2 or act.args[0] not in KEYS or act.args[1] not in DIFFICULTIES:
        raise DlqError("I do not know what this button was for; /dlq suggest begins anew.")
    return act.args[0], act.args[1]


def press(ctx: Context, asking: Asking, act: Action) -> Form:
    _refuse_nowhere(asking)
    return _form(ctx, asking, str(act), _sort(act)[0])


def _refuse_nowhere(asking: Asking) -> None:
    if asking.group is None:
        raise DlqError("Suggest a question in a channel of the group that you mean.")


def submit(ctx: Context, asking: Asking, act: Action, values: Values) -> Reply | Refused:
    _refuse_nowhere(asking)
    assert asking.group is not None
    wording = _wording(*_sort(act), values)
    if refused := _refused(ctx, asking, str(act), wording, values):
        return refused
    ctx.store.people.drop_draft(asking.person, str(act))
    return Reply(suggest(ctx, asking, asking.group, wording))


def _wording(kind: str, difficulty: str, values: Values) -> Wording:
    given = {name: "".join(values.get(name, ())) for name in FIELDS}
    return cleaned(Wording(kind=kind, difficulty=difficulty, **given))


def _refused(
    ctx: Context, asking: Asking, act: str, wording: Wording, values: Values
) -> Refused | None:
    """A sentence per field that cannot be taken, and what was typed kept; None if all can."""
    found = [*faults(wording), *_topic_fault(ctx, wording)]
    found = found or _unaskable(ctx, wording)
    if not found:
        return None
    ctx.store.people.keep_draft(asking.person, act, values)
    return Refused(tuple(found), act)


def _topic_fault(ctx: Context, wording: Wording) -> list[tuple[str, str]]:
    if wording.topic in ctx.bank.topics:
        return []
    try:
        named = ctx.bank.topic_named(wording.topic)
    except DlqError as error:
        return [("topic", str(error))]
    return [("topic", f"That is part of the topic {named}: choose {named}.")]


def _unaskable(ctx: Context, wording: Wording) -> list[tuple[str, str]]:
    """What `dlq check` would say of it, where it must at least be askable."""
    try:
        question = parse(compose(wording), "own/0/new", "")
    except Unreadable as error:
        return [("question", f"This cannot be made a question: {error.complaints[0].what}.")]
    report = check(question, Tools(ctx.bank.vocabulary, question_card), level="askable")
    if report.complaints:
        worst = report.complaints[0]
        return [("answer", f"I could not mark it right myself: {worst.what}.")]
    for text in question.accept:
        verdict = grading.grade(question, first(question), text, vocabulary=ctx.bank.vocabulary)
        if verdict.score != 1:
            return [
                ("answer", f"I could not mark {brief(text)!r} right myself; word it otherwise.")
            ]
    return []


# What admins press


def press_look(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(card_for(ctx, asking, suggestion_for(ctx, asking, _token(act))))


def press_accept(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(accept(ctx, asking, suggestion_for(ctx, asking, _token(act))))


def press_remove(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(remove(ctx, asking, suggestion_for(ctx, asking, _token(act))))


def press_amend(ctx: Context, asking: Asking, act: Action) -> Form:
    suggestion = suggestion_for(ctx, asking, _token(act))
    again = action("amend", suggestion.id)
    typed = ctx.store.people.draft(asking.person, again) or typed_of(suggestion.wording)
    title, kind = f"Edit suggestion {suggestion.id}", suggestion.wording.kind
    return suggestion_form(title, again, kind, ctx.bank.topics, typed)


def submit_amend(ctx: Context, asking: Asking, act: Action, values: Values) -> Reply | Refused:
    suggestion = suggestion_for(ctx, asking, _token(act))
    again, before = action("amend", suggestion.id), suggestion.wording
    wording = _wording(before.kind, before.difficulty, values)
    if refused := _refused(ctx, asking, again, wording, values):
        return refused
    ctx.store.people.drop_draft(asking.person, again)
    return Reply(amend(ctx, asking, suggestion, wording))


def press_decline(ctx: Context, asking: Asking, act: Action) -> Form:
    suggestion = suggestion_for(ctx, asking, _token(act))
    to_decide(suggestion)
    typed = ctx.store.people.draft(asking.person, action("decline", suggestion.id))
    return decline_form(suggestion, "".join(typed.get("why", ())))


def submit_decline(ctx: Context, asking: Asking, act: Action, values: Values) -> Reply | Refused:
    suggestion = suggestion_for(ctx, asking, _token(act))
    to_decide(suggestion)
    why, again = " ".join(values.get("why", ())), action("decline", suggestion.id)
    if fault := why_fault(why):
        ctx.store.people.keep_draft(asking.person, again, values)
        return Refused((("why", fault),), again)
    ctx.store.people.drop_draft(asking.person, again)
    return Reply(decline(ctx, asking, suggestion, why))


def _token(act: Action) -> str:
    return act.args[0] if act.args else ""


COMMAND = Command(
    path=("suggest",),
    help="Suggest a question for this group",
    more="A form takes the question, what is right, and why. The group's admins accept, mend or "
    "decline it; what they accept is asked in this group alone. All signs are shown as you type "
    "them.",
    options=(
        Option("kind", "How it is answered; choice without it", "choice", choices=tuple(KEYS)),
        Option("difficulty", "How hard it is; medium without it", "choice", choices=DIFFICULTIES),
    ),
    run=run,
    opens=lambda given: "form",
    doors={
        "suggest": Door(opens=lambda act: "form", press=press, submit=submit),
        "suggested": Door(opens=privately, press=press_look, manages=True),
        "accept": Door(opens=privately, press=press_accept, manages=True),
        "amend": Door(
            opens=lambda act: "form", press=press_amend, submit=submit_amend, manages=True
        ),
        "decline": Door(
            opens=lambda act: "form", press=press_decline, submit=submit_decline, manages=True
        ),
        "remove": Door(opens=privately, press=press_remove, manages=True),
    },
)
