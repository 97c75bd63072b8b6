"""What others have published is served whole: files, pages, documents, and links that lead on.

Each file is loaded as ``serve --data`` loads it, and asked through the pages' app.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from openalliances.builder.user_files import load_files
from openalliances.engine.local.engine import open_local
from openalliances.pages.site import Site
from openalliances.progress import Silence
from openalliances.rdf.formats import GRAPH_FORMATS
from openalliances.release import Release
from openalliances.settings import Settings
from openalliances.web.app import create_app

from .files import FILES, RealFile

LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
PAGES = ("/", "/browse/", "/ontology.html", "/dumps/")
CLASSES, THINGS = 2, 4
"""Lists and things of each file whose pages are looked at, with the four above."""
LINKS = 12
"""Links of a page that are followed, taken evenly from all."""
DOCUMENTS = 12
"""Things of each file whose documents are compared, those with most blank nodes first."""
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True)
class Served:
    """A file, its release, its statements as Oxigraph reads them, and a client of its pages."""

    file: RealFile
    release: Release
    quads: Sequence[ox.Quad]
    client: Any

    def page(self, path: str) -> str:
        """Return the page at *path*, which must be there."""
        answer = self.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, f"{answer.status_code} {path}"
        return str(answer.text)


@pytest.fixture(scope="module", params=FILES, ids=[file.name for file in FILES])
def served(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Served]:
    """The pages of a file."""
    file: RealFile = request.param
    if file.missing:
        pytest.skip(file.missing)
    settings = Settings(
        cache_dir=str(tmp_path_factory.mktemp("real")), query_workers=1, light_workers=1
    )
    release = load_files([file.path], settings, Silence())
    form = ox.RdfFormat.RDF_XML if file.path.suffix == ".owl" else None
    quads = list(ox.parse(path=file.path, format=form))
    engine = open_local(release.store, settings)
    try:
        app = create_app(Site(release, engine, settings))
        yield Served(file, release, quads, app.test_client())
    finally:
        engine.close()


def canonical(quads: Sequence[ox.Quad]) -> set[str]:
    """Return the quads with canonical blank nodes (RDFC-1.0), as texts.

    Of XML literals only that they are there counts, and ends of lines are alike: Oxigraph, which
    is compared with, leaves entities and ends of lines as they are in the file (against XML 1.0,
    section 2.11).
    """
    dataset = ox.Dataset(_plain(quad) for quad in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def _plain(quad: ox.Quad) -> ox.Quad:
    term = quad.object
    if not isinstance(term, ox.Literal):
        return quad
    if term.datatype.value.endswith("#XMLLiteral"):
        term = ox.Literal("", datatype=term.datatype)
    elif "\r" in term.value:
        text = term.value.replace("\r\n", "\n")
        term = (
            ox.Literal(text, language=term.language)
            if term.language
            else ox.Literal(text, datatype=term.datatype)
        )
    return ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)


def without_graphs(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return the statements in the default graph."""
    return [ox.Quad(q.subject, q.predicate, q.object) for q in quads]


def evenly(items: Sequence[Any], number: int) -> list[Any]:
    """Return at most *number* of *items*, from all parts of them."""
    step = max(1, len(items) // number)
    return list(items[::step][:number])


def test_it_says_what_it_is(served):
    manifest = served.release.manifest
    assert manifest.quads == len(set(served.quads))
    assert served.file.namespace.startswith(manifest.base)
    assert served.file.title in ("", manifest.title)
    assert f"<h1>{manifest.title}</h1>" in unescape(served.page("/"))


def test_six_formats_there_and_back(served):
    release, found = served.release, set()
    whole, plain = canonical(served.quads), canonical(without_graphs(served.quads))
    for entry in release.manifest.files:
        form = next(form for form in GRAPH_FORMATS if form.name == entry.format)
        path = Path(release.folder / entry.path)
        data = gzip.decompress(path.read_bytes())
        back = list(ox.parse(data, ox.RdfFormat.from_media_type(form.media_type)))
        assert canonical(back) == (whole if form.quads else plain), form.name
        found.add(form.name)
    left_out = [notice for notice in release.manifest.notices if notice.startswith("There is no")]
    assert len(found) + len(left_out) == len(GRAPH_FORMATS)


def test_no_link_of_ten_pages_leads_nowhere(served):
    home = served.page("/browse/")
    lists = re.findall(r'href="(/browse/class[^"]*)"', home)
    pages = [*PAGES, *map(unescape, evenly(lists, CLASSES))]
    main = served.page(pages[-1]).partition("<main")[2]
    things = re.findall(r'<li><a href="(/[^"]*)"', main)
    pages += map(unescape, evenly(things, THINGS))
    seen = set(pages)
    for page in pages:
        links = sorted({unescape(link) for link in LINK.findall(served.page(page))} - seen)
        for link in evenly(links, LINKS):
            seen.add(link)
            if link.startswith(("/static/", "/sparql", "/healthz", "/favicon", "/dumps/")):
                continue  # these are not answered by the pages' app
            answer = served.client.get(link, headers={"Accept": "text/turtle, */*;q=0.1"})
            assert answer.status_code in (200, 303), f"{page} -> {link}"


def test_documents_are_whole(served):
    stored = as_stored(served.quads)
    for iri in evenly(with_most_blank_nodes(stored), DOCUMENTS):
        path = "/resource?" + urlencode({"iri": iri, "format": "nt"})
        answer = served.client.get(path)
        assert answer.status_code == 200, iri
        got = list(ox.parse(answer.data, ox.RdfFormat.N_TRIPLES))
        whole = canonical(bounded_description(stored, ox.NamedNode(iri)))
        assert canonical(got) == whole, iri


def as_stored(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return the quads as a store of Oxigraph gives them back: all integers of one type."""
    store = ox.Store()
    store.bulk_extend(quads)
    return list(store)


def with_most_blank_nodes(quads: Sequence[ox.Quad]) -> list[str]:
    """Return the things that are no documents of terms, those with most blank nodes first."""
    counts: dict[str, int] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            counts.setdefault(quad.subject.value, 0)
            counts[quad.subject.value] += isinstance(quad.object, ox.BlankNode)
    documents = {iri.partition("#")[0] for iri in counts if "#" in iri}
    things = [iri for iri in counts if iri not in documents]
    first = sorted(things, key=lambda iri: (-counts[iri], iri))
    return [*first[:DOCUMENTS], *first[DOCUMENTS :: max(1, len(first) // DOCUMENTS)]]


def bounded_description(quads: Sequence[ox.Quad], thing: ox.NamedNode) -> list[ox.Quad]:
    """Return the statements of *thing* and of the blank nodes behind it."""
    by_subject: dict[object, list[ox.Quad]] = {}
    for quad in without_graphs(quads):
        by_subject.setdefault(quad.subject, []).append(quad)
    waiting: list[object] = [thing]
    seen: set[object] = set()
    found: list[ox.Quad] = []
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        found += by_subject.get(node, ())
        waiting += [
            q.object for q in by_subject.get(node, ()) if isinstance(q.object, ox.BlankNode)
        ]
    return found


def test_terms_of_the_ontology_are_all_explained(served):
    page = unescape(served.page("/ontology.html"))
    declared = {
        quad.subject.value
        for quad in served.quads
        if quad.predicate == _TYPE
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value.endswith(("owl#Class", "owl#ObjectProperty", "rdf-schema#Class"))
    }
    index = served.client.application.extensions["openalliances"].documentation
    assert declared <= index.terms.keys()
    hrefs = {unescape(link) for link in re.findall(r'href="([^"]*)"', page)}
    missing = [iri for iri in declared if index.urls.document(iri) not in hrefs]
    assert not missing[:5]
