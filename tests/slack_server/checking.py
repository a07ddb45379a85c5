"""How JSON is held against a declaration: rules that note every fault with a pointer, in the words
of Slack's own complaints. It knows nothing of any block."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Rule = Callable[["Check", Any, str], None]


@dataclass
class Check:
    """What was found. `scope` holds what rules have to know, as the ids of the files there are."""

    errors: list[str] = field(default_factory=list)
    scope: dict[str, Any] = field(default_factory=dict)

    def fault(self, pointer: str, what: str) -> None:
        self.errors.append(f"[ERROR] {what} [json-pointer:{pointer}]")


def string(most: int, least: int = 1) -> Rule:
    """A string of `least` to `most` characters, as Slack counts them: UTF-16 is not asked."""

    def rule(check: Check, value: Any, at: str) -> None:
        if not isinstance(value, str):
            check.fault(at, "must provide a string")
        elif len(value) < least:
            check.fault(at, f"must be more than {least - 1} characters")
        elif len(value) > most:
            check.fault(at, f"must be less than {most + 1} characters")

    return rule


def boolean(check: Check, value: Any, at: str) -> None:
    if not isinstance(value, bool):
        check.fault(at, "must provide a boolean")


def integer(least: int, most: int) -> Rule:
    def rule(check: Check, value: Any, at: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            check.fault(at, "must provide an integer")
        elif not least <= value <= most:
            check.fault(at, f"must be between {least} and {most}")

    return rule


def one_of(*values: Any) -> Rule:
    def rule(check: Check, value: Any, at: str) -> None:
        if value not in values:
            check.fault(at, f"must be a valid enum value: {', '.join(map(str, values))}")

    return rule


def url(check: Check, value: Any, at: str) -> None:
    string(3000)(check, value, at)
    if isinstance(value, str) and not value.startswith(("http://", "https://", "mailto:")):
        check.fault(at, "must be a valid URL")


def items(rule: Rule, most: int, least: int = 1) -> Rule:
    """A list of so many, each by the rule."""

    def checked(check: Check, value: Any, at: str) -> None:
        if not isinstance(value, list):
            check.fault(at, "must provide an array")
            return
        if len(value) < least:
            check.fault(at, f"no fewer than {least} items allowed")
        if len(value) > most:
            check.fault(at, f"no more than {most} items allowed")
        for number, item in enumerate(value):
            rule(check, item, f"{at}/{number}")

    return checked


def fields(
    required: Mapping[str, Rule] = {}, optional: Mapping[str, Rule] = {}, type: str = ""
) -> Rule:
    """An object with these fields and no others. A `type` is checked by whoever chose the rule."""

    def rule(check: Check, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            check.fault(at, "must provide an object")
            return
        for name in required:
            if name not in value:
                check.fault(at, f"missing required field: {name}")
        for name, given in value.items():
            if name == "type" and type:
                continue
            known = required.get(name) or optional.get(name)
            if known is None:
                check.fault(f"{at}/{name}", f"invalid additional property: {name}")
            else:
                known(check, given, f"{at}/{name}")

    return rule


def typed(rules: Mapping[str, Rule]) -> Rule:
    """An object whose `type` chooses its rule."""

    def rule(check: Check, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            check.fault(at, "must provide an object")
        elif "type" not in value:
            check.fault(at, "missing required field: type")
        elif value["type"] not in rules:
            check.fault(f"{at}/type", f"unsupported type: {value['type']}")
        else:
            rules[value["type"]](check, value, at)

    return rule


def plain_text(most: int, least: int = 1) -> Rule:
    """A text object that is not formatted."""
    return typed(
        {"plain_text": fields({"text": string(most, least)}, {"emoji": boolean}, type="plain_text")}
    )


def text_object(most: int) -> Rule:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    mrkdwn = fields({"text": string(most)}, {"verbatim": boolean}, type="mrkdwn")
    plain = fields({"text": string(most)}, {"emoji": boolean}, type="plain_text")
    return typed({"mrkdwn": mrkdwn, "plain_text": plain})


def both(*rules: Rule) -> Rule:
    def rule(check: Check, value: Any, at: str) -> None:
        before = len(check.errors)
        for one in rules:
            one(check, value, at)
            if len(check.errors) > before:
                return

    return rule


def unique(values: Sequence[Any]) -> list[Any]:
    """Those that come more than once."""
    return sorted({value for value in values if values.count(value) > 1})
