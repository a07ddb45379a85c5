"""Posts on the terminal: drawn at once, remembered for as long as the session lasts."""

from collections.abc import Callable
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text as Line

from adapters.terminal import render
from adapters.terminal.literal import literal, one_line
from adapters.terminal.shown import Drawn, Shown
from bot import plain
from bot.events import MessageRef, Person, Place
from bot.message import Buttons, Message

Write = Callable[[RenderableType], None]


class Terminal:
    """A Platform whose only place is the screen. A post's reference is its key."""

    def __init__(self, write: Write) -> None:
        self.write = write
        self.shown = Shown()

    async def post(
        self,
        to: Place | Person,
        message: Message,
        *,
        key: str,
        have: MessageRef | None = None,
        under: MessageRef | None = None,
    ) -> MessageRef:
        """Draw the post, unless `have` says that it stands there. A screen has no threads."""
        if have is not None and have.whole:
            return have
        self.write(headline(to))
        self.draw(Drawn(message, key, to.id if isinstance(to, Person) else ""))
        return MessageRef((key,))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Say in a line or two what is new in a post; its buttons change without a word."""
        key = ref.pages[0]
        old = self.shown.post(key)
        if old is None:
            self.write(Line(f"── changed: {one_line(message.summary)}\n", "dim"))
            return
        self.shown.replace(old, Drawn(message, key, old.only))
        before = _lines(old.message)
        if news := [line for line in _lines(message) if line not in before]:
            self.write(Line(f"── changed: {one_line(message.summary)}", "dim"))
            self.write(Line(literal("\n".join(news)) + "\n"))

    async def find(
        self,
        to: Place | Person,
        key: str,
        *,
        since: datetime,
        under: MessageRef | None = None,
    ) -> MessageRef | None:
        """The post if this session drew it; an earlier one's screen is gone. A key differs by place
        already, and a session draws nothing that is older than itself."""
        return MessageRef((key,)) if self.shown.post(key) else None

    def draw(self, drawn: Drawn) -> None:
        """Put a message on the screen and remember it."""
        for page in render.pages(drawn.message, drawn.key):
            self.write(page)
        self.write("")
        self.shown.add(drawn)


def headline(to: Place | Person) -> RenderableType:
    """Whose message follows: a channel's, or one person's on a screen that several share."""
    if isinstance(to, Person):
        return only_for(to.id)
    name = f"── #{one_line(to.called)} "
    return Line(name.ljust(60, "─"), "bold magenta")


def only_for(name: str) -> RenderableType:
    """The line over what nobody else may read."""
    return Line(f"(only {one_line(name)} sees this)", "dim")


def _lines(message: Message) -> list[str]:
    """The message's words by line, without its buttons."""
    blocks = [block for block in message.blocks if not isinstance(block, Buttons)]
    lines = "\n".join(plain.block_text(block) for block in blocks).split("\n")
    return [line for line in lines if line.strip()]
