"""manifest.yaml says what the code uses: no more, no less."""

import ast
from pathlib import Path

import pytest
import yaml

from adapters.slack import inbound, scopes

FOLDER = Path(scopes.__file__).parent
MANIFEST = yaml.safe_load((FOLDER / "manifest.yaml").read_text(encoding="utf-8"))
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def called() -> set[str]:
    """Every method that the adapter's sources name, beside the table of them."""
    sources = [path for path in FOLDER.glob("*.py") if path.name != "scopes.py"]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources]
    named = (node.value for tree in trees for node in ast.walk(tree) if _is_text(node))
    return {name for name in named if name in scopes.METHODS}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_the_app_has_the_scopes_that_the_code_needs() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == scopes.needed()


def test_every_method_that_scopes_are_asked_for_is_called() -> None:
    assert called() == set(scopes.METHODS)


def test_the_app_subscribes_to_the_events_that_the_code_knows() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    handled = {*inbound.LOST, "member_joined_channel", "app_mention", "message.im"}
    assert set(events) == set(scopes.EVENTS) == handled


def test_the_app_has_the_one_command() -> None:
    commands = MANIFEST["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [scopes.COMMAND]


def test_the_app_speaks_over_socket_mode_alone() -> None:
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] and settings["interactivity"]["is_enabled"]
    assert "redirect_urls" not in MANIFEST["oauth_config"]


def test_people_can_write_to_the_app() -> None:
    home = MANIFEST["features"]["app_home"]
    assert home["messages_tab_enabled"] and not home["messages_tab_read_only_enabled"]


@pytest.mark.parametrize("scope", sorted({*scopes.needed(), scopes.SOCKET_SCOPE}))
def test_the_readme_explains_every_scope(scope: str) -> None:
    assert f"`{scope}`" in README


def test_what_an_installation_lacks_is_known() -> None:
    assert scopes.missing(scopes.needed() - {"chat:write", "im:write"}) == (
        "chat:write",
        "im:write",
    )
