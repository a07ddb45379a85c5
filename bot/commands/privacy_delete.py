"""/dlq privacy delete: be forgotten, after one confirmation."""

from collections.abc import Mapping

from bot.actions import Action
from bot.cards.privacy import confirmation
from bot.cards.words import joined, say
from bot.context import Asking, Command, Context, Door, privately
from bot.ledger import GONE
from bot.message import Reply
from bot.steps.privacy import accounts, forget


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    return Reply(confirmation(accounts(ctx, asking)))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    numbers = joined(f"{GONE}-{number}" for number in forget(ctx, asking, act.args))
    done = say(
        f"Deleted. Where your name stood is {numbers} now.",
        "Backups of before hold it still; whenever one is restored, you are forgotten again.",
    )
    return Reply(done, replaces=True)


COMMAND = Command(
    path=("privacy", "delete"),
    help="Have everything about you deleted, after one confirmation",
    more="Your name and all that you wrote are blanked, in linked accounts too; scores stay with a "
    "number, so that nobody else's board changes. It cannot be taken back.",
    run=run,
    needs_group=False,
    doors={"forget": Door(opens=privately, press=press)},
)
