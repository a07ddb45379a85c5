"""Small phrases that the cards share."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain

from bot.errors import DlqError
from bot.events import Person
from bot.message import Message, Reply, Span, Spans, Text, plain_paragraph
from bot.plain import spans_text


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 answer", "2 answers"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    known = list(words)
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} {last} {known[-1]}"


def percent(score: float) -> str:
    """A share as a whole percentage, half up."""
    return f"{int(Fraction(score).limit_denominator(10_000) * 100 + Fraction(1, 2))} %"


def duration(delta: timedelta) -> str:
    """ "2 days", "25 hours", "90 minutes": the largest unit that is exact."""
    minutes = int(delta.total_seconds() // 60)
    for size, name in ((24 * 60, "day"), (60, "hour")):
        if minutes >= size and minutes % size == 0:
            return plural(minutes // size, name)
    return plural(minutes, "minute")


def day_name(at: datetime) -> str:
    """ "Mon 5 Jan 2026" of an instant in its own zone."""
    return f"{at:%a} {at.day} {at:%b %Y}"


def date_name(day: date) -> str:
    """ "Mon 5 Jan"."""
    return f"{day:%a} {day.day} {day:%b}"


def say(text: str, *more: str) -> Message:
    """A Message of short paragraphs."""
    return Message(text, tuple(plain_paragraph(part) for part in (text, *more)))


def saying(*parts: str | Span) -> Message:
    """A Message of one sentence in which names stand."""
    said = plain_paragraph(*parts)
    return Message(spans_text(said.spans), (said,))


def told(text: str, *more: str) -> Reply:
    """A private Reply of short paragraphs."""
    return Reply(say(text, *more))


def footed(message: Message, foot: str) -> Message:
    """The message as a Post, with the small line that `Platform.find` knows it by."""
    return Message(message.summary, message.blocks, foot)


def refusal(error: DlqError) -> Reply:
    """A foreseen error as a private Reply; what it quotes of a very long input is cut."""
    return Reply(say(shortened(str(error), 1_000)), refused=True)


def shortened(text: str, most: int) -> str:
    """`text` on one line, with an ellipsis where it has more than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def named(person: Person) -> Text:
    """Somebody's name in a Post; `of` lets it be found when they ask to be forgotten."""
    return Text(person.called, of=person.key)


def names(people: Sequence[Person], most: int = 20) -> Spans:
    """Some names in a sentence, one at least, and how many more there are."""
    left = len(people) - most
    parts = [*map(named, people[:most]), *([Text(f"{left} more")] if left > 0 else [])]
    between = [Text(", ")] * (len(parts) - 2) + [Text(" and ")]
    return (parts[0], *chain.from_iterable(zip(between, parts[1:], strict=False)))
