"""A round keeps the question as it was when it was claimed, whatever becomes of the file."""

from dataclasses import replace

from bot.bank import Bank, parse
from tests.fakes.study import ANNA, ROOM, Study, accepted


def mended(bank: Bank, id: str, old: str, new: str) -> Bank:
    """The bank after somebody has edited a file."""
    text = bank.texts[id].replace(old, new)
    assert text != bank.texts[id]
    question = parse(text, id, f"{id}.md")
    return replace(bank, questions={**bank.questions, id: question}, texts={**bank.texts, id: text})


def test_an_open_round_is_graded_as_it_was_asked() -> None:
    """The file is mended while the round is open: what was asked, and what is right, stay."""
    study = Study()
    study.sets_up(time="23:00")
    study.opens("cnn/same-padding")
    study.knows(mended(study.bank, "cnn/same-padding", "Same padding", "Another title"))
    assert "Same padding" in accepted(study.types(ANNA, "today"))
    study.types(ANNA, "answer B")
    study.waits(hours=25)
    reveal = next(post for post in study.posted if post.kind == "reveal")
    assert "Same padding" in reveal.text and "1 right" in reveal.text


def test_a_round_whose_question_cannot_be_read_any_more_is_voided_and_the_admin_told() -> None:
    """A later version may refuse what an earlier one took; the group goes on with the next slot."""
    study = Study()
    study.sets_up(time="23:00")
    study.opens("cnn/same-padding")
    study.store.write("UPDATE edition SET text = 'of another age'")
    study.waits(hours=48)
    assert study.round(1).state == "voided"
    assert study.round(1).note == "its question can no longer be read"
    told = [post.text for post in study.posted if post.kind == "notice"]
    assert len(told) == 1 and "Round 1 was voided" in told[0]
    group = study.store.groups.of_place(ROOM)
    assert group is not None and len(study.store.rounds.of_group(group)) > 1
