"""What is said of a report about a question, to the admins who get it."""

from collections.abc import Collection, Sequence

from bot.actions import action
from bot.cards.words import plural, shortened
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    InlineCode,
    Message,
    Span,
    Strong,
    Text,
    plain_paragraph,
)
from bot.proposals import Report

LONGEST = 500
"""Characters of a report's sentence."""
LISTED = 20
"""Reports of a list that get a button; a platform draws 25 at most."""

WAIT = (
    "The question is open for you, so I show what is said of it once you have locked in or the "
    "round is revealed."
)


def report_card(report: Report, *, sealed: bool) -> Message:
    """A report with its button; without the sentence, which may tell the answer, for an admin from
    whom the question is sealed."""
    summary = f"Report {report.id}: {report.person.called} on {report.about}"
    said = plain_paragraph(WAIT) if sealed else plain_paragraph(report.sentence)
    way = (
        Button("Look at the report", action("reported", report.id))
        if sealed
        else Button("Done", action("reviewed", report.id), "primary")
    )
    blocks: list[Block] = [
        Heading(f"Report {report.id}: {report.about}"),
        plain_paragraph(Strong("Open. "), f"{report.person.called} reports:"),
        said,
        Buttons((way,)),
    ]
    return Message(summary, tuple(blocks))


def reports_list(reports: Sequence[Report], sealed: Collection[str]) -> Message:
    """The open reports, each with a button; `sealed` are ids of questions that whoever asks may
    still answer."""
    title = plural(len(reports), "open report")
    listed = reports[:LISTED]
    lines = tuple(_line(report, sealed=report.question in sealed) for report in listed)
    ways = tuple(
        Button(f"Look at {report.id}", action("reported", report.id))
        if report.question in sealed
        else Button(f"Done with {report.id}", action("reviewed", report.id))
        for report in listed
    )
    blocks: list[Block] = [Heading(title), Bullets(lines), Buttons(ways)]
    if len(reports) > LISTED:
        blocks.append(plain_paragraph(f"and {len(reports) - LISTED} more, once these are done."))
    return Message(title, tuple(blocks))


def _line(report: Report, *, sealed: bool) -> tuple[Span, ...]:
    round = f", round {report.round}" if report.round else ""
    said = WAIT if sealed else shortened(report.sentence, LONGEST)
    return (
        Strong(f"{report.id}: "),
        InlineCode(report.question),
        Text(f"{round}, {report.person.called}: {said}"),
    )
