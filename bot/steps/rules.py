"""What an admin types for a group's rules, read into Rules; every refusal names what is right."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.bank import DIFFICULTIES, Bank
from bot.bank.complaint import brief
from bot.cards.words import duration, joined
from bot.context import nearest, one_of
from bot.errors import DlqError
from bot.ledger import WEEKDAYS, Rules

SHORTEST_CLOSE, LONGEST_CLOSE = timedelta(hours=1), timedelta(days=7)
LONGEST_GRACE = timedelta(hours=24)
MOST_HOLIDAYS = 50
LONGEST_PAUSE = timedelta(days=10 * 365)
NAMES = (
    "time",
    "zone",
    "weekdays",
    "topics",
    "difficulty",
    "close-after",
    "grace",
    "ping",
    "holidays",
    "summary",
)
"""The rules as they are called in a command."""
SCHEDULE = {"time", "zone", "weekdays"}
"""A change of these begins a new count of slots."""


def changed(rules: Rules, given: Mapping[str, str], bank: Bank) -> Rules:
    """The rules with what is given, by the names of `NAMES`."""
    for name, text in given.items():
        rules = _changed(rules, name, text.strip(), bank)
    return rules


def _changed(rules: Rules, name: str, text: str, bank: Bank) -> Rules:
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "time": ("at", read_time),
        "zone": ("zone", read_zone),
        "weekdays": ("weekdays", read_weekdays),
        "topics": ("topics", lambda text: _listed(text, bank.topic_named)),
        "difficulty": ("difficulties", lambda text: _listed(text, _difficulty)),
        "close-after": ("close_after", lambda text: _between(text, SHORTEST_CLOSE, LONGEST_CLOSE)),
        "grace": ("grace", lambda text: _between(text, timedelta(0), LONGEST_GRACE)),
        "ping": ("ping", _ping),
        "summary": ("summary", _summary),
        "holidays": ("holidays", read_holidays),
    }
    if name not in readers:
        raise DlqError(
            f"I know no rule {brief(name)!r}.{nearest(name, NAMES)} One of: {', '.join(NAMES)}."
        )
    field, read = readers[name]
    return replace(rules, **{field: read(text)})


def _difficulty(word: str) -> str:
    return one_of(word, DIFFICULTIES, "difficulty")


def _summary(text: str) -> int | None:
    return None if text.lower() in {"none", "off"} else _weekday(text.lower())


def read_time(text: str) -> time:
    """A time of day: "9", "9:05", "09:00", "21.30", "9 pm"."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", text.strip().lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise DlqError(f"{brief(text)!r} is no time of day; write it from 00:00 to 23:59, like 09:00.")


@cache
def zones() -> tuple[str, ...]:
    """The IANA zones that people live in, sorted."""
    odd = ("posix", "right", "SystemV", "localtime", "Factory", "build/")
    return tuple(sorted(z for z in available_timezones() if not z.startswith(odd)))


def read_zone(text: str) -> str:
    """An IANA zone; a city alone is answered with its zone's full name."""
    wanted = text.strip().replace(" ", "_")
    by_fold = {zone.casefold(): zone for zone in zones()}
    if wanted.casefold() in by_fold:
        return by_fold[wanted.casefold()]
    cities = {zone.rsplit("/", 1)[-1].casefold(): zone for zone in zones() if "/" in zone}
    if wanted.casefold() in cities:
        raise DlqError(
            f"{brief(text)!r} is no time zone. Did you mean {cities[wanted.casefold()]}?"
        )
    close = nearest(wanted, zones()) or nearest_city(wanted, cities)
    raise DlqError(f"{brief(text)!r} is no time zone.{close} Write it like Europe/Berlin or UTC.")


def nearest_city(wanted: str, cities: Mapping[str, str]) -> str:
    """ " Did you mean Europe/Berlin?" for "Berln"."""
    found = nearest(wanted, list(cities))
    city = found.removeprefix(" Did you mean ").removesuffix("?")
    return f" Did you mean {cities[city]}?" if found else ""


def read_weekdays(text: str) -> tuple[int, ...]:
    """ "mon,wed,fri", "mon-fri", "daily", "weekdays": numbers from Monday 0."""
    words = text.lower().replace("weekdays", "mon-fri").replace("weekend", "sat-sun")
    days: set[int] = set()
    for word in re.split(r"[,\s]+", words.strip()):
        if word in {"daily", "all", "every"}:
            return tuple(range(7))
        first, dash, last = word.partition("-")
        start, end = _weekday(first), _weekday(last if dash else first)
        days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return tuple(sorted(days))


def _weekday(word: str) -> int:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if len(word) >= 2:
        for number, name in enumerate(names):
            if name.startswith(word):
                return number
    raise DlqError(
        f"{brief(word)!r} is no weekday.{nearest(word, (*WEEKDAYS, *names))} Write them like "
        "mon,wed,fri or mon-fri or daily."
    )


def _listed(text: str, known: Callable[[str], str]) -> tuple[str, ...]:
    words = [word for word in re.split(r"[,\s]+", text) if word]
    if [word.lower() for word in words] == ["all"]:
        return ()
    return tuple(dict.fromkeys(known(word) for word in words))


def read_duration(text: str) -> timedelta:
    """ "90m", "25h", "2d", "45s", also added up ("1d12h") and in words ("2 days")."""
    compact = re.sub(r"\s+", "", text.lower())
    found = re.findall(r"(\d{1,6})(d|h|m|s)[a-z]*", compact)
    if not 1 <= len(found) <= 4 or not re.fullmatch(r"(\d{1,6}[dhms][a-z]*)+", compact):
        raise DlqError(f"{brief(text)!r} is no length of time; write it like 90m, 25h or 2d.")
    units = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
    return sum((timedelta(**{units[u]: int(n)}) for n, u in found), timedelta(0))


def _between(text: str, shortest: timedelta, longest: timedelta) -> timedelta:
    length = timedelta(0) if text.strip() == "0" else read_duration(text)
    if not shortest <= length <= longest:
        raise DlqError(
            f"{brief(text)} is out of bounds: from {duration(shortest)} to {duration(longest)}."
        )
    return length


def _ping(text: str) -> str:
    if text.lower() in {"none", "off", "nobody"}:
        return ""
    # <@&123> on Discord, <!subteam^S123|@name> on Slack; no id is longer than 40.
    found = re.search(r"(?<![A-Za-z0-9])(?:subteam\^)?([A-Za-z0-9]{3,40})(?![A-Za-z0-9^])", text)
    if not found:
        raise DlqError("Name the role or user group to ping by mentioning it, or none.")
    return found[1]


def read_holidays(text: str) -> tuple[tuple[date, date], ...]:
    """ "2026-12-24..2027-01-01,2027-05-01"; "none" for none. Sorted, both ends included."""
    if text.lower() in {"none", "off"}:
        return ()
    ranges = []
    for word in re.split(r"[,\s]+", re.sub(r"\s*\.\.+\s*", "..", text).strip(", ")):
        first, dots, last = word.partition("..")
        try:
            days = date.fromisoformat(first), date.fromisoformat(last if dots else first)
        except ValueError:
            raise DlqError(
                f"{brief(word)!r} is no date or range of dates; write holidays like "
                "2026-12-24..2027-01-01,2027-05-01, or none."
            ) from None
        if days[0] > days[1]:
            raise DlqError(f"{brief(word)} ends before it begins; write the earlier date first.")
        ranges.append(days)
    if len(ranges) > MOST_HOLIDAYS:
        raise DlqError(f"Those are {len(ranges)} ranges; a group has {MOST_HOLIDAYS} at most.")
    return tuple(sorted(set(ranges)))


def read_date(text: str, today: date) -> date:
    """ "2026-01-31", "yesterday", "today"."""
    word = text.strip().lower()
    if word in {"today", "yesterday"}:
        return today - timedelta(days=word == "yesterday")
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise DlqError(f"{brief(text)!r} is no date; write it like {today.isoformat()}.") from None


def read_until(text: str, zone: str, now: datetime) -> datetime:
    """The first instant of a local date, or a length of time from now."""
    here = ZoneInfo(zone)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        day = read_date(text, now.astimezone(here).date())
        until = datetime.combine(day, time(0), tzinfo=here)
    else:
        try:
            until = now + min(read_duration(text), 2 * LONGEST_PAUSE)
        except DlqError:
            raise DlqError(
                f"{brief(text)!r} is no date or length; write 2026-12-31 or 14d."
            ) from None
    if until <= now:
        raise DlqError(f"{brief(text)} is over already; name a day to come.")
    if until - now > LONGEST_PAUSE:
        raise DlqError(
            f"{brief(text)} is more than ten years away; without a date the pause lasts until "
            "resume."
        )
    return until


def described(rules: Rules) -> tuple[tuple[str, str], ...]:
    """The rules as a table: name and value as one would type it."""
    days = ",".join(WEEKDAYS[day] for day in rules.weekdays)
    return (
        ("time", f"{rules.at:%H:%M}"),
        ("zone", rules.zone),
        ("weekdays", "daily" if len(rules.weekdays) == 7 else days),
        ("topics", ",".join(rules.topics) or "all"),
        ("difficulty", ",".join(rules.difficulties) or "all"),
        ("close-after", duration(rules.close_after)),
        ("grace", duration(rules.grace)),
        ("ping", rules.ping or "none"),
        ("summary", "none" if rules.summary is None else WEEKDAYS[rules.summary]),
        ("holidays", ",".join(map(_days, rules.holidays)) or "none"),
    )


def _days(holiday: tuple[date, date]) -> str:
    first, last = (day.isoformat() for day in holiday)
    return first if first == last else f"{first}..{last}"


def in_words(rules: Rules) -> str:
    """The schedule in a sentence: "daily at 09:00 (Europe/Berlin)"."""
    days = (
        "daily"
        if len(rules.weekdays) == 7
        else joined(WEEKDAYS[day].capitalize() for day in rules.weekdays)
    )
    return f"{days} at {rules.at:%H:%M} ({rules.zone})"
