"""Appeals: a person contests a settled verdict, an admin of the group settles it once for all."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from bot.cards.appeal import LONGEST, appeal_card, sealed_card, settled_card
from bot.cards.words import footed, named, percent, say, saying
from bot.context import Asking, Context
from bot.errors import DlqError, NotAllowedHere
from bot.events import Person
from bot.ledger import ADMIN, Answer, Appeal, PointVerdict, Round, Verdict
from bot.message import Message, Spans, Text
from bot.plain import spans_text
from bot.scoring import entry_points
from bot.steps.admin import log
from bot.steps.day import notify, write_standings
from bot.steps.mended import judging
from bot.steps.sealing import sealed_by

BY_AN_ADMIN = "by an admin's word"


def contest(ctx: Context, asking: Asking, round: Round, sentence: str) -> Message:
    """Keep an appeal and owe it to the group's admin."""
    answer = contestable(ctx, asking, round)
    if complaint := complaint_about(sentence):
        raise DlqError(complaint)
    appeal = ctx.store.appeals.add(
        asking.person, round, answer.id, " ".join(sentence.split()), ctx.now
    )
    admin = ctx.store.groups.get(round.group).made_by
    card = card_for(ctx, Asking(admin, None, True, None), appeal)
    post = footed(card, f"{appeal.cause} · notice")
    ctx.store.posts.owe(appeal.cause, "notice", admin, post)
    return say(
        f"Your appeal in round {round.id} is with the group's admin.",
        "I tell you what comes of it. Until then the verdict stands.",
    )


def complaint_about(sentence: str) -> str:
    """What is wrong with an appeal's sentence; empty if nothing is."""
    if not any(char.isalnum() for char in sentence):
        return "Say in a sentence what is wrong with the verdict: /dlq appeal my answer says ..."
    if len(sentence) > LONGEST:
        return (
            f"That has {len(sentence):,} characters; an appeal is a sentence or two, at most "
            f"{LONGEST}. Nothing was sent."
        )
    return ""


def contestable(ctx: Context, asking: Asking, round: Round) -> Answer:
    """The answer whose verdict the person may contest; raises DlqError if there is none."""
    if round.state == "voided":
        raise DlqError(f"Round {round.id} was voided: it counts for nobody, with any verdict.")
    entry = ctx.store.answers.entry(round, asking.person)
    answer = entry.answer or _unreadable(ctx, asking, round)
    if answer is None:
        raise DlqError(
            f"You sent no answer to round {round.id} that counts, so it has no verdict of yours."
        )
    if round.state != "revealed" and not entry.settled:
        raise DlqError(
            f"Your verdict in round {round.id} is not out yet. Once you have locked in or the "
            "round is revealed, /dlq appeal contests it."
        )
    if entry.forfeited:
        raise DlqError(
            f"You saw the reference of round {round.id} first, so it gives no points with any "
            "verdict."
        )
    _refuse_second(ctx, asking, round)
    if answer.verdict.score == 1:
        raise DlqError(f"Your answer in round {round.id} has full marks already.")
    return answer


def _unreadable(ctx: Context, asking: Asking, round: Round) -> Answer | None:
    """The person's last answer in time, where none could be read."""
    sent = [a for a in ctx.store.answers.to(round) if a.person == asking.person and a.counts]
    return sent[-1] if sent else None


def _refuse_second(ctx: Context, asking: Asking, round: Round) -> None:
    before = ctx.store.appeals.of(round, asking.person)
    if before is None:
        return
    if before.settled is None:
        raise DlqError(
            f"You have contested round {round.id} already, on {before.at:%Y-%m-%d}; the group's "
            "admin has it."
        )
    outcome = spans_text(_outcome(before))
    raise DlqError(f"Your appeal in round {round.id} was {outcome}; a round has one appeal.")


def _outcome(appeal: Appeal) -> Spans:
    assert appeal.settled is not None
    word = "granted" if appeal.settled.granted else "not granted"
    on = f" on {appeal.settled.at:%Y-%m-%d}"
    return (Text(f"{word} by "), named(appeal.settled.by), Text(on))


# Settling


def appeal_for(ctx: Context, asking: Asking, token: str) -> tuple[Appeal, Round]:
    """The appeal in an Action, for an admin of its group: whoever made it, or manages the
    community in a place of which it is. Also pressed in direct messages, where no place says
    which group is meant."""
    number = int(token) if token.isdecimal() and len(token) < 15 else 0
    appeal = ctx.store.appeals.get(number)
    round = ctx.store.rounds.get(appeal.round) if appeal else None
    if appeal is None or round is None:
        raise DlqError("I do not know this appeal; /dlq admin appeals lists those that are open.")
    group = ctx.store.groups.get(round.group)
    added = group.made_by == asking.person or ctx.store.members.is_admin(group, asking.person)
    here = asking.group is not None and asking.group.id == round.group
    if not (added or (here and asking.may_manage)):
        raise NotAllowedHere("An appeal is settled by those who manage this group.")
    return appeal, round


def to_settle(ctx: Context, asking: Asking, token: str) -> tuple[Appeal, Round, Answer]:
    """An appeal that can be settled now by whoever asks, and the contested answer as it is."""
    appeal, round = appeal_for(ctx, asking, token)
    if round.state == "voided":
        raise DlqError(f"Round {round.id} was voided meanwhile: there is nothing to settle.")
    if appeal.settled is not None:
        outcome = spans_text(_outcome(appeal))
        raise DlqError(f"Appeal {appeal.id} was {outcome}; it is settled once.")
    if sealed_by(ctx, asking.person, round.question):
        raise DlqError(
            "The question of this appeal is open for you, and the appeal would show you the "
            "answer. Lock in, or wait for the reveal; /dlq admin appeals lists it then."
        )
    [answer] = [a for a in ctx.store.answers.to(round) if a.id == appeal.answer]
    return appeal, round, answer


def card_for(ctx: Context, asking: Asking, appeal: Appeal) -> Message:
    """The appeal's card; without the answer for somebody from whom the question is sealed."""
    round = ctx.store.rounds.get(appeal.round)
    assert round is not None
    question, variant = judging(ctx, round)
    if sealed_by(ctx, asking.person, round.question):
        return sealed_card(appeal, round, question.title)
    [answer] = [a for a in ctx.store.answers.to(round) if a.id == appeal.answer]
    points = answer.verdict.points
    claimed = [points[at].text for at in claimed_by(ctx, round, appeal) if at < len(points)]
    return appeal_card(appeal, round, question, variant, answer, claimed)


def claimed_by(ctx: Context, round: Round, appeal: Appeal) -> list[int]:
    """The unsure key points that the person said they did say, when they locked in."""
    entry = ctx.store.answers.entry(round, appeal.person)
    return [at for at, word in sorted(entry.said.items()) if word]


def uphold(ctx: Context, asking: Asking, appeal: Appeal, round: Round) -> Message:
    """The verdict stands."""
    ctx.store.appeals.settle(appeal, asking.person, ctx.now, granted=False)
    told = saying(
        f"Your appeal in round {round.id} was not granted: ",
        named(asking.person),
        " upheld the verdict.",
    )
    group = say(f"Round {round.id}: an appeal was settled, the verdict stands.")
    return _close(ctx, asking, appeal, round, told, group)


def grant(
    ctx: Context, asking: Asking, appeal: Appeal, round: Round, answer: Answer, verdict: Verdict
) -> Message:
    """Replace the contested verdict; standings follow in the same transaction.

    Raises DlqError for one that is no better.
    """
    now, then = Fraction(verdict.score or 0), Fraction(answer.verdict.score or 0)
    if now <= then and answer.verdict.readable:
        raise DlqError(
            f"That would give {percent(float(now))}, and the verdict gives "
            f"{percent(float(then))} as it is. Uphold it instead."
        )
    before = _points(ctx, appeal, round)
    ctx.store.answers.judge(answer.id, verdict, round.mended or round.edition, ctx.now)
    ctx.store.appeals.settle(appeal, asking.person, ctx.now, granted=True)
    if round.state == "revealed":
        write_standings(ctx, round)
    after = _points(ctx, appeal, round)
    by = named(asking.person)
    told = saying(
        f"Your appeal in round {round.id} was granted by ",
        by,
        f": your answer has {percent(float(now))} now, that is {after} points instead of {before}.",
    )
    group = saying(
        f"Round {round.id}: an appeal was granted by ",
        by,
        "; ",
        _named(ctx, round, appeal.person),
        f" has {after} points there instead of {before}, and boards follow.",
    )
    return _close(ctx, asking, appeal, round, told, group)


def _named(ctx: Context, round: Round, person: Person) -> Text:
    """What the group is told of who appealed."""
    group = ctx.store.groups.get(round.group)
    hidden = ctx.store.links.one(person) in ctx.store.members.unseen(group)
    return Text("somebody") if hidden else named(person)


def _points(ctx: Context, appeal: Appeal, round: Round) -> int:
    entry = ctx.store.answers.entry(round, appeal.person)
    return entry_points(entry, round.difficulty) or 0


def _close(
    ctx: Context, asking: Asking, appeal: Appeal, round: Round, told: Message, line: Message
) -> Message:
    """Log it, take the buttons from the admin's Post, tell the person, and the group once it has
    seen the round's reveal."""
    group = ctx.store.groups.get(round.group)
    done = ctx.store.appeals.get(appeal.id)
    assert done is not None
    settled = (Text(f"Appeal {appeal.id} was "), *_outcome(done), Text("."))
    log(ctx, asking, group, f"appeal {appeal.id} {'granted' if _granted(done) else 'upheld'}")
    _end(ctx, appeal, settled, told)
    if round.state == "revealed":
        notify(ctx, group, f"{appeal.cause} settled", line)
    who = appeal.person.called
    return say(spans_text(settled), f"{who} is told.")


def _end(ctx: Context, appeal: Appeal, line: Spans, told: Message) -> None:
    """Take the buttons from the admin's Post, and tell the person."""
    ctx.store.posts.fail_owed(appeal.cause, "notice", "settled")
    for post in ctx.store.posts.of(appeal.cause, "notice"):
        ctx.store.posts.redraw(appeal.cause, "notice", settled_card(post.message, *line))
    cause = f"{appeal.cause} settled"
    ctx.store.posts.owe(cause, "notice", appeal.person, footed(told, f"{cause} · notice"))


def end_with(ctx: Context, round: Round) -> None:
    """The round was voided: its open appeals end with it, and whoever appealed is told."""
    for appeal in ctx.store.appeals.open_of(round):
        line = f"Round {round.id} was voided meanwhile: there is nothing to settle."
        told = (
            f"Your appeal in round {round.id} needs no answer any more: the round was voided, and "
            "it counts for nobody."
        )
        _end(ctx, appeal, (Text(line),), say(told))


def _granted(appeal: Appeal) -> bool:
    return appeal.settled is not None and appeal.settled.granted


def awarded(verdict: Verdict, share: Fraction) -> Verdict:
    """The verdict with that share by an admin's word; a full one covers every key point."""
    points = verdict.points
    if share == 1:
        points = _covering(verdict, range(len(points)))
    reason = f"An admin counted it as {percent(float(share))} after your appeal."
    return Verdict(float(share), (reason,), points, verdict.read_as, ADMIN)


def awarded_points(verdict: Verdict, chosen: Collection[int]) -> Verdict:
    """The verdict with these key points covered by an admin's word, and no others."""
    total = sum(point.weight for point in verdict.points)
    covered = sum(p.weight for at, p in enumerate(verdict.points) if at in chosen)
    points = tuple(
        point if at in chosen else replace(point, state="missed", words="")
        for at, point in enumerate(_covering(verdict, chosen))
    )
    return replace(awarded(verdict, Fraction(covered, total)), points=points)


def _covering(verdict: Verdict, chosen: Collection[int]) -> tuple[PointVerdict, ...]:
    return tuple(
        replace(point, state="covered", words=BY_AN_ADMIN)
        if at in chosen and point.state != "covered"
        else point
        for at, point in enumerate(verdict.points)
    )
