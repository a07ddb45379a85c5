"""/dlq appeal: contest a settled verdict; and the buttons with which admins settle it.

The buttons are in a direct message as well, where nothing says who manages what, so they ask for
the right to settle by the appeal's own group.
"""

from collections.abc import Mapping
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.actions import Action, action
from bot.cards.appeal import appeal_form, points_form
from bot.context import Asking, Command, Context, Door, Option, privately
from bot.errors import DlqError
from bot.ledger import Group, Round
from bot.message import Form, Refused, Reply
from bot.steps.appeals import (
    awarded,
    awarded_points,
    card_for,
    claimed_by,
    complaint_about,
    contest,
    contestable,
    grant,
    to_settle,
    uphold,
)
from bot.steps.rules import read_date
from bot.steps.sealing import find_asked

SHARES = {"right": Fraction(1), "half": Fraction(1, 2)}


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply | Form:
    assert asking.group is not None
    round = _round(ctx, asking, asking.group, given.get("round", "").strip())
    if "why" in given:
        return Reply(contest(ctx, asking, round, given["why"]))
    return _form(ctx, asking, round)


def _round(ctx: Context, asking: Asking, group: Group, wanted: str) -> Round:
    """The group's round of that number or date; without one the last that the person answered."""
    if not wanted:
        last = ctx.store.rounds.answered_last(group, asking.person)
        if last is None:
            raise DlqError("You have answered no round of this group, so there is no verdict.")
        return last
    if wanted.isdecimal() and len(wanted) < 15:
        found = ctx.store.rounds.get(int(wanted))
        found = found if found is not None and found.group == group.id else None
    else:
        today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
        found = ctx.store.rounds.on(group.id, read_date(wanted, today))
    if found is None or not found.question:
        raise DlqError(f"This group had no round {wanted}; /dlq past shows the last one.")
    return found


def _form(ctx: Context, asking: Asking, round: Round) -> Form:
    contestable(ctx, asking, round)
    typed = ctx.store.people.draft(asking.person, action("appeal", round.token))
    return appeal_form(round, round.token, "".join(typed.get("why", ())))


def press(ctx: Context, asking: Asking, act: Action) -> Form:
    return _form(ctx, asking, _pressed(ctx, asking, act))


def submit(
    ctx: Context, asking: Asking, act: Action, values: Mapping[str, tuple[str, ...]]
) -> Reply | Refused:
    round = _pressed(ctx, asking, act)
    why, reopen = " ".join(values.get("why", ())), action("appeal", round.token)
    contestable(ctx, asking, round)
    if complaint := complaint_about(why):
        ctx.store.people.keep_draft(asking.person, reopen, values)
        return Refused((("why", complaint),), reopen)
    ctx.store.people.drop_draft(asking.person, reopen)
    return Reply(contest(ctx, asking, round, why))


def _pressed(ctx: Context, asking: Asking, act: Action) -> Round:
    asked = find_asked(ctx, asking, act.args[0] if act.args else "")
    if not isinstance(asked, Round):
        raise DlqError("Practice has no points, so there is nothing to contest.")
    return asked


# What admins press


def press_look(ctx: Context, asking: Asking, act: Action) -> Reply:
    appeal, _, _ = to_settle(ctx, asking, _token(act))
    return Reply(card_for(ctx, asking, appeal))


def press_settle(ctx: Context, asking: Asking, act: Action) -> Reply:
    appeal, round, answer = to_settle(ctx, asking, _token(act))
    way = act.args[1] if len(act.args) == 2 else ""
    if way == "uphold":
        return Reply(uphold(ctx, asking, appeal, round))
    if way not in SHARES:
        raise DlqError("I do not know what this button was for; /dlq admin appeals lists all.")
    verdict = awarded(answer.verdict, SHARES[way])
    return Reply(grant(ctx, asking, appeal, round, answer, verdict))


def press_award(ctx: Context, asking: Asking, act: Action) -> Form:
    appeal, round, answer = to_settle(ctx, asking, _token(act))
    _refuse_pointless(len(answer.verdict.points))
    return points_form(appeal, answer.verdict, claimed_by(ctx, round, appeal))


def submit_award(
    ctx: Context, asking: Asking, act: Action, values: Mapping[str, tuple[str, ...]]
) -> Reply:
    appeal, round, answer = to_settle(ctx, asking, _token(act))
    known = {str(at): at for at in range(len(answer.verdict.points))}
    _refuse_pointless(len(known))
    chosen = frozenset(known[each] for each in values.get("points", ()) if each in known)
    verdict = awarded_points(answer.verdict, chosen)
    return Reply(grant(ctx, asking, appeal, round, answer, verdict))


def _refuse_pointless(count: int) -> None:
    if not count:
        raise DlqError("This question has no key points; /dlq admin appeals shows what it has.")


def _token(act: Action) -> str:
    return act.args[0] if act.args else ""


COMMAND = Command(
    path=("appeal",),
    help="Contest your settled verdict with a sentence; an admin decides",
    more="With a sentence it goes to the group's admin at once; alone it opens a form. It is for "
    "the round you answered last, unless you name another: /dlq appeal round=17 my answer says "
    "the same. A round has one appeal.",
    options=(
        Option("why", "What is wrong with the verdict; leave it out for a form", rest=True),
        Option("round", "The round's number or date; the last you answered without it", "named"),
    ),
    run=run,
    opens=lambda given: "private" if "why" in given else "form",
    doors={
        "appeal": Door(opens=lambda act: "form", press=press, submit=submit),
        "appealed": Door(opens=privately, press=press_look, manages=True),
        "settle": Door(opens=privately, press=press_settle, manages=True),
        "award": Door(
            opens=lambda act: "form", press=press_award, submit=submit_award, manages=True
        ),
    },
)
