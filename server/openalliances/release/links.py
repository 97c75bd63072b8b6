"""Links to other data sets as building and serving share them: values, and their index file.

The terms are those of the Simple Standard for Sharing Ontological Mappings (SSSOM,
https://mapping-commons.github.io/sssom/): subject (ours), object (elsewhere), predicate,
justification. Each link itself is a row of the table ``links`` in the index of names.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from openalliances.errors import ReleaseDamagedError
from openalliances.rdf.prefixes import BASE

LINKS = "links.json"
"""Name of the file below the release's ``indexes`` folder; a release without links has none."""
FOLDER = "links"
"""The folder of the link sets of a release, one file for each target and form."""
LOOKED_UP = BASE + "lookup?code="
"""What the codes of a target without IRIs are expanded by: where this server looks them up."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a thing of ours to one elsewhere.

    ``thing`` is an IRI; ``code`` the identifier in the target, without what makes it an IRI;
    ``iri`` is empty if the target publishes none. ``predicate`` and ``justification`` are as in
    ``skos:exactMatch`` and ``semapv:MappingChaining``, ``confidence`` as in ``0.98``.
    """

    thing: str
    thing_label: str
    target: str
    object_id: str
    code: str
    iri: str
    label: str
    predicate: str
    justification: str
    confidence: str
    date: str
    author: str
    source: str
    source_version: str
    seen_in: str
    seen_row: str
    also_seen_in: str
    rule: str
    comment: str

    @property
    def exact(self) -> bool:
        """Whether it says that both are the same."""
        return self.predicate == "skos:exactMatch"


@dataclass(frozen=True, slots=True)
class Target:
    """A data set that links lead to; ``status`` is published, derived or left-out.

    ``iri_space`` is what its IRIs begin with, empty if it has none.
    """

    name: str
    title: str
    iri_space: str
    code_pattern: str
    homepage: str
    licence: str
    status: str
    comment: str

    @property
    def expansion(self) -> str:
        """What a CURIE with its name as the prefix is expanded by."""
        return self.iri_space or f"{LOOKED_UP}{self.name}:"


@dataclass(frozen=True, slots=True)
class Gap:
    """A thing for which an identifier was sought and not found."""

    thing: str
    label: str
    target: str
    date: str
    sought_in: str
    comment: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many things of a kind there are, and how many have a link: in all, and by target."""

    kind: str
    things: int
    linked: int
    by_target: dict[str, int]


@dataclass(frozen=True, slots=True)
class LinkSet:
    """The links to one target, counted: in all, and by predicate and justification."""

    target: Target
    links: int
    things: int
    predicates: dict[str, int]
    justifications: dict[str, int]
    date: str


@dataclass(frozen=True, slots=True)
class LinksIndex:
    """All that pages say of links besides the links themselves."""

    sets: tuple[LinkSet, ...]
    coverage: tuple[Coverage, ...]
    gaps: tuple[Gap, ...]

    def of(self, name: str) -> LinkSet | None:
        """Return the links to the target of that short name, if there are any."""
        return next((one for one in self.sets if one.target.name == name and one.links), None)


def write_links_index(folder: Path, index: LinksIndex) -> None:
    """Write the index below *folder*."""
    text = json.dumps(asdict(index), ensure_ascii=False, indent=1)
    (folder / LINKS).write_text(text + "\n", encoding="utf-8")


def read_links_index(folder: Path) -> LinksIndex | None:
    """Return the index in *folder*, the ``indexes`` of a release; None if it has no links.

    :raises ReleaseDamagedError: if it cannot be read.
    """
    path = folder / LINKS
    if not path.is_file():
        return None
    try:
        return _index(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseDamagedError(
            f"{path} cannot be read: {error}.",
            "Delete the folder and build again with: openalliances build",
        ) from None


def _index(raw: dict[str, Any]) -> LinksIndex:
    return LinksIndex(
        tuple(LinkSet(**{**one, "target": Target(**one["target"])}) for one in raw["sets"]),
        tuple(Coverage(**one) for one in raw["coverage"]),
        tuple(Gap(**one) for one in raw["gaps"]),
    )
