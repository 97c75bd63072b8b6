"""Questions asked on the command line, answered without a server.

Each function opens the engine on a release, asks, prints, and closes it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, parse_query_results

from openalliances.cli import terminal
from openalliances.engine.interface import Engine, Query, Term
from openalliances.engine.local.engine import open_pool
from openalliances.errors import NotFoundError, ReleaseDamagedError, SettingError
from openalliances.linking.search import find as search
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    JSON_LD,
    RESULT_FORMATS,
    RESULTS_JSON,
    RESULTS_TSV,
    TURTLE,
    Format,
)
from openalliances.rdf.prefixes import BASE, PREFIXES, shorten
from openalliances.release import Release
from openalliances.release.search_index import Entry, read_search_index
from openalliances.settings import Settings
from openalliances.sparql.judge import judge
from openalliances.things.describe import describe

_NAMES = {"json": "srj", "xml": "srx", "turtle": "ttl", "json-ld": "jsonld"}
_SHORT = {"srj": "json", "srx": "xml"}
_DESCRIBE = "DESCRIBE ?thing"


def answer(release: Release, settings: Settings, text: str, form: str | None) -> None:
    """Print the answer to a query: a table on a terminal, TSV or Turtle in a pipe.

    :raises QueryError: if the query is refused or does not parse.
    :raises SettingError: if *form* does not fit the kind of query.
    """
    with _engine(release, settings) as engine:
        judged = judge(
            _with_prefixes(text), known_graphs=engine.graphs(), base=BASE, settings=settings
        )
        rows = judged.form in ("SELECT", "ASK")
        table = rows and (form == "table" or (form is None and terminal.wants_table()))
        chosen = RESULTS_JSON if table else _format(form, rows=rows)
        query = Query(
            judged.text,
            chosen,
            settings.query_timeout,
            union=settings.default_graph == "union" and not judged.has_dataset_clause,
            federated=bool(judged.services),
            base=BASE,
        )
        with engine.run(query) as pieces:
            if table:
                _print_table(b"".join(pieces))
                return
            _write(pieces)


def show(release: Release, settings: Settings, name: str, as_json: bool) -> None:
    """Print what is said of the thing with that name or IRI.

    :raises NotFoundError: if there is no such thing, or several have that name.
    """
    iri = _resolve(release, name)
    with _engine(release, settings) as engine:
        description = describe(engine, iri, settings.query_timeout)
        if description is None:
            hint = "Search with: openalliances find NAME"
            raise NotFoundError(f"Nothing is said of {iri}.", hint)
        if as_json:
            bound: dict[str, Term] = {"thing": NamedNode(iri)}
            query = Query(_DESCRIBE, JSON_LD, settings.query_timeout, bindings=bound)
            with engine.run(query) as pieces:
                _write(pieces)
            return
    terminal.show_description(description)


def find(release: Release, text: str, limit: int, as_json: bool) -> bool:
    """Print the things whose name fits; return whether there is any."""
    hits = search(_entries(release), text, limit)
    if as_json:
        rows = [
            {
                "iri": h.entry.iri,
                "label": h.entry.label,
                "kind": h.entry.kind,
                "years": h.entry.years,
                "match": h.match.name.lower(),
            }
            for h in hits
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201
    elif hits:
        terminal.show_hits(hits)
    else:
        terminal.console(error=True).print(f"nothing fits “{text}”", markup=False)
    return bool(hits)


@contextmanager
def _engine(release: Release, settings: Settings) -> Iterator[Engine]:
    # One question is answered from disk sooner than a copy in memory is made.
    alone = replace(settings, query_workers=1, light_workers=1, memory_quads=0)
    engine = open_pool(release.store, alone)
    try:
        yield engine
    finally:
        engine.close()


def _write(pieces: Iterable[bytes]) -> None:
    """Write an answer to standard output; it ends with a line end, as every text should."""
    last = b""
    for piece in pieces:
        sys.stdout.buffer.write(piece)
        last = piece or last
    if not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _with_prefixes(text: str) -> str:
    """Declare the prefixes of our table that the query uses and does not declare.

    They go on the first line, so that the lines of an error stay right.
    """
    declared = set(re.findall(r"prefix\s+([\w-]*):", text, re.IGNORECASE))
    used = set(re.findall(r"(?<![\w<?$-])([a-z]+):", text))
    missing = sorted((used & set(PREFIXES)) - declared)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + text


def _format(form: str | None, *, rows: bool) -> Format:
    offers = RESULT_FORMATS if rows else GRAPH_FORMATS
    if form is None:
        return RESULTS_TSV if rows else TURTLE
    extension = _NAMES.get(form.lower(), form.lower())
    found = next((f for f in offers if f.extension == extension), None)
    if found is None:
        names = [_SHORT.get(f.extension, f.extension) for f in offers]
        raise SettingError(
            f'"{form}" is no format for this kind of query.',
            "Use one of: " + ", ".join([*(["table"] if rows else []), *names]),
        )
    return found


def _print_table(body: bytes) -> None:
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        terminal.console().print("yes" if found else "no")
        return
    names = [variable.value for variable in found.variables]
    rows = [[_cell(solution[name]) for name in names] for solution in found]
    terminal.show_rows(names, rows, table=True)


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    return shorten(term.value) if isinstance(term, NamedNode) else term.value


def _entries(release: Release) -> tuple[Entry, ...]:
    """Return the names that the release has; the user's own files have none."""
    entries = read_search_index(release.indexes)
    if entries is None:
        raise ReleaseDamagedError(
            f"The release in {release.folder} has no index of names.",
            "Delete the folder and build again with: openalliances build",
        )
    return entries


def _resolve(release: Release, name: str) -> str:
    """Return the IRI that a person means: an IRI, a path, a prefixed name, or a name."""
    if "://" in name:
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    entries = _entries(release)
    known = {entry.iri for entry in entries}
    for path in (local if prefix == "id" else name, f"id/{local if colon else name}"):
        if BASE + path in known:
            return BASE + path
    hits = search(entries, name, 6)
    if not hits:
        raise NotFoundError(f"Nothing is called “{name}”.", "Search with: openalliances find TEXT")
    best = [hit for hit in hits if hit.match == hits[0].match]
    if len(best) == 1 or hits[0].match.name in ("EXACT", "ACRONYM"):
        return best[0].entry.iri
    raise NotFoundError(
        f"“{name}” may be several things.",
        "Say which: " + ", ".join(shorten(hit.entry.iri) for hit in hits),
    )
