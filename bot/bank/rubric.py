"""The sections that are lists: choices, items, key points, misconceptions, examples, follow-ups."""

import re

from bot.bank.complaint import Complaints, brief
from bot.bank.question import (
    LETTERS,
    Choice,
    Example,
    FollowUp,
    KeyPoint,
    Misconception,
)
from bot.bank.sections import BULLET, NUMBERED, Item, SectionText, items

_BOX = re.compile(r"\[([ xX])\] +(\S.*)")
_WEIGHT = re.compile(r"\(x(\d{1,3})\)$")
_SHARE = re.compile(r"(\d{1,3})% *(?:(\(held\)) *)?: *(\S.*)")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def choices(section: SectionText, complaints: Complaints) -> tuple[Choice, ...]:
    """The task list of a choice question: two to five, at least one right."""
    found = []
    for item in items(section, BULLET, complaints):
        box = _BOX.fullmatch(item.first)
        if not box:
            what = f"{brief(item.first)!r} has no box"
            complaints.add(item.line, what, "begin with '- [x] ' if it is right, else '- [ ] '")
            continue
        found.append(Choice(box[2].strip(), box[1] != " ", _text(item.more)))
    if not 2 <= len(found) <= 5:
        complaints.add(section.heading, f"there are {len(found)} choices", "give two to five")
    if found and not any(choice.right for choice in found):
        complaints.add(section.heading, "no choice is right", "mark the right one with [x]")
    return tuple(found)


def ordered(section: SectionText, complaints: Complaints) -> tuple[str, ...]:
    """The numbered list of an order question, in the right order."""
    found = tuple(item.joined for item in items(section, NUMBERED, complaints))
    if not 2 <= len(found) <= len(LETTERS):
        right = f"give two to {len(LETTERS)}"
        complaints.add(section.heading, f"there are {len(found)} items", right)
    if len(set(found)) < len(found):
        complaints.add(section.heading, "two items are the same", "nobody could tell their order")
    return found


def key_points(section: SectionText, complaints: Complaints) -> tuple[KeyPoint, ...]:
    found = []
    for item in items(section, BULLET, complaints):
        text, cues = _with_cues(item)
        weight = _WEIGHT.search(text)
        if weight and int(weight[1]) not in (1, 2):
            complaints.add(item.line, f"the weight is {weight[1]}", "only (x2) is known")
        _demand_cues(item, cues, complaints)
        found.append(KeyPoint(_WEIGHT.sub("", text).strip(), int(weight[1]) if weight else 1, cues))
    return tuple(found)


def misconceptions(section: SectionText, complaints: Complaints) -> tuple[Misconception, ...]:
    found = []
    for item in items(section, BULLET, complaints):
        why, cues = _cut_cues(item.more)
        _demand_cues(item, cues, complaints)
        found.append(Misconception(item.first, _text(why), cues))
    return tuple(found)


def examples(section: SectionText, complaints: Complaints) -> tuple[Example, ...]:
    """Answers with the share that a fair examiner gives: source text, not Markdown."""
    found = []
    for item in items(section, BULLET, complaints):
        read = _SHARE.fullmatch(item.joined)
        if not read or int(read[1]) > 100:
            what = f"{brief(item.first)!r} is no graded example"
            complaints.add(item.line, what, "write '- 50%: the answer' or '- 50% (held): ...'")
            continue
        found.append(Example(read[3], int(read[1]) / 100, bool(read[2]), item.line))
    return tuple(found)


def followups(section: SectionText, complaints: Complaints) -> tuple[FollowUp, ...]:
    return tuple(
        FollowUp(item.first, _text(item.more)) for item in items(section, BULLET, complaints)
    )


def code_spans(line: str) -> tuple[str, ...] | None:
    """The code spans of a line that holds nothing else; None if it is no such line."""
    if "`" not in line or _SPAN.sub("", line).strip():
        return None
    return tuple(found[2].strip() for found in _SPAN.finditer(line))


def _cut_cues(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines before the last ones that hold code spans only, and those spans."""
    kept = list(lines)
    cues: tuple[str, ...] = ()
    while kept and ((spans := code_spans(kept[-1])) or not kept[-1].strip()):
        cues = (*(spans or ()), *cues)
        kept.pop()
    return tuple(kept), cues


def _with_cues(item: Item) -> tuple[str, tuple[str, ...]]:
    kept, cues = _cut_cues(item.more)
    return " ".join(part for line in (item.first, *kept) if (part := line.strip())), cues


def _demand_cues(item: Item, cues: tuple[str, ...], complaints: Complaints) -> None:
    if not all(cues) or not any(not cue.startswith("!") for cue in cues):
        right = "end it with an indented line of code spans, like `drop | zero` `random*`"
        complaints.add(item.line, f"{brief(item.first)!r} has no cues", right)


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(lines).strip()
