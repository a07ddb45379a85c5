"""The check of how a finished question is written: what is there, what is given away, and whether
formulas and fences can be shown."""

import re
from collections.abc import Collection, Iterator, Sequence

from bot import fences, markdown, tex
from bot.bank import Question, Variant, keys, substituted
from bot.bank.complaint import Complaint, Complaints, brief, rather
from bot.bank.substitution import shown
from bot.check.report import Tools
from bot.check.texts import Text, texts
from bot.grading import cues

LEAST_POINTS, MOST_POINTS = 3, 6


def check(
    question: Question, sample: Sequence[Variant], tools: Tools, known: Collection[str]
) -> list[Complaint]:
    complaints = Complaints(question.path)
    _check_whole(question, complaints)
    _check_whys(question, complaints)
    _check_cues(question, complaints)
    _check_see(question, known, complaints)
    _check_given_away(question, sample, complaints)
    for text in texts(substituted(question, sample[0])):
        _check_formulas(text, tools, complaints)
    return [*complaints.found, *fences.check_form(question)]


def _check_whole(question: Question, complaints: Complaints) -> None:
    if not question.answer:
        complaints.add(1, "the section Answer is missing", "write the reference answer")
    count = len(question.points)
    if question.kind == "open" and not LEAST_POINTS <= count <= MOST_POINTS:
        line = question.lines.get("Key points", 1)
        right = f"write {LEAST_POINTS} to {MOST_POINTS}"
        complaints.add(line, f"there are {count} key points", right)
    if question.varies and "{{" in question.title:
        complaints.add(question.lines["title"], "the title holds {{", "say it without the values")


def _check_whys(question: Question, complaints: Complaints) -> None:
    for section, whys, right in (
        ("Choices", [each.why for each in question.choices], "say why, indented under it"),
        ("Misconceptions", [each.why for each in question.misconceptions], "say why it is wrong"),
        ("Follow-up", [each.answer for each in question.followups], "answer it, indented"),
    ):
        for number, why in enumerate(whys, 1):
            if not why:
                line = question.lines.get(f"{section} {number}", 1)
                complaints.add(line, f"item {number} of {section} says nothing below it", right)


def _check_cues(question: Question, complaints: Complaints) -> None:
    for section, listed in (
        ("Key points", [point.cues for point in question.points]),
        ("Misconceptions", [each.cues for each in question.misconceptions]),
    ):
        for number, written in enumerate(listed, 1):
            for cue in written:
                if len(cues.parse(cue).alternatives) != len(re.split(r" +\| +", cue)):
                    line = question.lines.get(f"{section} {number}", 1)
                    what = f"the cue {brief(cue)!r} has an alternative that says nothing"
                    complaints.add(
                        line, what, "write words, a phrase or a formula between the bars"
                    )


def _check_see(question: Question, known: Collection[str], complaints: Complaints) -> None:
    line = question.lines.get("see", 1)
    for each in question.see:
        if each == question.id:
            complaints.add(line, "see names the question itself", "take it out")
        elif each not in known:
            complaints.add(line, f"see names no question: {brief(each)}", rather(each, known))
    if len(set(question.see)) < len(question.see):
        complaints.add(line, "see names a question twice", "keep one of them")


def _check_given_away(
    question: Question, sample: Sequence[Variant], complaints: Complaints
) -> None:
    """The key must not stand in the title, nor in a hint. In a question that varies a number may
    stand there by chance: then it counts only if it does so in every draw."""
    drawn = [(substituted(question, variant), _answers(question, variant)) for variant in sample]
    for index, text in enumerate(texts(question)):
        if text.where not in ("title", "Hint"):
            continue
        shown_texts = [list(texts(each))[index].text for each, _ in drawn]
        if all(
            any(_holds(shown_text, answer) for answer in answers)
            for shown_text, (_, answers) in zip(shown_texts, drawn, strict=True)
        ):
            name = "title" if text.where == "title" else "hint"
            complaints.add(
                text.line, f"the {name} says the answer", "say it without giving it away"
            )


def _answers(question: Question, variant: Variant) -> list[str]:
    """What would give the answer away, as it is shown."""
    found = [shown(key.value) for key in keys(question, variant)]
    if question.kind == "choice" and not question.several_right:
        found += [choice.text for choice in question.choices if choice.right]
    return found


def _holds(text: str, answer: str) -> bool:
    """Whether the answer stands in the text as words or a number of its own."""
    plain = re.escape(" ".join(answer.casefold().split()))
    return bool(re.search(rf"(?<![\w.]){plain}(?![\w]|\.\d)", " ".join(text.casefold().split())))


def _check_formulas(text: Text, tools: Tools, complaints: Complaints) -> None:
    for formula, on_display in markdown.formulas(text.text):
        line = text.line + _lines_before(text.text, formula)
        for fault in _faults(formula, tools, on_display=on_display):
            complaints.add(line, f"in ${brief(formula)}$: {fault.rstrip('.')}", "")


def _faults(formula: str, tools: Tools, *, on_display: bool) -> Iterator[str]:
    if not on_display:
        yield from tex.faults(formula)
    elif tools.formula and (fault := tools.formula(formula)):
        yield fault


def _lines_before(text: str, part: str) -> int:
    """Lines of the text before the first that holds the beginning of `part`."""
    place = text.find(part.split("\n", maxsplit=1)[0])
    return text.count("\n", 0, max(place, 0))
