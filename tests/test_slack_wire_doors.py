"""Every command, by each of its three doors, and every button there is: found by discovery, and
answered on Slack with everything that the core said."""

import re
from collections import deque
from collections.abc import AsyncIterator, Iterator

import pytest

from bot import commands, plain
from bot.context import Command
from bot.message import Form, Message, Reply
from tests.fakes.bank import TEXTS, UNSURE, tiny_bank
from tests.fakes.own import SUGGESTED
from tests.served_stage import Outcome, something_in
from tests.slack_server import shown
from tests.slack_server.people import Person
from tests.slack_server.world import Message as Seen
from tests.slack_stage import Stage, stage

pytestmark = pytest.mark.usefixtures("no_proxies")

COMMANDS = commands.found()
VERBS = {verb for command in COMMANDS for verb in command.doors}

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    """A round is open, and an answer was given to it."""
    async with stage(tiny_bank(), "anna", "ben") as made:
        await made.types("anna", "admin queue cnn/same-padding")
        await made.passes(hours=1, minutes=5)
        await made.types("anna", "answer A")
        yield made


def typed(command: Command) -> str:
    """The command with what it must be given."""
    needed = [f"{option.name}=cnn/pooling" for option in command.options if option.required]
    return " ".join([command.name, *needed])


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def unsaid(message: Message, read: str) -> set[str]:
    """Words of a message that are not to be read."""
    return words(plain.text(message)) - words(read)


def assert_answered(outcome: Outcome, person: Person) -> None:
    """All that the core said stands before the person, and before nobody else."""
    if isinstance(outcome, Form):
        view = person.view
        assert view is not None, "a form is open"
        shown_now = f"{view.title}\n{shown.text(view.blocks)}"
        labels = [outcome.title, *(field.label for field in outcome.fields)]
        assert words(" ".join(labels)) - words(shown_now) == set()
        return
    assert isinstance(outcome, Reply)
    private = [shown.text(m.blocks, m.text) for m in person.seen() if m.only_for == person.id]
    direct = [shown.text(m.blocks, m.text) for m in person.seen() if m.channel.startswith("D")]
    assert unsaid(outcome.message, "\n".join([*private, *direct])) == set()


@every_command
async def test_a_command_is_answered_to_whoever_typed_it(day: Stage, command: Command) -> None:
    posts = len(day.posts)
    others = len(day["ben"].seen())
    assert await day.types("anna", typed(command)) == ""
    assert_answered(day.bot.last, day["anna"])
    assert len(day["ben"].seen()) - others == len(day.posts) - posts


@every_command
async def test_a_command_is_answered_where_it_was_mentioned(day: Stage, command: Command) -> None:
    """Without a trigger a form is offered by a button."""
    await day["anna"].mention(day.room, typed(command))
    await day.bot.quiet()
    await assert_answered_or_offered(day, day["anna"])


@every_command
async def test_a_command_is_answered_in_a_direct_message(day: Stage, command: Command) -> None:
    await day["anna"].writes_dm(typed(command))
    await day.bot.quiet()
    await assert_answered_or_offered(day, day["anna"])


async def assert_answered_or_offered(day: Stage, person: Person) -> None:
    outcome = day.bot.last
    if isinstance(outcome, Form):
        offer = person.seen()[-1]
        [label] = shown.labels(offer.blocks)
        assert await person.press(offer, label) == ""
        await day.bot.quiet()
    assert_answered(outcome, person)


@every_command
async def test_a_command_is_answered_before_any_group_is_there(command: Command) -> None:
    async with stage(tiny_bank("cnn/pooling"), "anna", setup=False) as made:
        assert await made.types("anna", typed(command)) == ""
        assert_answered(made.bot.last, made["anna"])


@every_command
async def test_its_help_can_be_read(day: Stage, command: Command) -> None:
    await day.types("ben", f"help {command.name}")
    assert_answered(day.bot.last, day["ben"])


# Buttons


class Presser:
    """Presses every button that it comes to see, each action once, and sends every form."""

    def __init__(self, made: Stage, name: str) -> None:
        self.made, self.person, self.name = made, made[name], name
        self.pressed: set[str] = set()

    async def press_all(self) -> None:
        waiting = deque(self.person.seen())
        while waiting:
            on = waiting.popleft()
            for label, action_id in buttons(on):
                if action_id in self.pressed or label not in shown.labels(on.blocks):
                    continue
                self.pressed.add(action_id)
                before = len(self.person.seen())
                assert await self.made.presses(self.name, label, on) == "", label
                assert_answered(self.made.bot.last, self.person)
                await self.send()
                waiting += self.person.seen()[before:]

    async def send(self) -> None:
        """Fill in the form that came, if one did."""
        asked = self.made.bot.last
        if self.person.view is None or not isinstance(asked, Form):
            return
        values = {field.name: something_in(field) for field in asked.fields}
        assert await self.made.fills(self.name, **values) == ""
        if self.person.view is not None:
            assert self.person.view.errors
            await self.person.close()


def buttons(message: Seen) -> Iterator[tuple[str, str]]:
    for block in message.blocks:
        if block["type"] == "actions":
            yield from (
                (shown.label(e), e["action_id"]) for e in block["elements"] if e["type"] == "button"
            )


@pytest.mark.parametrize("question", TEXTS)
async def test_every_button_and_form_of_a_round_is_answered(question: str) -> None:
    """Of the open round, of the closed one, and of everything that comes of pressing them."""
    async with stage(tiny_bank(question, "cnn/pooling"), "anna", "ben") as made:
        await made.types("anna", f"admin queue {question}")
        await made.passes(hours=1, minutes=5)
        await Presser(made, "ben").press_all()
        await made.passes(hours=24)
        await Presser(made, "anna").press_all()
        assert made.verbs >= {"answer", "lock", "reveal"}


@pytest.mark.parametrize("question", TEXTS)
async def test_every_button_and_form_of_practice_is_answered(question: str) -> None:
    async with stage(tiny_bank(question), "anna", setup=False) as made:
        await made.types("anna", f"question {question}")
        await Presser(made, "anna").press_all()
        assert made.verbs >= {"answer", "reveal"}


async def test_every_kind_of_button_is_pressed_somewhere() -> None:
    """Of rounds, of practice, of a verdict that asks back, of an appeal and its settling, of what
    has pages, of reviews, of own questions and reports, of what is deleted."""
    async with stage(tiny_bank("regularization/dropout"), "anna", "ben", "cleo") as made:
        await made.types("ben", "random")
        await made.passes(hours=1, minutes=5)
        await reports(made, "cleo", "anna")
        for name in ("ben", "cleo"):
            await made.types(name, f"answer {UNSURE}")
            await made.types(name, "lock")
        await Presser(made, "ben").press_all()
        for number in range(9):
            made.joins(f"guest-{number}")
            await made.types(f"guest-{number}", f"answer {UNSURE}")
        await made.presses("cleo", "Show the verdict", made["cleo"].newest("I am not sure whether"))
        await made.types("anna", "admin close-now")
        for name in ("ben", "cleo"):
            await made.types(name, "appeal")
            await made.fills(name, why="it says the same in other words")
        await made.types("anna", "admin appeals")
        admin, way = Presser(made, "anna"), "Choose the key points"
        await made.presses("anna", way, made["anna"].newest(way))
        await admin.send()
        await admin.press_all()
        for hours in range(1, 17):
            await made.types("anna", f"admin rules grace={hours}h")
        await made.types("anna", "admin log")
        await made.presses("anna", "Older", made["anna"].newest("What admins did"))
        await made.types("ben", "board all")
        await made.presses("ben", "All ranks", made["ben"].newest("Board of daily"))
        await made.types("anna", "admin pause")
        await reviews_and_is_reminded(made, "ben")
        await suggests_and_decides(made, "ben", "anna")
        await made.types("cleo", "privacy delete")
        await made.presses("cleo", "Delete it all", made["cleo"].newest("Delete what is held"))
        assert VERBS - made.verbs == set()


async def reviews_and_is_reminded(made: Stage, name: str) -> None:
    person = made[name]
    await made.types(name, "remind 11:00")
    await made.passes(hours=48)
    reminder = person.newest("Your review")
    await made.presses(name, "Review now", reminder)
    await made.types(name, "answer It is silenced by chance.")
    await made.presses(name, "Hard", person.newest("Hard"))
    assert_answered(made.bot.last, person)
    await made.presses(name, "Stop reminders", reminder)
    assert_answered(made.bot.last, person)


async def suggests_and_decides(made: Stage, name: str, admin: str) -> None:
    """One is looked at, mended, accepted and taken out again, one declined."""
    for title in ("Zebra stripes", "Striped zebras"):
        await made.types(name, "suggest")
        assert await made.fills(name, **SUGGESTED | {"title": title}) == ""
    person = made[admin]
    await made.types(admin, "admin suggestions")
    listed = person.newest("2 suggestions to decide")
    await made.presses(admin, "Suggestion 1", listed)
    card = person.newest("Suggestion 1: Zebra stripes")
    await made.presses(admin, "Edit", card)
    assert await made.fills(admin, **SUGGESTED | {"title": "Stripes of a zebra"}) == ""
    await made.presses(admin, "Accept", person.newest("Suggestion 1: Stripes of a zebra"))
    assert_answered(made.bot.last, person)
    await made.presses(admin, "Suggestion 2", listed)
    await made.presses(admin, "Decline", person.newest("Suggestion 2: Striped zebras"))
    assert await made.fills(admin, why="we have one already") == ""
    assert "we have one already" in shown.text(made[name].newest("declined").blocks)
    await made.types(admin, "admin suggestions")
    await made.presses(admin, "Remove 1", person.newest("0 suggestions to decide"))
    assert_answered(made.bot.last, person)


async def reports(made: Stage, name: str, admin: str) -> None:
    """While the question is sealed for the admin, who sees at first only that there is a report."""
    await made.types(name, "report regularization/dropout its hint tells it all")
    await made.types(admin, "admin reports")
    listed = made[admin].newest("1 open report")
    await made.presses(admin, "Look at 1", listed)
    assert_answered(made.bot.last, made[admin])
    assert "its hint tells it all" not in made[admin].reads()
