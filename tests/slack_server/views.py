"""A modal view held against its limits.

https://docs.slack.dev/reference/views/modal-views
"""

import json
from collections.abc import Collection
from typing import Any

from tests.slack_server import blocks as block_kit
from tests.slack_server.checking import Check, boolean, fields, one_of, plain_text, string

LARGEST = 250_000


def _anything(check: Check, value: Any, at: str) -> None:
    """Blocks are looked at afterwards."""


VIEW = fields(
    {"type": one_of("modal"), "title": plain_text(24), "blocks": _anything},
    {
        "submit": plain_text(24),
        "close": plain_text(24),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)


def faults(view: Any, files: Collection[str] = ()) -> list[str]:
    """What is wrong with a view, in Slack's words."""
    check = Check()
    VIEW(check, view, "/view")
    if check.errors:
        return check.errors
    wrong = block_kit.faults(view["blocks"], in_view=True, at="/view/blocks", files=files)
    if not wrong:
        if not view["blocks"]:
            check.fault("/view/blocks", "no fewer than 1 items allowed")
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        if inputs and "submit" not in view:
            check.fault("/view", "missing required field: submit")
    return check.errors + wrong


def too_large(view: Any) -> bool:
    return len(json.dumps(view)) > LARGEST
