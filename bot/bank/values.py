"""Nodes of the front matter read as words, texts, lists and numbers, each complaint with its line.

A value that cannot be read is complained of and comes back empty, so that reading goes on.
"""

import math
import re
from collections.abc import Iterable, Iterator

from bot.bank.complaint import Complaints, brief, rather
from bot.bank.format import Entry
from bot.bank.nodes import Fields, Items, Node, Scalar
from bot.bank.question import Value

# As Python writes them: 007 is no number there.
_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9_]*)")
_REAL = re.compile(r"[+-]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


def fields(
    node: Node, entries: Iterable[Entry], what: str, complaints: Complaints
) -> dict[str, Node]:
    """The values of a mapping by key; unknown and missing keys are complained of."""
    if not isinstance(node, Fields):
        complaints.add(node.line, f"{what} is {node.sort}", "it must map keys to values")
        return {}
    known = {entry.name: entry for entry in entries}
    given = {key.text: value for key, value in node.entries}
    for key, _ in node.entries:
        if key.text not in known:
            what_is = f"{what} knows no key {brief(key.text)!r}"
            complaints.add(key.line, what_is, rather(key.text, known))
    for entry in known.values():
        if entry.required and entry.name not in given:
            complaints.add(node.line, f"{what} has no {entry.name}", "add it")
    return {name: value for name, value in given.items() if name in known}


def text(node: Node, name: str, complaints: Complaints) -> str:
    """A single value as written; empty after a complaint."""
    if not isinstance(node, Scalar):
        right = f"it must be a single value; if it begins with {_opening(node)}, put it in quotes"
        complaints.add(node.line, f"{name} is {node.sort}", right)
        return ""
    if not node.text.strip():
        complaints.add(node.line, f"{name} is empty", "write its value or leave the key out")
    return node.text.strip()


def word(node: Node, name: str, known: tuple[str, ...], complaints: Complaints) -> str:
    """One of the known words; empty after a complaint."""
    read = text(node, name, complaints)
    if read and read not in known:
        complaints.add(node.line, f"{name} is {brief(read)!r}", rather(read, known))
        return ""
    return read


def items(node: Node, name: str, complaints: Complaints) -> tuple[Node, ...]:
    """The values of a list that holds at least one."""
    if not isinstance(node, Items):
        complaints.add(node.line, f"{name} is {node.sort}", f"it must be a list, like {name}: [a]")
        return ()
    if not node.values:
        complaints.add(node.line, f"{name} is an empty list", "fill it or leave the key out")
    return node.values


def texts(node: Node, name: str, complaints: Complaints) -> tuple[str, ...]:
    """A list of single values as written."""
    read = (text(item, f"an item of {name}", complaints) for item in items(node, name, complaints))
    return tuple(each for each in read if each)


def value(node: Node, name: str, complaints: Complaints) -> Value:
    """A value of a draw: an unquoted number is a number, a list a tuple, all else text."""
    if isinstance(node, Items):
        return tuple(value(item, name, complaints) for item in node.values)
    if isinstance(node, Fields):
        right = "use numbers, texts and lists"
        complaints.add(node.line, f"a value of {name} is a mapping", right)
        return ""
    if not node.plain:
        return node.text
    read = number(node.text)
    if isinstance(read, float) and not math.isfinite(read):
        complaints.add(node.line, f"the number {brief(node.text)} is too large", "make it smaller")
    return node.text if read is None else read


def number(written: str) -> int | float | None:
    """The number that Python reads in `written`, if it is one in decimal notation."""
    if len(written) > 300:
        return None
    try:
        if _WHOLE.fullmatch(written):
            return int(written)
        is_real = _REAL.fullmatch(written) and not written.strip("+-").isdecimal()
        return float(written) if is_real else None
    except ValueError:  # 1__0
        return None


def named(node: Node, name: str, complaints: Complaints) -> Iterator[tuple[Scalar, Node]]:
    """The entries of a mapping whose keys are free."""
    if isinstance(node, Fields):
        yield from node.entries
    else:
        complaints.add(node.line, f"{name} is {node.sort}", "it must be like {k: [3, 5]}")


def _opening(node: Node) -> str:
    return "[" if isinstance(node, Items) else "{"
