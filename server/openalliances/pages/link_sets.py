"""The pages of links to other data sets: how much is covered, and each set with its gaps."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openalliances.http.urls import Urls
from openalliances.pages.downloads import size_words
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release.links import FOLDER, Coverage, Gap, LinkSet, LinksIndex, Target

FORMS = {"sssom.tsv": "SSSOM (TSV)", "csv": "CSV", "ttl": "Turtle"}
"""The forms of a link set, by the ending of its file; Turtle only where there are IRIs."""


@dataclass(frozen=True, slots=True)
class SetFile:
    """A file of a link set: what its form is called, its path and its size."""

    form: str
    href: str
    size: str


@dataclass(frozen=True, slots=True)
class SetRow:
    """A link set in the list: its counts, and for which of our things it has identifiers.

    ``covered`` has a kind, how many of its things are linked, and how many there are.
    """

    target: Target
    href: str
    links: int
    exact: int
    date: str
    covered: tuple[tuple[str, int, int], ...]
    sought: int
    files: tuple[SetFile, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link on the page of its set; the hrefs lead to our thing and to the other."""

    label: str
    href: str
    relation: str
    object_id: str
    object_href: str
    object_label: str
    justification: str
    confidence: str
    seen_in: str
    seen_row: str
    also_seen_in: str
    comment: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A thing whose identifier was sought and not found."""

    label: str
    href: str
    date: str
    sought_in: str
    comment: str


def list_page(site: Site, index: LinksIndex) -> str:
    """Return the page of all link sets, with the coverage of each kind."""
    return render(
        "links/list.html",
        site,
        coverage=index.coverage,
        sets=[_set_row(one, index, site.release.folder) for one in index.sets if one.links],
        left_out=[one.target for one in index.sets if one.target.status == "left-out"],
    )


def set_page(site: Site, index: LinksIndex, found: LinkSet) -> str:
    """Return the page of one link set: each link with its place, and what was not found."""
    name = found.target.name
    path = set_file(site.release.folder, name, "csv")
    return render(
        "links/set.html",
        site,
        set=_set_row(found, index, site.release.folder),
        found=found,
        links=list(link_rows(path, site.urls)),
        gaps=[_gap_row(gap, site.urls) for gap in index.gaps if gap.target == name],
    )


def set_file(release: Path, name: str, ending: str) -> Path:
    """Return where the file of a link set is in the folder of a release."""
    return release / FOLDER / f"{name}.{ending}"


def link_rows(path: Path, urls: Urls) -> Iterator[LinkRow]:
    """Yield the links that a file of the release lists, which is CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield LinkRow(
                row["subject_label"],
                urls.document(row["subject_iri"]),
                row["predicate_id"].removeprefix("skos:"),
                row["object_id"],
                row["object_iri"],
                row["object_label"],
                row["mapping_justification"].removeprefix("semapv:"),
                row["confidence"],
                row["seen_in"],
                row["seen_row"],
                row["also_seen_in"],
                row["comment"],
            )


def _set_row(one: LinkSet, index: LinksIndex, release: Path) -> SetRow:
    name = one.target.name
    return SetRow(
        one.target,
        f"/links/{name}",
        one.links,
        one.predicates.get("skos:exactMatch", 0),
        one.date,
        tuple(_covered(index.coverage, name)),
        sum(gap.target == name for gap in index.gaps),
        tuple(_files(release, name)),
    )


def _covered(coverage: tuple[Coverage, ...], name: str) -> Iterator[tuple[str, int, int]]:
    for one in coverage:
        if found := one.by_target.get(name, 0):
            yield one.kind, found, one.things


def _files(release: Path, name: str) -> Iterator[SetFile]:
    for ending, form in FORMS.items():
        path = set_file(release, name, ending)
        if path.is_file():
            yield SetFile(form, f"/links/{name}.{ending}", size_words(path.stat().st_size))


def _gap_row(gap: Gap, urls: Urls) -> GapRow:
    return GapRow(gap.label, urls.document(gap.thing), gap.date, gap.sought_in, gap.comment)
