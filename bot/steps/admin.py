"""What admins do to a group: make it, change its rules, and move its rounds."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.bank import Bank
from bot.cards.words import joined
from bot.context import Asking, Context
from bot.errors import DlqError
from bot.events import Person
from bot.ledger import Claim, Group, Round, Rules
from bot.rounds import AHEAD, allowed, closing, upcoming
from bot.steps import day
from bot.steps.rules import SCHEDULE, changed

COME_BACK = (
    "To bring this channel back, type /dlq group link there, then here /dlq group join with the "
    "code."
)


def goes_on(ctx: Context, group: Group) -> str:
    """ "goes on in #club": where a group still is."""
    places = (f"#{place.called}" for place in ctx.store.groups.places(group))
    return f"goes on in {joined(places)}"


def set_up(ctx: Context, asking: Asking, given: Mapping[str, str]) -> tuple[Group, bool]:
    """Make a group of the place, bring back the one it left, or edit the one it is in.

    The group, and whether it was there before.
    """
    place = asking.place
    if place is None:
        raise DlqError("Use setup in the channel where the questions are to appear.")
    if asking.obstacle:
        raise DlqError(f"{asking.obstacle} Then use setup again.")
    groups = ctx.store.groups
    if group := groups.of_place(place):
        return change_rules(ctx, asking, group, given), True
    before = groups.left_by(place)
    if before is not None and before.active:
        raise DlqError(
            f"This channel was in {before.name}, which {goes_on(ctx, before)}. {COME_BACK}"
        )
    if before is None and not {"time", "zone"} <= given.keys():
        raise DlqError(
            "A new group needs a time and a time zone, like: /dlq admin setup time=09:00 "
            "zone=Europe/Berlin"
        )
    bank = ctx.bank_of(before)
    rules = _checked(changed(before.rules if before else Rules(), given, bank), bank)
    if before is not None:
        groups.set_rules(before, rules, since=ctx.now)
        groups.set_pause(before, None, None)
        group = before
    else:
        seed = f"{ctx.rng.getrandbits(64):016x}"
        group = groups.add(place.called, seed, rules, asking.person, ctx.now)
    groups.join(group, place, ctx.now)
    group = groups.get(group.id)
    log(ctx, asking, group, "setup")
    return group, before is not None


def _checked(rules: Rules, bank: Bank) -> Rules:
    if not allowed(bank.questions.values(), rules):
        raise DlqError(
            "No question of the bank has these topics and this difficulty; /dlq topics lists what "
            "there is."
        )
    return rules


def change_rules(ctx: Context, asking: Asking, group: Group, given: Mapping[str, str]) -> Group:
    """New rules from the next round on; an open round stays as it is."""
    bank = ctx.bank_of(group)
    rules = _checked(changed(group.rules, given, bank), bank)
    since = ctx.now if SCHEDULE & given.keys() else group.since
    ctx.store.groups.set_rules(group, rules, since)
    if "summary" in given:
        # The one whose time is over today was not asked for.
        ctx.store.groups.set_summarised(group, ctx.now)
    log(ctx, asking, group, "rules " + " ".join(f"{k}={v}" for k, v in given.items()))
    return ctx.store.groups.get(group.id)


def log(ctx: Context, asking: Asking, group: Group, what: str, about: Person | None = None) -> None:
    """Note what an admin did; `about` is whom it names."""
    ctx.store.groups.log(group, asking.person, what, ctx.now, about)


def local_date(group: Group, at: datetime) -> str:
    return at.astimezone(ZoneInfo(group.rules.zone)).date().isoformat()


def next_slots(ctx: Context, group: Group, count: int) -> list[tuple[str, datetime]]:
    """The next slots on which a round will be claimed: local date and instant."""
    rounds = ctx.store.rounds.of_group(group)
    coming = islice(upcoming(group, rounds, ctx.now), count)
    return [(d.isoformat(), slot) for d, slot in coming]


def skip_next(ctx: Context, asking: Asking, group: Group) -> tuple[str, datetime]:
    """Mark the next unclaimed slot as skipped."""
    rounds = ctx.store.rounds.of_group(group)
    found = next(upcoming(group, rounds, ctx.now), None)
    if found is None:
        raise DlqError(
            "There is no slot to skip: the group is paused. /dlq admin resume ends that."
        )
    ctx.store.rounds.skip(group.id, found[0], found[1], AHEAD)
    log(ctx, asking, group, f"skip {found[0]}")
    return found[0].isoformat(), found[1]


def post_now(ctx: Context, asking: Asking, group: Group, question: str) -> Round:
    """Claim today's date now, and use up its slot."""
    running = ctx.store.rounds.running(group)
    if running is not None:
        raise DlqError(f"Round {running.id} is still open; /dlq admin close-now ends it first.")
    today = ctx.now.astimezone(ZoneInfo(group.rules.zone)).date()
    there = ctx.store.rounds.on(group.id, today)
    if there is not None:
        raise DlqError(
            f"Today ({today}) has had its round already ({there.state}); the next one comes with "
            "the next slot, see /dlq admin next."
        )
    taken = ctx.store.rounds.taken_from(group, today)
    closes_at = closing(group.rules, taken, today, ctx.now)
    round = day.claim(ctx, Claim(group.id, today, ctx.now, closes_at), question)
    if round is None:
        raise DlqError("The group's rules allow no question; /dlq admin rules shows them.")
    log(ctx, asking, group, f"post-now {question}".strip())
    return round


def pause(ctx: Context, asking: Asking, group: Group, until: datetime | None) -> None:
    """Want no rounds until then; an open round is not touched."""
    ended = group.paused_until
    if ended is not None and group.since < ended <= ctx.now:
        # The pause that is over is forgotten with what it left out.
        ctx.store.groups.set_since(group, ended)
    ctx.store.groups.set_pause(group, ctx.now, until)
    log(ctx, asking, group, f"pause {until.isoformat() if until else ''}".strip())


def resume(ctx: Context, asking: Asking, group: Group) -> None:
    """End a pause: the slots that it left out are neither claimed nor called missed."""
    if group.paused_from is None or (group.paused_until and group.paused_until <= ctx.now):
        raise DlqError("The group is not paused.")
    ctx.store.groups.set_since(group, ctx.now)
    ctx.store.groups.set_pause(group, None, None)
    log(ctx, asking, group, "resume")
