"""/dlq admin setup: make a group of this place, or change the schedule of the one it is in."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.steps.admin import next_slots, set_up
from bot.steps.rules import in_words


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group, was_there = set_up(ctx, asking, given)
    slots = next_slots(ctx, group, 1)
    first = f" The next question comes on {slots[0][0]}." if slots else ""
    word = "The rules are changed from the next round on" if was_there else "All set"
    return told(
        f"{word}: a question {in_words(group.rules)}.{first}",
        "/dlq admin rules shows and changes all rules, /dlq admin post-now begins at once, "
        "/dlq help explains the rest.",
    )


COMMAND = Command(
    path=("admin", "setup"),
    help="Post a question a day in this channel",
    more="In a channel without a group it makes one; in a group's channel it changes the rules "
    "from the next round on.",
    options=(
        Option("time", "Time of day, like 09:00", "time"),
        Option("zone", "IANA time zone, like Europe/Berlin", "zone"),
        Option("weekdays", "Like mon-fri or mon,wed,fri; daily without it", "weekdays"),
        Option("topics", "Like cnn,rnn; all without it", "topics"),
        Option("difficulty", "Like easy,medium; all without it", "difficulties"),
    ),
    run=run,
    admin=True,
    needs_group=False,
)
