"""A Message as HTML, for programs that show cards. Pure; buttons are left out."""

import base64
from html import escape
from typing import assert_never

from bot import plain
from bot.message import (
    Block,
    Bullets,
    Buttons,
    Code,
    Emphasis,
    File,
    Heading,
    Image,
    InlineCode,
    Link,
    Message,
    Paragraph,
    Ping,
    Span,
    Spans,
    Strong,
    Table,
    Text,
    Time,
)


def html(message: Message) -> str:
    """The message's blocks, one a line or more."""
    return "\n".join(filter(None, map(_block, message.blocks)))


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h3>{escape(text)}</h3>"
        case Paragraph(spans):
            return f"<p>{_spans(spans)}</p>"
        case Bullets(items, ordered, start):
            lines = "".join(f"<li>{_spans(item)}</li>" for item in items)
            return f'<ol start="{start}">{lines}</ol>' if ordered else f"<ul>{lines}</ul>"
        case Code(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Table(head, rows):
            top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            lines = "".join(f"<tr>{row}</tr>" for row in cells)
            return f"<table><tr>{top}</tr>{lines}</table>"
        case Image(png, alt):
            data = base64.b64encode(png).decode()
            return f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}">'
        case File(name):
            return f"<p>{escape(name)}</p>"
        case Buttons():
            return ""
        case _ as never:
            assert_never(never)


def _spans(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    match span:
        case Text(text):
            return escape(text).replace("\n", "<br>")
        case Strong(text):
            return f"<b>{escape(text)}</b>"
        case Emphasis(text):
            return f"<i>{escape(text)}</i>"
        case InlineCode(text):
            return f"<code>{escape(text)}</code>"
        case Link(text, url):
            return f'<a href="{escape(url)}">{escape(text)}</a>'
        case Time():
            return escape(plain.time_text(span))
        case Ping():
            return ""
        case _ as never:
            assert_never(never)
