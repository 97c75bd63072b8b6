"""Clients that ask again and again: wrk where it is installed, else one in Python.

Answers that take long are asked for by the Python client in any case: then its own time
does not count, and wrk reports nothing about requests that have not ended.
"""

from __future__ import annotations

import http.client
import itertools
import json
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.bench.queries import PREFIXES, Kind
from tests.bench.stores import Endpoint

WRK = shutil.which("wrk")
_SLOW = 0.1
_PATIENCE = 20.0
_numbers = itertools.count(1)

SCRIPT = """
local values, at = {%(values)s}, %(start)d
local target, headers = %(target)s, {["Accept"] = %(accept)s%(more)s}
request = function()
  at = at + 1
  local path = target:gsub("NNN", at)
  if #values > 0 then
    local value = values[at %% #values + 1]:gsub("%%%%", "%%%%%%%%")
    path = path:gsub("III", value)
  end
  return wrk.format("GET", path, headers)
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests": %%d, "errors": %%d, "micros": %%d, ' ..
    '"p50": %%f, "p99": %%f}\\n', summary.requests, e.status + e.connect + e.read + e.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one measurement found: requests a second, milliseconds, and whole answers."""

    rate: float
    p50: float
    p99: float
    errors: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A class of queries as asked of one server: its target, headers and IRIs."""

    endpoint: Endpoint
    target: str
    headers: dict[str, str]
    values: tuple[str, ...]
    varied: bool

    def fill(self, number: int) -> str:
        """Return the target of the request with this number."""
        value = self.values[number % len(self.values)] if self.values else ""
        return self.target.replace("NNN", str(number)).replace("III", value)


def asked(endpoint: Endpoint, kind: Kind, values: list[str]) -> Asked:
    """Return how to ask *endpoint*; a conditional request learns its ETag first."""
    query = quote(PREFIXES + kind.text, safe="")
    coded = tuple(quote(value, safe="") for value in values) if kind.things else ()
    made = Asked(
        endpoint, f"{endpoint.path}?query={query}", {"Accept": kind.accept}, coded, kind.varied
    )
    if kind.varied:
        return made
    made = Asked(endpoint, made.fill(0), made.headers, (), False)
    if kind.conditional and (tag := _get(endpoint, made.target, made.headers)[1]):
        made.headers["If-None-Match"] = tag
    return made


def once(one: Asked) -> tuple[float, bytes]:
    """Return the seconds that one request takes, and the body of its answer."""
    began = time.perf_counter()
    body, _ = _get(one.endpoint, one.fill(next_number()), one.headers)
    return time.perf_counter() - began, body


def next_number() -> int:
    """Return a number that no request has had."""
    return next(_numbers) * 100_000


def sample(one: Asked, clients: int, seconds: float, expected: float, folder: Path) -> Sample:
    """Ask for *seconds* with so many *clients*; *expected* is what one request takes."""
    if WRK and expected < _SLOW:
        return _with_wrk(one, clients, seconds, folder)
    return _with_python(one, clients, seconds)


def _with_wrk(one: Asked, clients: int, seconds: float, folder: Path) -> Sample:
    headers = [f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in one.headers.items()]
    script = folder / "load.lua"
    script.write_text(
        SCRIPT
        % {
            "values": ", ".join(json.dumps(value) for value in one.values),
            "start": next_number(),
            "target": json.dumps(one.target),
            "accept": json.dumps(one.headers["Accept"]),
            "more": "".join(f", {header}" for header in headers[1:]),
        }
    )
    place = f"http://{one.endpoint.host}:{one.endpoint.port}{one.endpoint.path}"
    arguments = ["-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
    output = subprocess.run(
        [str(WRK), *arguments, "-s", str(script), place],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = json.loads(output.strip().splitlines()[-1])
    answers = found["requests"] - found["errors"]
    rate = answers / (found["micros"] / 1e6)
    return Sample(rate, found["p50"] / 1e3, found["p99"] / 1e3, found["errors"], answers)


def _with_python(one: Asked, clients: int, seconds: float) -> Sample:
    """Ask over connections that stay open, one a thread; each asks at least once."""
    times: list[float] = []
    errors: list[str] = []
    until = time.perf_counter() + seconds

    def ask() -> None:
        host, port = one.endpoint.host, one.endpoint.port
        connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
        while True:
            began = time.perf_counter()
            try:
                connection.request("GET", one.fill(next_number()), headers=one.headers)
                response = connection.getresponse()
                _drain(response)
                if response.status >= 400:
                    errors.append(str(response.status))
                else:
                    times.append(time.perf_counter() - began)
            except (OSError, http.client.HTTPException) as error:
                errors.append(repr(error))
                connection.close()
            if time.perf_counter() >= until:
                return

    began = time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    if not times:
        return Sample(0.0, float("nan"), float("nan"), len(errors))
    times.sort()
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    p50 = statistics.median(times) * 1e3
    return Sample(len(times) / taken, p50, p99 * 1e3, len(errors), len(times))


def _drain(response: http.client.HTTPResponse) -> int:
    size = 0
    while piece := response.read(1 << 20):
        size += len(piece)
    return size


def _get(endpoint: Endpoint, target: str, headers: dict[str, str]) -> tuple[bytes, str]:
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=60)
    try:
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status >= 400:
            raise SystemExit(f"{endpoint.name}: {response.status} {body[:300]!r}\n{target}")
        return body, response.headers.get("ETag", "")
    finally:
        connection.close()
