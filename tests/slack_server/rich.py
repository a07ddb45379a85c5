"""Rich text: which elements stand in which, with the fields and styles that each may have.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from typing import Any

from tests.slack_server.checking import (
    Check,
    Rule,
    boolean,
    fields,
    integer,
    items,
    one_of,
    string,
    typed,
    url,
)

ANY = 100_000
"""No length of its own is documented for most of these; the message's weight ends them."""


def _style(*names: str) -> Rule:
    return fields(optional=dict.fromkeys(names, boolean))


TEXT_STYLE = _style("bold", "italic", "strike", "underline", "code", "highlight")
MENTION_STYLE = _style(
    "bold", "italic", "strike", "underline", "highlight", "client_highlight", "unlink"
)
DATE_STYLE = _style("bold", "italic", "strike", "underline", "highlight", "client_highlight")

TEXT = fields({"text": string(ANY)}, {"style": TEXT_STYLE}, type="text")
LINK = fields(
    {"url": url}, {"text": string(ANY), "unsafe": boolean, "style": TEXT_STYLE}, type="link"
)

DATE_TOKENS = (
    *("{date_num}", "{date_slash}", "{date_long}", "{date_long_full}", "{date_long_pretty}"),
    *("{date}", "{date_pretty}", "{date_short}", "{date_short_pretty}", "{time}", "{time_secs}"),
    *("{ago}", "{day_divider_pretty}"),
)


def _date_format(check: Check, value: Any, at: str) -> None:
    string(ANY)(check, value, at)
    if isinstance(value, str) and not any(token in value for token in DATE_TOKENS):
        check.fault(at, "must hold a date token")


INLINE = {
    "text": TEXT,
    "link": LINK,
    "emoji": fields(
        {"name": string(255)}, {"unicode": string(64), "skin_tone": integer(1, 6)}, type="emoji"
    ),
    "user": fields({"user_id": string(32)}, {"style": MENTION_STYLE}, type="user"),
    "usergroup": fields({"usergroup_id": string(32)}, {"style": MENTION_STYLE}, type="usergroup"),
    "channel": fields({"channel_id": string(32)}, {"style": MENTION_STYLE}, type="channel"),
    "broadcast": fields(
        {"range": one_of("here", "channel", "everyone")}, {"style": MENTION_STYLE}, type="broadcast"
    ),
    "color": fields({"value": string(7, 4)}, type="color"),
    "date": fields(
        {"timestamp": integer(0, 2**33), "format": _date_format},
        {"url": url, "fallback": string(ANY), "timezone": string(64), "style": DATE_STYLE},
        type="date",
    ),
}

SECTION = fields({"elements": items(typed(INLINE), ANY)}, type="rich_text_section")
BORDER = integer(0, 1)

OUTER = {
    "rich_text_section": SECTION,
    "rich_text_list": fields(
        {
            "style": one_of("bullet", "ordered"),
            "elements": items(typed({"rich_text_section": SECTION}), ANY),
        },
        {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": BORDER},
        type="rich_text_list",
    ),
    "rich_text_preformatted": fields(
        {"elements": items(typed({"text": TEXT, "link": LINK}), ANY)},
        {"border": BORDER, "language": string(64)},
        type="rich_text_preformatted",
    ),
    "rich_text_quote": fields(
        {"elements": items(typed(INLINE), ANY)}, {"border": BORDER}, type="rich_text_quote"
    ),
}

RICH_TEXT = fields(
    {"elements": items(typed(OUTER), ANY)}, {"block_id": string(255)}, type="rich_text"
)
