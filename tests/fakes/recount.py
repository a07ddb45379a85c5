"""What a group's ledger amounts to, counted slowly from the rows alone: points, boards and streaks
by the words of the rules, with none of the bot's own queries or sums."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from bot.events import Person
from bot.ledger import Group, Streak
from bot.store import Store

Row = dict[str, Any]
Line = tuple[int, str, int, int]
"""Of a board: rank, name, points, rounds."""

TABLES = ("person", "link", "round", "answer", "verdict", "act", "place", "post", "hidden")
WEIGHTS = {"easy": Fraction(1), "medium": Fraction(3, 2), "hard": Fraction(2)}


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part in one round. `address` is the platform and channel they answered in."""

    points: int | None
    forfeited: bool
    address: tuple[str, str] | None

    @property
    def answered(self) -> bool:
        return self.points is not None


class Recount:
    """The ledger as it was when this was made."""

    def __init__(self, store: Store, group: Group) -> None:
        self.group = group
        self.rows: dict[str, list[Row]] = {name: list(store.db[name].rows) for name in TABLES}
        of_group = "study_group = ? AND lifted_at IS NULL"
        self.excluded = list(store.db["exclusion"].rows_where(of_group, [group.id]))
        self.people = {row["id"]: row for row in self.rows["person"]}
        self.places = {row["id"]: row for row in self.rows["place"]}
        links = [row for row in self.rows["link"] if row["undone_at"] is None]
        self.stands_for = {row["second"]: row["first"] for row in links}
        self.scores: dict[int, float | None] = {}
        for row in sorted(self.rows["verdict"], key=lambda row: row["id"]):
            self.scores[row["answer"]] = row["score"]
        self.unseen = {self.one(row["person"]) for row in [*self.rows["hidden"], *self.excluded]}
        self.rounds = sorted(
            (r for r in self.rows["round"] if r["state"] == "revealed"), key=lambda r: r["slot"]
        )
        self.parts = {r["id"]: self._parts(r) for r in self.rounds}

    def one(self, account: int) -> int:
        return self.stands_for.get(account, account)

    def person(self, number: int) -> Person:
        row = self.people[number]
        return Person(row["platform"], row["native"], row["name"])

    # One round

    def _parts(self, round: Row) -> dict[int, Part]:
        answers = [row for row in self.rows["answer"] if row["round"] == round["id"]]
        acts = [row for row in self.rows["act"] if row["round"] == round["id"]]
        doing = {self.one(row["person"]) for row in [*answers, *acts]}
        return {
            one: self._part(
                round,
                [row for row in answers if self.one(row["person"]) == one],
                [row for row in acts if self.one(row["person"]) == one],
            )
            for one in doing
        }

    def _part(self, round: Row, answers: list[Row], acts: list[Row]) -> Part:
        """What was sent after the lock or reveal of another account is as if never sent."""
        settling = [act for act in acts if act["kind"] in {"lock", "reveal"}]
        first = min(settling, key=lambda act: (act["at"], act["id"]), default=None)
        taken = [
            row
            for row in answers
            if row["counts"]
            and self.scores[row["id"]] is not None
            and (first is None or row["person"] == first["person"] or row["at"] < first["at"])
        ]
        if first and first["kind"] == "reveal":
            had_answered = [row for row in taken if row["person"] != first["person"]]
            if not had_answered:
                return Part(None, forfeited=True, address=None)
        if not taken:
            return Part(None, forfeited=False, address=None)
        last = max(taken, key=lambda row: row["id"])
        places = [row["place"] for row in taken if row["place"] is not None]
        address = self._address(places[-1]) if places else None
        return Part(self._points(round, last, acts), forfeited=False, address=address)

    def _points(self, round: Row, answer: Row, acts: list[Row]) -> int:
        share = Fraction(self.scores[answer["id"]] or 0).limit_denominator(1000)
        lost = Fraction(min(5, self._hints(answer, acts)), 5)
        exact = 10 * WEIGHTS[round["difficulty"]] * share * (1 - lost)
        return floor(exact + Fraction(1, 2))

    def _hints(self, answer: Row, acts: list[Row]) -> int:
        """The account's own are counted with the answer; then those of the other account."""
        hints = [act for act in acts if act["kind"] == "hint"]
        own = [act["detail"] for act in hints if act["person"] == answer["person"]]
        seen = set(list(dict.fromkeys(own))[: answer["hints"]])
        others = [act for act in hints if act["person"] != answer["person"]]
        return len(seen | {act["detail"] for act in others if act["at"] <= answer["at"]})

    def _address(self, place: int | None) -> tuple[str, str] | None:
        row = self.places.get(place)
        return (row["platform"], row["native"]) if row else None

    # Boards

    def board(
        self, period: str, now: datetime, season: tuple[date, date], topic: str
    ) -> list[Line]:
        """The board of a period as somebody sees it now, best first."""
        today = now.astimezone(ZoneInfo(self.group.rules.zone)).date()
        counted = [
            r
            for r in self.rounds
            if (not topic or r["topic"] == topic)
            and self._falls_in(period, date.fromisoformat(r["date"]), today, season)
        ]
        earned: dict[int, list[int]] = {}
        for round in counted:
            for one, part in self.parts[round["id"]].items():
                if part.points is not None and one not in self.unseen:
                    earned.setdefault(one, []).append(part.points)
        totals = {one: sum(points) for one, points in earned.items()}
        lines = [
            (1 + sum(other > total for other in totals.values()), one, total)
            for one, total in totals.items()
        ]
        named = [(rank, self.person(one), total, len(earned[one])) for rank, one, total in lines]
        named.sort(key=lambda line: (line[0], line[1].name.casefold()))
        return [(rank, person.name, total, count) for rank, person, total, count in named]

    def _falls_in(self, period: str, day: date, today: date, season: tuple[date, date]) -> bool:
        match period:
            case "day":
                return day.isoformat() == self.rounds[-1]["date"]
            case "week":
                return day.isocalendar()[:2] == today.isocalendar()[:2]
            case "month":
                return (day.year, day.month) == (today.year, today.month)
            case "season":
                return season[0] <= day <= season[1]
        return True

    # Streaks

    def streak(self, one: int) -> Streak:
        """Somebody's streak, round by round."""
        running = best = answered = freezes = 0
        frozen = []
        address = None
        for at, round in enumerate(self.rounds):
            part = self.parts[round["id"]].get(one, Part(None, forfeited=False, address=None))
            address = part.address or address
            if part.answered:
                running, answered = running + 1, answered + 1
                freezes = min(2, freezes + (answered % 7 == 0))
                best = max(best, running)
            elif part.forfeited:
                running = 0
            elif self._is_holiday(round) or not (address is None or address in self._asked(round)):
                pass
            elif running and freezes:
                freezes -= 1
                frozen.append(at)
            else:
                running = 0
        return Streak(running, best, freezes, tuple(frozen))

    def _is_holiday(self, round: Row) -> bool:
        day = date.fromisoformat(round["date"])
        return any(first <= day <= last for first, last in self.group.rules.holidays)

    def _asked(self, round: Row) -> Iterator[tuple[str, str] | None]:
        """Where the round was posted."""
        sought = f"round {round['id']}", "question", "sent"
        for post in self.rows["post"]:
            if (post["cause"], post["kind"], post["state"]) == sought:
                yield self._address(post["place"])

    def streak_of_group(self) -> Streak:
        running = best = 0
        for at, round in enumerate(self.rounds):
            month = date.fromisoformat(round["date"]) - timedelta(days=30)
            before = [r for r in self.rounds[:at] if date.fromisoformat(r["date"]) >= month]
            lately = {one for r in before for one in self._there(r)}
            if len(self._there(round)) >= max(1, min(Fraction(3), Fraction(len(lately), 2))):
                running += 1
            elif not self._is_holiday(round):
                running = 0
            best = max(best, running)
        return Streak(running, best)

    def _there(self, round: Row) -> set[int]:
        return {one for one, part in self.parts[round["id"]].items() if part.answered}
