"""/dlq privacy export: everything that is held about oneself, as JSON."""

from collections.abc import Mapping

from bot.cards.words import told
from bot.context import Asking, Command, Context
from bot.message import Reply
from bot.steps.privacy import export


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply:
    export(ctx, asking)
    return told(
        "I send you a file with everything that is held about you, by direct message.",
        "If nothing comes, I could not send it: your direct messages may be closed to me (open "
        "them, and ask again), or I may not send files here, or none as large as this; my log "
        "tells whoever runs me which.",
    )


COMMAND = Command(
    path=("privacy", "export"),
    help="Everything that is held about you, as a file, by direct message",
    run=run,
    needs_group=False,
)
