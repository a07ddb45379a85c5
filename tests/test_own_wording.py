"""What people type for a question of their own is shown as they typed it, on every platform."""

from collections.abc import Callable, Sequence

import pytest

from adapters.discord.forms import modal
from adapters.discord.render import pages as discord_pages
from adapters.slack.forms import form as slack_view
from adapters.slack.render import pages as slack_pages
from adapters.terminal.render import pages as terminal_pages
from bot import grading, markdown
from bot.bank import Question, first, parse
from bot.bank.own import cleaned, compose, faults, options
from bot.cards.question import question_card
from bot.cards.verdict import feedback
from bot.message import InlineCode, Link, Message, Paragraph, Reply, Text
from bot.proposals import Wording
from bot.vocabulary import Vocabulary
from tests.fakes.own import BY_KIND, STRIPES, suggested
from tests.fakes.study import ADA, ANNA, ROOM, Study, accepted, form, text

ID = "own/1/zebra-stripes"

HOSTILE = (
    "**bold** _it_ `code` ~~no~~ \\*",
    "```python\nprint(1)\n```",
    "# head\n## Choices\n- [x] mine\n1. one\n2) two\n+ plus",
    "---\ntitle: mine\nkind: open\n---",
    "a\n===\nb\n---",
    "> quote\n>> deeper",
    "<@U1> @everyone <!channel> <#C1> <b>x</b> <http://evil.example>",
    "[x](http://evil.example) ![y](http://evil.example/y.png)\n\n[z]: http://evil.example",
    "{{answer}} {{n}} {{1/0}} {0.__class__} %s ${HOME}",
    "$x^2$ and $$y$$\n\n$$\nz\n$$",
    "a | b\n:-- | --:\n1 | 2",
    "| a |\n:--",
    "&amp; &lt; &#42; &nbsp;x",
    "def f(x):\n    if x:\n        return '\\n'\n    return 0",
    "line \\\nnext  \nlast\\",
    "שלום עולם، مرحبا بالعالم",
    "z̸̢̛͖ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽ 👩\u200d🚀",
    "*",
    "- a\n\n  b\n\n\n* c\n    deep",
    "!![[]]()`` ` ``",
)
RENDERERS: dict[str, Callable[[Message], Sequence[object]]] = {
    "discord": discord_pages,
    "slack": slack_pages,
    "terminal": terminal_pages,
}


def wording(kind: str, typed: str) -> Wording:
    """That text in every field; as options and answers line by line."""
    line = " ".join(typed.split())[:60]
    key = {"choice": f"* {line}\nanother {line}", "number": "8 images"}.get(kind, line)
    known = BY_KIND[kind] | {
        "title": typed[:60],
        "question": typed,
        "explanation": typed,
        "answer": key,
    }
    return cleaned(Wording(kind=kind, difficulty="easy", **known))


def asked(given: Wording) -> Question:
    return parse(compose(given, ID), ID, "own.md")


def as_typed(typed: str) -> tuple[Paragraph, ...]:
    """Literal text in paragraphs; blanks at the beginning of a line do not break."""
    lines = (line.rstrip() for line in cleaned(wording("choice", typed)).question.split("\n"))
    kept = "\n".join(
        "\u00a0" * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ") for line in lines
    )
    return tuple(Paragraph((Text(part),)) for part in kept.split("\n\n"))


@pytest.mark.parametrize("kind", ["choice", "number", "short"])
@pytest.mark.parametrize("typed", HOSTILE)
def test_everything_is_shown_as_it_was_typed(kind: str, typed: str) -> None:
    """Title, question, options and explanation are literal text: nothing in them comes alive."""
    given = wording(kind, typed)
    question = asked(given)
    assert question.title == given.title
    assert question.kind == kind and question.tags == ("cnn",)
    card = question_card(question, first(question))
    start = 2
    shown = card.blocks[start : start + len(as_typed(typed))]
    assert shown == as_typed(typed)
    assert markdown.blocks(question.answer) == as_typed(typed)
    if kind == "choice":
        for choice, (right, option) in zip(question.choices, options(given.answer), strict=True):
            assert markdown.spans(choice.text) == (Text(option),) and choice.right == right


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("typed", HOSTILE)
def test_every_platform_draws_it_in_one_page_without_a_link(renderer: str, typed: str) -> None:
    question = asked(wording("choice", typed))
    variant = first(question)
    card = question_card(question, variant, token="1")
    [page] = RENDERERS[renderer](card)
    spans = [s for b in card.blocks if isinstance(b, Paragraph) for s in b.spans]
    assert not any(isinstance(span, Link | InlineCode) for span in spans)
    assert page and RENDERERS[renderer](feedback(question, variant, "", None))


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("sign", ["*", "<", "&", "🙂", "ש", "x ", "_\n", "|", "😀\n\n"])
def test_the_longest_question_that_is_taken_fits_one_page(renderer: str, sign: str) -> None:
    """As many of any sign as the form takes, with five long options."""
    for count in range(1_000, 0, -20):
        options = "\n".join(f"* option {n} {sign.strip() * 20}" for n in range(4))
        given = {
            "question": sign * count,
            "answer": options + "\nanother",
            "title": sign.strip() * 60,
        }
        long = cleaned(Wording(kind="choice", difficulty="easy", **(STRIPES | given)))
        if not faults(long):
            break
    assert len(RENDERERS[renderer](question_card(asked(long), first(asked(long)), token="1"))) == 1


@pytest.mark.parametrize("kind", ["choice", "number", "short"])
@pytest.mark.parametrize("typed", HOSTILE)
def test_the_form_takes_or_refuses_it_in_a_sentence(kind: str, typed: str) -> None:
    """In every field at once, and then the whole way to a verdict if it was taken."""
    study = Study()
    study.sets_up(time="23:00")
    sheet = form(study.types(ANNA, f"suggest {kind}"))
    rough = {field.name: typed for field in sheet.fields}
    assert "went wrong" not in text(study.submits(ANNA, sheet, **rough))
    given = wording(kind, typed)
    sent = {"title": given.title, "question": typed, "answer": given.answer, "explanation": typed}
    outcome = study.submits(ANNA, sheet, topic="cnn", **sent)
    assert "went wrong" not in text(outcome)
    if isinstance(outcome, Reply) and not outcome.refused:
        accepted(study.presses(ADA, "dlq:accept:1"))
        [id] = study.context().bank_of(study.store.groups.of_place(ROOM)).questions.keys() - (
            study.bank.questions.keys()
        )
        study.opens(id)
        accepted(study.types(ADA, "admin close-now"))


def test_a_number_is_read_as_people_write_it() -> None:
    for typed, value, unit in (("1,024 KB", 1024, "KB"), ("-.5", -0.5, ""), ("+3e-2%", 0.03, "%")):
        given = Wording(kind="number", difficulty="easy", **(BY_KIND["number"] | {"answer": typed}))
        assert not faults(cleaned(given))
        question = asked(cleaned(given))
        assert float(question.parts[0].answer) == value and question.parts[0].unit == unit
        verdict = grading.grade(question, first(question), typed, vocabulary=Vocabulary())
        assert verdict.score == 1


@pytest.mark.parametrize("kind", ["choice", "number", "short"])
def test_every_platform_draws_the_forms_with_all_that_they_say(kind: str) -> None:
    """Title, labels and help have room; what is edited stands in its field."""
    study = Study()
    study.sets_up(time="23:00")
    suggested(study, kind=kind)
    for sheet in (
        form(study.types(ANNA, f"suggest {kind} medium")),
        form(study.presses(ADA, "dlq:amend:1")),
        form(study.presses(ADA, "dlq:decline:1")),
    ):
        for drawn in (modal(sheet), slack_view(sheet)):
            shown = str(drawn)
            for field in sheet.fields:
                assert field.label in shown and field.help in shown
                assert not isinstance(field.value, str) or repr(field.value)[1:-1] in shown
            assert sheet.title in shown
