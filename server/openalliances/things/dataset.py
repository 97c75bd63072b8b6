"""The data set as a value: what is said of it, where it is asked, which files it has.

All descriptions are made from it: VoID, DCAT, schema.org, the citation and the links. What it holds
comes from the manifest of the release, from its catalogue (``data/catalog.ttl``, as published) and
tables, and from the settings; nothing is written down twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.engine.interface import Engine
from openalliances.rdf.prefixes import CATALOG, DATASET
from openalliances.rdf.vocabulary import DCTERMS
from openalliances.release import Manifest, Release
from openalliances.release.contents import Contents
from openalliances.tabular.store import Tables
from openalliances.things.dataset_files import (
    File,
    Part,
    dump_files,
    graph_files,
    table_parts,
    whole_tables,
)
from openalliances.things.page_queries import ask

VOID_PATH = ".well-known/void"
"""The path of the description below the root (VoID, section 7.2)."""


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """The data set of a release.

    ``root`` is the address of this server with a slash at its end, empty where nobody knows it.
    ``said`` is what the catalogue says. ``files`` are those of all of it, ``parts`` what can be
    taken alone. ``first`` is the first day that it tells of, ``contact`` that of the settings.
    ``own`` says that it is ours: a user's files claim neither publisher nor licence by us.
    """

    iri: str
    own: bool
    manifest: Manifest
    root: str
    said: tuple[Triple, ...]
    files: tuple[File, ...]
    parts: tuple[Part, ...] = ()
    first: str = ""
    contact: str = ""

    @property
    def version(self) -> str:
        """Return the version of the release, which is the one source of it."""
        return self.manifest.version

    @property
    def version_iri(self) -> str:
        """Return the IRI of this version of our data set."""
        return f"{DATASET}/{self.version}"

    @property
    def here(self) -> str:
        """Return the IRI of the description itself: the catalogue, or that of a user's files."""
        return CATALOG if self.own else (self.root or self.manifest.base) + VOID_PATH

    @property
    def licence(self) -> str:
        """Return the licence that the data state, an IRI or words; empty without one."""
        stated = self.objects(DCTERMS.license)
        return stated[0].value if stated else self.manifest.license

    def objects(self, predicate: NamedNode, subject: str = "") -> list[NamedNode | Literal]:
        """Return what is said of the data set, or of *subject*, with *predicate*."""
        about = subject or self.iri
        return [
            t.object
            for t in self.said
            if t.predicate == predicate
            and isinstance(t.subject, NamedNode)
            and t.subject.value == about
            and isinstance(t.object, NamedNode | Literal)
        ]

    def text(self, predicate: NamedNode, subject: str = "") -> str:
        """Return the English text of *predicate*, or the first there is; empty without one."""
        found = [o for o in self.objects(predicate, subject) if isinstance(o, Literal)]
        found.sort(key=lambda literal: literal.language != "en")
        return found[0].value if found else ""

    def address(self, path: str) -> str:
        """Return the address of *path*, as far as this server knows where it is asked."""
        return self.root + path.removeprefix("/")


def our_dataset(
    release: Release,
    engine: Engine,
    tables: Tables | None,
    root: str,
    *,
    timeout: float,
    contact: str = "",
) -> DataSet:
    """Return our own data set, as the release has it.

    :raises RequestError: if the engine cannot answer.
    """
    manifest = release.manifest
    rows = ask(engine, "catalogue", timeout)
    said = tuple(
        Triple(row["subject"], row["predicate"], row["object"])
        for row in rows
        if isinstance(row["subject"], NamedNode) and isinstance(row["predicate"], NamedNode)
    )
    (found,) = ask(engine, "earliest", timeout) or ({},)
    first = found["first"].value if "first" in found else ""
    files, parts = graph_files(manifest)
    kept = table_parts(release, tables, timeout) if tables else ()
    whole = whole_tables(release) if tables else ()
    return DataSet(
        iri=DATASET,
        own=True,
        manifest=manifest,
        root=root,
        said=said,
        files=(*files, *whole),
        parts=(*parts, *kept),
        first=first,
        contact=contact,
    )


def users_dataset(manifest: Manifest, contents: Contents, root: str, contact: str = "") -> DataSet:
    """Return the data set of a user's files, as these call it, or by an address of this server."""
    here = (root or manifest.base) + VOID_PATH
    files = tuple(dump_files(here, manifest.files)) if root else ()
    name = contents.dataset or f"{here}#dataset"
    return DataSet(
        iri=name, own=False, manifest=manifest, root=root, said=(), files=files, contact=contact
    )
