"""A terminal session without a core behind it: a door of a few words that notes what it is told."""

import io
from datetime import UTC, datetime, timedelta
from itertools import count

from adapters.terminal import script
from adapters.terminal.console import transcript
from adapters.terminal.platform import Terminal
from adapters.terminal.session import PLACE
from bot.errors import DlqError
from bot.events import ButtonPressed, CommandUsed, FormSubmitted
from bot.message import (
    Button,
    Buttons,
    ChoiceField,
    FieldOption,
    Form,
    Message,
    Refused,
    Reply,
    TextField,
    plain_paragraph,
)

CARD = Message(
    "Output size",
    (
        plain_paragraph("How long is a side?"),
        Buttons((Button("A", "dlq:answer:17:a"), Button("Hint", "dlq:hint:17"))),
    ),
)
PRACTICE = Message("Practice", (Buttons((Button("Hint", "dlq:hint:p3"),)),))
SURE = Message(
    "Did you say this?",
    (Buttons((Button("Yes", "dlq:said:1"), Button("No", "dlq:unsaid:1"))),) * 2,
)
FORM = Form(
    "Your answer",
    "dlq:answer:17",
    (
        TextField("why", "Why?", multiline=True),
        ChoiceField(
            "sure", "Sure?", (FieldOption("y", "Yes"), FieldOption("n", "No")), required=False
        ),
    ),
)


class FakeDoor:
    """A core of a few words; `events` is what it was told."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self.clock = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
        self.terminal: Terminal | None = None
        self.owed: list[Message] = []

    def parse(self, words: str) -> tuple[tuple[str, ...], dict[str, str]]:
        word, _, rest = words.partition(" ")
        if word not in ("answer", "hint", "today", "random", "sure", "post"):
            raise DlqError(f"I know no command {word!r}. Did you mean today?")
        return (word,), {"text": rest} if rest else {}

    def complete(self, line: str) -> list[tuple[str, str]]:
        last = line.rpartition(" ")[2]
        words = [("today", "today's question"), ("random", "practise"), ("answer", "answer")]
        return [(word, what) for word, what in words if word.startswith(last)]

    def now(self) -> datetime:
        return self.clock

    async def wait(self, delta: timedelta) -> None:
        self.clock += delta
        self.owed.append(Message("Round 17 is revealed", ()))

    async def settle(self) -> None:
        assert self.terminal is not None
        for number, message in enumerate(self.owed):
            await self.terminal.post(PLACE, message, key=f"dlq-{self.clock}-{number}")
        self.owed.clear()

    async def handle(self, event: object) -> object:
        self.events.append(event)
        match event:
            case CommandUsed(path=("today",)):
                return Reply(CARD)
            case CommandUsed(path=("random",)):
                return Reply(PRACTICE)
            case CommandUsed(path=("sure",)):
                return Reply(SURE)
            case CommandUsed(path=("post",)):
                self.owed.append(CARD)
                return Reply(Message("Posted.", ()), private=False)
            case CommandUsed(path=("answer",), options=options) if not options:
                return FORM
            case CommandUsed(path=("answer",), options={"text": "???"}):
                return Reply(Message("I cannot read that.", ()), refused=True)
            case ButtonPressed(action="dlq:again"):
                return FORM
            case FormSubmitted(values={"why": ("no",)}):
                return Refused((("why", "say a little more."),), "dlq:again")
            case ButtonPressed(action="dlq:hint:p3"):
                return Reply(Message("Practice, one hint seen", ()), replaces=True)
        return Reply(Message("Recorded.", ()))


class Stage:
    """A door, a terminal and what was written."""

    def __init__(self) -> None:
        self.page = io.StringIO()
        self.door = FakeDoor()
        self.terminal = Terminal(transcript(self.page))
        self.door.terminal = self.terminal
        self.numbers = count(1)

    def new_id(self) -> str:
        return f"id-{next(self.numbers)}"

    async def play(self, *lines: str) -> tuple[int, str]:
        status = await script.play(
            self.door, self.terminal, lines, person="anna", new_id=self.new_id
        )
        return status, self.page.getvalue()

    @property
    def told(self) -> list[tuple[str, object]]:
        """Who did what: a command's path and options, a button's action, a form's values."""
        return [(event.person.id, _told(event)) for event in self.door.events]


def _told(event: object) -> object:
    match event:
        case CommandUsed(path=path, options=options):
            return (*path, dict(options))
        case ButtonPressed(action=action):
            return action
        case FormSubmitted(action=action, values=given):
            return action, dict(given)
