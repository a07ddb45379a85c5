"""Modals as Discord checks them, and as a person fills them in.

https://docs.discord.com/developers/components/using-modal-components
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from tests.discord_server import components as parts
from tests.discord_server.components import Node, Path
from tests.discord_server.refusals import Complaints, width
from tests.discord_server.state import walk

LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
IN_LABEL = parts.SELECTS | {parts.INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}

Values = Mapping[str, str | Sequence[str] | bool]


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """A modal as it is opened; a Refusal if Discord would not open it."""
    found = Complaints()
    found.length(("data", "custom_id"), data.get("custom_id"), 100, 1)
    found.length(("data", "title"), data.get("title"), 45, 1)
    rows = data.get("components")
    if found.count(("data", "components"), rows, 1, 5):
        assert isinstance(rows, list)
        for index, row in enumerate(rows):
            _row(found, ("data", "components", index), row)
        found.refuse()
        parts.unique(found, walk(rows))
    found.refuse()
    modal = deepcopy(dict(data))
    parts.number(modal["components"])
    return modal


def _row(found: Complaints, path: Path, row: Node) -> None:
    kind = row.get("type") if isinstance(row, dict) else None
    if kind == parts.TEXT:
        found.length((*path, "content"), row.get("content"), parts.MOST_CHARACTERS, 1)
        return
    if kind != LABEL:
        found.add((*path, "type"), "UNION_TYPE_CHOICES", "Value of field must be one of (10, 18).")
        return
    found.length((*path, "label"), row.get("label"), 45, 1)
    if row.get("description") is not None:
        found.length((*path, "description"), row["description"], 100)
    field = row.get("component")
    if not isinstance(field, dict) or field.get("type") not in IN_LABEL:
        found.add((*path, "component"), "UNION_TYPE_CHOICES", "No component for a Label.")
        return
    _field(found, (*path, "component"), field)


def _field(found: Complaints, path: Path, field: Node) -> None:
    parts.custom_id(found, path, field)
    if "disabled" in field:
        found.add((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "No modal has disabled ones")
    match field["type"]:
        case 4:
            _input(found, path, field)
        case 21:
            parts.options(found, path, field, 2, 10)
            if sum(bool(option.get("default")) for option in field.get("options") or []) > 1:
                found.add((*path, "options"), "RADIO_GROUP_DEFAULTS", "At most one default")
        case 22:
            many = parts.options(found, path, field, 1, 10)
            parts.bounds(found, path, field, many, 10)
        case 19:
            parts.bounds(found, path, field, 1, 10)
        case kind if kind in parts.SELECTS:
            parts.select(found, path, field, in_modal=True)


def _input(found: Complaints, path: Path, field: Node) -> None:
    found.number((*path, "style"), field.get("style"), 1, 2)
    least, most = field.get("min_length", 0), field.get("max_length", 4000)
    found.number((*path, "min_length"), least, 0, 4000)
    found.number((*path, "max_length"), most, 1, 4000)
    if "label" in field:
        found.add((*path, "label"), "TEXT_INPUT_LABEL_IN_LABEL", "The Label around it says it.")
    if field.get("placeholder") is not None:
        found.length((*path, "placeholder"), field["placeholder"], 100)
    if field.get("value") is not None:
        found.length((*path, "value"), field["value"], most if isinstance(most, int) else 4000)


def fields(modal: Mapping[str, Any]) -> dict[str, Node]:
    """The fields of a modal by their custom id."""
    return {
        row["component"]["custom_id"]: row["component"]
        for row in modal["components"]
        if row["type"] == LABEL
    }


def label_of(modal: Mapping[str, Any], name: str) -> str:
    """What stands above a field."""
    rows = [row for row in modal["components"] if row["type"] == LABEL]
    return next(str(row["label"]) for row in rows if row["component"]["custom_id"] == name)


def begins_with(modal: Mapping[str, Any]) -> dict[str, Any]:
    """What a person finds filled in when the modal opens."""
    found: dict[str, Any] = {}
    for name, field in fields(modal).items():
        chosen = [o["value"] for o in field.get("options") or [] if o.get("default")]
        match field["type"]:
            case 4:
                found[name] = field.get("value") or ""
            case 21:
                found[name] = chosen[0] if chosen else None
            case 23:
                found[name] = bool(field.get("default"))
            case _:
                found[name] = chosen
    return found


def filled(modal: Mapping[str, Any], values: Values) -> list[Node]:
    """The components of a submission. What is not in `values` stays as it was; what Discord's
    client would not let a person send is an AssertionError."""
    unknown = set(values) - set(fields(modal))
    assert not unknown, f"the modal has no field {unknown}, but {sorted(fields(modal))}"
    given = begins_with(modal) | dict(values)
    answered: list[Node] = []
    for row in modal["components"]:
        if row["type"] == parts.TEXT:
            answered.append({"type": parts.TEXT, "id": row["id"]})
            continue
        field = row["component"]
        taken = _taken(field, given[field["custom_id"]])
        answered.append({"type": LABEL, "id": row["id"], "component": taken})
    return answered


def _taken(field: Node, value: object) -> Node:
    taken = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    required = field.get("required", True)
    known = [option["value"] for option in field.get("options") or []]
    match field["type"]:
        case 4:
            assert isinstance(value, str), "a text is typed"
            assert value or not required, f"{field['custom_id']} must be filled in"
            assert width(value) <= field.get("max_length", 4000), "the field takes no more"
            assert not value or width(value) >= field.get("min_length", 0), "too short to send"
            return taken | {"value": value}
        case 21:
            chosen = value if isinstance(value, str | None) else _only(value)
            assert chosen in known or (chosen is None and not required), f"one of {known}"
            return taken | {"value": chosen}
        case 23:
            return taken | {"value": bool(value)}
        case _:
            picked = [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
            most = field.get("max_values", len(known) if field["type"] == CHECKBOXES else 1)
            least = field.get("min_values", 1) if required or picked else 0
            assert not field.get("options") or set(picked) <= set(known), f"one of {known}"
            assert least <= len(picked) <= most, f"{least} to {most} are to be chosen"
            return taken | {"values": picked}


def _only(value: object) -> str | None:
    picked = list(value)  # type: ignore[call-overload]
    assert len(picked) <= 1, "a radio group takes one"
    return picked[0] if picked else None
