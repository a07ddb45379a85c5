"""A person forgotten for good: their text and name blanked everywhere, their scores left with a
number. The one exception to what is append-only."""

from collections.abc import Collection, Sequence

from bot.events import Person
from bot.ledger import GONE
from bot.message import Reply, dump, dump_reply
from bot.store.answers import dump_verdict, load_verdict
from bot.store.disowning import Disowning
from bot.store.emptying import NOTHING, Emptying
from bot.store.forgotten import Line
from bot.store.held import OWN, theirs
from bot.store.links import Links
from bot.store.renaming import plainly, unquoting
from bot.store.rows import Part, marks

TABLES = """
CREATE TABLE forgotten (
    hash TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE admin_act ADD COLUMN about INTEGER REFERENCES person (id);
"""
"""The lines of the file of the forgotten that were done in this database, so that whoever came back
stays; and whom a line of the log names."""

ABOUT_SOMEBODY = ("exclude", "include", "admins add", "admins remove")
"""How a line of the log begins that names somebody whom it is about."""

UNSWEPT = "unswept"
"""The fact that something was deleted whose bytes may still be in the file."""

DONE = Reply(plainly("That was done already."))

QUOTED = ("appeal", "report")
"""Tables whose texts stand in Posts to others, with their name and number for a cause."""


class Forgetting(Part):
    def forget(self, them: Collection[int], lines: Sequence[Line]) -> None:
        """Forget the accounts of these rows, for which these lines stand in the file."""
        self._forget(sorted(them))
        self._note_done(lines)

    def again(self, lines: Sequence[Line]) -> None:
        """Forget whom the lines mean that this database has not seen; after a backup was restored,
        or a process killed between file and transaction. Who began only after a line's instant
        is somebody who came back."""
        meant = self._meant_by(lines)
        older = [number for number, line in meant.items() if not self._came_after(number, line)]
        if older:
            self._forget(sorted(older))
            # Whoever was still linked to them in a backup was not, when they asked.
            Links(self.db).part(older)
        self._note_done(lines)

    def undone(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that this database has not seen."""
        seen = {row["hash"] for row in self.rows("SELECT hash FROM forgotten")}
        return [line for line in lines if line.hash not in seen]

    def _note_done(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self.insert_once("forgotten", hash=line.hash, at=line.at)

    def _meant_by(self, lines: Sequence[Line]) -> dict[int, Line]:
        people = self.rows("SELECT * FROM person WHERE platform <> ?", GONE)
        known = {row["id"]: Person(row["platform"], row["native"]) for row in people}
        return {number: line for line in lines for number, one in known.items() if line.means(one)}

    def _came_after(self, number: int, line: Line) -> bool:
        dates = [
            self.value(f"SELECT min(at) FROM {held.table} WHERE {theirs(held, [number])}")
            for held in OWN
            if "at" in held.named
        ]
        return min((date for date in dates if date is not None), default="") > line.at

    def _forget(self, numbers: list[int]) -> None:
        self._rename_in_posts(numbers)
        self._rename_in_log(numbers)
        for table in QUOTED:
            self._empty_posts_about(table, numbers)
        Disowning(self.db).withdraw(numbers)
        self._withdraw(numbers)
        self._blank_verdicts(numbers)
        self._blank_reasons(numbers)
        self._part_groups(numbers)
        self.write("UPDATE delivery SET reply = ?", dump_reply(DONE))
        self._clear(numbers)
        self.write("INSERT INTO fact VALUES (?, '') ON CONFLICT DO NOTHING", UNSWEPT)

    # Words of others

    def _rename_in_posts(self, numbers: list[int]) -> None:
        """Every Post that names them, wherever it is, and nothing else that it says."""
        sql = f"SELECT id, platform, native FROM person WHERE id IN ({marks(numbers)})"
        for row in list(self.rows(sql, *numbers)):
            key = Person(row["platform"], row["native"]).key
            Emptying(self.db).rename(key, f"{GONE}-{row['id']}")

    def _rename_in_log(self, numbers: list[int]) -> None:
        """What admins did to them, without why; and rounds that say who voided them."""
        sql = f"SELECT id, what, about FROM admin_act WHERE about IN ({marks(numbers)})"
        for row in list(self.rows(sql, *numbers)):
            verb = next(verb for verb in ABOUT_SOMEBODY if row["what"].startswith(f"{verb} "))
            what = f"{verb} {GONE}-{row['about']}"
            self.write("UPDATE admin_act SET what = ? WHERE id = ?", what, row["id"])
        self.write(
            f"UPDATE round SET note = 'by {GONE}-' || admin_act.person FROM admin_act "
            f"WHERE admin_act.person IN ({marks(numbers)}) "
            "AND admin_act.what = 'void ' || round.id AND round.note LIKE 'by %'",
            *numbers,
        )

    def _empty_posts_about(self, table: str, numbers: list[int]) -> None:
        """Posts to others that quote the person; one that was not begun is not sent."""
        sql = f"SELECT id FROM {table} WHERE person IN ({marks(numbers)})"
        for row in list(self.rows(sql, *numbers)):
            Emptying(self.db).empty(f"{table} {row['id']}")

    # Words of their own

    def _withdraw(self, numbers: list[int]) -> None:
        """Appeals that nobody has settled, and links that were taken back, leave no trace."""
        them = marks(numbers)
        self.write(
            f"DELETE FROM appeal WHERE person IN ({them}) "
            "AND id NOT IN (SELECT appeal FROM settlement)",
            *numbers,
        )
        self.write(
            f"DELETE FROM link WHERE undone_at IS NOT NULL AND (first IN ({them}) "
            f"OR second IN ({them}))",
            *numbers,
            *numbers,
        )

    def _blank_verdicts(self, numbers: list[int]) -> None:
        sql = f"""
            SELECT verdict.* FROM verdict JOIN answer ON answer.id = verdict.answer
            WHERE answer.person IN ({marks(numbers)})
        """
        for row in list(self.rows(sql, *numbers)):
            verdict = unquoting(load_verdict(row["score"], row["body"], row["grader"]))
            sql = "UPDATE verdict SET body = ? WHERE id = ?"
            self.write(sql, dump_verdict(verdict), row["id"])

    def _blank_reasons(self, numbers: list[int]) -> None:
        """Why they excluded others, as admins; the exclusion holds."""
        self.write(
            "UPDATE exclusion SET reason = 'the reason is not kept any more' WHERE EXISTS ("
            f"SELECT 1 FROM admin_act WHERE person IN ({marks(numbers)}) "
            "AND study_group = exclusion.study_group AND at = exclusion.at "
            "AND what LIKE 'exclude %')",
            *numbers,
        )

    def _part_groups(self, numbers: list[int]) -> None:
        """Whoever set up several groups becomes somebody else in each: what their admins are still
        to be told is kept for that number."""
        for number in numbers:
            made = self.rows("SELECT id FROM study_group WHERE made_by = ? ORDER BY id", number)
            for row in list(made)[1:]:
                free = int(self.value("SELECT max(id) FROM person")) + 1
                self.insert(
                    "person", id=free, platform=GONE, native=str(free), name=f"{GONE}-{free}"
                )
                self.write("UPDATE study_group SET made_by = ? WHERE id = ?", free, row["id"])

    def _clear(self, numbers: list[int]) -> None:
        """What becomes of every column by itself, as `bot.store.held` has it."""
        for held in OWN:
            where = theirs(held, numbers)
            if held.dropped:
                self.write(f"DELETE FROM {held.table} WHERE {where}")
            elif held.cleared:
                changes = ", ".join(f"{name} = {to}" for name, to in held.cleared.items())
                self.db.execute(
                    f"UPDATE {held.table} SET {changes} WHERE {where}", {"nothing": dump(NOTHING)}
                )
