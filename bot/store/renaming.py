"""Names and quoted words taken out of what stands for everybody: Messages of Posts, notes, what
admins did, verdicts. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.ledger import PostKind, Verdict
from bot.message import (
    Block,
    Bullets,
    Heading,
    Message,
    Paragraph,
    Span,
    Spans,
    Strong,
    Table,
    Text,
    plain_paragraph,
)

Names = Mapping[str, str]
"""What somebody was called, and what is written instead."""


def plainly(text: str) -> Message:
    """A Message of one sentence."""
    return Message(text, (plain_paragraph(text),))


LETTERS = re.compile(r"([A-Z](, [A-Z])*)?")
"""What was picked of a list: nobody's words, and a round that is open still counts it."""


def unquoting(verdict: Verdict) -> Verdict:
    """The verdict without what it quotes of the answer and the question."""
    points = tuple(replace(point, words="") for point in verdict.points)
    read = verdict.read_as if LETTERS.fullmatch(verdict.read_as) else ""
    return replace(verdict, reasons=(), points=points, read_as=read)


def renamed(text: str, names: Names) -> str:
    """The text with every whole word that is one of the names replaced; the longest first."""
    known = sorted(filter(None, names), key=len, reverse=True)
    if not known:
        return text
    pattern = "|".join(map(re.escape, known))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: names[found[0]], text)


def renamed_message(message: Message, kind: PostKind, names: Names) -> Message:
    """The Message of a Post without these names.

    A reveal and a summary say other things besides, and a name may be a word of these ("Mean"):
    they name people in tables and in sentences that begin with a label, nowhere else.
    """
    if kind in {"reveal", "summary"}:
        return replace(message, blocks=_after_reference(message, kind, names))
    blocks = tuple(_everywhere(block, names) for block in message.blocks)
    return replace(message, summary=renamed(message.summary, names), blocks=blocks)


def _after_reference(message: Message, kind: PostKind, names: Names) -> tuple[Block, ...]:
    """How the group did is under the last two headings of a reveal."""
    headings = [at for at, block in enumerate(message.blocks) if isinstance(block, Heading)]
    first = headings[-2] if kind == "reveal" and len(headings) > 1 else 0
    return tuple(
        _labelled(block, names) if at >= first else block for at, block in enumerate(message.blocks)
    )


def _labelled(block: Block, names: Names) -> Block:
    match block:
        case Paragraph((Strong() as label, *rest)):
            return Paragraph((label, *_spans(tuple(rest), names)))
        case Table(head, rows):
            at = head.index("name") if "name" in head else -1
            return Table(head, tuple(_row(row, at, names) for row in rows))
        case _:
            return block


def _row(row: tuple[str, ...], at: int, names: Names) -> tuple[str, ...]:
    return tuple(names.get(cell, cell) if i == at else cell for i, cell in enumerate(row))


def _everywhere(block: Block, names: Names) -> Block:
    match block:
        case Paragraph(spans):
            return Paragraph(_spans(spans, names))
        case Bullets(items):
            return replace(block, items=tuple(_spans(item, names) for item in items))
        case Heading(text):
            return Heading(renamed(text, names))
        case Table(head, rows):
            return Table(head, tuple(tuple(renamed(c, names) for c in row) for row in rows))
        case _:
            return block


def _spans(spans: Spans, names: Names) -> Spans:
    return tuple(_span(span, names) for span in spans)


def _span(span: Span, names: Names) -> Span:
    match span:
        case Text(text):
            return Text(renamed(text, names))
        case Strong(text):
            return Strong(names.get(text, text))
        case _:
            return span
