"""The tests' own Discord with a school in it and a client that is connected."""

from collections.abc import AsyncIterator

import pytest

from tests.discord_server import serving
from tests.fakes.clock import Clock
from tests.fakes.discord_client import connected
from tests.fakes.discord_scene import Scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with serving(clock := Clock()) as server:
        scene = Scene(server, clock)
        async with connected(server, scene.client):
            yield scene
