"""YAML as written: every scalar keeps its letters, whether it stood in quotes, and its line.

The only module that knows PyYAML. Its events become nodes of ours; nothing is constructed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.bank.complaint import Complaints, brief

QUOTES = "put it in quotes"
HINT = (
    "close what is opened, and quote a value that holds ': ' or ' #' or begins with a special sign"
)
DEEPEST = 12
"""Levels of nesting; a question needs four."""
# YAML would take them for mappings, and fail far away.
_BARE_BRACES = re.compile(r"\s*(?:- +|[\w-]+ *: +)(?:- +)*(\{\{.*)")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; `plain` if it stood without quotes."""

    text: str
    plain: bool
    line: int
    sort = "a single value"


@dataclass(frozen=True, slots=True)
class Items:
    values: tuple["Node", ...]
    line: int
    sort = "a list"


@dataclass(frozen=True, slots=True)
class Fields:
    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    sort = "a mapping"


Node = Scalar | Items | Fields


def compose(text: str, before: int, complaints: Complaints) -> Node | None:
    """The node of a YAML text that begins after line `before` of its file; None, with a
    complaint, if it is no YAML."""
    if known := list(_unquoted_braces(text, before)):
        for line, value in known:
            complaints.add(line, f"{brief(value)} begins with {{{{ and is not quoted", QUOTES)
        return None
    try:
        root = _Reader(text, before, complaints).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        complaints.add(before + 1 + (mark.line if mark else 0), "this is no YAML", HINT)
        return None
    except _TooDeepError:
        return None
    if root is None and not complaints.found:
        complaints.add(before, "the front matter is empty", "it needs title, kind and difficulty")
    return root


def _unquoted_braces(text: str, before: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), before + 1):
        if found := _BARE_BRACES.match(line):
            yield number, found[1]


class _TooDeepError(Exception):
    """Ends the reading of a front matter that would exhaust the stack."""


class _Reader:
    """Turns PyYAML's events into nodes. Aliases are refused: they make cycles and bombs."""

    def __init__(self, text: str, before: int, complaints: Complaints) -> None:
        # The one in C is fifteen times as fast; it comes with PyYAML's wheels.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events = yaml.parse(text, Loader=loader)
        self._before = before
        self._complaints = complaints

    def document(self) -> Node | None:
        """The root of the first document."""
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
                for _ in self._events:  # What follows must be YAML as well.
                    pass
                return root
        return None

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = self._before + 1 + (event.start_mark.line if event.start_mark else 0)
        if depth > DEEPEST:
            self._complaints.add(line, "the front matter is nested too deep", "use fewer levels")
            raise _TooDeepError
        if isinstance(event, yaml.MappingStartEvent):
            return Fields(tuple(self._entries(depth)), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._node(each, depth + 1) for each in self._until_end()), line)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, not event.style, line)
        self._complaints.add(
            line, "a value is repeated by a YAML alias (*)", f"write it out or {QUOTES}"
        )
        return Scalar("?", plain=False, line=line)

    def _until_end(self) -> Iterator[yaml.Event]:
        """The events that begin the nodes of the mapping or list that was just begun."""
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        met: set[str] = set()
        begun = self._until_end()
        for event in begun:
            key = self._node(event, depth + 1)
            value = self._node(next(begun), depth + 1)
            if not isinstance(key, Scalar):
                what = "a mapping or list stands where a word should"
                self._complaints.add(key.line, what, f"if a value begins with {{{{, {QUOTES}")
            elif key.text in met:
                what = f"{brief(key.text)!r} is given twice"
                self._complaints.add(key.line, what, "keep one of them")
            else:
                met.add(key.text)
                yield key, value
