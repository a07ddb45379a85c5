"""The check of what is drawn: expressions have values in every draw, and the card fits one page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.bank import Question, Variant, substituted, variants
from bot.bank.complaint import Complaint, Complaints, brief
from bot.bank.draws import putter
from bot.bank.substitution import pairs, part_named, shown, without_fences
from bot.check.report import Tools
from bot.check.texts import Text, texts
from bot.errors import DlqError
from bot.expressions import names_in

BUDGET = 2_500
"""UTF-8 bytes of Question with Choices or Items after the longest draw."""
SAMPLE = 5
"""Draws of a question that are graded: the first, and others spread evenly over all."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The draws that stand for all in the other checks; none if there are complaints."""

    sample: tuple[Variant, ...] = ()
    complaints: list[Complaint] = field(default_factory=list)


def check(question: Question, tools: Tools) -> Drawn:
    """The draws that can be asked, or why there are none that are right."""
    complaints = Complaints(question.path)
    _check_names(question, complaints)
    usable = [] if complaints.found else _usable(question, complaints)
    if usable and not complaints.found:
        _check_size(question, usable, tools, complaints)
    return Drawn(_sample(question, usable) if usable else (), complaints.found)


def _check_names(question: Question, complaints: Complaints) -> None:
    """Complains of expressions that are none or stand on names that no draw has."""
    known = {name for draw in (question.draws[:1] or (question.vary,)) for name, _ in draw}
    for line, expression in _expressions(question):
        if part_named(expression) is not None:
            continue
        try:
            unknown = names_in(expression) - known - {"answer"}
        except DlqError as error:
            complaints.add(line, str(error).rstrip("."))
            continue
        for name in sorted(unknown):
            right = f"there are {', '.join(sorted(known))}" if known else "nothing varies here"
            complaints.add(
                line, f"{brief(expression)!r} stands on {name!r}, which is no name", right
            )


def _expressions(question: Question) -> Iterator[tuple[int, str]]:
    lines = question.lines
    yield from ((lines.get("where", 1), condition) for condition in question.where)
    if question.kind == "number" and not question.draws:
        yield from ((lines.get("answer", 1), part.answer) for part in question.parts)
    for number, slip in enumerate(question.slips, 1):
        yield lines.get(f"slips {number}", 1), slip.value
    for text in _substituting(question):
        yield from ((text.line + after, inner) for after, inner in pairs(text.text))


def _substituting(question: Question) -> Iterator[Text]:
    """The texts in which values are put; none where nothing varies."""
    if not question.varies:
        return
    for text in texts(question):
        if text.where == "Answer":
            yield Text("Answer", text.line, without_fences(text.text))
        else:
            yield text
    if question.kind == "short" and not question.draws:
        yield from (
            Text("answer", question.lines.get("answer", 1), p.answer) for p in question.parts
        )


def _usable(question: Question, complaints: Complaints) -> list[Variant]:
    """Every draw that may be asked; complains of expressions that have no value in one."""
    line = question.lines.get("vary", question.lines.get("answer", 1))
    try:
        usable = list(variants(question))
    except DlqError as error:
        complaints.add(line, str(error).rstrip("."))
        return []
    if not usable:
        what = "no draw can be asked: where refuses it, or a slip is right in it"
        complaints.add(line, what, "allow more values or mend the slip")
    for text in _substituting(question):
        for after, inner in pairs(text.text):
            _check_value(question, inner, usable, text.line + after, complaints)
    return usable


def _check_value(
    question: Question, inner: str, usable: list[Variant], line: int, complaints: Complaints
) -> None:
    for variant in usable:
        try:
            putter(question, variant)(inner)
        except DlqError as error:
            drawn = ", ".join(f"{name} = {shown(value)}" for name, value in variant.values)
            complaints.add(line, str(error).rstrip("."), f"so it is for {drawn}")
            return


def _check_size(
    question: Question, usable: list[Variant], tools: Tools, complaints: Complaints
) -> None:
    sizes = [_size(substituted(question, variant)) for variant in usable]
    longest = usable[sizes.index(max(sizes))]
    if max(sizes) > BUDGET:
        what = f"what is asked has {max(sizes):,} bytes"
        complaints.add(question.lines["Question"], what, f"at most {BUDGET:,} fit one page")
    message = tools.card(question, longest)
    for platform, render in tools.renderers.items():
        if (pages := len(render(message))) != 1:
            what = f"the question takes {pages} pages on {platform}"
            complaints.add(question.lines["Question"], what, "shorten it until it fits one")


def _size(drawn: Question) -> int:
    listed = (*(choice.text for choice in drawn.choices), *drawn.items)
    return len("\n".join((drawn.ask, *listed)).encode())


def _sample(question: Question, usable: list[Variant]) -> tuple[Variant, ...]:
    if question.items:
        turned = tuple((place + 1) % len(question.items) for place in usable[0].order)
        return usable[0], Variant((), turned)
    return tuple(usable[:: max(1, len(usable) // SAMPLE)][:SAMPLE])
