"""By what a page is known in a channel's history."""

from typing import Any

import pytest

from adapters.discord.marks import FIRST_MARK, nonce, recognised
from adapters.discord.render import pages
from bot.message import Message, plain_paragraph

KEY = "dlq-42-reveal-round-17"
LONG = Message("Long.", (plain_paragraph("words " * 1_500),), "round 17 · reveal")


def in_history(number: int = 0, key: str = KEY, message: Message = LONG) -> dict[str, Any]:
    """A page as the channel shows it."""
    return {"id": "1", "components": pages(message, key)[number]["components"]}


def without_mark(message: dict[str, Any]) -> dict[str, Any]:
    """As after an edit: Discord counts the components from 1."""
    counted = [{**c, "id": number} for number, c in enumerate(message["components"], 1)]
    return message | {"components": counted}


def test_a_page_is_known_by_its_key_and_says_which_of_how_many_it_is() -> None:
    assert [recognised(in_history(number), KEY) for number in range(3)] == [(0, 3), (1, 3), (2, 3)]


def test_after_an_edit_it_is_known_by_its_foot() -> None:
    assert recognised(without_mark(in_history(1)), KEY) == (1, 3)
    plain = {"components": [{"type": 10, "content": "-# round 17 · reveal"}]}
    assert recognised(plain, KEY) == (0, 1)


@pytest.mark.parametrize(
    "other",
    [
        "dlq-43-reveal-round-17",
        "dlq-42-question-round-17",
        "dlq-42-reveal-round-171",
        "dlq-42-reveal-round-1",
    ],
)
def test_another_post_is_not_taken_for_it(other: str) -> None:
    assert recognised(in_history(0, other), KEY) is None


@pytest.mark.parametrize(
    "foot",
    [
        "-# round 171 · reveal",
        "-# round 17 · question",
        "-# round 17 void · notice",
        "-# round 17 · reveal · 3/2",
        "-# round 17 · reveal · 0/2",
        "round 17 · reveal",
        "",
    ],
)
def test_another_foot_is_not_taken_for_it(foot: str) -> None:
    assert recognised({"components": [{"type": 10, "content": foot}]}, KEY) is None


def test_messages_of_other_kinds_are_not_taken_for_it() -> None:
    assert recognised({"id": "1"}, KEY) is None
    assert recognised({"components": []}, KEY) is None
    assert recognised({"components": [{"type": 1, "components": []}]}, KEY) is None


@pytest.mark.parametrize("cause", ["cnn/res_net 2026-01-05", "post 12", "lost a *b* 7"])
def test_a_foot_with_any_cause_is_known_again(cause: str) -> None:
    key = f"dlq-7-notice-{cause}".replace(" ", "-")
    sent = Message("Note.", (plain_paragraph("Note."),), f"{cause} · notice")
    assert recognised(in_history(0, key, sent), key) == (0, 1)
    assert recognised(without_mark(in_history(0, key, sent)), key) == (0, 1)


def test_the_nonce_is_the_keys_and_the_pages_own() -> None:
    nonces = {nonce(key, page) for key in (KEY, f"{KEY}0") for page in range(5)}
    assert len(nonces) == 10
    assert {len(each) for each in nonces} == {25}


def test_a_mark_is_a_number_that_discord_takes_and_gives_to_nothing_by_itself() -> None:
    ids = [in_history(number)["components"][-1]["id"] for number in range(3)]
    assert all(FIRST_MARK <= id < 1 << 31 for id in ids)
    assert len(set(ids)) == 3
