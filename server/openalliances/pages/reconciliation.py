"""The pages of the reconciliation service: how it is used, and previews of things.

A preview is shown in a frame within the program of somebody else, and a flyout is put into its
page; so both are small, and hold text alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openalliances.errors import NotFoundError
from openalliances.linking.reconciliation import extend
from openalliances.linking.reconciliation.manifest import Place, manifest
from openalliances.linking.reconciliation.properties import Origin, property_named
from openalliances.linking.reconciliation.queries import description
from openalliances.pages.models import Anchor
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release.names import Entry
from openalliances.statements.grades import first_of
from openalliances.tabular.faults import shown
from openalliances.things.description import Text

PATH = "/reconcile"
_SHOWN = ("acronym", "iso3", "cow", "start", "end", "known_until", "lead", "hosts", "adopted")
"""Properties that a preview shows, where the thing has them."""
_MOST_SOURCES = 4
_MOST_VALUES = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a thing: what it is, a few facts, its evidence and sources.

    ``grade`` is empty where none is known; ``more`` sources are not shown.
    """

    title: Text
    about: str
    href: str
    facts: tuple[tuple[str, str], ...] = ()
    grade: str = ""
    sources: tuple[Anchor, ...] = ()
    more: int = 0


def place_of(site: Site, language: str = "") -> Place:
    """Return where the service is, in a language if the client asks for one by its address."""
    return Place(site.known_address, f"{PATH}/{language}" if language else PATH)


def manifest_of(site: Site, language: str = "") -> dict[str, Any]:
    """Return the manifest of the service."""
    release = site.release.manifest
    return manifest(site.reconciliation, place_of(site, language), release.title, release.version)


def service_page(site: Site) -> str:
    """Return the page that says how names are reconciled."""
    service = site.reconciliation
    told = [one for one in service.properties.values() if one.origin is not Origin.ASKED]
    compared = [one for one in service.properties.values() if one.origin is Origin.ASKED]
    return render(
        "reconcile.html",
        site,
        url=place_of(site).url,
        service=service,
        settings=extend.SETTINGS,
        told=told,
        compared=compared,
        example=_example(site),
    )


def iri_called(site: Site, id_: str) -> str:
    """Return the IRI of the thing with that identifier.

    :raises NotFoundError: if there is none.
    """
    iri = site.reconciliation.known_iri(id_[:2000].encode(errors="replace").decode())
    if not iri:
        example = site.reconciliation.entities.id_of(_example(site)[1])
        raise NotFoundError(
            f"There is nothing with the identifier {shown(id_)}.",
            f"Identifiers look like {example}; take them from the answers of {PATH}.",
        )
    return iri


def preview_page(site: Site, id_: str, language: str) -> str:
    """Return the page that shows a thing in a small frame.

    :raises NotFoundError: if there is none with that identifier.
    """
    return render("preview.html", site, page=preview(site, iri_called(site, id_), language))


def flyout(site: Site, kind: str, id_: str, language: str) -> dict[str, str]:
    """Return the flyout of an entity, a type or a property (section 6.5).

    :raises NotFoundError: if there is none.
    :raises BadRequestError: if there is no such type or property.
    """
    service = site.reconciliation
    if kind == "entity":
        shown_ = preview(site, iri_called(site, id_), language)
    elif kind == "type":
        type_ = service.types.named(id_)
        about = f"{type_.things:,} in this release"
        shown_ = Preview(Text(type_.name), about, site.urls.thing(type_.iri))
    else:
        known = property_named(service.properties, id_)
        shown_ = Preview(Text(known.name), known.description, "")
    html = render("flyout.html", site, page=shown_, address=site.known_address)
    return {"id": id_, "html": html.strip()}


def preview(site: Site, iri: str, language: str) -> Preview:
    """Return what a preview shows of the thing *iri*."""
    service = site.reconciliation
    entry = _entry(site, iri)
    names = (*_SHOWN, "grade", "source_ids")
    asked = [
        extend.Asked(name, service.properties[name], limit=100)
        for name in names
        if name in service.properties
    ]
    id_ = service.entities.id_of(iri)
    values = extend.answer(service, [id_], asked, language)["rows"][id_]
    facts = [
        (service.properties[name].name, _words(values[name])) for name in _SHOWN if values.get(name)
    ]
    grade = first_of(str(one.get("str")) for one in values.get("grade", ()))
    sources = [
        Anchor(Text(one["name"]), site.urls.thing(service.entities.iri_of(one["id"])))
        for one in values.get("source_ids", ())
        if "id" in one
    ]
    label = service.labels([iri], language).get(iri, "") or entry.label or iri
    tag = entry.language if label == entry.label else language
    return Preview(
        Text(label, tag),
        description(entry.kind, entry.years),
        site.urls.thing(iri),
        tuple(facts),
        grade.label if grade else "",
        tuple(sources[:_MOST_SOURCES]),
        max(0, len(sources) - _MOST_SOURCES),
    )


def _entry(site: Site, iri: str) -> Entry:
    number = site.names.number_of(iri)
    assert number is not None  # noqa: S101  it was looked up by its identifier
    return site.names.entries([number])[number]


def _words(values: list[dict[str, Any]]) -> str:
    words = [str(one.get("name", one.get("str", one.get("int", "")))) for one in values]
    more = len(words) - _MOST_VALUES
    return ", ".join(words[:_MOST_VALUES]) + (f" and {more} more" if more > 0 else "")


def _example(site: Site) -> tuple[str, str]:
    """Return the name and the IRI of the thing that examples speak of: the most important one."""
    entry = site.names.entries([1]).get(1)
    return (entry.label, entry.iri) if entry else ("Burundi", "https://example.org/burundi")
