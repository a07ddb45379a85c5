"""What came of running a fence, and whether it is as the question says. It runs nothing itself."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from bot.bank import Complaint, keys
from bot.bank.complaint import brief
from bot.bank.draws import is_within
from bot.bank.substitution import shown as shown_value
from bot.fences import Job

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a job: what it printed, the exception's name and words if it failed, the line
    of the source where, and the variable `answer` as plain data."""

    printed: str = ""
    error: str = ""
    words: str = ""
    line: int = 0
    answer: Any = None


def judge(job: Job, ran: Ran, is_right: Callable[[str], bool]) -> list[Complaint]:
    """What is wrong with what came of a job; `is_right` grades a text as an answer to its
    question in its draw."""
    fence = job.fence
    if fence.raises:
        return _judge_raised(job, ran)
    if ran.error:
        line = fence.line + max(ran.line - job.skipped - 1, 0) if ran.line else fence.line
        said = f"{ran.error}: {ran.words}" if ran.words else ran.error
        return [_complaint(job, line, f"the code fails with {said}", "mend it")]
    found = _judge_output(job, ran) if job.is_first else []
    if fence.section == "Question" and job.question.parts:
        found += _judge_printed_key(job, ran, is_right)
    return found + (_judge_answer(job, ran, is_right) if job.leaves_answer else [])


def _complaint(job: Job, line: int, what: str, right: str) -> Complaint:
    drawn = ""
    if job.question.varies:
        values = ", ".join(f"{name} = {shown_value(value)}" for name, value in job.variant.values)
        drawn = f" (for {values})"
    return Complaint(job.question.path, line, what + drawn, right)


def _judge_raised(job: Job, ran: Ran) -> list[Complaint]:
    wanted = job.fence.raises
    if ran.error.rpartition(".")[2] == wanted.rpartition(".")[2]:
        return _judge_output(job, ran) if job.is_first and job.fence.output is not None else []
    came = f"raises {ran.error}: {ran.words}" if ran.error else "raises nothing"
    return [_complaint(job, job.fence.line, f"the code {came}", f"it should raise {wanted}")]


def _judge_printed_key(job: Job, ran: Ran, is_right: Callable[[str], bool]) -> list[Complaint]:
    printed = ran.printed.rstrip().rpartition("\n")[2]
    if printed and is_right(printed):
        return []
    what = f"the code prints {brief(printed)!r} last, which is no right answer"
    return [_complaint(job, job.fence.line, what, "let it end by printing the key")]


def _judge_output(job: Job, ran: Ran) -> list[Complaint]:
    fence = job.fence
    if fence.output is None:
        if not ran.printed.strip() or fence.section == "Question":
            return []
        what = f"the code prints {brief(ran.printed)!r}, which is not shown"
        return [_complaint(job, fence.line, what, "put an output fence after it")]
    if same_output(ran.printed, fence.output, loose=fence.loose):
        return []
    difference = "\n".join(
        unified_diff(
            _lines(fence.output), _lines(ran.printed), "output fence", "printed", lineterm="", n=0
        )
    )
    what = "the output is not what the code prints"
    return [_complaint(job, fence.output_line, what, f"the difference is\n{difference}")]


def _judge_answer(job: Job, ran: Ran, is_right: Callable[[str], bool]) -> list[Complaint]:
    """Compares the variable `answer` with the key."""
    right = "leave the key in a variable answer"
    if ran.answer is None:
        return [_complaint(job, job.fence.line, "the code leaves no answer", right)]
    if job.question.kind == "short":
        if is_right(str(ran.answer)):
            return []
        what = f"the code leaves {brief(str(ran.answer))!r} as answer"
        return [_complaint(job, job.fence.line, what, f"the key is {_shown_keys(job)}")]
    wanted = keys(job.question, job.variant)
    left = ran.answer if isinstance(ran.answer, Mapping) else {"": ran.answer}
    for key in wanted:
        value = left.get(key.part)
        if not isinstance(value, int | float) or not is_within(value, key):
            named = f"answer[{key.part!r}]" if key.part else "answer"
            what = f"the code leaves {brief(str(value))} as {named}"
            return [_complaint(job, job.fence.line, what, f"the key is {_shown_keys(job)}")]
    return []


def _shown_keys(job: Job) -> str:
    found = keys(job.question, job.variant)
    return "; ".join(f"{key.part} {shown_value(key.value)}".strip() for key in found)


def same_output(printed: str, wanted: str, *, loose: bool) -> bool:
    """Whether the texts agree but for spaces at line ends; `loose`: numbers to three digits."""
    if not loose:
        return _lines(printed) == _lines(wanted)
    if _NUMBER.sub("#", printed).split() != _NUMBER.sub("#", wanted).split():
        return False
    pairs = zip(_NUMBER.findall(printed), _NUMBER.findall(wanted), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=1e-3, abs_tol=1e-6) for a, b in pairs)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]
