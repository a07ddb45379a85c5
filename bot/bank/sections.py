"""The body of a question file cut into its sections, and a section's list into its items.

It knows headings, fences and list marks, not what a section means.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.bank.complaint import Complaints, brief, rather
from bot.bank.format import SECTIONS, only_for
from bot.bank.question import Kind

_HEADING = re.compile(r"(#{1,2}) +(.*)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as written, without blank lines around it; `line` is the first of the text."""

    name: str
    heading: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its first line without the mark, and what is indented under it."""

    first: str
    more: tuple[str, ...]
    line: int

    @property
    def joined(self) -> str:
        return " ".join(part for line in (self.first, *self.more) if (part := line.strip()))


class Fences:
    """Follows lines and tells which are inside a code fence, its marks included."""

    def __init__(self) -> None:
        self._mark = ""

    @property
    def is_open(self) -> bool:
        return bool(self._mark)

    def holds(self, line: str) -> bool:
        """Whether `line`, which comes next, belongs to a fence."""
        found = _FENCE.fullmatch(line)
        if self._mark:
            if found and found[1].startswith(self._mark) and not found[2].strip():
                self._mark = ""
            return True
        if found and not (found[1][0] == "`" and "`" in found[2]):
            self._mark = found[1]
        return self.is_open


def split(lines: list[str], before: int, complaints: Complaints) -> list[SectionText]:
    """The sections in order; `before` is the line of the file before the first of `lines`."""
    fences = Fences()
    opened = 0
    found: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(lines, before + 1):
        was_open = fences.is_open
        if fences.holds(line):
            opened = opened if was_open else number
        elif heading := _HEADING.fullmatch(line):
            if len(heading[1]) == 1:
                complaints.add(number, "a heading of the first level", "sections begin with ##")
            found.append((heading[2].strip(" #"), number, []))
            continue
        if found:
            found[-1][2].append(line)
        elif line.strip():
            complaints.add(number, "text stands before the first section", "begin with ## Question")
            found.append(("", number, []))
    if fences.is_open:
        complaints.add(opened, "the fence that begins here is never closed", "close it with ```")
    return [_trimmed(name, number, text) for name, number, text in found if name]


def _trimmed(name: str, heading: int, lines: list[str]) -> SectionText:
    blank = 0
    while blank < len(lines) and not lines[blank].strip():
        blank += 1
    return SectionText(name, heading, heading + 1 + blank, "\n".join(lines[blank:]).rstrip())


def check_names(found: list[SectionText], kind: Kind | None, complaints: Complaints) -> None:
    """Complains of sections that are unknown, foreign to the kind, twice, empty or missing."""
    known = {section.name: section for section in SECTIONS}
    met: set[str] = set()
    for section in found:
        wanted = known.get(section.name)
        if wanted is None:
            what = f"there is no section {brief(section.name)!r}"
            complaints.add(section.heading, what, rather(section.name, known))
            continue
        if kind and kind not in wanted.kinds:
            what = f"{section.name} is for {only_for(wanted.kinds)}; this is kind {kind}"
            complaints.add(section.heading, what, "take it out")
        if section.name in met and not wanted.repeats:
            complaints.add(section.heading, f"the section {section.name} is there twice", "join")
        if not section.text:
            what = f"the section {section.name} is empty"
            complaints.add(section.heading, what, "fill it or take it out")
        met.add(section.name)
    for section_format in SECTIONS:
        if section_format.required and kind in section_format.kinds:
            _demand(section_format.name, met, kind, complaints)


def _demand(name: str, met: set[str], kind: Kind | None, complaints: Complaints) -> None:
    if name not in met:
        what = f"the section {name} is missing"
        complaints.add(1, what, f"a question of kind {kind} needs ## {name}")


BULLET = re.compile(r"[-*+] +(\S.*)")
NUMBERED = re.compile(r"\d{1,9}[.)] +(\S.*)")


def items(section: SectionText, mark: re.Pattern[str], complaints: Complaints) -> Iterator[Item]:
    """The items of a section that is one list; what belongs to no item is complained of."""
    begun: tuple[str, list[str], int] | None = None
    for number, line in enumerate(section.text.split("\n"), section.line):
        if found := mark.fullmatch(line):
            if begun:
                yield _item(*begun)
            begun = (found[1].strip(), [], number)
        elif begun and (not line.strip() or line.startswith("  ")):
            begun[1].append(line)
        elif line.strip():
            wanted = "1." if mark is NUMBERED else "-"
            right = f"begin an item with '{wanted} ' and indent what belongs to it by two spaces"
            complaints.add(number, f"{brief(line)!r} belongs to no item", right)
    if begun:
        yield _item(*begun)


def _item(first: str, more: list[str], line: int) -> Item:
    depth = min((len(m) - len(m.lstrip()) for m in more if m.strip()), default=0)
    return Item(first, tuple("\n".join(m[depth:] for m in more).strip("\n").split("\n")), line)
