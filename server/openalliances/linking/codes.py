"""From an identifier to the thing it stands for: a code of a scheme, or an IRI, ours or another's.

Codes of states are used again: 678 was North Yemen until 1990 and is Yemen since, in one scheme.
So a code has its validity, in years; where a year is asked for, only what holds then is found,
and in a year that two share, what goes on after it, as at the end of that year. Codes of ISO
3166-1 and of M49 name today's states: they stand for these in the years only in which they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from rapidfuzz import process

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.http.urls import split_suffix
from openalliances.linking.index import Code, LinkRow, NameIndex
from openalliances.rdf.prefixes import ALLY, BASE, shorten
from openalliances.release.folding import code_key
from openalliances.release.names import CODING, Entry

OURS = "openalliances"
"""The scheme of our own IRIs."""

ALIASES: dict[str, str] = {
    **dict.fromkeys(("ccode", "cown", "cowcode"), "cow"),
    **dict.fromkeys(("cowc", "stateabb"), "cow-abbreviation"),
    **dict.fromkeys(("gwcode", "gwn", "gwno", "gleditsch-ward"), "gw"),
    **dict.fromkeys(("iso3c", "alpha3", "iso-alpha-3", "iso3166-1-alpha-3"), "iso3"),
    **dict.fromkeys(("iso2c", "alpha2", "iso-alpha-2", "iso3166-1-alpha-2"), "iso2"),
    **dict.fromkeys(("iso3n", "ison", "iso-n3"), "iso-numeric"),
    **dict.fromkeys(("un", "unm49", "un-m49"), "m49"),
    **dict.fromkeys(("cowally", "version4id", "cow-ally"), "cow-alliance"),
    "atopid": "atop",
    **dict.fromkeys(("wd", "qid"), "wikidata"),
    **dict.fromkeys(("gn", "geonameid"), "geonames"),
    **dict.fromkeys(("unsc", "undoc", "un-symbol", "document"), "symbol"),
}
"""Other names of schemes: those of data sets, of packages (countrycode, peacesciencer), short."""

_OF_TODAY = frozenset(("iso2", "iso3", "iso-numeric", "m49"))
_MOST_BEGUN = 100
_NO_EXACT = frozenset(("closeMatch", "broadMatch", "narrowMatch", "relatedMatch"))
_YEAR = re.compile(r"(\d{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_SYMBOL_WITHOUT_YEAR = re.compile(r"(.+?)\s*\(\d{4}\)")
_PROPERTIES = {scheme: shorten(iri) for iri, scheme in CODING.items() if iri.startswith(ALLY)}
_DOCUMENT = re.compile(r"\.(?:html?|rdf|ttl|nt|json|jsonld|xml|csv)/?\Z")
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?!//)(.+)", re.DOTALL)

_OURS = re.compile(r"https?://(?:www\.)?w3id\.org/openalliances/(.*)", re.IGNORECASE)
_PAGES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"https?://{pattern}(?:[?#].*)?", re.IGNORECASE), scheme, iri)
    for pattern, scheme, iri in (
        (
            r"(?:www\.|m\.)?wikidata\.org/"
            r"(?:entity|wiki|wiki/Special:EntityData|wiki/Special:EntityPage)/"
            r"(Q\d+)(?:\.[a-z]+)?/?",
            "wikidata",
            "http://www.wikidata.org/entity/{}",
        ),
        (
            r"(?:www\.|sws\.)?geonames\.org/(\d+)(?:/[^?#]*)?",
            "geonames",
            "https://sws.geonames.org/{}/",
        ),
        (r"(?:www\.)?undocs\.org/(?:[a-z]{2}/)?((?:S|A|ST)/.+)", "symbol", ""),
        (r"docs\.un\.org/(?:[a-z]{2}/)?((?:S|A|ST)/.+)", "symbol", ""),
        (
            r"dbpedia\.org/(?:page|data)/([^?#]+?)(?:\.[a-z]+)?",
            "dbpedia",
            "http://dbpedia.org/resource/{}",
        ),
        (
            r"eur-lex\.europa\.eu/legal-content/[A-Z]{2}/[A-Z/]+\?(?:[^#]*&)?"
            r"uri=CELEX(?::|%3A)([0-9A-Z]+)(?:&[^#]*)?",
            "celex",
            "http://publications.europa.eu/resource/celex/{}",
        ),
        (r"(?:www\.)?ucdp\.uu\.se/(?:#/)?conflict/(\d+)", "ucdp-conflict", ""),
        (r"(?:www\.)?ucdp\.uu\.se/(?:#/)?actor/(\d+)", "ucdp-actor", ""),
        (r"(?:www\.)?ror\.org/(0[a-z0-9]{8})/?", "ror", "https://ror.org/{}"),
        (r"(?:www\.)?isni\.org/(?:isni/)?(\d{15}[\dX])/?", "isni", "https://isni.org/isni/{}"),
    )
)
"""Forms of addresses of others: their scheme, and the IRI that they mean. Seen on their sites."""


@dataclass(frozen=True, slots=True)
class Known:
    """A thing by one of its identifiers.

    ``code`` is one of ``scheme``, and holds from and to those years, empty where nothing is
    said. ``predicate`` is how they belong together: ``skos:exactMatch`` and its like, or the
    property of the code. ``iri`` and ``label`` are those of the other publisher.
    """

    entry: Entry
    scheme: str
    code: str
    valid_from: str = ""
    valid_to: str = ""
    predicate: str = ""
    iri: str = ""
    label: str = ""

    @property
    def is_exact(self) -> bool:
        """Return whether the identifier stands for just this thing, and not for one near it."""
        return self.predicate.rpartition(":")[2] not in _NO_EXACT


def lookup(index: NameIndex, identifier: str, year: int | None = None) -> list[Known]:
    """Return the things that an IRI, or a code with its scheme ("cow:516"), stands for.

    :raises BadRequestError: if it is neither.
    :raises NotFoundError: if there is no such scheme.
    """
    text = identifier.strip().removeprefix("<").removesuffix(">")
    if "://" in text:
        return by_iri(index, text, year)
    found = _CURIE.fullmatch(text)
    if found is None:
        raise BadRequestError(
            f"“{text[:80]}” is neither an IRI nor a code with its scheme.",
            "Write it as https://…, or as cow:516, iso3:BDI, wd:Q967, unsc:S/RES/1545.",
        )
    return by_code(index, found[1], found[2], year)


def by_iri(index: NameIndex, iri: str, year: int | None = None) -> list[Known]:
    """Return the things that *iri* stands for: one of ours, or another publisher's.

    It may be written with http or https, with a slash at its end or without, and may be the
    address of a page about the thing.
    """
    iri = iri.strip()
    own = _own(index, iri)
    if own is not None:
        return [own]
    links = index.links_to(_spellings(iri)) or index.links_to(_spellings(_of_document(iri)))
    if not links:
        for pattern, scheme, template in _PAGES:
            if page := pattern.fullmatch(iri):
                code = unquote(page[1])
                links = index.links_to([template.format(code)]) if template else []
                if not links:
                    return by_code(index, scheme, code, year) if scheme in index.schemes else []
                break
    return _of_links(index, links)


def by_code(index: NameIndex, scheme: str, code: str, year: int | None = None) -> list[Known]:
    """Return the things with that *code* in that *scheme*, those of the year *year* if given.

    :raises NotFoundError: if there is no such scheme; the hint says which there are.
    """
    name = scheme_called(index, scheme)
    found = _coded(index, name, code.strip())
    entries = index.entries([one.thing for one in found])
    # What a period of a state has for a code, the state has for that time.
    tier = min((index.tier(one.thing) for one in found), default=0)
    found = [one for one in found if index.tier(one.thing) == tier]
    if year is not None:
        found = _at(index, found, year)
    links = {(link.thing, link.code): link for link in _links_of(index, found)}
    return [_known(one, entries[one.thing], links.get((one.thing, one.text))) for one in found]


def only(found: Sequence[Known]) -> Known | None:
    """Return the one that is meant, None if there is none or several things may be."""
    exact = [one for one in found if one.is_exact] or list(found)
    return exact[-1] if len({one.entry.iri for one in exact}) == 1 else None


def codes_of(index: NameIndex, iri: str, year: int | None = None) -> list[Code]:
    """Return the codes of the thing *iri* that hold in that year; without one, the latest."""
    number = index.number_of(iri)
    codes = index.codes_of(number) if number is not None else []
    if year is not None:
        return [code for code in codes if _holds(code, year)]
    latest: dict[str, str] = {}
    for code in codes:
        latest[code.scheme] = max(latest.get(code.scheme, ""), code.valid_to or "9999")
    return [code for code in codes if (code.valid_to or "9999") == latest[code.scheme]]


def scheme_called(index: NameIndex, scheme: str) -> str:
    """Return the scheme that is called so, or has that for another name.

    :raises NotFoundError: if there is none.
    """
    lower = scheme.strip().lower()
    name = ALIASES.get(lower, lower)
    if name in index.schemes:
        return name
    near = process.extractOne(lower, index.schemes, score_cutoff=60)
    raise NotFoundError(
        f"There is no scheme of codes called {scheme.strip()[:80]}.",
        (f"Is it {near[0]}? " if near else "")
        + f"There is {', '.join(index.schemes) or 'none here'}.",
    )


def year_of(text: str) -> int | None:
    """Return the year of a date, None for an empty text.

    :raises BadRequestError: if it is neither a year nor a date.
    """
    if not text.strip():
        return None
    found = _YEAR.fullmatch(text.strip())
    if found is None:
        raise BadRequestError(
            f"“{text.strip()[:40]}” is no year.", "Write a year or a date: 1990, 1990-05-22."
        )
    return int(found[1])


def _own(index: NameIndex, iri: str) -> Known | None:
    """Return the thing if *iri* is ours, also in a form that is not quite right."""
    for spelling in own_spellings(iri):
        number = index.number_of(spelling)
        if number is not None:
            (entry,) = index.entries([number]).values()
            return Known(entry, OURS, spelling.removeprefix(BASE), iri=spelling)
    return None


def own_spellings(iri: str) -> Iterator[str]:
    """Yield the IRIs of ours that *iri* may mean: itself, without the ending of a document."""
    yield from _spellings(iri)
    parts = urlsplit(iri)
    if parts.path.endswith("/resource") and (asked := parse_qs(parts.query).get("iri")):
        yield from _spellings(asked[0])
    if found := _OURS.fullmatch(iri):
        path = re.split(r"[?#]", found[1])[0].strip("/")
        stem, _ = split_suffix(f"/{path}")
        yield from (BASE + path, BASE + stem.strip("/"), BASE + unquote(path), BASE + path + "/")


def _of_document(iri: str) -> str:
    """Return what *iri* is about if it is the address of a document: without form and query."""
    return _DOCUMENT.sub("", re.split(r"[?#]", iri)[0]).replace(
        ".m.wikipedia.org/", ".wikipedia.org/"
    )


def _spellings(iri: str) -> list[str]:
    """Return *iri* with http and https, www, a slash at its end, and without; escaped and not."""
    scheme, _, rest = iri.partition("://")
    hosts = (rest, rest.removeprefix("www.") if rest.startswith("www.") else f"www.{rest}")
    bares = [one.removesuffix("/") for one in hosts]
    rests = dict.fromkeys((*hosts, *bares, *(f"{one}/" for one in bares), unquote(rest)))
    schemes = {"http": ("http", "https"), "https": ("https", "http")}.get(scheme.lower(), (scheme,))
    return list(dict.fromkeys([iri, *(f"{one}://{text}" for text in rests for one in schemes)]))


def _coded(index: NameIndex, scheme: str, code: str) -> list[Code]:
    key = code_key(code)
    found = index.in_scheme(scheme, key)
    # A key has no signs: "1-23" is not 123.
    same = [one for one in found if one.text.casefold() == code.casefold()]
    if found or scheme != "symbol":
        return same or found
    begun = index.in_scheme_beginning(scheme, key, _MOST_BEGUN) if key else []
    return [
        one
        for one in begun
        if (bare := _SYMBOL_WITHOUT_YEAR.fullmatch(one.text)) and code_key(bare[1]) == key
    ]


def _at(index: NameIndex, found: Iterable[Code], year: int) -> list[Code]:
    """Return those that hold in *year*; where things share it, those that go on after it."""
    holding = [one for one in found if _holds(one, year) and _was(index, one, year)]
    if len({one.thing for one in holding}) < 2:
        return holding
    return [one for one in holding if one.valid_to != str(year)] or holding


def _holds(code: Code, year: int) -> bool:
    return (not code.valid_from or int(code.valid_from[:4]) <= year) and (
        not code.valid_to or year <= int(code.valid_to[:4])
    )


def _was(index: NameIndex, code: Code, year: int) -> bool:
    """Return whether what a code of today stands for was there in *year*, if that is known."""
    if code.scheme not in _OF_TODAY:
        return True
    spells = [one for one in index.codes_of(code.thing) if one.valid_from]
    return not spells or any(_holds(one, year) for one in spells)


def _links_of(index: NameIndex, found: Iterable[Code]) -> Iterator[LinkRow]:
    for one in found:
        yield from index.links_with_code(one.scheme, one.text)


def _of_links(index: NameIndex, links: Sequence[LinkRow]) -> list[Known]:
    entries = index.entries([link.thing for link in links])
    return [
        Known(
            entries[link.thing],
            link.target,
            link.code,
            predicate=_short(link.predicate),
            iri=link.iri,
            label=link.label,
        )
        for link in links
    ]


def _known(code: Code, entry: Entry, link: LinkRow | None) -> Known:
    predicate = _short(link.predicate) if link else _PROPERTIES.get(code.scheme, "")
    iri, label = (link.iri, link.label) if link else ("", "")
    return Known(
        entry, code.scheme, code.text, code.valid_from, code.valid_to, predicate, iri, label
    )


def _short(predicate: str) -> str:
    return shorten(predicate) if "://" in predicate else predicate
