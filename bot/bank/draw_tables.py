"""`vary` and `draws` of the front matter: names and the values that they may take."""

from bot.bank import values
from bot.bank.complaint import Complaints, brief
from bot.bank.format import MOST_DRAWS
from bot.bank.nodes import Fields, Node, Scalar
from bot.bank.question import Kind, Value
from bot.expressions import can_be_name

Grid = tuple[tuple[str, tuple[Value, ...]], ...]
Rows = tuple[tuple[tuple[str, Value], ...], ...]


def grid(node: Node, complaints: Complaints) -> Grid:
    """`vary`: names and lists of values, of which every combination is a draw."""
    found = []
    combinations = 1
    for key, listed in values.named(node, "vary", complaints):
        _check_name(key, complaints)
        nodes = values.items(listed, f"vary.{key.text}", complaints)
        read = tuple(values.value(each, f"vary.{key.text}", complaints) for each in nodes)
        found.append((key.text, read))
        combinations *= max(1, len(read))
    if combinations > MOST_DRAWS:
        what = f"vary has {combinations:,} combinations"
        complaints.add(node.line, what, f"at most {MOST_DRAWS:,} are allowed: shorten a list")
    return tuple(found)


def rows(node: Node, kind: Kind, complaints: Complaints) -> Rows:
    """`draws`: whole draws; the answer of each stands under "answer" or "answer.part"."""
    found: list[tuple[tuple[str, Value], ...]] = []
    for each in values.items(node, "draws", complaints):
        row = tuple(_row(each, kind, complaints))
        if found and {name for name, _ in row} != {name for name, _ in found[0]}:
            wanted = ", ".join(name for name, _ in found[0])
            complaints.add(each.line, "this draw has other names than the first", f"give {wanted}")
        found.append(row)
    return tuple(found)


def _row(node: Node, kind: Kind, complaints: Complaints) -> list[tuple[str, Value]]:
    found: list[tuple[str, Value]] = []
    has_answer = False
    for key, value in values.named(node, "each of draws", complaints):
        if key.text == "answer":
            has_answer = True
            found += _answer(value, kind, complaints)
        else:
            _check_name(key, complaints)
            found.append((key.text, values.value(value, key.text, complaints)))
    if not has_answer:
        complaints.add(node.line, "this draw has no answer", "every draw gives its own")
    return found


def _answer(node: Node, kind: Kind, complaints: Complaints) -> list[tuple[str, Value]]:
    if kind == "short":
        return [("answer", values.text(node, "answer", complaints))]
    if isinstance(node, Fields):
        if not 2 <= len(node.entries) <= 4:
            what = f"answer has {len(node.entries)} parts"
            complaints.add(node.line, what, "it may have two to four")
        return [(f"answer.{k.text}", _number(each, complaints)) for k, each in node.entries]
    return [("answer", _number(node, complaints))]


def _number(node: Node, complaints: Complaints) -> Value:
    read = values.value(node, "answer", complaints)
    if isinstance(read, str | tuple):
        right = "write a number without quotes"
        complaints.add(node.line, f"the answer {brief(str(read))!r} is no number", right)
        return 0
    return read


def _check_name(key: Scalar, complaints: Complaints) -> None:
    if not can_be_name(key.text):
        right = "use a letter or a word that means nothing in Python and is no function"
        complaints.add(key.line, f"{brief(key.text)!r} cannot name a value", right)
