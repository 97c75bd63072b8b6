"""One release of the shipped set for all tests that need one, built once a session.

The tests of a file run in one worker of pytest-xdist (``--dist loadfile``), so that what a
file makes for all of its tests is made once.
"""

from __future__ import annotations

import fcntl
import gc
import os
from pathlib import Path

import pytest

from openalliances.builder.cache import ensure_release
from openalliances.progress import Silence
from openalliances.release import Release
from openalliances.settings import Settings


def pytest_configure() -> None:
    """Have the collector look seldom: graphs in memory make each of its looks long."""
    gc.set_threshold(200_000, 50, 1000)


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
