"""The check that a question grades its own material: its key is right, its wrong ways are wrong,
and its graded examples score what they should."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot import grading
from bot.bank import LETTERS, Question, Variant, keys, slips, substituted
from bot.bank.complaint import Complaint, brief
from bot.check.report import Graded, Tools
from bot.ledger import Verdict

SLACK = 0.15
"""How far the grader may be from the share of a graded example."""
LEAST_EXAMPLES = 5


def check_key(question: Question, sample: Sequence[Variant], tools: Tools) -> list[Complaint]:
    """The key is right in every draw of the sample."""
    if question.kind == "open":
        return _check_key_points(question, sample[0], tools)
    found = []
    for variant in sample:
        text = _key_text(question, variant)
        verdict = _grade(question, variant, text, tools)
        if verdict.score != 1:
            what = f"the key {brief(text)!r} is graded {_said(verdict)}"
            line = question.lines.get("answer", question.lines.get("Choices", 1))
            found.append(Complaint(question.path, line, what, "it must be right"))
    return found


def check_wrong_ways(
    question: Question, sample: Sequence[Variant], tools: Tools
) -> list[Complaint]:
    """Wrong options and slips are wrong, accepted answers right, and nothing is worth nothing."""
    return [
        *_check_nothing(question, sample[0], tools),
        *_check_options(question, sample[0], tools),
        *_check_accepted(question, sample, tools),
        *(each for variant in sample for each in _check_slips(question, variant, tools)),
    ]


def graded(question: Question, variant: Variant, tools: Tools) -> Iterator[Graded]:
    """What the grader gives every graded example."""
    for example in question.examples:
        score = _grade(question, variant, example.text, tools).score
        yield Graded(question.id, example.line, example.share, score, example.held)


def check_examples(question: Question, all_graded: Sequence[Graded]) -> list[Complaint]:
    """The grader comes near the share of every example that is not held; and there are enough."""
    if question.kind != "open":
        return []
    found = []
    for each in all_graded:
        if each.held or (each.score is not None and abs(each.score - each.share) <= SLACK + 1e-9):
            continue
        got = "cannot be read" if each.score is None else f"is graded {each.score:.0%}"
        what = f"the example of {each.share:.0%} {got}"
        right = "the grader must come within 15 points: mend the cues or the share"
        found.append(Complaint(question.path, each.line, what, right))
    line = question.lines.get("Graded examples", 1)
    for lacking, right in _lacking(all_graded):
        found.append(Complaint(question.path, line, lacking, right))
    return found


def _lacking(all_graded: Sequence[Graded]) -> Iterator[tuple[str, str]]:
    if len(all_graded) < LEAST_EXAMPLES:
        yield f"there are {len(all_graded)} graded examples", f"write at least {LEAST_EXAMPLES}"
    if not any(each.held for each in all_graded):
        yield "no graded example is held", "somebody else writes one: - 100% (held): ..."
    own = [each.share for each in all_graded if not each.held]
    if not any(share >= 0.9 for share in own):
        yield "no graded example is a full answer", "add one of 100%"
    if not any(0.3 <= share <= 0.7 for share in own):
        yield "no graded example is half an answer", "add one of about 50%"
    if sum(share <= 0.2 for share in own) < 2:
        right = "add the right keywords without the idea, and a plainly wrong one"
        yield "there are not two graded examples that are worth next to nothing", right


def _check_key_points(question: Question, variant: Variant, tools: Tools) -> list[Complaint]:
    """The key points said as they are written meet their own cues."""
    found = []
    for number, point in enumerate(question.points, 1):
        verdict = _grade(question, variant, point.text, tools)
        states = [each.state for each in verdict.points]
        if len(states) != len(question.points) or states[number - 1] != "covered":
            line = question.lines.get(f"Key points {number}", 1)
            what = f"the cues do not find the key point's own sentence {brief(point.text)!r}"
            found.append(Complaint(question.path, line, what, "add the words that it uses"))
    return found


def _check_nothing(question: Question, variant: Variant, tools: Tools) -> Iterator[Complaint]:
    asked = substituted(question, variant).ask
    for text, name in (("", "an empty answer"), (asked, "the question's own text")):
        verdict = _grade(question, variant, text, tools)
        if verdict.score:
            what = f"{name} is graded {_said(verdict)}"
            right = "it must be worth nothing: make the cues or the key more specific"
            yield Complaint(question.path, question.lines.get("Question", 1), what, right)


def _check_options(question: Question, variant: Variant, tools: Tools) -> Iterator[Complaint]:
    letters = LETTERS[: len(question.choices)]
    right = {letter for letter, c in zip(letters, question.choices, strict=True) if c.right}
    counts = range(1, len(letters) + 1 if question.several_right else 2)
    for picked in (set(each) for count in counts for each in combinations(letters, count)):
        verdict = _grade(question, variant, ", ".join(sorted(picked)), tools)
        score = verdict.score
        if score is None or (score == 1) != (picked == right) or (score and not picked & right):
            what = f"{', '.join(sorted(picked))} is graded {_said(verdict)}"
            line = question.lines.get("Choices", 1)
            yield Complaint(question.path, line, what, f"right is {', '.join(sorted(right))}")


def _check_accepted(
    question: Question, sample: Sequence[Variant], tools: Tools
) -> Iterator[Complaint]:
    for variant in sample:
        for text in substituted(question, variant).accept:
            verdict = _grade(question, variant, text, tools)
            if verdict.score != 1:
                what = f"{brief(text)!r} is accepted, yet graded {_said(verdict)}"
                right = "it must be right: write it as the comparison reads it, or take it out"
                yield Complaint(question.path, question.lines.get("accept", 1), what, right)


def _check_slips(question: Question, variant: Variant, tools: Tools) -> Iterator[Complaint]:
    """A slip's part is wrong, the others right, and the verdict tells why."""
    parts = keys(question, variant)
    for number, slip in enumerate(slips(question, variant), 1):
        texts = [repr(slip.value if key.part == slip.part else key.value) for key in parts]
        verdict = _grade(question, variant, "; ".join(texts), tools)
        told = any(slip.why in reason for reason in verdict.reasons)
        wanted = 1 - 1 / len(parts)
        if verdict.score is None or abs(verdict.score - wanted) > 1e-9 or not told:
            what = f"the slip {slip.value} is graded {_said(verdict)}"
            right = "it must be wrong, and its why must be told"
            line = question.lines.get(f"slips {number}", 1)
            yield Complaint(question.path, line, what, right)


def _key_text(question: Question, variant: Variant) -> str:
    """The right answer as somebody would type it."""
    match question.kind:
        case "choice":
            pairs = zip(LETTERS, question.choices, strict=False)
            return ", ".join(letter for letter, choice in pairs if choice.right)
        case "order":
            return " ".join(LETTERS[variant.order.index(i)] for i in range(len(variant.order)))
        case _:
            values = [key.value for key in keys(question, variant)]
            return "; ".join(v if isinstance(v, str) else repr(v) for v in values)


def _grade(question: Question, variant: Variant, text: str, tools: Tools) -> Verdict:
    return grading.grade(question, variant, text, vocabulary=tools.vocabulary)


def _said(verdict: Verdict) -> str:
    if verdict.score is None:
        return f"as unreadable ({' '.join(verdict.reasons)})"
    return f"{verdict.score:.0%}"
