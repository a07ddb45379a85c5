"""The bank in figures: what there is by topic, kind and difficulty, and how much of it is whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bot.bank import DIFFICULTIES, KINDS, LETTERS, Bank, Question
from bot.fences import fences


@dataclass(frozen=True, slots=True)
class Stats:
    """Tables of a head and rows; the last row of the first is the whole bank."""

    topics: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]
    planned: int
    written: int


def traits(question: Question) -> dict[str, bool]:
    """What is counted of a question, by the head of its column."""
    return {
        **{name: question.difficulty == name for name in DIFFICULTIES},
        **{name: question.kind == name for name in KINDS},
        "varies": question.varies,
        "code": any(fence.runs for fence in fences(question)),
        "hint": bool(question.hints),
        "follow-up": bool(question.followups),
        "source": bool(question.sources),
    }


def stats(bank: Bank) -> Stats:
    """The figures of a bank that has a question at least."""
    questions = list(bank.questions.values())
    rows = [_row(topic, [q for q in questions if q.topic == topic]) for topic in bank.topics]
    head = ("topic", "all", *traits(questions[0]), "words")
    return Stats(
        (head, *rows, _row("**all**", questions)),
        _places(questions),
        len(bank.planned),
        len(bank.planned & bank.questions.keys()),
    )


def _row(name: str, questions: Sequence[Question]) -> tuple[str, ...]:
    found = [traits(question) for question in questions]
    counts = (str(sum(each[trait] for each in found)) for trait in found[0])
    words = median(len(question.answer.split()) for question in questions)
    return (name, str(len(questions)), *counts, f"{words:.0f}")


def _places(questions: Iterable[Question]) -> tuple[tuple[str, ...], ...]:
    """Where the right option stands among the questions with one right choice."""
    single = [q for q in questions if q.kind == "choice" and not q.several_right]
    places = [next(i for i, choice in enumerate(q.choices) if choice.right) for q in single]
    most = max((len(q.choices) for q in single), default=0)
    return (
        ("right option", *LETTERS[:most]),
        ("questions", *(str(places.count(place)) for place in range(most))),
    )


def as_markdown(found: Stats) -> str:
    """The figures as Markdown tables, for people and for `questions/README.md`."""
    legend = (
        "The last column is the median number of words in a reference answer, code included. "
        "Where one option is right, it stands at:"
    )
    count = f"{found.written} of {found.planned} planned questions are written."
    return "\n\n".join((count, _table(found.topics), legend, _table(found.places)))


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return "| " + " | ".join(cells) + " |"
