"""Whom admins name: other admins, and people who are left off the board."""

import re

from bot.bank.complaint import brief
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Group
from bot.steps.admin import log

LONGEST_REASON = 300
_MENTION = re.compile(r"<@!?(?P<id>[A-Za-z0-9]{3,40})(\|(?P<name>[^>]*))?>")
"""Discord's <@123>, Slack's <@U123> or <@U123|ben>."""


def person_named(ctx: Context, asking: Asking, group: Group, typed: str) -> Person:
    """The person whom a mention or a name means. A DlqError if nobody is, or several are.

    A mention never means anybody on another platform, also where it came as words ("@ben").
    """
    text, here = typed.strip(), asking.person.platform
    mention = _MENTION.fullmatch(text)
    if mention:
        return ctx.store.people.as_known(Person(here, mention["id"], mention["name"] or ""))
    found = ctx.store.people.named(text.removeprefix("@"), group)
    if text.startswith("@"):
        found = [person for person in found if person.platform == here]
    if len(found) == 1:
        return found[0]
    said = brief(text)
    if found:
        raise DlqError(f"Several people here are called {said!r}; mention the one you mean, by @.")
    raise DlqError(
        f"I have seen nobody called {said!r} in this group; mention them by @, or write the name "
        "as boards show it."
    )


def add_admin(ctx: Context, asking: Asking, group: Group, typed: str) -> Person:
    """Let a person manage the group. A name alone gives no right on another platform, where
    anybody may have taken it."""
    person = person_named(ctx, asking, group, typed)
    if person.platform != asking.person.platform:
        raise DlqError(f"I know {person.name} on {person.platform} only; mention them there, by @.")
    if person == group.made_by or not ctx.store.members.add_admin(group, person, ctx.now):
        raise DlqError(f"{person.called} may manage this group already.")
    log(ctx, asking, group, f"admins add {person.called}", person)
    return person


def remove_admin(ctx: Context, asking: Asking, group: Group, typed: str) -> Person:
    """Take back what `add_admin` gave."""
    person = person_named(ctx, asking, group, typed)
    if not ctx.store.members.drop_admin(group, person):
        raise DlqError(
            f"{person.called} was not added by an admin. Whoever administers the "
            "community, or set the group up, may always manage it."
        )
    log(ctx, asking, group, f"admins remove {person.called}", person)
    return person


def exclude(ctx: Context, asking: Asking, group: Group, typed: str, reason: str) -> Person:
    """Leave a person off the group's boards. A DlqError without a reason."""
    why = " ".join(reason.split())
    if not 1 <= len(why) <= LONGEST_REASON:
        raise DlqError(
            f"Say why, in 1 to {LONGEST_REASON} characters; the person is told. Like: /dlq admin "
            "exclude @ben answers with a script"
        )
    person = person_named(ctx, asking, group, typed)
    if not ctx.store.members.exclude(group, person, why, ctx.now):
        raise DlqError(f"{person.called} is left off the board already.")
    log(ctx, asking, group, f"exclude {person.called}: {why}", person)
    return person


def include(ctx: Context, asking: Asking, group: Group, typed: str) -> Person:
    """Put a person back on the boards."""
    person = person_named(ctx, asking, group, typed)
    if not ctx.store.members.include(group, person, ctx.now):
        raise DlqError(f"{person.called} is not left off the board.")
    log(ctx, asking, group, f"include {person.called}", person)
    return person


def why_unseen(ctx: Context, group: Group, person: Person) -> str:
    """Why a person is on no board of the group, in a sentence to them; empty if they are."""
    one = ctx.store.links.one(person)
    for exclusion in ctx.store.members.excluded(group):
        if ctx.store.links.one(exclusion.person) == one:
            return f"An admin left you off this board: {exclusion.reason}"
    if ctx.store.members.is_hidden(person):
        return "You are hidden from boards; /dlq privacy unhide shows you again."
    return ""
