"""A Complaint about a question file, and the error that carries all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.errors import DlqError


@dataclass(frozen=True, slots=True)
class Complaint:
    """Where, what is wrong, and what would be right (may be empty where that is plain)."""

    path: str
    line: int
    what: str
    right: str = ""

    def __str__(self) -> str:
        said = f"{self.what}; {self.right}" if self.right else self.what
        return f"{self.path}:{self.line}: {said}"


class Unreadable(DlqError):
    """A question file that is none; `complaints` are all that were found."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


@dataclass(slots=True)
class Complaints:
    """Gathers what is said of one file while it is read."""

    path: str
    found: list[Complaint] = field(default_factory=list)

    def add(self, line: int, what: str, right: str = "") -> None:
        self.found.append(Complaint(self.path, line, what, right))


def brief(text: str, most: int = 60) -> str:
    """The text, shortened to be named in a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 3] + "..."


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to one that is not known; empty if none is near."""
    folded = {each.casefold(): each for each in known}
    found = get_close_matches(word[:100].casefold(), folded, 1)
    return folded[found[0]] if found else ""


def rather(word: str, known: Iterable[str]) -> str:
    """What would be right instead of an unknown word: the nearest, else all there are."""
    names = list(known)
    near = nearest(word, names)
    return f"did you mean {near}?" if near else f"there are {', '.join(names)}"
