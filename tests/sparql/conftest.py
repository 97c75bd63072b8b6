"""What the judge is told about the data set."""

import pytest

from openalliances.settings import Settings

from ..things.conftest import engine

__all__ = ["engine", "known"]

BASE = "https://example.org/"
GRAPHS = frozenset({f"{BASE}graph/a", f"{BASE}graph/b"})


@pytest.fixture(scope="session")
def known():
    return {"known_graphs": GRAPHS, "base": BASE, "settings": Settings()}
