"""What every page needs at hand: the release, the engine, the settings, and what they imply."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment
from pyoxigraph import Literal, NamedNode, Triple

from openalliances import __version__
from openalliances.engine.interface import Engine
from openalliances.http.urls import Links
from openalliances.linking.search import Entry, entries_of, has_index, read_index
from openalliances.pages.documentation_index import Lexicon, lexicon
from openalliances.pages.environment import environment
from openalliances.release import Release
from openalliances.release.documentation import known_iris, read_guide
from openalliances.settings import Settings
from openalliances.sparql.hints import Vocabulary
from openalliances.sparql.service_description import read_description
from openalliances.things.page_queries import ask

STATIC = Path(__file__).parents[1] / "web" / "static"


@dataclass(frozen=True)
class Site:
    """A release, the engine that answers for it, and the operator's settings.

    What is worked out from the release is kept, since a release never changes.
    """

    release: Release
    engine: Engine
    settings: Settings

    @cached_property
    def links(self) -> Links:
        """Return the paths of the things of this release."""
        return Links(self.settings.base or self.release.manifest.base)

    @property
    def is_dataset(self) -> bool:
        """Return whether this is our own data set and not a user's files."""
        return self.release.manifest.kind == "dataset"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Return the search index; where the build wrote none, one from the names."""
        if has_index(self.release.indexes):
            return read_index(self.release.indexes)
        return entries_of(ask(self.engine, "names", self.settings.query_timeout))

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """Return the guide to the model; None where the build wrote none."""
        guide = read_guide(self.release.indexes)
        return lexicon(guide, self.links) if guide else None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the IRIs by which a query can be told that it misspells one."""
        if self.lexicon is None:
            return Vocabulary.of(())
        things = (entry.iri for entry in self.entries)
        return Vocabulary.of((*known_iris(self.lexicon.guide), *things))

    @cached_property
    def described(self) -> tuple[Triple, ...]:
        """Return what the release says about itself: examples, prefixes, numbers."""
        return read_description(self.release.indexes)

    @cached_property
    def inverses(self) -> dict[str, str]:
        """Return the inverse of each property that has one."""
        rows = ask(self.engine, "inverses", self.settings.query_timeout)
        return {_iri(row["property"]): _iri(row["inverse"]) for row in rows}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return the number of things of each class of our ontology."""
        rows = ask(self.engine, "counts", self.settings.query_timeout)
        return {_iri(row["class"]): _number(row["items"]) for row in rows}

    @cached_property
    def style_version(self) -> str:
        """Return a short digest of the stylesheet, for a URL that changes with it."""
        return hashlib.sha256((STATIC / "style.css").read_bytes()).hexdigest()[:10]

    @cached_property
    def version(self) -> str:
        """Return what all answers depend on: the release, the program, the style of the pages."""
        return "\n".join((self.release.manifest.digest, __version__, self.style_version))

    def etag(self, *parts: str) -> str:
        """Return a strong validator: :attr:`version`, and what was asked for."""
        return hashlib.sha256("\n".join((self.version, *parts)).encode()).hexdigest()[:32]

    @cached_property
    def templates(self) -> Environment:
        """Return the templates of all pages."""
        return environment(self)

    def absolute(self, path: str) -> str:
        """Return *path* as the world reaches it; unchanged where no public URL is set."""
        return self.settings.public_url.rstrip("/") + path


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
