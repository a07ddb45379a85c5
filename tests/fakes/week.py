"""A week of a group that spans Discord and Slack, told as Markdown; `docs/` keeps it, and a test
compares. `python -m tests.fakes.week` prints it anew.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import plain
from bot.bank import LETTERS, Bank, load
from bot.cards.words import joined
from bot.events import Person, Place
from bot.message import Message, Reply
from tests.fakes.study import Posted, Study, accepted, buttons

QUESTIONS = (
    "cnn/padding",
    "regularization/dropout",
    "classical/linked-list",
    "attention/attention-masks",
    "activations/swish",
    "rnn/lstm-gates",
)
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "a-week-on-two-platforms.md"
MONDAY = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)

DAILY = Place("discord", "1", "school", "daily")
HALL = Place("slack", "C1", "office", "reading-group")
ANNA, BEN = Person("discord", "11", "anna"), Person("discord", "12", "ben")
YAN, ZOE = Person("slack", "U1", "yan"), Person("slack", "U2", "zoe")
ANNA_AT_WORK = Person("slack", "U3", "anna.berg")
AT = {ANNA: DAILY, BEN: DAILY, YAN: HALL, ZOE: HALL, ANNA_AT_WORK: HALL}

HEAD = """\
# A week on two platforms

A group that is at home in a Discord channel and in a Slack channel: one round a day, asked in both,
one board. Everything below is what the bot really said, on a virtual clock; a test plays the week
again and compares. Long messages are cut to their first lines here, as `[...]` says.

`#daily` is on Discord, with anna, who made the group, and ben. `#reading-group` is on Slack, with
yan, who administers that workspace, zoe, and anna again, who is called anna.berg at work.
"""


class Week(Study):
    """Tells as it goes along."""

    platforms = ("discord", "slack")

    def __init__(self, bank: Bank) -> None:
        super().__init__(bank, MONDAY)
        self.told: list[str] = []
        self._seen = 0

    def day(self, name: str) -> None:
        self.told.append(f"## {name}")

    def says(self, text: str) -> None:
        self.told.append(text)

    def does(self, person: Person, words: str, *, manages: bool = False, lines: int = 4) -> Message:
        """Somebody types; what they, and they alone, are told."""
        outcome = self.types(person, words, AT[person], manages=manages)
        accepted(outcome)
        assert isinstance(outcome, Reply)
        where = f"#{AT[person].name}"
        self.told.append(f"**{person.name}** in {where} types `/dlq {words}`, and alone sees:")
        self.told.append(_quoted(outcome.message, lines))
        self.shows()
        return outcome.message

    def presses_button(self, person: Person, message: Message, label: str, lines: int = 3) -> None:
        outcome = self.presses(person, buttons(message)[label], AT.get(person))
        accepted(outcome)
        assert isinstance(outcome, Reply)
        self.told.append(f"**{person.name}** presses *{label}*, and alone sees:")
        self.told.append(_quoted(outcome.message, lines))
        self.shows()

    def until(self, day: int, hour: int) -> None:
        moment = datetime(2026, 1, day, hour, tzinfo=UTC)
        self.waits(seconds=(moment - self.now).total_seconds())
        self.shows()

    def shows(self, lines: int = 5) -> None:
        """What was posted since, once for all receivers that see the same."""
        new, self._seen = self.posted[self._seen :], len(self.posted)
        for text in dict.fromkeys(post.text for post in new):
            posts = [post for post in new if post.text == text]
            self.told.append(f"{_receivers(posts)}, at {self.now:%H:%M}:")
            most = 40 if posts[0].kind == "summary" else lines
            self.told.append(_quoted(posts[0].message, most))


def _receivers(posts: Sequence[Posted]) -> str:
    places = [f"#{post.to.name}" for post in posts if isinstance(post.to, Place)]
    people = [post.to.name for post in posts if isinstance(post.to, Person)]
    return f"Posted in {joined(places)}" if places else f"A direct message to {joined(people)}"


def _quoted(message: Message, most: int) -> str:
    shown = [line for line in plain.text(message).splitlines() if line.strip()]
    cut = shown[:most] + (["[...]"] if len(shown) > most else [])
    return "\n".join(["```text", *cut, "```"])


def _code(message: Message, command: str) -> str:
    return plain.text(message).split(f"/dlq {command} ")[1].split("`")[0].split()[0]


def story(bank: Bank) -> Iterator[str]:
    """The page, in paragraphs."""
    week = Week(bank)
    tell(week)
    yield HEAD.rstrip("\n")
    yield from week.told


def tell(week: Week) -> None:
    week.day("Monday: one group, two channels")
    week.does(ANNA, "admin setup time=09:00 zone=UTC", manages=True)
    made = week.does(ANNA, "group link", manages=True)
    week.does(YAN, f"group join {_code(made, 'group join')}", manages=True)
    week.does(ANNA, "admin rules close-after=8h summary=sun", manages=True, lines=2)
    for id in QUESTIONS:
        week.types(ANNA, f"admin queue {id}", DAILY, manages=True)
    week.says("anna queues the questions of the week. At nine the first one comes.")
    week.until(5, 9)
    question = week.posted[-1].message
    week.presses_button(BEN, question, "Hint")
    week.does(ZOE, f"answer {_letters(week)}")
    week.does(ANNA, f"answer {_letters(week)}")
    week.does(BEN, f"answer {_letters(week, right=False)[0]}")
    week.until(5, 17)

    week.day("Tuesday: anna is also anna.berg")
    week.until(6, 9)
    made = week.does(ANNA, "link")
    week.does(ANNA_AT_WORK, f"link {_code(made, 'link')}")
    week.does(ANNA, "answer it switches units off at random")
    week.says(
        "On her way to work she thinks of a better answer, and sends it from the other account. It "
        "is hers, so it takes the place of the first."
    )
    full = (
        "in training every unit is dropped with probability p and the others are scaled by "
        "1/(1-p); at test time nothing is dropped; it acts like averaging many thinned networks "
        "and keeps units from relying on each other"
    )
    week.does(ANNA_AT_WORK, f"answer {full}")
    week.does(ANNA_AT_WORK, "lock", lines=8)
    week.does(ZOE, "answer it drops inputs to make training faster")
    week.until(6, 17)
    week.does(ZOE, "board", lines=12)

    week.day("Wednesday: an appeal")
    week.until(7, 9)
    week.does(BEN, f"answer {_letters(week, right=False)[0]}")
    week.until(7, 17)
    week.does(BEN, "appeal I read the question the other way round")
    week.does(ANNA, "admin appeals", manages=True, lines=10)
    week.says("anna looks at it and upholds the verdict with one button; ben is told.")
    card = week.types(ANNA, "admin appeals", DAILY, manages=True)
    assert isinstance(card, Reply)
    week.presses_button(ANNA, card.message, "Uphold the verdict")

    week.day("Thursday to Saturday")
    for day in (8, 9, 10):
        week.until(day, 9)
        week.types(ZOE, f"answer {_letters(week)}", HALL)
        week.until(day, 17)
    week.says("zoe alone answers on these days, right every time.")

    week.day("Sunday: the week in sum")
    week.until(11, 9)
    week.does(ANNA_AT_WORK, "board all", lines=6)
    week.does(ANNA, "admin log", manages=True, lines=14)


def _letters(week: Week, *, right: bool = True) -> str:
    """The letters of what is right, or wrong, in the open round."""
    group = week.store.groups.of_place(DAILY)
    round = group and week.store.rounds.running(group)
    assert round
    choices = week.bank.questions[round.question].choices
    letters = zip(LETTERS, choices, strict=False)
    return ", ".join(letter for letter, one in letters if one.right == right)


def page() -> str:
    return "\n\n".join(story(load([ROOT / "questions"]))) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
