"""However much somebody types, a refusal says what would be right: it quotes only the beginning."""

import re
from collections.abc import Iterator

import pytest

from bot import commands
from bot.context import Command
from bot.errors import DlqError
from bot.message import Reply
from bot.typed import read
from tests.fakes.bank import tiny_bank
from tests.fakes.study import ADA, Study, text
from tests.test_discovery import tried

LONG = {
    "letters": "q" * 8_000,
    "digits": "7" * 8_000,
    "words": "qq " * 2_666,
    "a list": "qq," * 2_666,
    "quotes": "q'\"" * 2_666,
    "a length of time": f"9{' ' * 7_998}d",
    "range of dates": f"2026-02-01..{'q' * 7_988}",
    "a name": f"@{'q' * 7_999}",
    "a code": "Q2" * 4_000,
    "a path": f"cnn/{'q' * 7_996}",
}
QUOTED = re.compile(r"[q27'\", ]{70}|\s{9}", re.IGNORECASE)
"""More than about 60 characters of what was typed."""
ENOUGH = 700
"""Characters of the longest refusals, which name all topics or all rules; 1,000 is what is shown
at most, and these end with their last word."""

every_command = pytest.mark.parametrize(
    "command", [c for c in commands.found() if c.options], ids=lambda command: command.name
)


def assert_says_what_is_right(said: str) -> None:
    assert not QUOTED.search(said.replace("\\", "")), said
    assert len(said) <= ENOUGH, said
    assert not said.endswith("…"), said


def given(command: Command, name: str, value: str) -> dict[str, str]:
    return {o.name: "cnn/pooling" for o in command.options if o.required} | {name: value}


def typed(command: Command, value: str) -> Iterator[str]:
    yield f"{command.name} {value}"
    for option in command.options:
        yield f"{command.name} {option.name}='{value}'"
        yield f"{command.name} {option.name}={value}"
        yield f"{command.name} {option.name}=x {option.name}={value}"
    yield f"{command.name} {value}=x"


@every_command
@pytest.mark.parametrize("value", LONG.values(), ids=LONG)
def test_a_refusal_of_a_long_option_is_short(command: Command, value: str) -> None:
    """Each option, as a platform hands it over."""
    study = Study()
    study.sets_up()
    study.opens("cnn/same-padding")
    for option in command.options:
        outcome = tried(study, command, given(command, option.name, value))
        if isinstance(outcome, Reply) and outcome.refused:
            assert_says_what_is_right(text(outcome))


@every_command
@pytest.mark.parametrize("value", LONG.values(), ids=LONG)
def test_a_refusal_of_long_typed_words_is_short(command: Command, value: str) -> None:
    bank = tiny_bank()
    for words in typed(command, value):
        try:
            read(words, commands.found(), bank)
        except DlqError as error:
            assert_says_what_is_right(str(error))


@pytest.mark.parametrize("value", LONG.values(), ids=LONG)
def test_a_refusal_of_a_long_word_that_is_no_command_is_short(value: str) -> None:
    for words in (value, f"admin {value}", f"/dlq {value} x"):
        with pytest.raises(DlqError) as error:
            read(words, commands.found(), tiny_bank())
        assert_says_what_is_right(str(error.value))


def test_whoever_is_refused_at_length_still_reads_the_end() -> None:
    study = Study()
    study.sets_up()
    outcome = study.uses(ADA, ("admin", "rules"), {"zone": "q" * 8_000}, manages=True)
    assert text(outcome).endswith("Write it like Europe/Berlin or UTC.")
