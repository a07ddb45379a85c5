"""What people write on Slack, whatever it is: it calls nobody, breaks nothing, and is shown as they
wrote it. And whatever the core may say is drawn within Slack's limits."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import plain
from bot.message import (
    Bullets,
    Button,
    Buttons,
    ChoiceField,
    Code,
    Emphasis,
    FieldOption,
    File,
    Form,
    Heading,
    Image,
    InlineCode,
    Link,
    Message,
    Paragraph,
    Reply,
    Strong,
    Table,
    Text,
    TextField,
    Time,
    plain_paragraph,
)
from tests.fakes.bank import tiny_bank
from tests.slack_server import payloads, shown
from tests.slack_server.faults import CUT_AFTER
from tests.slack_server.mentions import mentions
from tests.slack_server.world import Message as Seen
from tests.slack_server.world import Ping
from tests.slack_stage import Stage, first_day, stage
from tests.test_discovery import HOSTILE

pytestmark = pytest.mark.usefixtures("no_proxies")


@pytest.fixture
async def day() -> AsyncIterator[Stage]:
    """A round with one right letter is open since five minutes."""
    async with first_day() as made:
        yield made


# Words of people


LOUD = (
    "<!channel> <!here> <@U0BEN> <!subteam^S1> @channel @ben &lt;!channel&gt; *b* `c` <http://x|y>"
)


async def test_what_people_write_calls_nobody() -> None:
    """Typed, sent by a form, as a name, as a search; in receipts, verdicts, boards, refusals."""
    bank = tiny_bank("regularization/dropout")
    async with stage(bank, "anna", "ben") as made:
        made.joins("eve", real_name="<!channel> & Eve")
        made["eve"].user.name = "<!here>"
        await made.passes(hours=1, minutes=5)
        for words in (f"answer {LOUD}", LOUD, f"search {LOUD}", f"random {LOUD}", f"past {LOUD}"):
            await made.types("eve", words)
            await made["eve"].mention(made.room, words)
            await made["eve"].writes_dm(words)
        await made.bot.quiet()
        await made.presses("eve", "Answer")
        await made.fills("eve", answer=LOUD)
        await made.types("eve", "lock")
        await made.types("anna", "admin close-now")
        await made.types("eve", f"appeal {LOUD}")
        await made.types("anna", "admin appeals")
        await made.types("anna", "board")
        everything = [*made.server.world.ephemeral, *made.room.messages]
        assert [m for m in everything if m.by_bot and mentions(m.text, m.blocks)] == []
        assert made.server.pings == []


async def test_what_people_write_is_shown_as_they_wrote_it(day: Stage) -> None:
    """In a message even what looks like an entity; a command's text may come escaped or not."""
    typed = "a < b & c > d *b* _i_ `c` &amp; :smile: 🙂 שלום"
    await day["ben"].mention(day.room, f"answer {typed}")
    await day.bot.quiet()
    assert typed in day["ben"].reads()
    await day.types("ben", f"answer {typed.replace('&amp; ', '')}")
    assert typed.replace("&amp; ", "") in day["ben"].reads()


async def test_ten_thousand_characters_are_answered(day: Stage) -> None:
    for typed in ("x" * 10_000, "🙂" * 10_000, "<&>" * 3_000, "a b " * 2_500):
        for words in (f"answer {typed}", f"search {typed}", typed):
            seen = len(day["ben"].seen())
            assert await day.types("ben", words) == ""
            assert len(day["ben"].seen()) > seen


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_word_whatever_breaks_a_delivery(day: Stage, word: str) -> None:
    """By command, mention, direct message, search and form: each is answered, nothing is refused
    by Slack, and nothing went wrong."""
    ben = day["ben"]
    for words in (word, f"answer {word}", f"search {word}", f"question {word}"):
        assert await day.types("ben", words) == ""
    await ben.mention(day.room, word)
    await ben.writes_dm(f"random {word}")
    await day.types("ben", "")
    menu = ben.seen()[-1]
    if menu.blocks and "A topic or a question" in shown.labels(menu.blocks):
        await ben.options(menu, "A topic or a question", word)
    await day.presses("ben", "Answer", day.question)
    if ben.view is not None:
        payload = payloads.submission(day.server, ben.user, ben.view, _typed(word))
        assert (await day.server.socket.deliver("interactive", payload)).error == ""
    await day.bot.quiet()
    assert "went wrong" not in ben.reads()
    assert day.server.pings == []


def _typed(word: str) -> dict[str, dict[str, dict[str, str]]]:
    """A field's value that no client would have sent: the form has a menu of letters."""
    return {"answer": {"answer": {"type": "plain_text_input", "value": word}}}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"answer": {}},
        {"answer": {"answer": {"type": "plain_text_input", "value": None}}},
        {"answer": {"answer": {"type": "static_select", "selected_option": None}}},
        {"answer": {"answer": {"type": "checkboxes", "selected_options": []}}},
        {"nowhere": {"x": {"type": "sing", "value": 7}}},
        {"answer": {"x": {"type": "users_select", "selected_user": "U1"}}},
    ],
    ids=str,
)
async def test_a_form_with_strange_values_is_answered(
    day: Stage, values: dict[str, object]
) -> None:
    await day.presses("ben", "Answer")
    view = day["ben"].view
    assert view is not None
    payload = payloads.submission(day.server, day["ben"].user, view, values)
    ack = await day.server.socket.deliver("interactive", payload)
    await day.bot.quiet()
    assert ack.error == ""
    assert "went wrong" not in day["ben"].reads()


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B0DLQ", "user": "U0DLQBOT"},
        {"bot_id": "B0OTHER"},
        {"subtype": "channel_join"},
    ],
    ids=str,
)
async def test_what_is_no_new_message_of_a_person_is_not_answered(
    day: Stage, change: dict[str, str]
) -> None:
    """Above all none of its own: that would go on for ever."""
    direct = day.server.world.direct(day["ben"].id)
    said = await day["ben"].writes_dm("today")
    await day.bot.quiet()
    seen = len(day["ben"].seen())
    await day.server.events.emit(payloads.message(direct, said) | change, direct)
    await day.bot.quiet()
    assert len(day["ben"].seen()) == seen


@pytest.mark.parametrize("text", ["@dlq today", "  @dlq   today", "today @dlq", "hey @dlq today"])
async def test_wherever_the_name_stands_the_rest_is_the_command(day: Stage, text: str) -> None:
    await day["ben"].writes_dm(text)
    await day.bot.quiet()
    assert "round 1" in day["ben"].reads().lower()
    assert shown.text(day["ben"].seen()[-1].blocks)


async def test_a_group_that_the_rules_name_is_called_once(day: Stage) -> None:
    """With the question; not when it is redrawn, nor by anything else."""
    await day.types("anna", "admin rules ping=S0STUDY")
    await day.types("anna", "admin close-now")
    await day.passes(hours=24)
    question = day.question
    await day.types("anna", "admin close-now")
    assert day.server.pings == [Ping("usergroup", "S0STUDY", day.room.id, question.ts)]


# Whatever the core may say

SPANS = (
    Text("plain <!channel> & <b>\nsecond line"),
    Strong("strong"),
    Emphasis("soft"),
    InlineCode("x < y && `z`"),
    Link("a link", "https://example.org/a?b=c&d=e"),
    Link("", "https://example.org"),
    Time(datetime(2026, 1, 5, 9, tzinfo=UTC), "Europe/Amsterdam", "full"),
    Time(datetime(2026, 1, 5, 9, tzinfo=UTC), "UTC", "date"),
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082"
)

EVERYTHING = {
    "empty": Message("Nothing", ()),
    "spans": Message("All spans", (Paragraph(SPANS), Bullets((SPANS, SPANS), ordered=True))),
    "heading": Message("x", (Heading("h" * 1_000), Heading("<!here> & *b*"))),
    "summary": Message("<!channel> & " * 1_000, (plain_paragraph("x"),)),
    "long": Message("x", (plain_paragraph("word " * 10_000),)),
    "one word": Message("x", (plain_paragraph("w" * 50_000),)),
    "code": Message("x", (Code("print('<!channel>')\n" * 2_000, "python"), Code("y" * 20_000))),
    "empty code": Message("x", (Code(""), Code("\n\n", "no such language " * 20))),
    "bullets": Message("x", (Bullets(tuple((Text(f"item {n}"),) for n in range(500)), start=7),)),
    "empty items": Message("x", (Bullets(((), (Text(""),))), Paragraph(()), plain_paragraph(""))),
    "table": Message("x", (Table(("a", "b"), (("1", ""), ("<&>", "\n"))),)),
    "tables": Message("x", (Table(("a",), (("1",),)), Table(("b",), (("2",),)))),
    "long table": Message("x", (Table(("a", "b"), tuple((str(n), "x" * 50) for n in range(300))),)),
    "wide table": Message("x", (Table(tuple(map(str, range(30))), (("x",) * 30,)),)),
    "heavy cell": Message("x", (Table(("a",), (("x" * 12_000,),)),)),
    "empty table": Message("x", (Table(("a",), ()),)),
    "buttons": Message(
        "x",
        (
            Buttons(tuple(Button(f"B{n}", f"dlq:answer:1:{n}") for n in range(40))),
            Buttons((Button("l" * 200, "dlq:hint:1", "danger"), Button("off", "dlq:h:1", "plain"))),
            Buttons((Button("gone", "dlq:lock:1", disabled=True),)),
            Buttons(()),
        ),
    ),
    "same buttons": Message(
        "x", (Buttons((Button("A", "dlq:hint:1"), Button("B", "dlq:hint:1"))),)
    ),
    "many blocks": Message("x", tuple(plain_paragraph(f"p{n}") for n in range(300))),
    "image": Message("x", (Image(PNG, "a board " * 400),)),
    "file": Message("x", (File("board.csv", b"a,b\n1,2\n"),)),
}


def lost(message: Message, said: Iterable[Seen]) -> Counter[str]:
    """Letters and digits of a message that are not to be read, however it was cut."""
    read = "".join(shown.text(one.blocks, one.text) for one in said)
    whole = Counter(char for char in plain.text(message) if char.isalnum())
    return whole - Counter(read)


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("private", [True, False], ids=["private", "public"])
async def test_whatever_the_core_says_is_drawn(day: Stage, name: str, private: bool) -> None:
    """In as many messages as it takes, with its buttons; before one person or before all."""
    message = EVERYTHING[name]
    day.bot.instead = Reply(message, private=private)
    seen = len(day["anna"].seen())
    assert await day.types("ben", "today") == ""
    said = [m for m in day["ben"].seen() if m.by_bot and bool(m.only_for) == private]
    said = said if private else said[1:]
    assert lost(message, said) == Counter()
    assert (len(day["anna"].seen()) > seen) is not private
    labels = [label for one in said for label in shown.labels(one.blocks)]
    wanted = [
        b.label for block in message.blocks if isinstance(block, Buttons) for b in block.buttons
    ]
    assert [w for w in wanted if w not in labels and len(w) <= 75 and w != "gone"] == []
    assert day.server.pings == []


@pytest.mark.parametrize("name", EVERYTHING)
async def test_whatever_is_owed_is_posted_once(day: Stage, name: str) -> None:
    """As a Post, with its foot and its keys, though an answer is lost on the way."""
    message = replace(EVERYTHING[name], foot="round 9 · reveal")
    store, before = day.bot.store, len(day.posts)
    with store.atomic():
        assert store.posts.owe("round 9", "notice", day.place, message)
    day.server.faults.will("chat.postMessage", CUT_AFTER)
    day.bot.daily.wake()
    await day.bot.quiet()
    await day.passes(minutes=30)
    posted = day.posts[before:]
    keys = [str(one.metadata) for one in posted]
    assert posted and len(set(keys)) == len(keys)
    assert lost(message, posted) == Counter()
    assert all("round 9 · reveal" in shown.text(one.blocks) for one in posted)
    assert day.server.pings == []


LETTERS = tuple(FieldOption(chr(97 + n), f"Option {n} " + "x" * n * 10) for n in range(26))
FORMS = {
    "text": Form("T" * 200, "dlq:answer:1", (TextField("answer", "L" * 300, "help " * 900),)),
    "given": Form(
        "x", "dlq:answer:1", (TextField("answer", "A", value="v" * 3_000, multiline=True),)
    ),
    "too long": Form("x", "dlq:answer:1", (TextField("answer", "A", value="v" * 5_000),)),
    "placeholder": Form("x", "dlq:answer:1", (TextField("a", "A", placeholder="p" * 400),)),
    "one of three": Form("x", "dlq:answer:1", (ChoiceField("a", "A", LETTERS[:3], value=("b",)),)),
    "many of three": Form("x", "dlq:answer:1", (ChoiceField("a", "A", LETTERS[:3], many=True),)),
    "one of 26": Form("x", "dlq:answer:1", (ChoiceField("a", "A", LETTERS, value=("z",)),)),
    "many of 26": Form(
        "x", "dlq:answer:1", (ChoiceField("a", "A", LETTERS, many=True, value=("a", "z")),)
    ),
    "five": Form(
        "x", "dlq:answer:1", tuple(TextField(f"f{n}", f"F{n}") for n in range(5)), "S" * 90
    ),
    "hostile": Form("<!channel>", "dlq:answer:1", (TextField("a", "<@U0BEN>", "<!here> *b*"),)),
}


@pytest.mark.parametrize("name", FORMS)
async def test_whatever_the_core_asks_is_a_form(day: Stage, name: str) -> None:
    day.bot.instead = FORMS[name]
    await day.presses("ben", "Answer", day.question)
    view = day["ben"].view
    assert view is not None
    fields = [block["block_id"] for block in view.blocks if block["type"] == "input"]
    assert fields == [field.name for field in FORMS[name].fields]
