"""Posts whose words are taken back: another message is owed in place of what stands somewhere, and
what was not begun is not sent."""

import json
from dataclasses import replace

from bot.message import Message, dump, load
from bot.store.renaming import plainly, renamed
from bot.store.rows import Part

NOTHING = plainly("What stood here was deleted, as whoever it was about asked.")

CHANGE = """
UPDATE post SET message = ?,
    stale = CASE WHEN state IN ('sending', 'sent') AND (
        place IS NULL OR EXISTS (
            SELECT 1 FROM place JOIN place AS now
            ON now.platform = place.platform AND now.native = place.native
            WHERE place.id = post.place AND now.left_at IS NULL
        )
    ) THEN 1 ELSE stale END,
    attempts = CASE state WHEN 'sent' THEN 0 ELSE attempts END
WHERE id = ?
"""
"""A place that was left and joined again has another row; it is the same channel."""


class Emptying(Part):
    def say_instead(self, post: int, message: Message) -> None:
        """Another message for a Post; one that is or may be there is redrawn."""
        self.write(CHANGE, dump(message), post)

    def rename(self, of: str, instead: str) -> None:
        """Write something else wherever a Post has the name of a person or question (`Text.of`)."""
        sought = json.dumps(of, ensure_ascii=False)
        sql = "SELECT id, message FROM post WHERE instr(message, ?)"
        for row in list(self.rows(sql, sought)):
            self.say_instead(row["id"], renamed(load(row["message"]), {of: instead}))

    def empty(self, cause: str) -> None:
        """Take back all that was said for a cause, whatever its kind."""
        for row in list(self.rows("SELECT id, state, message FROM post WHERE cause = ?", cause)):
            self.say_instead(row["id"], replace(NOTHING, foot=load(row["message"]).foot))
            if row["state"] in {"owed", "failed"}:
                sql = "UPDATE post SET state = 'failed', told = 1 WHERE id = ?"
                self.write(sql, row["id"])
