"""Markdown to blocks, once. The only module that knows markdown-it; formulas are read by `tex`.

CommonMark with tables, ``$...$`` and ``$$...$$``. What a Message cannot say (nested lists, quotes,
pictures, HTML) becomes text that still says it; nothing is dropped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bot.message import (
    Block,
    Bullets,
    Code,
    Emphasis,
    Heading,
    InlineCode,
    Link,
    Paragraph,
    Ping,
    Span,
    Spans,
    Strong,
    Table,
    Text,
    Time,
)
from bot.tex import unicode_of

DEEPEST = 60
"""Blocks within blocks; a text that goes deeper is shown as it was written."""
FORMULA_LINES = 50
"""Lines that a display formula may have; without a limit, unclosed ones would cost their square."""

_INLINE_TEX = re.compile(
    r"\$\$(?P<wide>(?:\\.|[^\\$])+)\$\$|\$(?!\s)(?P<tex>(?:\\.|[^\\$])+)(?<!\s)\$(?!\d)", re.DOTALL
)
_LINKED = ("http://", "https://", "mailto:")
_EMPTY_ITEM: Spans = (Text("…"),)
_INDENT = "    "
_OUTPUT = ("output", "text")
"""Fences that are no language but what a program prints."""


def blocks(text: str) -> tuple[Block, ...]:
    """The text as blocks."""
    tokens = _parser().parse(text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return (Paragraph((Text(text),)),)
    return tuple(_drawn(tokens))


def spans(text: str) -> Spans:
    """The text as one run of spans, without blocks: an option, a key point, a title."""
    return _inline(_parser().parseInline(text))


def formulas(text: str) -> tuple[tuple[str, bool], ...]:
    """The TeX in a text as written, each with whether it is on display."""
    found = []
    for token in _parser().parse(text):
        if token.type == "tex_block":
            found.append((token.content, True))
        children = token.children or ()
        found += [(child.content, False) for child in children if child.type == "tex_inline"]
    return tuple(found)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    parser.inline.add_terminator_char("$")
    parser.inline.ruler.before("escape", "tex_inline", _inline_tex)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "tex_block", _block_tex, interrupts)
    return parser


def _inline_tex(state: StateInline, silent: bool) -> bool:
    """A rule of markdown-it: ``$x$`` as pandoc has it, so that "$5 and $10" is no formula."""
    if state.src[state.pos] != "$":
        return False
    found = _INLINE_TEX.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("tex_inline", "", 0).content = (found["tex"] or found["wide"]).strip()
    state.pos = found.end()
    return True


def _block_tex(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A rule of markdown-it: ``$$...$$`` on lines of its own."""
    if state.is_code_block(first) or not _line(state, first).startswith("$$"):
        return False
    lines: list[str] = []
    for number in range(first, min(end, first + FORMULA_LINES)):
        line = _line(state, number).strip()
        body = line[2:] if number == first else line
        if not line:
            return False
        lines.append(body.removesuffix("$$"))
        if body.endswith("$$"):
            break
        if "$$" in body:
            return False
    else:
        return False
    if silent:
        return True
    state.line = first + len(lines)
    token = state.push("tex_block", "", 0)
    token.content, token.map = "\n".join(lines).strip(), [first, state.line]
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Every token of the outermost level, with the tokens it encloses."""
    begin = 0
    while begin < len(tokens):
        end = begin
        if tokens[begin].nesting == 1:
            outer = tokens[begin].level
            end = next(
                i
                for i in range(begin + 1, len(tokens))
                if tokens[i].nesting == -1 and tokens[i].level == outer
            )
        yield tokens[begin], tokens[begin + 1 : end]
        begin = end + 1


def _drawn(tokens: Sequence[Token]) -> Iterator[Block]:
    for token, inner in _parts(tokens):
        yield from _block(token, inner)


def _block(token: Token, inner: Sequence[Token]) -> Iterator[Block]:
    match token.type:
        case "heading_open":
            yield Heading(_plain(_inline(inner)))
        case "paragraph_open":
            yield Paragraph(_inline(inner))
        case "bullet_list_open" | "ordered_list_open":
            yield from _list(token, inner)
        case "fence" | "code_block":
            yield _code(token)
        case "tex_block":
            yield Paragraph((Text(unicode_of(token.content, rows="\n")),))
        case "table_open":
            yield _table(inner)
        case "blockquote_open":
            yield from map(_quoted, _drawn(inner))
        case "hr":
            yield Paragraph((Text("———"),))
        case _:  # HTML, which is text here
            yield Paragraph((Text(token.content.rstrip("\n")),))


def _code(token: Token) -> Code:
    language = (token.info.split() or [""])[0]
    return Code(token.content.removesuffix("\n"), "" if language in _OUTPUT else language)


def _table(inner: Sequence[Token]) -> Table:
    rows = [
        tuple(_plain(_inline(cell)) for _, cell in _parts(row))
        for _, part in _parts(inner)
        for _, row in _parts(part)
    ]
    return Table(rows[0], tuple(rows[1:]))


def _list(token: Token, inner: Sequence[Token]) -> Iterator[Block]:
    """A list; an item's code or table stands between the items before and after it."""
    ordered = token.type == "ordered_list_open"
    first = number = int(token.attrs.get("start", 1)) if ordered else 1
    items: list[Spans] = []
    for _, item in _parts(inner):
        line, others = _item(item)
        items.append(line or _EMPTY_ITEM)
        number += 1
        if others:
            yield Bullets(tuple(items), ordered, first)
            yield from others
            items, first = [], number
    if items:
        yield Bullets(tuple(items), ordered, first)


def _item(tokens: Sequence[Token]) -> tuple[Spans, list[Block]]:
    """An item's paragraphs and inner lists as one run of spans, and what else is in it."""
    line: list[Span] = []
    others: list[Block] = []
    for block in _drawn(tokens):
        if others or not isinstance(block, Paragraph | Bullets):
            others.append(block)
            continue
        break_before = [Text("\n")] if line else []
        spans = block.spans if isinstance(block, Paragraph) else _indented(block)
        line += [*break_before, *spans]
    return _merged(line), others


def _indented(bullets: Bullets) -> Spans:
    """A list within an item: a line an item, each marked as the reader would."""
    lines: list[Span] = []
    for number, item in enumerate(bullets.items, bullets.start):
        mark = f"{number}. " if bullets.ordered else "– "
        lines.append(Text(("\n" if lines else "") + _INDENT + mark))
        lines += _relined(item, "\n" + _INDENT)
    return tuple(lines)


def _quoted(block: Block) -> Block:
    """A paragraph of a quotation, every line marked; other blocks show what they are."""
    if not isinstance(block, Paragraph):
        return block
    return Paragraph(_merged((Text("> "), *_relined(block.spans, "\n> "))))


def _relined(spans: Spans, line_break: str) -> Iterator[Span]:
    """The spans with another line break."""
    for span in spans:
        if isinstance(span, Time | Ping):
            yield span
        else:
            yield replace(span, text=span.text.replace("\n", line_break))


def _inline(tokens: Sequence[Token]) -> Spans:
    return _merged(span for token in tokens for span in _walk(token.children or ()))


def _walk(tokens: Iterable[Token]) -> Iterator[Span]:
    """Inline tokens as spans. A span has one style: strong before emphasis, the outer link before
    either."""
    open_styles = {"strong": 0, "em": 0}
    link: tuple[str, list[str]] | None = None
    for token in tokens:
        style = token.type.rpartition("_")[0]
        if style in open_styles:
            open_styles[style] += token.nesting
        elif token.type == "link_open":
            link = (str(token.attrs["href"]), [])
        elif token.type == "link_close" and link:
            yield _link("".join(link[1]), link[0])
            link = None
        elif link:
            link[1].append(_said(token))
        elif token.type == "image":
            yield _link(_said(token), str(token.attrs["src"]))
        elif token.type == "code_inline":
            yield InlineCode(token.content)
        else:
            yield _styled(_said(token), open_styles)


def _styled(text: str, open_styles: dict[str, int]) -> Span:
    if open_styles["strong"]:
        return Strong(text)
    return Emphasis(text) if open_styles["em"] else Text(text)


def _said(token: Token) -> str:
    """What an inline token says in characters."""
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "tex_inline":
            return unicode_of(token.content)
        case "image":
            return f"Image: {token.content}" if token.content else "Image"
        case _:
            return token.content


def _link(text: str, url: str) -> Span:
    """A link; one that leads nowhere outside the page is said in words."""
    if url.lower().startswith(_LINKED):
        return Link(text or url, url)
    return Text(f"{text} ({url})" if url else text)


def _merged(spans: Iterable[Span]) -> Spans:
    """Neighbours of one style as one span, none of them empty."""
    merged: list[Span] = []
    for span in spans:
        match merged[-1] if merged else None, span:
            case (Text(before), Text(after)):
                merged[-1] = Text(before + after)
            case (Strong(before), Strong(after)):
                merged[-1] = Strong(before + after)
            case (Emphasis(before), Emphasis(after)):
                merged[-1] = Emphasis(before + after)
            case (_, Text("") | Strong("") | Emphasis("")):
                pass
            case _:
                merged.append(span)
    return tuple(merged)


def _plain(spans: Spans) -> str:
    """Spans where only characters can stand: a heading, a table's cell."""
    said = []
    for span in spans:
        match span:
            case Link(text, url):
                said.append(text if text == url else f"{text} ({url})")
            case Text(text) | Strong(text) | Emphasis(text) | InlineCode(text):
                said.append(text)
    return "".join(said)
