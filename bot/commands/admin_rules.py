"""/dlq admin rules: show the group's rules, or change some."""

from collections.abc import Mapping

from bot.context import Asking, Command, Context, Option
from bot.ledger import Group
from bot.message import Heading, Message, Reply, Table, plain_paragraph
from bot.steps.admin import change_rules
from bot.steps.rules import described


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    assert asking.group is not None
    if not given:
        return Reply(_shown(asking.group, f"Rules of {asking.group.name}"))
    group = change_rules(ctx, asking, asking.group, given)
    return Reply(_shown(group, "Changed, from the next round on"))


def _shown(group: Group, title: str) -> Message:
    table = Table(("rule", "value"), described(group.rules))
    how = plain_paragraph("Change one like: /dlq admin rules close-after=12h")
    return Message(title, (Heading(title), table, how))


COMMAND = Command(
    path=("admin", "rules"),
    help="Show the group's rules, or change some from the next round on",
    options=(
        Option("time", "Time of day, like 09:00", "time"),
        Option("zone", "IANA time zone, like Europe/Berlin", "zone"),
        Option("weekdays", "Like mon-fri or mon,wed,fri or daily", "weekdays"),
        Option("topics", "Like cnn,rnn or all", "topics"),
        Option("difficulty", "Like easy,medium or all", "difficulties"),
        Option("close-after", "How long a round is open, 1h to 7d", "duration"),
        Option("grace", "How late a missed slot is still claimed, 0 to 24h", "named"),
        Option("ping", "A role or user group for the daily ping, or none", "named"),
        Option("summary", "Day of the weekly summary, like sun, or none", "named"),
        Option("holidays", "Dates that harm no streak: 2026-12-24..2027-01-01 or none", "named"),
    ),
    run=run,
    admin=True,
)
