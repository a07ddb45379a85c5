"""Who was there: what everybody did in a group's revealed rounds, all at once, for streaks."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bot.events import Person
from bot.ledger import Group, Presence
from bot.store.people import People
from bot.store.rows import PERSON, SELF, Part, person_in

Settled = dict[tuple[int, int], tuple[int, str, bool]]
"""By round and person, what settled it for all their accounts: by which of these, when, and whether
it was a reveal that nobody of them had answered before."""

FORFEITED = Presence(answered=False, forfeited=True)


class Presences(Part):
    def of(self, group: Group, person: Person | None = None) -> dict[Person, dict[int, Presence]]:
        """What everybody, or one person, did in the group's revealed rounds, for their streaks."""
        one = People(self.db).one(person) if person else None
        if person and one is None:
            return {}
        settled = self._settled(group, one)
        found = self._answered(group, one, settled)
        for (round, number), (_, _, forfeited) in settled.items():
            if forfeited:
                found[number][round] = FORFEITED
        return {someone: found[number] for number, someone in self._people(found)}

    def _settled(self, group: Group, one: int | None) -> Settled:
        """The first lock or reveal. A lone account's lock changes nothing, and there are many."""
        whose = f"AND act.person IN {SELF}" if one is not None else ""
        sql = f"""
            SELECT act.round, self.one, act.person, act.at, act.kind = 'reveal'
            FROM act JOIN round ON round.id = act.round AND round.state = 'revealed'
            JOIN self ON self.person = act.person
            WHERE round.study_group = ? AND (act.kind = 'reveal' OR act.kind = 'lock' AND self.one
            IN (SELECT first FROM link WHERE undone_at IS NULL)) {whose} ORDER BY act.at, act.id
        """
        found: Settled = {}
        for round, number, account, at, looked in self._all(sql, group, one):
            found.setdefault((round, number), (account, at, bool(looked)))
        return found

    def _answered(
        self, group: Group, one: int | None, settled: Settled
    ) -> dict[int, dict[int, Presence]]:
        """By person and round, the readable answers that count: of another account only those of
        before the round was settled. Such a one makes a lock of a reveal; see
        `bot.store.answers._entry`."""
        whose = f"AND answer.person IN {SELF}" if one is not None else ""
        sql = f"""
            SELECT answer.round, self.one, answer.person, answer.place, answer.at
            FROM answer JOIN round ON round.id = answer.round AND round.state = 'revealed'
            JOIN self ON self.person = answer.person
            JOIN verdict ON verdict.id = (SELECT max(id) FROM verdict WHERE answer = answer.id)
            WHERE round.study_group = ? {whose}
            AND answer.counts = 1 AND verdict.score IS NOT NULL ORDER BY answer.id
        """
        known = {place: Presence(True, False, to) for place, to in self._channels().items()}
        nowhere = Presence(answered=True, forfeited=False)
        found: dict[int, dict[int, Presence]] = defaultdict(dict)
        for round, number, account, place, at in self._all(sql, group, one):
            by, when, _ = settled.get((round, number), (account, "", False))
            if by != account:
                if at >= when:
                    continue
                settled[round, number] = (by, when, False)
            found[number][round] = known.get(place) or found[number].get(round, nowhere)
        return found

    def _all(self, sql: str, group: Group, one: int | None) -> Iterator[tuple[Any, ...]]:
        """Plain tuples, for there may be a million."""
        values = (group.id,) if one is None else (group.id, one)
        rows: Iterator[tuple[Any, ...]] = self.db.execute(sql, values)
        return rows

    def _people(self, numbers: Iterable[int]) -> Iterator[tuple[int, Person]]:
        sql = f"SELECT id, {PERSON} FROM person WHERE id IN (SELECT value FROM json_each(?))"
        rows = self.rows(sql, json.dumps(list(numbers)))
        return ((row["id"], person_in(row)) for row in rows)

    def _channels(self) -> dict[int, int]:
        """The channel of every place: the row by which it was known first."""
        sql = "SELECT id, min(id) OVER (PARTITION BY platform, native) FROM place"
        return dict(self.db.execute(sql))

    def reached(self, group: Group) -> dict[int, set[int]]:
        """For each round of a group, the channels that have its question."""
        sql = """
            SELECT round.id AS round, post.place FROM round
            JOIN post ON post.cause = 'round ' || round.id AND post.kind = 'question'
            WHERE round.study_group = ? AND post.state = 'sent' AND post.place IS NOT NULL
        """
        channels = self._channels()
        found: dict[int, set[int]] = defaultdict(set)
        for row in self.rows(sql, group.id):
            found[row["round"]].add(channels[row["place"]])
        return found
