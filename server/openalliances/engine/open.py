"""Which engine answers: the pool of this machine, or a store of others."""

from __future__ import annotations

from openalliances.engine.interface import Engine, Query
from openalliances.engine.local.engine import open_local
from openalliances.engine.remote.engine import RemoteEngine
from openalliances.engine.remote.row_format import fastest_row_format
from openalliances.engine.select import columns, select
from openalliances.errors import EngineError, OpenAlliancesError, SettingError, StoreDamagedError
from openalliances.rdf.formats import RESULTS_JSON
from openalliances.rdf.prefixes import PREFIXES, PUSHED_GRAPH
from openalliances.release import Manifest, Release, damaged
from openalliances.settings import Settings

DIGEST = PREFIXES["dcterms"] + "identifier"
"""Says in the graph :data:`PUSHED_GRAPH` which release the store holds, and of each graph."""

_MARKS = f"SELECT ?of ?digest {{ GRAPH <{PUSHED_GRAPH}> {{ ?of <{DIGEST}> ?digest }} }}"
_SAMPLE = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o FILTER(ISIRI(?s) && ISIRI(?o)) } } LIMIT 1"
_FOUND = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1"
# Virtuoso tells in the head that it has cut a SELECT, and says nothing when it cuts a CONSTRUCT.
# So it is asked at the start for more than the 10,000 rows that its sample configuration allows.
_PROBE = "SELECT (1 AS ?x) { GRAPH ?g { ?s ?p ?o } } LIMIT 20001"


def open_engine(release: Release, settings: Settings) -> Engine:
    """Return the engine that ``settings.engine`` names, over the data of *release*.

    :raises EngineError: if it does not start, or a store holds other data.
    :raises ReleaseDamagedError: if the store of the release does not hold what was built.
    :raises SettingError: if a setting does not fit it.
    """
    if not settings.engine:
        return _open_stored(release, settings)
    return open_remote(release.manifest, settings)


def _open_stored(release: Release, settings: Settings) -> Engine:
    """Return the engine over the store of *release*, which holds what the manifest says.

    :raises ReleaseDamagedError: if it does not.
    """
    manifest = release.manifest
    try:
        engine = open_local(release.store, settings, manifest.quads)
    except StoreDamagedError as error:
        raise damaged(release.folder, error.message) from None
    found = engine.graphs()
    missing = [g.iri for g in manifest.graphs if g.iri and g.triples and g.iri not in found]
    what = engine.state().damage
    if missing:
        what = f"its store lacks {len(missing)} graphs, such as <{missing[0]}>"
    if what:
        engine.close()
        raise damaged(release.folder, what)
    return engine


def open_remote(manifest: Manifest, settings: Settings) -> RemoteEngine:
    """Return the engine over the store at ``settings.engine``, which must hold the release.

    :raises EngineError: if it does not answer, or holds other data.
    :raises SettingError: if a setting does not fit it.
    """
    engine = RemoteEngine(settings)
    try:
        engine.rows = fastest_row_format(engine, settings.query_timeout)
        with engine.run(Query(_PROBE, RESULTS_JSON, settings.query_timeout, union=False)):
            pass
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
    rows = select(engine, _MARKS, timeout=settings.query_timeout, union=False)
    found_marks = columns(rows, "of", "digest")
    marks = {str(of.value): str(digest.value) for of, digest in found_marks}
    # Whoever loaded the data by other means left no marks, and answers for them.
    if marks and marks.get(PUSHED_GRAPH) != manifest.digest:
        there = marks.get(PUSHED_GRAPH, "of a push that did not end")[:26]
        raise EngineError(
            f"The folder holds the release {manifest.digest[:26]}, the store one {there}.", hint
        )


def _has_union(engine: RemoteEngine, settings: Settings) -> bool:
    """Return whether the default graph of the store is the union of its named graphs."""
    if settings.engine_default_graph != "auto":
        return settings.engine_default_graph == "union"
    patience = settings.query_timeout
    for terms in columns(select(engine, _SAMPLE, timeout=patience, union=False), *"spo"):
        triple = dict(zip("spo", terms, strict=True))
        return bool(select(engine, _FOUND, triple, patience, union=False))
    return False


def notes(engine: Engine, settings: Settings) -> tuple[str, ...]:
    """Return what the operator of the store behind *engine* should know, each in a line."""
    if not isinstance(engine, RemoteEngine) or not engine.listed:
        return ()
    if settings.default_graph == "stored":
        return ()
    return (
        f"NOTE: the default graph of the store is not the union of its {len(engine.graphs())} "
        "graphs, so that each query names them all, which can make a look-up ten times as "
        "expensive. Start the store with the union: Oxigraph with --union-default-graph, Fuseki "
        "with tdb2:unionDefaultGraph true; Virtuoso, GraphDB and RDF4J have it. If it has been "
        "set and is not seen, set OPENALLIANCES_ENGINE_DEFAULT_GRAPH=union.",
    )
