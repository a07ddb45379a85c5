"""The house's import rules (design, section 3), read off the sources; nothing is imported here."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

TIERS = (
    ("app", "daily"),
    # Not named in the design: typed words and the outbox stand on steps, app and daily on them.
    ("commands", "outbox", "typed"),
    ("steps", "check"),
    ("context",),
    ("store", "cards", "grading", "scoring"),
    # A question's code as readers see it: needs bank alone, and cards need it.
    ("rounds", "fences"),
    ("bank",),
    ("markdown", "platform", "plain", "expressions"),
    ("ledger", "pace", "proposals", "recall"),
    # TeX to Unicode: markdown stands on tex, tex on atoms, atoms on symbols.
    ("events", "message", "tex"),
    ("actions", "settings", "vocabulary", "atoms"),
    ("errors", "symbols"),
)
"""Highest first. A module imports only from tiers below its own."""

LEVEL = {name: level for level, tier in enumerate(TIERS) for name in tier}

OWNERS = {
    "sqlite3": "store",
    "sqlite_utils": "store",
    "markdown_it": "markdown",
    "yaml": "bank",
    "asyncio": "daily",
    "apscheduler": "daily",
    "fsrs": "recall",
}
"""What of the outside has one owner in bot."""

FOREIGN = ("discord", "slack_bolt", "slack_sdk", "aiohttp", "prompt_toolkit", "rich", "click")
"""Chat and terminal libraries: the core knows none."""

OPTIONAL = re.compile(r"(discord|slack_\w+|matplotlib|torch|keras|sklearn|tensorflow)(\.|\Z)")

CLOCK = re.compile(
    r"(datetime\.)?(datetime|date)\.(now|utcnow|today)|time\.(time|monotonic|perf_counter|sleep)(_ns)?"
)
ENVIRONMENT = re.compile(r"os\.(environ|getenv|putenv)\b.*")

VAGUE = ("utils", "util", "helpers", "helper", "common", "manager", "base", "misc")

DEFINITIONS = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Assign,
    ast.AnnAssign,
)

WORKING_CALLS = re.compile(
    r"(.*\.)?(open|read_text|read_bytes|connect|load|glob|iterdir|import_module)"
)
"""What a constant's value must not call."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported(module: ast.AST) -> Iterator[str]:
    """The full names of all modules imported anywhere, even under TYPE_CHECKING."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from _from(node.module or "", [alias.name for alias in node.names])


def _from(module: str, names: list[str]) -> Iterator[str]:
    """`from bot.bank import draws` imports a module if draws is one, else bot.bank."""
    for name in names:
        folder = ROOT.joinpath(*module.split("."))
        is_module = (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
        yield f"{module}.{name}" if is_module else module


def unit(module: str) -> str:
    """The part of bot that a module is in: "bot.bank.draws" is in "bank"."""
    return module.split(".")[1]


def dotted(node: ast.AST) -> str:
    """ "os.environ" for the attribute; empty for anything that is no plain name."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def named(module: ast.AST) -> Iterator[str]:
    """Every attribute used, and every `from x import y` as "x.y"."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield dotted(node)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


BOT = [path for path in sources("bot") if name_of(path) != "bot"]
ALL = sources("bot", "adapters")


def paths(found: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", found, ids=name_of)


def test_every_module_of_bot_has_a_tier() -> None:
    assert {unit(name_of(path)) for path in BOT} - set(LEVEL) == set()


@paths(BOT)
def test_a_module_imports_only_from_lower_tiers(path: Path) -> None:
    own = unit(name_of(path))
    met = {unit(module) for module in imported(tree(path)) if module.startswith("bot.")}
    wrong = {other for other in met - {own} if LEVEL[other] <= LEVEL[own]}
    assert wrong == set(), f"{own} must not import {wrong}"


@paths([path for path in BOT if path.parent.name == "commands" and path.stem != "__init__"])
def test_a_command_imports_no_other_command(path: Path) -> None:
    assert [m for m in imported(tree(path)) if m.startswith("bot.commands")] == []


@pytest.mark.parametrize(
    "package", sorted({path.parent for path in BOT if path.parent.name != "bot"}), ids=name_of
)
def test_the_modules_inside_a_package_import_one_another_without_a_circle(package: Path) -> None:
    inside = {name_of(path) for path in package.glob("*.py")}
    graph = {
        name_of(path): {m for m in imported(tree(path)) if m in inside - {name_of(path)}}
        for path in package.glob("*.py")
    }
    assert circle(graph) == []


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that import one another in a circle; empty if there is none."""
    left = dict(graph)
    while free := [name for name, found in left.items() if not found & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_a_circle_would_be_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}, "e": set()}) == [
        "a",
        "b",
        "c",
        "d",
    ]


@paths(BOT)
def test_the_core_knows_no_adapter_and_no_chat_or_terminal_library(path: Path) -> None:
    met = {module.partition(".")[0] for module in imported(tree(path))}
    assert met & {"adapters", *FOREIGN} == set()


@paths(BOT)
def test_each_outside_thing_has_one_owner(path: Path) -> None:
    met = {module.partition(".")[0] for module in imported(tree(path))}
    taken = {thing: OWNERS[thing] for thing in met & OWNERS.keys()}
    assert {thing: unit(name_of(path)) for thing in taken} == taken


@paths([path for path in ALL if not name_of(path).startswith("adapters.cli")])
def test_environment_and_clock_belong_to_the_command_line(path: Path) -> None:
    used = list(named(tree(path)))
    # `serve` of a chat platform, in its package, hands the real clock on.
    hands_on = re.fullmatch(r"adapters\.\w+", name_of(path)) is not None
    assert [name for name in used if ENVIRONMENT.match(name)] == []
    assert [name for name in used if CLOCK.fullmatch(name) and not hands_on] == []


@paths(BOT)
def test_randomness_is_an_argument(path: Path) -> None:
    used = {name for name in named(tree(path)) if name.startswith(("random.", "secrets.", "uuid."))}
    assert used <= {"random.Random"}


@paths([path for path in sources("adapters") if not name_of(path).startswith("adapters.cli")])
def test_an_adapter_imports_no_other_adapter(path: Path) -> None:
    own = name_of(path).split(".")[:2]
    met = [
        module.split(".")[:2] for module in imported(tree(path)) if module.startswith("adapters.")
    ]
    assert [other for other in met if other != own] == []


@paths([path for path in ALL if path.stem != "__main__"])
def test_nothing_happens_at_import_but_definitions(path: Path) -> None:
    statements = [node for node in tree(path).body if not is_docstring(node)]
    assert [ast.unparse(node) for node in statements if not isinstance(node, DEFINITIONS)] == []
    values = [node for node in statements if isinstance(node, ast.Assign | ast.AnnAssign)]
    calls = [dotted(n.func) for v in values for n in ast.walk(v) if isinstance(n, ast.Call)]
    assert [call for call in calls if WORKING_CALLS.fullmatch(call)] == []


def is_docstring(node: ast.stmt) -> bool:
    """A docstring, also one under a constant."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@paths(ALL)
def test_an_optional_library_is_imported_where_it_is_used(path: Path) -> None:
    at_import = [
        module
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom | ast.If | ast.Try)
        for module in imported(node)
    ]
    assert [module for module in at_import if OPTIONAL.match(module)] == []


@paths(ALL)
def test_a_module_is_called_by_its_idea(path: Path) -> None:
    parts = name_of(path).split(".")
    assert [part for part in parts if set(part.split("_")) & set(VAGUE)] == []
