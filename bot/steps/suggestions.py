"""Suggested questions: a person words one, an admin of the group accepts, mends or declines it, and
what is accepted is asked in that group alone."""

from collections.abc import Sequence

from bot.bank import Question
from bot.bank.own import compose, read, slug_of
from bot.cards.appeal import settled_card
from bot.cards.suggestion import LONGEST_WHY, suggestion_card
from bot.cards.words import footed, named, say, saying
from bot.context import Asking, Context
from bot.errors import DlqError, NotAllowedHere
from bot.ledger import Group
from bot.message import Message, Text
from bot.proposals import Suggestion, Wording, own_id
from bot.steps.admin import log
from bot.steps.sealing import Sealed, sealed_by

MOST_WAITING = 10
"""Suggestions of one person that wait in a group at a time: admins read every one."""
LIST = "/dlq admin suggestions lists them."


def suggest(ctx: Context, asking: Asking, group: Group, wording: Wording) -> Message:
    """Keep a suggestion and owe it to the group's admin."""
    refuse_too_many(ctx, asking, group)
    suggestion = ctx.store.suggestions.add(group, asking.person, wording, ctx.now)
    card = card_for(ctx, Asking(group.made_by, None, True, group), suggestion)
    post = footed(card, f"{suggestion.cause} · notice")
    ctx.store.posts.owe(suggestion.cause, "notice", group.made_by, post)
    return say(
        f"Your question is with the admins of {group.name}, as suggestion {suggestion.id}.",
        "I tell you what comes of it. Once it is accepted, it is asked in this group alone.",
    )


def refuse_too_many(ctx: Context, asking: Asking, group: Group) -> None:
    if ctx.store.suggestions.waiting_of(group, asking.person) >= MOST_WAITING:
        raise DlqError(
            f"{MOST_WAITING} of your suggestions wait for the admins already; once they have "
            "decided one, you can send another."
        )


# What admins do


def may_settle(ctx: Context, asking: Asking, number: int) -> bool:
    """Whether somebody manages the group of that number, also in a direct message, where no place
    says which group is meant."""
    group = ctx.store.groups.get(number)
    added = group.made_by == asking.person or ctx.store.members.is_admin(group, asking.person)
    here = asking.group is not None and asking.group.id == number
    return added or (here and asking.may_manage)


def suggestion_for(ctx: Context, asking: Asking, token: str) -> Suggestion:
    """The suggestion in an Action, for an admin of its group, as long as there is something to
    decide. Raises Sealed for an own question in an open round of theirs."""
    number = int(token) if token.isdecimal() and len(token) < 15 else 0
    suggestion = ctx.store.suggestions.get(number)
    if suggestion is None:
        raise DlqError(f"I do not know this suggestion. {LIST}")
    if not may_settle(ctx, asking, suggestion.group):
        raise NotAllowedHere("A suggestion is decided by those who manage this group.")
    if suggestion.state in {"declined", "removed"}:
        raise DlqError(f"{outcome(suggestion)} {LIST}")
    _refuse_sealed(ctx, asking, suggestion)
    return suggestion


def _refuse_sealed(ctx: Context, asking: Asking, suggestion: Suggestion) -> None:
    """What is not accepted has no id yet, and was in no round."""
    by = sealed_by(ctx, asking.person, suggestion.question) if suggestion.slug else None
    if by is not None:
        raise Sealed(by)


def outcome(suggestion: Suggestion) -> str:
    """What became of it, in a sentence."""
    assert suggestion.by is not None and suggestion.settled_at is not None
    by, day = suggestion.by.called, f"{suggestion.settled_at:%Y-%m-%d}"
    word = {"removed": "taken out again"}.get(suggestion.state, suggestion.state)
    return f"Suggestion {suggestion.id} was {word} by {by} on {day}."


def to_decide(suggestion: Suggestion) -> None:
    """Raises DlqError for one that is accepted already."""
    if suggestion.state != "waiting":
        raise DlqError(f"{outcome(suggestion)} It is {suggestion.question}.")


def card_for(ctx: Context, asking: Asking, suggestion: Suggestion) -> Message:
    """The suggestion's card; the round's instead for somebody who may still answer it."""
    _refuse_sealed(ctx, asking, suggestion)
    return suggestion_card(suggestion, _asked(suggestion))


def _asked(suggestion: Suggestion) -> Question | None:
    id = suggestion.question
    return read(id, suggestion.text or compose(suggestion.wording, id))


def accept(ctx: Context, asking: Asking, suggestion: Suggestion) -> Message:
    """Make it one of the group's own questions, under a name that nothing had before."""
    to_decide(suggestion)
    group = ctx.store.groups.get(suggestion.group)
    taken = ctx.store.suggestions.slugs(group)
    slug = slug_of(suggestion.wording.title, taken, suggestion.id)
    id = own_id(group.id, slug)
    text = compose(suggestion.wording, id)
    if read(id, text) is None:
        raise DlqError(f"Suggestion {suggestion.id} cannot be asked as it stands; edit it first.")
    ctx.store.suggestions.settle(
        suggestion, "accepted", asking.person, ctx.now, slug=slug, text=text
    )
    log(ctx, asking, group, f"suggestion {suggestion.id} accepted as {id}")
    by = named(asking.person)
    told = saying(
        by,
        f" accepted your question: it is {id} now, and is asked in {group.name}. "
        f"/dlq question {id} shows it there.",
    )
    _settle(ctx, asking, suggestion, ("Accepted by ", by, f" as {id}."), told)
    return say(
        f"Suggestion {suggestion.id} is {id} now.",
        f"It is drawn in this group alone, under own and {suggestion.wording.topic}. "
        f"/dlq admin queue {id} makes it the next.",
    )


def amend(ctx: Context, asking: Asking, suggestion: Suggestion, wording: Wording) -> Message:
    """Replace its wording. A question that is accepted keeps its id, and rounds that asked it their
    edition."""
    accepted = suggestion.state == "accepted"
    text = compose(wording, suggestion.question) if accepted else ""
    ctx.store.suggestions.amend(suggestion, wording, text)
    group = ctx.store.groups.get(suggestion.group)
    log(ctx, asking, group, f"suggestion {suggestion.id} edited")
    now = ctx.store.suggestions.get(suggestion.id)
    assert now is not None
    card = card_for(ctx, asking, now)
    if not accepted:
        post = footed(card, f"{now.cause} · notice")
        ctx.store.posts.redraw(now.cause, "notice", post)
    return card


def decline(ctx: Context, asking: Asking, suggestion: Suggestion, why: str) -> Message:
    """It is not asked; the author is told why."""
    to_decide(suggestion)
    ctx.store.suggestions.settle(suggestion, "declined", asking.person, ctx.now)
    group, by = ctx.store.groups.get(suggestion.group), named(asking.person)
    log(ctx, asking, group, f"suggestion {suggestion.id} declined")
    said = f" declined your question {suggestion.wording.title!r}: {' '.join(why.split())}"
    _settle(ctx, asking, suggestion, ("Declined by ", by, "."), saying(by, said))
    return say(f"Suggestion {suggestion.id} is declined, and its author told why.")


def why_fault(why: str) -> str:
    """What is wrong with the sentence to an author; empty if nothing is."""
    text = " ".join(why.split())
    if not any(char.isalnum() for char in text):
        return "Say in a sentence why; its author is told."
    over = len(text) > LONGEST_WHY
    return f"That has {len(text):,} characters; at most {LONGEST_WHY} fit." if over else ""


def remove(ctx: Context, asking: Asking, suggestion: Suggestion) -> Message:
    """Take an own question out again; rounds that asked it stay as they are, by their edition."""
    if suggestion.state != "accepted":
        raise DlqError(f"Suggestion {suggestion.id} was not accepted yet; decline it instead.")
    group, id = ctx.store.groups.get(suggestion.group), suggestion.question
    ctx.store.suggestions.settle(
        suggestion,
        "removed",
        asking.person,
        ctx.now,
        slug=suggestion.slug,
        text=suggestion.text,
    )
    ctx.store.groups.unqueue(group, [id])
    log(ctx, asking, group, f"suggestion {suggestion.id} removed")
    return say(f"{id} is asked no more.", "Rounds that asked it stay as they are.")


def _settle(
    ctx: Context,
    asking: Asking,
    suggestion: Suggestion,
    line: Sequence[str | Text],
    told: Message,
) -> None:
    """The admin's card says what came of it, and the author is told."""
    close_posts(ctx, suggestion.cause, line)
    if suggestion.person != asking.person:
        cause = f"{suggestion.cause} settled"
        post = footed(told, f"{cause} · notice")
        ctx.store.posts.owe(cause, "notice", suggestion.person, post)


def close_posts(ctx: Context, cause: str, line: Sequence[str | Text]) -> None:
    """The cards that were sent for a cause serve no more, and say why."""
    ctx.store.posts.fail_owed(cause, "notice", "settled")
    for post in ctx.store.posts.of(cause, "notice"):
        ctx.store.posts.redraw(cause, "notice", settled_card(post.message, *line))
