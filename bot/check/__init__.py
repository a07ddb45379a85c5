"""What `dlq check` demands of a question and of a bank. Pure: how a question is drawn is passed in.

*askable* is demanded of the questions a group adds for itself, *finished* of all that come with
dlq.
"""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Literal

from bot.bank import LETTERS, Bank, Complaint, Question
from bot.check import drawing, own_material, writing
from bot.check.report import Graded, Report, Tools

__all__ = ["Graded", "Level", "Report", "Tools", "check", "check_bank", "check_positions"]

Level = Literal["askable", "finished"]

LOPSIDED = 0.5
"""The share of single-choice questions whose right option may stand at the same place."""


def check(
    question: Question,
    tools: Tools,
    *,
    level: Level = "finished",
    known: Collection[str] = (),
) -> Report:
    """All that is wrong with a question. `known` are the ids that `see` may name."""
    drawn = drawing.check(question, tools)
    if drawn.complaints:
        # Without a draw there is nothing to grade or to show.
        return Report(tuple(drawn.complaints))
    complaints = own_material.check_key(question, drawn.sample, tools)
    if level == "askable":
        return Report(tuple(complaints))
    complaints += own_material.check_wrong_ways(question, drawn.sample, tools)
    complaints += writing.check(question, drawn.sample, tools, known)
    graded = tuple(own_material.graded(question, drawn.sample[0], tools))
    complaints += own_material.check_examples(question, graded)
    held = tuple(each for each in graded if each.held)
    return Report(tuple(sorted(complaints, key=lambda each: each.line)), held)


def check_bank(bank: Bank, tools: Tools, *, level: Level = "finished") -> Report:
    """All that is wrong with the files of a bank, those left out included."""
    known = bank.questions.keys() | bank.planned
    reports = [
        check(question, tools, level=level, known=known) for question in bank.questions.values()
    ]
    complaints = [*bank.complaints, *chain.from_iterable(r.complaints for r in reports)]
    if level == "finished":
        complaints += check_positions(bank.questions.values())
    return Report(tuple(complaints), tuple(chain.from_iterable(r.held for r in reports)))


def check_positions(questions: Iterable[Question]) -> list[Complaint]:
    """Complains of a place where the right option stands so often that it can be guessed."""
    single = [q for q in questions if q.kind == "choice" and not q.several_right]
    places = [next(i for i, choice in enumerate(q.choices) if choice.right) for q in single]
    found = []
    for place in set(places):
        if len(single) >= 8 and places.count(place) > LOPSIDED * len(single):
            last = next(
                q for q, at in reversed(list(zip(single, places, strict=True))) if at == place
            )
            what = (
                f"{LETTERS[place]} is right in {places.count(place)} of {len(single)} questions "
                "with one right choice"
            )
            line = last.lines.get("Choices", 1)
            found.append(Complaint(last.path, line, what, "let it stand elsewhere in some"))
    return found
