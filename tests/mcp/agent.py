"""A client of the SDK that starts ``openalliances mcp`` as an agent's host does."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.client.stdio import stdio_client

from mcp import Client, StdioServerParameters

PATIENCE = 120


@dataclass(frozen=True)
class Said:
    """What a tool answered: the text that a model reads, and the same as a value."""

    text: str
    value: dict[str, Any]
    is_error: bool


@dataclass(frozen=True)
class Agent:
    """A client that is connected."""

    client: Client
    portal: BlockingPortal

    def call(self, tool: str, arguments: dict[str, Any] | None = None) -> Said:
        found = self.portal.call(self.client.call_tool, tool, arguments or {})
        (content,) = found.content
        if not found.is_error:
            assert json.loads(content.text) == found.structured_content
        return Said(content.text, found.structured_content or {}, bool(found.is_error))

    def tools(self) -> list[Any]:
        return self.portal.call(self.client.list_tools).tools

    def resources(self) -> list[Any]:
        return self.portal.call(self.client.list_resources).resources

    def read(self, uri: str) -> str:
        (content,) = self.portal.call(self.client.read_resource, uri).contents
        return content.text


def command(*arguments: str | Path) -> StdioServerParameters:
    """Return how the program is started, with the settings of these tests."""
    program = ["-W", "error", "-m", "openalliances", "mcp", *map(str, arguments)]
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "TMPDIR") if name in os.environ}
    return StdioServerParameters(command=sys.executable, args=program, env=kept)


@contextmanager
def connected(*arguments: str | Path) -> Iterator[Agent]:
    """Connect an agent to a server of its own while the block runs."""
    with start_blocking_portal() as portal:
        client = Client(stdio_client(command(*arguments)), read_timeout_seconds=PATIENCE)
        with portal.wrap_async_context_manager(client):
            yield Agent(client, portal)
