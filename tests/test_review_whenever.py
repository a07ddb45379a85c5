"""Whatever somebody does in whatever order, their review is what the ledger gives."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.recall import schedule
from bot.steps.reviewing import sightings
from tests.fakes.study import ANNA, START, Study, buttons, text
from tests.test_review import PADDING, POOLING, SIZE, asked

DEED = st.tuples(
    st.integers(0, 60 * 24 * 40),
    st.sampled_from([PADDING, POOLING, SIZE]),
    st.sampled_from(["A", "B", "A, C", "26", "look", "hint", "easy", "hm"]),
)


def lives(study: Study, minutes: int, question: str, deed: str) -> None:
    """One practice draw, so many minutes after the start."""
    study.now = START + timedelta(minutes=minutes)
    card = study.types(ANNA, f"question {question}")
    if deed == "look":
        study.presses(ANNA, buttons(card)["Reveal"])
    elif deed == "hint" and "Hint" in buttons(card):
        study.presses(ANNA, buttons(card)["Hint"])
        study.types(ANNA, "answer B")
    else:
        shown = study.types(ANNA, f"answer {'A' if deed == 'easy' else deed}")
        if deed == "easy" and "Easy" in buttons(shown):
            study.presses(ANNA, buttons(shown)["Easy"])


@settings(max_examples=25)
@given(st.lists(DEED, max_size=6, unique_by=lambda deed: deed[0]), st.randoms())
def test_the_review_is_the_same_in_whatever_order_the_ledger_got_its_answers(
    deeds: list[tuple[int, str, str]], order: random.Random
) -> None:
    """As after a merge, or with clocks that went wrong; ratings are given at once."""
    told = [deed for deed in deeds if deed[2] != "easy"]
    other = list(told)
    order.shuffle(other)
    found = []
    for one in (told, other):
        study = Study()
        for deed in one:
            lives(study, *deed)
        review = schedule(sightings(study.context(), ANNA), "UTC")
        found.append({id: (recall.due, recall.card.stability) for id, recall in review.items()})
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", range(3))
def test_a_month_of_reviews(seed: int) -> None:
    """Every day Anna has the round and does what is due: no sealed question comes, nothing comes
    before its day, nothing due is left, and what was said of the next day holds."""
    chance, study = random.Random(seed), Study()
    study.sets_up()
    promised: dict[str, str] = {}
    for id in (PADDING, POOLING, SIZE):
        study.presses(ANNA, buttons(study.types(ANNA, f"question {id}"))["Reveal"])
    for _ in range(30):
        study.waits(hours=2)
        [open] = study.store.rounds.unrevealed()
        day(study, chance, promised, open.question)
        if chance.random() < 0.5:
            study.types(ANNA, chance.choice(["answer A", "answer 1", "answer drop"]))
            study.types(ANNA, chance.choice(["lock", "today"]))
        study.waits(hours=22)
    assert len(promised) >= 3


def day(study: Study, chance: random.Random, promised: dict[str, str], sealed: str) -> None:
    today = f"{study.now:%a} {study.now.day} {study.now:%b}"
    for _ in range(10):
        card = asked(study)
        if "Review · " not in text(card):
            return
        drawn = study.store.rounds.last_draw(ANNA)
        assert drawn is not None and drawn.question != sealed
        expected = promised.get(drawn.question, today)
        assert when(expected, study.now) <= when(today, study.now), (expected, today)
        shown = study.types(ANNA, f"answer {chance.choice(['A', 'B', 'C, A', '26', 'perceptron'])}")
        if "comes back on" not in text(shown):
            shown = study.presses(ANNA, buttons(card)["Reveal"])
        if chance.random() < 0.3:
            shown = study.presses(ANNA, buttons(shown)[chance.choice(["Hard", "Easy"])])
        promised[drawn.question] = text(shown).split("comes back on ")[1].split(".")[0]
    pytest.fail("a day's review does not end")


def when(named: str, now: datetime) -> datetime:
    return datetime.strptime(f"{named} {now.year}", "%a %d %b %Y")  # noqa: DTZ007
