"""What Daily decides and records about Posts, on the core's thread: one transaction each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import Context
from bot.events import MessageRef, Person, Place
from bot.ledger import Post
from bot.platform import NotAllowed, OutcomeUnknown, PlaceGone, PlatformError, TryLater
from bot.steps.day import cause_round, give_up_unreached, reached, tell_admin, worth_sending
from bot.store import Store

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=10)
"""Between tries of a post that failed: doubled each time."""
PATIENCE = timedelta(hours=24)
"""After this long a post is given up, unless it is the question of a round that is still open."""
BREATH = timedelta(seconds=1)
"""At least this long a platform is left alone that asks for it."""
MOST_REDRAWS = 8
"""Tries of an edit that is refused before a post is left as it stands."""


def pause_after(attempts: int) -> timedelta:
    """The backoff after that many tries."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _pause(post: Post, error: Exception) -> timedelta:
    """How long to wait after this failure."""
    if isinstance(error, TryLater):
        return max(error.after, BREATH)
    return pause_after(post.attempts + 1)


def _reason(error: Exception) -> str:
    """What is kept of an error: of one that no Platform should raise, its name only, for its text
    may hold anything."""
    return str(error) if isinstance(error, PlatformError) else type(error).__name__


def joined(one: MessageRef, other: MessageRef | None) -> MessageRef:
    """Every page that either of two knows."""
    if other is None or not other.pages:
        return one
    known = list(other.pages)
    for index, page in enumerate(one.pages):
        if index >= len(known):
            known.append(page)
        elif not known[index]:
            known[index] = page
    return MessageRef(tuple(known))


@dataclass(frozen=True, slots=True)
class Sending:
    """A Post as it is to be sent now: where it goes under, and since when it may be there."""

    post: Post
    under: MessageRef | None
    look_since: datetime | None


class Outbox:
    """Posts of one process, `holder` of its leases. `lease_clock` runs as the leases do."""

    def __init__(
        self,
        store: Store,
        context: Callable[[], Context],
        holder: str,
        lease_clock: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.context = context
        self.holder = holder
        self.lease_clock = lease_clock

    def actionable(self, platforms: Iterable[str]) -> dict[Place | Person, list[Post]]:
        """What may be tried now, by receiver, oldest first. A receiver whose oldest Post waits
        for its next try is left out, so that nothing overtakes."""
        now = self.context().now
        found: dict[Place | Person, list[Post]] = {}
        blocked: set[Place | Person] = set()
        for post in self.store.posts.waiting(platforms):
            waits = post.next_try is not None and post.next_try > now
            if post.to in blocked or (waits and post.state == "sent"):
                continue
            if waits:
                blocked.add(post.to)
            else:
                found.setdefault(post.to, []).append(post)
        return found

    def begin(self, post: Post) -> Sending | None:
        """The Post as it stands now, with what must be known to send it; None if it is done or
        its receiver cannot have it. One that makes no sense any more is given up."""
        with self.store.atomic():
            fresh = self.store.posts.get(post.id)
            if fresh.state in {"sent", "failed"}:
                return None
            under = self.store.posts.get(fresh.under) if fresh.under else None
            if under is not None and under.state == "failed":
                self.give_up(fresh, "what it goes under is not there")
                return None
            if under is not None and under.state != "sent":
                return None
            since = self.store.posts.look_since(fresh)
            if fresh.state == "sending":
                assert fresh.first_mark is not None
                since = fresh.first_mark - timedelta(minutes=1)
            return Sending(fresh, under.ref if under else None, since)

    def mark(self, post: Post) -> bool:
        """Before each send: that the lease is ours and the Post still wanted. A Post that came
        too late is given up."""
        with self.store.atomic():
            context = self.context()
            if not worth_sending(context, post):
                self.give_up(post, "the round was over")
                return False
            return self.store.posts.mark_sending(post, self.holder, context.now, self.lease_clock())

    def sent(self, post: Post, ref: MessageRef, *, new: bool) -> None:
        """The Post is there, whole; `new` if it was not found but sent."""
        with self.store.atomic():
            self.store.posts.sent(post.id, ref)
            if new:
                self.store.posts.stop_looking(post)
            reached(self.context(), post)

    def found(self, post: Post, ref: MessageRef | None) -> MessageRef:
        """Remember the pages that were found beside those that are known; all of them."""
        whole = joined(post.ref, ref)
        with self.store.atomic():
            self.store.posts.keep_ref(post.id, whole)
        return whole

    def not_sent(self, post: Post, ref: MessageRef) -> None:
        """Certainly no more of it was sent than `ref`."""
        with self.store.atomic():
            self.store.posts.keep_ref(post.id, ref)
            self.store.posts.not_sent(post.id)

    def not_there(self, post: Post) -> bool:
        """After a search that found nothing: whether the Post is still worth sending. If not, it
        is given up."""
        with self.store.atomic():
            if worth_sending(self.context(), post):
                return True
            self.give_up(post, "the round was over")
            return False

    def redrawn(self, post: Post) -> None:
        """An edit came through."""
        with self.store.atomic():
            self.store.posts.redrawn(post)

    def give_up(self, post: Post, why: str) -> None:
        self.store.posts.fail(post.id, why)
        number = cause_round(post.cause)
        round = self.store.rounds.get(number) if number and post.kind == "question" else None
        if round is not None:
            give_up_unreached(self.context(), round)

    def failed(self, post: Post, error: Exception) -> None:
        """Record why a Post could not be sent or redrawn, when to try again, and tell the admin
        once."""
        with self.store.atomic():
            posts, now = self.store.posts, self.context().now
            fresh = posts.get(post.id)
            if fresh.state == "failed":
                return
            if fresh.state == "sent":
                self._redraw_failed(fresh, error)
                return
            match error:
                case PlaceGone():
                    self._lose(fresh, str(error))
                    return
                case NotAllowed() if isinstance(fresh.to, Person):
                    self._not_to_person(fresh, fresh.to, str(error))
                    return
                case NotAllowed():
                    self._tell(fresh, str(error))
                case TryLater() | OutcomeUnknown():
                    pass
                case _:
                    self._tell(fresh, f"an error I did not foresee ({_reason(error)}).")
            posts.put_off(fresh.id, now + _pause(fresh, error), _reason(error))
            self._lose_patience(fresh, now)

    def _redraw_failed(self, post: Post, error: Exception) -> None:
        """An edit is tried until it comes through; one that is refused, only some times: a message
        that somebody deleted cannot be redrawn."""
        posts, refused = self.store.posts, not isinstance(error, TryLater | OutcomeUnknown)
        posts.put_off(post.id, self.context().now + _pause(post, error), _reason(error))
        if isinstance(error, PlaceGone) or (refused and post.attempts + 1 >= MOST_REDRAWS):
            posts.redrawn(post)

    def _lose_patience(self, post: Post, now: datetime) -> None:
        old = post.first_mark is not None and now - post.first_mark > PATIENCE
        asks = post.kind == "question" and worth_sending(self.context(), post)
        if old and not asks:
            self.give_up(post, "it could not be sent for a day")

    def _not_to_person(self, post: Post, person: Person, why: str) -> None:
        """The next command of theirs says what no direct message can bring: an admin's a notice,
        anybody's that their reminder is switched off."""
        self.give_up(post, why)
        if post.kind == "reminder":
            self.store.reminders.fail(person, why)

    def _lose(self, post: Post, why: str) -> None:
        """The receiver is gone: nothing more is sent there."""
        if isinstance(post.to, Person):
            self._not_to_person(post, post.to, why)
            return
        context = self.context()
        group = self.store.groups.of_place(post.to)
        self.store.groups.leave(post.to, context.now, why)
        if group is not None:
            name = post.to.called
            tell_admin(context, group, f"gone {post.id}", f"I no longer post in #{name}: {why}")
            self.store.posts.tell(post.id)
        number = cause_round(post.cause)
        round = self.store.rounds.get(number) if number else None
        if round is not None:
            give_up_unreached(context, round)

    def _tell(self, post: Post, why: str) -> None:
        """Tell the admin of a place's failure, once a Post."""
        if isinstance(post.to, Place) and self.store.posts.tell(post.id):
            group = self.store.groups.of_place(post.to)
            if group is not None:
                name = post.to.called
                text = f"I could not post in #{name}: {why} I keep trying."
                tell_admin(self.context(), group, f"post {post.id}", text)
