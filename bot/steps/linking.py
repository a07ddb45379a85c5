"""One person with two accounts: linked by their own word, and taken apart again."""

from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Code
from bot.steps.codes import make, usable
from bot.steps.day import standing_of

HOW_TO_GET_ONE = "type /dlq link with your other account to get one"


def offer(ctx: Context, asking: Asking) -> Code:
    """A code for the person's other account. A DlqError if they are linked already."""
    _refuse_linked(ctx, asking.person, "You are")
    return make(ctx, "person", None, asking.person)


def link(ctx: Context, asking: Asking, typed: str) -> Person:
    """Link the asker with the account that a code is of, and use the code up; that account.

    Standings follow at once, as if both had been linked from the beginning.
    """
    code = usable(ctx, typed, "person", HOW_TO_GET_ONE)
    if code.person == asking.person:
        raise DlqError("This code is yours. Type it with your other account, within the hour.")
    _refuse_linked(ctx, asking.person, "You are")
    _refuse_linked(ctx, code.person, "Whoever made this code is")
    ctx.store.codes.use(code, ctx.now)
    ctx.store.links.add(asking.person, code.person, ctx.now)
    _count_anew(ctx, asking.person, code.person)
    return code.person


def unlink(ctx: Context, asking: Asking) -> Person:
    """Take the asker's link back, as if it had never been; the account they had besides. Who was
    hidden stays hidden with both."""
    other = ctx.store.links.other(asking.person)
    if other is None:
        raise DlqError("You are linked to no other account; /dlq link begins that.")
    hidden = ctx.store.members.is_hidden(asking.person)
    ctx.store.links.undo(asking.person, ctx.now)
    if hidden:
        for account in (asking.person, other):
            ctx.store.members.hide(account, ctx.now)
    _count_anew(ctx, asking.person, other)
    return other


def count_parted(ctx: Context) -> None:
    """Write the standings of those whom a restored backup linked to somebody who is forgotten."""
    with ctx.store.atomic():
        _count_anew(ctx, *ctx.store.links.take_parted())


def account(person: Person) -> str:
    """ "zoe on Slack"."""
    return f"{person.called} on {person.platform.capitalize()}"


def _refuse_linked(ctx: Context, person: Person, who: str) -> None:
    other = ctx.store.links.other(person)
    if other is not None:
        raise DlqError(
            f"{who} linked to {account(other)} already, and a person has two accounts at most. "
            "/dlq unlink takes that back."
        )


def _count_anew(ctx: Context, *accounts: Person) -> None:
    """Write the standings of both accounts, in every round that either answered, as the ledger
    gives them now."""
    rounds = {r.id: r for one in accounts for r in ctx.store.rounds.answered_by(one)}
    for round in rounds.values():
        ctx.store.standings.drop(round.id, accounts)
        for one in {ctx.store.links.one(person) for person in accounts}:
            standing = standing_of(ctx, round, ctx.store.answers.entry(round, one))
            if standing is not None:
                ctx.store.standings.add(standing)
