"""What is said of a person's review: when a question comes back, what is due, and the reminder."""

from collections.abc import Sequence
from datetime import date

from bot.actions import action
from bot.cards.words import date_name, plural, say, shortened
from bot.message import (
    Block,
    Button,
    Buttons,
    Heading,
    Message,
    Paragraph,
    Span,
    Strong,
    Text,
    Time,
    plain_paragraph,
    with_blocks,
)
from bot.recall import RATINGS, Rating, Reminder

NEXT = Button("Next review", action("review"))
NOTHING_YET = (
    "Your review is empty: what you miss or half know, in rounds and in practice, comes back here."
)


def review_head(due: int) -> list[Span]:
    """The line over a question that comes back."""
    return [Strong("Review"), Text(f" · {due} due · private, no points")]


def with_ratings(message: Message, token: str, rating: Rating, due: date, left: int) -> Message:
    """A practice verdict with when the question comes back, and the person's own word on it.
    `left` is how many others are due."""
    said = plain_paragraph(
        Strong(f"Review: {rating.capitalize()}. "),
        f"It comes back on {date_name(due)}. If that does not fit, how well did you know it?",
    )
    rows: list[Block] = [said, Buttons(_ratings(token))]
    return with_blocks(message, rows + _onwards(left))


def _ratings(token: str) -> tuple[Button, ...]:
    return tuple(Button(word.capitalize(), action("rate", token, word)) for word in RATINGS)


def _onwards(left: int) -> list[Block]:
    return [Buttons((NEXT,))] if left else []


def rated_card(rating: Rating, due: date, left: int) -> Message:
    """After a person's own word."""
    text = f"{rating.capitalize()}: it comes back on {date_name(due)}."
    return with_blocks(say(text), _onwards(left))


def unscheduled_card() -> Message:
    """After a person's own word on what they knew anyway."""
    return say("Kept. You knew it from the start, so it does not come back.")


def nothing_due_card(coming: tuple[date, int] | None) -> Message:
    """Nothing to do today: when there is, and practice meanwhile. `coming` is the next local date
    and how many questions come back on it."""
    text = NOTHING_YET
    if coming is not None:
        day, count = coming
        text = f"Nothing is due. Next: {plural(count, 'question')} on {date_name(day)}."
    practise = Button("Practise something else", action("random"))
    return with_blocks(say(text), [Buttons((practise,))])


def review_line(due: int, coming: tuple[date, Sequence[str]] | None) -> str:
    """What a person's record says of their review. `coming` is the next local date after today and
    the titles that come back on it."""
    if not due and coming is None:
        return NOTHING_YET
    today = f"{due} due today, /dlq review" if due else "nothing due today"
    if coming is None:
        return f"Review: {today}."
    day, titles = coming
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"Review: {today}; next on {date_name(day)}: {shortened(titles[0], 80)}{more}."


STOP = Button("Stop reminders", action("remind", "off"))


def reminder_card(due: int) -> Message:
    """The daily reminder, to one person."""
    text = f"{plural(due, 'question')} of your review {'is' if due == 1 else 'are'} due."
    now = Button("Review now", action("review"), "primary")
    return Message(text, (Heading("Your review"), plain_paragraph(text), Buttons((now, STOP))))


def reminder_set_card(reminder: Reminder) -> Message:
    """What is set, and how it is stopped."""
    text = (
        f"I remind you at {reminder.at:%H:%M} ({reminder.zone}), by direct message, on days when "
        "something of your review is due."
    )
    following = plain_paragraph("The next time I look is ", Time(reminder.next, reminder.zone), ".")
    return Message(text, (plain_paragraph(text), following, Buttons((STOP,))))


def no_reminder_card() -> Message:
    return say(
        "You have no reminder. /dlq remind 09:00 sets one, for days when something of your review "
        "is due."
    )


def reminders_stopped_card(*, there_was_one: bool) -> Message:
    if not there_was_one:
        return say("There was no reminder to stop.")
    return say("Stopped. /dlq remind 09:00 sets a reminder again.")


def undelivered_line(reminder: Reminder, why: str) -> Paragraph:
    """What a person is told on their next command, when a reminder could not be brought."""
    return plain_paragraph(
        f"Before I forget: I could not bring you your reminder ({why.rstrip('.')}), so I switched "
        f"it off. Once that is mended, /dlq remind {reminder.at:%H:%M} sets it again."
    )
