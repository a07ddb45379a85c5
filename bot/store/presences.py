"""Who was there: what everybody did in a group's revealed rounds, all at once, for streaks."""

from collections import defaultdict
from collections.abc import Iterator

from bot.events import Person
from bot.ledger import Group, Presence
from bot.store.people import People
from bot.store.rows import PERSON, Part, Row, person_in


class Presences(Part):
    def of(self, group: Group, person: Person | None = None) -> dict[Person, dict[int, Presence]]:
        """What everybody, or one person, did in the group's revealed rounds, for their streaks."""
        one = People(self.db).one(person) if person else None
        if person and one is None:
            return {}
        answered = self._answered_revealed(group, one)
        found: dict[Person, dict[int, Presence]] = defaultdict(dict)
        for row in self._revealed_first(group, one):
            by = answered.get((row["round"], row["one"]), [])
            # Who had answered with another account before only locked in; see `_before`.
            others = any(a["person"] != row["person"] and a["at"] < row["at"] for a in by)
            if not others:
                found[person_in(row)][row["round"]] = Presence(bool(by), forfeited=True)
        for (round, _), rows in answered.items():
            places = [row["place"] for row in rows if row["place"] is not None]
            there = Presence(True, False, places[-1] if places else None)
            found[person_in(rows[0])].setdefault(round, there)
        return found

    def _answered_revealed(self, group: Group, one: int | None) -> dict[tuple[int, int], list[Row]]:
        sql = f"""
            SELECT answer.round, answer.place, answer.person, answer.at, self.one, {PERSON}
            FROM answer JOIN round ON round.id = answer.round AND round.state = 'revealed'
            JOIN self ON self.person = answer.person JOIN person ON person.id = self.one
            JOIN verdict ON verdict.id = (SELECT max(id) FROM verdict WHERE answer = answer.id)
            WHERE round.study_group = ? AND (? IS NULL OR self.one = ?)
            AND answer.counts = 1 AND verdict.score IS NOT NULL ORDER BY answer.id
        """
        found: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in self.rows(sql, group.id, one, one):
            found[row["round"], row["one"]].append(row)
        return found

    def _revealed_first(self, group: Group, one: int | None) -> Iterator[Row]:
        sql = f"""
            SELECT act.round, act.person, act.at, self.one, {PERSON}
            FROM act JOIN round ON round.id = act.round AND round.state = 'revealed'
            JOIN self ON self.person = act.person JOIN person ON person.id = self.one
            WHERE round.study_group = ? AND (? IS NULL OR self.one = ?) AND act.kind = 'reveal'
        """
        return self.rows(sql, group.id, one, one)

    def reached(self, group: Group) -> dict[int, set[int]]:
        """For each round of a group, the rows of the places that have its question."""
        sql = """
            SELECT round.id AS round, post.place FROM round
            JOIN post ON post.cause = 'round ' || round.id AND post.kind = 'question'
            WHERE round.study_group = ? AND post.state = 'sent' AND post.place IS NOT NULL
        """
        found: dict[int, set[int]] = defaultdict(set)
        for row in self.rows(sql, group.id):
            found[row["round"]].add(row["place"])
        return found
