"""/dlq topics: what the bank holds."""

from collections import Counter
from collections.abc import Mapping

from bot.bank import DIFFICULTIES
from bot.cards.words import plural
from bot.context import Asking, Command, Context
from bot.message import Heading, Message, Reply, Table, plain_paragraph


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    bank = ctx.bank_of(asking.group)
    pairs = ((q.topic, q.difficulty) for q in bank.questions.values())
    count: Counter[tuple[str, str]] = Counter(pairs)
    rows = tuple(
        (topic, *(str(count[topic, d]) for d in DIFFICULTIES), str(_total(count, topic)))
        for topic in bank.topics
    )
    title = f"{plural(len(bank.questions), 'question')}, {plural(len(rows), 'topic')}"
    table = Table(("topic", *DIFFICULTIES, "all"), rows)
    how = plain_paragraph("/dlq random TOPIC practises, /dlq search WORDS finds.")
    return Reply(Message(title, (Heading(title), table, how)))


def _total(count: Counter[tuple[str, str]], topic: str) -> int:
    return sum(count[topic, difficulty] for difficulty in DIFFICULTIES)


COMMAND = Command(path=("topics",), help="List the topics of the bank", run=run, needs_group=False)
