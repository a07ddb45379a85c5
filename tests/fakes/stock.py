"""A store with something in it: a group in its room, rounds, posts, without the steps that make
them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.events import Person, Place
from bot.ledger import (
    Claim,
    Draw,
    Edition,
    Group,
    Post,
    PostKind,
    Round,
    RoundState,
    Rules,
    Verdict,
)
from bot.message import Message, plain_paragraph
from bot.store import Store
from tests.fakes.diary import utc
from tests.fakes.study import ADA, ROOM

MONDAY_NINE = utc(2026, 1, 5, 9)
RIGHT, WRONG, UNREADABLE = Verdict(1.0, ("Right.",)), Verdict(0.0), Verdict(None)


def message(text: str) -> Message:
    return Message(text, (plain_paragraph(text),), "round 1 · question")


@dataclass
class Stock:
    """The store, and short ways to put things into it. `day` is of January 2026."""

    store: Store

    def group(self, *places: Place, name: str = "readers", rules: Rules = Rules()) -> Group:
        """A group of these places, or of the room."""
        group = self.store.groups.add(name, "seed", rules, ADA, utc(2026, 1, 1))
        for place in places or (ROOM,):
            self.store.groups.join(group, place, utc(2026, 1, 1))
        return self.store.groups.get(group.id)

    def edition(self, question: str = "cnn/stride", text: str = "## Question") -> Edition:
        return self.store.rounds.keep_edition(question, text)

    def claim(self, group: Group, day: int = 5, question: str = "cnn/stride") -> Round | None:
        slot = utc(2026, 1, day, 9)
        return self.store.rounds.claim(
            Claim(group.id, date(2026, 1, day), slot, slot + timedelta(days=1)),
            self.edition(question),
            '{"n": 64}',
            topic=question.partition("/")[0],
            difficulty="easy",
            at=slot,
        )

    def round(
        self, group: Group, day: int = 5, state: RoundState = "open", question: str = "cnn/stride"
    ) -> Round:
        round = self.claim(group, day, question)
        assert round is not None
        if state != "claimed":
            self.store.rounds.move(round, state)
        return self.again(round)

    def again(self, round: Round) -> Round:
        """The round as it stands now."""
        found = self.store.rounds.get(round.id)
        assert found is not None
        return found

    def draw(self, person: Person, question: str = "cnn/stride") -> Draw:
        return self.store.rounds.add_draw(person, self.edition(question), "{}", MONDAY_NINE)

    def answer(
        self,
        person: Person,
        asked: Round | Draw,
        text: str = "26",
        verdict: Verdict = RIGHT,
        *,
        place: Place | None = None,
        hints: int = 0,
        counts: bool = True,
        at: datetime = MONDAY_NINE,
    ) -> int:
        return self.store.answers.add(
            person, asked, text, verdict, place=place, hints=hints, counts=counts, at=at
        )

    def owe(
        self,
        to: Place | Person = ROOM,
        cause: str = "round 1",
        kind: PostKind = "question",
        text: str = "How long is a side?",
        *,
        under: Post | None = None,
    ) -> Post:
        """A Post that is owed anew."""
        assert self.store.posts.owe(
            cause, kind, to, message(text), under=under.id if under else None
        )
        return self.store.posts.of(cause, kind)[-1]
