"""A group's days on Slack, over the wire: the question, private answers, forms, the reveal."""

import json
import re
from collections.abc import AsyncIterator

import pytest

from tests.fakes.bank import SECRET, TEXTS, UNSURE, bank_of, tiny_bank
from tests.slack_server import shown
from tests.slack_stage import Stage, first_day, stage

pytestmark = pytest.mark.usefixtures("no_proxies")


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    """A round with one right letter is open since five minutes."""
    async with first_day() as made:
        yield made


@pytest.fixture
async def parts() -> AsyncIterator[Stage]:
    """A round that asks for two numbers."""
    async with first_day("normalization/batch-norm") as made:
        yield made


async def test_the_question_is_posted_once_with_its_buttons(day: Stage) -> None:
    [post] = day.posts
    assert shown.labels(post.blocks) == ["A", "B", "C", "Answer", "Hint", "Lock in", "Reveal"]
    assert "Same padding" in post.text
    assert "round 1 · question" in day["ben"].reads()
    assert day.server.pings == []


async def test_nothing_of_the_answer_travels_in_metadata_or_in_what_is_hidden(day: Stage) -> None:
    """Anybody in the workspace can read the metadata."""
    [post] = day.posts
    hidden = json.dumps([post.metadata, post.text, post.blocks])
    assert SECRET not in hidden
    assert post.metadata is not None
    assert set(post.metadata["event_payload"]) <= {"key", "of", "page"}


async def test_a_button_records_an_answer_that_only_its_person_is_told_of(day: Stage) -> None:
    await day.presses("ben", "B")
    receipt = day["ben"].newest("Recorded: B", private=True)
    assert (receipt.channel, receipt.thread_ts) == (day.room.id, "")
    assert "Recorded" not in day["anna"].reads()
    [answer] = day.bot.store.answers.to(day.bot.round(1))
    assert (answer.person.id, answer.person.name, answer.text) == (day["ben"].id, "ben", "B")
    assert len(day.posts) == 1


async def test_nobodys_answer_is_seen_before_closing() -> None:
    """Not in the channel, nor in what anybody else sees, nor in metadata."""
    async with stage(tiny_bank("regularization/dropout"), "anna", "ben", "cleo") as made:
        await made.passes(hours=1, minutes=5)
        await made.types("ben", "answer zebras rely on chance")
        await made.presses("anna", "Answer")
        await made.fills("anna", answer="giraffes are dropped at random")
        await made.types("cleo", "board")
        await made.types("cleo", "today")
        everything = json.dumps([vars(message) for message in made.room.messages])
        assert not re.search("zebra|giraffe", everything)
        assert not re.search("zebra|giraffe", made["cleo"].reads())
        assert "giraffe" not in made["ben"].reads()
        await made.passes(hours=24)
        assert "zebra" not in made["cleo"].reads(), "an open answer is never quoted"


async def test_at_closing_the_post_is_redrawn_and_the_reveal_stands_in_its_thread(
    day: Stage,
) -> None:
    [post] = day.posts
    await day.presses("ben", "B")
    await day.passes(hours=24)
    again, reveal, *_ = day.posts
    assert again is post
    assert post.edits == 1
    assert "closed · 1 answer" in shown.text(post.blocks)
    assert (reveal.thread_ts, reveal.broadcast) == (post.ts, False)
    assert SECRET in shown.text(reveal.blocks)
    assert "ben" in shown.text(reveal.blocks)


async def test_what_is_edited_keeps_its_key(day: Stage) -> None:
    """So that it is found again afterwards as well."""
    [post] = day.posts
    before = post.metadata
    await day.passes(hours=24)
    assert (post.edits, post.metadata) == (1, before)


async def test_a_lock_shows_the_verdict_to_its_person_alone(day: Stage) -> None:
    await day.presses("ben", "B")
    await day.presses("ben", "Lock in")
    assert SECRET in day["ben"].reads()
    assert SECRET not in day["anna"].reads()


async def test_a_hint_is_shown_privately(day: Stage) -> None:
    await day.presses("ben", "Hint")
    assert "Hint 1 of 2" in day["ben"].reads()
    assert "Hint 1 of 2" not in day["anna"].reads()


# Forms


async def test_the_answer_button_opens_a_form_within_its_trigger(parts: Stage) -> None:
    await parts.presses("ben", "Answer")
    view = parts["ben"].view
    assert view is not None
    assert [block["block_id"] for block in view.blocks if block["type"] == "input"] == [
        "stored",
        "trained",
    ]
    await parts.fills("ben", stored="64", trained="32")
    assert parts["ben"].view is None
    assert "Recorded" in parts["ben"].reads()
    assert "Recorded" not in parts["anna"].reads()


async def test_what_is_wrong_with_a_field_is_said_at_that_field(parts: Stage) -> None:
    await parts.presses("ben", "Answer")
    await parts.fills("ben", stored="64; 32", trained="32")
    view = parts["ben"].view
    assert view is not None
    assert view.errors == {
        "stored": "One number belongs here; the others have fields of their own."
    }
    assert parts.bot.store.answers.to(parts.bot.round(1)) == []
    await parts.fills("ben", stored="64")
    [answer] = parts.bot.store.answers.to(parts.bot.round(1))
    assert answer.text == "64; 32"


@pytest.mark.parametrize("killed", [False, True], ids=["ended", "killed"])
async def test_a_form_survives_a_restart(parts: Stage, killed: bool) -> None:
    """Nothing of it is in memory: also where the answer goes that it brings."""
    await parts.presses("ben", "Answer")
    await parts.restart(killed=killed)
    await parts.fills("ben", stored="no; no", trained="32")
    await parts.restart(killed=killed)
    await parts.fills("ben", stored="64")
    assert "Recorded: 64; 32" in parts["ben"].reads()


async def test_a_form_may_be_closed_without_a_word(parts: Stage) -> None:
    await parts.presses("ben", "Answer")
    await parts["ben"].close()
    await parts.bot.quiet()
    assert parts["ben"].view is None
    assert parts.bot.store.answers.to(parts.bot.round(1)) == []


async def test_a_form_that_comes_after_closing_is_told_so(parts: Stage) -> None:
    await parts.presses("ben", "Answer")
    await parts.types("anna", "admin close-now")
    await parts.fills("ben", stored="64", trained="32")
    assert "Recorded: " not in parts["ben"].reads()
    assert "Too late: the round was closed when your answer came." in parts["ben"].reads()
    [answer] = parts.bot.store.answers.to(parts.bot.round(1))
    assert not answer.counts


# Commands where commands cannot be


async def test_a_mention_in_a_thread_is_answered_there_and_privately(day: Stage) -> None:
    [post] = day.posts
    await day["ben"].mention(day.room, "answer B", thread=post)
    await day.bot.quiet()
    reply = day["ben"].newest("Recorded", private=True)
    assert (reply.thread_ts, reply.only_for) == (post.ts, day["ben"].id)
    assert "Recorded" not in day["anna"].reads()


async def test_a_direct_message_is_answered_by_one(day: Stage) -> None:
    await day["ben"].writes_dm("me")
    await day.bot.quiet()
    answer = day["ben"].seen()[-1]
    assert (answer.channel, answer.by_bot, answer.only_for) == ("D0BEN", True, "")


async def test_where_no_form_can_open_a_button_opens_it(day: Stage) -> None:
    """A message brings no trigger; the button that answers it does."""
    await day["ben"].mention(day.room, "answer")
    await day.bot.quiet()
    assert day["ben"].view is None
    offer = day["ben"].seen()[-1]
    assert offer.only_for == day["ben"].id
    [label] = shown.labels(offer.blocks)
    await day.presses("ben", label, offer)
    await day.fills("ben", answer="B")
    assert "Recorded: B" in day["ben"].reads()


async def test_its_own_and_other_peoples_messages_are_none_of_its_business(day: Stage) -> None:
    heard = len(day.bot.outcomes)
    await day["ben"].writes(day.room, "random cnn")
    await day.bot.quiet()
    assert len(day.bot.outcomes) == heard


async def test_words_that_are_no_command_get_a_sentence(day: Stage) -> None:
    await day.types("ben", "answr B")
    assert "Did you mean answer?" in day["ben"].reads()
    await day["ben"].mention(day.room, "sing")
    await day.bot.quiet()
    assert "There is no command 'sing'" in day["ben"].reads()


# The menu


async def test_a_bare_command_opens_a_menu(day: Stage) -> None:
    await day.types("ben", "")
    menu = day["ben"].seen()[-1]
    assert menu.only_for == day["ben"].id
    for label in shown.labels(menu.blocks)[:-1]:
        before = len(day["ben"].seen())
        assert await day.presses("ben", label, menu) == ""
        assert len(day["ben"].seen()) > before, label


async def test_the_menus_search_finds_topics_and_questions(day: Stage) -> None:
    await day.types("ben", "")
    menu = day["ben"].seen()[-1]
    label = shown.labels(menu.blocks)[-1]
    offered = [option["text"]["text"] for option in await day["ben"].options(menu, label, "pad")]
    assert "Same padding (cnn/same-padding)" in offered
    assert await day["ben"].options(menu, label, "\u202e🙂<!channel>" * 100) == []
    await day["ben"].choose(menu, label, "cnn", typed="cnn")
    await day.bot.quiet()
    assert "open round of yours" in day["ben"].reads()


@pytest.mark.parametrize("text", ["", "menu"])
async def test_a_bare_mention_opens_the_menu_too(day: Stage, text: str) -> None:
    await day["ben"].mention(day.room, text)
    await day.bot.quiet()
    assert day["ben"].seen()[-1].by_bot


# Long and changing


async def test_an_answer_of_many_pages_comes_whole_and_in_order() -> None:
    """A response url takes five messages; what is more comes another way."""
    long = "\n\n".join(f"Paragraph {n}: " + "all of it counts. " * 60 for n in range(40))
    text = TEXTS["cnn/same-padding"].replace("## Answer\n", f"## Answer\n\n{long}\n")
    async with stage(bank_of({"cnn/same-padding": text}), "anna") as made:
        await made.passes(hours=1, minutes=5)
        await made.types("anna", "answer B")
        await made.presses("anna", "Lock in")
        private = [m for m in made["anna"].seen() if m.only_for]
        read = "\n".join(shown.text(one.blocks) for one in private)
        found = [int(n) for n in re.findall(r"Paragraph (\d+):", read)]
        assert found == list(range(40))
        assert len(private) > 6
        await made.types("anna", "admin close-now")
        read = "\n".join(shown.text(one.blocks) for one in made.posts)
        assert [int(n) for n in re.findall(r"Paragraph (\d+):", read)] == list(range(40))


async def test_what_is_asked_back_is_redrawn_where_it_stands() -> None:
    """A message that was pressed is changed, not followed by another like it."""
    async with stage(tiny_bank("regularization/dropout"), "anna", "ben") as made:
        await made.passes(hours=1, minutes=5)
        await made.types("ben", f"answer {UNSURE}")
        await made.types("ben", "lock")
        asking = made["ben"].newest("I am not sure whether")
        await made.presses("ben", "I said this", asking)
        assert "I said this" not in shown.labels(asking.blocks) or "(2 of 2)" in shown.text(
            asking.blocks
        )


async def test_a_submission_that_takes_long_is_acknowledged_before_the_core_is_done(
    parts: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form goes, and what became of it is told privately; with a button if it is wrong."""
    monkeypatch.setattr("adapters.slack.door.ACKNOWLEDGE", 0.02)
    ben = parts["ben"]
    for stored, said in (("64", "Recorded: 64; 32"), ("6; 4", "One number belongs here")):
        await parts.presses("ben", "Answer", parts.question)
        parts.bot.gate.clear()
        assert await ben.submit({"stored": stored, "trained": "32"}) == ""
        assert ben.view is None
        assert said not in ben.reads()
        parts.bot.gate.set()
        await parts.bot.quiet()
        assert said in ben.reads()
    [label] = shown.labels(ben.seen()[-1].blocks)
    await parts.presses("ben", label, ben.seen()[-1])
    assert ben.view is not None


async def test_a_question_that_somebody_deleted_holds_nothing_up(day: Stage) -> None:
    """Its reveal and the next question are posted all the same."""
    [post] = day.posts
    post.gone = True
    await day.passes(hours=24, minutes=30)
    feet = [shown.text(one.blocks).splitlines()[-1] for one in day.posts]
    assert feet[-1] == "round 2 · question"
    assert any(foot.startswith("round 1 · reveal") for foot in feet)
