"""What every page needs at hand: the release, the engine, the settings, and what they imply."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Triple

from openalliances.engine.interface import Engine
from openalliances.facts.claims import documents
from openalliances.facts.copies import NO_COPIES, Copies, read_copies
from openalliances.http.urls import Urls
from openalliances.linking.index import NameIndex, open_names
from openalliances.linking.reconciliation.identifiers import ENTITIES, OF_OTHERS, TYPES
from openalliances.linking.reconciliation.service import Limits, Service
from openalliances.pages.documentation_index import DocumentationIndex, documentation_index
from openalliances.pages.static_files import static_version
from openalliances.rdf.json_ld.options import JsonLdOptions
from openalliances.rdf.prefixes import Prefixes
from openalliances.release import MANIFEST, Release
from openalliances.release.contents import NOTHING, Contents, read_contents
from openalliances.release.contexts import release_context
from openalliances.release.documentation import DOCUMENTATION, known_iris, read_documentation
from openalliances.release.fragments import read_fragments
from openalliances.release.links import LinksIndex, read_links_index
from openalliances.settings import Settings
from openalliances.sparql.hints import Vocabulary
from openalliances.sparql.service_description import read_description
from openalliances.tabular.store import Tables, open_tables
from openalliances.things.dataset import DataSet, our_dataset, users_dataset
from openalliances.things.document import Documents
from openalliances.things.ontologies import read_ontologies
from openalliances.things.page_queries import ask
from openalliances.things.solution import iri, number
from openalliances.things.writing import JsonLd
from openalliances.version import __version__

ACRONYM = re.compile(r"[A-Z][A-Z0-9-]+(?: I{1,3})?")
"""What is an acronym: MINUSCA, KFOR, NTM-I, UNOSOM II."""
_ANY_HOST = ("0.0.0.0", "::")  # noqa: S104  compared, not listened on
"""What stands for all addresses of a machine where one listens, and for none where one asks."""

_SOURCED = "citations"
"""The table without which a release has no sources to show."""


@dataclass(frozen=True)
class Site:
    """A release, the engine that answers for it, and the operator's settings.

    ``served`` says that a server answers. What is worked out from the release is kept, since a
    release never changes.
    """

    release: Release
    engine: Engine
    settings: Settings
    served: bool = True

    @cached_property
    def urls(self) -> Urls:
        """Return the paths of the things of this release."""
        return Urls(self.settings.base or self.release.manifest.base)

    @property
    def is_dataset(self) -> bool:
        """Return whether this is our own data set and not a user's files."""
        return self.release.manifest.kind == "dataset"

    @cached_property
    def names(self) -> NameIndex:
        """Return the index of names.

        :raises ReleaseDamagedError: if there is none, or it is not the one that was built.
        """
        return open_names(self.release)

    @cached_property
    def _labels(self) -> dict[str, dict[str, tuple[str, str]]]:
        return {}

    def labels_in(self, language: str) -> dict[str, tuple[str, str]]:
        """Return the English label and that in *language*, of each IRI that has one in it.

        :raises ReleaseDamagedError: if there is no index of names, or it is not ours.
        """
        if language not in self._labels:
            found = self.names.names_in(language, "preferred")
            self._labels[language] = {iri: (label, name) for iri, label, name in found}
        return self._labels[language]

    @cached_property
    def _others(self) -> dict[tuple[str, str], dict[str, str]]:
        return {}

    def acronyms_in(self, language: str) -> dict[str, str]:
        """Return what is short for each IRI in *language*: of its other names one in capitals.

        :raises ReleaseDamagedError: if there is no index of names, or it is not ours.
        """
        known = (language, "alternative")
        if known not in self._others:
            others = self.names.names_in(*known)
            self._others[known] = {iri: name for iri, _, name in others if ACRONYM.fullmatch(name)}
        return self._others[known]

    def official_in(self, language: str) -> dict[str, str]:
        """Return the official name of each IRI that has one in *language*.

        :raises ReleaseDamagedError: if there is no index of names, or it is not ours.
        """
        known = (language, "official")
        if known not in self._others:
            self._others[known] = {iri: name for iri, _, name in self.names.names_in(*known)}
        return self._others[known]

    @cached_property
    def reconciliation(self) -> Service:
        """Return the service that finds what the names in tables of others mean."""
        settings = self.settings
        limits = Limits(
            settings.batch_queries,
            settings.link_rows,
            settings.search_results,
            settings.search_length,
            settings.query_timeout,
        )
        spaces = (ENTITIES, TYPES) if self.is_dataset else (OF_OTHERS, OF_OTHERS)
        return Service(self.names, self.tables, limits, *spaces)

    @cached_property
    def contents(self) -> Contents | None:
        """Return what the user's files hold, counted; None for our own data set."""
        return read_contents(self.release.indexes)

    @property
    def counted(self) -> Contents:
        """Return :attr:`contents`, empty where there are none."""
        return self.contents or NOTHING

    @cached_property
    def is_documented(self) -> bool:
        """Return whether there is a documentation, without reading it."""
        return (self.release.indexes / DOCUMENTATION).is_file()

    @cached_property
    def documentation(self) -> DocumentationIndex | None:
        """Return the documentation of the model; None where the build wrote none."""
        documentation = read_documentation(self.release.indexes)
        if documentation is None:
            return None
        return documentation_index(
            documentation, self.urls, inward=not self.is_dataset, prefixes=self.prefixes
        )

    @cached_property
    def prefixes(self) -> Prefixes:
        """Return the prefixes of this release: ours, and those of the user's files."""
        return Prefixes(self.release.manifest.prefixes)

    @cached_property
    def documents(self) -> Documents:
        """Return the documents about the things of this release."""
        return Documents(
            self.engine,
            self.settings.query_timeout,
            self.settings.document_size,
            read_ontologies(self.release.indexes),
            read_fragments(self.release.indexes),
            self.prefixes,
            stand_for_graphs=self.is_dataset,
            json_ld=self.json_ld,
            base=self.urls.base,
        )

    @cached_property
    def dataset(self) -> DataSet:
        """Return the data set as all its descriptions have it.

        :raises RequestError: if the engine cannot answer.
        """
        root, contact = self.known_address, self.settings.contact
        root += "/" if root else ""
        if not self.is_dataset:
            return users_dataset(self.release.manifest, self.counted, root, contact)
        return our_dataset(
            self.release,
            self.engine,
            self.tables,
            root or self.urls.base,
            timeout=self.settings.query_timeout,
            contact=contact,
        )

    @cached_property
    def json_ld(self) -> JsonLd:
        """Return how JSON-LD is written: with the context of the release.

        A server names it where it can be fetched; without one each document carries it. A server
        that takes any free port is asked under the address that the document came from.
        """
        found = release_context(self.release.folder)
        is_named = self.served and bool(found.path)
        address = self.known_address + found.path if is_named else ""
        return JsonLd(found.context, options=JsonLdOptions(address=address))

    @cached_property
    def tables(self) -> Tables | None:
        """Return the tables of this release; None for one without, as a user's files are.

        :raises ReleaseDamagedError: if their definitions cannot be read.
        """
        return open_tables(self.release.folder)

    @cached_property
    def has_facts(self) -> bool:
        """Return whether there are tables that say who says what, as in our own data set."""
        return self.is_dataset and self.tables is not None and _SOURCED in self.tables.definitions

    @cached_property
    def copies(self) -> Copies:
        """Return the operator's own copies of the documents whose claims are shown.

        :raises ReleaseDamagedError: if the tables cannot be read.
        """
        folder = self.settings.documents
        if not folder or self.tables is None or "documents" not in self.tables.definitions:
            return NO_COPIES
        with self.tables.reading(self.settings.query_timeout) as reader:
            return read_copies(folder, documents(reader).values())

    @cached_property
    def links(self) -> LinksIndex | None:
        """Return what there is of links to other data sets; None for a release without them.

        :raises ReleaseDamagedError: if it cannot be read.
        """
        return read_links_index(self.release.indexes)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the IRIs by which a query can be told that it misspells one."""
        if self.documentation is None:
            return Vocabulary.of(())
        known = known_iris(self.documentation.documentation)
        return Vocabulary.of((*known, *self.names.iris()))

    @cached_property
    def described(self) -> tuple[Triple, ...]:
        """Return what the release says about itself: examples, prefixes, numbers."""
        return read_description(self.release.indexes)

    @cached_property
    def inverses(self) -> dict[str, str]:
        """Return the inverse of each property that has one."""
        rows = ask(self.engine, "inverses", self.settings.query_timeout)
        return {iri(row, "property"): iri(row, "inverse") for row in rows}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return the number of things of each class of our ontology."""
        rows = ask(self.engine, "counts", self.settings.query_timeout)
        return {iri(row, "class"): number(row, "items") for row in rows}

    @property
    def address(self) -> str:
        """Return where this server is asked, as far as it knows, without a slash at the end."""
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/")
        host = self.settings.host
        host = "localhost" if host in _ANY_HOST else f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.settings.port}"

    @property
    def known_address(self) -> str:
        """Return :attr:`address`; empty where a server took any free port and knows no other."""
        return self.address if self.settings.public_url or self.settings.port else ""

    @cached_property
    def style_version(self) -> str:
        """Return a short digest of the stylesheet, for a URL that changes with it."""
        return static_version()

    @cached_property
    def version(self) -> str:
        """Return what all answers depend on: release, program, style, what the operator adds."""
        settings = self.settings
        added = (settings.contact, settings.tracker, *sorted(self.copies.texts))
        parts = (self.release.manifest.digest, __version__, self.style_version, *added)
        return "\n".join(parts)

    @cached_property
    def modified(self) -> float:
        """Return when the release was written here, in seconds since 1970 (RFC 9110, 8.8.2.1)."""
        return (self.release.folder / MANIFEST).stat().st_mtime

    def etag(self, *parts: str) -> str:
        """Return a strong validator: :attr:`version`, and what was asked for."""
        return hashlib.sha256("\n".join((self.version, *parts)).encode()).hexdigest()[:32]

    def absolute(self, path: str) -> str:
        """Return *path* as the world reaches it; unchanged where no public URL is set."""
        return self.settings.public_url.rstrip("/") + path
