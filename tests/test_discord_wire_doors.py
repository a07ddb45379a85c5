"""Every kind of button and form that there is, pressed and sent on Discord: found by discovery, and
answered with everything that the core said. Commands are in test_discord_wire."""

import re
from collections import deque
from datetime import UTC, datetime

import pytest

from bot import commands, plain
from bot.message import Form, Refused, Reply, Time
from tests.discord_server import Answer, Message
from tests.discord_stage import Stage, stage
from tests.fakes.bank import TEXTS, UNSURE, tiny_bank
from tests.fakes.own import SUGGESTED
from tests.served_stage import something_in

VERBS = {verb for command in commands.found() for verb in command.doors}


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def assert_answered(made: Stage, name: str, answer: Answer) -> None:
    """All that the core said stands before the person, and before nobody else."""
    event, outcome = made.bot.outcomes[-1]
    assert answer.failed == ""
    if isinstance(outcome, Form):
        assert answer.modal is not None
        assert words(answer.modal.title) <= words(outcome.title)
        assert answer.modal.names == [field.name for field in outcome.fields]
        return
    assert answer.private
    read = words(" ".join(_seen(message) for message in made[name].sees()))
    if isinstance(outcome, Refused):
        said = " ".join(f"{field} {sentence}" for field, sentence in outcome.complaints)
        assert words(said) - read == set()
        return
    assert isinstance(outcome, Reply)
    if made.bot.app.opens(event) != "nothing":
        assert words(plain.text(outcome.message)) - read == set()


def _seen(message: Message) -> str:
    """Its text and its buttons, as somebody in UTC sees them."""
    text = re.sub(r"<t:(\d+):([tDf])>", _at, message.text)
    return " ".join([text, *message.labels])


def _at(found: re.Match[str]) -> str:
    styles = {"t": "time", "D": "date", "f": "full"}
    at = datetime.fromtimestamp(int(found[1]), UTC)
    return plain.time_text(Time(at, style=styles[found[2]]))


async def presses(made: Stage, name: str, label: str, on: Message) -> Answer:
    answer = await made.presses(name, label, on)
    assert_answered(made, name, answer)
    return answer


async def fills(made: Stage, name: str, opened: Answer, /, **values: object) -> Answer:
    """Send the form that came."""
    sent = await made.fills(name, opened.modal, **values)
    assert_answered(made, name, sent)
    return sent


class Presser:
    """Presses every button that it comes to see, each action once, and sends every form."""

    def __init__(self, made: Stage, name: str) -> None:
        self.made, self.person, self.name = made, made[name], name
        self.pressed: set[str] = set()

    async def press_all(self) -> None:
        waiting = deque(self.person.sees())
        while waiting:
            on = waiting.popleft()
            for button in [b for b in on.buttons if not b.get("disabled")]:
                if button["custom_id"] in self.pressed or button["label"] not in on.labels:
                    continue
                self.pressed.add(button["custom_id"])
                before = self.person.sees()
                answer = await presses(self.made, self.name, button["label"], on)
                await self.send(answer)
                waiting += [m for m in self.person.sees() if m not in before]

    async def send(self, answer: Answer) -> None:
        """Fill in the form that came, if one did."""
        asked = self.made.bot.last
        if answer.modal is not None and isinstance(asked, Form):
            values = {field.name: something_in(field) for field in asked.fields}
            await fills(self.made, self.name, answer, **values)


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
        await made.types("anna", f"question {question}", made["anna"].dm)
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
            guest = f"guest-{number}"
            made.people[guest] = made.server.person(guest, made.school)
            await made.types(guest, f"answer {UNSURE}")
        cleo = made["cleo"]
        await presses(made, "cleo", "Show the verdict", cleo.newest("I am not sure whether"))
        await made.types("anna", "admin close-now")
        for name in ("ben", "cleo"):
            asked = await made.types(name, "appeal")
            await fills(made, name, asked, why="it says the same in other words")
        await settles(made, "anna")
        await leafs(made, "anna", "ben")
        await made.types("anna", "admin pause")
        await reviews_and_is_reminded(made, "ben")
        await suggests_and_decides(made, "ben", "anna")
        await made.types("cleo", "privacy delete")
        await presses(made, "cleo", "Delete it all", cleo.newest("Delete what is held"))
        assert VERBS - made.verbs == set()


async def settles(made: Stage, name: str) -> None:
    listed = (await made.types(name, "admin appeals")).messages[-1]
    admin, way = Presser(made, name), "Choose the key points"
    await presses(made, name, "Appeal 1", listed)
    card = next(m for m in reversed(made[name].sees()) if way in m.labels)
    await admin.send(await presses(made, name, way, card))
    await admin.press_all()


async def leafs(made: Stage, admin: str, name: str) -> None:
    for hours in range(1, 17):
        await made.types(admin, f"admin rules grace={hours}h")
    logged = await made.types(admin, "admin log")
    await presses(made, admin, "Older", logged.messages[-1])
    board = await made.types(name, "board all")
    await presses(made, name, "All ranks", board.messages[-1])


async def reviews_and_is_reminded(made: Stage, name: str) -> None:
    person = made[name]
    await made.types(name, "remind 11:00")
    await made.passes(hours=48)
    reminder = person.newest("Your review", person.dm)
    await presses(made, name, "Review now", reminder)
    rated = await made.types(name, "answer It is silenced by chance.")
    await presses(made, name, "Hard", rated.messages[-1])
    await presses(made, name, "Stop reminders", reminder)


async def suggests_and_decides(made: Stage, name: str, admin: str) -> None:
    """One is looked at, mended, accepted and taken out again, one declined."""
    for title in ("Zebra stripes", "Striped zebras"):
        asked = await made.types(name, "suggest")
        await fills(made, name, asked, **SUGGESTED | {"title": title})
    person = made[admin]
    listed = (await made.types(admin, "admin suggestions")).messages[-1]
    await presses(made, admin, "Suggestion 1", listed)
    edits = await presses(made, admin, "Edit", person.newest("Suggestion 1: Zebra stripes"))
    await fills(made, admin, edits, **SUGGESTED | {"title": "Stripes of a zebra"})
    await presses(made, admin, "Accept", person.newest("Suggestion 1: Stripes of a zebra"))
    await presses(made, admin, "Suggestion 2", listed)
    why = await presses(made, admin, "Decline", person.newest("Suggestion 2: Striped zebras"))
    await fills(made, admin, why, why="we have one already")
    assert "we have one already" in made[name].newest("declined").text
    decided = (await made.types(admin, "admin suggestions")).messages[-1]
    await presses(made, admin, "Remove 1", decided)


async def reports(made: Stage, name: str, admin: str) -> None:
    """While the question is sealed for the admin, who sees at first only that there is a report."""
    await made.types(name, "report regularization/dropout its hint tells it all")
    listed = (await made.types(admin, "admin reports")).messages[-1]
    await presses(made, admin, "Look at 1", listed)
    assert "its hint tells it all" not in made[admin].reads()


async def test_a_refused_form_names_its_fields_as_the_form_does() -> None:
    """And it can be opened again as it was sent."""
    async with stage(tiny_bank("regularization/dropout"), "ben") as made:
        asked = await made.types("ben", "suggest")
        assert asked.modal is not None and asked.modal.title == "Suggest: choice"
        sent = SUGGESTED | {"question": "q" * 3_000, "answer": "one alone"}
        refused = await fills(made, "ben", asked, **sent)
        lines = refused.text.split("\n")
        assert lines[0] == "**question:** That has 3,000 characters; at most 1,000 fit."
        assert lines[1].startswith("**answer:** Write 2 to 5 options")
        again = await presses(made, "ben", "Open the form again", refused.message)
        assert again.modal is not None
        assert again.modal.begins_with == sent | {"topic": ["regularization"]}
