"""Interactive elements and what they are made of, with their limits.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from typing import Any

from tests.slack_server.checking import (
    Check,
    Rule,
    boolean,
    both,
    fields,
    integer,
    items,
    one_of,
    plain_text,
    string,
    text_object,
    typed,
    unique,
    url,
)

ACTION_ID = string(255)

CONFIRM = fields(
    {
        "title": plain_text(100),
        "text": text_object(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": one_of("primary", "danger")},
)

OPTION = fields(
    {"text": plain_text(75), "value": string(150)}, {"description": plain_text(75)}, type=""
)
"""In a select's menu."""
LONG_OPTION = fields(
    {"text": text_object(75), "value": string(150)}, {"description": text_object(75)}
)
"""Of radio buttons and checkboxes: may be formatted."""
MENU_OPTION = fields(
    {"text": plain_text(75), "value": string(150)}, {"description": plain_text(75), "url": url}
)
OPTION_GROUP = fields({"label": plain_text(75), "options": items(OPTION, 100)})

COMMON = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
SELECT = {**COMMON, "placeholder": plain_text(150)}


def _options_fit(check: Check, value: Any, at: str) -> None:
    """No value twice, and what is chosen to begin with is among what can be chosen."""
    options = value.get("options", [])
    for group in value.get("option_groups", []):
        options = [*options, *group["options"]]
    for double in unique([option["value"] for option in options]):
        check.fault(f"{at}/options", f"option value {double!r} is not unique")
    chosen = value.get("initial_options", [])
    if "initial_option" in value:
        chosen = [value["initial_option"]]
    for option in chosen:
        if option not in options:
            check.fault(at, "initial option must match one of the options exactly")


def _one_source(check: Check, value: Any, at: str) -> None:
    if ("options" in value) == ("option_groups" in value):
        check.fault(at, "must define either `options` or `option_groups`")


def _lengths_fit(check: Check, value: Any, at: str) -> None:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if least > most:
        check.fault(at, "min_length must be at most max_length")
    if len(value.get("initial_value", "")) > most:
        check.fault(f"{at}/initial_value", f"must be less than {most + 1} characters")


ELEMENTS: dict[str, Rule] = {
    "button": fields(
        {"text": plain_text(75)},
        {
            "action_id": ACTION_ID,
            "url": url,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
        type="button",
    ),
    "static_select": both(
        fields(
            {},
            {
                **SELECT,
                "options": items(OPTION, 100),
                "option_groups": items(OPTION_GROUP, 100),
                "initial_option": OPTION,
            },
            type="static_select",
        ),
        _one_source,
        _options_fit,
    ),
    "multi_static_select": both(
        fields(
            {},
            {
                **SELECT,
                "options": items(OPTION, 100),
                "option_groups": items(OPTION_GROUP, 100),
                "initial_options": items(OPTION, 100),
                "max_selected_items": integer(1, 100),
            },
            type="multi_static_select",
        ),
        _one_source,
        _options_fit,
    ),
    "external_select": fields(
        {},
        {**SELECT, "min_query_length": integer(0, 100), "initial_option": OPTION},
        type="external_select",
    ),
    "multi_external_select": fields(
        {},
        {
            **SELECT,
            "min_query_length": integer(0, 100),
            "initial_options": items(OPTION, 100),
            "max_selected_items": integer(1, 100),
        },
        type="multi_external_select",
    ),
    "overflow": both(
        fields(
            {"options": items(MENU_OPTION, 5)},
            {"action_id": ACTION_ID, "confirm": CONFIRM},
            type="overflow",
        ),
        _options_fit,
    ),
    "radio_buttons": both(
        fields(
            {"options": items(LONG_OPTION, 10)},
            {**COMMON, "initial_option": LONG_OPTION},
            type="radio_buttons",
        ),
        _options_fit,
    ),
    "checkboxes": both(
        fields(
            {"options": items(LONG_OPTION, 10)},
            {**COMMON, "initial_options": items(LONG_OPTION, 10)},
            type="checkboxes",
        ),
        _options_fit,
    ),
    "plain_text_input": both(
        fields(
            {},
            {
                "action_id": ACTION_ID,
                "initial_value": string(3000, 0),
                "multiline": boolean,
                "min_length": integer(0, 3000),
                "max_length": integer(1, 3000),
                "placeholder": plain_text(150),
                "focus_on_load": boolean,
                "dispatch_action_config": fields(
                    {},
                    {
                        "trigger_actions_on": items(
                            one_of("on_enter_pressed", "on_character_entered"), 2
                        )
                    },
                ),
            },
            type="plain_text_input",
        ),
        _lengths_fit,
    ),
}


def elements(*names: str) -> Rule:
    """One of these elements."""
    return typed({name: ELEMENTS[name] for name in names})


SELECTS = ("static_select", "multi_static_select", "external_select", "multi_external_select")
IN_ACTIONS = elements("button", *SELECTS, "overflow", "radio_buttons", "checkboxes")
IN_INPUT = elements(*SELECTS, "radio_buttons", "checkboxes", "plain_text_input")
IN_OPTIONS_ANSWER = fields(
    {}, {"options": items(OPTION, 100, 0), "option_groups": items(OPTION_GROUP, 100, 0)}
)
"""What answers a block_suggestion."""
