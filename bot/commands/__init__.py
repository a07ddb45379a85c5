"""The commands: one file each, with its typed, button and form parts together; found by discovery.

A module here has `COMMAND` (or `COMMANDS`, where a few belong together).
"""

import importlib
import pkgutil
from functools import cache

from bot.context import Command


@cache
def found() -> tuple[Command, ...]:
    """All commands, in order of their names, `/dlq admin ...` last."""
    commands: list[Command] = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        commands.append(module.COMMAND)
    return tuple(sorted(commands, key=lambda command: (command.admin, command.path)))
