"""The life cycle of rounds as pure functions of ledger data and the present instant.

Slots come from the group's IANA zone and the local date, never from a scheduler's idea of them.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.bank import Question
from bot.ledger import Claim, Close, Group, Remind, Reveal, Round, Rules, Skip, Step, Summarise
from bot.recall import Reminder

LATE = timedelta(minutes=5)
"""A round claimed this long after its slot says that it is late."""
AHEAD = "skipped by an admin"
MISSED = "missed"
"""What the note of a skipped round says."""

Wanted = tuple[date, datetime]
"""A slot: the local date it is for, and its instant (UTC)."""


def slot_on(day: date, rules: Rules) -> datetime | None:
    """The slot's instant (UTC) on a local date, whatever its weekday.

    A time that does not exist that day is the first moment after the gap, one that exists twice is
    the first. None where the whole date does not exist (a zone that crossed the date line).
    """
    zone = ZoneInfo(rules.zone)
    naive = datetime.combine(day, rules.at)
    # In a gap, fold=0 reads with the offset before it and lands after the gap; fold=1 the reverse.
    latest = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if latest.astimezone(zone).replace(tzinfo=None) == naive:
        return latest
    earliest = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after_gap = _transition(earliest, latest, zone)
    return after_gap if _date_exists(day, zone) else None


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the zone's offset changes, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle <= before:
            break
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _date_exists(day: date, zone: ZoneInfo) -> bool:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def slots(rules: Rules, start: datetime) -> Iterator[Wanted]:
    """The slots that the weekdays allow, at or after `start`, in order, without end."""
    day = start.astimezone(ZoneInfo(rules.zone)).date() - timedelta(days=1)
    while True:
        if day.weekday() in rules.weekdays:
            slot = slot_on(day, rules)
            if slot is not None and slot >= start:
                yield day, slot
        day += timedelta(days=1)


def paused(group: Group, instant: datetime) -> bool:
    """Whether the group wants no round at that instant."""
    if group.paused_from is None or instant < group.paused_from:
        return False
    return group.paused_until is None or instant < group.paused_until


def _wanted(group: Group, start: datetime) -> Iterator[Wanted]:
    """The slots at or after `start` that no pause takes away; ends where a pause has no end."""
    for day, slot in slots(group.rules, start):
        if not paused(group, slot):
            yield day, slot
        elif group.paused_until is None:
            return
        else:
            # Not one by one: a pause may take years.
            yield from slots(group.rules, group.paused_until)
            return


def upcoming(group: Group, rounds: Iterable[Round], now: datetime) -> Iterator[Wanted]:
    """The slots after `now` on which a round will be claimed, in order.

    Ends where a pause has no end.
    """
    taken = {r.date for r in rounds if r.group == group.id}
    for day, slot in _wanted(group, max(now, group.since)):
        if slot > now and day not in taken:
            yield day, slot


def closing(rules: Rules, taken: Iterable[date], day: date, slot: datetime) -> datetime:
    """When a round of that slot closes: after `close_after`, at latest at the next slot whose
    date is not taken."""
    dates = {*taken, day}
    following = (s for d, s in slots(rules, slot) if s > slot and d not in dates)
    return min(slot + rules.close_after, next(following))


def due(
    groups: Iterable[Group],
    rounds: Iterable[Round],
    now: datetime,
    reminders: Iterable[Reminder] = (),
) -> list[Step]:
    """What is to be done now, in order; it decides and does nothing.

    `rounds` must hold every unfinished round, the last round of every group that was not skipped
    ahead of time, all rounds after it, and those of the days before it (a group that moves west
    meets their dates again); more do no harm.
    """
    by_group: dict[int, list[Round]] = {}
    for r in rounds:
        by_group.setdefault(r.group, []).append(r)
    steps: list[Step] = []
    for group in groups:
        mine = by_group.get(group.id, [])
        # What is finished first is in the summary.
        steps += _finishing(mine, now) or [*_summing_up(group, now), *_beginning(group, mine, now)]
    return [*steps, *(Remind(one.person, one.next) for one in reminders if one.next <= now)]


def _finishing(rounds: Sequence[Round], now: datetime) -> list[Step]:
    steps: list[Step] = [Close(r.id) for r in rounds if _running(r) and _ends(r) <= now]
    return steps + [Reveal(r.id) for r in rounds if r.state == "closed"]


def _running(r: Round) -> bool:
    return r.state in {"claimed", "open"}


def _ends(r: Round) -> datetime:
    if r.closes_at is None:
        raise ValueError(f"round {r.id} is {r.state} and has no closing time")
    return r.closes_at


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A slot with no round yet: it may be claimed from `ready`, and is over at `over`."""

    day: date
    slot: datetime
    ready: datetime
    closes_at: datetime
    over: datetime


def _waiting(group: Group, rounds: Sequence[Round]) -> Iterator[_Waiting]:
    """The group's slots that have no round, oldest first; ends where a pause has no end."""
    start, taken = _handled(group, rounds), {r.date for r in rounds}
    before = max((_ends(r) for r in rounds if r.closes_at and r.state != "voided"), default=start)
    for day, slot in _wanted(group, start):
        if day in taken:
            continue
        closes_at = closing(group.rules, taken, day, slot)
        ready = max(slot, before)
        over = min(closes_at, ready + group.rules.grace + timedelta(microseconds=1))
        yield _Waiting(day, slot, ready, closes_at, over)


def _handled(group: Group, rounds: Sequence[Round]) -> datetime:
    """Every wanted slot before this has a round or a skip already."""
    last = max((r.slot for r in rounds if r.note != AHEAD), default=group.since)
    return max(group.since, last)


def _beginning(group: Group, rounds: Sequence[Round], now: datetime) -> list[Step]:
    if not group.active or any(_running(r) for r in rounds):
        return []
    missed: list[Wanted] = []
    claim: list[Step] = []
    for waiting in _waiting(group, rounds):
        if waiting.slot > now:
            break
        if waiting.over <= max(now, waiting.ready):
            missed.append((waiting.day, waiting.slot))
        elif waiting.ready <= now:
            late = now - waiting.slot > LATE
            claim = [Claim(group.id, waiting.day, waiting.slot, waiting.closes_at, late)]
            break
        else:
            break
    return [Skip(group.id, tuple(missed)), *claim] if missed else claim


SUMMARY_GRACE = timedelta(days=1)
"""How late a weekly summary is still of interest."""


def _summaries(rules: Rules, start: datetime) -> Iterator[Wanted]:
    """The moments of the weekly summaries at or after `start`, at the group's time of day."""
    if rules.summary is not None:
        yield from slots(replace(rules, weekdays=(rules.summary,)), start)


def _summing_up(group: Group, now: datetime) -> list[Step]:
    if not group.active:
        return []
    return [
        Summarise(group.id, day) for day, slot in islice(_unsummed(group, now), 1) if slot <= now
    ]


def _unsummed(group: Group, now: datetime) -> Iterator[Wanted]:
    """The summaries that are still to come, or that were missed shortly ago."""
    last = max(now - SUMMARY_GRACE, group.summarised_at or group.since)
    return ((day, slot) for day, slot in _summaries(group.rules, last) if slot > last)


REMINDER_GRACE = timedelta(hours=12)
"""How late a reminder still helps: the next one is nearer then."""


def next_reminder(at: time, zone: str, now: datetime, last: date | None) -> datetime:
    """The next moment at which a person is reminded, on a local date after `last`."""
    moments = slots(Rules(at=at, zone=zone), now)
    return next(slot for day, slot in moments if slot > now and (last is None or day > last))


def next_moment(
    groups: Iterable[Group],
    rounds: Iterable[Round],
    now: datetime,
    reminders: Iterable[Reminder] = (),
) -> datetime | None:
    """The next instant at which something becomes due; `now` itself if something is."""
    known = list(rounds)
    moments = [reminder.next for reminder in reminders]
    for group in groups:
        mine = [r for r in known if r.group == group.id]
        if any(r.state == "closed" for r in mine):
            moments.append(now)
        running = [_ends(r) for r in mine if _running(r)]
        waiting = _waiting(group, mine) if group.active else iter(())
        moments += running or [w.ready for w in islice(waiting, 1)]
        moments += [slot for _, slot in islice(_unsummed(group, now), group.active)]
    return max(now, min(moments)) if moments else None


def allowed(questions: Iterable[Question], rules: Rules) -> list[Question]:
    """The questions that a group's rules allow."""
    return [
        q
        for q in questions
        if (not rules.topics or not set(rules.topics).isdisjoint(q.topics))
        and (not rules.difficulties or q.difficulty in rules.difficulties)
    ]


def next_question(seed: str, ids: Iterable[str], had: Mapping[str, int]) -> str | None:
    """The first of `questions_in_turn`; None if there are none."""
    return next(iter(questions_in_turn(seed, ids, had)), None)


def questions_in_turn(seed: str, ids: Iterable[str], had: Mapping[str, int]) -> list[str]:
    """Those the group has had least often first, then by sha256(seed, times had, id)."""

    def rank(id: str) -> tuple[int, str]:
        times = had.get(id, 0)
        return times, hashlib.sha256(f"{seed}:{times}:{id}".encode()).hexdigest()

    return sorted(ids, key=rank)


def randomness(*parts: object) -> random.Random:
    """A generator that depends on the parts alone: one cause draws the same at any time."""
    return random.Random(hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest())
