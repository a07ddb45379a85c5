"""The core's commands as the one slash command that Discord is told of: `/dlq`."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.limits import CHOICES
from bot.context import Command, Option

NAME = "dlq"
DESCRIPTION = "A deep-learning question a day, and practice any time"
GROUPS = {"admin": "For those who manage the group: its place, rules and rounds"}
"""Descriptions of the first words of two; others get one made of their commands' names."""
TYPED = frozenset({"text", "date", "time", "weekdays", "duration", "named"})
"""Kinds of options of which there is nothing to suggest."""

_SUBCOMMAND, _GROUP, _STRING = 1, 2, 3
_GUILD, _BOT_DM, _PRIVATE_CHANNEL = 0, 1, 2
_GUILD_INSTALL, _USER_INSTALL = 0, 1


def surface(commands: Sequence[Command]) -> dict[str, Any]:
    """The command as it is registered. Admin's are shown to all: the core decides who may use
    them, and whoever ran setup may."""
    single = [_subcommand(c) for c in commands if len(c.path) == 1]
    double = [c for c in commands if len(c.path) == 2]
    firsts = dict.fromkeys(command.path[0] for command in double)
    groups = [_group(first, [c for c in double if c.path[0] == first]) for first in firsts]
    return {
        "name": NAME,
        "type": 1,
        "description": DESCRIPTION,
        "contexts": [_GUILD, _BOT_DM, _PRIVATE_CHANNEL],
        "integration_types": [_GUILD_INSTALL, _USER_INSTALL],
        "options": [*single, *groups],
    }


def _group(first: str, commands: Sequence[Command]) -> dict[str, Any]:
    words = f"{first}: {', '.join(c.path[1] for c in commands)}"
    return {
        "type": _GROUP,
        "name": first,
        "description": GROUPS.get(first, words),
        "options": [_subcommand(command) for command in commands],
    }


def _subcommand(command: Command) -> dict[str, Any]:
    # Discord wants required options first.
    options = sorted(command.options, key=lambda option: not option.required)
    return {
        "type": _SUBCOMMAND,
        "name": command.path[-1],
        "description": command.help,
        "options": [_option(option) for option in options],
    }


def _option(option: Option) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "type": _STRING,
        "name": option.name,
        "description": option.help,
        "required": option.required,
    }
    if 0 < len(option.choices) <= CHOICES:
        drawn["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    elif option.kind not in TYPED:
        drawn["autocomplete"] = True
    return drawn


def is_registered(wanted: Mapping[str, Any], registered: Sequence[Mapping[str, Any]]) -> bool:
    """Whether Discord has exactly this command: it adds fields of its own, and leaves out what is
    empty or false."""
    return [_essence(command) for command in registered] == [_essence(wanted)]


_KEPT = (
    *("type", "name", "description", "options", "required", "autocomplete", "choices", "value"),
    *("contexts", "integration_types"),
)


def _essence(part: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _KEPT:
        value = part.get(name)
        if name in {"options", "choices"}:
            value = [_essence(inner) for inner in value or ()]
        elif name in {"contexts", "integration_types"}:
            value = sorted(value or ())
        if value:
            found[name] = value
    return found


def characters(part: Mapping[str, Any]) -> int:
    """What counts against the limit of a whole command: names, descriptions and values."""
    own = sum(len(str(part.get(name, ""))) for name in ("name", "description", "value"))
    inner = [*(part.get("options") or ()), *(part.get("choices") or ())]
    return own + sum(characters(each) for each in inner)
