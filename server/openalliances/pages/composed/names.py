"""What a thing is called in the reader's language, its other names, where else it is described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

from openalliances.facts.receipts import Value
from openalliances.http.languages import ENGLISH
from openalliances.pages.composed.model import Key, Name
from openalliances.pages.markup import filled
from openalliances.pages.view import UNKNOWN, View
from openalliances.tabular.database import Reader

ALSO = "http://www.w3.org/2004/02/skos/core#altLabel"
NOTE = "http://www.w3.org/2004/02/skos/core#scopeNote"
_ALSO_SHOWN = 6
_PLACES = {
    "www.wikidata.org": "Wikidata",
    "sws.geonames.org": "GeoNames",
    "metadata.un.org": "UNBIS",
    "id.loc.gov": "Library of Congress",
    "d-nb.info": "GND",
    "isni.org": "ISNI",
    "publications.europa.eu": "EU Publications Office",
    "eurovoc.europa.eu": "EuroVoc",
    "viaf.org": "VIAF",
}
"""What data sets of others are called, by the host of their IRIs, those most asked first."""

_MOST = 3


def also(values: Mapping[str, tuple[Value, ...]], title: str) -> tuple[Name, ...]:
    """Return some other names of a thing, those in Latin letters first."""
    given = [one.value for one in values.get(ALSO, ()) if one.value != title]
    latin = sorted(given, key=lambda text: not text.isascii())
    return tuple(Name(text) for text in latin[:_ALSO_SHOWN])


def titled(
    view: View, english: str, what: str, parts: Iterable[tuple[str, str]]
) -> tuple[str, str]:
    """Return the title of what has a name in English alone, and the language of that.

    In another language it is made of *what* it is and of its *parts*, ids with English names.
    """
    if view.wording.language == ENGLISH:
        return english, ENGLISH
    named = [view.named(*part) for part in parts]
    is_foreign = any(language == ENGLISH for _, language in named)
    names = ", ".join(str(name) for name, _ in named)
    title = view.wording.text("{what}: {names}", what=view.wording.text(what), names=names)
    return title, UNKNOWN if is_foreign else view.wording.language


def notes(view: View, values: Mapping[str, tuple[Value, ...]]) -> tuple[Markup, ...]:
    """Return the notes of ours on what a thing covers, or on what is disputed of it."""
    return tuple(view.own(one.value) for one in values.get(NOTE, ()))


def elsewhere(view: View, reader: Reader, thing: str) -> tuple[Key, ...]:
    """Return a key fact with links to the same thing in data sets of others, if there are any."""
    query = "SELECT target FROM links WHERE thing = ? AND relation = 'exactMatch' ORDER BY target"
    found: dict[str, str] = {}
    for target in reader.column(query, [thing]):
        host = urlsplit(target).netloc
        if host in _PLACES:
            found.setdefault(host, target)
    links = [
        filled('<a rel="external" href="{}">{}</a>', found[host], name)
        for host, name in _PLACES.items()
        if host in found
    ][:_MOST]
    return (Key(view.say("Elsewhere"), Markup(" · ").join(links)),) if links else ()
