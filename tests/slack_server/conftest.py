"""The tests' own Slack with one person and one channel, and a client of its web API."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import Clock
from tests.slack_server import SlackServer
from tests.slack_server.people import Person
from tests.slack_server.tiny import client, manifest
from tests.slack_server.world import Channel


@pytest.fixture
async def slack(no_proxies: None) -> AsyncIterator[SlackServer]:
    async with SlackServer(manifest(), Clock()) as server:
        yield server


@pytest.fixture
def ada(slack: SlackServer) -> Person:
    return slack.person("Ada")


@pytest.fixture
def room(slack: SlackServer, ada: Person) -> Channel:
    return slack.channel("daily", ada)


@pytest.fixture
def web(slack: SlackServer) -> AsyncWebClient:
    return client(slack)
