"""What a person is told of what is held about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.actions import action
from bot.cards.words import footed, joined, plural
from bot.events import Person
from bot.ledger import GONE, Holding
from bot.message import (
    Bullets,
    Button,
    Buttons,
    File,
    Heading,
    Message,
    Strong,
    Text,
    plain_paragraph,
)

TITLE = "What is held about you"


def account_name(person: Person) -> str:
    """ "zoe on Slack"."""
    return f"{person.called} on {person.platform.capitalize()}"


def held_card(them: Sequence[Person], holdings: Sequence[Holding], hidden: bool) -> Message:
    """What is held about somebody, in words and counts, and for how long."""
    who = joined(account_name(one) for one in them)
    items = tuple(
        (Text(plural(one.count, *one.what) + (f" ({one.how_long})" if one.how_long else "")),)
        for one in holdings
    )
    return Message(
        f"{TITLE}: {who}",
        (
            Heading(TITLE),
            plain_paragraph(
                f"As {who}, in the database on the machine where I run, for as long as that is "
                "kept or until you have it deleted, unless another time is given:"
            ),
            Bullets(items),
            plain_paragraph(
                "My replies are remembered for a week, so that one that is asked for twice is the "
                "same. Nothing is sent anywhere but to the chat that you read it in."
            ),
            plain_paragraph(
                "You are hidden: /dlq privacy unhide shows you on boards again. "
                if hidden
                else "/dlq privacy hide leaves you off boards. ",
                "/dlq privacy export sends you all of it as a file; /dlq privacy delete has it "
                "deleted.",
            ),
        ),
    )


def export_card(data: bytes, at: datetime, cause: str) -> Message:
    """The file with all of it."""
    name = f"dlq-{at:%Y-%m-%d}.json"
    text = "What dlq holds about you, as a file that programs can read. No copy of it is kept."
    blocks = (plain_paragraph(text), File(name, data))
    return footed(Message("What is held about you, as a file", blocks), f"{cause} · notice")


def confirmation(them: Mapping[int, Person]) -> Message:
    """The one question before somebody is forgotten: what goes, what stays, and a button."""
    names = [account_name(one) for one in them.values()]
    who = joined(names)
    title = f"Delete what is held about {who}?"
    both = f" Both accounts go, as you have linked them: {who}." if len(names) > 1 else ""
    numbers = joined(f"{GONE}-{number}" for number in them)
    return Message(
        title,
        (
            Heading(title),
            plain_paragraph(
                Strong("Goes, for good: "),
                "your name and all that you wrote (answers, appeals, questions of your own), "
                f"what I sent you, and where you were seen.{both}",
            ),
            plain_paragraph(
                Strong("Stays: "),
                f"the scores, with a number ({numbers}) in place of your name, so that nobody "
                "else's board changes. Groups that you set up go on, with the rules and seasons "
                "that you gave them. What others wrote is theirs, even where it names you.",
            ),
            plain_paragraph(
                "It cannot be taken back. If you come back afterwards, you start afresh, with the "
                "next round."
            ),
            Buttons((Button("Delete it all", action("forget", *them), "danger"),)),
        ),
    )
