"""Tools for names and codes: search, resolve."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.linking.codes import Known, codes_of, lookup, only, year_of
from openalliances.linking.match import Candidate
from openalliances.mcp.answers import CodeRow, Match, Matches, Resolved
from openalliances.mcp.data import Data, Row, evidence_of, id_of, texts
from openalliances.mcp.refusals import Whole, checked
from openalliances.release.names import Entry

_MOST_MATCHES = 25
_OTHERS = 5
_CODE_SIGN = ":"
_LONGEST = 1_000


def search(data: Data, text: str, kind: str = "", limit: int = 10) -> tuple[Matches, Whole]:
    """Return the things whose name or code fits *text*, and how much more there is."""
    text = checked("text", text, _LONGEST)
    most = max(1, min(limit, _MOST_MATCHES))
    found = data.candidates(text, (kind,) if kind else (), limit=most + 1)
    matches = _matches(data, found[:most])
    notes = () if found else (f"Nothing here is called {text[:80]}; try another spelling.",)
    return Matches(
        release=data.stamp,
        notes=notes,
        sources=data.sources(source for one in matches for source in one.sources),
        matches=matches,
        more=len(found) > most,
    ), Whole("Things that fit", len(matches), "Ask for fewer with limit, or name a kind.")


def resolve(data: Data, text: str, kind: str = "", year: str = "") -> tuple[Resolved, Whole]:
    """Return the one thing that a name, a code or an IRI means, and its codes then."""
    text, when = checked("text", text, _LONGEST), year_of(year)
    thing, others = _coded(data, text, when) or _named(data, text, kind, when)
    codes = _codes(data, thing.iri, when) if thing else ()
    notes = []
    if thing is None:
        notes.append(_not_one(text, when, others))
    elif when is not None and not codes:
        notes.append(f"No code of {thing.name} is known to hold in {when}.")
    sources = [one for code in codes for one in code.sources]
    sources += thing.sources if thing else ()
    return Resolved(
        release=data.stamp,
        notes=tuple(notes),
        sources=data.sources(sources),
        thing=thing,
        codes=codes,
        others=others,
    ), Whole("Codes", len(codes), "Give a year.")


def _not_one(text: str, year: int | None, others: Sequence[Match]) -> str:
    if not others:
        return f"“{text[:80]}” is not known here; try another spelling, or search."
    then = f" in {year}" if year is not None else ""
    return (
        f"“{text[:80]}” does not stand for one thing for sure{then}: others says for what it "
        "may stand. Give an id, a kind, a year, or the scheme of the code."
    )


def _named(
    data: Data, text: str, kind: str, year: int | None
) -> tuple[Match | None, tuple[Match, ...]]:
    found = data.candidates(text, (kind,) if kind else (), year, _OTHERS + 1)
    sure = next((one for one in found if one.sure), None)
    matches = _matches(data, found[: _OTHERS + 1])
    thing = next((one for one in matches if sure and one.iri == sure.entry.iri), None)
    return thing, tuple(one for one in matches if one is not thing)[:_OTHERS]


def _coded(
    data: Data, text: str, year: int | None
) -> tuple[Match | None, tuple[Match, ...]] | None:
    """Return what a code with its scheme, or an IRI, stands for; None if *text* is neither."""
    if _CODE_SIGN not in text or " " in text.partition(_CODE_SIGN)[0]:
        return None
    known = lookup(data.site.names, text, year)
    if not known and year is not None:
        others = lookup(data.site.names, text)
        return None, tuple(_known(data, others, None).values())
    meant = only(known)
    matches = _known(data, known, meant)
    thing = matches.get(meant.entry.iri) if meant else None
    return thing, tuple(one for one in matches.values() if one is not thing)


def _known(data: Data, known: Sequence[Known], meant: Known | None) -> dict[str, Match]:
    entries = {one.entry.iri: one for one in known}
    told = data.evidence(map(id_of, entries))
    return {
        iri: _match(one.entry, told, matched=_spelt(one), sure=one == meant)
        for iri, one in entries.items()
    }


def _spelt(one: Known) -> str:
    """Return a code with its scheme and the years in which it holds."""
    years = f" ({one.valid_from}–{one.valid_to})" if one.valid_from or one.valid_to else ""
    return f"{one.scheme}:{one.code}{years}"


def _codes(data: Data, iri: str, year: int | None) -> tuple[CodeRow, ...]:
    """Return the codes that hold in *year*, with their sources where a table has them."""
    rows: dict[tuple[str, str], Row] = {}
    id_ = id_of(iri)
    if data.site.tables is not None and id_.startswith("state/"):
        # One of two lists may give a code for another time: what no list says is left open.
        for row in data.select("state_codes", [("state", id_)], "Give a year.").rows:
            rows.setdefault((str(row["scheme"]), str(row["code"])), row)
    found = []
    for code in codes_of(data.site.names, iri, year):
        row = rows.get((_TABLE_SCHEMES.get(code.scheme, code.scheme), code.text), {})
        times = texts(row, "start", "end", "known_until")
        if not row:
            times = {"start": code.valid_from, "end": code.valid_to}
        found.append(CodeRow(scheme=code.scheme, code=code.text, **times, **evidence_of(row)))
    return tuple(found)


_TABLE_SCHEMES = {"iso3": "iso3c", "iso-numeric": "iso3n", "gw": "gleditsch-ward"}
"""Schemes of the index that the table of codes calls otherwise."""


def _matches(data: Data, found: list[Candidate]) -> tuple[Match, ...]:
    told = data.evidence(id_of(one.entry.iri) for one in found)
    return tuple(
        _match(one.entry, told, matched=one.name, sure=one.sure, score=one.score) for one in found
    )


def _match(
    entry: Entry, told: dict[str, Row], *, matched: str, sure: bool, score: float = 100.0
) -> Match:
    return Match(
        id=id_of(entry.iri),
        iri=entry.iri,
        name=entry.label,
        kind=entry.kind,
        years=entry.years,
        matched=matched,
        score=round(score, 1),
        sure=sure,
        **told.get(id_of(entry.iri), {}),
    )
