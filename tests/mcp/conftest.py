"""One server over the shipped set, and one over the sample, for all tests of the tools."""

import pytest

from ..sample import release
from .agent import connected

__all__ = ["release"]


@pytest.fixture(scope="session")
def agent(shipped_release):
    with connected("--release", shipped_release.folder, "--timeout", "20") as agent:
        yield agent


@pytest.fixture(scope="session")
def small(release):
    with connected("--release", release.folder, "--timeout", "2") as agent:
        yield agent
