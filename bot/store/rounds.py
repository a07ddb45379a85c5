"""Rounds, editions and practice draws."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

from bot.events import Person
from bot.ledger import Claim, Draw, Edition, Group, Round, RoundState
from bot.rounds import AHEAD
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    SELF,
    Part,
    Row,
    instant,
    person_in,
    read_date,
    read_instant,
    read_optional_instant,
)


def round_in(row: Row) -> Round:
    return Round(
        id=row["id"],
        group=row["study_group"],
        date=read_date(row["date"]),
        slot=read_instant(row["slot"]),
        state=row["state"],
        closes_at=read_optional_instant(row["closes_at"]),
        question=row["question"],
        topic=row["topic"],
        difficulty=row["difficulty"],
        edition=row["edition"] or "",
        variant=row["variant"],
        claimed_at=read_optional_instant(row["claimed_at"]),
        late=bool(row["late"]),
        note=row["note"],
        mended=row["mended"] or "",
    )


class Rounds(Part):
    def get(self, number: int) -> Round | None:
        row = self.row("SELECT * FROM round WHERE id = ?", number)
        return round_in(row) if row else None

    def claim(
        self,
        claim: Claim,
        edition: Edition,
        variant: str,
        *,
        topic: str,
        difficulty: str,
        at: datetime,
    ) -> Round | None:
        """The new round; None if the group has one on that date already."""
        inserted = self.insert_once(
            "round",
            study_group=claim.group,
            date=claim.date.isoformat(),
            slot=instant(claim.slot),
            state="claimed",
            closes_at=instant(claim.closes_at),
            question=edition.question,
            topic=topic,
            difficulty=difficulty,
            edition=edition.sha256,
            variant=variant,
            claimed_at=instant(at),
            late=int(claim.late),
        )
        return self.on(claim.group, claim.date) if inserted else None

    def skip(self, group: int, day: date, slot: datetime, note: str) -> Round | None:
        """A round that is not held; None if the group has one on that date already."""
        inserted = self.insert_once(
            "round",
            study_group=group,
            date=day.isoformat(),
            slot=instant(slot),
            state="skipped",
            note=note,
        )
        return self.on(group, day) if inserted else None

    def on(self, group: int, day: date) -> Round | None:
        row = self.row(
            "SELECT * FROM round WHERE study_group = ? AND date = ?", group, day.isoformat()
        )
        return round_in(row) if row else None

    def move(self, round: Round, state: RoundState, *, note: str = "") -> bool:
        """Change the state; False if it is no longer the one in `round`."""
        sql = "UPDATE round SET state = ?, note = ? WHERE id = ? AND state = ?"
        return self.write(sql, state, note or round.note, round.id, round.state) == 1

    def close_at(self, round: Round, at: datetime) -> None:
        self.write("UPDATE round SET closes_at = ? WHERE id = ?", instant(at), round.id)

    def mend(self, round: Round, edition: Edition) -> None:
        """Note the edition that the round's verdicts are by from now on."""
        mended = None if edition.sha256 == round.edition else edition.sha256
        self.write("UPDATE round SET mended = ? WHERE id = ?", mended, round.id)

    def relevant(self) -> list[Round]:
        """What `rounds.due` must know: unfinished rounds, and for each group the last one that was
        not skipped ahead of time, all after it, and those of the days before it, whose dates may
        come again when the zone changes."""
        sql = """
            SELECT round.* FROM study_group JOIN round ON round.study_group = study_group.id
            AND round.slot >= ifnull(date((
                SELECT last.slot FROM round AS last
                WHERE last.study_group = study_group.id AND last.note <> ?
                ORDER BY last.slot DESC LIMIT 1
            ), '-4 days'), '')
            UNION SELECT * FROM round WHERE state IN ('claimed', 'open', 'closed')
            ORDER BY study_group, slot
        """
        return [round_in(row) for row in self.rows(sql, AHEAD)]

    def of_group(self, group: Group) -> list[Round]:
        """All rounds of a group, in order of their slots."""
        sql = "SELECT * FROM round WHERE study_group = ? ORDER BY slot"
        return [round_in(row) for row in self.rows(sql, group.id)]

    def revealed(self, group: Group) -> list[Round]:
        """The rounds of a group that count, in order of their slots."""
        sql = "SELECT * FROM round WHERE study_group = ? AND state = 'revealed' ORDER BY slot"
        return [round_in(row) for row in self.rows(sql, group.id)]

    def running(self, group: Group) -> Round | None:
        """The round that is claimed or open."""
        row = self.row(
            "SELECT * FROM round WHERE study_group = ? AND state IN ('claimed', 'open')", group.id
        )
        return round_in(row) if row else None

    def last(self, group: Group) -> Round | None:
        """The latest round that had a question and was not voided."""
        row = self.row(
            "SELECT * FROM round WHERE study_group = ? AND state NOT IN ('skipped', 'voided') "
            "ORDER BY slot DESC LIMIT 1",
            group.id,
        )
        return round_in(row) if row else None

    def taken_from(self, group: Group, day: date) -> list[date]:
        """The dates from `day` on that have a round or a skip."""
        sql = "SELECT date FROM round WHERE study_group = ? AND date >= ?"
        return [read_date(row["date"]) for row in self.rows(sql, group.id, day.isoformat())]

    def unrevealed_with(self, question: str) -> list[Round]:
        """The rounds that keep a question sealed: claimed and not revealed yet."""
        sql = "SELECT * FROM round WHERE question = ? AND state IN ('claimed', 'open', 'closed')"
        return [round_in(row) for row in self.rows(sql, question)]

    def unrevealed(self) -> list[Round]:
        sql = "SELECT * FROM round WHERE state IN ('claimed', 'open', 'closed') ORDER BY id"
        return [round_in(row) for row in self.rows(sql)]

    def with_question(self, question: str) -> list[Round]:
        """All rounds that asked a question, oldest first."""
        sql = "SELECT * FROM round WHERE question = ? ORDER BY slot"
        return [round_in(row) for row in self.rows(sql, question)]

    def answered_last(self, group: Group, person: Person) -> Round | None:
        """The round of a group that the person answered last."""
        row = self.row(
            "SELECT round.* FROM answer JOIN round ON round.id = answer.round "
            f"WHERE round.study_group = ? AND answer.person IN {SELF} "
            "ORDER BY answer.id DESC LIMIT 1",
            group.id,
            People(self.db).one(person),
        )
        return round_in(row) if row else None

    def answered_by(self, person: Person) -> list[Round]:
        """The revealed rounds of all groups in which the person answered, oldest first."""
        sql = (
            "SELECT * FROM round WHERE state = 'revealed' AND id IN "
            f"(SELECT round FROM answer WHERE person IN {SELF}) ORDER BY id"
        )
        return [round_in(row) for row in self.rows(sql, People(self.db).one(person))]

    def times_had(self, group: Group) -> dict[str, int]:
        """How often a group had each question."""
        sql = """
            SELECT question, count(*) AS times FROM round
            WHERE study_group = ? AND question <> '' GROUP BY question
        """
        return {row["question"]: row["times"] for row in self.rows(sql, group.id)}

    # Editions and draws

    def keep_edition(self, question: str, text: str) -> Edition:
        edition = Edition(hashlib.sha256(text.encode()).hexdigest(), question, text)
        self.insert_once("edition", sha256=edition.sha256, question=question, text=text)
        return edition

    def edition(self, sha256: str) -> Edition:
        row = self.row("SELECT * FROM edition WHERE sha256 = ?", sha256)
        assert row is not None, f"no edition {sha256}"
        return Edition(**row)

    def add_draw(self, person: Person, edition: Edition, variant: str, at: datetime) -> Draw:
        number = self.insert(
            "draw",
            person=People(self.db).number(person),
            question=edition.question,
            edition=edition.sha256,
            variant=variant,
            at=instant(at),
        )
        return Draw(number, person, edition.question, edition.sha256, variant, at)

    def draw(self, number: int) -> Draw | None:
        return next(self._draws("WHERE draw.id = ?", number), None)

    def last_draw(self, person: Person) -> Draw | None:
        """The practice question that a person drew last."""
        where = "WHERE draw.person = ? ORDER BY draw.id DESC LIMIT 1"
        return next(self._draws(where, People(self.db).known(person)), None)

    def drawn_by(self, person: Person) -> list[str]:
        """The ids of the questions a person drew for practice, latest last, at most 1,000."""
        sql = "SELECT question FROM draw WHERE person = ? ORDER BY id DESC LIMIT 1000"
        found = [row["question"] for row in self.rows(sql, People(self.db).known(person))]
        return found[::-1]

    def _draws(self, where: str, *values: object) -> Iterator[Draw]:
        sql = f"SELECT draw.*, {PERSON} FROM draw JOIN person ON person.id = draw.person {where}"
        for row in self.rows(sql, *values):
            yield Draw(
                id=row["id"],
                person=person_in(row),
                question=row["question"],
                edition=row["edition"],
                variant=row["variant"],
                at=read_instant(row["at"]),
            )
