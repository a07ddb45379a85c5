"""What a person is told about an answer: the receipt, the verdict, and the reference."""

from datetime import datetime

from bot import fences, markdown
from bot.actions import action
from bot.bank import LETTERS, Question, Variant, keys, shown_value, substituted
from bot.cards.words import percent, plural, shortened
from bot.ledger import PointVerdict, Verdict
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Emphasis,
    Heading,
    Link,
    Message,
    Paragraph,
    Span,
    Strong,
    Text,
    Time,
    plain_paragraph,
)

MARKS = {"covered": "✓ covered", "unsure": "? unsure", "missed": "✗ missed"}


def receipt(text: str, closes_at: datetime, zone: str, answered: int) -> Message:
    """What an answer earns before lock or closing: nothing but that it is kept."""
    return Message(
        "Recorded.",
        (
            plain_paragraph(
                Strong("Recorded: "),
                shortened(text, 300),
                Text("\nYou may change it until "),
                Time(closes_at, zone),
                Text(f"; {plural(answered, 'person has', 'people have')} answered."),
            ),
        ),
    )


def unreadable(verdict: Verdict, kept: str = "") -> Message:
    """An answer that could not be read: why, and what counts instead (`kept`)."""
    why = " ".join(verdict.reasons) or "I could not read it."
    counts = "Nothing counts for you yet; send another."
    if kept:
        counts = f"Your earlier answer still counts: {shortened(kept, 300)}"
    said = plain_paragraph(Strong("Kept, but I could not read it. "), why)
    return Message("I could not read that.", (said, plain_paragraph(counts)))


def too_late(text: str) -> Message:
    """An answer that came after closing."""
    return Message(
        "Too late: the round is closed.",
        (
            plain_paragraph(
                Strong("Too late: "),
                "the round was closed when your answer came. I kept it "
                f"({shortened(text, 300)}), but it does not count.",
            ),
        ),
    )


def verdict_blocks(verdict: Verdict) -> tuple[Block, ...]:
    """A settled verdict: the score, the reasons, and an open question's points one by one."""
    if verdict.score is None:
        return (plain_paragraph(Strong("Unreadable. "), " ".join(verdict.reasons)),)
    head = {1.0: "Right.", 0.0: "Not right."}.get(verdict.score, "Partly right.")
    spans: list[Span] = [Strong(f"{head} {percent(verdict.score)}")]
    blocks: list[Block] = [Paragraph(tuple(spans))]
    if verdict.reasons:
        blocks.append(Bullets(tuple((Text(reason),) for reason in verdict.reasons)))
    if verdict.points:
        blocks.append(Bullets(tuple(_point(point) for point in verdict.points)))
    return tuple(blocks)


def _point(point: PointVerdict) -> tuple[Span, ...]:
    spans: list[Span] = [Strong(f"{MARKS[point.state]}: "), *markdown.spans(point.text)]
    if point.weight > 1:
        spans.append(Text(f" (counts {point.weight} times)"))
    if point.words:
        spans.append(Text(f" “{point.words}”"))
    return tuple(spans)


def asked_point(text: str, token: str, index: int, number: int, of: int) -> Message:
    """The question "Did you say this?" about one unsure point, inside Lock."""
    return Message(
        "Did you say this?",
        (
            plain_paragraph(
                Strong("Locked in. "),
                "Before the verdict: I am not sure whether your answer says this"
                + (f" ({number} of {of})." if of > 1 else "."),
            ),
            Bullets((markdown.spans(text),)),
            Buttons(
                (
                    Button("I said this", action("said", token, index, "yes"), "primary"),
                    Button("I did not", action("said", token, index, "no")),
                    Button("Show the verdict", action("verdict", token)),
                )
            ),
            plain_paragraph(Emphasis("Your word counts for your own review, not on the board.")),
        ),
    )


def key_line(question: Question, variant: Variant) -> Paragraph | None:
    """The right answer in one line; None for an open question."""
    match question.kind:
        case "open":
            return None
        case "choice":
            right = [
                letter
                for letter, choice in zip(LETTERS, question.choices, strict=False)
                if choice.right
            ]
            return plain_paragraph(Strong("Right: " + ", ".join(right)))
        case "order":
            shown = sorted(zip(variant.order, LETTERS, strict=False))
            return plain_paragraph(
                Strong("Right order: " + " ".join(letter for _, letter in shown))
            )
        case _:
            parts = [
                (f"{key.part} = " if key.part else "")
                + shown_value(key.value)
                + (f" {key.unit}" if key.unit else "")
                for key in keys(question, variant)
            ]
            return plain_paragraph(Strong("Right: " + "; ".join(parts)))


def reference_blocks(question: Question, variant: Variant) -> tuple[Block, ...]:
    """The reference answer: the key, why each option tempts, the text with its code, what an
    interviewer asks next, and the sources."""
    drawn = substituted(question, variant)
    blocks: list[Block] = [key] if (key := key_line(drawn, variant)) else []
    if drawn.choices:
        blocks.append(_whys(drawn))
    if drawn.kind == "order":
        blocks.append(Bullets(tuple(markdown.spans(item) for item in drawn.items), ordered=True))
    blocks += markdown.blocks(fences.shown(question, variant))
    for followup in drawn.followups:
        asked = (Strong("An interviewer asks next: "), *markdown.spans(followup.question))
        blocks += [Paragraph(asked), *markdown.blocks(followup.answer)]
    if drawn.sources:
        blocks.append(Paragraph(_sources(drawn)))
    return tuple(blocks)


def _whys(question: Question) -> Bullets:
    items = []
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        word = "right" if choice.right else "wrong"
        head = (Strong(f"{letter}, {word}: "), *markdown.spans(choice.text))
        items.append((*head, Text(" — "), *markdown.spans(choice.why)) if choice.why else head)
    return Bullets(tuple(items))


def _sources(question: Question) -> tuple[Span, ...]:
    spans: list[Span] = [Emphasis("Sources: ")]
    for index, source in enumerate(question.sources):
        spans += [Text("; ")] if index else []
        year = f" ({source.year})" if source.year else ""
        spans += [Link(source.title, source.link) if source.link else Text(source.title)]
        spans += [Text(year)]
    return tuple(spans)


def feedback(
    question: Question, variant: Variant, text: str, verdict: Verdict | None, note: str = ""
) -> Message:
    """A person's own verdict and the reference, after lock, reveal or in practice."""
    blocks: list[Block] = [Heading(question.title)]
    if verdict is not None:
        blocks.append(plain_paragraph(Strong("You said: "), shortened(text, 600)))
        blocks += verdict_blocks(verdict)
    if note:
        blocks.append(plain_paragraph(Emphasis(note)))
    blocks.append(Heading("Reference"))
    blocks += reference_blocks(question, variant)
    summary = "The reference answer" if verdict is None else f"Your verdict: {_word(verdict)}"
    return Message(f"{summary} ({question.title})", tuple(blocks))


def _word(verdict: Verdict) -> str:
    return "unreadable" if verdict.score is None else percent(verdict.score)
