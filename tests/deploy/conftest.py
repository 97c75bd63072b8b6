"""The files of server/deploy."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "server" / "deploy"


@pytest.fixture(scope="session")
def deploy() -> Path:
    return FOLDER
