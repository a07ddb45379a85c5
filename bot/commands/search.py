"""/dlq search: find questions by words, tags and topics."""

from collections.abc import Mapping

from bot.bank import Question
from bot.bank.complaint import brief
from bot.context import Asking, Command, Context, Option
from bot.errors import DlqError
from bot.message import (
    Bullets,
    Heading,
    InlineCode,
    Message,
    Reply,
    Span,
    Strong,
    Text,
    plain_paragraph,
)
from bot.steps.sealing import sealed_ids

SHOWN = 10


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    found = ctx.bank_of(asking.group).search(given["words"])
    if not found:
        raise DlqError(
            f"Nothing was found for {brief(given['words'])!r}. /dlq topics lists what there is."
        )
    sealed = sealed_ids(ctx, asking.person)
    items = tuple(_line(question, sealed=question.id in sealed) for question in found[:SHOWN])
    left = len(found) - len(items)
    end = f"{left} more; add a word to narrow it. " if left > 0 else ""
    title = f"{len(found)} found" if len(found) != 1 else "1 found"
    how = plain_paragraph(end + "/dlq question ID practises with one of them.")
    return Reply(Message(title, (Heading(title), Bullets(items), how)))


def _line(question: Question, *, sealed: bool) -> tuple[Span, ...]:
    """A sealed question shows its title only."""
    if sealed:
        return (Strong(question.title), Text(" · open in a round of yours"))
    facts = f" · {question.difficulty} · {question.kind} · "
    return (Strong(question.title), Text(facts), InlineCode(question.id))


COMMAND = Command(
    path=("search",),
    help="Find questions by words",
    options=(Option("words", "What to look for, like dying relu", required=True, rest=True),),
    run=run,
    needs_group=False,
)
