"""Every DLQ_ variable: its type, its default, and what is said when it is wrong.

Read from mappings that are passed in; the environment and the files belong to the command line.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.errors import DlqError

PREFIX = "DLQ_"
LEVELS = ("debug", "info", "warning", "error")


class Secret:
    """A token: never shown, whatever prints it; not even taken apart by `dataclasses.asdict`."""

    __slots__ = ("value",)

    def __init__(self, value: str = "") -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return "Secret(set)" if self.value else "Secret()"

    def __bool__(self) -> bool:
        return bool(self.value)


def _described(text: str, default: Any = None, **more: Any) -> Any:
    """A field with the line that the documented table shows for it."""
    return field(default=default, metadata={"help": text, **more})


@dataclass(frozen=True, slots=True)
class Settings:
    """The process's settings; names are those of the variables, without DLQ_ and in lower case."""

    database: Path | None = _described("The SQLite file.", shown="the user's data directory")
    questions: tuple[Path, ...] = _described(
        "Further folders of question files, for every group; several with the system's path "
        "separator between them.",
        (),
        shown="none",
    )
    discord_token: Secret = _described("The Discord bot's token.", Secret(), shown="none")
    slack_bot_token: Secret = _described("Slack's bot token (xoxb-...).", Secret(), shown="none")
    slack_app_token: Secret = _described(
        "Slack's app-level token (xapp-...) with connections:write.", Secret(), shown="none"
    )
    discord_api: str = _described(
        "Base address of Discord's REST API, for tests.", "", shown="Discord's own"
    )
    slack_api: str = _described(
        "Base address of Slack's Web API, for tests.", "", shown="Slack's own"
    )
    log: str = _described(f"How much is logged: {', '.join(LEVELS)}.", "info", shown="info")


def variables() -> dict[str, str]:
    """The variables with their help, in order: what the documented table lists."""
    return {_variable(f.name): f.metadata["help"] for f in fields(Settings)}


def defaults() -> dict[str, str]:
    """What the documented table says of each variable's default."""
    return {_variable(f.name): f.metadata["shown"] for f in fields(Settings)}


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def read(environment: Mapping[str, str], *files: tuple[str, str], separator: str = ":") -> Settings:
    """The settings: the environment first, then each (name, TOML text) in turn.

    Raises DlqError with the variable or the file and key that is wrong.
    """
    _refuse_unknown(environment)
    raw: dict[str, tuple[str, str]] = {}
    for name, text in reversed(files):
        raw |= _from_file(name, text)
    for f in fields(Settings):
        variable = _variable(f.name)
        if environment.get(variable, "").strip():
            raw[f.name] = (variable, environment[variable].strip())
    return Settings(**{name: _typed(name, *found, separator) for name, found in raw.items()})


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = list(variables())
    for variable in environment:
        if variable.startswith(PREFIX) and variable not in known:
            raise DlqError(f"There is no setting {variable}.{_nearest(variable.upper(), known)}")


def _nearest(word: str, known: Sequence[str]) -> str:
    found = get_close_matches(word, known, n=1)
    return f" Did you mean {found[0]}?" if found else f" The settings are {', '.join(known)}."


def _from_file(name: str, text: str) -> dict[str, tuple[str, str]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DlqError(f'{name} is no TOML: {error}. A line looks like log = "info".') from error
    known = {f.name: f for f in fields(Settings)}
    found = {}
    for key, value in table.items():
        if key.lower() not in known:
            near = _nearest(key.lower().removeprefix(PREFIX.lower()), list(known))
            raise DlqError(f"{name}: there is no setting {key}.{near}")
        if isinstance(known[key.lower()].default, Secret):
            raise DlqError(
                f"{name}: {key} is a secret and is read from the environment only; set "
                f"{_variable(key)} there and take it out of the file."
            )
        several = isinstance(value, list) and all(isinstance(item, str) for item in value)
        text = "\n".join(value) if several and key.lower() == "questions" else value
        if not isinstance(text, str):
            raise DlqError(f'{name}: {key} must be a text in quotes, like {key} = "...".')
        found[key.lower()] = (f"{name}: {key}", text)
    return found


def _typed(name: str, where: str, value: str, separator: str) -> Any:
    match name:
        case "database":
            return _path(where, value)
        case "questions":
            parts = value.replace(separator, "\n").split("\n")
            return tuple(_path(where, part) for part in parts if part.strip())
        case "discord_token" | "slack_bot_token" | "slack_app_token":
            return Secret(value)
        case "discord_api" | "slack_api":
            if not value.startswith(("http://", "https://")):
                raise DlqError(f"{where} must be an address that begins with https://.")
            return value
        case "log":
            if value.lower() not in LEVELS:
                raise DlqError(f"{where} is {value!r}; it must be one of {', '.join(LEVELS)}.")
            return value.lower()
    raise AssertionError(f"no way to read the setting {name}")


def _path(where: str, value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise DlqError(f"{where} is {value!r}; I know no home folder of that name.") from None
