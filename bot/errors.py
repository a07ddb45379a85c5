"""What can go wrong in a way we foresee. The text of each can be shown to a person as it is.

DlqError
├── NotAllowedHere      who asked may not do that, or not in this place
└── DatabaseRefused     the database cannot be used as it is; nothing in it was touched
"""


class DlqError(Exception):
    """A foreseen error: one sentence that says what is wrong and what would be right."""


class NotAllowedHere(DlqError):
    """Who asked may not do that, or not in this place; the text says who may, or where."""


class DatabaseRefused(DlqError):
    """The database is from a newer version, or is no dlq database; it was left untouched."""
