"""What a person's review is computed from: the rounds and practice draws in which they were shown
an answer, and the ratings that they gave themselves. What was rated stays; the last word holds.
"""

from datetime import datetime

from bot.events import Person
from bot.ledger import Draw, Round
from bot.recall import Rating, Sighting
from bot.store.people import People
from bot.store.rounds import round_in
from bot.store.rows import SELF, Part, Row, instant, read_instant, read_optional_instant

TABLES = """
CREATE TABLE rating (
    id INTEGER PRIMARY KEY,
    draw INTEGER NOT NULL REFERENCES draw (id),
    rating TEXT NOT NULL CHECK (rating IN ('again', 'hard', 'good', 'easy')),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX rating_of_draw ON rating (draw, id);
"""

PRACTISED = """
SELECT draw.id, draw.question, draw.variant, answer.at AS answered_at, answer.hints, verdict.score,
    (SELECT min(at) FROM act WHERE act.draw = draw.id AND act.kind = 'reveal') AS looked_at,
    (SELECT rating FROM rating WHERE rating.draw = draw.id ORDER BY id DESC LIMIT 1) AS said
FROM draw LEFT JOIN answer ON answer.id = (
    SELECT min(sent.id) FROM answer AS sent JOIN verdict ON verdict.id = (
        SELECT max(id) FROM verdict WHERE verdict.answer = sent.id
    ) WHERE sent.draw = draw.id AND verdict.score IS NOT NULL
) LEFT JOIN verdict ON verdict.id = (SELECT max(id) FROM verdict WHERE verdict.answer = answer.id)
"""


class Reviews(Part):
    def rate(self, draw: Draw, rating: Rating, at: datetime) -> None:
        """Keep a person's own word on how well they knew a practice question."""
        self.insert("rating", draw=draw.id, rating=rating, at=instant(at))

    def practised(self, person: Person) -> list[Sighting]:
        """The practice draws that a person answered, or looked up without an answer. The first
        readable answer counts: it is followed by the reference."""
        sql = f"{PRACTISED} WHERE draw.person IN {SELF} ORDER BY draw.id"
        found = map(_sighting, self.rows(sql, People(self.db).one(person)))
        return [sighting for sighting in found if sighting is not None]

    def rounds(self, person: Person) -> list[tuple[Round, datetime | None]]:
        """The rounds of all groups that a person had a part in and that count, oldest first, each
        with the instant at which they looked at the reference."""
        sql = f"""
            SELECT round.*, (
                SELECT min(at) FROM act
                WHERE act.round = round.id AND act.kind = 'reveal' AND act.person IN {SELF}
            ) AS looked_at
            FROM round WHERE state IN ('claimed', 'open', 'closed', 'revealed') AND id IN (
                SELECT round FROM answer WHERE person IN {SELF}
                UNION SELECT round FROM act WHERE kind = 'reveal' AND person IN {SELF}
            ) ORDER BY id
        """
        one = People(self.db).one(person)
        return [
            (round_in(row), read_optional_instant(row["looked_at"]))
            for row in self.rows(sql, one, one, one)
        ]


def _sighting(row: Row) -> Sighting | None:
    looked, answered = row["looked_at"], row["answered_at"]
    about = {"question": row["question"], "token": f"p{row['id']}", "variant": row["variant"]}
    if answered is not None and not (looked and looked < answered):
        at = read_instant(answered)
        return Sighting(**about, at=at, score=row["score"], hints=row["hints"], said=row["said"])
    if looked is not None:
        return Sighting(**about, at=read_instant(looked), score=0.0, hints=0, said=row["said"])
    return None
