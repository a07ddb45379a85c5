"""The slash command that Discord is told of, from the core's declarations."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.commands import characters, is_registered, surface
from adapters.discord.permissions import INVITED_WITH
from bot import commands
from bot.cards.words import told
from bot.context import Command, Option, OptionKind
from bot.message import Reply


def nothing(*_: object) -> Reply:
    return told("Done.")


def command(*path: str, options: tuple[Option, ...] = ()) -> Command:
    return Command(path=path, help=f"Do {path[-1]}", run=nothing, options=options)


def levels(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command and everything in it."""
    yield part
    for inner in part.get("options", []):
        yield from levels(inner)


def test_words_of_one_are_subcommands_and_words_of_two_are_in_groups() -> None:
    drawn = surface([command("admin", "setup"), command("today"), command("admin", "void")])
    today, admin = drawn["options"]
    assert today == {"type": 1, "name": "today", "description": "Do today", "options": []}
    assert (admin["type"], admin["name"]) == (2, "admin")
    assert [(inner["type"], inner["name"]) for inner in admin["options"]] == [
        (1, "setup"),
        (1, "void"),
    ]


def test_it_works_in_servers_direct_messages_and_wherever_a_person_brings_it() -> None:
    drawn = surface([command("today")])
    assert {name: drawn[name] for name in ("name", "contexts", "integration_types")} == {
        "name": "dlq",
        "contexts": [0, 1, 2],
        "integration_types": [0, 1],
    }


@pytest.mark.parametrize(
    ("option", "more"),
    [
        (Option("text", "What"), {}),
        (Option("text", "What", required=True), {"required": True}),
        (Option("topic", "A topic", "topic"), {"autocomplete": True}),
        (Option("zone", "A zone", "zone"), {"autocomplete": True}),
        (
            Option("kind", "How", "choice", choices=("open", "short")),
            {
                "choices": [
                    {"name": "open", "value": "open"},
                    {"name": "short", "value": "short"},
                ]
            },
        ),
        (
            Option("many", "Too many", "choice", choices=tuple(map(str, range(26)))),
            {"autocomplete": True},
        ),
    ],
)
def test_an_option_is_a_text_with_choices_or_suggestions(
    option: Option, more: dict[str, Any]
) -> None:
    drawn = surface([command("do", options=(option,))])["options"][0]["options"][0]
    plain = {"type": 3, "name": option.name, "description": option.help, "required": False}
    assert drawn == plain | more


def test_required_options_come_first() -> None:
    options = (Option("a", "A"), Option("b", "B", required=True))
    drawn = surface([command("do", options=options)])["options"][0]["options"]
    assert [option["name"] for option in drawn] == ["b", "a"]


def test_every_command_of_the_core_is_there() -> None:
    drawn = surface(commands.found())
    paths = {
        (*above, inner["name"])
        for part in drawn["options"]
        for above, inner in (
            [((), part)] if part["type"] == 1 else [((part["name"],), i) for i in part["options"]]
        )
    }
    assert paths == {found.path for found in commands.found()}


def test_the_whole_command_obeys_discords_limits() -> None:
    drawn = surface(commands.found())
    assert characters(drawn) <= 8_000
    for part in levels(drawn):
        assert re.fullmatch(r"[-_a-z0-9]{1,32}", part["name"])
        assert 1 <= len(part["description"]) <= 100
        assert len(part.get("options", [])) <= 25
        assert len(part.get("choices", [])) <= 25
        assert not ("choices" in part and "autocomplete" in part)


@pytest.mark.parametrize("kind", ["topic", "topics", "question", "zone", "difficulties"])
def test_what_the_core_has_suggestions_for_is_suggested(kind: OptionKind) -> None:
    drawn = surface([command("do", options=(Option("o", "O", kind),))])
    assert drawn["options"][0]["options"][0]["autocomplete"] is True


# Whether it has to be registered


def as_discord_has_it(part: dict[str, Any]) -> dict[str, Any]:
    """Discord leaves out what is false, and adds fields of its own."""
    kept = {name: value for name, value in part.items() if value not in (False, [])}
    if "options" in kept:
        kept["options"] = [as_discord_has_it(inner) for inner in part["options"]]
    return kept | {"name_localizations": None}


def test_commands_that_discord_has_already_are_not_registered_again() -> None:
    wanted = surface(commands.found())
    added = {"id": "1", "version": "2", "nsfw": False, "contexts": [2, 1, 0]}
    assert is_registered(wanted, [as_discord_has_it(wanted) | added])


@pytest.mark.parametrize(
    "known",
    [
        [],
        [surface([command("today")]), surface([command("today")])],
        [surface([command("today"), command("hint")])],
        [surface([command("today", options=(Option("a", "A"),))])],
        [surface([command("today")]) | {"description": "Another"}],
        [surface([command("today")]) | {"contexts": [0]}],
    ],
)
def test_any_difference_is_registered(known: list[dict[str, Any]]) -> None:
    assert not is_registered(surface([command("today")]), known)


def test_the_invite_link_of_the_readme_asks_for_what_is_needed_and_no_more() -> None:
    readme = Path(__file__).parent.parent / "adapters" / "discord" / "README.md"
    assert f"permissions={INVITED_WITH}&" in readme.read_text(encoding="utf-8")
