"""The loopback Discord refuses what Discord refuses: limits of messages, modals and commands."""

from typing import Any

import discord
import pytest

from tests.discord_server import Discord, Message, bodies, commands, modals
from tests.discord_server.bodies import Body
from tests.discord_server.refusals import Refusal
from tests.fakes.clock import Clock
from tests.fakes.discord_scene import Scene

V2 = 1 << 15


def text(words: str = "words", **more: Any) -> dict[str, Any]:
    return {"type": 10, "content": words, **more}


def button(label: str = "Hint", id: str = "hint", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": label, "custom_id": id, **more}


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def box(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 17, "components": list(children)}


def options(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"label": f"Option {n}", "value": str(n), **more} for n in range(count)]


def select(count: int = 2, **more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "menu", "options": options(count), **more}


def v2(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components), **more}


def drawn(body: dict[str, Any]) -> Message:
    """The body as a message, if Discord would take it."""
    service = Discord(Clock())
    channel = service.channel(service.guild("School"), "daily")
    message = Message(service.new_id(), channel, service.bot, service.clock())
    bodies.fill(message, Body(body), service.new_id, v2=bodies.v2_after(message, Body(body)))
    return message


JUST_RIGHT = {
    "2000 characters": {"content": "x" * 2000},
    "4000 characters of text": v2(text("x" * 2500), text("y" * 1500)),
    "40 components": v2(*[text(str(n)) for n in range(40)]),
    "10,170 bytes": v2(text("あ" * 3380 + "z" * 18)),
    "5 buttons a row": v2(row(*[button(id=str(n)) for n in range(5)])),
    "a select of 25": v2(row(select(25, placeholder="x" * 150))),
    "a box of all kinds": v2(
        box(text(), row(button()), {"type": 14, "spacing": 2}),
        {"type": 9, "components": [text()], "accessory": button(id="x")},
    ),
    "a label of 80, an id of 100": v2(row(button("x" * 80, "y" * 100))),
    "a link": v2(row({"type": 2, "style": 5, "label": "Docs", "url": "https://example.org"})),
    "own component ids": v2(text(id=2**31 - 1), text(id=0)),
    "five old rows": {"content": "x", "components": [row(button(id=str(n))) for n in range(5)]},
    "an embed": {"embeds": [{"title": "x" * 256, "description": "y" * 4096}]},
    "a nonce of 25": {"content": "x", "nonce": "n" * 25, "enforce_nonce": True},
}

TOO_MUCH = {
    "2001 characters": ({"content": "x" * 2001}, "2000 or fewer"),
    "1001 emoji": ({"content": "🦀" * 1001}, "2000 or fewer"),
    "4001 characters of text": (v2(text("x" * 2501), text("y" * 1500)), "text size (4001)"),
    "41 components": (v2(*[text(str(n)) for n in range(41)]), "between 0 and 40"),
    "41 nested components": (v2(box(*[text(str(n)) for n in range(40)])), "total number"),
    "six buttons": (v2(row(*[button(id=str(n)) for n in range(6)])), "between 1 and 5"),
    "an empty row": (v2(row()), "between 1 and 5"),
    "a button outside a row": (v2(button()), "one of"),
    "a button beside a select": (v2(row(button(), select())), "maximum width"),
    "two selects in a row": (v2(row(select(), select(custom_id="b"))), "maximum width"),
    "a label of 81": (v2(row(button("x" * 81))), "80 or fewer"),
    "no label": (v2(row(button(""))), "label or an emoji"),
    "an id of 101": (v2(row(button(id="x" * 101))), "between 1 and 100"),
    "no id": (v2(row(button(id=""))), "required"),
    "an id twice": (v2(row(button(), button("Other"))), "cannot be duplicated"),
    "a component id twice": (v2(text(id=7), text(id=7)), "cannot be duplicated"),
    "a component id of 33 bits": (v2(text(id=2**32)), "between 0 and"),
    "a link with an id": (
        v2(row({"type": 2, "style": 5, "label": "x", "custom_id": "x", "url": "https://a.b"})),
        "one of the two",
    ),
    "a long link": (
        v2(row({"type": 2, "style": 5, "label": "x", "url": "https://" + "x" * 505})),
        "512",
    ),
    "26 options": (v2(row(select(26))), "between 1 and 25"),
    "no options": (v2(row(select(0))), "between 1 and 25"),
    "an option's value twice": (
        v2(row(select(options=[*options(1), *options(1)]))),
        "already used",
    ),
    "a long option": (
        v2(row(select(options=[{"label": "x" * 101, "value": "x"}]))),
        "between 1 and 100",
    ),
    "a long placeholder": (v2(row(select(placeholder="x" * 151))), "150 or fewer"),
    "more values than options": (v2(row(select(2, max_values=3))), "min_values and"),
    "an empty text": (v2(text("")), "required"),
    "a blank text": (v2(text(" \n")), "required"),
    "a box in a box": (v2(box(box(text()))), "one of"),
    "an empty box": (v2(box()), "between 1 and"),
    "four texts in a section": (
        v2({"type": 9, "components": [text()] * 4, "accessory": button()}),
        "between 1 and 3",
    ),
    "a section without accessory": (v2({"type": 9, "components": [text()]}), "dictionaries"),
    "a gallery of 11": (
        v2({"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}}] * 11}),
        "between 1 and 10",
    ),
    "long words for a picture": (
        v2({"type": 12, "items": [{"media": {"url": "https://a.b"}, "description": "x" * 1025}]}),
        "1024 or fewer",
    ),
    "a file that is not there": (
        v2({"type": 13, "file": {"url": "attachment://a.md"}}),
        "not found",
    ),
    "a file from elsewhere": (v2({"type": 13, "file": {"url": "https://a.b/c"}}), "Not a well"),
    "content beside components": (v2(text(), content="x"), "IS_COMPONENTS_V2"),
    "embeds beside components": (v2(text(), embeds=[{"title": "x"}]), "IS_COMPONENTS_V2"),
    "new components without the flag": ({"components": [text()]}, "one of"),
    "six old rows": (
        {"content": "x", "components": [row(button(id=str(n))) for n in range(6)]},
        "between 0 and 5",
    ),
    "a modal's field": (v2({"type": 18, "label": "x", "component": {}}), "one of"),
    "6001 characters in embeds": (
        {"embeds": [{"description": "x" * 4000}, {"description": "y" * 2001}]},
        "maximum size of 6000",
    ),
    "11 embeds": ({"embeds": [{"title": "x"}] * 11}, "between 0 and 10"),
    "26 fields": (
        {"embeds": [{"fields": [{"name": "x", "value": "y"}] * 26}]},
        "between 0 and 25",
    ),
    "a nonce of 26": ({"content": "x", "nonce": "n" * 26}, "25 or fewer"),
    "users and parse users": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "mutually exclusive",
    ),
}


@pytest.mark.parametrize("body", JUST_RIGHT.values(), ids=JUST_RIGHT)
def test_what_is_just_right_is_taken(body: dict[str, Any]) -> None:
    kept = drawn(body)
    assert kept.text or kept.components or kept.embeds


@pytest.mark.parametrize(("body", "said"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_refused(body: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal) as caught:
        drawn(body)
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert said in str(caught.value)


async def test_every_refusal_reaches_the_client_and_is_noted(scene: Scene) -> None:
    for name, (body, _) in TOO_MUCH.items():
        with pytest.raises(discord.HTTPException) as caught:
            await scene.post(body)
        assert (name, caught.value.status, caught.value.code) == (name, 400, 50035)
    assert len(scene.server.discord.notes.violations) == len(TOO_MUCH)
    scene.server.discord.notes.violations.clear()
    assert scene.ada.sees() == []


@pytest.mark.parametrize("body", [{}, {"content": " "}, v2(), {"content": "", "embeds": []}])
async def test_an_empty_message_is_refused(scene: Scene, body: dict[str, Any]) -> None:
    await scene.assert_refused(50006, "POST", scene.posts, body)


async def test_one_byte_too_many_is_answered_with_500(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_time(seconds: float) -> None:
        return None

    monkeypatch.setattr("discord.http.asyncio.sleep", no_time)
    with pytest.raises(discord.DiscordServerError):
        await scene.post(v2(text("あ" * 3380 + "z" * 19)))
    notes = scene.server.discord.notes
    assert [r.status for r in notes.requests if r.method == "POST"] == [500] * 5
    notes.violations.clear()


# Modals


def label(component: dict[str, Any], words: str = "Your answer", **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": words, "component": component, **more}


def field(**more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "answer", "style": 2, **more}


def radio(count: int = 2, **more: Any) -> dict[str, Any]:
    return {"type": 21, "custom_id": "answer", "options": options(count), **more}


def boxes(count: int = 2, **more: Any) -> dict[str, Any]:
    return {"type": 22, "custom_id": "answer", "options": options(count), **more}


def modal(*rows: dict[str, Any], title: str = "Round 1", id: str = "form") -> dict[str, Any]:
    return {"custom_id": id, "title": title, "components": list(rows)}


OPENS = {
    "a text": modal(label(field(max_length=4000, placeholder="x" * 100, value="y"))),
    "a text above": modal(text("Which?"), label(field())),
    "five fields": modal(*[label(field(custom_id=str(n))) for n in range(5)]),
    "the longest words": modal(
        label(field(), "x" * 45, description="y" * 100), title="z" * 45, id="i" * 100
    ),
    "radio of 10": modal(label(radio(10))),
    "boxes of 1": modal(label(boxes(1))),
    "boxes of 10, none needed": modal(label(boxes(10, required=False, min_values=0))),
    "a select": modal(label(select(25, max_values=25))),
    "a box": modal(label({"type": 23, "custom_id": "sure"})),
}

STAYS_SHUT = {
    "no field": modal(),
    "six fields": modal(*[label(field(custom_id=str(n))) for n in range(6)]),
    "a long title": modal(label(field()), title="x" * 46),
    "no title": modal(label(field()), title=""),
    "a long id": modal(label(field()), id="x" * 101),
    "a long label": modal(label(field(), "x" * 46)),
    "a long description": modal(label(field(), description="x" * 101)),
    "a field twice": modal(label(field()), label(field())),
    "a field without label": modal(field()),
    "a label on the field": modal(label(field(label="x"))),
    "a button": modal(row(button())),
    "a long placeholder": modal(label(field(placeholder="x" * 101))),
    "a length of 4001": modal(label(field(max_length=4001))),
    "a value longer than the field": modal(label(field(max_length=3, value="four"))),
    "no style": modal(label({"type": 4, "custom_id": "answer"})),
    "radio of 1": modal(label(radio(1))),
    "radio of 11": modal(label(radio(11))),
    "radio with two defaults": modal(label(radio(options=options(2, default=True)))),
    "boxes of 11": modal(label(boxes(11))),
    "no boxes": modal(label(boxes(0))),
    "boxes that need none and some": modal(label(boxes(2, min_values=0))),
    "more boxes than there are": modal(label(boxes(2, max_values=3))),
    "a select of 26": modal(label(select(26))),
    "a select that is disabled": modal(label(select(disabled=False))),
}


@pytest.mark.parametrize("data", OPENS.values(), ids=OPENS)
def test_a_modal_that_is_just_right_opens(data: dict[str, Any]) -> None:
    assert modals.checked(data)["title"] == data["title"]


@pytest.mark.parametrize("data", STAYS_SHUT.values(), ids=STAYS_SHUT)
def test_a_modal_that_is_wrong_stays_shut(data: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as caught:
        modals.checked(data)
    assert caught.value.code == 50035


# Commands


def command(*given: dict[str, Any], name: str = "dlq", words: str = "Practise") -> dict[str, Any]:
    return {"name": name, "description": words, "options": list(given)}


def option(name: str = "topic", **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "A topic", **more}


def sub(*given: dict[str, Any], name: str = "random", kind: int = 1) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "Draw one", "options": list(given)}


CHOICES = [{"name": str(n), "value": str(n)} for n in range(25)]

REGISTERED = {
    "plain": command(),
    "25 options": command(*[option(f"o{n}") for n in range(25)]),
    "a group": command(sub(sub(option()), kind=2, name="admin"), sub()),
    "25 choices": command(option(choices=CHOICES)),
    "the longest words": command(option("x" * 32), name="y" * 32, words="z" * 100),
}

UNREGISTERED = {
    "a long name": command(name="x" * 33),
    "a capital": command(name="Dlq"),
    "a space": command(name="d lq"),
    "no description": command(words=""),
    "a long description": command(words="x" * 101),
    "26 options": command(*[option(f"o{n}") for n in range(26)]),
    "26 choices": command(option(choices=[*CHOICES, {"name": "x", "value": "x"}])),
    "a long choice": command(option(choices=[{"name": "x" * 101, "value": "x"}])),
    "choices and autocomplete": command(option(choices=CHOICES, autocomplete=True)),
    "an option twice": command(option(), option()),
    "required after optional": command(option(), option("kind", required=True)),
    "options beside subcommands": command(sub(), option()),
    "a group in a group": command(sub(sub(sub(), kind=2), kind=2)),
    "an empty group": command(sub(kind=2)),
    "8001 characters": command(
        *[sub(*[option(f"o{n}", description="x" * 100) for n in range(25)], name=f"s{m}")
          for m in range(4)]
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", REGISTERED.values(), ids=REGISTERED)
def test_a_command_that_is_just_right_is_registered(body: dict[str, Any]) -> None:
    [kept] = commands.checked([body])
    assert kept["name"] == body["name"]


@pytest.mark.parametrize("body", UNREGISTERED.values(), ids=UNREGISTERED)
def test_a_command_that_is_wrong_is_not(body: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as caught:
        commands.checked([body])
    assert caught.value.code == 50035


def test_a_name_is_registered_once() -> None:
    with pytest.raises(Refusal):
        commands.checked([command(), command()])
    with pytest.raises(Refusal):
        commands.checked([command(name=f"c{n}") for n in range(101)])
