"""The fields of a view as its reader fills them in, and what the client refuses to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.slack_server import shown

Typed = str | tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """`values` as Slack sends them (block_id, then action_id); `missing` are required fields."""

    values: dict[str, Any]
    missing: dict[str, str]


def fill(
    blocks: list[dict[str, Any]], before: Mapping[str, Any], typed: Mapping[str, Typed]
) -> Filled:
    """What stands in the fields: what was typed now, else before, else to begin with."""
    inputs = [block for block in blocks if block["type"] == "input"]
    names = {name for block in inputs for name in (block["block_id"], block["label"]["text"])}
    assert typed.keys() <= names, f"no field {typed.keys() - names} among {names}"
    values: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for block in inputs:
        element, id = block["element"], block["block_id"]
        entered = typed.get(id, typed.get(block["label"]["text"]))
        if entered is not None:
            value = _value(element, entered)
        else:
            value = before.get(id, {}).get(element["action_id"]) or _initial(element)
        values[id] = {element["action_id"]: value}
        if _empty(value) and not block.get("optional"):
            missing[id] = "Please complete this required field."
    return Filled(values, missing)


def _value(element: dict[str, Any], entered: Typed) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        assert isinstance(entered, str)
        most = element.get("max_length", 3000)
        assert len(entered) <= most, f"the field takes {most} characters"
        assert element.get("multiline") or "\n" not in entered, "the field has one line"
        return {"type": kind, "value": entered or None}
    wanted = (entered,) if isinstance(entered, str) else entered
    options = [o for o in shown.options(element) if {o["text"]["text"], o["value"]} & {*wanted}]
    assert len(options) == len(wanted), f"{wanted} among {shown.options(element)}"
    return _chosen(element, options)


def _chosen(element: dict[str, Any], options: list[dict[str, Any]]) -> dict[str, Any]:
    kind = element["type"]
    if kind == "checkboxes" or kind.startswith("multi_"):
        return {"type": kind, "selected_options": options}
    assert len(options) <= 1, f"one can be chosen in {kind}"
    return {"type": kind, "selected_option": options[0] if options else None}


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    if element["type"] == "plain_text_input":
        return {"type": "plain_text_input", "value": element.get("initial_value") or None}
    first = element.get("initial_option")
    return _chosen(element, element.get("initial_options", [first] if first else []))


def _empty(value: dict[str, Any]) -> bool:
    return not (value.get("value") or value.get("selected_option") or value.get("selected_options"))
