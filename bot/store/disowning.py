"""The questions that a forgotten person suggested: their words are taken out of what a group was
asked. Rounds that are over keep their points; one that is still open cannot be answered any more.
"""

import re

from bot.bank import Question
from bot.bank.own import compose, read
from bot.ledger import GONE
from bot.proposals import Wording, own_id
from bot.store.answers import dump_verdict, load_verdict
from bot.store.emptying import Emptying
from bot.store.renaming import unquoting
from bot.store.rounds import Rounds
from bot.store.rows import Part, Row, marks

TITLE = "A question that was deleted"
WHY = "Its text was deleted, as whoever wrote it asked."
NOTE = "its question was deleted"

EDITIONS = (("round", "edition"), ("round", "mended"), ("draw", "edition"), ("verdict", "edition"))
"""The columns that refer to an edition."""


class Disowning(Part):
    def withdraw(self, numbers: list[int]) -> None:
        """Take back what these people suggested, and what they wrote as admins who settled others'
        suggestions."""
        of_them = f"SELECT * FROM suggestion WHERE person IN ({marks(numbers)})"
        for row in list(self.rows(of_them, *numbers)):
            Emptying(self.db).empty(f"suggestion {row['id']}")
            # Where an admin was about to edit it.
            self.write("DELETE FROM draft WHERE action = ?", f"dlq:amend:{row['id']}")
            if row["slug"]:
                self._withdraw_question(row)
        settled = f"SELECT id FROM suggestion WHERE settled_by IN ({marks(numbers)})"
        for row in list(self.rows(settled, *numbers)):
            Emptying(self.db).empty(f"suggestion {row['id']} settled")

    def _withdraw_question(self, row: Row) -> None:
        old = own_id(row["study_group"], row["slug"])
        new = own_id(row["study_group"], f"{GONE}-{row['id']}")
        self._unquote(old)
        for round in list(self.rows("SELECT id, state FROM round WHERE question = ?", old)):
            Emptying(self.db).empty(f"round {round['id']}")
        self.write(
            "UPDATE round SET state = 'voided', note = ? "
            "WHERE question = ? AND state IN ('claimed', 'open', 'closed')",
            NOTE,
            old,
        )
        self._rewrite_editions(old, new)
        self.write("DELETE FROM queued WHERE question = ?", old)
        # Summaries called it the hardest.
        Emptying(self.db).rename(old, TITLE)
        for table in ("round", "draw", "report"):
            self.write(f"UPDATE {table} SET question = ? WHERE question = ?", new, old)
        whole = re.compile(rf"{re.escape(old)}(?![\w-])")
        for act in list(self.rows("SELECT id, what FROM admin_act WHERE instr(what, ?)", old)):
            what = whole.sub(new, act["what"])
            self.write("UPDATE admin_act SET what = ? WHERE id = ?", what, act["id"])

    def _rewrite_editions(self, old: str, new: str) -> None:
        """Every wording there was of it, under another hash: that of the words would tell them to
        whoever guesses, and be taken for the same words if they are suggested again."""
        for edition in list(self.rows("SELECT * FROM edition WHERE question = ?", old)):
            before, text = edition["sha256"], _placeholder(read(old, edition["text"]), new)
            after = Rounds(self.db).keep_edition(new, text).sha256
            for table, column in EDITIONS:
                sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
                self.write(sql, after, before)
            self.write("DELETE FROM edition WHERE sha256 = ?", before)

    def _unquote(self, question: str) -> None:
        """Everybody's verdicts quote the options and the explanation."""
        sql = """
            SELECT verdict.* FROM verdict JOIN answer ON answer.id = verdict.answer
            LEFT JOIN round ON round.id = answer.round LEFT JOIN draw ON draw.id = answer.draw
            WHERE ifnull(round.question, draw.question) = ?
        """
        for row in list(self.rows(sql, question)):
            verdict = unquoting(load_verdict(row["score"], row["body"], row["grader"]))
            sql = "UPDATE verdict SET body = ? WHERE id = ?"
            self.write(sql, dump_verdict(verdict), row["id"])


def _placeholder(question: Question | None, id: str) -> str:
    """A question file of the same form, which says nothing: old rounds are still drawn by it."""
    kind = question.kind if question else "short"
    difficulty = question.difficulty if question else "easy"
    key = {"number": "0", "choice": ""}.get(kind, GONE)
    if question is not None and kind == "choice":
        rights = enumerate((choice.right for choice in question.choices), 1)
        key = "\n".join(f"{'* ' if right else ''}Option {n}, deleted" for n, right in rights)
    return compose(Wording(kind, difficulty, "", TITLE, WHY, key, WHY), id)
