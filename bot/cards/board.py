"""Boards and a person's own record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.cards.words import percent, plural
from bot.events import Person
from bot.ledger import FREEZE_EVERY, FREEZES_KEPT, Rank, Streak
from bot.message import (
    Block,
    Button,
    Buttons,
    Emphasis,
    Heading,
    Message,
    Strong,
    Table,
    plain_paragraph,
)

SHOWN = 10
"""Lines of a board before it is cut to the first ones and the asker's own with its neighbours."""
PAGE = 20
"""Lines of a page where somebody leafs through the whole board."""
GAP = ("…", "", "", "")


def board_blocks(board: Sequence[Rank], asker: Person | None = None) -> list[Block]:
    """The first ranks; the asker's own line and its neighbours are always there."""
    if not board:
        return [plain_paragraph("No points yet: a board counts rounds once they are revealed.")]
    shown = _first_and_own(board, asker)
    rows: list[tuple[str, ...]] = []
    for before, at in zip([-1, *shown], shown, strict=False):
        rows += [GAP] if at > before + 1 else []
        rows.append(_row(board[at], asker))
    blocks: list[Block] = [Table(HEAD, tuple(rows))]
    left = len(board) - len(shown)
    if left:
        blocks.append(plain_paragraph(Emphasis(f"and {left} more")))
    return blocks


HEAD = ("rank", "name", "points", "rounds")


def _first_and_own(board: Sequence[Rank], asker: Person | None) -> list[int]:
    """The positions that are shown, in order."""
    shown = set(range(min(SHOWN, len(board))))
    own = next((at for at, line in enumerate(board) if line.person == asker), None)
    if own is not None:
        shown |= {at for at in (own - 1, own, own + 1) if 0 <= at < len(board)}
    return sorted(shown)


def _row(line: Rank, asker: Person | None) -> tuple[str, ...]:
    name = f"{line.person.name} (you)" if line.person == asker else line.person.name
    return str(line.rank), name, str(line.points), str(line.rounds)


def board_card(
    title: str,
    board: Sequence[Rank],
    asker: Person | None,
    rule: str,
    page: int | None = None,
    turned: Callable[[int], str] | None = None,
) -> Message:
    """A board by itself, with the rule of its points under it: the first ranks, or a page, counted
    from 0. `turned` gives the action that turns to a page."""
    blocks: list[Block] = [Heading(title)]
    last = max(len(board) - 1, 0) // PAGE
    if page is None:
        blocks += board_blocks(board, asker)
    else:
        page = min(page, last)
        lines = board[page * PAGE : (page + 1) * PAGE]
        blocks.append(Table(HEAD, tuple(_row(line, asker) for line in lines)))
        blocks.append(plain_paragraph(Emphasis(f"page {page + 1} of {last + 1}")))
    blocks.append(plain_paragraph(Emphasis(f"{rule} More: /dlq help scoring.")))
    if turned is not None and len(board) > SHOWN and (leaves := _leaves(page, last, turned)):
        blocks.append(Buttons(leaves))
    return Message(f"{title}: {plural(len(board), 'person', 'people')}", tuple(blocks))


def _leaves(page: int | None, last: int, turned: Callable[[int], str]) -> tuple[Button, ...]:
    if page is None:
        return (Button("All ranks", turned(0)),)
    before = (Button("Previous page", turned(page - 1)),) if page > 0 else ()
    after = (Button("Next page", turned(page + 1)),) if page < last else ()
    return before + after


def record_card(
    name: str,
    answered: int,
    points: int,
    rank: int | None,
    streak: Streak,
    frozen: Sequence[date],
    strengths: Mapping[str, tuple[float, int]],
    note: str = "",
    review: str = "",
) -> Message:
    """A person's own record in a group. `frozen` are the dates on which a freeze kept the streak,
    `strengths` the mean score and the number of answers by topic, rounds and practice alike;
    `review` is the sentence on what is due."""
    place = f", rank {rank} of all time" if rank else ""
    blocks: list[Block] = [
        Heading(name),
        plain_paragraph(Strong(f"{plural(answered, 'round')} answered, {points} points{place}")),
        plain_paragraph(f"Streak: {plural(streak.now, 'round')}; your best is {streak.best}."),
        plain_paragraph(_freezes(streak, frozen)),
    ]
    if review:
        blocks.append(plain_paragraph(review))
    if note:
        blocks.append(plain_paragraph(Emphasis(note)))
    if strengths:
        rows = tuple(
            (topic, percent(mean), str(count)) for topic, (mean, count) in strengths.items()
        )
        blocks.append(Table(("topic", "mean score", "answers"), rows))
        blocks.append(plain_paragraph(Emphasis("Weakest topic first; practice is counted too.")))
    else:
        blocks.append(plain_paragraph("Nothing settled yet. /dlq random practises any time."))
    return Message(f"{name}: {plural(answered, 'round')} answered", tuple(blocks))


def _freezes(streak: Streak, frozen: Sequence[date]) -> str:
    said = f"Freezes: {streak.freezes} of {FREEZES_KEPT}, one for every {FREEZE_EVERY} rounds."
    if frozen:
        last = frozen[-1].isoformat()
        said += f" On {last} a freeze kept your streak over a round that you missed."
    return said
