"""Questions that people suggest to their group, and what admins made of them."""

from datetime import datetime

from bot.events import Person
from bot.ledger import Group
from bot.proposals import Suggestion, SuggestionState, Wording, own_id
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    SELF,
    SETTLER,
    Part,
    Row,
    instant,
    person_in,
    read_instant,
    read_optional_instant,
    settler_in,
)

TABLES = """
CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    ask TEXT NOT NULL,
    answer TEXT NOT NULL,
    explanation TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    slug TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    settled_by INTEGER REFERENCES person (id),
    settled_at TEXT
) STRICT;
CREATE UNIQUE INDEX suggestion_slug ON suggestion (study_group, slug) WHERE slug <> '';
CREATE INDEX suggestion_of_group ON suggestion (study_group, state);
"""

SUGGESTION = f"""
SELECT suggestion.*, {PERSON}, {SETTLER}
FROM suggestion JOIN person ON person.id = suggestion.person
LEFT JOIN person AS settler ON settler.id = suggestion.settled_by
"""

WHOLE = "suggestion.title <> ''"
"""Not of somebody who was forgotten, whose words are gone."""


def suggestion_in(row: Row) -> Suggestion:
    return Suggestion(
        id=row["id"],
        group=row["study_group"],
        person=person_in(row),
        wording=Wording(
            kind=row["kind"],
            difficulty=row["difficulty"],
            topic=row["topic"],
            title=row["title"],
            question=row["ask"],
            answer=row["answer"],
            explanation=row["explanation"],
        ),
        at=read_instant(row["at"]),
        state=row["state"],
        slug=row["slug"],
        text=row["text"],
        by=settler_in(row),
        settled_at=read_optional_instant(row["settled_at"]),
    )


class Suggestions(Part):
    """A slug is taken for ever, so that an id of a group's own question means one question."""

    def add(self, group: Group, person: Person, wording: Wording, at: datetime) -> Suggestion:
        number = self.insert(
            "suggestion",
            study_group=group.id,
            person=People(self.db).number(person),
            kind=wording.kind,
            difficulty=wording.difficulty,
            topic=wording.topic,
            title=wording.title,
            ask=wording.question,
            answer=wording.answer,
            explanation=wording.explanation,
            at=instant(at),
            state="waiting",
        )
        found = self.get(number)
        assert found is not None
        return found

    def get(self, number: int) -> Suggestion | None:
        row = self.row(f"{SUGGESTION} WHERE suggestion.id = ? AND {WHOLE}", number)
        return suggestion_in(row) if row else None

    def named(self, group: Group, slug: str) -> Suggestion | None:
        """What became the group's own question of that name."""
        where = f"WHERE suggestion.study_group = ? AND suggestion.slug = ? AND {WHOLE}"
        row = self.row(f"{SUGGESTION} {where}", group.id, slug)
        return suggestion_in(row) if row else None

    def of_group(self, group: Group, state: SuggestionState) -> list[Suggestion]:
        """The group's suggestions in that state, oldest first."""
        where = f"WHERE suggestion.study_group = ? AND suggestion.state = ? AND {WHOLE}"
        sql = f"{SUGGESTION} {where} ORDER BY suggestion.id"
        return [suggestion_in(row) for row in self.rows(sql, group.id, state)]

    def waiting_of(self, group: Group, person: Person) -> int:
        """How many of a person's, from whichever account, wait for an admin."""
        sql = (
            "SELECT count(*) FROM suggestion WHERE study_group = ? AND state = 'waiting' "
            f"AND person IN {SELF} AND {WHOLE}"
        )
        return int(self.value(sql, group.id, People(self.db).one(person)))

    def texts(self, group: Group) -> dict[str, str]:
        """The files of the group's own questions by id."""
        sql = (
            "SELECT slug, text FROM suggestion WHERE study_group = ? AND state = 'accepted' "
            f"AND text <> '' AND {WHOLE} ORDER BY id"
        )
        return {own_id(group.id, row["slug"]): row["text"] for row in self.rows(sql, group.id)}

    def slugs(self, group: Group) -> set[str]:
        """The names that are taken, also by questions that were taken out again."""
        sql = "SELECT slug FROM suggestion WHERE study_group = ? AND slug <> ''"
        return {row["slug"] for row in self.rows(sql, group.id)}

    def amend(self, suggestion: Suggestion, wording: Wording, text: str) -> None:
        """Replace the wording, and the file of one that is accepted."""
        sql = """
            UPDATE suggestion SET difficulty = ?, topic = ?, title = ?, ask = ?, answer = ?,
                explanation = ?, text = ? WHERE id = ?
        """
        new = (wording.difficulty, wording.topic, wording.title, wording.question, wording.answer)
        self.write(sql, *new, wording.explanation, text, suggestion.id)

    def settle(
        self,
        suggestion: Suggestion,
        state: SuggestionState,
        by: Person,
        at: datetime,
        *,
        slug: str = "",
        text: str = "",
    ) -> None:
        """Record an admin's word."""
        sql = """
            UPDATE suggestion SET state = ?, slug = ?, text = ?, settled_by = ?, settled_at = ?
            WHERE id = ?
        """
        values = (state, slug, text, People(self.db).number(by), instant(at))
        self.write(sql, *values, suggestion.id)

    def all_accepted(self) -> list[Suggestion]:
        """Of all groups, oldest first."""
        where = f"WHERE suggestion.state = 'accepted' AND suggestion.text <> '' AND {WHOLE}"
        return [
            suggestion_in(row) for row in self.rows(f"{SUGGESTION} {where} ORDER BY suggestion.id")
        ]
