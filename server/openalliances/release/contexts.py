"""The JSON-LD contexts of a release: the one that is written with, and those published before.

Each is a file below ``contexts``, named by the ontology's version and a digest of its content:
what stands under a name stays. ``current`` says which one is written with. A release of a user's
files has none; its context has the prefixes of the files and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openalliances.rdf.json_ld.context import Context, context_of_prefixes, read_context
from openalliances.rdf.json_ld.ontology_context import PublishedContext
from openalliances.rdf.prefixes import Prefixes
from openalliances.release.prefixes import declared_prefixes

CONTEXTS = "contexts"
"""The folder of the contexts, below the release."""
ALIAS = "openalliances"
"""The name that leads to the context that is written with."""
ADDRESS = "/context/"
"""The path below which contexts are published."""
_CURRENT = "current"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}")


@dataclass(frozen=True, slots=True)
class ReleaseContext:
    """The context that documents are written with, and its path; empty without a file."""

    context: Context
    path: str = ""


def write_contexts(
    release: Path, current: PublishedContext, published: Mapping[str, bytes]
) -> None:
    """Write the *current* context and the *published* ones, by name, below *release*."""
    folder = release / CONTEXTS
    folder.mkdir()
    for name, text in {**published, current.name: current.text}.items():
        (folder / f"{name}.jsonld").write_bytes(text)
    (folder / _CURRENT).write_text(current.name, encoding="utf-8")


def release_context(release: Path) -> ReleaseContext:
    """Return the context of the release in that folder."""
    name = current_context(release)
    text = context_text(release, name)
    if not text:
        return ReleaseContext(context_of_prefixes(Prefixes(declared_prefixes(release)).table))
    document = json.loads(text)["@context"]
    return ReleaseContext(read_context(document), path_of(name))


def current_context(release: Path) -> str:
    """Return the name of the context that is written with; empty without one."""
    try:
        return (release / CONTEXTS / _CURRENT).read_text(encoding="utf-8")
    except OSError:
        return ""


def context_text(release: Path, name: str) -> bytes:
    """Return the file of the context with that *name*; empty if there is none."""
    if not _NAME.fullmatch(name):
        return b""
    try:
        return (release / CONTEXTS / f"{name}.jsonld").read_bytes()
    except OSError:
        return b""


def path_of(name: str) -> str:
    """Return the path of the context with that *name*."""
    return f"{ADDRESS}{name}.jsonld"
