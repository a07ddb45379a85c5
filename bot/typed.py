"""Typed words read as a command and its options, and what may be offered while typing."""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from bot.bank import DIFFICULTIES, Bank
from bot.bank.complaint import brief
from bot.context import Command, Option, OptionKind, nearest, one_of
from bot.errors import DlqError
from bot.steps.rules import read_weekdays, zones

MOST_CHOICES = 25
"""Suggestions a platform shows at once: Discord's limit for autocomplete."""

Path = tuple[str, ...]


def read(words: str, commands: Sequence[Command], bank: Bank) -> tuple[Path, dict[str, str]]:
    """The command and the options in typed words; a DlqError that names the nearest right thing.

    Words fill options in declared order by what they can be, `name=value` goes anywhere, quotes
    join. An option that takes the rest ends the others; if it is the first, they stand before it,
    named.
    """
    text = re.sub(r"^\s*/?dlq\b", "", words, count=1) if "dlq" in words[:8] else words
    command, rest = _command(text.strip().removeprefix("/"), commands)
    if command.options and command.options[0].rest:
        return command.path, _rest(command, rest)
    return command.path, _options(command, _split(rest), bank)


def _rest(command: Command, rest: str) -> dict[str, str]:
    """The words as they were typed, for the first option; others may stand named before them."""
    first, *others = command.options
    given: dict[str, str] = {}
    while named := re.match(r"([a-z-]+)=(\S*)(?:\s+|$)", rest):
        if named[1] not in {option.name for option in others}:
            break
        given[named[1]] = named[2]
        rest = rest[named.end() :]
    taken = rest.removeprefix(f"{first.name}=")
    return {**given, first.name: taken} if taken.strip() else given


def _command(text: str, commands: Sequence[Command]) -> tuple[Command, str]:
    by_path = {command.path: command for command in commands}
    found = re.match(r"(\S+)(?:\s+(\S+))?", text)
    if found is None:
        raise DlqError("Type a command, like today, answer B or random cnn; help lists them.")
    first, second = found[1].lower(), (found[2] or "").lower()
    if (first, second) in by_path:
        return by_path[first, second], text[found.end() :].strip(" \t")
    if (first,) in by_path:
        return by_path[(first,)], text[found.end(1) :].strip(" \t")
    inside = [command.path[1] for command in commands if command.path[0] == first]
    if inside:
        asked = f"/dlq {first} {brief(second)}".strip()
        raise DlqError(
            f"There is no {asked}.{nearest(second, inside)} There are: {', '.join(inside)}."
        )
    names = [command.name for command in commands]
    raise DlqError(
        f"There is no command {brief(found[1])!r}.{nearest(first, names)} /dlq help lists them; an "
        "answer is sent with: answer ..."
    )


def _split(rest: str) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


def _options(command: Command, words: Iterable[str], bank: Bank) -> dict[str, str]:
    given: dict[str, str] = {}
    takes_rest = {option.name for option in command.options if option.rest}
    left = iter(words)
    for word in left:
        name, value = _named(command, word) or ("", word)
        if not name:
            name = _fitting(command, given, word, bank)
        if name in given:
            values = f"{brief(given[name])!r} and {brief(value)!r}"
            raise DlqError(f"{name} was given twice: {values}.")
        given[name] = " ".join([value, *left]) if name in takes_rest else value
    return given


def _named(command: Command, word: str) -> tuple[str, str] | None:
    """`name=value`, where the name is an option's."""
    found = re.fullmatch(r"([A-Za-z][A-Za-z_-]*)=(.*)", word, re.DOTALL)
    if not found:
        return None
    name = found[1].lower().replace("_", "-")
    names = [option.name for option in command.options]
    if name not in names:
        known = f" It has: {', '.join(names)}." if names else " It has no options."
        close = nearest(name, names)
        raise DlqError(f"/dlq {command.name} has no option {brief(name)!r}.{close}{known}")
    return name, found[2]


def _fitting(command: Command, given: Mapping[str, str], word: str, bank: Bank) -> str:
    """The first unfilled option that the word certainly is, else the first that it could be."""
    free = [option for option in command.options if option.name not in given]
    for option in free:
        if CERTAIN[option.kind](option, word, bank):
            return option.name
    _refuse_misspelt_choice(free, word, bank)
    for option in free:
        if _possible(option, word):
            return option.name
    takes = ", ".join(option.name for option in command.options) or "nothing"
    raise DlqError(
        f"/dlq {command.name} does not know what to do with {brief(word)!r}; it takes {takes}."
    )


def _refuse_misspelt_choice(free: Sequence[Option], word: str, bank: Bank) -> None:
    named = {name.casefold() for o in free if o.kind == "topic" for name, _ in _known(o, bank)}
    if word.casefold() in named:
        return
    for option in free:
        close = get_close_matches(word.lower(), option.choices, n=1, cutoff=0.75)
        if close:
            raise DlqError(f"I know no {option.name} {brief(word)!r}. Did you mean {close[0]}?")


def _all_in(word: str, known: Iterable[str]) -> bool:
    names = {name.casefold() for name in known}
    return all(part.casefold() in names for part in word.split(","))


def _is_weekdays(word: str) -> bool:
    try:
        return bool(read_weekdays(word))
    except DlqError:
        return False


CERTAIN: Mapping[OptionKind, Callable[[Option, str, Bank], bool]] = {
    "choice": lambda option, word, bank: _all_in(word, option.choices),
    "time": lambda option, word, bank: bool(
        re.fullmatch(r"\d{1,2}[:.h]\d\d([ap]m)?|\d+[ap]m", word)
    ),
    "zone": lambda option, word, bank: _all_in(word, zones()),
    "weekdays": lambda option, word, bank: _is_weekdays(word),
    "topics": lambda option, word, bank: _all_in(word, bank.topics),
    "difficulties": lambda option, word, bank: _all_in(word, DIFFICULTIES),
    "topic": lambda option, word, bank: _all_in(word, bank.topics),
    "question": lambda option, word, bank: word in bank.questions,
    "date": lambda option, word, bank: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", word)),
    "duration": lambda option, word, bank: bool(re.fullmatch(r"(\d+[dhms])+", word)),
    "text": lambda option, word, bank: False,
    "named": lambda option, word, bank: False,
}
"""Whether a word can hardly be meant for another option."""


def _possible(option: Option, word: str) -> bool:
    if option.kind in {"choice", "named"}:
        return False
    if option.kind in {"time", "date", "duration"}:
        return any(char.isdigit() for char in word) or option.kind == "date"
    return True


def checked(command: Command, given: Mapping[str, str]) -> dict[str, str]:
    """The given options with choices as they are spelt; a DlqError for what is missing or wrong."""
    known = {option.name: option for option in command.options}
    found = {}
    for name, value in given.items():
        if name not in known:
            raise DlqError(
                f"/dlq {command.name} has no option {brief(name)!r}.{nearest(name, list(known))}"
            )
        choices = known[name].choices
        found[name] = one_of(value, choices, name) if choices else value
    for option in command.options:
        if option.required and not found.get(option.name, "").strip():
            raise DlqError(f"/dlq {command.name} needs {option.name}: {option.help}.")
    return found


def suggestions(
    commands: Sequence[Command], bank: Bank, path: Path, option: str, typed: str
) -> list[tuple[str, str]]:
    """What may be offered for an option while it is typed: (value, label), at most 25, from memory
    alone; nothing for what is unknown."""
    command = next((c for c in commands if c.path == path), None)
    declared = next((o for o in command.options if o.name == option), None) if command else None
    if declared is None:
        return []
    known = _known(declared, bank)
    wanted = typed.strip().casefold()
    begins = [pair for pair in known if any(t.casefold().startswith(wanted) for t in pair)]
    holds = [pair for pair in known if any(wanted in t.casefold() for t in pair)]
    return list(dict.fromkeys([*begins, *holds]))[:MOST_CHOICES]


def _known(option: Option, bank: Bank) -> list[tuple[str, str]]:
    match option.kind:
        case "choice":
            return [(choice, choice) for choice in option.choices]
        case "topic" | "topics":
            tags = sorted({tag for question in bank.questions.values() for tag in question.tags})
            names = [*bank.topics, *(tags if option.kind == "topic" else ())]
            return [(name, name) for name in dict.fromkeys(names)]
        case "question":
            return [(q.id, f"{q.title} ({q.id})") for q in bank.questions.values()]
        case "zone":
            return [(zone, zone) for zone in zones()]
        case "difficulties":
            return [(name, name) for name in DIFFICULTIES]
    return []


def completions(line: str, commands: Sequence[Command], bank: Bank) -> list[tuple[str, str]]:
    """Whole words that may come at the end of a typed line, each with a description."""
    head, _, last = line.rpartition(" ")
    words = head.replace("/dlq", "").split()
    if len(words) < 2:
        paths = [c for c in commands if list(c.path[: len(words)]) == words]
        nexts = {c.path[len(words)]: c for c in paths if len(c.path) > len(words)}
        found = [
            (word, c.help if len(c.path) == len(words) + 1 else f"{word} ...")
            for word, c in nexts.items()
            if word.startswith(last.removeprefix("/"))
        ]
        if found or not words:
            return found
    command = next((c for c in commands if words[: len(c.path)] == list(c.path)), None)
    if command is None:
        return []
    offered = [
        pair
        for option in command.options
        for pair in suggestions(commands, bank, command.path, option.name, last)
    ]
    named = [
        (f"{option.name}=", option.help)
        for option in command.options
        if len(command.options) > 1 and option.name.startswith(last)
    ]
    return [*dict.fromkeys([*offered, *named])]
