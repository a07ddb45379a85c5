"""The front matter of a question file as data: the keys that `format` lists, by their shape."""

import math
import re
from dataclasses import dataclass, field
from typing import Literal, cast

from bot.bank import draw_tables, values
from bot.bank.complaint import Complaints, brief, rather
from bot.bank.draw_tables import Grid, Rows
from bot.bank.format import COMPARISONS, ENTRIES, SLIP_ENTRIES, SOURCE_ENTRIES, only_for
from bot.bank.nodes import QUOTES, Fields, Node, Scalar
from bot.bank.question import (
    DIFFICULTIES,
    KINDS,
    Difficulty,
    Kind,
    Part,
    Slip,
    Source,
)

Compare = Literal["text", "shape", "big-o", "code"]

ID = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
PART = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TOLERANCE = re.compile(r"(\d{1,9}(\.\d{0,9})?|\.\d{1,9})(e-?\d{1,3})?%?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the ``---`` lines. `kind` is None after a complaint about it."""

    title: str
    kind: Kind | None
    difficulty: Difficulty
    tags: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    vary: Grid = ()
    where: tuple[str, ...] = ()
    draws: Rows = ()
    parts: tuple[Part, ...] = ()
    slips: tuple[Slip, ...] = ()
    accept: tuple[str, ...] = ()
    compare: Compare = "text"
    lines: dict[str, int] = field(default_factory=dict)


def read(root: Node, complaints: Complaints) -> FrontMatter:
    """The front matter that a composed node holds; faults become complaints."""
    return _Reader(root, complaints).front_matter()


class _Reader:
    """Reads each key once; `given` loses the keys that the kind does not have."""

    def __init__(self, root: Node, complaints: Complaints) -> None:
        self._complaints = complaints
        self._given = values.fields(root, ENTRIES, "the front matter", complaints)
        self._lines = {}
        if isinstance(root, Fields):
            self._lines = {key.text: key.line for key, _ in root.entries}
        self._first = root.line

    def front_matter(self) -> FrontMatter:
        kind = cast("Kind", self._word("kind", KINDS)) or None
        if kind:
            self._refuse_foreign(kind)
        rows = self._rows(kind)
        parts = self._parts(kind, rows)
        return FrontMatter(
            title=self._text("title"),
            kind=kind,
            difficulty=cast("Difficulty", self._word("difficulty", DIFFICULTIES)),
            tags=self._texts("tags"),
            see=self._ids(),
            sources=self._sources(),
            vary=self._grid(),
            where=self._texts("where"),
            draws=rows,
            parts=parts,
            slips=self._slips(parts),
            accept=self._accept(),
            compare=cast("Compare", self._word("as", COMPARISONS) or "text"),
            lines=self._lines,
        )

    def _refuse_foreign(self, kind: Kind) -> None:
        for entry in ENTRIES:
            if entry.name in self._given and kind not in entry.kinds:
                what = f"{entry.name} is for {only_for(entry.kinds)}; this is kind {kind}"
                self._complaints.add(self._lines[entry.name], what, "take it out")
                del self._given[entry.name]
        both = "vary" in self._given and "draws" in self._given
        if both:
            self._add("draws", "vary and draws are both given", "keep one of them")
        if "where" in self._given and "vary" not in self._given:
            self._add("where", "where stands without vary", "it chooses among the draws of vary")

    def _add(self, key: str, what: str, right: str) -> None:
        self._complaints.add(self._lines.get(key, self._first), what, right)

    def _text(self, key: str) -> str:
        return values.text(self._given[key], key, self._complaints) if key in self._given else ""

    def _texts(self, key: str) -> tuple[str, ...]:
        return values.texts(self._given[key], key, self._complaints) if key in self._given else ()

    def _word(self, key: str, known: tuple[str, ...]) -> str:
        if key not in self._given:
            return ""
        return values.word(self._given[key], key, known, self._complaints)

    def _ids(self) -> tuple[str, ...]:
        ids = self._texts("see")
        for each in ids:
            if not ID.fullmatch(each):
                self._add("see", f"{brief(each)!r} is no id of a question", "write topic/slug")
        return ids

    def _sources(self) -> tuple[Source, ...]:
        if "source" not in self._given:
            return ()
        found = []
        for node in values.items(self._given["source"], "source", self._complaints):
            given = self._all_texts(node, "source")
            found.append(Source(given["title"], given["year"], given["link"]))
        return tuple(found)

    def _all_texts(self, node: Node, key: str) -> dict[str, str]:
        """The texts of one source or slip, empty where not given."""
        entries = SOURCE_ENTRIES if key == "source" else SLIP_ENTRIES
        given = values.fields(node, entries, f"an item of {key}", self._complaints)
        return {
            entry.name: values.text(given[entry.name], entry.name, self._complaints)
            if entry.name in given
            else ""
            for entry in entries
        }

    def _grid(self) -> Grid:
        if "vary" not in self._given:
            return ()
        return draw_tables.grid(self._given["vary"], self._complaints)

    def _rows(self, kind: Kind | None) -> Rows:
        if "draws" not in self._given or kind is None:
            return ()
        if "answer" in self._given:
            self._add("answer", "every one of the draws has its own answer", "take this one out")
            del self._given["answer"]
        return draw_tables.rows(self._given["draws"], kind, self._complaints)

    def _parts(self, kind: Kind | None, rows: Rows) -> tuple[Part, ...]:
        if kind not in ("number", "short"):
            return ()
        if rows:
            keys = [name for name, _ in rows[0] if name.partition(".")[0] == "answer"]
            answers = {name.partition(".")[2]: name for name in keys}
        elif "answer" in self._given:
            answers = self._answers(self._given["answer"], kind)
        else:
            if "draws" not in self._given:
                self._add("kind", f"a question of kind {kind} needs an answer", "add it")
            return ()
        tolerance, unit = self._by_part("tolerance", answers), self._by_part("unit", answers)
        for each in dict.fromkeys(tolerance.values()):
            if not _TOLERANCE.fullmatch(each) or not math.isfinite(float(each.rstrip("%"))):
                self._add("tolerance", f"{brief(each)!r} is no tolerance", "write 1% or 0.005")
        return tuple(
            Part(name, answer, tolerance.get(name, ""), unit.get(name, ""))
            for name, answer in answers.items()
        )

    def _answers(self, node: Node, kind: Kind) -> dict[str, str]:
        """Expressions (or the text) by the name of the part, "" where there is one."""
        if kind == "short" or not isinstance(node, Fields):
            return {"": values.text(node, "answer", self._complaints)}
        if not 2 <= len(node.entries) <= 4:
            self._add("answer", f"answer has {len(node.entries)} parts", "it may have two to four")
        for key, _ in node.entries:
            if not PART.fullmatch(key.text):
                what = f"{brief(key.text)!r} cannot name a part"
                self._complaints.add(key.line, what, "use a word of letters and digits")
        return {
            key.text: values.text(value, f"answer.{key.text}", self._complaints)
            for key, value in node.entries
        }

    def _by_part(self, key: str, parts: dict[str, str]) -> dict[str, str]:
        """tolerance or unit: the same for all parts, or a mapping."""
        node = self._given.get(key)
        if node is None:
            return {}
        if not isinstance(node, Fields):
            return dict.fromkeys(parts, values.text(node, key, self._complaints))
        found = {}
        for name, value in node.entries:
            if name.text not in parts:
                known = [part for part in parts if part]
                right = rather(name.text, known) if known else "the answer has no parts"
                what = f"{key} names an unknown part {brief(name.text)!r}"
                self._complaints.add(name.line, what, right)
            found[name.text] = values.text(value, f"{key}.{name.text}", self._complaints)
        return found

    def _slips(self, parts: tuple[Part, ...]) -> tuple[Slip, ...]:
        if "slips" not in self._given:
            return ()
        names = [part.name for part in parts]
        found = []
        for node in values.items(self._given["slips"], "slips", self._complaints):
            given = self._all_texts(node, "slips")
            slip = Slip(given["value"], given["why"], given["part"])
            if parts and slip.part not in names:
                self._refuse_part(slip.part, names, node.line)
            found.append(slip)
            self._lines[f"slips {len(found)}"] = node.line
        return tuple(found)

    def _refuse_part(self, part: str, names: list[str], line: int) -> None:
        if names == [""]:
            what, right = f"a slip names the part {brief(part)!r}", "the answer has no parts"
        elif part:
            what, right = f"a slip names an unknown part {brief(part)!r}", rather(part, names)
        else:
            what, right = "a slip names no part", f"say which: {', '.join(names)}"
        self._complaints.add(line, what, right)

    def _accept(self) -> tuple[str, ...]:
        if "accept" not in self._given:
            return ()
        for node in values.items(self._given["accept"], "accept", self._complaints):
            if isinstance(node, Scalar) and node.plain and not _balanced(node.text):
                what = f"{brief(node.text)!r} has an unbalanced bracket"
                self._complaints.add(node.line, what, QUOTES)
        return self._texts("accept")


def _balanced(text: str) -> bool:
    open_brackets = []
    pairs = {")": "(", "]": "[", "}": "{"}
    for sign in text:
        if sign in "([{":
            open_brackets.append(sign)
        elif sign in pairs and (not open_brackets or open_brackets.pop() != pairs[sign]):
            return False
    return not open_brackets
