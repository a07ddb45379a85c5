"""The JSON Schema (draft 2020-12) of the front matter, for editors, from the tables of `format`."""

from collections.abc import Iterable
from typing import Any, Literal

from bot.bank.format import ENTRIES, SLIP_ENTRIES, SOURCE_ENTRIES, Entry
from bot.bank.frontmatter import ID
from bot.bank.question import KINDS

Schema = dict[str, Any]

# An editor's YAML reader has made numbers and booleans of what dlq reads as written.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_VALUE: Schema = {
    "anyOf": [_TEXT, {"type": "array", "items": {"$ref": "#/$defs/value"}}],
}


def front_matter_schema() -> Schema:
    """The schema of what stands between the ``---`` lines of a question file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a dlq question",
        **_object(ENTRIES),
        "allOf": [_foreign(kind) for kind in KINDS],
        "$defs": {"value": _VALUE},
    }


def _object(entries: Iterable[Entry]) -> Schema:
    listed = tuple(entries)
    return {
        "type": "object",
        "properties": {e.name: {"description": e.help, **_shape(e)} for e in listed},
        "required": [entry.name for entry in listed if entry.required],
        "additionalProperties": False,
    }


def _foreign(kind: str) -> Schema:
    """What a question of this kind may not hold, and that typed ones need a key."""
    forbidden: Schema = {entry.name: False for entry in ENTRIES if kind not in entry.kinds}
    then: Schema = {"properties": forbidden}
    if "answer" not in forbidden:
        then["oneOf"] = [{"required": ["answer"]}, {"required": ["draws"]}]
        then["dependentRequired"] = {"where": ["vary"]}
        then["not"] = {"required": ["vary", "draws"]}
    return {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then}


def _shape(entry: Entry) -> Schema:
    match entry.shape:
        case "text":
            return _TEXT
        case "word":
            return {"enum": list(entry.words)}
        case "texts" | "conditions":
            return _list(_TEXT)
        case "ids":
            return _list({"type": "string", "pattern": f"^{ID.pattern}$"})
        case "sources":
            return _list(_object(SOURCE_ENTRIES))
        case "slips":
            return _list(_object(SLIP_ENTRIES))
        case "grid" | "draws":
            return _drawn(entry.shape)
        case "key" | "by part":
            return _by_part(2 if entry.shape == "key" else 1)


def _drawn(shape: Literal["grid", "draws"]) -> Schema:
    if shape == "grid":
        return {"type": "object", "additionalProperties": _list({"$ref": "#/$defs/value"})}
    row = {
        "type": "object",
        "properties": {"answer": _by_part(2)},
        "additionalProperties": {"$ref": "#/$defs/value"},
        "required": ["answer"],
    }
    return _list(row)


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of, "minItems": 1}


def _by_part(least: int) -> Schema:
    parts = {"type": "object", "additionalProperties": _TEXT, "minProperties": least}
    return {"anyOf": [_TEXT, {**parts, "maxProperties": 4}]}
