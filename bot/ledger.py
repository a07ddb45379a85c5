"""The data the core speaks in: frozen records of what the store keeps. No behaviour but views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.events import MessageRef, Person, Place
from bot.message import Message

RoundState = Literal["claimed", "open", "closed", "revealed", "skipped", "voided"]
PostState = Literal["owed", "sending", "sent", "failed"]
PostKind = Literal["question", "reveal", "notice", "summary", "reminder"]
CodeKind = Literal["place", "person"]

FREEZE_EVERY, FREEZES_KEPT = 7, 2
"""Answered rounds that earn a freeze, and freezes that are kept at most."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Rules:
    """What an admin sets for a group. Empty `topics` or `difficulties` allow all; `holidays` are
    ranges of local dates, both ends included; `summary` is the weekday of the weekly summary."""

    at: time = time(9, 0)
    zone: str = "UTC"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    topics: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    close_after: timedelta = timedelta(hours=24)
    grace: timedelta = timedelta(hours=6)
    ping: str = ""
    holidays: tuple[tuple[date, date], ...] = ()
    summary: int | None = None

    def is_holiday(self, day: date) -> bool:
        """Whether a round on that local date leaves all streaks as they are, if missed."""
        return any(first <= day <= last for first, last in self.holidays)


@dataclass(frozen=True, slots=True)
class Group:
    """A study group. Slots before `since` are not wanted; nor are those in [paused_from,
    paused_until). A summary that was due before `summarised_at` is posted, or was not wanted.
    `seed` makes its order of questions its own; `active` is whether it has a place."""

    id: int
    name: str
    seed: str
    rules: Rules
    since: datetime
    made_by: Person
    active: bool = True
    paused_from: datetime | None = None
    paused_until: datetime | None = None
    summarised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of local dates with a board of its own, both ends included."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Round:
    """One question, one group, one local date. A skipped one has no question. `mended` is the
    edition that it was graded again by, where that is not the one that was asked."""

    id: int
    group: int
    date: date
    slot: datetime
    state: RoundState
    closes_at: datetime | None = None
    question: str = ""
    topic: str = ""
    difficulty: str = ""
    edition: str = ""
    variant: str = "{}"
    claimed_at: datetime | None = None
    late: bool = False
    note: str = ""
    mended: str = ""

    @property
    def token(self) -> str:
        """What stands for the round in an Action."""
        return str(self.id)

    @property
    def cause(self) -> str:
        """What the round's Posts are owed for."""
        return f"round {self.id}"


@dataclass(frozen=True, slots=True)
class Draw:
    """One practice question of one person."""

    id: int
    person: Person
    question: str
    edition: str
    variant: str
    at: datetime

    @property
    def token(self) -> str:
        """What stands for the draw in an Action."""
        return f"p{self.id}"


@dataclass(frozen=True, slots=True)
class Edition:
    """The text of a question file as it was, with its sha256."""

    sha256: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """One message owed to one Place or Person. `under` is the Post in whose thread it goes."""

    id: int
    cause: str
    kind: PostKind
    to: Place | Person
    message: Message
    state: PostState
    ref: MessageRef = MessageRef(())
    first_mark: datetime | None = None
    attempts: int = 0
    next_try: datetime | None = None
    under: int | None = None
    stale: bool = False
    error: str = ""
    told: bool = False

    @property
    def key(self) -> str:
        """What the platform knows the post by. The row makes it differ by place; cause and kind
        tell it from what a restored database's lost future posted under the same number."""
        return f"dlq-{self.id}-{self.kind}-{self.cause}".replace(" ", "-")


@dataclass(frozen=True, slots=True)
class PointVerdict:
    """One key point of an open answer: `words` are those of the answer that did it."""

    text: str
    state: Literal["covered", "unsure", "missed"]
    words: str = ""
    weight: int = 1


ADMIN = "admin-1"
"""The grader of a Verdict that an admin gave on an appeal."""


GONE = "gone"
"""The platform of somebody who was forgotten: a Person whose id is the number of their row."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The grader's word on an answer.

    `score` is the share from 0 to 1, None for an unreadable answer; `reasons` are sentences for
    the person, `read_as` how the answer was understood, `grader` its name and version.
    """

    score: float | None
    reasons: tuple[str, ...] = ()
    points: tuple[PointVerdict, ...] = ()
    read_as: str = ""
    grader: str = ""

    @property
    def readable(self) -> bool:
        return self.score is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sent to a round or a practice draw; append-only. `counts` is False for one
    that came after closing. `hints` is how many distinct hints were seen before it."""

    id: int
    person: Person
    text: str
    at: datetime
    verdict: Verdict
    round: int | None = None
    draw: int | None = None
    place: Place | None = None
    hints: int = 0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Settlement:
    """An admin's word on an appeal: the verdict was changed, or it stands."""

    by: Person
    granted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Appeal:
    """A person's word against the verdict on their answer; None in `settled` while it waits."""

    id: int
    round: int
    answer: int
    person: Person
    sentence: str
    at: datetime
    settled: Settlement | None = None

    @property
    def cause(self) -> str:
        """What the appeal's Posts are owed for."""
        return f"appeal {self.id}"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A person whom an admin left off the group's boards, with the reason they are told."""

    person: Person
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """How many things of a kind (one, and many) are held about a person; `how_long` unless ever."""

    count: int
    what: tuple[str, str]
    how_long: str = ""


@dataclass(frozen=True, slots=True)
class AdminAct:
    """Something that an admin did, as they might type it."""

    person: Person
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: for one more place of a group, or for one more account of a person. Good
    before `until`; `person` is who asked for it."""

    code: str
    kind: CodeKind
    group: int | None
    person: Person
    until: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did to a round or draw besides answering: saw hint *n*, locked,
    revealed, or said yes or no to "did you say this?"."""

    person: Person
    kind: Literal["hint", "lock", "reveal", "said", "unsaid"]
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's part in one round, computed from the ledger: the answer that counts, whether
    it was forfeited, and what was done."""

    person: Person
    answer: Answer | None
    locked: bool = False
    forfeited: bool = False
    hints_seen: tuple[int, ...] = ()
    said: Mapping[int, bool] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        """Locked or revealed: no answer counts any more."""
        return self.locked or self.forfeited


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's points for one round."""

    round: int
    person: Person
    group: int
    date: date
    topic: str
    points: int


@dataclass(frozen=True, slots=True)
class Total:
    """What one person earned over some rounds, and over how many."""

    person: Person
    points: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A line of a board: ties share `rank` (1, 2, 2, 4)."""

    rank: int
    person: Person
    points: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Streak:
    """The rounds in a row now and at best; the freezes left, and where those used saved it."""

    now: int
    best: int
    freezes: int = 0
    frozen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """What a streak needs of a revealed round. `channel` outlives its place's going and coming."""

    answered: bool
    forfeited: bool
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Open the round of `slot` on `date`; `late` if its slot is long enough ago to say so."""

    group: int
    date: date
    slot: datetime
    closes_at: datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    round: int


@dataclass(frozen=True, slots=True)
class Reveal:
    round: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Slots that were missed beyond their grace, all told in one notice."""

    group: int
    slots: tuple[tuple[date, datetime], ...]


@dataclass(frozen=True, slots=True)
class Summarise:
    """Sum up, on a local date, what no summary told of yet."""

    group: int
    date: date


@dataclass(frozen=True, slots=True)
class Remind:
    """Tell a person, at the moment they named, what of their review is due."""

    person: Person
    at: datetime


Step = Claim | Close | Reveal | Skip | Summarise | Remind
