"""OpenAlliances: linked open data about alliances and peace missions, and its publisher.

In Python::

    import openalliances

    with openalliances.open() as data:
        for row in data.query("SELECT ?state { ?state a ally:State } LIMIT 3"):
            print(row["state"].value)
        print(data.describe("AMISOM").label.value)

What is named in ``__all__`` is for use from outside and stays; the rest may move. Names other
than :func:`open` are imported when they are first used, so that the import itself is quick.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from openalliances.version import __version__

if TYPE_CHECKING:
    from openalliances.errors import OpenAlliancesError as OpenAlliancesError
    from openalliances.library import OpenAlliances as OpenAlliances
    from openalliances.library import QueryResult as QueryResult
    from openalliances.linking.codes import Known as Known
    from openalliances.linking.match import Candidate as Candidate
    from openalliances.linking.search import Hit as Hit
    from openalliances.reader import ReadOptions as ReadOptions
    from openalliances.release import Release as Release
    from openalliances.settings import Settings as Settings
    from openalliances.things.description import Description as Description

_HOMES = {
    "Candidate": "linking.match",
    "Description": "things.description",
    "Hit": "linking.search",
    "Known": "linking.codes",
    "OpenAlliances": "library",
    "OpenAlliancesError": "errors",
    "QueryResult": "library",
    "ReadOptions": "reader",
    "Release": "release",
    "Settings": "settings",
}

__all__ = [
    "Candidate",
    "Description",
    "Hit",
    "Known",
    "OpenAlliances",
    "OpenAlliancesError",
    "QueryResult",
    "ReadOptions",
    "Release",
    "Settings",
    "__version__",
    "open",
]


def open(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    *,
    settings: Settings | None = None,
    reading: ReadOptions | None = None,
) -> OpenAlliances:
    """Return the data of a release as an object to ask; close it, or use it in ``with``.

    *path* is the folder of a release, an RDF file, or several RDF files. Without it, it is the
    release that ``openalliances serve`` would serve: from the user's cache, built into it the
    first time, which takes about a minute. *settings* are those of the environment if not given.
    *reading* says how RDF files are read: against which base, and whether strictly.

    :raises ReleaseError: if the folder is no release that this program reads.
    :raises SourceError: if an RDF file cannot be read.
    :raises MachineError: if the cache folder cannot be written.
    :raises EngineError: if the query engine does not start.
    """
    from openalliances.opening import find_release, open_library
    from openalliances.settings import Settings

    used = settings or Settings.from_environment()
    return open_library(find_release(path, used, reading=reading), used)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
