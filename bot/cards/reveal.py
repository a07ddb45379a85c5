"""What the group is shown when a round is over: reference, split, full points and board."""

from collections import Counter
from collections.abc import Collection, Sequence

from bot.bank import LETTERS, Question, Variant
from bot.cards.board import board_blocks, rule_block
from bot.cards.verdict import reference_blocks
from bot.cards.words import names, percent, plural
from bot.events import Person
from bot.ledger import Entry, Rank
from bot.message import Block, Emphasis, Heading, Message, Strong, Table, plain_paragraph


def reveal_card(
    number: int,
    question: Question,
    variant: Variant,
    entries: Sequence[Entry],
    board: Sequence[Rank],
    rule: str,
    note: str = "",
    unseen: Collection[Person] = (),
) -> Message:
    """The public reveal of a round. No open answer is quoted, and nobody `unseen` is named."""
    blocks: list[Block] = [Heading(f"Round {number}, revealed: {question.title}")]
    if note:
        blocks.append(plain_paragraph(Emphasis(note)))
    blocks += reference_blocks(question, variant)
    blocks += [Heading("How the group did"), *split_blocks(question, entries, unseen)]
    blocks += [Heading("This week"), *board_blocks(board), rule_block(rule)]
    answered = sum(entry.answer is not None for entry in entries)
    summary = f"Round {number} is revealed: {question.title}; {plural(answered, 'answer')}"
    return Message(summary, tuple(blocks))


def split_blocks(
    question: Question, entries: Sequence[Entry], unseen: Collection[Person] = ()
) -> list[Block]:
    """How many answered what, and who had everything right."""
    scored = [e for e in entries if e.answer is not None and not e.forfeited]
    if not scored:
        return [plain_paragraph("Nobody answered.")]
    scores = [e.answer.verdict.score or 0.0 for e in scored if e.answer]
    blocks: list[Block] = [_choices_table(question, scored)] if question.choices else []
    mean = sum(scores) / len(scores)
    right, wrong = scores.count(1.0), scores.count(0.0)
    partly = len(scores) - right - wrong
    counted = f"{plural(len(scores), 'answer')}: {right} right, {partly} partly, {wrong} wrong"
    blocks.append(plain_paragraph(f"{counted}; {percent(mean)} on average."))
    seen = [e for e in scored if e.person not in unseen]
    full = [e.person for e in seen if e.answer and e.answer.verdict.score == 1.0]
    if full:
        blocks.append(plain_paragraph(Strong("All right: "), *names(full), "."))
    forfeits = sum(e.forfeited for e in entries)
    if forfeits:
        looked = plural(forfeits, "person", "people")
        blocks.append(plain_paragraph(Emphasis(f"{looked} looked at the answer first.")))
    return blocks


def _choices_table(question: Question, entries: Sequence[Entry]) -> Table:
    picked: Counter[str] = Counter()
    for entry in entries:
        if entry.answer:
            picked.update(letter for letter in entry.answer.verdict.read_as if letter in LETTERS)
    rows = tuple(
        (letter, "right" if choice.right else "", str(picked[letter]))
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    )
    return Table(("option", "", "picked by"), rows)
