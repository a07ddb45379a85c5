"""A question file's text to a Question: everything wrong with it is said at once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from bot.bank import frontmatter, nodes, rubric, sections
from bot.bank.complaint import Complaints, Unreadable, brief
from bot.bank.format import MOST_CHARACTERS, SECTIONS
from bot.bank.frontmatter import ID, FrontMatter
from bot.bank.question import OWN, Question
from bot.bank.sections import BULLET, NUMBERED, SectionText, items
from bot.bank.substitution import pairs, stands_on_answer

T = TypeVar("T")

LISTED = {
    "Choices": BULLET,
    "Items": NUMBERED,
    "Key points": BULLET,
    "Misconceptions": BULLET,
    "Follow-up": BULLET,
}
"""The sections whose items have lines of their own, and how an item begins."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def parse(text: str, id: str, path: str) -> Question:
    """The Question that `text` holds; `path` is how complaints name the file.

    Raises Unreadable with all complaints.
    """
    complaints = Complaints(path)
    if not (ID.fullmatch(id) or OWN.fullmatch(id)):
        right = "topic and name are lower-case letters, digits and hyphens"
        complaints.add(1, f"{brief(id)!r} is no id of a question", right)
    lines = _clean(text, complaints).split("\n")
    question = _question(lines, id, complaints)
    if question is None or complaints.found:
        raise Unreadable(complaints.found)
    return question


def _clean(text: str, complaints: Complaints) -> str:
    """The text without what would hide other faults; each sort is complained of once."""
    if len(text) > MOST_CHARACTERS:
        what = f"the file has {len(text):,} characters"
        complaints.add(1, what, f"at most {MOST_CHARACTERS:,} are allowed")
        raise Unreadable(complaints.found)
    if text.startswith("\ufeff"):
        complaints.add(1, "the file begins with a byte order mark", "save it as UTF-8 without one")
        text = text.removeprefix("\ufeff")
    for sign, what, right in (
        ("\r", "a line ends with a carriage return", "save the file with plain line ends (LF)"),
        ("\t", "there is a tab", "use spaces"),
    ):
        if sign in text:
            complaints.add(_line_of(text, text.index(sign)), what, right)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    if found := _CONTROL.search(text):
        what = f"there is a control character, {found[0]!r}"
        complaints.add(_line_of(text, found.start()), what, "take it out")
        raise Unreadable(complaints.found)
    return text


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _question(lines: list[str], id: str, complaints: Complaints) -> Question | None:
    end = _end_of_front_matter(lines, complaints)
    if not end:
        return None
    root = nodes.compose("\n".join(lines[1:end]), 1, complaints)
    front = frontmatter.read(root, complaints) if root else None
    found = sections.split(lines[end + 1 :], end + 1, complaints)
    sections.check_names(found, front.kind if front else None, complaints)
    return _built(front, found, id, complaints) if front else None


def _end_of_front_matter(lines: Sequence[str], complaints: Complaints) -> int:
    """The index of the second ``---``; 0 after a complaint."""
    if lines[0].rstrip() != "---":
        right = "the first line is ---, then title, kind and difficulty, then --- again"
        complaints.add(1, "the front matter is missing", right)
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return index
    complaints.add(1, "the front matter never ends", "close it with a line ---")
    return 0


def _built(
    front: FrontMatter,
    found: list[SectionText],
    id: str,
    complaints: Complaints,
) -> Question:
    named = _by_name(found)

    def listed(name: str, read: Callable[[SectionText, Complaints], Iterable[T]]) -> tuple[T, ...]:
        return tuple(chain.from_iterable(read(section, complaints) for section in named[name]))

    question = Question(
        id=id,
        title=front.title,
        kind=front.kind or "open",
        difficulty=front.difficulty,
        ask=_text("Question", named),
        answer=_text("Answer", named),
        tags=front.tags,
        see=front.see,
        sources=front.sources,
        hints=tuple(section.text for section in named["Hint"]),
        choices=listed("Choices", rubric.choices),
        items=listed("Items", rubric.ordered),
        parts=front.parts,
        slips=front.slips,
        accept=front.accept,
        compare=front.compare,
        vary=front.vary,
        where=front.where,
        draws=front.draws,
        points=listed("Key points", rubric.key_points),
        misconceptions=listed("Misconceptions", rubric.misconceptions),
        examples=listed("Graded examples", rubric.examples),
        followups=listed("Follow-up", rubric.followups),
        lines=front.lines | _lines(named),
        path=complaints.path,
    )
    if question.varies or question.parts:
        _refuse_given_away(named, complaints)
    return question


def _by_name(found: Iterable[SectionText]) -> dict[str, list[SectionText]]:
    """The sections that say something, by every name there is."""
    named: dict[str, list[SectionText]] = {section.name: [] for section in SECTIONS}
    for section in found:
        if section.text and section.name in named:
            named[section.name].append(section)
    return named


def _text(name: str, named: Mapping[str, list[SectionText]]) -> str:
    return named[name][0].text if named[name] else ""


def _lines(named: Mapping[str, list[SectionText]]) -> dict[str, int]:
    """Where things stand: "Answer" is the first line of its text, "Choices 2" an item's,
    "Hint 2" that of the second section."""
    found = {}
    for name, texts in named.items():
        lines = [section.line for section in texts]
        if lines:
            found[name] = lines[0]
        if name in LISTED:
            unheard = Complaints("")
            lines = [item.line for text in texts for item in items(text, LISTED[name], unheard)]
        found |= {f"{name} {number}": line for number, line in enumerate(lines, 1)}
    return found


def _refuse_given_away(named: Mapping[str, list[SectionText]], complaints: Complaints) -> None:
    for section in (*named["Question"], *named["Hint"]):
        for lines, inner in pairs(section.text):
            if stands_on_answer(inner):
                what = f"{section.name} shows the answer by {{{{{brief(inner)}}}}}"
                complaints.add(section.line + lines, what, "say it in Answer only")
