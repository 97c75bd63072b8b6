"""The home page: what there is, in numbers, of our own set and of a user's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openalliances.http.urls import class_list
from openalliances.pages import front
from openalliances.pages.contents import Line, class_lines, scheme_lines
from openalliances.pages.front import Count
from openalliances.pages.kinds import KINDS
from openalliances.pages.notices import Licence, licence_of
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.structured_data import structured_data
from openalliances.pages.view import View
from openalliances.release import Manifest

_SHOWN = 12
"""The classes of a user's files that the home page shows."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page: its numbers, and what else there is to look at.

    ``more`` is how many classes are not among the numbers; ``schemes`` are vocabularies;
    ``example`` is the name of something to look up.
    """

    counts: tuple[Count, ...]
    quads: int
    graphs: int
    more: int = 0
    schemes: tuple[Line, ...] = ()
    licence: Licence | None = None
    example: str = ""


def page(seen: View | Site) -> str:
    """Return the home page: of our own set the one that answers, else that of a user's files."""
    view = seen if isinstance(seen, View) else View(seen)
    site = view.site
    if not site.is_dataset:
        model = own_home(site)
        return render("own_home.html", view, page=model, structured=structured_data(site))
    return front.page(view, home_page(site.release.manifest, site.counts).counts)


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
        example="AMISOM",
    )


def own_home(site: Site) -> HomePage:
    """Return the home page for a user's files."""
    manifest, lines = site.release.manifest, class_lines(site)
    told = [line for line in lines if line.named]
    return HomePage(
        counts=tuple(
            Count(line.named, line.name.value, class_list(line.iri), line.name.language)
            for line in told[:_SHOWN]
        ),
        quads=manifest.quads,
        graphs=len(manifest.graphs),
        more=max(0, len(told) - _SHOWN),
        schemes=scheme_lines(site)[:_SHOWN],
        licence=licence_of(manifest),
    )
