"""A message or view as a person reads it: plain text, button labels, fields."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.slack_server.blocks import interactive


def lines(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """What the blocks show, a paragraph a line; buttons in brackets."""
    for block in blocks:
        match block["type"]:
            case "rich_text":
                yield from map(_part, block["elements"])
            case "table":
                yield from (" | ".join(map(_cell, row)) for row in block["rows"])
            case "divider":
                yield "---"
            case "image":
                yield f"[image: {block['alt_text']}]"
            case "input":
                yield f"{block['label']['text']}: <{block['element']['type']}>"
            case "actions":
                yield " ".join(f"[{label(element)}]" for element in block["elements"])
            case "context":
                yield " ".join(
                    one.get("text", one.get("alt_text", "")) for one in block["elements"]
                )
            case _:
                yield from _plain(block)


def _plain(block: dict[str, Any]) -> Iterator[str]:
    text = block.get("text")
    if text is not None:
        yield text if isinstance(text, str) else text["text"]
    yield from (one["text"] for one in block.get("fields", []))
    if "accessory" in block and block["accessory"]["type"] != "image":
        yield f"[{label(block['accessory'])}]"


def _part(element: dict[str, Any]) -> str:
    if element["type"] == "rich_text_list":
        first = element.get("offset", 0) + 1
        marks = (f"{n}." if element["style"] == "ordered" else "-" for n in count(first))
        items = zip(marks, element["elements"], strict=False)
        return "\n".join(f"{mark} {_part(item)}" for mark, item in items)
    return "".join(map(_inline, element["elements"]))


def _inline(element: dict[str, Any]) -> str:
    match element["type"]:
        case "text":
            return element["text"]
        case "link":
            said = element.get("text", element["url"])
            return said if said == element["url"] else f"{said} ({element['url']})"
        case "date":
            return element.get("fallback", str(element["timestamp"]))
        case "broadcast":
            return f"@{element['range']}"
        case "emoji":
            return f":{element['name']}:"
    names = [value for name, value in element.items() if name.endswith("_id")]
    return f"@{names[0]}" if names else element.get("value", "")


def _cell(cell: dict[str, Any]) -> str:
    return cell["text"] if cell["type"] == "raw_text" else "".join(map(_part, cell["elements"]))


def text(blocks: list[dict[str, Any]], otherwise: str = "") -> str:
    """All of it, or what stands for blocks where there are none."""
    return "\n".join(lines(blocks)) if blocks else otherwise


def label(element: dict[str, Any]) -> str:
    """What is written on an element: a button's text, a menu's placeholder."""
    if element["type"] == "button":
        return element["text"]["text"]
    return element.get("placeholder", {}).get("text", element["type"])


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    return [label(element) for element in interactive(blocks)]


def options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be chosen in an element that holds its options itself."""
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *groups]
