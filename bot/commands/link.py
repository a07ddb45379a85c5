"""/dlq link: "this is also me" on the other platform."""

from collections.abc import Mapping

from bot.cards.codes import code_card
from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.steps.linking import account, link, offer


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    if "code" in given:
        other = link(ctx, asking, given["code"])
        return told(
            f"You are also {account(other)} now. A round counts once for you, whichever account "
            "you answer with, and boards have one line of you.",
            "That holds for the rounds of before, too. /dlq unlink takes it back.",
        )
    code = offer(ctx, asking)
    zone = asking.group.rules.zone if asking.group else "UTC"
    return Reply(
        code_card(
            code,
            "A code for your other account",
            f"/dlq link {code.code}",
            "with that account, on Discord or Slack",
            zone,
            "Give it to nobody: whoever types it is you on the board.",
        )
    )


COMMAND = Command(
    path=("link",),
    help="Say that you are also somebody on the other platform",
    more="Without a code it gives you one, for an hour; type /dlq link CODE with your other "
    "account, there or in another workspace. From then on both are one person: the earliest lock "
    "or reveal settles a round, otherwise the answer sent last counts. /dlq unlink takes it back.",
    options=(Option("code", "The code that your other account was given"),),
    run=run,
    needs_group=False,
)
