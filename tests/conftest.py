"""One release of the shipped set for all tests that need one, built once for what it is made of.

The tests of a file run in one worker of pytest-xdist (``--dist loadfile``), so that what a
file makes for all of its tests is made once. Files that take long come first (``order.py``).
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import json
import shutil
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from openalliances.atomic import replace_text
from openalliances.builder.cache import ensure_release
from openalliances.progress import Silence
from openalliances.release import Release
from openalliances.settings import Settings

from . import order
from .skips import Skip, is_ci, judged, reason_of, table

ROOT = Path(__file__).resolve().parent.parent
KEPT = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what ``make test`` asks for."""
    text = "show what was skipped, and fail on what tests/skips.csv does not allow"
    parser.addoption("--listed-skips", action="store_true", help=text)
    parser.addoption("--write-order", action="store_true", help=order.__doc__)


def pytest_configure() -> None:
    """Have the collector look seldom, since graphs in memory make each look long; hear Ctrl-C."""
    gc.set_threshold(200_000, 50, 1000)
    # A shell ignores Ctrl-C for what it starts in the background; some tests send one.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the files that take longest begin first, so that no worker ends long after the other."""
    order.sort(items)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped what it may not."""
    is_asked = session.config.getoption("--listed-skips")
    passed = session.exitstatus == pytest.ExitCode.OK
    if is_asked and passed and any(not skip.why for skip in _skips(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show what was skipped; write down how long each file took, where that was asked for."""
    if config.getoption("--write-order"):
        order.write(terminalreporter)
    skips = _skips(config)
    if not config.getoption("--listed-skips") or not skips:
        return
    terminalreporter.section("skipped")
    for skip in skips:
        why = skip.why or "NOT ALLOWED HERE: install it, or add a row to tests/skips.csv"
        terminalreporter.line(f"{skip.count:5}  {skip.reason}", red=not skip.why)
        terminalreporter.line(f"       {why}", red=not skip.why)


def _skips(config: pytest.Config) -> list[Skip]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return judged(map(reason_of, reports), table(), is_ci=is_ci())


@pytest.fixture(scope="session")
def shared_cache() -> Path:
    """Return a cache folder that all workers share, and the next run as well."""
    folder = ROOT / "dist" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shipped_release(shared_cache: Path) -> Release:
    """Return the release of the shipped set; the first who asks builds it, the others wait."""
    with (shared_cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        release = ensure_release(Settings(cache_dir=str(shared_cache)), Silence())
        _forget_old(shared_cache)
        return release


def _forget_old(cache: Path) -> None:
    """Keep the newest releases of the cache; a run that goes on beside may have one of them."""
    pointers = sorted((cache / "inputs").iterdir(), key=lambda path: path.stat().st_mtime)
    kept = {path.read_text(encoding="utf-8").strip() for path in pointers[-KEPT:]}
    for pointer in pointers[:-KEPT]:
        name = pointer.read_text(encoding="utf-8").strip()
        if name not in kept:
            shutil.rmtree(cache / name, ignore_errors=True)
        pointer.unlink()


@pytest.fixture(scope="session")
def owlrl_closure(pytestconfig: pytest.Config) -> Callable[[Iterable[ox.Triple]], Any]:
    """Return a function that gives owlrl's closure, which takes a minute and is made once.

    It is kept in pytest's cache by the digest of what goes in and of what makes it.
    """
    from openalliances.builder.inference import owlrl_engine
    from openalliances.builder.inference.closure import digest
    from openalliances.builder.inference.owlrl_engine import Entailed

    folder = pytestconfig.cache.mkdir("owlrl")

    def entail(given: Iterable[ox.Triple]) -> Any:
        triples = tuple(given)
        maker = owlrl_engine.engine() + Path(owlrl_engine.__file__).read_text(encoding="utf-8")
        key = hashlib.sha256((digest(triples) + maker).encode()).hexdigest()
        path = folder / f"{key}.json"
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                found = owlrl_engine.entail(triples)
                text = ox.serialize(found.triples, format=ox.RdfFormat.N_TRIPLES) or b""
                kept = json.dumps({"errors": found.errors, "triples": text.decode()})
                replace_text(path, kept)
        kept = json.loads(path.read_text(encoding="utf-8"))
        quads = ox.parse(kept["triples"], ox.RdfFormat.N_TRIPLES)
        return Entailed(frozenset(quad.triple for quad in quads), tuple(kept["errors"]))

    return entail
