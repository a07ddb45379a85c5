"""A session at the keyboard: prompt_toolkit with completion and history."""

from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output
from prompt_toolkit.patch_stdout import patch_stdout
from rich.text import Text as Line

from adapters.terminal.asking import values
from adapters.terminal.literal import literal
from adapters.terminal.platform import Terminal
from adapters.terminal.session import OWN_WORDS, Door, Session
from bot.errors import DlqError
from bot.message import ChoiceField, TextField

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""
WELCOME = (
    "You are {person}. Type a command (today, random cnn, help) or the label of a button; Tab "
    "completes. /as NAME goes on as somebody else, /wait 25h moves the clock, /quit ends."
)


async def play(
    door: Door,
    terminal: Terminal,
    *,
    person: str,
    new_id: Callable[[], str],
    history: Path | None = None,
    input: Input | None = None,
    output: Output | None = None,
) -> int:
    """Read lines until the end; the exit status. `history` is the file of past lines; its folder
    exists."""
    past = _KeptHistory(str(history)) if history else _PassingHistory()
    keyboard = _Keyboard(terminal, past, input, output)
    session = Session(door, terminal, person=person, new_id=new_id, asking=keyboard)
    session.say(WELCOME.format(person=session.person), "dim")
    with patch_stdout(raw=True):
        return await keyboard.run(session)


class _Keyboard:
    """Prompts for lines and for a form's fields."""

    def __init__(
        self,
        terminal: Terminal,
        past: History,
        input: Input | None,
        output: Output | None,
    ) -> None:
        self.terminal = terminal
        self.lines: PromptSession[str] = PromptSession(history=past, input=input, output=output)
        self.fields: PromptSession[str] = PromptSession(input=input, output=output)

    async def run(self, session: Session) -> int:
        completer = Words(session)
        interrupted = False
        while not session.ended:
            try:
                line = await self.lines.prompt_async(
                    session.prompt, completer=completer, complete_while_typing=False
                )
            except KeyboardInterrupt:
                if interrupted:
                    return INTERRUPTED
                interrupted = True
                session.say("Ctrl-C once more ends; so does Ctrl-D.", "dim")
                continue
            except EOFError:
                break
            interrupted = False
            if line.strip():
                await session.take(line)
        return 0

    async def field(self, field: TextField | ChoiceField) -> tuple[str, ...] | None:
        """What is typed, asked again until it can be taken; Ctrl-C and Ctrl-D give up."""
        begin = field.value if isinstance(field, TextField) else ",".join(field.value)
        while True:
            try:
                typed = await self.fields.prompt_async("> ", default=begin)
                return values(field, typed)
            except (KeyboardInterrupt, EOFError):
                return None
            except DlqError as error:
                self.terminal.write(Line(literal(str(error))))

    async def again(self) -> bool:
        return True


class Words(Completer):
    """Completion of a line's last word."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,
    ) -> Iterable[Completion]:
        line = document.text_before_cursor
        for whole, what in self._whole_lines(line):
            if whole.casefold().startswith(line.casefold()):
                yield Completion(whole, start_position=-len(line), display_meta=what)
        if line.startswith("/") and not line.startswith("/dlq "):
            return
        words = line.removeprefix("/dlq ").lstrip()
        last = words[words.rfind(" ") + 1 :]
        for word, what in self.session.door.complete(words):
            yield Completion(word, start_position=-len(last), display_meta=what)

    def _whole_lines(self, line: str) -> list[tuple[str, str]]:
        """What is offered as a whole: the session's own words, and labels once one is begun."""
        if line.startswith("/"):
            return list(OWN_WORDS.items())
        shown = self.session.terminal.shown
        labels = shown.labels(self.session.person) if line else []
        return [(label, "button") for label in labels]


class _NoAnswers(History):
    """Past lines without answers: the next person at this screen must not meet them."""

    def append_string(self, string: str) -> None:
        line = string.removeprefix("/dlq").strip()
        if len(line) > 1 and line.split()[0] != "answer":
            super().append_string(string)


class _KeptHistory(_NoAnswers, FileHistory):
    pass


class _PassingHistory(_NoAnswers, InMemoryHistory):
    pass
