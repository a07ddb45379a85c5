"""The weekly summary of a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards.board import board_blocks, rule_block, streak_blocks
from bot.cards.words import date_name, names, percent, plural
from bot.events import Person
from bot.ledger import Rank, Streak
from bot.message import Block, Heading, Message, Strong, Text, plain_paragraph


@dataclass(frozen=True, slots=True)
class Hardest:
    """The question with the lowest mean score, over so many answers."""

    question: str
    title: str
    mean: float
    answers: int


def summary_card(
    group: str,
    days: tuple[date, date],
    rounds: int,
    board: Sequence[Rank],
    rule: str,
    hardest: Hardest | None,
    longest: int,
    keepers: Sequence[Person],
    streak: Streak,
) -> Message:
    """`days` are the first and the last that it tells of, `keepers` those whose streak of
    `longest` rounds is the longest that runs."""
    when = " to ".join(dict.fromkeys(map(date_name, days)))
    people = plural(len(board), "person", "people")
    blocks: list[Block] = [
        Heading(f"The week in {group}"),
        plain_paragraph(f"{when}: {plural(rounds, 'round')}, answered by {people}."),
        *board_blocks(board),
        rule_block(rule),
    ]
    if hardest:
        blocks.append(
            plain_paragraph(
                Strong("Hardest: "),
                Text(hardest.title, of=hardest.question),
                f", {percent(hardest.mean)} on average over {plural(hardest.answers, 'answer')}.",
            )
        )
    if keepers:
        blocks.append(
            plain_paragraph(
                Strong("Longest streak: "), f"{plural(longest, 'round')}, ", *names(keepers), "."
            )
        )
    blocks += streak_blocks(streak)
    return Message(f"The week in {group}: {plural(rounds, 'round')}, {people}", tuple(blocks))
