"""The menu that a bare /dlq opens: buttons for the commands one uses every day, and a search over
topics and questions in place of autocomplete. Its buttons carry words, as if they were typed."""

import shlex
from collections.abc import Iterable, Sequence
from typing import Any

from adapters.slack.blocks import Drawn, button_element, rich_text, section
from adapters.slack.limits import LABEL, OPTION_VALUE, OPTIONS
from adapters.slack.text import one_line, plain_text, shortened, words
from bot.context import Command

PREFIX = "menu:"
"""How the action_ids of the menu begin; no Action does."""
PICK = f"{PREFIX}pick"
SHORTCUTS = (
    ("Today", "today"),
    ("Random", "random"),
    ("Board", "board"),
    ("Me", "me"),
    ("Topics", "topics"),
    ("Help", "help"),
)
"""Label and words of each button."""
SEARCHES = (("Topics", ("random",), "topic"), ("Questions", ("question",), "id"))
"""What the search looks through: the heading, and the command and option it fills."""


def menu(commands: Iterable[Command]) -> dict[str, Any]:
    """The payload of the menu, with those of its buttons whose command there is."""
    known = {command.name for command in commands}
    buttons = [
        button_element(label, f"{PREFIX}{typed}", value=typed)
        for label, typed in SHORTCUTS
        if typed in known
    ]
    said = "What would you like to do? You can also type it after /dlq, like /dlq random cnn hard."
    pick: Drawn = {
        "type": "external_select",
        "action_id": PICK,
        "placeholder": plain_text("A topic or a question"),
        "min_query_length": 0,
    }
    blocks: Sequence[Drawn] = (
        rich_text(section(words(said))),
        {"type": "actions", "elements": buttons},
        {"type": "actions", "elements": [pick]},
    )
    return {"text": "dlq: choose what to do.", "blocks": list(blocks)}


def option_group(heading: str, path: tuple[str, ...], option: str, found: Iterable[Any]) -> Drawn:
    """Suggestions as a group of options, each with the words it stands for as its value."""
    options = [
        {"text": plain_text(shortened(label, LABEL)), "value": typed}
        for value, label in found
        if len(typed := typed_words(path, option, value)) <= OPTION_VALUE and one_line(label)
    ]
    return {"label": plain_text(heading), "options": options[:OPTIONS]}


def typed_words(path: tuple[str, ...], option: str, value: str) -> str:
    """A command with one option, as one would type it."""
    return " ".join((*path, shlex.quote(f"{option}={value}")))
