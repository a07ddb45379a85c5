"""How a one-time code is shown."""

from bot.ledger import Code
from bot.message import InlineCode, Message, Paragraph, Text, Time, plain_paragraph


def code_card(code: Code, what: str, typed: str, where: str, zone: str, then: str) -> Message:
    """`what` the code is for, `typed` the command that uses it, `where`, and what follows."""
    until = (Text(f"Type this {where}. It works once, until "), Time(code.until, zone), Text("."))
    return Message(
        f"{what}: {code.code}",
        (
            plain_paragraph(f"{what}:"),
            Paragraph((InlineCode(typed),)),
            Paragraph(until),
            plain_paragraph(then),
        ),
    )
