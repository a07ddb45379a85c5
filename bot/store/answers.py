"""Answers, verdicts and acts: append-only. What they amount to is read as Entries: a person's with
all their accounts, as if these had been linked from the beginning.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.events import Person, Place
from bot.ledger import Act, Answer, Draw, Entry, PointVerdict, Round, Verdict
from bot.store.groups import Groups
from bot.store.links import Links
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    PLACE,
    SELF,
    Part,
    Row,
    instant,
    person_in,
    place_in,
    read_instant,
)

ANSWER = f"""
SELECT answer.*, {PERSON}, {PLACE}, verdict.score, verdict.body, verdict.grader
FROM answer JOIN person ON person.id = answer.person
LEFT JOIN place ON place.id = answer.place
JOIN verdict ON verdict.id = (SELECT max(id) FROM verdict WHERE verdict.answer = answer.id)
"""


def dump_verdict(verdict: Verdict) -> str:
    """What of a verdict is not a column."""
    points = [[p.text, p.state, p.words, p.weight] for p in verdict.points]
    return json.dumps({"reasons": verdict.reasons, "points": points, "read_as": verdict.read_as})


def load_verdict(score: float | None, body: str, grader: str) -> Verdict:
    raw = json.loads(body)
    points = tuple(PointVerdict(*point) for point in raw["points"])
    return Verdict(score, tuple(raw["reasons"]), points, raw["read_as"], grader)


def answer_in(row: Row) -> Answer:
    return Answer(
        id=row["id"],
        person=person_in(row),
        text=row["text"],
        at=read_instant(row["at"]),
        verdict=load_verdict(row["score"], row["body"], row["grader"]),
        round=row["round"],
        draw=row["draw"],
        place=place_in(row) if row["place"] else None,
        hints=row["hints"],
        counts=bool(row["counts"]),
    )


class Answers(Part):
    def add(
        self,
        person: Person,
        asked: Round | Draw,
        text: str,
        verdict: Verdict,
        *,
        place: Place | None,
        hints: int,
        counts: bool,
        at: datetime,
    ) -> int:
        """Record an answer with its verdict; its ledger id."""
        answer = self.insert(
            "answer",
            person=People(self.db).number(person),
            **_column(asked),
            place=Groups(self.db).place_number(place) if place else None,
            text=text,
            at=instant(at),
            hints=hints,
            counts=int(counts),
        )
        self.judge(answer, verdict, asked.edition, at)
        return answer

    def judge(self, answer: int, verdict: Verdict, edition: str, at: datetime) -> None:
        """Record a verdict; the last one on an answer is the one that holds."""
        self.insert(
            "verdict",
            answer=answer,
            score=verdict.score,
            body=dump_verdict(verdict),
            grader=verdict.grader,
            edition=edition,
            at=instant(at),
        )

    def last_verdict(self) -> int:
        """The number of the last verdict."""
        return int(self.value("SELECT ifnull(max(id), 0) FROM verdict"))

    def act(
        self, person: Person, asked: Round | Draw, kind: str, at: datetime, detail: str = ""
    ) -> None:
        self.insert(
            "act",
            person=People(self.db).number(person),
            **_column(asked),
            kind=kind,
            detail=detail,
            at=instant(at),
        )

    def hints_seen(self, person: Person, asked: Round | Draw) -> int:
        """How many distinct hints this one account saw."""
        (column, number), *_ = _column(asked).items()
        sql = (
            f"SELECT count(DISTINCT detail) FROM act WHERE {column} = ? AND person = ? "
            "AND kind = 'hint'"
        )
        return int(self.value(sql, number, People(self.db).known(person)))

    def to(self, asked: Round | Draw) -> list[Answer]:
        """All answers to a round or draw, in order of the ledger."""
        (column, number), *_ = _column(asked).items()
        return self._answers(f"WHERE answer.{column} = ? ORDER BY answer.id", number)

    def _answers(self, where: str, *values: object) -> list[Answer]:
        return [answer_in(row) for row in self.rows(f"{ANSWER} {where}", *values)]

    def _acts(self, asked: Round | Draw, person: Person | None) -> list[Act]:
        (column, number), *_ = _column(asked).items()
        sql = f"""
            SELECT act.*, {PERSON} FROM act JOIN person ON person.id = act.person
            WHERE act.{column} = ? AND (? IS NULL OR act.person IN {SELF}) ORDER BY act.id
        """
        one = People(self.db).one(person) if person else None
        return [
            Act(person_in(row), row["kind"], read_instant(row["at"]), row["detail"])
            for row in self.rows(sql, number, one, one)
        ]

    def entry(self, asked: Round | Draw, person: Person) -> Entry:
        """What one person did in a round or draw; an empty Entry for somebody who did nothing."""
        number = People(self.db).one(person)
        if number is None:
            return Entry(person, None)
        (column, id), *_ = _column(asked).items()
        where = f"WHERE answer.{column} = ? AND answer.person IN {SELF} ORDER BY answer.id"
        answers = self._answers(where, id, number)
        return _entry(person, answers, self._acts(asked, person))

    def entries(self, round: Round) -> list[Entry]:
        """Everybody's part in a round: those who answered in the order of their first answers,
        then those who did something else."""
        answers: dict[Person, list[Answer]] = defaultdict(list)
        acts: dict[Person, list[Act]] = defaultdict(list)
        stands_for = Links(self.db).all()
        for answer in self.to(round):
            answers[stands_for.get(answer.person, answer.person)].append(answer)
        for act in self._acts(round, None):
            acts[stands_for.get(act.person, act.person)].append(act)
        people = dict.fromkeys([*answers, *acts])
        return [_entry(person, answers[person], acts[person]) for person in people]

    def count(self, round: Round) -> int:
        """How many people have a readable answer that counts."""
        sql = """
            SELECT count(DISTINCT one) FROM answer JOIN self ON self.person = answer.person
            JOIN verdict ON verdict.id = (SELECT max(id) FROM verdict WHERE answer = answer.id)
            WHERE round = ? AND counts = 1 AND score IS NOT NULL
        """
        return int(self.value(sql, round.id))

    def any_received(self, round: Round) -> bool:
        """Whether anybody sent an answer in time, readable or not."""
        sql = "SELECT 1 FROM answer WHERE round = ? AND counts = 1 LIMIT 1"
        return self.value(sql, round.id) is not None

    def last_place(self, person: Person, before: int) -> int | None:
        """The row of the place in which the person last answered, up to an answer's ledger id."""
        sql = f"""
            SELECT place FROM answer WHERE person IN {SELF} AND place IS NOT NULL AND id <= ?
            ORDER BY id DESC LIMIT 1
        """
        found: int | None = self.value(sql, People(self.db).one(person), before)
        return found

    def practised(self, person: Person) -> list[Answer]:
        """The person's answers to practice draws, in order of the ledger."""
        where = f"WHERE answer.person IN {SELF} AND answer.draw IS NOT NULL ORDER BY answer.id"
        return self._answers(where, People(self.db).one(person))


def _column(asked: Round | Draw) -> dict[str, int]:
    return {"round" if isinstance(asked, Round) else "draw": asked.id}


def _entry(person: Person, answers: Iterable[Answer], acts: Iterable[Act]) -> Entry:
    """The last readable answer counts; without one, none does. The earliest lock or reveal settles
    the round for all accounts of the person."""
    known = list(acts)
    settling = [act for act in known if act.kind in {"lock", "reveal"}]
    first = min(settling, key=lambda act: act.at, default=None)
    readable = [a for a in answers if a.counts and a.verdict.readable and _in_time(a, first)]
    return Entry(
        person=person,
        answer=_with_all_hints(readable[-1], known) if readable else None,
        locked=any(act.kind == "lock" for act in known),
        forfeited=first is not None and first.kind == "reveal" and not _before(first, readable),
        hints_seen=tuple(sorted({int(act.detail) for act in known if act.kind == "hint"})),
        said={int(a.detail): a.kind == "said" for a in known if a.kind in {"said", "unsaid"}},
    )


def _in_time(answer: Answer, settling: Act | None) -> bool:
    """Whether an answer was sent before another account of the person settled the round. What the
    same account sent afterwards was never taken."""
    return settling is None or answer.person == settling.person or answer.at < settling.at


def _before(reveal: Act, readable: Iterable[Answer]) -> bool:
    """Whether another account had answered before the reveal: then it was a lock."""
    return any(answer.person != reveal.person for answer in readable)


def _with_all_hints(answer: Answer, acts: Iterable[Act]) -> Answer:
    """The answer with the hints counted that another account of the person saw before it. How many
    its own account had seen by then was kept with it."""
    hints = [act for act in acts if act.kind == "hint"]
    own = dict.fromkeys(act.detail for act in hints if act.person == answer.person)
    others = {a.detail for a in hints if a.person != answer.person and a.at <= answer.at}
    more = others.difference(list(own)[: answer.hints])
    return replace(answer, hints=answer.hints + len(more)) if more else answer
