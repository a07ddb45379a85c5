"""/dlq admin admins: who may manage the group."""

from collections.abc import Mapping

from bot.cards.words import joined, told
from bot.context import Asking, Command, Context, Option
from bot.errors import DlqError
from bot.message import Reply
from bot.steps.members import add_admin, remove_admin


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    if len(given) > 1:
        raise DlqError("Add or remove one person at a time.")
    if "add" in given:
        person = add_admin(ctx, asking, group, given["add"])
        return told(f"{person.called} may manage {group.name} now.")
    if "remove" in given:
        person = remove_admin(ctx, asking, group, given["remove"])
        return told(f"{person.called} may not manage {group.name} any more.")
    added = [person.called for person in ctx.store.members.admins(group)]
    return told(
        f"{group.name} is managed by whoever administers this community, by "
        f"{group.made_by.called}, who set it up, "
        f"and by those whom admins added: {joined(added) or 'nobody yet'}."
    )


COMMAND = Command(
    path=("admin", "admins"),
    help="Who may manage the group; add somebody or take that back",
    options=(
        Option(
            "add",
            "Somebody who may manage the group from now on, by @mention",
            "named",
            person=True,
        ),
        Option("remove", "Somebody who may no longer, by @mention", "named", person=True),
    ),
    run=run,
    admin=True,
)
