"""What becomes of a place that the bot is invited to, or can no longer reach."""

from bot.cards.words import footed, say
from bot.context import Context
from bot.events import Place, PlaceGained, PlaceLost
from bot.message import Message
from bot.steps.day import tell_admin


def gain(ctx: Context, event: PlaceGained) -> None:
    """Introduce the bot where it was invited, once; not where a group is at home already."""
    if ctx.store.groups.of_place(event.place) is None:
        ctx.store.groups.visit(event.place, event.at)
        ctx.store.posts.owe("hello", "notice", event.place, introduction())


def introduction() -> Message:
    """What the bot says of itself, with the one thing to do next."""
    said = say(
        "Hello, I am dlq: a deep-learning question a day, answered privately, explained when it "
        "closes.",
        "To begin in this channel, an admin types: /dlq admin setup time=09:00 zone=Europe/Berlin "
        "(your own time and zone).",
        "Anybody can practise at once with /dlq random; /dlq help lists all commands.",
    )
    return footed(said, "hello · notice")


def lose(ctx: Context, event: PlaceLost) -> None:
    """Close a place, or all of a community; its groups go on elsewhere, or keep their ledger."""
    lost = [event.place]
    if not event.place.id:
        lost = ctx.store.groups.in_community(event.place.platform, event.place.community)
    for place in lost:
        _lose(ctx, place, event)


def _lose(ctx: Context, place: Place, event: PlaceLost) -> None:
    group = ctx.store.groups.of_place(place)
    ctx.store.groups.leave(place, event.at, event.why)
    if group is None:
        return
    name = place.called
    text = f"I am no longer in #{name} ({event.why}); {group.name} goes on elsewhere."
    if not ctx.store.groups.places(group):
        text = (
            f"I am no longer in #{name} ({event.why}). It was the last place of "
            f"{group.name}: its ledger is kept, and nothing is posted."
        )
    tell_admin(ctx, group, f"lost {event.id} {place.id}", text)
