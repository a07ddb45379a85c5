"""/dlq admin exclude: leave somebody off the board, with a reason, or list who is."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context, Option
from bot.ledger import Exclusion, Group
from bot.message import Bullets, Heading, Message, Reply, Spans, Strong, Text
from bot.steps.admin import local_date
from bot.steps.members import exclude


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    if "person" in given:
        person = exclude(ctx, asking, group, given["person"], given.get("reason", ""))
        return told(
            f"{person.called} is left off the board of {group.name}, at once.",
            "Answers are kept, and the person sees the reason on the board and in /dlq me. /dlq "
            "admin include takes it back.",
        )
    excluded = ctx.store.members.excluded(group)
    if not excluded:
        return told("Nobody is left off the board.")
    title = f"Left off the board of {group.name}"
    items = tuple(_item(group, exclusion) for exclusion in excluded)
    return Reply(Message(title, (Heading(title), Bullets(items))))


def _item(group: Group, exclusion: Exclusion) -> Spans:
    name = exclusion.person.called
    since = local_date(group, exclusion.at)
    return Strong(name), Text(f", since {since}: {exclusion.reason}")


COMMAND = Command(
    path=("admin", "exclude"),
    help="Leave somebody off the board, with a reason; or list who is",
    options=(
        Option("person", "Whom, by @mention or by name", person=True),
        Option("reason", "Why, in a sentence that the person sees", rest=True),
    ),
    run=run,
    admin=True,
)
