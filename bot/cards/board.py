"""Boards and a person's own record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.cards.words import joined, percent, plural, shortened
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
NAME = 18
"""Characters of a name on a board: a phone shows about 40 in a line."""
FROZEN = 10
"""Dates on which a freeze served, before the earlier ones are only counted."""
HEAD = ("rank", "name", "pts", "rounds")
GAP = ("…", "", "", "")
NOBODY = "No points yet: a board counts rounds once they are revealed."
ABSENT = "You have no round on this board yet."


def board_blocks(
    board: Sequence[Rank], asker: Person | None = None, page: int | None = None
) -> list[Block]:
    """The first ranks, or those of a page, counted from 0; the asker's own line and its neighbours
    are always there."""
    if not board:
        return [plain_paragraph(NOBODY)]
    if page is None:
        shown = _with_own(board, asker, range(SHOWN))
        left = len(board) - len(shown)
        below = f"and {left} more" if left else ""
    else:
        page = min(page, _last_page(board))
        shown = _with_own(board, asker, range(page * PAGE, (page + 1) * PAGE))
        below = f"page {page + 1} of {_last_page(board) + 1}"
    table = _table([(at, board[at]) for at in shown], asker)
    return [table, plain_paragraph(Emphasis(below))] if below else [table]


def _last_page(board: Sequence[Rank]) -> int:
    return max(len(board) - 1, 0) // PAGE


def _own(board: Sequence[Rank], asker: Person | None) -> int | None:
    """Where the asker's line is."""
    return next((at for at, line in enumerate(board) if line.person == asker), None)


def _with_own(board: Sequence[Rank], asker: Person | None, wanted: range) -> list[int]:
    """The positions that are shown, in order."""
    own = _own(board, asker)
    neighbours = () if own is None else range(own - 1, own + 2)
    return sorted(at for at in {*wanted, *neighbours} if 0 <= at < len(board))


def _table(lines: Sequence[tuple[int, Rank]], asker: Person | None) -> Table:
    """Lines with their positions; a gap stands where some are left out in between."""
    rows: list[tuple[str, ...]] = []
    of: list[str] = []
    before = lines[0][0]
    for at, line in lines:
        if at > before + 1:
            rows.append(GAP)
            of.append("")
        rows.append(_row(line, asker))
        of.append(line.person.key)
        before = at
    return Table(HEAD, tuple(rows), of=tuple(of))


def _row(line: Rank, asker: Person | None) -> tuple[str, ...]:
    name = shortened(line.person.name, NAME) + (" (you)" if line.person == asker else "")
    return str(line.rank), name, str(line.points), str(line.rounds)


def rule_block(rule: str) -> Block:
    """What is said under every board of how its points come about."""
    return plain_paragraph(Emphasis(f"{rule} More: /dlq help scoring."))


def streak_blocks(streak: Streak) -> list[Block]:
    """The group's own streak, once there is one."""
    if streak.now < 2:
        return []
    return [plain_paragraph(Strong("The group's own streak: "), f"{plural(streak.now, 'round')}.")]


def board_card(
    title: str,
    board: Sequence[Rank],
    asker: Person | None,
    rule: str,
    page: int | None = None,
    turned: Callable[[int], str] | None = None,
    *,
    unseen: str = "",
    streak: Streak | None = None,
) -> Message:
    """A board by itself, with the rule of its points under it: the first ranks, or a page, counted
    from 0. `turned` gives the action that turns to a page, `unseen` says why the asker is on no
    board, `streak` is the group's."""
    blocks: list[Block] = [Heading(title), *board_blocks(board, asker, page)]
    absent = ABSENT if board and asker and _own(board, asker) is None else ""
    if note := unseen or absent:
        blocks.append(plain_paragraph(note))
    if streak is not None:
        blocks += streak_blocks(streak)
    blocks.append(rule_block(rule))
    if turned is not None and (leaves := _leaves(board, page, turned)):
        blocks.append(Buttons(leaves))
    return Message(f"{title}: {plural(len(board), 'person', 'people')}", tuple(blocks))


def _leaves(
    board: Sequence[Rank], page: int | None, turned: Callable[[int], str]
) -> tuple[Button, ...]:
    last = _last_page(board)
    if page is None:
        return (Button("All ranks", turned(0)),) if len(board) > SHOWN else ()
    page = min(page, last)
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
        blocks.append(Table(("topic", "mean", "answers"), rows))
        blocks.append(plain_paragraph(Emphasis("Weakest topic first; practice is counted too.")))
    else:
        blocks.append(plain_paragraph("Nothing settled yet. /dlq random practises any time."))
    return Message(f"{name}: {plural(answered, 'round')} answered", tuple(blocks))


def _freezes(streak: Streak, frozen: Sequence[date]) -> str:
    said = f"Freezes: {streak.freezes} of {FREEZES_KEPT}, one for every {FREEZE_EVERY} rounds."
    if not frozen:
        return said
    days = [day.isoformat() for day in frozen[-FROZEN:]]
    before = f", and {left} times before" if (left := len(frozen) - len(days)) else ""
    kept = f"On {joined(days)} a freeze kept your streak over a round that you missed{before}."
    return f"{said} {kept}"
