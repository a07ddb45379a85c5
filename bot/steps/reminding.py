"""Reminders of one's review: asked for, sent when something is due, stopped by a tap."""

from collections.abc import Mapping
from datetime import date

from bot.cards.review import (
    no_reminder_card,
    reminder_card,
    reminder_set_card,
    reminders_stopped_card,
)
from bot.cards.words import footed
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Post, Remind, Rules
from bot.message import Message
from bot.recall import Reminder, local_date
from bot.rounds import REMINDER_GRACE, next_reminder, slot_on
from bot.steps.reviewing import review_of
from bot.steps.rules import read_time, read_zone

OFF = {"off", "none", "stop", "never"}
EXAMPLE = "/dlq remind 09:00 zone=Europe/Berlin"


def reminded(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Message:
    """Set, change, stop or show the asker's reminder."""
    when = given.get("when", "").strip()
    if when.lower() in OFF:
        return stopped(ctx, asking)
    before = ctx.store.reminders.of(asking.person)
    if not given:
        return no_reminder_card() if before is None else reminder_set_card(before)
    if not when and before is None:
        raise DlqError(f"Name the time of day as well, like: {EXAMPLE}")
    at = read_time(when) if when else before.at if before else None
    assert at is not None
    zone = _zone(asking, given.get("zone", "").strip(), before)
    last = before.last if before else None
    moment = next_reminder(at, zone, ctx.now, last)
    reminder = Reminder(asking.person, at, zone, moment, last)
    ctx.store.reminders.set(reminder)
    return reminder_set_card(reminder)


def _zone(asking: Asking, typed: str, before: Reminder | None) -> str:
    if typed:
        return read_zone(typed)
    if before is not None:
        return before.zone
    if asking.group is not None:
        return asking.group.rules.zone
    raise DlqError(f"Name your time zone too, for no group's is known here, like: {EXAMPLE}")


def stopped(ctx: Context, asking: Asking) -> Message:
    """No more reminders to any account of the asker."""
    return reminders_stopped_card(there_was_one=ctx.store.reminders.drop(asking.person))


def remind(ctx: Context, step: Remind) -> None:
    """Owe a reminder, if something is due and it is not too late; its moment is over either way."""
    own = ctx.store.reminders.on_account(step.person)
    if own is None or own.next != step.at:
        return
    day = local_date(step.at, own.zone)
    wanted = ctx.store.reminders.of(step.person)
    # Of two accounts that were linked later, the one asked for last speaks for both.
    mine = wanted is not None and wanted.person == step.person
    already = wanted is not None and wanted.last is not None and wanted.last >= day
    late = ctx.now - step.at > REMINDER_GRACE
    owed = mine and not already and not late and _owe(ctx, own, day)
    # After days of downtime the last moment may still be in time.
    moment = next_reminder(own.at, own.zone, ctx.now - REMINDER_GRACE, day)
    ctx.store.reminders.move(step.person, moment, day if owed else own.last)


def _owe(ctx: Context, reminder: Reminder, day: date) -> bool:
    """Whether anything was due, and so a Post is owed."""
    groups = ctx.store.groups.answered_in(reminder.person)
    # In a direct message, where the reminder leads to, a person's only group is meant.
    group = groups[0] if len(groups) == 1 else None
    asking = Asking(reminder.person, None, may_manage=False, group=group)
    due = len(review_of(ctx, asking).due)
    if not due:
        return False
    cause = f"reminder {day.isoformat()}"
    message = footed(reminder_card(due), f"{cause} · reminder")
    return ctx.store.posts.owe(cause, "reminder", reminder.person, message)


def still_wanted(ctx: Context, post: Post) -> bool:
    """Whether a reminder on its way still helps: not once it was stopped, nor hours late."""
    reminder = ctx.store.reminders.on_account(post.to) if isinstance(post.to, Person) else None
    if reminder is None:
        return False
    day = date.fromisoformat(post.cause.removeprefix("reminder "))
    moment = slot_on(day, Rules(at=reminder.at, zone=reminder.zone))
    return moment is None or ctx.now - moment <= REMINDER_GRACE
