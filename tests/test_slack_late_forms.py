"""What a person is told of a form that the core took long to read: each complaint at its field's
label, and a way back."""

from collections.abc import AsyncIterator

import pytest

from bot.message import ChoiceField, Form, TextField
from tests.slack_server import shown
from tests.slack_stage import Stage, first_day

pytestmark = pytest.mark.usefixtures("no_proxies")


@pytest.fixture
async def hurried(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Whose Slack waits for no core that has to think."""
    monkeypatch.setattr("adapters.slack.door.ACKNOWLEDGE", 0.01)
    async with first_day() as made:
        yield made


def labels(asked: object) -> list[str]:
    assert isinstance(asked, Form)
    return [field.label for field in asked.fields]


async def test_a_late_complaint_names_the_field_by_its_label(hurried: Stage) -> None:
    await hurried.types("ben", "suggest")
    asked = hurried.bot.last
    assert isinstance(asked, Form)
    typed = {f.name: "x" for f in asked.fields if isinstance(f, TextField)}
    chosen = {f.name: f.options[0].value for f in asked.fields if isinstance(f, ChoiceField)}
    hurried.bot.gate.clear()
    assert await hurried["ben"].submit(typed | chosen) == ""
    assert hurried["ben"].view is None
    hurried.bot.gate.set()
    await hurried.bot.quiet()
    said = hurried["ben"].newest("Open the form again", private=True)
    lines = shown.text(said.blocks).splitlines()
    named = [line.partition(": ")[0] for line in lines if ": " in line]
    assert named and set(named) <= set(labels(asked))
    assert await hurried.presses("ben", "Open the form again", said) == ""
    assert hurried["ben"].view is not None
