"""What must hold for every command there is, found by discovery."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import commands
from bot.bank import Bank, Question, load
from bot.context import Command, Option
from bot.events import CommandUsed
from bot.message import FORM_FIELDS, ChoiceField, Form, Refused, Reply, TextField, dump
from bot.message import load as read
from bot.typed import suggestions
from tests.fakes.bank import SECRET, tiny_bank
from tests.fakes.study import ADA, ANNA, ROOM, Outcome, Study, accepted, buttons, form, text

ROOT = Path(__file__).parent.parent
COMMANDS = commands.found()

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@pytest.fixture(scope="module")
def real_bank() -> Bank:
    return load([ROOT / "questions"])


# Discord's limits for a slash command, https://docs.discord.com/developers/interactions/application-commands

NAME = re.compile(r"[-_a-z0-9]{1,32}")


@every_command
def test_a_command_can_be_declared_on_discord(command: Command) -> None:
    """Lower-case names of up to 32 characters, descriptions of up to 100, 25 options and choices
    at most, the required ones first."""
    assert 1 <= len(command.path) <= 2
    assert len(command.options) <= 25
    for name, help in [
        (command.path[-1], command.help),
        *((o.name, o.help) for o in command.options),
    ]:
        assert NAME.fullmatch(name)
        assert 1 <= len(help) <= 100
        assert not help.endswith(".")
    for option in command.options:
        assert len(option.choices) <= 25
        assert all(1 <= len(choice) <= 100 for choice in option.choices)
    assert len({option.name for option in command.options}) == len(command.options)
    required = [option.required for option in command.options]
    assert required == sorted(required, reverse=True)


def test_paths_are_unique_and_no_command_is_a_group_too() -> None:
    paths = [command.path for command in COMMANDS]
    assert len(set(paths)) == len(paths)
    groups = {path[0] for path in paths if len(path) == 2}
    assert groups & {path[0] for path in paths if len(path) == 1} == set()
    assert groups <= {"admin", "group", "privacy"}


def test_every_level_has_25_names_at_most() -> None:
    first = {command.path[0] for command in COMMANDS}
    assert len(first) <= 25
    for name in first:
        assert len([c for c in COMMANDS if c.path[0] == name]) <= 25


def test_the_whole_declaration_is_within_8000_characters() -> None:
    """Names, descriptions and values of everything, as Discord counts them."""
    words = ["dlq", "A deep-learning question a day"]
    words += {command.path[0] for command in COMMANDS if len(command.path) == 2}
    for command in COMMANDS:
        words += [command.path[-1], command.help]
        for option in command.options:
            words += [option.name, option.help, *option.choices, *option.choices]
    assert sum(map(len, words)) <= 8_000


def test_admin_commands_are_exactly_those_under_admin_and_group() -> None:
    assert [c.name for c in COMMANDS if c.admin != (c.path[0] in {"admin", "group"})] == []


@every_command
def test_a_command_is_in_the_list_and_has_help_of_its_own(command: Command) -> None:
    study = Study()
    study.sets_up()
    listed = accepted(study.types(ADA, "help"))
    assert f"/dlq {command.name}" in listed
    assert command.help in listed
    own = accepted(study.types(ADA, f"help {command.name}"))
    assert own.startswith(f"/dlq {command.name}\n")
    for word in (command.help, *(option.help for option in command.options)):
        assert word in own


@every_command
def test_what_kind_an_option_has_decides_what_is_offered(command: Command) -> None:
    """Whatever is offered for an option is a value that it takes."""
    study = Study()
    study.sets_up()
    for option in command.options:
        for value, _ in suggestions(COMMANDS, study.bank, command.path, option.name, "")[:5]:
            given = {o.name: "cnn/pooling" for o in command.options if o.required} | {
                option.name: value
            }
            assert_sentence(tried(study, command, given))


# Verbs


def verbs_in_sources() -> set[str]:
    """The verb of every `action("verb", ...)` in the sources."""
    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "action":
                verb = node.args[0]
                assert isinstance(verb, ast.Constant), f"{path}: a verb is written out"
                found.add(verb.value)
    return found


def test_every_verb_has_one_door_and_every_door_a_button() -> None:
    doors = [verb for command in COMMANDS for verb in command.doors]
    assert len(doors) == len(set(doors))
    assert set(doors) == verbs_in_sources()


# Hostile words

HOSTILE = (
    "",
    " ",
    "\n\n",
    "\x00",
    "\x1b[31mred\x1b[0m",
    "\ud800",
    "🙂" * 300,
    "\u202egnirts\u202c \u2066x",
    "שלום עולם",
    "**bold** _it_ `code` ```fence``` # head\n> quote",
    "<@U123> @everyone <!channel> <#C1> [x](http://evil.example)",
    "'; DROP TABLE answer; --",
    "../../etc/passwd",
    "{}{{n}}%s{0.__class__}",
    "-",
    "-1",
    "0",
    "9" * 400,
    "1e99999",
    "nan",
    "٣",
    "25:00",
    "24:00",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "999999d" * 1_200,
    "999999d",
    "Berlin",
    "mon-mon-mon",
    ",,,,",
    "=",
    "topic=cnn",
    "dlq:answer:1:b",
    "a" * 10_000,
    "a" * 9_999 + "!",
    "( " * 5_000,
    "[" * 3_000 + "]" * 3_000,
    "cnn " * 2_500,
    "mon," * 2_500,
    "1" + "0" * 9_999,
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽ Ǆ ß İ ﬁ",
    "z̸̢̛͖" * 500,
)


class Undo(Exception):
    """So that one Study serves many tries: nothing of a try is kept."""


def tried(study: Study, command: Command, given: dict[str, str]) -> Outcome:
    event = CommandUsed(**study.who(ADA, ROOM, manages=True), path=command.path, options=given)
    try:
        with study.store.atomic():
            outcome = study.app.handle(event)
            raise Undo
    except Undo:
        return outcome


def assert_sentence(outcome: Outcome) -> None:
    """An answer, or a refusal in one line that is not too long to be read."""
    assert isinstance(outcome, Reply | Form), outcome
    said = text(outcome)
    assert "went wrong" not in said, said
    if isinstance(outcome, Reply):
        assert read(dump(outcome.message)) == outcome.message
        assert outcome.message.summary.strip()
        if outcome.refused:
            assert "\n" not in outcome.message.summary
            assert 10 < len(outcome.message.summary) <= 1_000


@every_command
@pytest.mark.parametrize("opened", [True, False], ids=["round open", "no round"])
def test_no_word_whatever_breaks_a_command(command: Command, opened: bool) -> None:
    """Each hostile word in each option, alone and beside all others."""
    study = Study()
    study.sets_up()
    if opened:
        study.opens("cnn/same-padding")
    for word in HOSTILE:
        for given in hostile_options(command.options, word):
            assert_sentence(tried(study, command, given))


def hostile_options(options: tuple[Option, ...], word: str) -> Iterator[dict[str, str]]:
    needed = {option.name: "cnn/pooling" for option in options if option.required}
    for option in options:
        yield needed | {option.name: word}
    if len(options) != 1:
        yield {option.name: word for option in options}
    yield {"unheard-of": word}


@every_command
def test_a_command_works_before_anything_was_set_up(command: Command) -> None:
    """No group, no round, nobody known: an answer or a sentence, in a channel and in private."""
    for place in (ROOM, None):
        study = Study()
        given = {option.name: "cnn/pooling" for option in command.options if option.required}
        assert_sentence(study.uses(ANNA, command.path, given, place))
        assert_sentence(study.uses(ANNA, command.path, given, place, manages=True))


@pytest.mark.parametrize("question", tiny_bank().questions)
def test_any_words_are_kept_as_an_answer_to_any_kind(question: str) -> None:
    """Typed or sent by a form: graded or called unreadable, kept as typed, never a crash, and in a
    round nothing of the reference comes back."""
    study = Study()
    study.sets_up()
    study.opens(question)
    kept = [word for word in HOSTILE if 0 < len(word) <= 10_000 and "\ud800" not in word]
    for word in kept:
        outcome = study.uses(ANNA, ("answer",), {"text": word})
        assert_sentence(outcome)
        assert SECRET not in text(outcome)
    assert [answer.text for answer in study.store.answers.to(study.round(1))] == kept
    for word in HOSTILE:
        asked = form(study.presses(ANNA, "dlq:answer:1"))
        sent = study.submits(ANNA, asked, **{field.name: word for field in asked.fields})
        assert isinstance(sent, Reply | Refused)
        assert "went wrong" not in text(sent)


# The real bank


def test_every_question_of_the_bank_can_be_practised(real_bank: Bank) -> None:
    """Card, form, hints, buttons, answer and reference: each is there and draws."""
    study = Study(real_bank)
    for question in real_bank.questions.values():
        assert_practisable(study, question)


def assert_practisable(study: Study, question: Question) -> None:
    card = study.types(ANNA, f"question {question.id}", None)
    assert question.title in accepted(card)
    shown = buttons(card)
    assert set(shown) >= {"Answer", "Reveal"}
    assert ("Hint" in shown) == bool(question.hints)
    for number in range(1, len(question.hints) + 1):
        assert f"Hint {number} of" in accepted(study.presses(ANNA, shown["Hint"], None))
    asked = form(study.presses(ANNA, shown["Answer"], None))
    assert_form(asked)
    sent = study.submits(
        ANNA, asked, None, **{field.name: some_value(field) for field in asked.fields}
    )
    said = accepted(sent)
    assert "Reference" in said or "Kept, but I could not read it." in said
    assert "Reference" in accepted(study.presses(ANNA, shown["Reveal"], None))


def assert_form(asked: Form) -> None:
    """What every platform can ask."""
    assert 1 <= len(asked.fields) <= FORM_FIELDS
    assert len(asked.title) <= 45
    for field in asked.fields:
        assert 1 <= len(field.label) <= 45
        if isinstance(field, ChoiceField):
            assert all(1 <= len(option.label) <= 100 for option in field.options)


def some_value(field: TextField | ChoiceField) -> str:
    return field.options[0].value if isinstance(field, ChoiceField) else "42"


def test_every_question_of_the_bank_can_be_a_round(real_bank: Bank) -> None:
    """Posted, answered, closed and revealed; what is posted has a foot, what is answered no
    reference."""
    study = Study(real_bank)
    study.sets_up(time="23:59")
    for question in real_bank.questions.values():
        round = study.opens(question.id)
        study.presses(ANNA, f"dlq:answer:{round.id}:a")
        study.types(ANNA, "answer 42")
        study.types(ADA, "admin close-now")
        assert study.round(round.id).state == "revealed"
        study.waits(hours=24)
    feet = {post.message.foot for post in study.posted}
    numbers = range(1, len(study.posted))
    assert feet <= {f"round {n} · {kind}" for n in numbers for kind in ("question", "reveal")}
    assert len([p for p in study.posted if p.kind == "reveal"]) == len(real_bank.questions)


def test_random_finds_every_topic_and_tag_of_the_bank(real_bank: Bank) -> None:
    study = Study(real_bank)
    tags = {tag for question in real_bank.questions.values() for tag in question.tags}
    for word in sorted({*real_bank.topics, *tags}):
        assert "Practice · private" in accepted(
            study.uses(ANNA, ("random",), {"topic": word}, None)
        )


def test_help_texts_are_plain() -> None:
    """Nothing in help that a terminal or a chat would take for markup."""
    for command in COMMANDS:
        words = " ".join([command.help, command.more, *(o.help for o in command.options)])
        assert not re.search(r"[*_`<>\[\]]", words), command.name
        assert all(unicodedata.category(char) not in {"Cc", "Cf"} for char in words)
