"""/dlq random: practise any time, privately and without points."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.actions import Action, action
from bot.bank import DIFFICULTIES, KINDS, Bank, Question, draw, dump_variant, load_variant
from bot.bank.complaint import brief
from bot.cards.question import practice_head, question_card
from bot.context import Asking, Command, Context, Door, Option, privately
from bot.errors import DlqError
from bot.message import Button, Buttons, Reply, with_blocks
from bot.steps.sealing import sealed_ids

NOTHING = "-"
"""Stands for an option that was not given, in an Action."""


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    bank = ctx.bank_of(asking.group)
    wanted = _wanted(bank, given)
    sealed = sealed_ids(ctx, asking.person)
    open_to_draw = [q for q in wanted if q.id not in sealed]
    if not open_to_draw:
        raise DlqError(_why_nothing(given, sealed=bool(wanted)))
    question = _least_drawn(ctx, asking, open_to_draw)
    edition = ctx.store.rounds.keep_edition(question.id, bank.text(question.id))
    variant = draw(question, ctx.rng)
    drawn = ctx.store.rounds.add_draw(asking.person, edition, dump_variant(variant), ctx.now)
    card = question_card(
        question, load_variant(drawn.variant), head=practice_head(), token=drawn.token
    )
    return Reply(with_blocks(card, [Buttons((_another(given),))]))


def _wanted(bank: Bank, given: Mapping[str, str]) -> Sequence[Question]:
    questions: Sequence[Question] = tuple(bank.questions.values())
    if "topic" in given:
        questions = bank.matching(given["topic"])
    if "difficulty" in given:
        questions = [q for q in questions if q.difficulty == given["difficulty"]]
    return [q for q in questions if given.get("kind", q.kind) == q.kind]


def _why_nothing(given: Mapping[str, str], *, sealed: bool) -> str:
    asked = brief(" ".join(given.values()))
    if sealed:
        return (
            f"The only question for {asked!r} is in an open round of yours: answer it there first."
            if asked
            else "Every question is in an open round of yours: answer there first."
        )
    return (
        f"There is no question for {asked!r} together; leave out the difficulty or the kind, or "
        "see /dlq topics."
    )


def _least_drawn(ctx: Context, asking: Asking, questions: Sequence[Question]) -> Question:
    """One of those the person drew least often, so that practice goes round."""
    times = Counter(ctx.store.rounds.drawn_by(asking.person))
    fewest = min(times[q.id] for q in questions)
    return ctx.rng.choice([q for q in questions if times[q.id] == fewest])


def _another(given: Mapping[str, str]) -> Button:
    args = [given.get(name, NOTHING).replace(":", " ") for name in OPTION_NAMES]
    word = args[0] if len(args[0]) <= 40 else NOTHING
    return Button("Another", action("random", word, *args[1:]))


def press(ctx: Context, asking: Asking, act: Action) -> Reply:
    """Draw another one with the same options."""
    pairs = zip(OPTION_NAMES, act.args, strict=False)
    return run(ctx, asking, {name: value for name, value in pairs if value != NOTHING})


OPTIONS = (
    Option("topic", "A topic, a tag or a word, like cnn or overfitting", "topic"),
    Option("difficulty", "How hard it is", "choice", choices=DIFFICULTIES),
    Option("kind", "How it is answered", "choice", choices=KINDS),
)
OPTION_NAMES = tuple(option.name for option in OPTIONS)

COMMAND = Command(
    path=("random",),
    help="Draw a question to practise with, privately",
    more="Practice gives the verdict and the reference at once, and no points. A question of an "
    "open round is never drawn.",
    options=OPTIONS,
    run=run,
    needs_group=False,
    doors={"random": Door(opens=privately, press=press)},
)
