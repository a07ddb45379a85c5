"""Posts of before Messages said whose name a text is: they are told once, by the sentences that
named people then. A name that several people of a group had stays nobody's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from bot.events import Person
from bot.message import Block, Message, Paragraph, Strong, Table, Text, dump, load
from bot.store.rows import Part

SAID = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"Round \d+: an appeal was granted by (.+); (.+) has \d+ points there instead of .+",
        r"Your appeal in round \d+ was not granted: (.+) upheld the verdict\.",
        r"Your appeal in round \d+ was granted by (.+): your answer has .+",
        r"Appeal \d+ was (?:not )?granted by (.+) on [\d-]+\.",
    )
)
"""What notices said, with the names."""

LISTED = {"All right: ": "", "Longest streak: ": r"\d+ rounds?, "}
"""The labels of lists of names, and what stood before the first."""


class Marking(Part):
    def mark(self) -> None:
        """Say in every Post whose the names are."""
        for group in list(self.rows("SELECT id FROM study_group")):
            known = self._people(group["id"])
            of_group = "place IN (SELECT id FROM place WHERE study_group = ?) OR person IS NOT NULL"
            sql = f"SELECT id, message FROM post WHERE kind <> 'question' AND ({of_group})"
            for row in list(self.rows(sql, group["id"])):
                message = load(row["message"])
                after = marked(message, known)
                if after != message:
                    self.write("UPDATE post SET message = ? WHERE id = ?", dump(after), row["id"])

    def _people(self, group: int) -> dict[str, str]:
        """Everybody who answered, or did something as an admin, by name, or by id."""
        sql = """
            SELECT person.platform, person.native, names.name FROM (
                SELECT id, name FROM person UNION SELECT id, native FROM person
            ) AS names JOIN person USING (id) WHERE id IN (
                SELECT answer.person FROM answer JOIN round ON round.id = answer.round
                WHERE round.study_group = ?
                UNION SELECT person FROM admin_act WHERE study_group = ?
            )
        """
        found: dict[str, str] = {}
        for row in self.rows(sql, group, group):
            key = Person(row["platform"], row["native"]).key
            found[row["name"]] = "" if found.get(row["name"], key) != key else key
        return found


def marked(message: Message, known: Mapping[str, str]) -> Message:
    """The Message with `of` where a text is known to be a name."""
    return replace(message, blocks=tuple(_block(block, known) for block in message.blocks))


def _block(block: Block, known: Mapping[str, str]) -> Block:
    match block:
        case Table(head, rows) if "name" in head and not block.of:
            at = head.index("name")
            return replace(block, of=tuple(known.get(row[at], "") for row in rows))
        case Paragraph((Strong(label), Text(said))):
            return Paragraph((Strong(label), *_cut(said, _after(label, said), known)))
        case Paragraph((Text(said),)):
            return Paragraph(tuple(_cut(said, _spoken(said), known)))
        case _:
            return block


def _after(label: str, said: str) -> list[tuple[int, int]]:
    """Where names stand in a sentence with that label."""
    if label not in LISTED:
        return _spoken(said)
    start = re.match(LISTED[label], said)
    ends = [start.end()] if start else []
    for between in re.finditer(r", | and |\.$", said):
        if ends and between.start() >= ends[-1]:
            ends += [between.start(), between.end()]
    return list(zip(ends[::2], ends[1::2], strict=False))


def _spoken(said: str) -> list[tuple[int, int]]:
    """Where names stand in a notice."""
    found = next(filter(None, (pattern.fullmatch(said) for pattern in SAID)), None)
    return [found.span(at + 1) for at in range(len(found.groups()))] if found else []


def _cut(said: str, spans: list[tuple[int, int]], known: Mapping[str, str]) -> Iterator[Text]:
    """The sentence in pieces, of which those that are known names say so."""
    names = [(a, b) for a, b in spans if known.get(said[a:b])]
    ends = [0, *(end for name in names for end in name), len(said)]
    for at, (a, b) in enumerate(pairwise(ends)):
        if a < b:
            yield Text(said[a:b], of=known[said[a:b]] if at % 2 else "")
