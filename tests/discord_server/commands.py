"""Application commands: what Discord checks when they are registered, and how it makes a payload
of what a person types.

https://docs.discord.com/developers/interactions/application-commands
"""

import re
from collections.abc import Mapping
from typing import Any

from tests.discord_server.components import Path
from tests.discord_server.refusals import Complaints, Refusal, width

NAME = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")
MOST_COMMANDS = 100
MOST_CHARACTERS = 8000
SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)
ATTACHMENT = 11
SUBCOMMANDS = {SUB, GROUP}

Body = dict[str, Any]
Option = dict[str, Any]


def checked(commands: object) -> list[Body]:
    """Commands as they are kept; a Refusal if Discord would not take one of them."""
    found = Complaints()
    if not found.count((), commands, 0, MOST_COMMANDS):
        found.refuse()
    assert isinstance(commands, list)
    for index, command in enumerate(commands):
        _command(found, (index,), command)
    names = [(command.get("type", 1), command.get("name")) for command in commands]
    if len(names) != len(set(names)):
        found.add(
            (), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
        )
    found.refuse()
    return [_kept(command) for command in commands]


def _kept(command: Body) -> Body:
    usual = {
        "type": 1,
        "nsfw": False,
        "default_member_permissions": None,
        "dm_permission": True,
        "contexts": None,
        "integration_types": [0],
        "name_localizations": None,
        "description_localizations": None,
    }
    return usual | {key: value for key, value in command.items() if key != "id"}


def _command(found: Complaints, path: Path, command: Body) -> None:
    kind = command.get("type", 1)
    if kind != 1:
        found.length((*path, "name"), command.get("name"), 32, 1)
        return
    _named(found, path, command)
    for name, most in (("integration_types", 1), ("contexts", 2)):
        for value in command.get(name) or []:
            found.number((*path, name), value, 0, most)
    _options(found, path, command.get("options") or [], depth=0)
    if (size := characters(command)) > MOST_CHARACTERS:
        found.add(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            f"Command exceeds maximum size ({size}) of {MOST_CHARACTERS}",
        )


def characters(command: Mapping[str, Any]) -> int:
    """Names, descriptions and values of a command and all in it: what counts towards 8,000."""
    total = width(str(command.get("name", ""))) + width(str(command.get("description", "")))
    for choice in command.get("choices") or []:
        total += width(str(choice.get("name", ""))) + width(str(choice.get("value", "")))
    return total + sum(characters(option) for option in command.get("options") or [])


def _named(found: Complaints, path: Path, what: Mapping[str, Any]) -> None:
    name = what.get("name")
    found.length((*path, "name"), name, 32, 1)
    if isinstance(name, str) and (not NAME.fullmatch(name) or name != name.lower()):
        found.add(
            (*path, "name"),
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        )
    found.length((*path, "description"), what.get("description"), 100, 1)


def _options(found: Complaints, path: Path, options: object, depth: int) -> None:
    where = (*path, "options")
    if not found.count(where, options, 0, 25):
        return
    assert isinstance(options, list)
    names = [option.get("name") for option in options]
    if len(names) != len(set(names)):
        found.add(where, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option name is duplicated")
    kinds = {option.get("type") in SUBCOMMANDS for option in options}
    if len(kinds) > 1:
        found.add(
            where,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other",
        )
    optional = [not option.get("required", False) for option in options]
    if True not in kinds and optional != sorted(optional):
        found.add(
            where,
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options must be placed before non-required options",
        )
    for index, option in enumerate(options):
        _option(found, (*where, index), option, depth)


def _option(found: Complaints, path: Path, option: Option, depth: int) -> None:
    _named(found, path, option)
    kind = option.get("type")
    found.number((*path, "type"), kind, 1, 11)
    if kind in SUBCOMMANDS:
        if (kind == GROUP and depth) or depth > 1:
            found.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")
        children = option.get("options") or []
        if kind == GROUP and (not children or any(c.get("type") != SUB for c in children)):
            found.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds subcommands")
        _options(found, path, children, depth + 1)
        return
    _value(found, path, option)


def _value(found: Complaints, path: Path, option: Option) -> None:
    choices = option.get("choices")
    if option.get("autocomplete") and choices:
        found.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "One of the two")
    if choices is not None and found.count((*path, "choices"), choices, 0, 25):
        for index, choice in enumerate(choices):
            found.length((*path, "choices", index, "name"), choice.get("name"), 100, 1)
            if option.get("type") == STRING:
                found.length((*path, "choices", index, "value"), choice.get("value"), 100, 1)
        names = [choice.get("name") for choice in choices]
        if len(names) != len(set(names)):
            found.add(
                (*path, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATED", "Duplicated"
            )
    for name in ("min_length", "max_length"):
        if option.get(name) is not None:
            found.number((*path, name), option[name], 0 if name == "min_length" else 1, 6000)


# What a person types


def data(command: Mapping[str, Any], words: str, given: Mapping[str, object]) -> dict[str, Any]:
    """The `data` of an interaction: the subcommand that `words` names, with its options filled."""
    path, options = _subcommand(command, words)
    return _wrapped(command, path, _filled(options, given))


def _subcommand(command: Mapping[str, Any], words: str) -> tuple[list[Option], list[Option]]:
    """The subcommands that the words name, outermost first, and the options of the last."""
    options, nested = command.get("options") or [], []
    for word in words.split():
        node = next((o for o in options if o["name"] == word and o["type"] in SUBCOMMANDS), None)
        assert node is not None, f"no command {words!r}: {[o['name'] for o in options]}"
        nested.append(node)
        options = node.get("options") or []
    assert not any(o["type"] in SUBCOMMANDS for o in options), f"{words!r} is not a whole command"
    return nested, options


def _wrapped(
    command: Mapping[str, Any], path: list[Option], filled: list[dict[str, Any]]
) -> dict[str, Any]:
    for node in reversed(path):
        filled = [{"name": node["name"], "type": node["type"], "options": filled}]
    return {"id": command["id"], "name": command["name"], "type": 1, "options": filled}


def _filled(options: list[Option], given: Mapping[str, object]) -> list[dict[str, Any]]:
    known = {option["name"]: option for option in options}
    unknown = set(given) - set(known)
    assert not unknown, f"no option {unknown}, but {sorted(known)}"
    missing = {o["name"] for o in options if o.get("required")} - set(given)
    assert not missing, f"{missing} must be given"
    return [
        {"name": name, "type": option["type"], "value": _typed(option, given[name])}
        for name, option in known.items()
        if name in given
    ]


def _typed(option: Option, value: object) -> object:
    kind, name = option["type"], option["name"]
    wanted = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: float}.get(kind, str)
    assert isinstance(value, wanted), f"{name} takes {wanted.__name__}, not {value!r}"
    if choices := option.get("choices"):
        known = [choice["value"] for choice in choices]
        assert value in known, f"{name} is one of {known}, not {value!r}"
    if isinstance(value, str):
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        assert least <= width(value) <= most, f"{name} takes {least} to {most} characters"
    return value


def asked(
    command: Mapping[str, Any], words: str, option: str, typed: str, given: Mapping[str, object]
) -> dict[str, Any]:
    """The `data` of an autocomplete interaction for what is typed so far in one option."""
    path, options = _subcommand(command, words)
    declared = {o["name"]: o for o in options}
    assert declared[option].get("autocomplete"), f"{option} completes nothing"
    filled: list[dict[str, Any]] = [
        {"name": name, "type": declared[name]["type"], "value": value}
        for name, value in given.items()
    ]
    focused = {"name": option, "type": declared[option]["type"], "value": typed, "focused": True}
    return _wrapped(command, path, [*filled, focused])


def choices_checked(given: object) -> list[dict[str, Any]]:
    """The answer to an autocomplete."""
    found = Complaints()
    if not found.count(("data", "choices"), given, 0, 25):
        found.refuse()
    assert isinstance(given, list)
    for index, choice in enumerate(given):
        found.length(("data", "choices", index, "name"), choice.get("name"), 100, 1)
        found.length(("data", "choices", index, "value"), choice.get("value"), 100, 1)
    if found.tree:
        raise Refusal(50035, found.tree)
    return list(given)
