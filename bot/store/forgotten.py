"""The file beside the database that says who was forgotten, so that a backup, which does not
contain it, brings nobody back: a line a person, with a salted hash in place of who it was.

Every line has a salt of its own, and that is in this file alone: a backup tells nobody whether
somebody was forgotten.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import DatabaseRefused
from bot.events import Person
from bot.store.rows import instant

_LINE = re.compile(r"(?P<at>\S+) (?P<salt>[0-9a-f]{32}) (?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who was forgotten, and the instant (text) of which everything older goes."""

    at: str
    salt: str
    hash: str

    def means(self, person: Person) -> bool:
        return self.hash == hashed(self.salt, person)

    def __str__(self) -> str:
        return f"{self.at} {self.salt} {self.hash}"


def hashed(salt: str, person: Person) -> str:
    return hashlib.sha256(f"{salt} {person.platform} {person.id}".encode()).hexdigest()


def line_of(person: Person, at: datetime, salt: int) -> Line:
    """The line that means a person; `salt` has 128 random bits."""
    text = f"{salt:032x}"
    return Line(instant(at), text, hashed(text, person))


def beside(database: Path) -> Path:
    """The file that belongs to a database."""
    return database.with_name(database.name + ".forgotten")


def lines(path: Path) -> list[Line]:
    """The file's lines; none where there is no file. The end of a line that a power cut left
    unfinished was never confirmed to anybody. A DatabaseRefused for any other that is none."""
    try:
        *whole, _ = path.read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise DatabaseRefused(_unreadable(path, str(error))) from error
    found = [_LINE.fullmatch(text) for text in whole]
    if None in found:
        raise DatabaseRefused(_unreadable(path, f"line {found.index(None) + 1} is none of mine"))
    return [Line(one["at"], one["salt"], one["hash"]) for one in found if one]


def _unreadable(path: Path, why: str) -> str:
    return (
        f"I cannot read {path}: {why}. It says who asked to be forgotten; bring it back as it was, "
        "or move it away to start without it."
    )


def append(path: Path, new: list[Line]) -> None:
    """Write lines that a power cut does not take back. Whoever calls holds the database's write
    lock, so that nobody else writes here."""
    known = lines(path)
    try:
        fresh = not path.exists()
        with path.open("r+b" if not fresh else "xb") as file:
            # Over what was left of an unfinished line.
            file.seek(sum(len(str(line)) + 1 for line in known))
            file.truncate()
            file.write("".join(f"{line}\n" for line in new).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        if fresh:
            _sync_folder(path.parent)
    except OSError as error:
        raise DatabaseRefused(
            f"I cannot write {path.name} beside the database ({error.strerror}), and nothing was "
            "deleted; whoever runs me can mend that."
        ) from error


def _sync_folder(folder: Path) -> None:
    """A new file's name is in its folder, which is written by itself. Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
