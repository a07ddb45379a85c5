"""What a session has drawn, in order, and which of its buttons a person can press."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.terminal.render import all_buttons, folded
from bot.errors import DlqError
from bot.message import Button, Message


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message on the screen: a post by its `key`, or a reply without one; `only` names the one
    person it is for, and is empty where it is for everybody."""

    message: Message
    key: str = ""
    only: str = ""


class Shown:
    """The session's memory. The latest message comes last."""

    def __init__(self) -> None:
        self._drawn: list[Drawn] = []

    def add(self, drawn: Drawn) -> None:
        self._drawn.append(drawn)

    def post(self, key: str) -> Drawn | None:
        """The post of that key, if this session drew it."""
        return next((one for one in self._drawn if key and one.key == key), None)

    def replace(self, old: Drawn, new: Drawn) -> None:
        """`new` where `old` stood, without making it the latest."""
        self._drawn = [new if one is old else one for one in self._drawn]

    def remove(self, drawn: Drawn) -> None:
        self._drawn = [one for one in self._drawn if one is not drawn]

    def labels(self, person: str) -> list[str]:
        """What can be typed to press a button of the latest message that has buttons."""
        latest = next(self._for(person), None)
        buttons = all_buttons(latest.message) if latest else ()
        return [button.label for button in buttons if not button.disabled]

    def latest_label(self, person: str, label: str) -> tuple[Drawn, Button] | None:
        """The button of that label in the latest message that has buttons, unless it is off."""
        latest = next(self._for(person), None)
        found = _labelled(latest, label) if latest else []
        if len(found) > 1:
            ways = " or ".join(f"/press {number}" for number, _ in found)
            raise DlqError(f"There are {len(found)} buttons {found[0][1].label}; type {ways}.")
        if latest is None or not found or found[0][1].disabled:
            return None
        return latest, found[0][1]

    def any_label(self, person: str, label: str) -> tuple[Drawn, Button] | None:
        """The latest button of that label, in whatever message."""
        for drawn in self._for(person):
            if len(found := _labelled(drawn, label)) == 1:
                return drawn, usable(found[0][1])
        return None

    def numbered(self, person: str, number: int) -> tuple[Drawn, Button]:
        """A button by its number in the latest message that has buttons."""
        latest = next(self._for(person), None)
        if latest is None:
            raise DlqError("There is no button on the screen yet.")
        buttons = all_buttons(latest.message)
        if not 1 <= number <= len(buttons):
            raise DlqError(f"The last message has no button {number}; it has 1 to {len(buttons)}.")
        return latest, usable(buttons[number - 1])

    def _for(self, person: str) -> Iterator[Drawn]:
        """Messages with buttons that this person can see, the latest first."""
        for drawn in reversed(self._drawn):
            if drawn.only in ("", person) and all_buttons(drawn.message):
                yield drawn


def usable(button: Button) -> Button:
    """The button, or a DlqError if it cannot be pressed any more."""
    if button.disabled:
        raise DlqError(f"The button {button.label} is off; it no longer does anything.")
    return button


def _labelled(drawn: Drawn, label: str) -> list[tuple[int, Button]]:
    """The message's buttons of that label, each with its number."""
    buttons = enumerate(all_buttons(drawn.message), 1)
    return [(i, button) for i, button in buttons if folded(button.label) == folded(label)]
