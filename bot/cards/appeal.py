"""What is said of an appeal: to the admins who settle it, to whoever made it, and its form."""

from collections.abc import Sequence

from bot.actions import action
from bot.bank import Question, Variant
from bot.cards.question import TITLE
from bot.cards.verdict import MARKS, key_line, verdict_blocks
from bot.cards.words import plural, saying, shortened
from bot.ledger import Answer, Appeal, Round, Verdict
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    ChoiceField,
    FieldOption,
    Form,
    Heading,
    Message,
    Span,
    Strong,
    Text,
    TextField,
    plain_paragraph,
)

LONGEST = 500
"""Characters of an appeal's sentence."""
LISTED = 20
"""Appeals of a list that get a button; a platform draws 25 at most."""


def appeal_form(round: Round, token: str, typed: str = "") -> Form:
    """The form that takes the sentence; `typed` fills it in from an earlier try."""
    field = TextField(
        "why",
        "What is wrong with the verdict?",
        f"A sentence for the group's admin, at most {LONGEST} characters",
        typed,
        multiline=True,
    )
    title = shortened(f"Contest the verdict of round {round.id}", TITLE)
    return Form(title, action("appeal", token), (field,), "Send")


def appeal_card(
    appeal: Appeal,
    round: Round,
    question: Question,
    variant: Variant,
    answer: Answer,
    claimed: Sequence[str],
) -> Message:
    """All that an admin needs to settle an appeal, with its buttons. `claimed` are the key points
    that the person says they said."""
    blocks = [*_head(appeal, round, question.title), *_contested(appeal, answer, claimed)]
    if key := key_line(question, variant):
        blocks.append(key)
    blocks.append(Buttons(_ways(appeal, answer.verdict)))
    return Message(_summary(appeal, round), tuple(blocks))


def _summary(appeal: Appeal, round: Round) -> str:
    return f"Appeal {appeal.id}: {appeal.person.called} contests the verdict of round {round.id}"


def _head(appeal: Appeal, round: Round, title: str) -> list[Block]:
    return [
        Heading(f"Appeal {appeal.id}, round {round.id}: {title}"),
        plain_paragraph(Strong("Open. "), f"{appeal.person.called} contests the verdict."),
    ]


def _contested(appeal: Appeal, answer: Answer, claimed: Sequence[str]) -> list[Block]:
    blocks: list[Block] = [
        plain_paragraph(Strong("Why: "), shortened(appeal.sentence, LONGEST)),
        plain_paragraph(Strong("The answer: "), shortened(answer.text, 600)),
        *verdict_blocks(answer.verdict),
    ]
    if claimed:
        blocks.append(plain_paragraph(Strong("By their own word it also says:")))
        blocks.append(Bullets(tuple((Text(point),) for point in claimed)))
    return blocks


def _ways(appeal: Appeal, verdict: Verdict) -> tuple[Button, ...]:
    """The ways to settle it: key points one by one where there are any, else half."""
    ways = [
        Button("Uphold the verdict", action("settle", appeal.id, "uphold")),
        Button("Count as right", action("settle", appeal.id, "right"), "primary"),
    ]
    if verdict.points:
        ways.append(Button("Choose the key points", action("award", appeal.id)))
    elif (verdict.score or 0) < 0.5:
        ways.append(Button("Count half", action("settle", appeal.id, "half")))
    return tuple(ways)


def sealed_card(appeal: Appeal, round: Round, title: str) -> Message:
    """For an admin who may still answer the question: who appeals, and nothing of the answer."""
    wait = (
        "The question is open for you, so I show the answer and its verdict once you have locked "
        "in or the round is revealed."
    )
    look = Button("Look at the appeal", action("appealed", appeal.id))
    blocks = (*_head(appeal, round, title), plain_paragraph(wait), Buttons((look,)))
    return Message(_summary(appeal, round), blocks)


def settled_card(card: Message, *line: str | Span) -> Message:
    """An appeal's card once it is settled: the same, but its buttons serve no more."""
    head, _, *rest = card.blocks
    done = plain_paragraph(Strong("Settled. "), *line)
    return Message(saying(*line).summary, (head, done, *map(_disabled, rest)), card.foot)


def _disabled(block: Block) -> Block:
    if not isinstance(block, Buttons):
        return block
    still = (Button(b.label, b.action, b.style, disabled=True) for b in block.buttons)
    return Buttons(tuple(still))


def points_form(appeal: Appeal, verdict: Verdict, claimed: Sequence[int]) -> Form:
    """The key points to tick; those covered already, or by the person's own word, are ticked."""
    listed = tuple(
        FieldOption(str(at), shortened(f"{MARKS[point.state][0]} {_plain(point.text)}", 75))
        for at, point in enumerate(verdict.points)
    )
    ticked = tuple(
        str(at)
        for at, point in enumerate(verdict.points)
        if point.state == "covered" or at in claimed
    )
    field = ChoiceField(
        "points", "Which does the answer make?", listed, many=True, value=ticked, required=False
    )
    return Form(f"Appeal {appeal.id}: key points", action("award", appeal.id), (field,), "Settle")


def _plain(text: str) -> str:
    return text.replace("`", "").replace("$", "").replace("**", "")


def appeals_list(appeals: Sequence[Appeal]) -> Message:
    """The open appeals, each with a button that shows it."""
    title = f"{plural(len(appeals), 'appeal')} to settle"
    lines = tuple(
        (Strong(f"{a.id}: "), Text(f"{a.person.called}, round {a.round}, {a.at:%Y-%m-%d}"))
        for a in appeals[:LISTED]
    )
    shown = tuple(Button(f"Appeal {a.id}", action("appealed", a.id)) for a in appeals[:LISTED])
    blocks: list[Block] = [Heading(title), Bullets(lines), Buttons(shown)]
    if len(appeals) > LISTED:
        blocks.append(plain_paragraph(f"and {len(appeals) - LISTED} more, once these are settled."))
    return Message(title, tuple(blocks))
