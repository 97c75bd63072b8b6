"""What a user's files hold, as lines of lists: classes, vocabularies, with their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.http.urls import class_list
from openalliances.pages.site import Site
from openalliances.release.contents import Counted
from openalliances.things.description import Text


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is counted: its name, its IRI, its number, and its pages.

    ``named`` is the number of those that have an IRI, and so a page; ``things`` is where they
    are listed, empty if there are none.
    """

    name: Text
    iri: str
    short: str
    number: int
    named: int
    href: str
    things: str = ""


def class_lines(site: Site) -> tuple[Line, ...]:
    """Return the classes of the user's files, the largest first."""
    found = site.contents.classes if site.contents else ()
    return tuple(_line(site, entry, of_class=True) for entry in found)


def property_lines(site: Site) -> tuple[Line, ...]:
    """Return the properties of the user's files, the most frequent first."""
    found = site.contents.properties if site.contents else ()
    return tuple(_line(site, entry) for entry in found)


def scheme_lines(site: Site) -> tuple[Line, ...]:
    """Return the concept schemes of the user's files, the largest first."""
    found = site.contents.schemes if site.contents else ()
    return tuple(_line(site, entry) for entry in found)


def _line(site: Site, entry: Counted, *, of_class: bool = False) -> Line:
    short = site.prefixes.shorten(entry.iri)
    return Line(
        Text(entry.label, entry.language) if entry.label.strip() else Text(short),
        entry.iri,
        short,
        entry.number,
        entry.named,
        site.urls.document(entry.iri),
        class_list(entry.iri) if of_class and entry.named else "",
    )
