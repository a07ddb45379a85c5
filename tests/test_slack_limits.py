"""Whatever is drawn keeps to Slack's limits and loses nothing: the bank, and hostile text."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.cli import compose
from adapters.slack import limits, menu
from adapters.slack.render import form, pages
from adapters.slack.text import literal, units
from adapters.slack.weight import weight
from bot import commands
from bot.bank import Question, draw, load
from bot.cards.question import answer_form, practice_head, question_card
from bot.cards.verdict import feedback
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    ChoiceField,
    Code,
    FieldOption,
    Form,
    Heading,
    InlineCode,
    Link,
    Message,
    Paragraph,
    Strong,
    Table,
    Text,
    TextField,
)

BANK = load([compose.own_questions()])

every_question = pytest.mark.parametrize("question", BANK.questions.values(), ids=lambda q: q.id)


def parts(value: object) -> Iterator[dict]:
    """Every object inside a payload."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def broken(page: dict) -> list[str]:
    """Slack's limits that a page does not keep."""
    found = []
    blocks = page["blocks"]
    if not 1 <= len(blocks) <= limits.BLOCKS:
        found.append(f"{len(blocks)} blocks")
    if sum(map(weight, blocks)) > limits.WEIGHT:
        found.append(f"weighs {sum(map(weight, blocks))}")
    if not 1 <= len(page["text"].encode()) <= limits.TEXT_BYTES:
        found.append("text")
    if sum(block["type"] == "table" for block in blocks) > 1:
        found.append("tables")
    return found + [problem for part in parts(blocks) for problem in _problems(part)]


def _problems(part: dict) -> Iterator[str]:
    if part.get("text") == "" or part.get("elements") == []:
        yield "something empty"
    match part.get("type"):
        case "header" if units(part["text"]["text"]) > limits.HEADER:
            yield "header"
        case "actions":
            ids = [element["action_id"] for element in part["elements"]]
            if len(ids) > limits.BUTTONS or len(set(ids)) < len(ids):
                yield "actions"
        case "button" if units(part["text"]["text"]) > limits.LABEL:
            yield "label"
        case "link" if len(part["url"]) > limits.URL:
            yield "url"
        case "table":
            cells = [cell["text"] for row in part["rows"][1:] for cell in row]
            if len(part["rows"]) > limits.TABLE_ROWS or len(part["rows"][0]) > limits.TABLE_CELLS:
                yield "table"
            if sum(map(len, cells)) > limits.TABLE_CHARACTERS:
                yield "table characters"


def words(drawn: list[dict]) -> str:
    """All characters that can be read, blanks left out, and the small print of pages as well."""
    shown = [
        part["text"]
        for page in drawn
        for part in parts(page["blocks"])
        if isinstance(part.get("text"), str)
    ]
    return "".join("".join(shown).split())


@every_question
def test_a_question_is_one_page_and_its_feedback_keeps_to_the_limits(question: Question) -> None:
    variant = draw(question, random.Random(1))
    card = question_card(question, variant, head=practice_head(), token="123456")
    [page] = pages(card, "dlq-1-question-round-1")
    assert broken(page) == []
    verdict = feedback(question, variant, "x" * 600, None)
    assert [problem for page in pages(verdict) for problem in broken(page)] == []


@every_question
def test_a_closed_question_keeps_its_one_page(question: Question) -> None:
    card = question_card(question, draw(question, random.Random(1)), token="123456", closed=True)
    assert len(pages(card)) == 1


@every_question
def test_the_form_of_a_question_keeps_to_the_limits(question: Question) -> None:
    view = form(answer_form(question, draw(question, random.Random(1)), "123456", {}))
    assert view_problems(view) == []


def view_problems(view: dict) -> list[str]:
    titles = [view[key]["text"] for key in ("title", "submit", "close")]
    found = [title for title in titles if not 1 <= units(title) <= limits.VIEW_TITLE]
    for part in parts(view["blocks"]):
        if "value" in part and "text" in part:
            if units(part["text"]["text"]) > limits.LABEL:
                found.append(part["text"]["text"])
            if len(part["value"]) > limits.OPTION_VALUE:
                found.append(part["value"])
        few = part.get("type") in {"radio_buttons", "checkboxes"}
        if len(part.get("options", ())) > (limits.FEW_OPTIONS if few else limits.OPTIONS):
            found.append("options")
        if len(part.get("initial_value", "")) > limits.TYPED:
            found.append("initial value")
    return found


HOSTILE = {
    "ten thousand letters": "x" * 10_000,
    "ten thousand ampersands": "&" * 10_000,
    "only emoji": "👩‍👩‍👧‍👦" * 1_500,
    "right to left": "\u202eשלום\u2066 " * 2_000,
    "marks": "e" + "\u0301" * 10_000,
    "lines": "\n" * 5_000 + "end",
    "blanks": " " * 9_000,
    "nul": "\x00" * 100,
    "half a character": "\ud83d" * 100,
    "a mention of all": "<!channel> <!here> <@U1> " * 500,
}
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def around(text: str) -> tuple[Block, ...]:
    """Every place of a message in which a text can stand."""
    return (
        Heading(text),
        Paragraph((Text(text), Strong(text), InlineCode(text), Link(text, "https://a.org"))),
        Bullets(((Text(text),), (Text("b"),)), ordered=True),
        Code(text, "python"),
        Table(("a", "b"), ((text, "1"), ("2", text[:50]))),
        Buttons((Button(text, "dlq:hint:1"), Button(text, "dlq:hint:2", disabled=True))),
    )


@hostile
def test_whatever_is_typed_is_drawn_within_the_limits(text: str) -> None:
    for block in around(text):
        drawn = pages(Message(text, (block,), "round 1 · reveal"), "key")
        assert [problem for page in drawn for problem in broken(page)] == []
    drawn = pages(Message(text, around(text)))
    assert [problem for page in drawn for problem in broken(page)] == []


@hostile
def test_nothing_of_it_is_lost(text: str) -> None:
    drawn = pages(Message("s", (Paragraph((Text(text),)), Code(text))))
    whole = "".join(literal(text).split())
    assert words(drawn) == whole * 2


@hostile
def test_a_form_that_shows_it_keeps_to_the_limits(text: str) -> None:
    options = tuple(FieldOption(str(n), text) for n in range(12))
    fields = (TextField("a", text, text, text, text), ChoiceField("b", text, options, many=True))
    assert view_problems(form(Form(text, "dlq:x:1", fields, text))) == []


texts = st.text(max_size=400) | st.sampled_from(["&" * 3_000, "a b " * 2_000, "x" * 9_001])
any_block = st.one_of(
    texts.map(Heading),
    texts.map(lambda text: Paragraph((Text(text), Strong(text)))),
    st.lists(texts, max_size=80).map(lambda found: Bullets(tuple((Text(one),) for one in found))),
    texts.map(Code),
    st.lists(texts, max_size=120).map(lambda found: Table(("a",), tuple((one,) for one in found))),
    st.lists(texts, max_size=30).map(
        lambda found: Buttons(
            tuple(Button(one, f"dlq:hint:{n % 7}") for n, one in enumerate(found))
        )
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_block, max_size=70), st.booleans())
def test_any_message_keeps_to_the_limits(blocks: list[Block], has_foot: bool) -> None:
    message = Message("s", tuple(blocks), "round 1 · reveal" if has_foot else "")
    assert [problem for page in pages(message, "k") for problem in broken(page)] == []


# The menu


def test_the_menu_keeps_to_the_limits_and_offers_what_there_is() -> None:
    payload = menu.menu(commands.found())
    assert broken(payload) == []
    known = {command.name for command in commands.found()}
    values = [part["value"] for part in parts(payload) if part.get("type") == "button"]
    assert values and set(values) <= known


def test_the_menu_searches_options_that_are_declared() -> None:
    declared = {(c.path, o.name): o.kind for c in commands.found() for o in c.options}
    found = [declared[path, option] for _, path, option in menu.SEARCHES]
    assert found == ["topic", "question"]


def test_what_is_found_carries_words_that_choose_it() -> None:
    tag, long = "batch norm", "x" * 200
    group = menu.option_group("Topics", ("random",), "topic", [(tag, tag), (long, long)])
    text = {"type": "plain_text", "text": tag, "emoji": False}
    assert group["options"] == [{"text": text, "value": "random 'topic=batch norm'"}]
