"""Every DLQ_ variable: its type, where it may stand, and what is said when it is wrong."""

import io
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from adapters.cli import compose
from bot.errors import DlqError
from bot.settings import LEVELS, Secret, Settings, defaults, read, variables

README = Path(__file__).parent.parent / "README.md"
TOKEN = "xoxb-do-not-show-me"

RIGHT = {
    "DLQ_DATABASE": ("/data/dlq.db", Path("/data/dlq.db")),
    "DLQ_QUESTIONS": ("/a:/b c", (Path("/a"), Path("/b c"))),
    "DLQ_DISCORD_TOKEN": (TOKEN, Secret(TOKEN)),
    "DLQ_SLACK_BOT_TOKEN": (TOKEN, Secret(TOKEN)),
    "DLQ_SLACK_APP_TOKEN": (TOKEN, Secret(TOKEN)),
    "DLQ_DISCORD_API": ("http://localhost:8080/api", "http://localhost:8080/api"),
    "DLQ_SLACK_API": ("https://slack.test/", "https://slack.test/"),
    "DLQ_LOG": ("DEBUG", "debug"),
}
"""A good value for each, and what it is read as."""

WRONG = {
    "DLQ_DATABASE": ("~nobody-of-that-name/dlq.db", "no home folder of that name"),
    "DLQ_QUESTIONS": ("/a:~nobody-of-that-name", "no home folder of that name"),
    "DLQ_DISCORD_API": ("discord.test", "an address that begins with https://"),
    "DLQ_SLACK_API": ("ftp://slack.test", "an address that begins with https://"),
    "DLQ_LOG": ("loud", "one of debug, info, warning, error"),
}
"""A bad value for each that can have one, and what would be right. A token may be any text."""


def field_of(variable: str) -> str:
    return variable.removeprefix("DLQ_").lower()


SECRETS = {
    f"DLQ_{field.name.upper()}" for field in fields(Settings) if isinstance(field.default, Secret)
}


def refused(environment: Mapping[str, str], *files: tuple[str, str]) -> str:
    """The sentence with which settings are refused."""
    with pytest.raises(DlqError) as caught:
        read(environment, *files)
    said = str(caught.value)
    assert said.endswith((".", "?")) and "\n" not in said
    return said


# Values


def test_every_variable_is_tried_here() -> None:
    """A new one needs a good value and, unless anything goes, a bad one."""
    assert set(RIGHT) == set(variables())
    assert set(WRONG) | SECRETS == set(variables())


@pytest.mark.parametrize("variable", variables())
def test_a_variable_is_read_as_its_type(variable: str) -> None:
    """Spaces around it are nobody's meaning; the others keep their defaults."""
    typed, value = RIGHT[variable]
    assert read({variable: f"  {typed}\n"}) == Settings(**{field_of(variable): value})


@pytest.mark.parametrize("variable", WRONG)
def test_a_wrong_value_is_answered_with_a_sentence(variable: str) -> None:
    """It names the variable and what would be right."""
    typed, right = WRONG[variable]
    said = refused({variable: typed})
    assert said.startswith(f"{variable} ") and right in said


@pytest.mark.parametrize("variable", variables())
def test_an_empty_variable_is_as_if_it_were_not_set(variable: str) -> None:
    """As compose files and service managers set it."""
    assert read({variable: " "}) == read({}) == Settings()


@pytest.mark.parametrize("variable", variables())
def test_a_misspelt_variable_is_answered_with_the_nearest(variable: str) -> None:
    """A letter is missing, or all are small."""
    for typed in (variable[:-1], f"DLQ_{field_of(variable)}"):
        assert refused({typed: "x"}) == f"There is no setting {typed}. Did you mean {variable}?"


def test_a_variable_like_no_other_is_answered_with_all() -> None:
    """Nothing is near it."""
    said = refused({"DLQ_XYZZY": "x"})
    assert said == f"There is no setting DLQ_XYZZY. The settings are {', '.join(variables())}."


def test_other_programs_variables_are_not_ours() -> None:
    """Not even when they look so."""
    assert read({"PATH": "/bin", "XDLQ_LOG": "loud", "DLQ": "x"}) == Settings()


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_one_that_logging_knows(level: str) -> None:
    """In capitals."""
    assert isinstance(logging.getLevelNamesMapping()[read({"DLQ_LOG": level}).log.upper()], int)


def test_a_home_folder_may_be_written_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment and in a file."""
    monkeypatch.setenv("HOME", "/home/ada")
    found = read({"DLQ_DATABASE": "~/dlq.db"}, ("dlq.toml", 'questions = ["~/q", "~/r"]'))
    assert found.database == Path("/home/ada/dlq.db")
    assert found.questions == (Path("/home/ada/q"), Path("/home/ada/r"))


# Files


@pytest.mark.parametrize("variable", [name for name in variables() if name not in SECRETS])
def test_the_environment_goes_over_the_first_file_and_that_over_the_second(variable: str) -> None:
    """Each for itself: what one does not say, the next may."""
    typed, value = RIGHT[variable]
    key, wrong = field_of(variable), WRONG[variable][0]
    good, bad = (("some.toml", f"{key} = {json.dumps(text)}") for text in (typed, wrong))
    expected = Settings(**{key: value})
    assert read({variable: typed}, bad, bad) == expected
    assert read({}, good, bad) == expected
    assert read({}, ("empty.toml", ""), good) == expected
    said = refused({}, bad, good)
    assert said.startswith(f"some.toml: {key} ") and WRONG[variable][1] in said


@pytest.mark.parametrize("variable", sorted(SECRETS))
def test_a_token_in_a_file_is_refused_and_not_repeated(variable: str) -> None:
    """Whatever else is set; files are copied and committed."""
    key = field_of(variable)
    for written in (key, key.upper()):
        said = refused({variable: TOKEN}, ("dlq.toml", f'{written} = "{TOKEN}"'))
        assert said == (
            f"dlq.toml: {written} is a secret and is read from the environment only; set "
            f"{variable} there and take it out of the file."
        )


@pytest.mark.parametrize("variable", sorted(set(variables()) - SECRETS))
@pytest.mark.parametrize("value", ["3", "true", '[["a"]]', "[1]", "{ a = 1 }", "2026-01-05"])
def test_a_value_of_another_type_in_a_file_is_refused(variable: str, value: str) -> None:
    """Settings are texts."""
    key = field_of(variable)
    said = refused({}, ("dlq.toml", f"{key} = {value}"))
    assert said == f'dlq.toml: {key} must be a text in quotes, like {key} = "...".'


def test_only_questions_may_be_a_list() -> None:
    """There may be several folders, but one database."""
    said = refused({}, ("dlq.toml", 'database = ["a", "b"]'))
    assert said.startswith("dlq.toml: database must be a text in quotes")
    found = read({}, ("dlq.toml", 'questions = ["a", "b"]'))
    assert found.questions == (Path("a"), Path("b"))


@pytest.mark.parametrize("variable", variables())
def test_a_misspelt_key_in_a_file_is_answered_with_the_nearest(variable: str) -> None:
    """One that is written as in the environment, too."""
    key = field_of(variable)
    for written in (key[:-1], variable, f"{key}s"):
        said = refused({}, ("dlq.toml", f'{written} = "{TOKEN}"'))
        assert said == f"dlq.toml: there is no setting {written}. Did you mean {key}?"


def test_a_file_that_is_no_toml_says_where() -> None:
    """And how a line looks."""
    said = refused({}, ("dlq.toml", "# mine\nlog: info"))
    assert re.fullmatch(
        r'dlq\.toml is no TOML: .*line 2, column 4.*\. A line looks like log = "info"\.', said
    )


def test_the_folder_one_is_in_goes_over_the_data_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the command line reads them; the environment goes over both."""
    here, data = tmp_path / "here", tmp_path / "data"
    for folder, text in ((here, 'log = "debug"'), (data, 'log = "error"\ndatabase = "d.db"')):
        folder.mkdir()
        (folder / "dlq.toml").write_text(text)
    monkeypatch.chdir(here)
    monkeypatch.setattr(compose, "data_directory", lambda: data)
    for variable in variables():
        monkeypatch.delenv(variable, raising=False)
    assert compose.settings() == Settings(log="debug", database=Path("d.db"))
    monkeypatch.setenv("DLQ_LOG", "warning")
    assert compose.settings().log == "warning"
    (here / "dlq.toml").unlink()
    monkeypatch.delenv("DLQ_LOG")
    assert compose.settings().log == "error"
    assert compose.database(Settings()) == data / "dlq.db"
    (data / "dlq.toml").write_bytes(b"log = '\xff'")
    with pytest.raises(DlqError, match=r"I cannot read .*dlq\.toml: .*UTF-8"):
        compose.settings()


# Secrets


def test_a_token_is_never_shown() -> None:
    """Printed, formatted, logged, taken apart or written as JSON."""
    settings = read(dict.fromkeys(SECRETS, TOKEN))
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.warning("%s %r %s", settings, settings, settings.slack_bot_token)
    logger.warning("%s", {"settings": settings, "tokens": [settings.discord_token]})
    shown = [
        repr(settings),
        str(settings),
        f"{settings.discord_token} {settings.discord_token!r:>40}",
        json.dumps(asdict(settings), default=str),
        json.dumps(asdict(settings), default=repr),
        written.getvalue(),
    ]
    assert [text for text in shown if TOKEN in text] == []
    assert all("Secret(set)" in text for text in shown)
    with pytest.raises(TypeError) as caught:
        json.dumps(settings)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({"DLQ_LOG": "loud"}, ""),
        ({"DLQ_DISCORD_TOKE": TOKEN}, ""),
        ({}, f'discord_tokn = "{TOKEN}"'),
        ({}, f'[discord]\ntoken = "{TOKEN}"'),
        ({}, f'discord_token = "{TOKEN}'),
        ({}, f"slack_bot_token = {TOKEN}"),
        ({}, f'slack_bot_token = ["{TOKEN}"]'),
    ],
)
def test_no_complaint_repeats_a_token(environment: dict[str, str], text: str) -> None:
    """Whatever is wrong, and wherever the token stands."""
    said = refused(dict.fromkeys(SECRETS, TOKEN) | environment, ("dlq.toml", text))
    assert TOKEN not in said


def test_a_token_is_there_or_not() -> None:
    """Two of the same text are equal; an empty one is none."""
    assert (bool(Secret(TOKEN)), bool(Secret())) == (True, False)
    assert (repr(Secret(TOKEN)), repr(Secret())) == ("Secret(set)", "Secret()")
    assert Secret(TOKEN) == Secret(TOKEN) != Secret("another")
    assert len({Secret(TOKEN), Secret(TOKEN), Secret()}) == 2
    assert Secret(TOKEN) != TOKEN


# The documented table


def documented() -> list[tuple[str, str, str]]:
    """The rows of README's table of variables, as plain text."""
    lines = README.read_text(encoding="utf-8").splitlines()
    tables = [[cell.strip().strip("`") for cell in line.strip(" |").split("|")] for line in lines]
    start = tables.index(["variable", "meaning", "default"])
    rows = []
    for row in tables[start + 2 :]:
        if len(row) != 3:
            break
        rows.append((row[0], row[1].replace("`", ""), row[2]))
    return rows


def test_the_table_in_the_readme_is_what_the_code_reads() -> None:
    """Every variable with its meaning and its default, in order."""
    meanings, shown = variables(), defaults()
    assert documented() == [(name, meanings[name], shown[name]) for name in meanings]
