"""Message components as Discord checks them, old style and Components V2, and numbered as it does.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from tests.discord_server.refusals import Complaints, Crash, Refusal, width
from tests.discord_server.state import walk

ROW, BUTTON, SELECT, INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
SELECTS = {SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT}
IN_CONTAINER = {ROW, TEXT, SECTION, GALLERY, SEPARATOR, FILE}
TOP_V2 = IN_CONTAINER | {CONTAINER}

MOST_COMPONENTS = 40
MOST_CHARACTERS = 4000
"""Over all Text Displays; in discord.py's docstring and in pull request 8562 of the docs."""
MOST_BYTES, BYTES_EACH = 10_170, 12
"""Past the sum of UTF-8 bytes and so much for each Text Display the service answers 500 (issue
8554 of the docs)."""

Path = tuple[str | int, ...]
Node = dict[str, Any]


def checked(components: object, v2: bool, files: Collection[str]) -> list[Node]:
    """The components as they are kept, numbered; a Refusal if Discord would not take them. `files`
    are the names of the attachments that the message has."""
    found = Complaints()
    if found.count(("components",), components, 0, MOST_COMPONENTS if v2 else 5):
        assert isinstance(components, list)
        for index, node in enumerate(components):
            _top(found, ("components", index), node, v2, files)
    found.refuse()
    assert isinstance(components, list)
    kept = deepcopy(components)
    _whole(found, kept, v2)
    found.refuse()
    number(kept)
    return kept


def _whole(found: Complaints, components: list[Node], v2: bool) -> None:
    """What holds for all components of a message together."""
    nodes = walk(components)
    if v2 and len(nodes) > MOST_COMPONENTS:
        found.add(
            ("components",),
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components ({len(nodes)}) exceeds {MOST_COMPONENTS}",
        )
    texts = [node["content"] for node in nodes if node["type"] == TEXT]
    if (size := sum(map(width, texts))) > MOST_CHARACTERS:
        found.add(
            ("components",),
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total displayable text size ({size}) exceeds {MOST_CHARACTERS}",
        )
    unique(found, nodes)
    found.refuse()
    if sum(len(text.encode("utf-8", "replace")) + BYTES_EACH for text in texts) > MOST_BYTES:
        raise Crash


def unique(found: Complaints, nodes: list[Node]) -> None:
    """Custom ids and given component ids occur once in a message or modal."""
    ids = [node["custom_id"] for node in nodes if "custom_id" in node]
    if len(ids) != len(set(ids)):
        found.add(
            ("components",),
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        )
    numbers = [node["id"] for node in nodes if node.get("id")]
    for value in numbers:
        found.number(("components", "id"), value, 0, 2**31 - 1)
    if len(numbers) != len(set(numbers)):
        found.add(("components",), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")


def number(components: list[Node]) -> None:
    """Give every component without an `id` the next free number."""
    nodes = walk(components)
    taken = {node["id"] for node in nodes if node.get("id")}
    free = (n for n in range(1, 2**31) if n not in taken)
    for node in nodes:
        if not node.get("id"):
            node["id"] = next(free)


def _kind(found: Complaints, path: Path, node: object, known: Collection[int]) -> int | None:
    """The type of a component if it may stand here."""
    if not isinstance(node, dict):
        found.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return None
    kind = node.get("type")
    if kind not in known:
        words = f"Value of field must be one of {tuple(sorted(known))}."
        found.add((*path, "type"), "UNION_TYPE_CHOICES", words)
        return None
    return int(kind)


def _top(found: Complaints, path: Path, node: Node, v2: bool, files: Collection[str]) -> None:
    kind = _kind(found, path, node, TOP_V2 if v2 else {ROW})
    if kind == CONTAINER:
        _container(found, path, node, files)
    elif kind is not None:
        _block(found, path, node, kind, files)


def _container(found: Complaints, path: Path, node: Node, files: Collection[str]) -> None:
    children = node.get("components")
    if not found.count((*path, "components"), children, 1, MOST_COMPONENTS):
        return
    assert isinstance(children, list)
    color = node.get("accent_color")
    if color is not None:
        found.number((*path, "accent_color"), color, 0, 0xFFFFFF)
    for index, child in enumerate(children):
        where = (*path, "components", index)
        kind = _kind(found, where, child, IN_CONTAINER)
        if kind is not None:
            _block(found, where, child, kind, files)


def _block(found: Complaints, path: Path, node: Node, kind: int, files: Collection[str]) -> None:
    match kind:
        case 1:
            _row(found, path, node)
        case 9:
            _section(found, path, node, files)
        case 10:
            found.length((*path, "content"), node.get("content"), MOST_CHARACTERS, 1)
        case 12:
            _gallery(found, path, node, files)
        case 13:
            _media(found, (*path, "file"), node.get("file"), files, only_uploaded=True)
        case 14:
            found.number((*path, "spacing"), node.get("spacing", 1), 1, 2)


def _row(found: Complaints, path: Path, node: Node) -> None:
    children = node.get("components")
    if not found.count((*path, "components"), children, 1, 5):
        return
    assert isinstance(children, list)
    kinds = [child.get("type") if isinstance(child, dict) else None for child in children]
    if len(kinds) > 1 and set(kinds) & SELECTS:
        found.add(
            (*path, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )
    for index, child in enumerate(children):
        where = (*path, "components", index)
        kind = _kind(found, where, child, SELECTS | {BUTTON})
        if kind == BUTTON:
            _button(found, where, child)
        elif kind is not None:
            select(found, where, child, in_modal=False)


def _button(found: Complaints, path: Path, node: Node) -> None:
    style = node.get("style")
    found.number((*path, "style"), style, 1, 6)
    if style == 6:
        return
    if "label" in node and node["label"] is not None:
        found.length((*path, "label"), node["label"], 80)
    if not (node.get("label") or "").strip() and not node.get("emoji"):
        found.add(path, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button has a label or an emoji")
    if style == 5:
        found.length((*path, "url"), node.get("url"), 512, 1)
        url = str(node.get("url"))
        if not url.startswith(("http://", "https://", "discord://")):
            found.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", "Not a well formed URL.")
        if "custom_id" in node:
            found.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A button has one of the two")
        return
    custom_id(found, path, node)
    if "url" in node:
        found.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A button has one of the two")


def custom_id(found: Complaints, path: Path, node: Node) -> None:
    found.length((*path, "custom_id"), node.get("custom_id"), 100, 1)


def options(found: Complaints, path: Path, node: Node, least: int, most: int) -> int:
    """Check the options of a select, radio group or checkbox group; how many there are."""
    given = node.get("options")
    if not found.count((*path, "options"), given, least, most):
        return 0
    assert isinstance(given, list)
    values = []
    for index, option in enumerate(given):
        where = (*path, "options", index)
        found.length((*where, "label"), option.get("label"), 100, 1)
        found.length((*where, "value"), option.get("value"), 100, 1)
        if option.get("description") is not None:
            found.length((*where, "description"), option["description"], 100)
        values.append(option.get("value"))
    if len(values) != len(set(values)):
        found.add(
            (*path, "options"),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        )
    return len(given)


def select(found: Complaints, path: Path, node: Node, *, in_modal: bool) -> None:
    custom_id(found, path, node)
    if node.get("placeholder") is not None:
        found.length((*path, "placeholder"), node["placeholder"], 150)
    many = options(found, path, node, 1, 25) if node["type"] == SELECT else 25
    least, most = node.get("min_values", 1), node.get("max_values", 1)
    found.number((*path, "min_values"), least, 0, 25)
    found.number((*path, "max_values"), most, 1, 25)
    _bounds(found, path, least, most, many, bool(in_modal and node.get("required", True)))
    chosen = [o for o in node.get("options") or [] if isinstance(o, dict) and o.get("default")]
    if isinstance(most, int) and len(chosen) > most:
        found.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "Too many defaults")
    if in_modal and "disabled" in node:
        found.add((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "No modal has disabled ones")


def _bounds(
    found: Complaints, path: Path, least: object, most: object, many: int, required: bool
) -> None:
    if not isinstance(least, int) or not isinstance(most, int):
        return
    if least > most or most > max(many, 1):
        found.add(
            (*path, "max_values"), "COMPONENT_MAX_VALUES", "Between min_values and the options"
        )
    if required and least < 1:
        found.add((*path, "min_values"), "COMPONENT_MIN_VALUES", "At least 1 where required")


def bounds(found: Complaints, path: Path, node: Node, many: int, most: int) -> None:
    """Check min_values and max_values of what defaults to at least one and at most all."""
    required = bool(node.get("required", True))
    lowest, highest = node.get("min_values", int(required)), node.get("max_values", many or 1)
    found.number((*path, "min_values"), lowest, 0, most)
    found.number((*path, "max_values"), highest, 1, most)
    _bounds(found, path, lowest, highest, many, required)


def _section(found: Complaints, path: Path, node: Node, files: Collection[str]) -> None:
    children = node.get("components")
    if found.count((*path, "components"), children, 1, 3):
        assert isinstance(children, list)
        for index, child in enumerate(children):
            where = (*path, "components", index)
            if _kind(found, where, child, {TEXT}) is not None:
                _block(found, where, child, TEXT, files)
    accessory = node.get("accessory")
    kind = _kind(found, (*path, "accessory"), accessory, {BUTTON, THUMBNAIL})
    if kind == BUTTON:
        assert isinstance(accessory, dict)
        _button(found, (*path, "accessory"), accessory)
    elif kind == THUMBNAIL:
        assert isinstance(accessory, dict)
        _item(found, (*path, "accessory"), accessory, files)


def _gallery(found: Complaints, path: Path, node: Node, files: Collection[str]) -> None:
    items = node.get("items")
    if found.count((*path, "items"), items, 1, 10):
        assert isinstance(items, list)
        for index, item in enumerate(items):
            _item(found, (*path, "items", index), item, files)


def _item(found: Complaints, path: Path, item: Node, files: Collection[str]) -> None:
    _media(found, (*path, "media"), item.get("media"), files)
    if item.get("description") is not None:
        found.length((*path, "description"), item["description"], 1024)


def _media(
    found: Complaints,
    path: Path,
    media: object,
    files: Collection[str],
    *,
    only_uploaded: bool = False,
) -> None:
    url = media.get("url") if isinstance(media, dict) else None
    if not isinstance(url, str):
        found.add((*path, "url"), "BASE_TYPE_REQUIRED", "This field is required")
    elif url.startswith("attachment://"):
        if url.removeprefix("attachment://") not in files:
            found.add(
                (*path, "url"),
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                "The referenced attachment was not found",
            )
    elif only_uploaded or not url.startswith(("http://", "https://")):
        found.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", "Not a well formed URL.")


def shown_files(components: list[Node]) -> set[str]:
    """The names of the attachments that components show."""
    urls = []
    for node in walk(components):
        items = node.get("items") or [node]
        for item in items:
            media = item.get("media") or item.get("file")
            if isinstance(media, dict):
                urls.append(str(media.get("url")))
    return {u.removeprefix("attachment://") for u in urls if u.startswith("attachment://")}


def empty_refused(content: str, components: list[Node], others: object) -> None:
    """A message says or shows something."""
    if not content.strip() and not components and not others:
        raise Refusal(50006)
