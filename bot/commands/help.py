"""/dlq help: all commands, one command, or how scoring works."""

from collections.abc import Mapping, Sequence

from bot.bank.complaint import brief
from bot.context import Asking, Command, Context, Option, nearest
from bot.errors import DlqError
from bot.message import (
    Block,
    Bullets,
    Heading,
    InlineCode,
    Message,
    Reply,
    Span,
    Table,
    Text,
    plain_paragraph,
)
from bot.scoring import RULES


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    about = " ".join(given.get("about", "").removeprefix("/dlq").split()).lower()
    if not about:
        return Reply(_all(ctx.commands, may_manage=asking.may_manage))
    if about == "scoring":
        rules = Bullets(tuple((Text(rule),) for rule in RULES))
        return Reply(Message("How scoring works", (Heading("How scoring works"), rules)))
    matching = [c for c in ctx.commands if c.name == about or c.path[0] == about]
    if not matching:
        names = [*(c.name for c in ctx.commands), "scoring"]
        raise DlqError(
            f"There is no help on {brief(about)!r}.{nearest(about, names)} /dlq help lists all."
        )
    exact = [c for c in matching if c.name == about]
    if exact:
        return Reply(_one(exact[0]))
    return Reply(_list(f"/dlq {about}", matching))


def _all(commands: Sequence[Command], *, may_manage: bool) -> Message:
    shown = [c for c in commands if may_manage or not c.admin]
    title = "A deep-learning question a day, answered privately, explained at closing"
    message = _list(title, shown)
    more = "/dlq help COMMAND says more, /dlq help scoring how points are made."
    hidden = "" if may_manage else " Admins have /dlq admin ... as well."
    return Message(message.summary, (*message.blocks, plain_paragraph(more + hidden)))


def _list(title: str, commands: Sequence[Command]) -> Message:
    items = tuple((InlineCode(usage(c)), Text(f" {c.help}")) for c in commands)
    return Message(title, (Heading(title), Bullets(items)))


def usage(command: Command) -> str:
    """A command as one types it: required options bare, others in brackets."""
    words = [f"/dlq {command.name}"]
    for option in command.options:
        word = option.name.upper() if not option.choices else "|".join(option.choices)
        words.append(word if option.required else f"[{word}]")
    line = " ".join(words)
    return line if len(line) <= 90 else f"/dlq {command.name} [NAME=VALUE ...]"


def _one(command: Command) -> Message:
    lines: list[Span] = [InlineCode(usage(command)), Text(f"\n{command.help}.")]
    if command.more:
        lines.append(Text(f" {command.more}"))
    if command.admin:
        lines.append(Text(" For admins: whoever manages the community or made the group."))
    blocks: list[Block] = [Heading(f"/dlq {command.name}"), plain_paragraph(*lines)]
    if not command.options:
        return Message(f"/dlq {command.name}", tuple(blocks))
    rows = tuple(
        (o.name, o.help, ", ".join(o.choices) or ("required" if o.required else ""))
        for o in command.options
    )
    return Message(f"/dlq {command.name}", (*blocks, Table(("option", "meaning", "values"), rows)))


COMMAND = Command(
    path=("help",),
    help="Explain the commands, or how scoring works",
    options=(Option("about", "A command, or scoring", rest=True),),
    run=run,
    needs_group=False,
)
