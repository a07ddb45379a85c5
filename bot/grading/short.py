"""Grades kind short: one text against the right ones, compared as the question says (`as`)."""

from bot.bank import draws
from bot.bank.question import Question, Variant
from bot.grading import big_o, code, denials, phrases, shapes
from bot.grading.cleaning import quoted, unwrapped
from bot.ledger import Verdict
from bot.vocabulary import Vocabulary

GRADER = "short-1"


def grade(question: Question, variant: Variant, text: str, vocabulary: Vocabulary) -> Verdict:
    """Right or wrong. Raises Unreadable, for several guesses too."""
    drawn = draws.substituted(question, variant)
    rights = (str(draws.keys(question, variant)[0].value), *drawn.accept)
    typed = unwrapped(text)
    match question.compare:
        case "shape":
            judged = denials.judge(typed, rights, shapes.judge)
        case "big-o":
            judged = denials.judge(typed, rights, big_o.judge)
        case "code":
            judged = code.judge(text, rights)
        case _:
            judged = phrases.judge(typed, rights, drawn.ask, vocabulary)
    word = "right" if judged.right else "not right"
    reason = f"Read as {quoted(judged.read_as)}; the answer is {quoted(rights[0])}: {word}."
    reasons = (f"{reason} {judged.note}".rstrip(),)
    return Verdict(float(judged.right), reasons, read_as=judged.read_as, grader=GRADER)
