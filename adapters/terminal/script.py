"""A session whose lines come from a file. Each is echoed, so that the output is a transcript."""

from collections.abc import Callable, Iterable, Iterator

from rich.text import Text as Line

from adapters.terminal.asking import values
from adapters.terminal.literal import literal
from adapters.terminal.platform import Terminal, Write
from adapters.terminal.session import Door, Session
from bot.message import ChoiceField, TextField


class Lines:
    """The script's lines, of which a form takes one a field."""

    def __init__(self, lines: Iterable[str], write: Write) -> None:
        self.rest: Iterator[str] = iter(lines)
        self.write = write

    def next(self) -> str | None:
        line = next(self.rest, None)
        return None if line is None else line.rstrip("\r\n")

    def echo(self, text: str) -> None:
        self.write(Line(literal(text)))

    async def field(self, field: TextField | ChoiceField) -> tuple[str, ...] | None:
        line = self.next()
        if line is None:
            return None
        self.echo(f"> {line}")
        return values(field, line)

    async def again(self) -> bool:
        return False


async def play(
    door: Door, terminal: Terminal, lines: Iterable[str], *, person: str, new_id: Callable[[], str]
) -> int:
    """Play every line; the exit status, 1 if any was refused. The terminal's `write` should be a
    `transcript`."""
    script = Lines(lines, terminal.write)
    session = Session(door, terminal, person=person, new_id=new_id, asking=script)
    refused = False
    while not session.ended and (line := script.next()) is not None:
        if not line.strip() or line.lstrip().startswith("#"):
            script.echo(line)
            continue
        script.echo(session.prompt + line)
        refused |= not await session.take(line)
    return int(refused)
