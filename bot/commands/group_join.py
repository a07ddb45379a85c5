"""/dlq group join: put this channel into the group that a code is of."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.steps.admin import next_slots
from bot.steps.joining import join
from bot.steps.rules import in_words


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = join(ctx, asking, given["code"])
    slots = next_slots(ctx, group, 1)
    open_now = ctx.store.rounds.running(group) is not None
    coming = "The open question comes at once." if open_now else ""
    if not open_now and slots:
        coming = f"The next question comes on {slots[0][0]}."
    return told(
        f"This channel is in {group.name} now: a question {in_words(group.rules)}, the same as "
        f"everywhere in the group, and one board. {coming}".strip(),
        "Who is here and elsewhere, too, says so with /dlq link, and is counted once.",
    )


COMMAND = Command(
    path=("group", "join"),
    help="Put this channel into a group that exists elsewhere",
    more="An admin of the group gets the code there with /dlq group link.",
    options=(Option("code", "The code from /dlq group link", required=True),),
    run=run,
    admin=True,
    needs_group=False,
)
