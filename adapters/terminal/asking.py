"""A Form field by field: what was typed becomes the field's values, or is refused in a sentence."""

from bot.errors import DlqError
from bot.message import ChoiceField, TextField


def values(field: TextField | ChoiceField, typed: str) -> tuple[str, ...]:
    """The values of one field; nothing typed keeps those it began with."""
    if isinstance(field, TextField):
        return (_text(field, typed),)
    return _chosen(field, typed)


def _text(field: TextField, typed: str) -> str:
    text = typed if typed.strip() else field.value
    if field.required and not text.strip():
        raise DlqError(f"{field.label}: something has to be typed here.")
    return text


def _chosen(field: ChoiceField, typed: str) -> tuple[str, ...]:
    """The options named by value or label, in the order of the options."""
    if not typed.strip():
        if field.required and not field.value:
            raise DlqError(f"{field.label}: type one of {_offered(field)}.")
        return field.value
    words = _words(field, typed)
    picked = {_option(field, word) for word in words}
    if len(picked) > 1 and not field.many:
        raise DlqError(f"{field.label}: only one can be chosen, of {_offered(field)}.")
    return tuple(option.value for option in field.options if option.value in picked)


def _words(field: ChoiceField, typed: str) -> list[str]:
    """What was typed as one option, or if it is none, as several."""
    if not field.many or any(typed.strip().casefold() in names for names in _names(field)):
        return [typed]
    parts = typed.split(",") if "," in typed else typed.split()
    return [part for part in parts if part.strip()]


def _names(field: ChoiceField) -> list[tuple[str, str]]:
    return [(option.value.casefold(), option.label.casefold()) for option in field.options]


def _option(field: ChoiceField, word: str) -> str:
    for option, names in zip(field.options, _names(field), strict=True):
        if word.strip().casefold() in names:
            return option.value
    raise DlqError(
        f"{field.label}: {word.strip()[:40]!r} is not offered; type one of {_offered(field)}."
    )


def _offered(field: ChoiceField) -> str:
    return ", ".join(option.value for option in field.options)
