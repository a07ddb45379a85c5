"""A question as it is asked: its card, its buttons and its form."""

from collections.abc import Sequence
from datetime import datetime

from bot import markdown
from bot.actions import action
from bot.bank import LETTERS, Question, Variant, shown_items, substituted
from bot.cards.words import plural, shortened
from bot.message import (
    Block,
    Button,
    Buttons,
    ChoiceField,
    Emphasis,
    FieldOption,
    Form,
    Heading,
    Message,
    Paragraph,
    Ping,
    Span,
    Strong,
    Text,
    TextField,
    Time,
    plain_paragraph,
)

LABEL = 100
"""Characters of a form's option label at most: Discord's limit; Slack's is 75 and longer ones
are shortened by its adapter."""
TITLE = 45
"""Characters of a form's title at most on Discord."""


def question_card(
    question: Question,
    variant: Variant,
    *,
    head: Sequence[Span] = (),
    token: str = "",
    closed: bool = False,
) -> Message:
    """The card with what is asked. With a `token`, the buttons that act on that round or draw;
    `closed` disables those that no longer serve."""
    drawn = substituted(question, variant)
    facts = f"{question.topic} · {question.difficulty} · {question.id}"
    blocks: list[Block] = [
        Heading(question.title),
        Paragraph((*head, Text("\n"), Emphasis(facts)) if head else (Emphasis(facts),)),
        *markdown.blocks(drawn.ask),
    ]
    if listed := lettered(question, variant):
        blocks.append(listed)
    blocks.append(Paragraph((Emphasis(how_to_answer(question)),)))
    if token:
        blocks += buttons(question, token, closed=closed)
    return Message(f"{question.title} ({question.topic}, {question.difficulty})", tuple(blocks))


def lettered(question: Question, variant: Variant) -> Paragraph | None:
    """Choices or shown items, a letter before each."""
    texts = options(question, variant)
    if not texts:
        return None
    spans: list[Span] = []
    for letter, text in zip(LETTERS, texts, strict=False):
        spans += [Text("\n")] if spans else []
        spans += [Strong(letter), Text("  "), *markdown.spans(text)]
    return Paragraph(tuple(spans))


def options(question: Question, variant: Variant) -> tuple[str, ...]:
    """What is lettered: the choices in the file's order, or the items as drawn."""
    if question.kind == "choice":
        return tuple(choice.text for choice in substituted(question, variant).choices)
    return shown_items(question, variant) if question.kind == "order" else ()


def how_to_answer(question: Question) -> str:
    """One line that says what form an answer takes."""
    match question.kind:
        case "choice" if question.several_right:
            return "Several are right: answer with their letters, like A, C."
        case "choice":
            return "One is right: answer with its letter."
        case "order":
            return "Put them in order: answer with the letters, like C A B."
        case "number":
            return f"Answer with {_numbers(question)}."
        case "short":
            return _short(question)
        case "open":
            return "Answer in your own words, a few sentences."


def _numbers(question: Question) -> str:
    if len(question.parts) == 1:
        unit = question.parts[0].unit
        return f"a number ({unit})" if unit else "a number"
    named = "; ".join(p.name + (f" ({p.unit})" if p.unit else "") for p in question.parts)
    return f"{plural(len(question.parts), 'number')}, in this order: {named}"


def _short(question: Question) -> str:
    match question.compare:
        case "shape":
            return "Answer with a shape, like (32, 64)."
        case "big-o":
            return "Answer with an order of growth, like O(n log n)."
        case "code":
            return "Answer with a piece of code."
        case "text":
            return "Answer with a word or a few."


def buttons(question: Question, token: str, *, closed: bool = False) -> list[Buttons]:
    """The rows of buttons under a question."""
    rows = []
    if question.kind == "choice" and not question.several_right:
        rows.append(
            Buttons(
                tuple(
                    Button(letter, action("answer", token, letter.lower()), disabled=closed)
                    for letter, _ in zip(LETTERS, question.choices, strict=False)
                )
            )
        )
    controls = [Button("Answer", action("answer", token), "primary", closed)]
    if question.hints:
        controls.append(Button("Hint", action("hint", token), disabled=closed))
    if not token.startswith("p"):
        controls.append(Button("Lock in", action("lock", token), disabled=closed))
    # Reveal still serves when the round is over: it shows the reference.
    controls.append(Button("Reveal", action("reveal", token)))
    return [*rows, Buttons(tuple(controls))]


def round_head(
    number: int, closes_at: datetime, zone: str, *, late: bool = False, ping: str = ""
) -> list[Span]:
    """The line over a round's question."""
    spans: list[Span] = [Ping(ping), Text(" ")] if ping else []
    spans += [Strong(f"Round {number}"), Text(" · open until "), Time(closes_at, zone)]
    if late:
        spans.append(Text(" · posted late, because I was away at the usual time"))
    return spans


def closed_head(number: int, answered: int) -> list[Span]:
    """The line over a round's question once it is closed."""
    return [Strong(f"Round {number}"), Text(f" · closed · {plural(answered, 'answer')}")]


def voided_head(number: int) -> list[Span]:
    return [Strong(f"Round {number}"), Text(" · voided: it counts for nobody")]


def practice_head() -> list[Span]:
    return [Strong("Practice"), Text(" · private, no points")]


def answer_form(
    question: Question, variant: Variant, token: str, typed: dict[str, tuple[str, ...]]
) -> Form:
    """The form that takes an answer; `typed` fills it in from an earlier try."""
    fields = _fields(question, variant, typed)
    return Form(shortened(question.title, TITLE), action("answer", token), fields, "Send")


def _fields(
    question: Question, variant: Variant, typed: dict[str, tuple[str, ...]]
) -> tuple[TextField | ChoiceField, ...]:
    if question.kind == "choice":
        shown = zip(LETTERS, options(question, variant), strict=False)
        listed = tuple(
            FieldOption(letter, shortened(f"{letter}  {_plain(text)}", LABEL))
            for letter, text in shown
        )
        label = "Which are right?" if question.several_right else "Which is right?"
        many, value = question.several_right, typed.get("answer", ())
        return (ChoiceField("answer", label, listed, many=many, value=value),)
    if question.kind == "number" and len(question.parts) > 1:
        return tuple(_part_field(p.name, p.unit, typed) for p in question.parts)
    text = "".join(typed.get("answer", ()))
    many_lines = question.kind == "open" or question.compare == "code"
    return (
        TextField("answer", "Your answer", how_to_answer(question), text, multiline=many_lines),
    )


def _part_field(name: str, unit: str, typed: dict[str, tuple[str, ...]]) -> TextField:
    label = f"{name} ({unit})" if unit else name
    return TextField(name, label, value="".join(typed.get(name, ())))


def _plain(text: str) -> str:
    """Inline Markdown as the words a form's option can show."""
    return "".join(getattr(span, "text", "") for span in markdown.spans(text))


def hint_card(hints: Sequence[str], seen: int, cost: str) -> Message:
    """The first `seen` hints, the newest last, and what they cost."""
    blocks: list[Block] = []
    for number, hint in enumerate(hints[:seen], 1):
        blocks += [Paragraph((Strong(f"Hint {number} of {len(hints)}"),)), *markdown.blocks(hint)]
    if cost:
        blocks.append(plain_paragraph(Emphasis(cost)))
    return Message(f"Hint {seen} of {len(hints)}", tuple(blocks))
