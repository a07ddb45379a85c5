"""Whether a question is sealed for a person, and which round or draw a button means."""

from bot.actions import Action
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Draw, Round
from bot.proposals import owner


def sealed_by(ctx: Context, person: Person, question: str) -> Round | None:
    """The round that keeps a question sealed for a person, in any group they belong to; None if
    nothing does."""
    rounds = ctx.store.rounds.unrevealed_with(question)
    if not rounds:
        return None
    mine = {group.id for group in ctx.store.groups.belonging(person)}
    for round in rounds:
        if round.group in mine and not ctx.store.answers.entry(round, person).settled:
            return round
    return None


def sealed_ids(ctx: Context, person: Person) -> dict[str, Round]:
    """All questions that are sealed for a person, with the round that does it."""
    found = {}
    for round in ctx.store.rounds.unrevealed():
        if round.question not in found:
            by = sealed_by(ctx, person, round.question)
            if by is not None:
                found[round.question] = by
    return found


def find_asked(ctx: Context, asking: Asking, token: str) -> Round | Draw:
    """The round or draw that stands in an Action. A draw is its person's alone.

    A DlqError for what never was, as in a forged button.
    """
    kind, number = (token[:1], token[1:]) if token.startswith("p") else ("", token)
    if number.isdecimal() and len(number) < 15:
        if kind == "p":
            draw = ctx.store.rounds.draw(int(number))
            if draw is not None and draw.person == asking.person:
                return draw
        else:
            round = ctx.store.rounds.get(int(number))
            if round is not None and round.question and _is_theirs(ctx, asking, round):
                return round
    raise DlqError("I do not know what this button was for; /dlq today shows the open question.")


def _is_theirs(ctx: Context, asking: Asking, round: Round) -> bool:
    """A group's own question is for those who belong to the group, whatever a button says."""
    group = owner(round.question)
    here = asking.group is not None and asking.group.id == group
    return (
        group is None
        or here
        or group in {g.id for g in ctx.store.groups.with_person(asking.person)}
    )


def pressed(ctx: Context, asking: Asking, act: Action) -> Round | Draw:
    """What a button leads to: its round or draw, or the round that keeps a question sealed
    which was drawn for practice, or asked, before."""
    asked = find_asked(ctx, asking, act.args[0] if act.args else "")
    if isinstance(asked, Round) and asked.state in {"claimed", "open", "closed"}:
        return asked
    by = sealed_by(ctx, asking.person, asked.question)
    if by is not None:
        raise Sealed(by)
    return asked


class Sealed(DlqError):
    """The question is in an open round; the round's card is the answer."""

    def __init__(self, by: Round) -> None:
        super().__init__(f"This question is in round {by.id}, which is open for you.")
        self.by = by


def open_round(ctx: Context, asking: Asking) -> Round:
    """The group's round that takes answers, else the last one that had a question."""
    if asking.group is not None:
        round = ctx.store.rounds.running(asking.group) or ctx.store.rounds.last(asking.group)
        if round is not None:
            return round
    raise DlqError(
        "No question is open to you here. /dlq random draws one to practise with, and /dlq today "
        "says when the next round comes."
    )


def open_to(ctx: Context, asking: Asking) -> Round | Draw:
    """What typed words without a button are for: the practice question that the person drew since
    they last answered in the open round and left unanswered, else the round.

    A word that goes to practice by mistake costs nothing; the other mistake would.
    """
    draw = _pending_draw(ctx, asking)
    round = ctx.store.rounds.running(asking.group) if asking.group else None
    if draw is None or round is None:
        return draw or open_round(ctx, asking)
    answer = ctx.store.answers.entry(round, asking.person).answer
    since = answer.at if answer else round.claimed_at
    return draw if since is None or draw.at >= since else round


def _pending_draw(ctx: Context, asking: Asking) -> Draw | None:
    draw = ctx.store.rounds.last_draw(asking.person)
    if draw is None or sealed_by(ctx, asking.person, draw.question):
        return None
    entry = ctx.store.answers.entry(draw, asking.person)
    return None if entry.answer or entry.forfeited else draw
