"""A Form as a view: one input block a field, `block_id` and `action_id` its name."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from adapters.slack.blocks import Drawn, code, paragraph
from adapters.slack.limits import (
    FEW_OPTIONS,
    FIELD_LABEL,
    LABEL,
    OPTIONS,
    PLACEHOLDER,
    TYPED,
    VIEW_TITLE,
)
from adapters.slack.text import literal, one_line, plain_text, shortened, units
from bot.message import ChoiceField, FieldOption, Form, Strong, Text, TextField


def form(form: Form, state: str = "") -> dict[str, Any]:
    """The view; `state` comes back with the submission. What Slack has too little room for (a long
    title, a long option) stands whole above the fields."""
    title = one_line(form.title)
    blocks: list[Drawn] = []
    if units(title) > VIEW_TITLE:
        blocks += paragraph((Strong(title),))
    for field in form.fields:
        blocks += _field(field)
    return {
        "type": "modal",
        "callback_id": form.action,
        "private_metadata": state,
        "title": plain_text(shortened(title or "dlq", VIEW_TITLE)),
        "submit": plain_text(shortened(form.submit, VIEW_TITLE)),
        "close": plain_text("Cancel"),
        "blocks": blocks,
    }


def _field(field: TextField | ChoiceField) -> Iterator[Drawn]:
    match field:
        case TextField():
            yield from _too_long(field)
            yield _input(field, _text_input(field))
        case ChoiceField():
            yield from _long_options(field)
            yield _input(field, _choice(field))
        case _ as never:
            assert_never(never)


def _input(field: TextField | ChoiceField, element: Drawn) -> Drawn:
    block: Drawn = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(shortened(field.label, FIELD_LABEL)),
        "element": {**element, "action_id": field.name},
        "optional": not field.required,
    }
    if field.help:
        block["hint"] = plain_text(shortened(field.help, FIELD_LABEL))
    return block


# Text


def _text_input(field: TextField) -> Drawn:
    value = literal(field.value)
    element: Drawn = {
        "type": "plain_text_input",
        # What was typed before may have lines that this field does not ask for.
        "multiline": field.multiline or "\n" in value,
        "max_length": TYPED,
    }
    if value and _fits(value):
        element["initial_value"] = value
    if field.placeholder:
        element["placeholder"] = plain_text(shortened(field.placeholder, PLACEHOLDER))
    return element


def _fits(value: str) -> bool:
    return len(value.encode("utf-16-le")) // 2 <= TYPED


def _too_long(field: TextField) -> Iterator[Drawn]:
    """An earlier text that no longer fits the field (it was sent as a command): shown, to be
    copied from."""
    value = literal(field.value)
    if value and not _fits(value):
        said = f"What you sent before is longer than the {TYPED:,} characters of this field:"
        yield from paragraph((Text(said),))
        yield from code(value)


# Choices


def _long_options(field: ChoiceField) -> Iterator[Drawn]:
    """All options in full where one is too long for its line."""
    if any(units(one_line(option.label)) > LABEL for option in field.options):
        lines = "\n".join(one_line(option.label) for option in field.options)
        yield from paragraph((Text(lines),))


def _choice(field: ChoiceField) -> Drawn:
    """Radio buttons or checkboxes for a few options, else a menu."""
    options = [_option(option) for option in field.options]
    chosen = [option for option in options if option["value"] in field.value]
    few = len(options) <= FEW_OPTIONS
    if field.many:
        element = _listed("checkboxes" if few else "multi_static_select", options)
        return {**element, "initial_options": chosen} if chosen else element
    element = _listed("radio_buttons" if few else "static_select", options)
    return {**element, "initial_option": chosen[0]} if chosen else element


def _listed(kind: str, options: Sequence[Drawn]) -> Drawn:
    """The element with its options; more than a menu takes stand in groups."""
    if len(options) <= OPTIONS:
        return {"type": kind, "options": list(options)}
    starts = range(0, len(options), OPTIONS)
    groups = [
        {
            "label": plain_text(f"{start + 1} to {min(start + OPTIONS, len(options))}"),
            "options": list(options[start : start + OPTIONS]),
        }
        for start in starts
    ]
    return {"type": kind, "option_groups": groups}


def _option(option: FieldOption) -> Drawn:
    return {"text": plain_text(shortened(option.label, LABEL)), "value": option.value}
