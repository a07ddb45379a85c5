"""What a person may ask of what is held about them: shown, hidden, exported, forgotten."""

import json
from collections.abc import Mapping, Sequence

from bot.cards.privacy import export_card
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.steps.sealing import sealed_ids
from bot.store.forgotten import line_of
from bot.store.privacy import EXPORT


def accounts(ctx: Context, asking: Asking) -> Mapping[int, Person]:
    """The asker's accounts by the numbers of their rows: all that one word of theirs is about."""
    return ctx.store.privacy.accounts(asking.person)


def hide(ctx: Context, asking: Asking) -> bool:
    """Leave the asker off all boards, at once; False if they are already."""
    if ctx.store.members.is_hidden(asking.person):
        return False
    ctx.store.members.hide(asking.person, ctx.now)
    return True


def export(ctx: Context, asking: Asking) -> None:
    """Owe the asker everything that is held about them, as a file in a direct message. A verdict
    that they may not know yet is left out."""
    sealed = sorted(sealed_ids(ctx, asking.person))
    held = {
        "at": ctx.now.isoformat(timespec="seconds"),
        "accounts": [
            {"platform": one.platform, "id": one.id, "name": one.name}
            for one in accounts(ctx, asking).values()
        ],
        "left out": "verdicts on questions that are open for you" if sealed else "",
        "held": ctx.store.privacy.everything(asking.person, sealed),
    }
    data = json.dumps(held, ensure_ascii=False, indent=1).encode()
    cause = f"{EXPORT}{ctx.now:%Y-%m-%dT%H%M%S}"
    ctx.store.posts.owe(cause, "notice", asking.person, export_card(data, ctx.now, cause))


def forget(ctx: Context, asking: Asking, confirmed: Sequence[str]) -> list[int]:
    """Forget the asker, with all accounts; their numbers. Raises DlqError unless these are the
    accounts that they were asked about: a button of before they came back deletes nothing."""
    them = accounts(ctx, asking)
    if [str(number) for number in them] != list(confirmed):
        raise DlqError(
            "Your accounts are not the ones that this button was for, so nothing was deleted. "
            "/dlq privacy delete asks you anew."
        )
    new = [line_of(one, ctx.now, ctx.rng.getrandbits(128)) for one in them.values()]
    ctx.store.forget(them.keys(), new)
    return list(them)
