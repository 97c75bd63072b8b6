"""One release of the shipped set for all tests that need one, built once a session."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from openalliances.build.cache import ensure_release
from openalliances.build.progress import Silence
from openalliances.release import Release
from openalliances.settings import Settings


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder that all workers of pytest-xdist share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shipped_release(shared_cache: Path) -> Release:
    """Return the release of the shipped set; the first who asks builds it, the others wait."""
    with (shared_cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return ensure_release(Settings(cache_dir=str(shared_cache)), Silence())
