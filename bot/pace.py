"""How much one person may change in how short a time. Knows nothing of what."""

from collections import deque
from datetime import datetime, timedelta
from math import ceil

from bot.errors import DlqError
from bot.events import Person

MOST, MOST_PRACTICE, WITHIN = 60, 3_000, timedelta(minutes=1)
"""Changes to what others see, or have to look at, and changes to one's own practice: no hand is
that quick; a script is."""
REMEMBERED = 10_000
"""People whose last changes are kept in mind."""


class Pace:
    """In memory: a restart forgives, and nothing depends on it. Instants are those of events."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._changes: dict[Person, deque[datetime]] = {}

    def check(self, person: Person, at: datetime) -> None:
        """A DlqError for somebody who has changed that many things `WITHIN` a minute."""
        changes = self._changes.get(person)
        if changes is None:
            return
        while changes and changes[0] <= at - WITHIN:
            changes.popleft()
        if len(changes) >= self._most:
            wait = ceil((changes[0] + WITHIN - at).total_seconds())
            raise DlqError(
                f"That was {self._most} commands within a minute. Nothing was done; go on in "
                f"{wait} s."
            )

    def note(self, person: Person, at: datetime) -> None:
        """Remember that the person changed something."""
        # Whoever changed something last is remembered longest.
        changes = self._changes.pop(person, None) or deque()
        changes.append(at)
        self._changes[person] = changes
        if len(self._changes) > REMEMBERED:
            del self._changes[next(iter(self._changes))]
