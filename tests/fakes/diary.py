"""A group's rounds kept by nothing but `bot.rounds`: what is due is done at once, and noted."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count

from bot.ledger import Claim, Close, Group, Reveal, Round, Rules, Skip, Step
from bot.rounds import AHEAD, MISSED, due, next_moment
from tests.fakes.study import ADA


def utc(*parts: int) -> datetime:
    """utc(2026, 1, 5, 9) is an aware instant."""
    return datetime(*parts, tzinfo=UTC)


def group(rules: Rules = Rules(), since: datetime = utc(2026, 1, 5), **more: object) -> Group:
    """An active group; Monday 5 January 2026 is its first day."""
    return replace(Group(1, "readers", "seed", rules, since, ADA), **more)


@dataclass
class Diary:
    """`claims` are (when, what), `skips` the dates that were missed."""

    group: Group
    rounds: dict[date, Round] = field(default_factory=dict)
    claims: list[tuple[datetime, Claim]] = field(default_factory=list)
    skips: list[date] = field(default_factory=list)
    numbers: count = field(default_factory=lambda: count(1))

    def known(self) -> list[Round]:
        """What `due` asks to be told at least, a few rounds more."""
        return list(self.rounds.values())[-8:]

    def due(self, now: datetime) -> list[Step]:
        return due([self.group], self.known(), now)

    def next_moment(self, now: datetime) -> datetime | None:
        return next_moment([self.group], self.known(), now)

    def catch_up(self, now: datetime) -> None:
        """Do what is due until nothing is."""
        while steps := self.due(now):
            for step in steps:
                self._do(step, now)

    def play(self, start: datetime, end: datetime) -> None:
        """From one due moment to the next, up to `end`."""
        now = start
        while now < end:
            self.catch_up(now)
            moment = self.next_moment(now)
            if moment is None:
                return
            assert moment > now, f"something is still due at {now}"
            now = moment

    def wake_at(self, moments: Iterable[datetime]) -> None:
        """Look at nothing but those moments."""
        for moment in moments:
            self.catch_up(moment)

    def skip_ahead(self, day: date, slot: datetime) -> None:
        self._keep(Round(next(self.numbers), 1, day, slot, "skipped", note=AHEAD))

    def _do(self, step: Step, now: datetime) -> None:
        match step:
            case Claim():
                self.claims.append((now, step))
                state = "open"
                number = next(self.numbers)
                self._keep(Round(number, 1, step.date, step.slot, state, step.closes_at))
            case Close(number):
                self._move(number, "open", "closed")
            case Reveal(number):
                self._move(number, "closed", "revealed")
            case Skip(slots=slots):
                for day, slot in slots:
                    self.skips.append(day)
                    self._keep(Round(next(self.numbers), 1, day, slot, "skipped", note=MISSED))

    def _keep(self, round: Round) -> None:
        assert round.date not in self.rounds, f"two rounds on {round.date}"
        self.rounds[round.date] = round

    def _move(self, number: int, before: str, after: str) -> None:
        [round] = [r for r in self.rounds.values() if r.id == number]
        assert round.state == before
        self.rounds[round.date] = replace(round, state=after)
