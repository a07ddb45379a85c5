"""Every page and form obeys Discord's limits: the whole bank, and the worst that people send.

The numbers stand here once more, from Discord's documentation, so that a wrong one is found.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.render import Page, drawn, form
from bot.bank import Bank, Question, Variant, draw, load
from bot.cards.board import board_card
from bot.cards.question import answer_form, hint_card, practice_head, question_card, round_head
from bot.cards.verdict import feedback, receipt
from bot.events import Person
from bot.ledger import Rank, Verdict
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Code,
    Emphasis,
    File,
    Form,
    Heading,
    Image,
    InlineCode,
    Link,
    Message,
    Strong,
    Table,
    Text,
    TextField,
    plain_paragraph,
)
from bot.rounds import randomness

ROOT = Path(__file__).parent.parent
HOSTILE = {
    "10,000 letters": "x" * 10_000,
    "only emoji": "👩‍👩‍👧🇪🇺" * 1_500,
    "right to left": "\u202eשלום עולם " * 900,
    "marks": "Z\u0351\u036b\u0343" * 2_500,
    "japanese": "勾配消失" * 2_500,
    "markdown": "*_~|`#>-[](<@&1>)\\" * 550,
    "fences": "```\n" * 2_500,
    "lines": "\n" * 10_000,
    "halves of signs": "\ud800" * 10_000,
    "nothing": "",
}


def components_in(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All components, nested ones included."""
    for component in components:
        yield component
        yield from components_in(component.get("components", []))
        if "component" in component:
            yield component["component"]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def faults_of(page: Page) -> list[str]:
    """What Discord would refuse in a message."""
    every = list(components_in(page.payload["components"]))
    texts = [c["content"] for c in every if c["type"] == 10]
    labels = [c["label"] for c in every if c["type"] == 2]
    actions = [c["custom_id"] for c in every if c["type"] == 2]
    size = sum(len(text.encode()) + 12 for text in (*texts, *labels))
    found = {
        "no components": not every,
        "more than 40 components": len(every) > 40,
        "more than 4,000 characters": sum(map(units, texts)) > 4_000,
        "more than 10,170 bytes": size > 10_170,
        "an empty text": any(not text.strip() for text in texts),
        "a label": any(not 1 <= units(label) <= 80 for label in labels),
        "a custom id": any(not 1 <= len(action) <= 100 for action in actions),
        "two custom ids alike": len(actions) != len(set(actions)),
        "a row": any(not 1 <= len(c["components"]) <= 5 for c in every if c["type"] == 1),
        "an open fence": any(text.count("```") % 2 for text in texts),
        "a nonce": len(page.payload.get("nonce", "")) not in {0, 25},
        "a file that is not shown": len(page.files) != sum(c["type"] in {12, 13} for c in every),
    }
    return [name for name, is_wrong in found.items() if is_wrong]


def faults_of_form(asked: Form) -> list[str]:
    """What Discord would refuse in a modal."""
    shown = form(asked)
    top = shown["components"]
    fields = [c["component"] for c in top if c["type"] == 18]
    inputs = [field for field in fields if field["type"] == 4]
    options = [option for field in fields for option in field.get("options", ())]
    found = {
        "title": not 1 <= units(shown["title"]) <= 45,
        "custom id": not 1 <= len(shown["custom_id"]) <= 100,
        "components": not 1 <= len(top) <= 5,
        "label": any(not 1 <= units(c["label"]) <= 45 for c in top if c["type"] == 18),
        "description": any(not 1 <= units(c.get("description", "x")) <= 100 for c in top),
        "names": len({field["custom_id"] for field in fields}) != len(fields),
        "value": any(units(f.get("value", "")) > f["max_length"] for f in inputs),
        "max length": any(f["max_length"] > 4_000 for f in inputs),
        "group": any(not 1 <= len(f["options"]) <= 10 for f in fields if f["type"] in {21, 22}),
        "option": any(not 1 <= units(o[n]) <= 100 for o in options for n in ("label", "value")),
    }  # fmt: skip
    return [name for name, is_wrong in found.items() if is_wrong]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load([ROOT / "questions"])


def variant_of(question: Question) -> Variant:
    return draw(question, randomness("seed", datetime(2026, 1, 1, tzinfo=UTC).date(), question.id))


def as_posted(question: Question) -> list[Page]:
    """The longest that a round's post can be."""
    closes_at = datetime(2026, 1, 2, 21, 0, tzinfo=UTC)
    head = round_head(1_000_000, closes_at, "UTC", late=True, ping="1" * 20)
    card = question_card(question, variant_of(question), head=head, token="1000000")
    post = Message(card.summary, card.blocks, "round 1000000 · question")
    return drawn(post, "dlq-1000000-question-round-1000000")


def test_every_question_of_the_bank_is_one_page_that_fits(bank: Bank) -> None:
    posts = {id: as_posted(question) for id, question in bank.questions.items()}
    assert {id: len(found) for id, found in posts.items() if len(found) != 1} == {}
    assert {id: wrong for id, [page] in posts.items() if (wrong := faults_of(page))} == {}


def test_every_form_of_the_bank_fits(bank: Bank) -> None:
    forms = {
        id: answer_form(question, variant_of(question), "1000000", {})
        for id, question in bank.questions.items()
    }
    assert {id: wrong for id, asked in forms.items() if (wrong := faults_of_form(asked))} == {}


def test_everything_else_of_the_bank_fits(bank: Bank) -> None:
    """Practice, its hints, and the reference with its code."""
    found = {}
    for id, question in bank.questions.items():
        variant = variant_of(question)
        cards = (
            question_card(question, variant, head=practice_head(), token="p1"),
            hint_card(question.hints, len(question.hints), "It costs."),
            feedback(question, variant, "x" * 600, Verdict(0.5, ("Why.",))),
        )
        found[id] = [fault for c in cards for page in drawn(c) for fault in faults_of(page)]
    assert {id: wrong for id, wrong in found.items() if wrong} == {}


def blocks_of(text: str) -> tuple[Block, ...]:
    """A text at every place where a text can be."""
    spans = (
        Text(text),
        Strong(text),
        Emphasis(text),
        InlineCode(text),
        Link(text, "https://a.org"),
    )
    return (
        Heading(text),
        plain_paragraph(*spans),
        Bullets(((Text(text),), spans), ordered=True),
        Code(text, "python"),
        Code(text, text),
        Table(("name", text), ((text, "1"), ("b", text))),
        Image(b"png", text),
        File(text, b"data"),
        plain_paragraph(Link("x", f"https://a.org/{text}")),
        Buttons((Button(text, "dlq:a"), Button("b", "dlq:b"))),
        Buttons((Button("again", "dlq:a"),)),
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_in_a_message_its_pages_fit(text: str) -> None:
    found = drawn(Message(text, blocks_of(text), "round 17 · reveal"), "dlq-1-reveal-round-17")
    assert [fault for page in found for fault in faults_of(page)] == []
    assert [fault for page in drawn(Message(text, ())) for fault in faults_of(page)] == []
    few = drawn(Message(text, blocks_of(text)), most=3)
    assert len(few) <= 3
    assert [fault for page in few for fault in faults_of(page)] == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_in_a_form_it_fits(text: str) -> None:
    asked = Form(text or "x", "dlq:x", (TextField("a", text or "x", text, text, text),))
    assert faults_of_form(asked) == []


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_board_of_people_with_any_names_fits(name: str) -> None:
    people = [Rank(n, Person("discord", str(n), name[:200]), 10, 1) for n in range(1, 12)]
    card = board_card("Board", people, people[-1].person, "A rule.")
    sent = receipt(name, datetime(2026, 1, 1, tzinfo=UTC), "UTC", 3)
    assert [f for m in (card, sent) for page in drawn(m) for f in faults_of(page)] == []


def test_many_small_blocks_take_several_pages() -> None:
    found = drawn(Message("Many.", tuple(plain_paragraph(str(n)) for n in range(100))))
    assert [len(page.payload["components"]) for page in found] == [39, 39, 22]
