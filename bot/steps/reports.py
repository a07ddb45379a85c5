"""Reports: a person says what is wrong with a question, and an admin of the group sees to it."""

import re

from bot.cards.report import LONGEST, report_card
from bot.cards.words import footed, named, say, saying
from bot.context import Asking, Context
from bot.errors import DlqError, NotAllowedHere
from bot.ledger import Group, Round
from bot.message import Message
from bot.proposals import Report, owner
from bot.steps.admin import log
from bot.steps.sealing import sealed_by
from bot.steps.suggestions import close_posts, may_settle

MOST_OPEN = 10
"""Reports of one person that wait in a group at a time."""
PROJECT = (
    "The question comes with dlq. If you like, tell the project too, so that every group gets it "
    "mended: CONTRIBUTING.md, beside the README, says how."
)


def report(ctx: Context, asking: Asking, group: Group, what: str, sentence: str) -> Message:
    """Keep a report on a question, or on a round's, and owe it to the group's admin."""
    question, round = _about(ctx, group, what)
    said = " ".join(sentence.split())
    if fault := _fault(said):
        raise DlqError(fault)
    if ctx.store.reports.open_of(group, asking.person) >= MOST_OPEN:
        raise DlqError(
            f"{MOST_OPEN} of your reports wait for the admins already; once they are done with "
            "one, you can send another."
        )
    kept = ctx.store.reports.add(group, asking.person, question, round, said, ctx.now)
    card = card_for(ctx, Asking(group.made_by, None, True, group), kept)
    post = footed(card, f"{kept.cause} · notice")
    ctx.store.posts.owe(kept.cause, "notice", group.made_by, post)
    theirs = "I tell you when they are done with it."
    told = f"Your report on {kept.about} is with the admins of {group.name}."
    return say(told, theirs) if owner(question) else say(told, theirs, PROJECT)


def _about(ctx: Context, group: Group, what: str) -> tuple[str, Round | None]:
    """The question that is meant, by its id or by a round of the group that asked it."""
    found = re.fullmatch(r"(?:round)?[ #=]*([0-9]{1,14})", what.strip(), re.IGNORECASE)
    if found is None:
        return ctx.bank_of(group).get(what.strip()).id, None
    round = ctx.store.rounds.get(int(found[1]))
    if round is None or round.group != group.id or not round.question:
        raise DlqError(f"This group had no round {found[1]}; /dlq past shows the last one.")
    return round.question, round


def _fault(sentence: str) -> str:
    if not any(char.isalnum() for char in sentence):
        return "Say in a sentence what is wrong: /dlq report cnn/pooling the key is ..."
    if len(sentence) > LONGEST:
        return (
            f"That has {len(sentence):,} characters; a report is a sentence or two, at most "
            f"{LONGEST}. Nothing was sent."
        )
    return ""


def report_for(ctx: Context, asking: Asking, token: str) -> Report:
    """The open report in an Action, for an admin of its group."""
    number = int(token) if token.isdecimal() and len(token) < 15 else 0
    report = ctx.store.reports.get(number)
    if report is None:
        raise DlqError("I do not know this report; /dlq admin reports lists those that are open.")
    if not may_settle(ctx, asking, report.group):
        raise NotAllowedHere("A report is for those who manage this group.")
    if report.by is not None and report.done_at is not None:
        by = report.by.called
        raise DlqError(f"{by} was done with report {report.id} on {report.done_at:%Y-%m-%d}.")
    return report


def card_for(ctx: Context, asking: Asking, report: Report) -> Message:
    """The report's card, as whoever asks may see it now."""
    sealed = sealed_by(ctx, asking.person, report.question) is not None
    return report_card(report, sealed=sealed)


def done(ctx: Context, asking: Asking, report: Report) -> Message:
    """An admin has seen to it; whoever reported is told."""
    ctx.store.reports.done(report, asking.person, ctx.now)
    group = ctx.store.groups.get(report.group)
    log(ctx, asking, group, f"report {report.id} done")
    by = named(asking.person)
    close_posts(ctx, report.cause, (by, " is done with it."))
    if report.person != asking.person:
        cause = f"{report.cause} done"
        told = saying(by, f" is done with your report on {report.about}. Thank you.")
        ctx.store.posts.owe(cause, "notice", report.person, footed(told, f"{cause} · notice"))
    return say(f"Report {report.id} is done.")
