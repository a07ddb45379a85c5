"""A Form as a modal. Pure; what comes back from one is read by `inbound`."""

from typing import Any

from adapters.discord.limits import (
    FIELD_DESCRIPTION,
    FIELD_LABEL,
    FIELD_PLACEHOLDER,
    FIELD_TEXT,
    GROUP_OPTIONS,
    MODAL_COMPONENTS,
    MODAL_TITLE,
    OPTION_TEXT,
    SELECT_OPTIONS,
    units,
)
from adapters.discord.markup import literal, markdown, one_line
from bot.message import FIELD_CHARACTERS, ChoiceField, FieldOption, Form, Text, TextField

TOO_LONG = "What you sent is longer than this field. It stays as it is until you send another."

_STRING_SELECT, _TEXT_INPUT, _TEXT_DISPLAY, _LABEL, _RADIO_GROUP, _CHECKBOX_GROUP = (
    *(3, 4, 10, 18, 21, 22),
)
_SHORT, _PARAGRAPH = 1, 2


def modal(form: Form) -> dict[str, Any]:
    """The data of a modal response. A help text that is too long for its field stands above it
    where there is room."""
    components: list[dict[str, Any]] = []
    left = MODAL_COMPONENTS - len(form.fields)
    for field in form.fields:
        above = units(field.help) > FIELD_DESCRIPTION and left > 0
        if above:
            components.append(
                {"type": _TEXT_DISPLAY, "content": markdown((Text(field.help),))[:FIELD_TEXT]}
            )
            left -= 1
        components.append(_labelled(field, "" if above else field.help))
    title = shortened(form.title, MODAL_TITLE) or "dlq"
    return {"custom_id": form.action, "title": title, "components": components}


def _labelled(field: TextField | ChoiceField, help: str) -> dict[str, Any]:
    whole = one_line(field.label)
    label = shortened(whole, FIELD_LABEL) or field.name
    said = one_line(help) if label == whole else f"{whole}. {one_line(help)}"
    if isinstance(field, TextField):
        inner, kept = _text_input(field)
        said = said if kept else TOO_LONG
    else:
        inner = _choice(field)
    described = {"description": shortened(said, FIELD_DESCRIPTION)} if said.strip() else {}
    return {"type": _LABEL, "label": label, **described, "component": inner}


def _text_input(field: TextField) -> tuple[dict[str, Any], bool]:
    """The input, and whether what it began with has room in it."""
    value = literal(field.value)
    room = FIELD_CHARACTERS if units(value) <= FIELD_CHARACTERS else FIELD_TEXT
    kept = units(value) <= room
    many_lines = field.multiline or "\n" in value
    drawn: dict[str, Any] = {
        "type": _TEXT_INPUT,
        "custom_id": field.name,
        "style": _PARAGRAPH if many_lines else _SHORT,
        "max_length": room,
        "required": field.required,
    }
    if field.placeholder:
        drawn["placeholder"] = shortened(field.placeholder, FIELD_PLACEHOLDER)
    if value and kept:
        drawn["value"] = value
    return drawn, kept


def _choice(field: ChoiceField) -> dict[str, Any]:
    """Radio buttons or checkboxes; a select where there are too many options, or one."""
    count = len(field.options)
    grouped = count <= GROUP_OPTIONS and (field.many or count > 1)
    if count > SELECT_OPTIONS:
        raise ValueError(f"a field has at most {SELECT_OPTIONS} options on Discord, not {count}")
    several = {"min_values": int(field.required), "max_values": count} if field.many else {}
    kind = (_CHECKBOX_GROUP if field.many else _RADIO_GROUP) if grouped else _STRING_SELECT
    return {
        "type": kind,
        "custom_id": field.name,
        "options": [_option(option, field) for option in field.options],
        **several,
        "required": field.required,
    }


def _option(option: FieldOption, field: ChoiceField) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "label": shortened(option.label, OPTION_TEXT) or option.value,
        "value": option.value,
    }
    chosen = field.value if field.many else field.value[:1]
    return drawn | ({"default": True} if option.value in chosen else {})


def shortened(text: str, most: int) -> str:
    """The text on one line, with an ellipsis where a place of Discord's has no room for more."""
    line = one_line(text)
    if units(line) <= most:
        return line
    line = line[: most - 1]
    while units(line) > most - 1:
        line = line[:-1]
    return line.rstrip() + "…"
