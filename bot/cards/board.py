"""Boards and a person's own record."""

from collections.abc import Mapping, Sequence

from bot.cards.words import percent, plural
from bot.events import Person
from bot.ledger import Rank, Streak
from bot.message import Block, Emphasis, Heading, Message, Strong, Table, plain_paragraph

SHOWN = 10
"""Lines of a board before it is cut to the first ones and the asker's own."""


def board_blocks(board: Sequence[Rank], asker: Person | None = None) -> list[Block]:
    """The first ranks; the asker's own line is always there."""
    if not board:
        return [plain_paragraph("No points yet: a board counts rounds once they are revealed.")]
    shown = list(board[:SHOWN])
    own = next((line for line in board if line.person == asker), None)
    if own is not None and own not in shown:
        shown.append(own)
    rows = tuple(_row(line, asker) for line in shown)
    blocks: list[Block] = [Table(("rank", "name", "points", "rounds"), rows)]
    left = len(board) - len(shown)
    if left:
        blocks.append(plain_paragraph(Emphasis(f"and {left} more")))
    return blocks


def _row(line: Rank, asker: Person | None) -> tuple[str, ...]:
    name = f"{line.person.name} (you)" if line.person == asker else line.person.name
    return str(line.rank), name, str(line.points), str(line.rounds)


def board_card(title: str, board: Sequence[Rank], asker: Person | None, rule: str) -> Message:
    """A board by itself, with the rule of its points under it."""
    blocks: list[Block] = [Heading(title), *board_blocks(board, asker)]
    blocks.append(plain_paragraph(Emphasis(f"{rule} More: /dlq help scoring.")))
    return Message(f"{title}: {plural(len(board), 'person', 'people')}", tuple(blocks))


def record_card(
    name: str,
    answered: int,
    points: int,
    rank: int | None,
    streak: Streak,
    strengths: Mapping[str, tuple[float, int]],
) -> Message:
    """A person's own record in a group. `strengths`: the mean score and the number of answers by
    topic, rounds and practice alike."""
    place = f", rank {rank} of all time" if rank else ""
    blocks: list[Block] = [
        Heading(name),
        plain_paragraph(Strong(f"{plural(answered, 'round')} answered, {points} points{place}")),
        plain_paragraph(f"Streak: {plural(streak.now, 'round')}; your best is {streak.best}."),
    ]
    if strengths:
        rows = tuple(
            (topic, percent(mean), str(count)) for topic, (mean, count) in strengths.items()
        )
        blocks.append(Table(("topic", "mean score", "answers"), rows))
        blocks.append(plain_paragraph(Emphasis("Weakest topic first; practice is counted too.")))
    else:
        blocks.append(plain_paragraph("Nothing settled yet. /dlq random practises any time."))
    return Message(f"{name}: {plural(answered, 'round')} answered", tuple(blocks))
