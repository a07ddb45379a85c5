"""/dlq lock: fix the answer, and see the verdict and the reference before the group does."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, privately
from bot.errors import DlqError
from bot.ledger import Round
from bot.message import Reply
from bot.steps.answering import lock, next_question_about, said, settled_message
from bot.steps.sealing import open_round, pressed
from bot.steps.sitting import sitting


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return Reply(lock(ctx, asking, open_round(ctx, asking)))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(lock(ctx, asking, _round(ctx, asking, act)))


def press_said(ctx: Context, asking: Asking, act: Action) -> Reply:
    """Yes or no to "did you say this?"; the private message is drawn anew."""
    round = _round(ctx, asking, act)
    if len(act.args) != 3 or not act.args[1].isdecimal() or len(act.args[1]) > 3:
        raise DlqError("I do not know what this button was for; /dlq lock asks again.")
    yes = act.args[2] == "yes"
    return Reply(said(ctx, asking, round, int(act.args[1]), yes=yes), replaces=True)


def press_verdict(ctx: Context, asking: Asking, act: Action) -> Reply:
    """Show the verdict without a word on the points that are left."""
    round = _round(ctx, asking, act)
    at = sitting(ctx, asking, round)
    if not at.entry.settled:
        return Reply(next_question_about(ctx, asking, round))
    return Reply(settled_message(ctx, at), replaces=True)


def _round(ctx: Context, asking: Asking, act: Action) -> Round:
    asked = pressed(ctx, asking, act)
    if not isinstance(asked, Round):
        raise DlqError("Practice needs no lock: it gives the verdict at once.")
    return asked


COMMAND = Command(
    path=("lock",),
    help="Fix your answer and see your verdict now",
    more="After it nothing can be changed. Where the grader of an open answer is unsure of a "
    "point, it asks you once.",
    run=run,
    doors={
        "lock": Door(opens=privately, press=press),
        "said": Door(opens=privately, press=press_said),
        "verdict": Door(opens=privately, press=press_verdict),
    },
)
