"""Somebody is forgotten, or hides, where something else came before: a place that was left, a link,
a backup, a look at the reference."""

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.daily import Daily
from bot.settings import Settings
from bot.steps.day import rebuilt_standings
from bot.steps.linking import count_parted
from bot.store import Store
from bot.store.forgotten import beside
from tests.fakes.bank import tiny_bank
from tests.fakes.bot import INTERVALS
from tests.fakes.privately import ANYA, board, deletes, links, plays
from tests.fakes.study import ADA, ANNA, BEN, Study, accepted, buttons, form, refused

PADDING = "cnn/same-padding"


def study_at(path: Path | None = None) -> Study:
    """A group with a round a day at 09:00 UTC, always of one question; it is Monday, 08:00."""
    study = Study(tiny_bank(PADDING), store=Store(path))
    study.sets_up()
    return study


# Places


def test_a_channel_that_was_left_and_joined_again_is_redrawn() -> None:
    study = study_at()
    plays(study, anna="B", ben="B")
    accepted(study.types(ADA, "admin stop", manages=True))
    accepted(study.types(ADA, "admin setup", manages=True))
    deletes(study)
    [reveal] = [post for post in study.redrawn if post.kind == "reveal"]
    assert "All right: gone-2 and Ben." in reveal.text


def test_a_channel_that_was_left_for_good_is_not_written_to() -> None:
    study = study_at()
    plays(study, anna="B")
    accepted(study.types(ADA, "admin stop", manages=True))
    before = len(study.redrawn)
    deletes(study)
    assert study.redrawn[before:] == []
    assert "Anna" not in study.store.posts.of("round 1", "reveal")[0].message.summary


# Questions


def suggests(study: Study, words: str) -> str:
    """Anna suggests a question, Ada accepts it: its id."""
    typed = form(study.types(ANNA, "suggest choice"))
    values = (f"{words} a title", f"What is {words}?", f"*{words}\nno", f"It is {words}.", "cnn")
    fields = zip([field.name for field in typed.fields], values, strict=True)
    accepted(study.submits(ANNA, typed, **dict(fields)))
    card = next(post for post in reversed(study.posted) if post.to == ADA)
    accepted(study.presses(ADA, buttons(card.message)["Accept"]))
    [id] = study.store.suggestions.texts(study.store.groups.all()[0])
    return id


def test_a_deleted_question_that_is_suggested_again_in_the_same_words_is_asked_so() -> None:
    study = study_at()
    study.opens(suggests(study, "flabber"))
    accepted(study.types(BEN, "answer B"))
    accepted(study.types(ADA, "admin close-now"))
    before = study.store.rows("SELECT sha256 FROM edition WHERE question LIKE 'own/%'")
    hashes = {row["sha256"] for row in before}
    deletes(study)
    study.waits(hours=16)
    study.opens(suggests(study, "flabber"))
    asked = study.posted[-1].text
    assert "What is flabber?" in asked and "deleted" not in asked
    assert "A question that was deleted" in study.context().question_of(study.round(1)).title
    kept = study.store.rows("SELECT sha256 FROM edition WHERE text LIKE '%was deleted%'")
    assert hashes.isdisjoint(row["sha256"] for row in kept)
    assert study.store.faults() == []


# Links


def test_who_hid_while_linked_is_hidden_with_both_accounts_afterwards() -> None:
    study = study_at()
    study.waits(hours=2)
    for person in (ANNA, ANYA, BEN):
        accepted(study.types(person, "answer B"))
    accepted(study.types(ADA, "admin close-now"))
    links(study)
    accepted(study.types(ANYA, "privacy hide"))
    accepted(study.types(ANNA, "unlink"))
    assert board(study) == [("1", "Ben", "10", "1")]
    accepted(study.types(ANNA, "privacy unhide"))
    assert [row[1] for row in board(study)] == ["Anna", "Ben"]


def restored(tmp_path: Path) -> Study:
    """A backup of when Anna and Anya were linked; Anna was forgotten after they no longer were."""
    study = study_at(tmp_path / "dlq.db")
    study.waits(hours=2)
    accepted(study.types(ANNA, "answer B"))
    accepted(study.types(ANYA, "answer A"))
    accepted(study.types(ADA, "admin close-now"))
    links(study)
    study.store.backup(tmp_path / "backup.db", study.now)
    accepted(study.types(ANNA, "unlink"))
    study.waits(minutes=1)
    deletes(study)
    study.store.close()
    store = Store(tmp_path / "backup.db", beside(tmp_path / "dlq.db"))
    return Study(tiny_bank(PADDING), at=study.now, store=store)


def test_a_restored_link_to_somebody_forgotten_is_taken_apart(tmp_path: Path) -> None:
    """At once; the points follow with the heartbeat."""
    study = restored(tmp_path)
    assert study.store.links.other(ANYA) is None
    count_parted(study.context())
    assert board(study, ANYA) == [("1", "gone-2", "10", "1"), ("2", "Anya (you)", "0", "1")]
    assert "linked to no other account" in refused(study.types(ANYA, "unlink"))
    assert study.store.value("SELECT count(*) FROM link") == 0
    kept, rebuilt = study.store.standings.all(), rebuilt_standings(study.context())
    assert sorted(kept, key=repr) == sorted(rebuilt, key=repr)


async def test_the_heartbeat_counts_those_anew_who_were_taken_apart(tmp_path: Path) -> None:
    study = restored(tmp_path)
    quick = replace(INTERVALS, heartbeat=0.02)
    daily = Daily(
        study.store,
        study.bank,
        Settings(),
        clock=lambda: study.now,
        holder="quick",
        intervals=quick,
    )
    daily.beat()
    for _ in range(200):
        await asyncio.sleep(0.01)
        if len(study.store.standings.all()) == 2:
            break
    await daily.close()
    with closing(Store(tmp_path / "backup.db", beside(tmp_path / "dlq.db"))) as store:
        assert [(s.person.id, s.points) for s in store.standings.all()] == [("2", 10), (ANYA.id, 0)]


def test_a_link_between_two_who_are_both_forgotten_stays() -> None:
    """Their scores are one person's, as before."""
    study = study_at()
    links(study)
    plays(study, anna="B", ben="B")
    deletes(study)
    before = board(study)
    count_parted(study.context())
    assert board(study) == before
    assert study.store.value("SELECT count(*) FROM link") == 1


# A look


def test_who_looked_and_was_deleted_comes_back_with_the_next_round(tmp_path: Path) -> None:
    """The file of the forgotten tells that they were there while the round was open."""
    study = study_at(tmp_path / "dlq.db")
    study.waits(hours=2)
    accepted(study.types(ANNA, "reveal"))
    asked = accepted(study.types(ANNA, "privacy delete"))
    assert "you start afresh, with the next round" in asked
    deletes(study)
    study.waits(minutes=1)
    assert "it takes no answer from you" in refused(study.types(ANNA, "answer B"))
    accepted(study.types(BEN, "answer B"))
    study.waits(hours=24)
    accepted(study.types(ANNA, "answer B"))
    study.store.close()


def test_who_was_deleted_before_a_round_answers_it_like_everybody(tmp_path: Path) -> None:
    study = study_at(tmp_path / "dlq.db")
    study.types(ANNA, "today")
    deletes(study)
    study.waits(hours=2)
    assert "Recorded: B" in accepted(study.types(ANNA, "answer B"))
    study.store.close()


# Exports


def test_an_export_does_not_hold_who_else_is_named_in_a_message() -> None:
    """By what they are known on their platform; their names are read where they stood."""
    study = study_at()
    plays(study, anna="A", ben="B")
    accepted(study.types(ANNA, "appeal I meant the other one"))
    accepted(study.presses(ADA, "dlq:settle:1:uphold"))
    held = study.store.privacy.everything(ANNA, [])
    assert "'Ada'" in repr(held["post"]) and "upheld the verdict" in repr(held["post"])
    assert ADA.id not in repr(held)
