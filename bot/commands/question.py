"""/dlq question ID: a certain question, to practise with; its round's card while it is sealed."""

from collections.abc import Mapping

from bot.bank import draw, dump_variant
from bot.cards.question import practice_head, question_card
from bot.context import Asking, Command, Context, Option
from bot.message import Reply
from bot.steps.answering import round_card
from bot.steps.sealing import sealed_by


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    bank = ctx.bank_of(asking.group)
    question = bank.get(given["id"])
    by = sealed_by(ctx, asking.person, question.id)
    if by is not None:
        return Reply(round_card(ctx, asking, by))
    edition = ctx.store.rounds.keep_edition(question.id, bank.text(question.id))
    variant = draw(question, ctx.rng)
    drawn = ctx.store.rounds.add_draw(asking.person, edition, dump_variant(variant), ctx.now)
    return Reply(question_card(question, variant, head=practice_head(), token=drawn.token))


COMMAND = Command(
    path=("question",),
    help="Practise with a certain question",
    options=(Option("id", "Its id, like cnn/conv-output-size", "question", required=True),),
    run=run,
    needs_group=False,
)
