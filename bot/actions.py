"""An Action: the text inside a button or a form, from which everything else is found again.

``dlq:answer:17:b`` is the verb ``answer`` with the arguments ``17`` and ``b``. All state is in it
or in the database, so that a button works after a restart.
"""

from dataclasses import dataclass

from bot.errors import DlqError

PREFIX = "dlq"
LONGEST = 100
"""Characters: Discord's limit for a custom_id, the smallest of all platforms."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb and its arguments; none may be empty or hold a colon."""

    verb: str
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = (PREFIX, self.verb, *self.args)
        if any(not part or ":" in part for part in parts):
            raise ValueError(f"an action's parts are not empty and hold no colon: {parts}")
        text = ":".join(parts)
        if len(text) > LONGEST:
            raise ValueError(f"an action has at most {LONGEST} characters: {text}")
        return text


def action(verb: str, *args: object) -> str:
    """The text of an Action, each argument by its ``str``."""
    return str(Action(verb, tuple(str(arg) for arg in args)))


def parse(text: str) -> Action:
    """The Action in a button's text; a DlqError if it is none of ours."""
    prefix, *parts = text.split(":")
    if prefix != PREFIX or not parts or not all(parts) or len(text) > LONGEST:
        raise DlqError("This button is not one of mine, or is too old for me to know.")
    return Action(parts[0], tuple(parts[1:]))
