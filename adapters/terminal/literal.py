"""Text from people made harmless for a terminal: no escape sequence or override of theirs lives."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""C0, C1 and DEL without tab and line feed: what begins or ends an escape sequence."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates. Letters keep their own direction; these could turn ours."""
_SEPARATOR = re.compile("[\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAB = "    "


def literal(text: str) -> str:
    """The text as it can be shown; only line feeds still move the cursor."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\t", _TAB))
    return _SEPARATOR.sub(" ", _DIRECTION.sub("", well_formed(plain)))


def one_line(text: str) -> str:
    """The text as it can be shown within a line."""
    return " ".join(literal(text).split())


def well_formed(text: str) -> str:
    """Bytes that were no text (Python reads them as lone surrogates) as replacement characters."""
    return _SURROGATE.sub("\ufffd", text)
