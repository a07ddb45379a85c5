"""The weekly summary of a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards.board import board_blocks
from bot.cards.words import date_name, names, percent, plural
from bot.ledger import Rank, Streak
from bot.message import Block, Heading, Message, Strong, plain_paragraph


@dataclass(frozen=True, slots=True)
class Hardest:
    """The question with the lowest mean score, over so many answers."""

    title: str
    mean: float
    answers: int


def summary_card(
    group: str,
    days: tuple[date, date],
    rounds: int,
    board: Sequence[Rank],
    hardest: Hardest | None,
    longest: int,
    keepers: Sequence[str],
    streak: Streak,
) -> Message:
    """`keepers` are those whose streak of `longest` rounds is the longest that runs."""
    when = f"{date_name(days[0])} to {date_name(days[1])}"
    people = plural(len(board), "person", "people")
    blocks: list[Block] = [
        Heading(f"The week in {group}"),
        plain_paragraph(f"{when}: {plural(rounds, 'round')}, answered by {people}."),
        *board_blocks(board),
    ]
    if hardest:
        blocks.append(
            plain_paragraph(
                Strong("Hardest: "),
                f"{hardest.title}, {percent(hardest.mean)} on average over "
                f"{plural(hardest.answers, 'answer')}.",
            )
        )
    if keepers:
        blocks.append(
            plain_paragraph(
                Strong("Longest streak: "), f"{plural(longest, 'round')}, {names(keepers)}."
            )
        )
    if streak.now > 1:
        blocks.append(
            plain_paragraph(Strong("The group's own streak: "), f"{plural(streak.now, 'round')}.")
        )
    return Message(f"The week in {group}: {plural(rounds, 'round')}, {people}", tuple(blocks))
