"""A group with more than one place: the same round, the same board, on any platform."""

from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Place
from bot.ledger import Code, Group
from bot.steps.admin import log
from bot.steps.codes import make, usable
from bot.steps.day import question_message

HOW_TO_GET_ONE = (
    "an admin of the group gets one there with /dlq group link (to make a new group here: /dlq "
    "admin setup time=09:00 zone=Europe/Berlin)"
)


def invite(ctx: Context, asking: Asking) -> Code:
    """A code with which one more place joins the asker's group."""
    assert asking.group is not None
    log(ctx, asking, asking.group, "group link")
    return make(ctx, "place", asking.group, asking.person)


def join(ctx: Context, asking: Asking, typed: str) -> Group:
    """Put the place into the code's group and use the code up; the round that is open there is
    asked here as well. Raises DlqError for a code that is none, and for a place that cannot."""
    place = asking.place
    if place is None:
        raise DlqError("Use join in the channel that is to join the group.")
    code = usable(ctx, typed, "place", HOW_TO_GET_ONE)
    assert code.group is not None
    group = ctx.store.groups.get(code.group)
    _refuse_taken(ctx, place, group)
    if asking.obstacle:
        raise DlqError(f"{asking.obstacle} Then use join again.")
    ctx.store.codes.use(code, ctx.now)
    ctx.store.groups.join(group, place, ctx.now)
    log(ctx, asking, group, f"group join {place.platform} {place.called}")
    _ask_what_is_open(ctx, group, place)
    return ctx.store.groups.get(group.id)


def _refuse_taken(ctx: Context, place: Place, group: Group) -> None:
    there = ctx.store.groups.of_place(place)
    if there is None:
        return
    if there.id == group.id:
        raise DlqError(
            f"This channel is in {group.name} already. Use the code in another channel, here or "
            "on the other platform."
        )
    raise DlqError(
        f"This channel is in the group {there.name}, and a channel is in one group. To move it, "
        "first use /dlq admin stop here; the board of that group is kept."
    )


def _ask_what_is_open(ctx: Context, group: Group, place: Place) -> None:
    round = ctx.store.rounds.running(group)
    if round is not None:
        ctx.store.posts.owe(round.cause, "question", place, question_message(ctx, round))
