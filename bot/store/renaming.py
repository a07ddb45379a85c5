"""Names and quoted words taken out of Messages and verdicts, which stand for everybody. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.ledger import Verdict
from bot.message import (
    Block,
    Bullets,
    Message,
    Paragraph,
    Span,
    Spans,
    Table,
    Text,
    plain_paragraph,
)

Names = Mapping[str, str]
"""Whose name goes, as `Text.of` has it, and what is written instead."""


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


def renamed(message: Message, names: Names) -> Message:
    """The Message without these names, wherever it says of a text whose it is. The summary follows
    the sentence that it repeats."""
    blocks = tuple(_block(block, names) for block in message.blocks)
    summary = message.summary
    for before, after in zip(message.blocks, blocks, strict=True):
        if before != after and _texts(before) == summary:
            return replace(message, summary=_texts(after), blocks=blocks)
    return replace(message, blocks=blocks)


def _texts(block: Block) -> str:
    """What a sentence says after its label."""
    spans = block.spans if isinstance(block, Paragraph) else ()
    return "".join(span.text for span in spans if isinstance(span, Text))


def _block(block: Block, names: Names) -> Block:
    match block:
        case Paragraph(spans):
            return Paragraph(_spans(spans, names))
        case Bullets(items):
            return replace(block, items=tuple(_spans(item, names) for item in items))
        case Table() if block.of:
            return _table(block, names)
        case _:
            return block


def _spans(spans: Spans, names: Names) -> Spans:
    return tuple(_span(span, names) for span in spans)


def _span(span: Span, names: Names) -> Span:
    return Text(names[span.of]) if isinstance(span, Text) and span.of in names else span


def _table(table: Table, names: Names) -> Table:
    at = table.head.index("name")
    rows = tuple(
        (*row[:at], names.get(of, row[at]), *row[at + 1 :])
        for row, of in zip(table.rows, table.of, strict=True)
    )
    return replace(table, rows=rows, of=tuple("" if of in names else of for of in table.of))
