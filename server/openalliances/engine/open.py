"""Which engine answers: the pool of this machine, or a store of others."""

from __future__ import annotations

from openalliances.engine.interface import Engine
from openalliances.engine.pool import open_pool
from openalliances.engine.remote import RemoteEngine
from openalliances.engine.select import select
from openalliances.errors import EngineError, OpenAlliancesError, SettingError
from openalliances.rdf.prefixes import PREFIXES, PUSHED_GRAPH
from openalliances.release import Manifest, Release
from openalliances.settings import Settings

DIGEST = PREFIXES["dcterms"] + "identifier"
"""Says in the graph :data:`PUSHED_GRAPH` which release the store holds, and of each graph."""

_MARK = f"SELECT ?digest {{ GRAPH <{PUSHED_GRAPH}> {{ <{PUSHED_GRAPH}> <{DIGEST}> ?digest }} }}"
_SAMPLE = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o FILTER(ISIRI(?s) && ISIRI(?o)) } } LIMIT 1"
_FOUND = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1"
# It finds nothing; the head of the answer tells whether the store would cut a longer one.
_PROBE = "SELECT ?s { ?s <urn:x-openalliances:none> ?o }"


def open_engine(release: Release, settings: Settings) -> Engine:
    """Return the engine that ``settings.engine`` names, over the data of *release*.

    :raises EngineError: if it does not start, or a store holds other data.
    :raises SettingError: if a setting does not fit it.
    """
    if not settings.engine:
        return open_pool(release.store, settings)
    return open_remote(release.manifest, settings)


def open_remote(manifest: Manifest, settings: Settings) -> RemoteEngine:
    """Return the engine over the store at ``settings.engine``, which must hold the release.

    :raises EngineError: if it does not answer, or holds other data.
    :raises SettingError: if a setting does not fit it.
    """
    engine = RemoteEngine(settings)
    try:
        select(engine, _PROBE, timeout=settings.query_timeout, union=False)
        _look_for(manifest, engine, settings)
        union = _has_union(engine, settings)
        if union and settings.default_graph == "stored":
            raise SettingError(
                "default_graph is stored, but the store takes the union of all graphs.",
                "Use union, or set the store up without it.",
            )
        engine.listed = not union
    except OpenAlliancesError:
        engine.close()
        raise
    return engine


def _look_for(manifest: Manifest, engine: RemoteEngine, settings: Settings) -> None:
    """Refuse a store whose data are not those of the release: pages would belie queries."""
    hint = "Load the release with: openalliances push URL"
    found = engine.graphs()
    missing = [g.iri for g in manifest.graphs if g.iri and g.triples and g.iri not in found]
    if missing:
        raise EngineError(f"The store lacks {len(missing)} graphs, such as <{missing[0]}>.", hint)
    marks = select(engine, _MARK, timeout=settings.query_timeout, union=False)
    digests = {str(row["digest"].value) for row in marks}
    if PUSHED_GRAPH in found and manifest.digest not in digests:
        known = next(iter(digests), "one that was not pushed to its end")
        raise EngineError(
            f"The store holds the release {known[:12]}, the folder {manifest.digest[:12]}.", hint
        )


def _has_union(engine: RemoteEngine, settings: Settings) -> bool:
    """Return whether the default graph of the store is the union of its named graphs."""
    if settings.engine_default_graph != "auto":
        return settings.engine_default_graph == "union"
    patience = settings.query_timeout
    for row in select(engine, _SAMPLE, timeout=patience, union=False):
        return bool(select(engine, _FOUND, dict(row), patience, union=False))
    return False
