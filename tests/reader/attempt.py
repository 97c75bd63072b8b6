"""One file read in a process forked for it, behind the walls of the real one.

The real one is started anew for each command, which takes a quarter of a second; it is tried
in ``test_process.py``.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openalliances.errors import OpenAlliancesError, SourceFaultsError
from openalliances.reader import ReadOptions
from openalliances.reader.loading import load
from openalliances.sandbox import confine

MEMORY = 2048
SECONDS = 40


@dataclass(frozen=True)
class Outcome:
    """What came of it: ``count`` statements, or ``said`` of what is wrong; and what it took.

    ``megabytes`` are those beyond what the process had when it was forked.
    ``places`` are the lines and columns of the faults. ``broke`` is empty unless the process
    ended by something that is no error of ours.
    """

    count: int | None
    said: str
    broke: str
    seconds: float
    megabytes: int
    places: tuple[tuple[int, int], ...] = ()


def attempt(path: str, options: Mapping[str, object] | None = None) -> Outcome:
    reading, writing = os.pipe()
    space, held = _memory()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _work(path, dict(options or {}), writing, MEMORY + space)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    told = json.loads(text) if text else {}
    code = os.waitstatus_to_exitcode(status)
    broke = told.get("broke", "") or ("" if code == 0 else f"ended with {code}")
    places = tuple((line, column) for line, column in told.get("places", ()))
    return Outcome(
        told.get("count"),
        told.get("said", ""),
        broke,
        usage.ru_utime + usage.ru_stime,
        max(0, usage.ru_maxrss // 1024 - held),
        places,
    )


def _memory() -> tuple[int, int]:
    """Return the address space of this process and what of it is resident, in megabytes."""
    pages = Path("/proc/self/statm").read_text().split()
    return tuple(int(n) * resource.getpagesize() >> 20 for n in pages[:2])  # type: ignore[return-value]


def _work(path: str, options: dict[str, object], writing: int, memory: int) -> None:
    told: dict[str, object] = {}
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(4 * SECONDS)
        confine(memory, writes=True)
        reading = load([path], "", "", ReadOptions(**options), lambda: None)  # type: ignore[arg-type]
        told = {"count": reading.statements}
    except OpenAlliancesError as error:
        faults = error.faults if isinstance(error, SourceFaultsError) else (error,)
        told = {
            "said": " ".join(f"{fault.message} {fault.hint}" for fault in faults),
            "places": [(getattr(f, "line", 0), getattr(f, "column", 0)) for f in faults],
        }
    except BaseException as error:
        told = {"broke": repr(error)}
    finally:
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
