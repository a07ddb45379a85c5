"""The life of a round: Claim, Close, Reveal, Skip and void."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.bank import Question, Unreadable, Variant, draw, dump_variant, keys, load_variant
from bot.cards.question import closed_head, question_card, round_head, voided_head
from bot.cards.reveal import reveal_card
from bot.cards.words import footed, plural, say
from bot.context import Context
from bot.errors import DlqError
from bot.ledger import (
    Claim,
    Close,
    Entry,
    Group,
    Post,
    Remind,
    Reveal,
    Round,
    Skip,
    Standing,
    Step,
    Summarise,
)
from bot.message import Message, Span
from bot.rounds import MISSED, allowed, questions_in_turn, randomness
from bot.scoring import RULES, entry_points, period_start, ranked
from bot.steps.mended import NOTE, judging
from bot.steps.reminding import remind, still_wanted
from bot.steps.summary import summarise


def perform(ctx: Context, step: Step) -> None:
    """Perform one due step; doing it twice does nothing."""
    with ctx.store.atomic():
        match step:
            case Claim():
                claim(ctx, step)
            case Close(number):
                _with_round(ctx, number, close)
            case Reveal(number):
                _with_round(ctx, number, reveal)
            case Skip():
                skip_missed(ctx, step)
            case Summarise():
                summarise(ctx, step)
            case Remind():
                remind(ctx, step)


def _with_round(ctx: Context, number: int, done: Callable[[Context, Round], None]) -> None:
    round = ctx.store.rounds.get(number)
    if round is None:
        return
    try:
        with ctx.store.atomic():
            done(ctx, round)
    except Unreadable:
        _void_unreadable(ctx, round)


def _void_unreadable(ctx: Context, round: Round) -> None:
    """Give up a round whose edition this version cannot read any more, rather than stand still."""
    ctx.store.rounds.move(round, "voided", note="its question can no longer be read")
    ctx.store.standings.rewrite(round.id, [])
    ctx.store.posts.fail_owed(round.cause, "question", "voided")
    text = (
        f"Round {round.id} was voided: this version of dlq cannot read its question "
        f"({round.question}) as it was asked. It counts for nobody."
    )
    tell_admin(ctx, ctx.store.groups.get(round.group), f"{round.cause} unreadable", text)


def claim(ctx: Context, claim: Claim, question: str = "") -> Round | None:
    """Open a round with the question named, else one queued, else the group's next.

    None if the group has a round on that date already, or if its rules allow no question.
    """
    group = ctx.store.groups.get(claim.group)
    drawn = _drawn(ctx, group, claim, [question] if question else _in_turn(ctx, group))
    if drawn is None:
        _skip_for_want_of_questions(ctx, group, claim)
        return None
    chosen, variant = drawn
    edition = ctx.store.rounds.keep_edition(chosen.id, ctx.bank_of(group).text(chosen.id))
    round = ctx.store.rounds.claim(
        claim,
        edition,
        dump_variant(variant),
        topic=chosen.topic,
        difficulty=chosen.difficulty,
        at=ctx.now,
    )
    if round is not None:
        ctx.store.groups.unqueue(group, [chosen.id])
        owe_to_places(ctx, group, round, question_message(ctx, round))
    return round


def _in_turn(ctx: Context, group: Group) -> list[str]:
    """What the group's next question may be, best first: what is queued, then what is allowed."""
    questions = ctx.bank_of(group).questions
    queued = [q for q in ctx.store.groups.queued(group) if q in questions]
    ids = [q.id for q in allowed(questions.values(), group.rules)]
    return [*queued, *questions_in_turn(group.seed, ids, ctx.store.rounds.times_had(group))]


def _drawn(
    ctx: Context, group: Group, claim: Claim, ids: Sequence[str]
) -> tuple[Question, Variant] | None:
    """The first question that can be drawn. The admin is told of one that cannot: a folder of the
    group's own may hold a draw that was never tried."""
    bank = ctx.bank_of(group)
    for id in ids:
        question = bank.get(id)
        try:
            variant = draw(question, randomness(group.seed, claim.date, id))
            question_card(question, variant)
            keys(question, variant)
        except DlqError as fault:
            text = f"{id} cannot be asked, and was passed over: {fault} dlq check says more."
            tell_admin(ctx, group, f"{id} {claim.date}", text)
            continue
        return question, variant
    return None


def _skip_for_want_of_questions(ctx: Context, group: Group, claim: Claim) -> None:
    skipped = ctx.store.rounds.skip(group.id, claim.date, claim.slot, "no question")
    if skipped:
        tell_admin(
            ctx,
            group,
            skipped.cause,
            f"{group.name} had no round on {claim.date}: its rules allow no question of the bank. "
            "/dlq admin rules shows and changes topics and difficulty.",
        )


def owe_to_places(ctx: Context, group: Group, round: Round, message: Message) -> None:
    for place in ctx.store.groups.places(group):
        ctx.store.posts.owe(round.cause, "question", place, message)


def question_message(
    ctx: Context, round: Round, head: Sequence[Span] = (), *, closed: bool = False
) -> Message:
    """The Post that asks a round's question."""
    group, question = ctx.store.groups.get(round.group), ctx.question_of(round)
    assert round.closes_at is not None
    rules = group.rules
    opening = round_head(round.id, round.closes_at, rules.zone, late=round.late, ping=rules.ping)
    card = question_card(
        question,
        load_variant(round.variant),
        head=head or opening,
        token=round.token,
        closed=closed,
    )
    return footed(card, f"{round.cause} · question")


def close(ctx: Context, round: Round) -> None:
    """Close a round whose time is over; void it if no place has it and nobody answered."""
    if round.state not in {"claimed", "open"} or round.closes_at is None:
        return
    if ctx.now < round.closes_at:
        return
    posts = ctx.store.posts
    posts.fail_owed(round.cause, "question", "the round was over before the place was reached")
    asked = posts.of(round.cause, "question")
    # A post whose outcome is unknown may stand in its place: it is looked for before anything
    # else, and `give_up_unreached` voids the round if it is not there.
    maybe_there = [p for p in asked if p.state in {"sent", "sending", "owed"}]
    if not maybe_there and not ctx.store.answers.any_received(round):
        _void_unreached(ctx, round)
        return
    ctx.store.rounds.move(round, "closed")
    _tell_of_unreached(ctx, round, asked)
    head = closed_head(round.id, ctx.store.answers.count(round))
    posts.redraw(round.cause, "question", question_message(ctx, round, head, closed=True))


def _void_unreached(ctx: Context, round: Round) -> None:
    ctx.store.rounds.move(round, "voided", note="no place was reached")
    group = ctx.store.groups.get(round.group)
    if group.active:
        tell_admin(
            ctx,
            group,
            round.cause,
            f"Round {round.id} of {group.name} was voided: I could not post it anywhere before it "
            "closed, and nobody answered.",
        )


def _tell_of_unreached(ctx: Context, round: Round, asked: Sequence[Post]) -> None:
    failed = [p for p in asked if p.state == "failed" and ctx.store.posts.tell(p.id)]
    if failed:
        names = ", ".join(f"#{p.to.called}" for p in failed)
        tell_admin(
            ctx,
            ctx.store.groups.get(round.group),
            f"{round.cause} unreached {failed[0].id}",
            f"Round {round.id} did not reach {names} before it closed.",
        )


def give_up_unreached(ctx: Context, round: Round) -> None:
    """Once it is certain that a place never had a closed round, tell the admin; void it if no
    place ever had it."""
    if round.state not in {"closed", "revealed"}:
        return
    asked = ctx.store.posts.of(round.cause, "question")
    if any(p.state != "failed" for p in asked) or ctx.store.answers.any_received(round):
        _tell_of_unreached(ctx, round, asked)
        return
    ctx.store.standings.rewrite(round.id, [])
    _void_unreached(ctx, round)


def reveal(ctx: Context, round: Round) -> None:
    """Write the standings and owe the reveal to every place that has, or may have, the round."""
    if round.state != "closed":
        return
    write_standings(ctx, round)
    ctx.store.rounds.move(round, "revealed")
    group = ctx.store.groups.get(round.group)
    message = _reveal_message(ctx, group, round)
    for post in ctx.store.posts.of(round.cause, "question"):
        if post.state in {"sent", "sending", "owed"}:
            ctx.store.posts.owe(round.cause, "reveal", post.to, message, under=post.id)


def _reveal_message(ctx: Context, group: Group, round: Round) -> Message:
    week = period_start("week", round.date)
    question, variant = judging(ctx, round)
    card = reveal_card(
        round.id,
        question,
        variant,
        ctx.store.answers.entries(round),
        ranked(ctx.store.standings.totals(group, week)),
        RULES[0],
        NOTE if round.mended else "",
        ctx.store.members.unseen(group),
    )
    return footed(card, f"{round.cause} · reveal")


def write_standings(ctx: Context, round: Round) -> None:
    """Write a round's standings from the ledger."""
    ctx.store.standings.rewrite(round.id, standings_of(ctx, round))


def standings_of(ctx: Context, round: Round) -> list[Standing]:
    """What the ledger gives everybody for a round that counts."""
    found = [standing_of(ctx, round, entry) for entry in ctx.store.answers.entries(round)]
    return [standing for standing in found if standing is not None]


def standing_of(ctx: Context, round: Round, entry: Entry) -> Standing | None:
    """What the ledger gives one person for a round; None where nothing counts."""
    points = entry_points(entry, round.difficulty)
    if points is None:
        return None
    return Standing(round.id, entry.person, round.group, round.date, round.topic, points)


def rebuilt_standings(ctx: Context) -> list[Standing]:
    """All standings as the ledger gives them, to be compared with those that are kept."""
    rounds = [r for g in ctx.store.groups.all() for r in ctx.store.rounds.of_group(g)]
    revealed = [r for r in sorted(rounds, key=lambda r: r.id) if r.state == "revealed"]
    return [standing for round in revealed for standing in standings_of(ctx, round)]


def skip_missed(ctx: Context, skip: Skip) -> None:
    """Mark missed slots as skipped, and say so once in every place."""
    marked = [
        skipped
        for day, slot in skip.slots
        if (skipped := ctx.store.rounds.skip(skip.group, day, slot, MISSED))
    ]
    if not marked:
        return
    group = ctx.store.groups.get(skip.group)
    zone = ZoneInfo(group.rules.zone)
    first, last = (r.slot.astimezone(zone) for r in (marked[0], marked[-1]))
    days = f"on {first:%a} {first.day} {first:%b}"
    if len(marked) > 1:
        days = f"from {first:%a} {first.day} {first:%b} to {last:%a} {last.day} {last:%b}"
    text = (
        f"I was away at the usual time: {plural(len(marked), 'round')} {days} "
        f"{'was' if len(marked) == 1 else 'were'} skipped. Nobody's streak suffers."
    )
    notify(ctx, group, marked[-1].cause, text)


def notify(ctx: Context, group: Group, cause: str, said: str | Message) -> None:
    """Owe a notice to all places of a group."""
    message = footed(say(said) if isinstance(said, str) else said, f"{cause} · notice")
    for place in ctx.store.groups.places(group):
        ctx.store.posts.owe(cause, "notice", place, message)


def tell_admin(ctx: Context, group: Group, cause: str, text: str) -> None:
    """Owe a notice to whoever set the group up, by direct message."""
    message = footed(say(text), f"{cause} · notice")
    ctx.store.posts.owe(cause, "notice", group.made_by, message)


def void(ctx: Context, round: Round, why: str) -> None:
    """Take a round back: it counts for nobody, and the places that have it, or its points on their
    board, are told."""
    with ctx.store.atomic():
        if not ctx.store.rounds.move(round, "voided", note=why):
            return
        ctx.store.standings.rewrite(round.id, [])
        posts = ctx.store.posts
        posts.fail_owed(round.cause, "question", "voided")
        posts.fail_owed(round.cause, "reveal", "voided")
        message = question_message(ctx, round, voided_head(round.id), closed=True)
        posts.redraw(round.cause, "question", message)
        text = f"Round {round.id} was voided by an admin. It counts for nobody; boards follow."
        cause = f"{round.cause} void"
        notice = footed(say(text), f"{cause} · notice")
        for post in posts.of(round.cause, "question"):
            if post.state in {"sent", "sending"}:
                posts.owe(cause, "notice", post.to, notice, under=post.id)
        if round.state == "revealed":
            # A place that joined since never had the question, but has the board.
            notify(ctx, ctx.store.groups.get(round.group), cause, text)


def close_now(ctx: Context, round: Round) -> Round:
    """Move the closing time to now, then close and reveal; the round as it is then."""
    with ctx.store.atomic():
        ctx.store.rounds.close_at(round, ctx.now)
        for number, done in ((round.id, close), (round.id, reveal)):
            _with_round(ctx, number, done)
    return ctx.store.rounds.get(round.id) or round


def reached(ctx: Context, post: Post) -> None:
    """A question Post is in its place: the first one opens the round."""
    number = cause_round(post.cause)
    round = ctx.store.rounds.get(number) if number and post.kind == "question" else None
    if round is not None and round.state == "claimed":
        ctx.store.rounds.move(round, "open")


def cause_round(cause: str) -> int | None:
    """The round that a Post is owed for, None for another cause."""
    word, _, number = cause.partition(" ")
    return int(number) if word == "round" and number.isdigit() else None


def worth_sending(ctx: Context, post: Post) -> bool:
    """Whether a Post that was never begun still makes sense: a question only while its round
    takes answers, what goes under a question only if that is there, a reminder in time."""
    if post.kind == "reminder":
        return still_wanted(ctx, post)
    number = cause_round(post.cause)
    round = ctx.store.rounds.get(number) if number else None
    if round is None or post.kind == "notice":
        return True
    if post.kind == "question":
        return round.state in {"claimed", "open"} and ctx.now < _ends(round)
    return round.state != "voided"


def _ends(round: Round) -> datetime:
    assert round.closes_at is not None
    return round.closes_at
