"""Posts that are owed, and the leases that say which process may send them."""

from collections.abc import Iterable
from datetime import datetime

from bot.events import MessageRef, Person, Place
from bot.ledger import GONE, Post, PostKind
from bot.message import Message, dump, load
from bot.store.groups import Groups
from bot.store.people import People
from bot.store.rows import (
    PERSON,
    PLACE,
    Part,
    Row,
    dump_ref,
    instant,
    load_ref,
    marks,
    person_in,
    place_in,
    read_optional_instant,
)

POST = f"""
SELECT post.*, {PERSON}, {PLACE} FROM post
LEFT JOIN place ON place.id = post.place LEFT JOIN person ON person.id = post.person
"""


def post_in(row: Row) -> Post:
    return Post(
        id=row["id"],
        cause=row["cause"],
        kind=row["kind"],
        to=place_in(row) if row["place"] else person_in(row),
        message=load(row["message"]),
        state=row["state"],
        ref=load_ref(row["pages"]),
        first_mark=read_optional_instant(row["first_mark"]),
        attempts=row["attempts"],
        next_try=read_optional_instant(row["next_try"]),
        under=row["under"],
        stale=bool(row["stale"]),
        error=row["error"],
        told=bool(row["told"]),
    )


class Posts(Part):
    def last_cause(self, start: str) -> str | None:
        """The last, by its letters, of the causes that begin so; None where there is none."""
        sql = "SELECT max(cause) FROM post WHERE cause > ? AND cause < ? || char(1114111)"
        found: str | None = self.value(sql, start, start)
        return found

    def owe(
        self,
        cause: str,
        kind: PostKind,
        to: Place | Person,
        message: Message,
        *,
        under: int | None = None,
    ) -> bool:
        """Owe a message once for this cause, kind and receiver; False if it is owed already, or if
        the bot is not in the place any more."""
        place = Groups(self.db).place_number(to) if isinstance(to, Place) else None
        if isinstance(to, Place) and place is None:
            return False
        return self.insert_once(
            "post",
            cause=cause,
            kind=kind,
            platform=to.platform,
            place=place,
            person=People(self.db).number(to) if isinstance(to, Person) else None,
            message=dump(message),
            # To somebody who was forgotten nothing is sent; the group's admins are told.
            state="failed" if to.platform == GONE else "owed",
            under=under,
        )

    def get(self, number: int) -> Post:
        row = self.row(f"{POST} WHERE post.id = ?", number)
        assert row is not None, f"no post {number}"
        return post_in(row)

    def of(self, cause: str, kind: PostKind) -> list[Post]:
        """All posts of a cause and kind, one a place."""
        sql = f"{POST} WHERE post.cause = ? AND post.kind = ? ORDER BY post.id"
        return [post_in(row) for row in self.rows(sql, cause, kind)]

    def places_reached(self, cause: str) -> set[int]:
        """The rows of the places that have a round's question."""
        sql = """
            SELECT place FROM post
            WHERE cause = ? AND kind = 'question' AND state = 'sent' AND place IS NOT NULL
        """
        return {row["place"] for row in self.rows(sql, cause)}

    def untold_to(self, person: Person) -> list[Post]:
        """Notices that could not be sent to a person, and that nothing else has told them."""
        sql = f"""{POST} WHERE post.kind = 'notice' AND post.state = 'failed' AND post.told = 0
            AND person.platform = ? AND person.native = ? ORDER BY post.id"""
        return [post_in(row) for row in self.rows(sql, person.platform, person.id)]

    def waiting(self, platforms: Iterable[str]) -> list[Post]:
        """Everything that is to be sent or redrawn on these platforms, oldest first, whenever its
        next try is."""
        names = list(platforms)
        sql = f"""{POST} WHERE post.platform IN ({marks(names)})
            AND (post.state IN ('owed', 'sending') OR post.stale = 1) ORDER BY post.id"""
        return [post_in(row) for row in self.rows(sql, *names)]

    def next_try(self, platforms: Iterable[str], now: datetime) -> datetime | None:
        """The earliest instant after `now` at which a failed post is to be tried again."""
        names = list(platforms)
        sql = f"""SELECT min(next_try) FROM post WHERE platform IN ({marks(names)})
            AND (state IN ('owed', 'sending') OR stale = 1) AND next_try > ?"""
        return read_optional_instant(self.value(sql, *names, instant(now)))

    def mark_sending(self, post: Post, holder: str, now: datetime, lease_now: datetime) -> bool:
        """Before each send: whether the lease is ours and the post still wanted."""
        return self.holds(post.to.platform, holder, lease_now) and (
            self.write(
                "UPDATE post SET state = 'sending', first_mark = ifnull(first_mark, ?) "
                "WHERE id = ? AND state IN ('owed', 'sending')",
                instant(now),
                post.id,
            )
            == 1
        )

    def sent(self, number: int, ref: MessageRef) -> None:
        """It is there. One that was given up meanwhile, as its receiver was forgotten, stays so."""
        self.write(
            "UPDATE post SET state = 'sent', pages = ?, attempts = 0, next_try = NULL, error = '' "
            "WHERE id = ? AND state <> 'failed'",
            dump_ref(ref),
            number,
        )

    def keep_ref(self, number: int, ref: MessageRef) -> None:
        """Remember the pages that are known to be there; the post stays as it is."""
        if ref.pages:
            self.write(
                "UPDATE post SET pages = ? WHERE id = ? AND state <> 'failed'",
                dump_ref(ref),
                number,
            )

    def not_sent(self, number: int) -> None:
        """Certainly nothing more was sent: it need not be looked for."""
        self.write("UPDATE post SET state = 'owed' WHERE id = ? AND state = 'sending'", number)

    def put_off(self, number: int, at: datetime, error: str) -> None:
        """It failed: it stays as it is, and is tried again from `at` on."""
        self.write(
            "UPDATE post SET attempts = attempts + 1, next_try = ?, error = ? WHERE id = ?",
            instant(at),
            error,
            number,
        )

    def fail(self, number: int, error: str) -> None:
        """Give a post up."""
        self.write(
            "UPDATE post SET state = 'failed', stale = 0, next_try = NULL, error = ? WHERE id = ?",
            error,
            number,
        )

    def fail_owed(self, cause: str, kind: PostKind, error: str) -> None:
        """Give up what of a cause was certainly not begun."""
        self.write(
            "UPDATE post SET state = 'failed', next_try = NULL, error = ? "
            "WHERE cause = ? AND kind = ? AND state = 'owed' AND pages = '[]'",
            error,
            cause,
            kind,
        )

    def tell(self, number: int) -> bool:
        """Whether the admin has not been told of this post's failure yet; afterwards they have."""
        return self.write("UPDATE post SET told = 1 WHERE id = ? AND told = 0", number) == 1

    def redraw(self, cause: str, kind: PostKind, message: Message) -> None:
        """Owe an edit of every post of a cause that is or may be there."""
        self.write(
            "UPDATE post SET message = ?, stale = 1, "
            "attempts = CASE state WHEN 'sent' THEN 0 ELSE attempts END "
            "WHERE cause = ? AND kind = ? AND state IN ('sending', 'sent')",
            dump(message),
            cause,
            kind,
        )

    def redrawn(self, post: Post) -> None:
        """The edit came through; unless the message has changed again meanwhile."""
        # Compared as Messages: another version may have written the same one as another text.
        if self.get(post.id).message == post.message:
            self.write(
                "UPDATE post SET stale = 0, next_try = NULL, error = '' WHERE id = ?", post.id
            )

    # After a restore

    def look_since(self, post: Post) -> datetime | None:
        """Whether, and since when, the post must be looked for before it is first sent."""
        sql = """
            SELECT place.look_since FROM post JOIN place ON place.id = post.place WHERE post.id = ?
        """
        return read_optional_instant(self.value(sql, post.id))

    def look_for_all(self, since: datetime) -> None:
        """After a restore: what the backup does not know may be in the places already."""
        self.write("UPDATE place SET look_since = ? WHERE left_at IS NULL", instant(since))

    def stop_looking(self, post: Post) -> None:
        self.write(
            "UPDATE place SET look_since = NULL WHERE id = (SELECT place FROM post WHERE id = ?)",
            post.id,
        )

    # Leases

    def hold(self, platform: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take or renew the platform's lease; False while another process holds it."""
        return (
            self.write(
                "INSERT INTO lease (platform, holder, until) VALUES (?, ?, ?) "
                "ON CONFLICT (platform) DO UPDATE SET holder = excluded.holder, "
                "until = excluded.until WHERE holder = excluded.holder OR until <= ?",
                platform,
                holder,
                instant(until),
                instant(now),
            )
            == 1
        )

    def holds(self, platform: str, holder: str, now: datetime) -> bool:
        sql = "SELECT 1 FROM lease WHERE platform = ? AND holder = ? AND until > ?"
        return self.value(sql, platform, holder, instant(now)) is not None

    def give_back(self, platform: str, holder: str) -> None:
        self.write("DELETE FROM lease WHERE platform = ? AND holder = ?", platform, holder)

    def drop_leases(self) -> None:
        """Forget all leases: those of a restored database are somebody else's past."""
        self.write("DELETE FROM lease")

    def held(self, now: datetime) -> list[tuple[str, str]]:
        """The leases that run: platform and holder."""
        sql = "SELECT platform, holder FROM lease WHERE until > ? ORDER BY platform"
        return [(row["platform"], row["holder"]) for row in self.rows(sql, instant(now))]
