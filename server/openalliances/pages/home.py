"""The home page: what there is, in four numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openalliances.pages.kinds import KINDS
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release import Manifest


@dataclass(frozen=True, slots=True)
class Count:
    """A number on the home page and the list that it counts."""

    number: int
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page: its numbers, and what else there is to look at."""

    counts: tuple[Count, ...]
    quads: int
    graphs: int


def page(site: Site) -> str:
    """Return the home page."""
    counts = site.counts if site.is_dataset else {}
    return render("home.html", site, page=home_page(site.release.manifest, counts))


def home_page(manifest: Manifest, counts: Mapping[str, int]) -> HomePage:
    """Return the home page; ``counts`` is the number of things per class."""
    return HomePage(
        counts=tuple(
            Count(counts[kind.class_iri], kind.plural, f"/browse/{kind.slug}")
            for kind in KINDS
            if kind.headline and kind.class_iri in counts
        ),
        quads=manifest.quads,
        graphs=len(manifest.graphs),
    )
