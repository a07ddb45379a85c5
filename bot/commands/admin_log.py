"""/dlq admin log: everything that admins did."""

from collections.abc import Mapping

from bot.actions import Action, action
from bot.cards.words import told
from bot.context import Asking, Command, Context, Door, privately
from bot.errors import DlqError
from bot.ledger import Group
from bot.message import (
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Reply,
    Strong,
    Text,
    Time,
)

PAGE = 15


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    return _page(ctx, asking.group, 0)


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    """Another page."""
    if asking.group is None or len(act.args) != 1 or not act.args[0].isdecimal():
        raise DlqError("I do not know which page this was; /dlq admin log begins anew.")
    return _page(ctx, asking.group, int(act.args[0][:6]), replaces=True)


def _page(ctx: Context, group: Group, page: int, *, replaces: bool = False) -> Reply:
    acts = ctx.store.groups.log_page(group, page * PAGE, PAGE + 1)
    if not acts:
        return told("Nothing further was done by admins.")
    items = tuple(
        (
            Time(one.at, group.rules.zone),
            Text(" "),
            Strong(one.person.called),
            Text(f": {one.what}"),
        )
        for one in acts[:PAGE]
    )
    turns = []
    if page > 0:
        turns.append(Button("Newer", action("log", page - 1)))
    if len(acts) > PAGE:
        turns.append(Button("Older", action("log", page + 1)))
    title = f"What admins did in {group.name}"
    ends = (Buttons(tuple(turns)),) if turns else ()
    return Reply(Message(title, (Heading(title), Bullets(items), *ends)), replaces=replaces)


COMMAND = Command(
    path=("admin", "log"),
    help="Show everything that admins did, newest first",
    run=run,
    admin=True,
    doors={"log": Door(opens=privately, press=press, manages=True)},
)
