"""dlq doctor: is everything there that dlq needs? A line each, with what to do."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from adapters.cli import compose
from bot.errors import DlqError
from bot.settings import Secret, Settings
from bot.store import Store

Finding = tuple[bool, str]


@click.command("doctor")
def doctor_command() -> None:
    """Check the bank, the database, the clock, the time zones and the tokens."""
    sound = True
    for good, line in _findings():
        sound = sound and good
        click.echo(f"{'ok ' if good else 'BAD'}  {line}")
    sys.exit(0 if sound else 1)


def _findings() -> Iterator[Finding]:
    try:
        chosen = compose.settings()
    except DlqError as error:
        yield False, f"settings: {error}"
        return
    yield True, "settings: read"
    yield from _bank(chosen)
    yield from _database(chosen)
    yield from _clock()
    yield from _zones()
    yield from _tokens(chosen)


def _bank(chosen: Settings) -> Iterator[Finding]:
    from bot.bank import load

    folders = [folder for folder in chosen.questions if folder.is_dir()]
    found = load([compose.own_questions(), *folders])
    topics = len(found.topics)
    yield bool(found.questions), f"bank: {len(found.questions)} questions on {topics} topics"
    for complaint in found.complaints:
        yield False, f"bank: left out: {complaint}"
    for folder in chosen.questions:
        if not folder.is_dir():
            yield False, f"bank: DLQ_QUESTIONS names {folder}, which is no folder; make it"


def _database(chosen: Settings) -> Iterator[Finding]:
    path = compose.database(chosen)
    if not path.exists():
        yield True, f"database: none yet; dlq run will make {path}"
        return
    try:
        store = Store(path)
    except DlqError as error:
        yield False, f"database: {error}"
        return
    try:
        faults = store.faults()
        groups = len(store.groups.all())
        held = ", ".join(platform for platform, _ in store.posts.held(compose.now()))
    finally:
        store.close()
    if faults:
        yield False, f"database: {path} is damaged: {faults[0]}; dlq restore brings a backup back"
    else:
        running = f"; running: {held}" if held else ""
        yield True, f"database: {path} is sound, {groups} groups{running}"


def _clock() -> Iterator[Finding]:
    at = compose.now()
    # Nothing is older than this version; a clock before it is a machine without a battery.
    sane = at > datetime(2026, 1, 1, tzinfo=UTC)
    yield sane, f"clock: {at:%Y-%m-%d %H:%M:%S} UTC" + ("" if sane else "; set the machine's clock")


def _zones() -> Iterator[Finding]:
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        yield False, "time zones: none found; pip install tzdata"
        return
    try:
        yield True, f"time zones: found (tzdata {version('tzdata')})"
    except PackageNotFoundError:
        yield True, "time zones: found (the system's)"


def _tokens(chosen: Settings) -> Iterator[Finding]:
    yield _token("DLQ_DISCORD_TOKEN", chosen.discord_token, "")
    yield _token("DLQ_SLACK_BOT_TOKEN", chosen.slack_bot_token, "xoxb-")
    yield _token("DLQ_SLACK_APP_TOKEN", chosen.slack_app_token, "xapp-")
    if bool(chosen.slack_bot_token) != bool(chosen.slack_app_token):
        yield False, "tokens: Slack needs both of its tokens; set the other one too"


def _token(name: str, token: Secret, prefix: str) -> Finding:
    """Whether a token is set and looks like one; the token itself is never shown."""
    if not token:
        return True, f"tokens: {name} is not set"
    if any(char.isspace() for char in token.value):
        return False, f"tokens: {name} has a space in it; copy it again"
    if not token.value.startswith(prefix):
        return False, f"tokens: {name} must begin with {prefix}; are the two swapped?"
    return True, f"tokens: {name} is set"
