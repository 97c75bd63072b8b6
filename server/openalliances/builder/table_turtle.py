"""What tables say, as Turtle, for those who think in triples."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.lately import lately_in
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ID
from openalliances.rdf.turtle import canonical_turtle
from openalliances.tables.completeness import PublishedThings
from openalliances.tables.data_set import DataSet, read_data_set
from openalliances.tables.dataset_folder import dataset_of, dataset_to_read
from openalliances.tables.observation import with_observations
from openalliances.tables.publication import publish

_CITATION = ID + "citation/"
_ADJUDICATION = ID + "adjudication/"


def turtle_of(what: str) -> str:
    """Return what a table publishes as Turtle: *what* is its file, its name, or one of its things.

    A thing is given by its id (``membership/nato/greece``) or its IRI, and comes with its
    citations.

    :raises SourceError: if there is no such table or thing.
    """
    if what.endswith(".csv"):
        path = Path(what)
        return _turtle(read_data_set(dataset_of(path)), path.stem)
    data_set = read_data_set(dataset_to_read())
    id_ = what.removeprefix(ID).removeprefix("id:")
    return _turtle(data_set, "" if "/" in id_ else id_, id_)


def _turtle(data_set: DataSet, kind: str, id_: str = "") -> str:
    if kind:
        data_set.file(kind)
    others = {
        iri.removeprefix(ID): name
        for iri, name in data_set.names.items()
        if name and iri.startswith(ID)
    }
    files = tuple(data_set.files.values())
    published = with_observations(
        publish(files, others), PublishedThings(files), lately_in(data_set.root)
    )
    triples = [
        triple
        for table in published
        if not kind or table.file.table.name == kind
        for triple in (table.triples if kind else _about(table.triples, id_))
    ]
    if not triples:
        raise _nothing(data_set, kind, id_)
    return canonical_turtle(triples)


def _about(triples: Iterable[ox.Triple], id_: str) -> Iterable[ox.Triple]:
    """Yield what is said of a thing, of its citations, and of how its values were chosen."""
    thing, citations, chosen = ID + id_, f"{_CITATION}{id_}/", f"{_ADJUDICATION}{id_}/"
    for triple in triples:
        subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
        own = subject == thing or subject.removeprefix(citations).isdecimal()
        if own or ("/" not in subject.removeprefix(chosen) and subject.startswith(chosen)):
            yield triple


def _nothing(data_set: DataSet, kind: str, id_: str) -> SourceError:
    if kind:
        return SourceError(kind, "The table publishes nothing.", "It is used by other tables.")
    if ID + id_ in data_set.names:
        return SourceError(id_, "It is described in Turtle already.", f"openalliances show {id_}")
    return SourceError(
        id_, "No table describes it.", "Look at the spelling, or search: openalliances find NAME"
    )
