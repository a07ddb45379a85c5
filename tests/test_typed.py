"""Typed words become a command and its options, as on Slack and in the terminal."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import commands
from bot.context import Command
from bot.errors import DlqError
from bot.typed import checked, completions, read, suggestions
from tests.fakes.bank import tiny_bank

BANK = tiny_bank()
COMMANDS = commands.found()


def parsed(words: str) -> tuple[tuple[str, ...], dict[str, str]]:
    return read(words, COMMANDS, BANK)


def options(words: str) -> dict[str, str]:
    return parsed(words)[1]


def complaint(words: str) -> str:
    with pytest.raises(DlqError) as error:
        parsed(words)
    return str(error.value)


def command(name: str) -> Command:
    [found] = [each for each in COMMANDS if each.name == name]
    return found


@pytest.mark.parametrize(
    "words", ["today", "/dlq today", "dlq today", "/today", "  today  ", "TODAY"]
)
def test_a_command_is_known_with_and_without_its_slash(words: str) -> None:
    assert parsed(words) == (("today",), {})


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("random", {}),
        ("random cnn", {"topic": "cnn"}),
        ("random hard", {"difficulty": "hard"}),
        ("random choice", {"kind": "choice"}),
        ("random cnn hard choice", {"topic": "cnn", "difficulty": "hard", "kind": "choice"}),
        ("random choice hard cnn", {"topic": "cnn", "difficulty": "hard", "kind": "choice"}),
        ("random hard overfitting", {"topic": "overfitting", "difficulty": "hard"}),
        ('random "dying relu" easy', {"topic": "dying relu", "difficulty": "easy"}),
        ("random difficulty=hard cnn", {"topic": "cnn", "difficulty": "hard"}),
        ("random topic=hard", {"topic": "hard"}),
        ("random TOPIC=cnn", {"topic": "cnn"}),
        ("random it's", {"topic": "it's"}),
        ("board month", {"period": "month"}),
        ("board cnn", {"topic": "cnn"}),
        ("board cnn all", {"topic": "cnn", "period": "all"}),
        ("past 2026-01-05", {"date": "2026-01-05"}),
        ("past yesterday", {"date": "yesterday"}),
        ("question cnn/pooling", {"id": "cnn/pooling"}),
        (
            "admin setup 9:30 Europe/Berlin mon-fri cnn,training easy,hard",
            {
                "time": "9:30",
                "zone": "Europe/Berlin",
                "weekdays": "mon-fri",
                "topics": "cnn,training",
                "difficulty": "easy,hard",
            },
        ),
        ("admin setup UTC 9am", {"time": "9am", "zone": "UTC"}),
        ("admin setup time=09:00 zone=Berlin", {"time": "09:00", "zone": "Berlin"}),
        ("admin rules close-after=12h", {"close-after": "12h"}),
        ("admin rules close_after=12h", {"close-after": "12h"}),
        ("admin rules 12h", {"close-after": "12h"}),
        ("admin rules ping=none", {"ping": "none"}),
        ("admin post-now cnn", {"what": "cnn"}),
        ("admin void 2026-01-05", {"date": "2026-01-05"}),
    ],
)
def test_words_fill_options_by_what_they_can_be(words: str, given: dict[str, str]) -> None:
    assert options(words) == given


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("answer B", "text", "B"),
        ("answer it is 3, because of hard limits", "text", "it is 3, because of hard limits"),
        ("answer  two  spaces", "text", "two  spaces"),
        ('answer "B"', "text", '"B"'),
        ("answer O(n log n)", "text", "O(n log n)"),
        ("answer x = 3", "text", "x = 3"),
        ("answer first\nsecond", "text", "first\nsecond"),
        ("answer **bold** <@U1> @everyone", "text", "**bold** <@U1> @everyone"),
        ("search dying relu", "words", "dying relu"),
        ("help admin setup", "about", "admin setup"),
        ("admin pause 2 weeks", "until", "2 weeks"),
    ],
)
def test_free_text_is_taken_as_it_is(words: str, name: str, value: str) -> None:
    assert options(words) == {name: value}


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("admin pause until=14d", {"until": "14d"}),
        ("help about=scoring", {"about": "scoring"}),
        ("search words=dying relu", {"words": "dying relu"}),
    ],
)
def test_free_text_may_be_named_too(words: str, given: dict[str, str]) -> None:
    """`name=value` goes anywhere; what /dlq help shows can be typed."""
    assert options(words) == given


def test_no_free_text_is_no_option() -> None:
    assert parsed("answer") == (("answer",), {})
    assert parsed("answer   \n") == (("answer",), {})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Type a command, like today, answer B or random cnn; help lists them."),
        ("/dlq", "Type a command, like today, answer B or random cnn; help lists them."),
        ("tody", "There is no command 'tody'. Did you mean today?"),
        ("rnadom cnn", "Did you mean random?"),
        ("admin", "There are: admins, appeals, close-now, exclude,"),
        ("admin sxip", "There is no /dlq admin sxip. Did you mean skip?"),
        ("random esy", "I know no difficulty 'esy'. Did you mean easy?"),
        ("random choise", "I know no kind 'choise'. Did you mean choice?"),
        ("board wek", "I know no period 'wek'. Did you mean week?"),
        ("random dificulty=hard", "has no option 'dificulty'. Did you mean difficulty?"),
        ("today now=1", "/dlq today has no option 'now'. It has no options."),
        ("today at once", "/dlq today does not know what to do with 'at'; it takes nothing."),
        ("random cnn topic=rnn", "topic was given twice: 'cnn' and 'rnn'."),
        ("random cnn training", "does not know what to do with 'training'"),
        ("past 2026-01-05 2026-01-06", "does not know what to do with '2026-01-06'"),
    ],
)
def test_what_is_not_understood_names_the_nearest_right_thing(words: str, said: str) -> None:
    assert said in complaint(words)


def test_every_command_is_found_by_its_name_in_any_case() -> None:
    for each in COMMANDS:
        given = {option.name: "cnn/pooling" for option in each.options if option.required}
        words = " ".join([each.name.upper(), *given.values()])
        assert parsed(words) == (each.path, given)


def test_every_option_can_be_given_by_its_name() -> None:
    for each in COMMANDS:
        for option in each.options:
            assert options(f"{each.name} {option.name}=easy") == {option.name: "easy"}


@example("answer \x00")
@example('random "')
@example("random topic='")
@example("dlq dlq dlq")
@example("admin  setup")
@example("/dlq/dlq today")
@example("random " + "a" * 10_000)
@given(
    st.text() | st.sampled_from(COMMANDS).flatmap(lambda c: st.text().map(f"{c.name} {{}}".format))
)
def test_any_text_is_read_or_refused_in_a_sentence(words: str) -> None:
    try:
        path, given = parsed(words)
    except DlqError as error:
        assert str(error)
    else:
        assert set(given) <= {option.name for option in command(" ".join(path)).options}


@given(st.text(min_size=1).filter(lambda text: text.strip(" \t")))
def test_an_answer_is_kept_as_it_was_typed(text: str) -> None:
    """But for blanks at its ends."""
    assert options(f"answer {text}").get("text", "") in {text.strip(" \t"), text.strip()}


# Options that a platform has taken apart


def test_choices_are_spelt_as_declared() -> None:
    given = {"topic": "cnn", "difficulty": "HARD", "kind": "Choice"}
    assert checked(command("random"), given) == {
        "topic": "cnn",
        "difficulty": "hard",
        "kind": "choice",
    }


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("random", {"difficulty": "hrad"}, "I know no difficulty 'hrad'. Did you mean hard?"),
        ("random", {"colour": "red"}, "/dlq random has no option 'colour'."),
        ("question", {}, "/dlq question needs id: Its id, like cnn/conv-output-size."),
        ("question", {"id": "  "}, "/dlq question needs id"),
        ("search", {"words": ""}, "/dlq search needs words"),
    ],
)
def test_what_is_missing_or_wrong_is_named(name: str, given: dict[str, str], said: str) -> None:
    with pytest.raises(DlqError) as error:
        checked(command(name), given)
    assert said in str(error.value)


# What is offered while somebody types


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("to", ["today", "topics"]),
        ("/to", ["today", "topics"]),
        ("/dlq to", ["today", "topics"]),
        ("adm", ["admin"]),
        ("admin po", ["post-now"]),
        ("random trai", ["training"]),
        ("random ha", ["hard"]),
        ("random cnn ch", ["choice"]),
        ("board mo", ["month"]),
        ("admin setup europe/berl", ["Europe/Berlin"]),
        ("question cnn/p", ["cnn/pooling"]),
        ("nothing here", []),
        ("random zzz", []),
    ],
)
def test_a_line_is_completed(line: str, offered: list[str]) -> None:
    assert [word for word, _ in completions(line, COMMANDS, BANK)] == offered


def test_an_empty_line_offers_every_first_word_with_its_help() -> None:
    offered = dict(completions("", COMMANDS, BANK))
    assert set(offered) == {each.path[0] for each in COMMANDS}
    assert offered["today"] == command("today").help


@given(st.text())
def test_any_line_can_be_completed(line: str) -> None:
    for word, what in completions(line, COMMANDS, BANK):
        assert word and what


def test_a_whole_declared_option_is_offered() -> None:
    assert suggestions(COMMANDS, BANK, ("random",), "difficulty", "") == [
        ("easy", "easy"),
        ("medium", "medium"),
        ("hard", "hard"),
    ]
