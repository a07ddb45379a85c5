"""Where a session's drawings go: a plain transcript of fixed width, or a terminal with colours."""

import io
from typing import TextIO

from rich.console import Console, RenderableType

from adapters.terminal.platform import Write

TRANSCRIPT_WIDTH = 100
WIDEST = 100
"""Columns: longer lines are hard to read, however wide the window is."""


def transcript(file: TextIO) -> Write:
    """Plain text without colours or trailing spaces, the same on every machine; a sign that the
    file's encoding lacks becomes a question mark."""

    def write(drawing: RenderableType) -> None:
        encoding = getattr(file, "encoding", None) or "utf-8"
        file.write(drawn(drawing).encode(encoding, "replace").decode(encoding))
        file.flush()

    return write


def drawn(drawing: RenderableType, width: int = TRANSCRIPT_WIDTH) -> str:
    """A drawing as plain text."""
    page = io.StringIO()
    console = Console(
        file=page,
        width=width,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(drawing)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().split("\n")[:-1])


def coloured(file: TextIO | None = None) -> Write:
    """The terminal, in the colours it has; standard output as it is at each call by default."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)

    def write(drawing: RenderableType) -> None:
        console.print(drawing, width=min(console.width, WIDEST))

    return write
