"""What the store keeps of Posts that are owed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.events import MessageRef, Person
from bot.ledger import Post
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Code,
    Emphasis,
    File,
    Heading,
    Image,
    InlineCode,
    Link,
    Message,
    Paragraph,
    Ping,
    Span,
    Strong,
    Table,
    Text,
    Time,
)
from bot.store import Store
from tests.fakes.stock import MONDAY_NINE, Stock, message
from tests.fakes.study import ADA, ANNA, CLUB, OTHER_ROOM, ROOM

MINUTE = timedelta(minutes=1)
THERE = MessageRef(("m-1",))

SPANS: tuple[Span, ...] = (
    Text("ein\nBild 🙂"),
    Strong("3 x 3"),
    Emphasis("stride"),
    InlineCode("n = `64`"),
    Link("paper", "https://example.org/?a=1&b=2"),
    Time(MONDAY_NINE, "Europe/Berlin", "date"),
    Ping("1234"),
)
BLOCKS: tuple[Block, ...] = (
    Heading("Output size"),
    Paragraph(SPANS),
    Bullets((SPANS, ()), ordered=True, start=3),
    Code("n = 28\n", "python"),
    Table(("layer", "size"), (("conv", "26"),)),
    Image(bytes(range(256)), "a filter"),
    File("board.csv", b"\xff\x00"),
    Buttons((Button("A", "dlq:answer:17:a", "primary"), Button("B", "dlq:x", disabled=True))),
)


@pytest.fixture
def stock() -> Iterator[Stock]:
    """A group in two rooms; this process leads for a minute from Monday, nine o'clock."""
    stock = Stock(Store())
    stock.group(ROOM, OTHER_ROOM)
    assert stock.store.posts.hold("chat", "me", MONDAY_NINE, MONDAY_NINE + MINUTE)
    yield stock
    stock.store.close()


def again(stock: Stock, post: Post) -> Post:
    """The Post as it stands now."""
    return stock.store.posts.get(post.id)


def marked(stock: Stock, post: Post) -> Post:
    """The Post on its way."""
    assert stock.store.posts.mark_sending(post, "me", MONDAY_NINE, MONDAY_NINE)
    return again(stock, post)


def sent(stock: Stock, post: Post) -> Post:
    marked(stock, post)
    stock.store.posts.sent(post.id, THERE)
    return again(stock, post)


# What is owed


def test_a_message_is_kept_with_all_that_can_be_said(stock: Stock) -> None:
    """Every block and every span comes back as it was."""
    assert {type(block) for block in BLOCKS} == set(get_args(Block))
    assert {type(span) for span in SPANS} == set(get_args(Span))
    everything = Message("Everything", BLOCKS, "round 1 · question")
    assert stock.store.posts.owe("round 1", "question", ROOM, everything)
    [post] = stock.store.posts.of("round 1", "question")
    assert post == Post(1, "round 1", "question", ROOM, everything, "owed")


def test_a_post_is_owed_once_for_its_cause_kind_and_receiver(stock: Stock) -> None:
    """The first message stays; another kind, cause or receiver is another Post."""
    posts = stock.store.posts
    first = stock.owe(text="first")
    assert not posts.owe("round 1", "question", ROOM, message("second"))
    stock.owe(OTHER_ROOM)
    stock.owe(ANNA)
    stock.owe(Person("talk", ANNA.id))
    stock.owe(kind="reveal")
    stock.owe(cause="round 2")
    assert posts.of("round 1", "question")[0] == first
    assert [post.to for post in posts.of("round 1", "question")] == [
        ROOM,
        OTHER_ROOM,
        ANNA,
        Person("talk", ANNA.id),
    ]
    with pytest.raises(Exception, match="CHECK"):
        posts.owe("round 1", "song", ROOM, message("la"))  # type: ignore[arg-type]


def test_nothing_is_owed_to_a_place_that_is_in_no_group(stock: Stock) -> None:
    """One that never was, and one that left."""
    stock.store.groups.leave(ROOM, MONDAY_NINE, "stopped")
    for place in (CLUB, ROOM):
        assert not stock.store.posts.owe("round 1", "question", place, message("?"))


def test_a_post_in_a_thread_knows_what_it_goes_under(stock: Stock) -> None:
    """The question above its reveal."""
    question = stock.owe()
    assert stock.owe(kind="reveal", under=question).under == question.id
    assert question.under is None


def test_keys_differ_by_place(stock: Stock) -> None:
    """Platforms know a Post by its key."""
    assert len({stock.owe(place).key for place in (ROOM, OTHER_ROOM)}) == 2


def test_only_what_is_to_be_done_on_a_platform_waits(stock: Stock) -> None:
    """Oldest first: owed, on its way, and to be redrawn."""
    posts = stock.store.posts
    owed = stock.owe(cause="a")
    on_its_way = marked(stock, stock.owe(cause="b"))
    stale = sent(stock, stock.owe(cause="c"))
    sent(stock, stock.owe(cause="d"))
    posts.fail(stock.owe(cause="e").id, "gone")
    stock.owe(Person("talk", "u-1"), cause="f")
    posts.redraw("c", "question", message("new"))
    assert posts.waiting(["chat"]) == [owed, on_its_way, again(stock, stale)]
    assert [post.cause for post in posts.waiting(["talk", "chat"])] == ["a", "b", "c", "f"]
    assert posts.waiting([]) == []


# Sending


def test_only_who_holds_the_lease_may_send(stock: Stock) -> None:
    """Not another process, not after the lease ran out, not on another platform."""
    post, posts = stock.owe(), stock.store.posts
    assert not posts.mark_sending(post, "other", MONDAY_NINE, MONDAY_NINE)
    assert not posts.mark_sending(post, "me", MONDAY_NINE, MONDAY_NINE + MINUTE)
    elsewhere = stock.owe(Person("talk", "u-1"))
    assert not posts.mark_sending(elsewhere, "me", MONDAY_NINE, MONDAY_NINE)
    assert again(stock, post) == post


def test_the_first_mark_stays(stock: Stock) -> None:
    """A Post may be anywhere since it was first begun."""
    post, posts = stock.owe(), stock.store.posts
    marked(stock, post)
    later = MONDAY_NINE + timedelta(seconds=59)
    assert posts.mark_sending(post, "me", later, later)
    assert again(stock, post) == replace(post, state="sending", first_mark=MONDAY_NINE)


def test_what_is_sent_or_given_up_is_not_sent_again(stock: Stock) -> None:
    """Whoever still has it in hand is told so before the send."""
    there, given_up = sent(stock, stock.owe(ROOM)), stock.owe(OTHER_ROOM)
    stock.store.posts.fail(given_up.id, "gone")
    assert there.state == "sent" and there.ref == THERE
    for post in (there, given_up):
        assert not stock.store.posts.mark_sending(post, "me", MONDAY_NINE, MONDAY_NINE)


def test_a_post_that_was_certainly_not_sent_is_owed_again(stock: Stock) -> None:
    """It need not be looked for; the pages that were sent before the failure are known."""
    post, posts = marked(stock, stock.owe()), stock.store.posts
    posts.keep_ref(post.id, MessageRef(("m-1", "")))
    posts.keep_ref(post.id, MessageRef(()))
    posts.not_sent(post.id)
    assert again(stock, post) == replace(post, state="owed", ref=MessageRef(("m-1", "")))
    sent(stock, post)
    posts.not_sent(post.id)
    assert again(stock, post).state == "sent"


def test_a_post_that_failed_stays_as_it_is_until_its_next_try(stock: Stock) -> None:
    """On its way, if it was perhaps sent: it will be looked for. Tries are counted."""
    post, posts = marked(stock, stock.owe()), stock.store.posts
    for minutes, error in ((1, "no answer"), (3, "too fast")):
        posts.put_off(post.id, MONDAY_NINE + minutes * MINUTE, error)
    assert again(stock, post) == replace(
        post, attempts=2, next_try=MONDAY_NINE + 3 * MINUTE, error="too fast"
    )


def test_a_post_that_is_there_has_no_next_try_and_no_error(stock: Stock) -> None:
    """After a failure, too."""
    post, posts = marked(stock, stock.owe()), stock.store.posts
    posts.put_off(post.id, MONDAY_NINE + MINUTE, "too fast")
    posts.sent(post.id, THERE)
    assert again(stock, post) == replace(post, state="sent", ref=THERE)


def test_the_next_try_is_the_earliest_to_come_on_the_platforms_one_speaks_to(
    stock: Stock,
) -> None:
    """What is given up is tried no more, and what may be tried already is not to come."""
    posts = stock.store.posts
    assert posts.next_try(["chat"], MONDAY_NINE) is None
    to = [ROOM, OTHER_ROOM, ANNA, Person("talk", "u-1")]
    for post, minutes in zip([stock.owe(receiver) for receiver in to], (4, 3, 2, 1), strict=True):
        posts.put_off(post.id, MONDAY_NINE + minutes * MINUTE, "later")
    assert posts.next_try(["chat"], MONDAY_NINE) == MONDAY_NINE + 2 * MINUTE
    assert posts.next_try(["chat", "talk"], MONDAY_NINE) == MONDAY_NINE + MINUTE
    assert posts.next_try(["chat"], MONDAY_NINE + 2 * MINUTE) == MONDAY_NINE + 3 * MINUTE
    posts.fail(2, "gone")
    assert posts.next_try(["chat"], MONDAY_NINE + 2 * MINUTE) == MONDAY_NINE + 4 * MINUTE


def test_giving_up_what_was_not_begun_leaves_what_may_be_there(stock: Stock) -> None:
    """Owed and untouched fails; on its way, or there in part, does not."""
    posts = stock.store.posts
    untouched, in_part, on_its_way = (stock.owe(to) for to in (ROOM, OTHER_ROOM, ANNA))
    posts.keep_ref(in_part.id, MessageRef(("m-1", "")))
    marked(stock, on_its_way)
    reveal = stock.owe(kind="reveal")
    posts.fail_owed("round 1", "question", "over")
    found = [again(stock, post).state for post in (untouched, in_part, on_its_way, reveal)]
    assert found == ["failed", "owed", "sending", "owed"]
    assert again(stock, untouched).error == "over"


def test_the_admin_is_told_of_a_failure_once(stock: Stock) -> None:
    """The first to ask tells."""
    post = stock.owe()
    assert [stock.store.posts.tell(post.id) for _ in range(2)] == [True, False]
    assert again(stock, post).told


def test_notices_that_reached_nobody_wait_for_their_person(stock: Stock) -> None:
    """Only failed notices, and only until they were told otherwise."""
    posts = stock.store.posts
    lost = stock.owe(ADA, cause="a", kind="notice")
    told = stock.owe(ADA, cause="b", kind="notice")
    for post in (lost, told, stock.owe(ANNA, cause="c", kind="notice")):
        posts.fail(post.id, "closed their messages")
    stock.owe(ADA, cause="d", kind="notice")
    posts.tell(told.id)
    assert posts.untold_to(ADA) == [again(stock, lost)]


def test_the_places_that_have_a_question(stock: Stock) -> None:
    """Those where it was sent, as rows; a person is no place."""
    sent(stock, stock.owe(OTHER_ROOM))
    stock.owe(ROOM)
    sent(stock, stock.owe(ANNA))
    other_room = 2
    assert stock.store.posts.places_reached("round 1") == {other_room}


# Redrawing


def test_what_is_there_or_may_be_is_to_be_redrawn(stock: Stock) -> None:
    """What was not begun has nothing to be redrawn, nor has what is given up."""
    posts = stock.store.posts
    there, on_its_way = sent(stock, stock.owe(ROOM)), marked(stock, stock.owe(OTHER_ROOM))
    owed, failed = stock.owe(ADA), stock.owe(ANNA)
    posts.fail(failed.id, "gone")
    posts.redraw("round 1", "question", message("closed"))
    assert [again(stock, post).stale for post in (there, on_its_way, owed, failed)] == [
        True,
        True,
        False,
        False,
    ]
    assert again(stock, there) == replace(there, message=message("closed"), stale=True)


def test_a_redrawing_that_was_overtaken_is_still_owed(stock: Stock) -> None:
    """The message changed again while the edit was on its way."""
    posts = stock.store.posts
    sent(stock, stock.owe())
    posts.redraw("round 1", "question", message("closed"))
    [drawn] = posts.waiting(["chat"])
    posts.redraw("round 1", "question", message("voided"))
    posts.redrawn(drawn)
    [waiting] = posts.waiting(["chat"])
    assert waiting.message == message("voided")
    posts.redrawn(waiting)
    assert posts.waiting(["chat"]) == []


def test_a_redrawing_that_failed_is_tried_again_later(stock: Stock) -> None:
    """The Post itself is there, whatever becomes of the edit; a new message is tried afresh."""
    posts = stock.store.posts
    post = sent(stock, stock.owe())
    posts.redraw("round 1", "question", post.message)
    posts.put_off(post.id, MONDAY_NINE + MINUTE, "no answer")
    failed = replace(post, stale=True, attempts=1, next_try=MONDAY_NINE + MINUTE, error="no answer")
    assert again(stock, post) == failed
    posts.redraw("round 1", "question", message("voided"))
    assert again(stock, post) == replace(failed, message=message("voided"), attempts=0)
    posts.redrawn(again(stock, post))
    assert again(stock, post) == replace(post, message=message("voided"))


# A place that leaves


def test_a_place_that_left_is_sent_nothing_more(stock: Stock) -> None:
    """What was on its way fails with the reason; what stands there is still known to stand."""
    groups, posts = stock.store.groups, stock.store.posts
    owed, on_its_way = stock.owe(cause="a"), marked(stock, stock.owe(cause="b"))
    there, stale = sent(stock, stock.owe(cause="c")), sent(stock, stock.owe(cause="d"))
    posts.redraw("d", "question", message("closed"))
    elsewhere = stock.owe(OTHER_ROOM)
    groups.leave(ROOM, MONDAY_NINE, "the channel was deleted")
    assert posts.waiting(["chat"]) == [elsewhere]
    found = [again(stock, post) for post in (owed, on_its_way, there, stale)]
    assert [post.state for post in found] == ["failed", "failed", "sent", "sent"]
    assert [found[0].error, found[2]] == ["the channel was deleted", there]
    assert len(posts.places_reached("d")) == 1


def test_a_place_that_came_back_is_owed_anew(stock: Stock) -> None:
    """The same cause and kind, for it is another stay."""
    group = stock.store.groups.of_place(ROOM)
    assert group is not None
    stock.owe()
    stock.store.groups.leave(ROOM, MONDAY_NINE, "stopped")
    stock.store.groups.join(group, ROOM, MONDAY_NINE)
    anew = stock.owe()
    assert [post.state for post in stock.store.posts.of("round 1", "question")] == [
        "failed",
        "owed",
    ]
    assert stock.store.posts.waiting(["chat"]) == [anew]


# After a restore


def test_after_a_restore_every_place_is_looked_into_until_its_first_new_post(
    stock: Stock,
) -> None:
    """One place after another; a person's messages cannot be looked into, nor a later place's."""
    posts, groups = stock.store.posts, stock.store.groups
    groups.leave(OTHER_ROOM, MONDAY_NINE, "stopped")
    posts.look_for_all(MONDAY_NINE)
    group = groups.of_place(ROOM)
    assert group is not None
    groups.join(group, CLUB, MONDAY_NINE)
    in_room, in_club, to_anna = (stock.owe(to) for to in (ROOM, CLUB, ANNA))
    found = [posts.look_since(post) for post in (in_room, in_club, to_anna)]
    assert found == [MONDAY_NINE, None, None]
    posts.stop_looking(in_room)
    assert posts.look_since(stock.owe(kind="reveal")) is None
