"""What is held about a person: their accounts, in counts, and all of it."""

import json
from collections.abc import Collection, Sequence

from bot.events import Person
from bot.ledger import Holding
from bot.message import dump
from bot.store.held import OWN, Held, theirs
from bot.store.people import People
from bot.store.renaming import plainly
from bot.store.rows import Part, Row, marks

EXPORT = "export "
"""With what the cause of an export's Post begins."""

JSON = {"body", "fields", "message", "pages", "rules", "variant"}
"""Columns that hold JSON."""

SECRET = {"seed"}
"""Columns that would tell which question comes next."""

SENT = dump(plainly("What is held about you was sent as a file. No copy of it is kept."))


class Privacy(Part):
    def accounts(self, person: Person) -> dict[int, Person]:
        """The person's accounts by their rows; the one that stands for them on boards first."""
        sql = """
            SELECT person.* FROM person JOIN self ON self.person = person.id
            WHERE self.one = ? ORDER BY person.id
        """
        found = self.rows(sql, People(self.db).one(person))
        return {row["id"]: Person(row["platform"], row["native"], row["name"]) for row in found}

    def counts(self, person: Person) -> list[Holding]:
        """How much of every kind is the person's; no kind of which nothing is."""
        them = self.accounts(person)
        counted = [(held, self._count(held, them)) for held in OWN if held.table != "person"]
        return [Holding(count, held.what, held.how_long) for held, count in counted if count]

    def _count(self, held: Held, them: Collection[int]) -> int:
        return int(self.value(f"SELECT count(*) FROM {held.table} WHERE {theirs(held, them)}"))

    def everything(self, person: Person, sealed: Sequence[str]) -> dict[str, list[Row]]:
        """The person's rows by table, but for verdicts on answers to `sealed` questions."""
        them = self.accounts(person)
        found = {held.table: self._all(held, them) for held in OWN}
        hidden = self._answers_to(sealed)
        found["verdict"] = [row for row in found["verdict"] if row["answer"] not in hidden]
        # An export that held those before it would double with each.
        found["post"] = [row for row in found["post"] if not row["cause"].startswith(EXPORT)]
        return {table: rows for table, rows in found.items() if rows}

    def _answers_to(self, questions: Sequence[str]) -> set[int]:
        """All answers to these questions, in rounds and practice."""
        sql = f"""
            SELECT answer.id FROM answer LEFT JOIN round ON round.id = answer.round
            LEFT JOIN draw ON draw.id = answer.draw
            WHERE ifnull(round.question, draw.question) IN ({marks(questions)})
        """
        return {row["id"] for row in self.rows(sql, *questions)}

    def _all(self, held: Held, them: Collection[int]) -> list[Row]:
        rows = self.rows(f"SELECT * FROM {held.table} WHERE {theirs(held, them)}")
        return [
            {
                name: _loaded(name, value) if name in JSON and value else value
                for name, value in row.items()
                if name not in SECRET
            }
            for row in rows
        ]

    def drop_exports(self) -> None:
        """Empty the Posts of exports that were sent or given up."""
        self.write(
            "UPDATE post SET message = ? WHERE cause LIKE ? AND state IN ('sent', 'failed') "
            "AND message <> ?",
            SENT,
            f"{EXPORT}%",
            SENT,
        )


def _loaded(column: str, text: str) -> object:
    """JSON as data; of a Message without whose its names are, for others are named in it too."""
    if column != "message":
        return json.loads(text)
    return json.loads(text, object_hook=lambda read: {k: v for k, v in read.items() if k != "of"})
