"""/dlq group link: a one-time code, by which another channel joins this group."""

from collections.abc import Mapping

from bot.cards.codes import code_card
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.joining import invite


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    group = asking.group
    assert group is not None
    code = invite(ctx, asking)
    return Reply(
        code_card(
            code,
            f"A code for one more channel of {group.name}",
            f"/dlq group join {code.code}",
            "in that channel, on Discord or Slack, as an admin there",
            group.rules.zone,
            "From then on both channels have the same rounds and one board.",
        )
    )


COMMAND = Command(
    path=("group", "link"),
    help="A code by which another channel joins this group",
    more="The code works once, for an hour, on either platform: an admin there types /dlq group "
    "join CODE. Both channels then have the same rounds and one board.",
    run=run,
    admin=True,
)
