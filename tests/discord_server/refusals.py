"""How Discord says no: a status, a code and a body, as documented under "Opcodes and Status Codes".

https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

from typing import Any

WORDS = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20016: (400, "This action cannot be performed due to slowmode rate limit"),
    20022: (400, "This message cannot be edited due to announcement rate limits"),
    20028: (400, "The write action you are performing on the channel has hit the write rate limit"),
    20029: (400, "The write action you are performing on the server has hit the write rate limit"),
    30046: (400, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    40003: (400, "You are opening direct messages too fast"),
    40004: (403, "Send messages has been temporarily disabled"),
    40006: (403, "This feature has been temporarily disabled server-side"),
    40060: (400, "Interaction has already been acknowledged."),
    40062: (400, "Service resource is being rate limited."),
    40094: (400, "This interaction has reached the maximum number of follow up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    130000: (400, "API resource is currently overloaded. Try again a little later"),
    160002: (403, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (403, "Thread is locked"),
}
"""The status and message of every code that this server answers with."""


class Refusal(Exception):
    """An answer that is no success. `errors` is the tree that comes with 50035."""

    def __init__(self, code: int, errors: dict[str, Any] | None = None, status: int = 0) -> None:
        known, self.words = WORDS[code]
        self.status = status or known
        self.code = code
        self.errors = errors
        super().__init__(f"{self.status} {code} {self.words} {errors or ''}")

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.words, "code": self.code}
        return body | {"errors": self.errors} if self.errors else body


class Crash(Exception):
    """Discord's own failure: HTTP 500, as it answers to messages it cannot keep."""


class Complaints:
    """Collects what is wrong with a body, field by field: `at("components", 0, "label")`."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        node = self.tree
        for part in path:
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: tuple[str | int, ...], text: object, most: int, least: int = 0) -> None:
        """Complain of what is no text, or not of so many characters."""
        if not isinstance(text, str):
            self.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif not text.strip() and least:
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not least <= width(text) <= most:
            words = f"between {least} and {most}" if least else f"{most} or fewer"
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be {words} in length.")

    def count(self, path: tuple[str | int, ...], items: object, least: int, most: int) -> bool:
        """Complain of what is no list, or not of so many; whether it is one."""
        if not isinstance(items, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
            return False
        if not least <= len(items) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        return True

    def number(self, path: tuple[str | int, ...], value: object, least: int, most: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not least <= value <= most:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be between {least} and {most}.")

    def refuse(self) -> None:
        """Raise what was collected, if anything was."""
        if self.tree:
            raise Refusal(50035, self.tree)


def width(text: str) -> int:
    """Characters as the strictest reader counts them: UTF-16 units, two for most emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
