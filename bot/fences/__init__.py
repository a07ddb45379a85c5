"""The code fences of Question and Answer: found, made to run for a draw, and shown to readers.

It runs nothing; what came of running is judged by `judging`.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.bank import Complaint, Question, Variant, first, substituted
from bot.bank.complaint import brief, nearest, rather
from bot.bank.question import Value
from bot.bank.sections import Fences
from bot.bank.substitution import shown as shown_value

WIDEST = 72
"""Columns of code at most: what a chat shows without breaking lines."""
WAYS = ("python", "python raises ValueError", "python no-run", "output", "output ~")

_OPENING = re.compile(r"( *)(`{3,}|~{3,})(.*)")
_RAISES = re.compile(r"python raises ([A-Za-z_][\w.]*)")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fence as written. `line` is that of its first line of code; `output` is what the fence
    after it says that this one prints, None without one; `loose` if its numbers may differ."""

    section: Literal["Question", "Answer"]
    line: int
    info: str
    code: str
    output: str | None = None
    output_line: int = 0
    loose: bool = False

    @property
    def runs(self) -> bool:
        return self.info == "python" or bool(self.raises)

    @property
    def raises(self) -> str:
        """The name of the exception that it must fail with, empty if it must not."""
        found = _RAISES.fullmatch(self.info)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Job:
    """A fence to be run for a draw. `skipped` lines of `source` stand above the fence's own."""

    question: Question
    fence: Fence
    variant: Variant
    source: str
    skipped: int
    is_first: bool
    leaves_answer: bool


def fences(question: Question) -> tuple[Fence, ...]:
    """The fences of Question and Answer in order, each output with the code it belongs to."""
    return (*_fences(question, "Question"), *_fences(question, "Answer"))


def jobs(question: Question, variants: Sequence[Variant]) -> Iterator[Job]:
    """Every fence that runs, for each of the variants; the first of them is the first draw."""
    for number, variant in enumerate(variants):
        found = [f for f in fences(substituted(question, variant)) if f.runs]
        answers = [f for f in found if f.section == "Answer" and not f.raises]
        for fence in found:
            top = _assignments(question, variant, fence) if fence.section == "Answer" else ""
            last = bool(answers) and fence is answers[-1]
            yield Job(
                question,
                fence,
                variant,
                top + fence.code,
                top.count("\n"),
                is_first=number == 0,
                leaves_answer=last and question.varies,
            )


def shown(question: Question, variant: Variant) -> str:
    """The Answer as readers see it: with the draw's values as assignments on top of the code.

    Printed output was recorded for the first draw; where it may differ for this one, it is said
    for which values it is.
    """
    drawn = substituted(question, variant)
    found = [f for f in _fences(drawn, "Answer") if f.runs]
    if not question.varies or not found:
        return drawn.answer
    opening = question.lines.get("Answer", 1)
    lines = drawn.answer.split("\n")
    recorded = first(question)
    # From the end, so that the lines above keep their numbers.
    for fence in reversed(found):
        at = fence.line - opening
        top = _assignments(question, variant, fence)
        if fence.output is not None and top != _assignments(question, recorded, fence):
            after = at + len(fence.code.split("\n")) + 1
            lines[after:after] = ["", f"Its output for {_named_values(recorded, fence)}:"]
        indent = lines[at - 1][: len(lines[at - 1]) - len(lines[at - 1].lstrip())]
        lines[at:at] = [(indent + line).rstrip() for line in top.split("\n")[:-1]]
    return "\n".join(lines)


def check_form(question: Question) -> list[Complaint]:
    """What can be said of the fences without running them: ways, width, and missing output."""
    found: list[Complaint] = []
    for fence in fences(question):
        found += (Complaint(question.path, line, *said) for line, said in _form(fence))
        if fence.output is not None and fence.section == "Question" and question.parts:
            what, right = "the question shows what its code prints", "leave the output fence out"
            found.append(Complaint(question.path, fence.output_line, what, right))
    return found


def _form(fence: Fence) -> Iterator[tuple[int, tuple[str, str]]]:
    word = fence.info.split(" ")[0]
    if word in ("python", "output") and not (fence.runs or fence.info in WAYS):
        yield fence.line - 1, (f"there is no fence {brief(fence.info)!r}", rather(fence.info, WAYS))
    near = "python" if word == "py" else nearest(word, ("python", "output"))
    if near and near != word:
        what = f"the fence's language is {brief(word)!r}"
        yield fence.line - 1, (what, f"did you mean {near}?")
    if not word:
        yield fence.line - 1, ("the fence has no language", "write one after the ```, like python")
    if word == "output":
        yield fence.line - 1, ("this output belongs to no python fence", "put it after one")
    if fence.info == "python no-run" and not fence.code.startswith("#"):
        yield fence.line, ("nothing says why this cannot run", "begin with a comment: # needs ...")
    for first_line, text in ((fence.line, fence.code), (fence.output_line, fence.output or "")):
        for line, row in enumerate(text.split("\n"), first_line):
            if len(row) > WIDEST:
                yield (
                    line,
                    (f"the line has {len(row)} columns", f"at most {WIDEST} are shown whole"),
                )
    prints = fence.runs and not fence.raises and "print(" in fence.code
    if fence.section == "Answer" and prints and fence.output is None:
        yield fence.line, ("what this code prints is not shown", "put an output fence after it")


def _fences(question: Question, section: Literal["Question", "Answer"]) -> tuple[Fence, ...]:
    text = question.ask if section == "Question" else question.answer
    found: list[Fence] = []
    gap = False
    for line, info, code in _blocks(text, question.lines.get(section, 1)):
        if info is None:
            gap = gap or bool(code.strip())
        elif info.startswith("output") and found and found[-1].runs and not gap:
            before = found.pop()
            with_output = replace(before, output=code, output_line=line, loose=info == "output ~")
            found.append(with_output)
            gap = True
        else:
            found.append(Fence(section, line, info, code))
            gap = False
    return tuple(found)


def _blocks(text: str, first_line: int) -> Iterator[tuple[int, str | None, str]]:
    """The fences of a Markdown text (line of code, info, code), and the lines between with info
    None."""
    fences = Fences()
    begun: tuple[int, str, int] | None = None
    code: list[str] = []
    for number, line in enumerate(text.split("\n"), first_line):
        was_open = fences.is_open
        if not fences.holds(line):
            yield number, None, line
        elif not was_open:
            opening = _OPENING.fullmatch(line)
            assert opening
            begun, code = (number + 1, " ".join(opening[3].split()), len(opening[1])), []
        elif fences.is_open:
            assert begun
            code.append(line[min(begun[2], len(line) - len(line.lstrip())) :])
        else:
            assert begun
            yield begun[0], begun[1], "\n".join(code)


def _assignments(question: Question, variant: Variant, fence: Fence) -> str:
    """Lines that preset the names of the draw which the code uses, and an empty one."""
    lines = [f"{name} = {_literal(value)}\n" for name, value in _used(variant, fence)]
    return "".join(lines) + "\n" if question.varies and lines else ""


def _used(variant: Variant, fence: Fence) -> Iterator[tuple[str, Value]]:
    try:
        names = {node.id for node in ast.walk(ast.parse(fence.code)) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError):
        names = set(variant.names)
    for name, value in variant.values:
        if name in names and name.partition(".")[0] != "answer":
            yield name, value


def _named_values(variant: Variant, fence: Fence) -> str:
    return ", ".join(f"{name} = {shown_value(value)}" for name, value in _used(variant, fence))


def _literal(value: Value) -> str:
    """Python for a value; a list of the file is a list again."""
    if isinstance(value, tuple):
        return f"[{', '.join(_literal(each) for each in value)}]"
    return repr(value)
