"""dlq on Discord, over a real connection: every command, button and form, and who sees what."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot import commands
from bot.context import Command, Option
from tests.discord_server import Answer, Channel, Message, Permission
from tests.discord_stage import Stage, before_class, stage
from tests.fakes.bank import SECRET, tiny_bank

COMMANDS = commands.found()
SAMPLES = {
    "text": "cnn/pooling",
    "topic": "cnn",
    "question": "cnn/pooling",
    "zone": "Europe/Berlin",
    "date": "2026-01-05",
    "time": "10:00",
    "weekdays": "mon-fri",
    "topics": "cnn,training",
    "difficulties": "easy,medium",
    "duration": "12h",
    "named": "none",
}
NAMED = {"grace": "3h", "round": "1"}

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def sample(option: Option) -> str:
    if option.choices:
        return option.choices[0]
    return NAMED.get(option.name) or SAMPLES[option.kind]


def given(command: Command, *, all_of_them: bool) -> dict[str, str]:
    return {o.name: sample(o) for o in command.options if all_of_them or o.required}


@pytest.fixture
async def school() -> AsyncIterator[Stage]:
    """A group whose first round is open; what is asked has one right choice and two hints."""
    async with before_class() as made:
        await made.passes(hours=1, minutes=10)
        yield made


def said_something(answer: Answer) -> None:
    assert answer.failed == ""
    assert answer.modal is not None or answer.text.strip()


# Commands


@every_command
async def test_every_command_is_answered_wherever_it_may_be_used(
    school: Stage, command: Command
) -> None:
    """In the channel, in the thread under an old round, in a direct message, and in a server where
    only the person brought the bot along; with no option, and with all."""
    await school.passes(hours=24)
    thread = school.posts[0].thread
    assert thread is not None
    club = school.server.discord.guild("Club", bot=False)
    lounge = school.server.discord.channel(club, "lounge")
    anna = school["anna"].joins(club).installs()
    for place in (school.room, thread, anna.dm, lounge):
        for all_of_them in (False, True):
            options = given(command, all_of_them=all_of_them)
            answer = await school.uses("anna", command.name, options, place)
            said_something(answer)
            if place is lounge:
                assert answer.private
    assert lounge.messages == {m.id: m for m in anna.sees(lounge)}


async def test_commands_are_declared_once_and_again_only_when_they_changed(school: Stage) -> None:
    discord = school.server.discord
    [declared] = discord.commands
    assert (declared["contexts"], declared["integration_types"]) == ([0, 1, 2], [0, 1])
    known = list(declared["options"])
    await school.restart()
    assert len(discord.sent("PUT")) == 1
    discord.commands[0]["options"].pop()
    await school.restart()
    assert len(discord.sent("PUT")) == 2
    assert discord.commands[0]["options"] == known


async def test_what_is_typed_is_completed_from_memory(school: Stage) -> None:
    anna = school["anna"]
    topics = await anna.autocomplete(school.room, "random", "topic", "cn")
    assert topics[0][0] == "cnn"
    ids = await anna.autocomplete(school.room, "question", "id", "pool")
    assert ids[0][0] == "cnn/pooling"
    zones = await anna.autocomplete(school.room, "admin setup", "zone", "berl")
    assert ("Europe/Berlin", "Europe/Berlin") in [(value, value) for value, _ in zones]


@pytest.mark.parametrize("typed", ["", "x" * 6000, "🦀" * 300, "\u202e\u200f", "<@1> @everyone `"])
async def test_whatever_is_typed_completing_is_no_error(school: Stage, typed: str) -> None:
    for command in COMMANDS:
        for option in command.options:
            [declared] = school.server.discord.commands
            if not _completes(declared, command.path, option.name):
                continue
            found = await school["ben"].autocomplete(school.room, command.name, option.name, typed)
            assert len(found) <= 25


def _completes(declared: dict[str, Any], path: tuple[str, ...], name: str) -> bool:
    node = declared
    for word in (*path, name):
        node = next(inner for inner in node["options"] if inner["name"] == word)
    return bool(node.get("autocomplete"))


# Who sees what


async def test_receipts_hints_and_reveals_are_for_whoever_asked(school: Stage) -> None:
    before = school["cleo"].reads()
    for label in ("B", "Hint", "Lock in", "Reveal"):
        answer = await school.presses("ben", label)
        assert answer.private
    for words in ("me", "past", "today", "hint", "reveal"):
        assert (await school.types("ben", words)).private
    assert school["cleo"].reads() == before


async def test_nobodys_answer_is_seen_before_closing(school: Stage) -> None:
    """Neither what was answered, nor how many chose it, nor the reference, at no time."""
    await school.presses("anna", "A")
    await school.types("ben", "answer b")
    await school.types("ben", "lock")
    for name in ("cleo", "anna"):
        seen = [text for m in school[name].sees() for text in m.history if m.only_for is None]
        assert SECRET not in "".join(seen)
    [post] = school.posts
    assert (post.edits, post.thread) == (0, None)
    await school.passes(hours=24)
    assert SECRET in school["cleo"].reads()


async def test_the_reveal_stands_in_a_thread_and_dead_buttons_are_disabled(school: Stage) -> None:
    await school.presses("ben", "B")
    await school.passes(hours=24)
    first = school.posts[0]
    assert first.labels == ["(A)", "(B)", "(C)", "(Answer)", "(Hint)", "(Lock in)", "Reveal"]
    assert first.thread is not None
    assert "Round 1" in first.thread.name
    [_, reveal] = school.server.discord.messages(first.thread)
    assert "Right: B" in reveal.text
    assert "ben" in reveal.text


async def test_people_are_called_by_nobody_but_the_admins_choice(school: Stage) -> None:
    role = school.server.discord.role(school.school, "readers", mentionable=True)
    school["cleo"].joins(school.school, roles=[role.id])
    school["ben"].user.shown = f"@everyone <@&{role.id}> <@{school['cleo'].user.id}>"
    await school.presses("ben", "B")
    await school.uses("anna", "admin rules", {"ping": f"<@&{role.id}>"})
    pinged = school.server.discord.notes.pinged
    assert pinged == []
    await school.passes(hours=24)
    await school.passes(hours=24)
    asked = [m.id for m in school.posts if "· question" in m.text]
    assert {name for _, name in pinged} <= {"cleo"}
    assert {id for id, _ in pinged} <= set(asked)
    assert pinged, "the role is called with a question"


# Buttons and forms


async def test_every_button_of_a_round_does_what_it_says(school: Stage) -> None:
    for label, said in (("A", "Recorded"), ("B", "Recorded"), ("Hint", "Hint 1 of 2")):
        assert said in (await school.presses("ben", label)).text
    opened = await school.presses("ben", "Answer")
    assert opened.modal is not None
    assert opened.modal.begins_with == {"answer": "B"}
    assert "Recorded" in (await school.fills("ben", opened.modal, answer="C")).text
    assert SECRET in (await school.presses("ben", "Lock in")).text
    assert SECRET in (await school.presses("ben", "Reveal")).text


async def test_several_right_are_chosen_in_a_form(school: Stage) -> None:
    await school.passes(hours=24)
    assert school.question.labels == ["Answer", "Lock in", "Reveal"]
    opened = await school.presses("ben", "Answer")
    answer = await school.fills("ben", opened.modal, answer=["A", "C"])
    assert "Recorded:** A, C" in answer.text


async def test_a_form_that_cannot_be_taken_says_why_and_opens_again_as_it_was() -> None:
    async with stage(tiny_bank("normalization/batch-norm")) as made:
        await made.passes(hours=2)
        opened = await made.presses("ben", "Answer")
        refused = await made.fills("ben", opened.modal, stored="64; 3", trained="32")
        assert "One number belongs here" in refused.text
        assert refused.private
        again = await made.presses("ben", refused.message.labels[0], refused.message)
        assert again.modal is not None
        assert again.modal.begins_with == {"stored": "64; 3", "trained": "32"}
        answer = await made.fills("ben", again.modal, stored="64")
        assert "Recorded" in answer.text


async def test_practice_goes_on_under_the_private_reply(school: Stage) -> None:
    drawn = await school.types("cleo", "random pooling")
    for label in ("Answer", "Reveal", "Another"):
        assert label in drawn.message.labels
    opened = await school.presses("cleo", "Answer", drawn.message)
    answer = await school.fills("cleo", opened.modal, answer=["A", "C"])
    assert SECRET in answer.text
    assert answer.private
    another = await school.presses("cleo", "Another", drawn.message)
    assert "Practice" in another.text


async def test_practice_works_where_the_bot_is_a_guest(school: Stage) -> None:
    club = school.server.discord.guild("Club", bot=False)
    lounge = school.server.discord.channel(club, "lounge")
    eve = school.server.person("eve", club).installs()
    school.people["eve"] = eve
    drawn = await school.uses("eve", "random", {"topic": "pooling"}, lounge)
    assert (drawn.private, "Practice" in drawn.text) == (True, True)
    opened = await school.presses("eve", "Answer", drawn.message)
    answer = await school.fills("eve", opened.modal, answer=["A"])
    assert SECRET in answer.text
    said_something(await school.presses("eve", "Reveal", drawn.message))


async def test_everything_goes_on_in_direct_messages(school: Stage) -> None:
    await school.presses("ben", "B")
    dm = school["ben"].dm
    assert "Same padding" in (await school.uses("ben", "today", channel=dm)).text
    opened = await school.uses("ben", "answer", channel=dm)
    assert "Recorded" in (await school.fills("ben", opened.modal, answer="A")).text
    assert "Hint 1" in (await school.uses("ben", "hint", channel=dm)).text


# Two at once, and the same twice


async def test_two_people_press_at_once_and_each_sees_their_own(school: Stage) -> None:
    first, second = await asyncio.gather(
        school["anna"].press(school.question, "A"), school["ben"].press(school.question, "B")
    )
    assert ("Recorded:** A" in first.text, "Recorded:** B" in second.text) == (True, True)
    await school.bot.quiet()


async def test_the_same_form_is_open_before_two_and_twice_before_one(school: Stage) -> None:
    mine = await school.presses("anna", "Answer")
    again = await school.presses("anna", "Answer")
    theirs = await school.presses("ben", "Answer")
    assert "Recorded:** B" in (await school.fills("ben", theirs.modal, answer="B")).text
    assert "Recorded:** C" in (await school.fills("anna", again.modal, answer="C")).text
    assert "Recorded:** A" in (await school.fills("anna", mine.modal, answer="A")).text


async def test_forty_people_press_at_once(school: Stage) -> None:
    crowd = [school.server.person(f"p{n}", school.school) for n in range(40)]
    deeds = [p.press(school.question, "ABC"[n % 3]) for n, p in enumerate(crowd)]
    answers = await asyncio.gather(*deeds)
    assert ["Recorded" in answer.text for answer in answers] == [True] * 40
    await school.bot.quiet()


# A restart between any two steps


@pytest.mark.parametrize("killed", [False, True])
async def test_everything_ever_posted_works_after_a_restart(school: Stage, killed: bool) -> None:
    assert "Recorded:** A" in (await school.presses("ben", "A")).text
    await school.restart(killed=killed)
    assert "Recorded:** B" in (await school.presses("ben", "B")).text
    opened = await school.presses("ben", "Answer")
    drawn = await school.types("cleo", "random pooling")
    await school.restart(killed=killed)
    assert "Recorded:** C" in (await school.fills("ben", opened.modal, answer="C")).text
    form = await school.presses("cleo", "Answer", drawn.message)
    await school.restart(killed=killed)
    assert SECRET in (await school.fills("cleo", form.modal, answer=["A"])).text
    await school.passes(hours=24)
    await school.restart(killed=killed)
    old: Message = school.posts[0]
    assert SECRET in (await school.presses("cleo", "Reveal", old)).text


async def test_setup_refuses_a_place_that_it_could_not_serve() -> None:
    async with stage(tiny_bank("cnn/pooling"), setup=False) as made:
        said = []
        for bit in (Permission.SEND_MESSAGES, Permission.READ_MESSAGE_HISTORY):
            shut: Channel = made.server.discord.channel(made.school, f"no-{len(said)}")
            made.server.discord.deny(shut, bit)
            answer = await made.uses("anna", "admin setup", {"time": "09:00", "zone": "UTC"}, shut)
            said.append(answer.text)
        assert "I may not write in #no-0: give my role Send Messages there." in said[0]
        assert "#no-1: give my role Read Message History there." in said[1]
        await made.passes(hours=30)
        assert made.server.discord.sent("POST /channels") == []
