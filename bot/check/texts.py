"""All texts of a question that readers see, each with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.bank import Question


@dataclass(frozen=True, slots=True)
class Text:
    """`where` is the section or key; `line` that of the text's first line."""

    where: str
    line: int
    text: str


def texts(question: Question) -> Iterator[Text]:
    """The Markdown of a question in the file's order, cues and graded examples left out."""

    def at(name: str) -> int:
        return question.lines.get(name, 1)

    yield Text("title", at("title"), question.title)
    for number, slip in enumerate(question.slips, 1):
        yield Text("slips", at(f"slips {number}"), slip.why)
    for each in question.accept:
        yield Text("accept", at("accept"), each)
    yield Text("Question", at("Question"), question.ask)
    for number, hint in enumerate(question.hints, 1):
        yield Text("Hint", at(f"Hint {number}"), hint)
    for number, choice in enumerate(question.choices, 1):
        yield from _pair("Choices", at(f"Choices {number}"), choice.text, choice.why)
    for number, item in enumerate(question.items, 1):
        yield Text("Items", at(f"Items {number}"), item)
    yield Text("Answer", at("Answer"), question.answer)
    for number, point in enumerate(question.points, 1):
        yield Text("Key points", at(f"Key points {number}"), point.text)
    for number, wrong in enumerate(question.misconceptions, 1):
        yield from _pair("Misconceptions", at(f"Misconceptions {number}"), wrong.text, wrong.why)
    for number, follow in enumerate(question.followups, 1):
        yield from _pair("Follow-up", at(f"Follow-up {number}"), follow.question, follow.answer)


def _pair(where: str, line: int, first: str, why: str) -> Iterator[Text]:
    yield Text(where, line, first)
    if why:
        yield Text(where, line + 1, why)
