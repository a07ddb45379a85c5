"""/dlq report: what is wrong with a question, in a sentence; and the button of admins."""

from collections.abc import Mapping

from bot.actions import Action
from bot.context import Asking, Command, Context, Door, Option, privately
from bot.message import Reply
from bot.steps.reports import card_for, done, report, report_for


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    what, sentence = given["what"].strip(), given["sentence"]
    if what.casefold() == "round":
        what, _, sentence = sentence.strip().partition(" ")
    return Reply(report(ctx, asking, asking.group, what, sentence))


def press_look(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(card_for(ctx, asking, report_for(ctx, asking, _token(act))))


def press_done(ctx: Context, asking: Asking, act: Action) -> Reply:
    return Reply(done(ctx, asking, report_for(ctx, asking, _token(act))))


def _token(act: Action) -> str:
    return act.args[0] if act.args else ""


COMMAND = Command(
    path=("report",),
    help="Tell the admins what is wrong with a question",
    more="Like: /dlq report cnn/pooling the key is out of date. A round is named by its number: "
    "/dlq report 17 the hint tells it all. A verdict on your own answer is contested by /dlq "
    "appeal.",
    options=(
        Option("what", "The question's id, or the round's number", "question", required=True),
        Option("sentence", "What is wrong with it", required=True, rest=True),
    ),
    run=run,
    doors={
        "reported": Door(opens=privately, press=press_look, manages=True),
        "reviewed": Door(opens=privately, press=press_done, manages=True),
    },
)
