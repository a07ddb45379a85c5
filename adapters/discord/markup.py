"""Spans as Discord's Markdown. What people wrote stays literal: none of it comes alive."""

import re
from itertools import groupby
from typing import assert_never

from adapters.discord.limits import LARGEST_ID
from bot.message import Emphasis, InlineCode, Link, Ping, Span, Spans, Strong, Text, Time

ZERO_WIDTH = "\u200b"
"""Keeps two signs apart that together would mean something."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates: they could turn what we write around theirs."""
_SEPARATOR = re.compile("[\u2028\u2029]")
_ALIVE = re.compile(r"[\\*_~|`<\[\]]")
"""Means something anywhere in a line: emphasis, spoilers, code, links, mentions, times, emoji."""
_LINE_START = re.compile(r"^([ \t]*)([#>+-])", re.MULTILINE)
"""Headings, small text, quotes and bullets."""
_NUMBERED = re.compile(r"^([ \t]*\d+)([.)])(?=\s|\Z)", re.MULTILINE)
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d{17,20})")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,20}")
_STYLES = {"time": "t", "date": "D", "full": "f"}
LONGEST_LINK = 500
"""Characters of an address that is drawn as a link; a longer one is shown as text."""


def literal(text: str) -> str:
    """The text as it can be shown: no control characters, no turned direction."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n"))
    return _SEPARATOR.sub("\n", _DIRECTION.sub("", plain))


def one_line(text: str) -> str:
    """The text as it can be shown within a line, without Markdown being read."""
    return " ".join(literal(text).split())


def escaped(text: str, *, at_start: bool = True) -> str:
    """Literal text as Markdown that shows exactly it; `at_start` if it begins a line."""
    said = _ALIVE.sub(r"\\\g<0>", literal(text))
    said = _MENTION.sub("@" + ZERO_WIDTH, said.replace("://", r"\://"))
    first, newline, rest = ("", "", said) if at_start else said.partition("\n")
    rest = _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", rest))
    return first + newline + rest


def unescaped(markdown: str) -> str:
    """The text that `escaped` was given, as far as it can be shown."""
    return re.sub(r"\\(.)", r"\1", markdown.replace(ZERO_WIDTH, ""))


def heading(title: str, *, large: bool) -> str:
    """A line of large text; a number sign at its end would be swallowed."""
    text = escaped(one_line(title), at_start=False).replace("#", r"\#")
    return f"{'##' if large else '###'} {text}" if text else ""


def small(text: str) -> str:
    """A line of small grey text."""
    return f"-# {escaped(one_line(text), at_start=False)}"


def fenced(code: str, language: str = "") -> str:
    """A code block. Discord knows one fence only, so a fence within the code is pulled apart."""
    inner = re.sub("`{3,}", lambda run: ZERO_WIDTH.join(run[0]), literal(code))
    word = language if _LANGUAGE.fullmatch(language) else ""
    return f"```{word}\n{inner if inner.strip() else ZERO_WIDTH}\n```"


def markdown(spans: Spans) -> str:
    """A run of spans."""
    written = ""
    for span in _merged(spans):
        line = written.rpartition("\n")[2]
        piece = _span(span, at_start=not line.strip())
        # Two runs of the same sign would be read as one longer run.
        touching = not isinstance(span, Text) and written[-1:] == piece[:1] and piece[:1] in "*`"
        written += (ZERO_WIDTH if touching and piece else "") + piece
    return written


def _merged(spans: Spans) -> list[Span]:
    """Neighbours that are both plain text as one: together they could mean something."""
    found: list[Span] = []
    for is_text, run in groupby(spans, lambda span: isinstance(span, Text)):
        pieces = list(run)
        found += [Text("".join(getattr(s, "text", "") for s in pieces))] if is_text else pieces
    return found


def _span(span: Span, *, at_start: bool) -> str:
    match span:
        case Text(text):
            return escaped(text, at_start=at_start)
        case Strong(text):
            return _styled(text, "**", at_start=at_start)
        case Emphasis(text):
            return _styled(text, "*", at_start=at_start)
        case InlineCode(code):
            return _code(one_line(code) if "\n" in code else literal(code))
        case Link(text, url):
            return _link(text, url, at_start=at_start)
        case Time(at, _, style):
            return f"<t:{int(at.timestamp())}:{_STYLES[style]}>"
        case Ping(id):
            return f"<@&{id}>" if is_role(id) else escaped(f"@{id}", at_start=at_start)
        case _ as never:
            assert_never(never)


def is_role(id: str) -> bool:
    """Whether this can be the id of a role; the rules may name a group of another platform."""
    return re.fullmatch(r"[1-9][0-9]{0,18}", id) is not None and int(id) <= LARGEST_ID


def _styled(text: str, sign: str, *, at_start: bool) -> str:
    """Between two signs; spaces at the edges stay outside, where the signs still work."""
    said = literal(text)
    inner = said.strip()
    if not inner:
        return said
    before, after = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
    starts = at_start or "\n" in before
    return f"{before}{sign}{escaped(inner, at_start=starts)}{sign}{after}"


def _code(code: str) -> str:
    """Inline code; backticks within it need a longer run around it, and never three."""
    if not code.strip():
        return code
    if "`" not in code:
        return f"`{code}`"
    inner = re.sub("``+", lambda run: ZERO_WIDTH.join(run[0]), code)
    return f"`` {inner} ``"


def as_text(link: Link) -> str:
    """What stands for a link that cannot be one; empty for one that can."""
    if re.match(r"https?://", one_line(link.url)) and len(link.url) <= LONGEST_LINK:
        return ""
    return link.text if link.text == link.url else f"{link.text} ({link.url})"


def _link(text: str, url: str, *, at_start: bool) -> str:
    """A masked link. Discord refuses a mask that looks like an address itself."""
    if shown := as_text(Link(text, url)):
        return escaped(shown, at_start=at_start)
    address = one_line(url)
    safe = address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    if one_line(text) in {"", address}:
        return f"<{safe}>"
    if "://" in text:
        return f"{escaped(one_line(text), at_start=at_start)} (<{safe}>)"
    masked = safe.replace("(", "%28").replace(")", "%29")
    return f"[{escaped(one_line(text), at_start=False)}](<{masked}>)"
