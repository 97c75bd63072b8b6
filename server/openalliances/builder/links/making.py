"""From tables and data to the links that are published: those of tables, and codes of the data.

Codes stand in the data as facts with sources (states by ISO, Correlates of War and Gleditsch and
Ward; alliances by Correlates of War and ATOP; documents by symbol). As links they are derived
here and not copied: a code that belongs to one thing alone is an exact match. States have the
codes of their periods; one that several states or periods share is a close match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.builder.dataset import SourceFile
from openalliances.builder.links.reading import NOT_FOUND, TARGETS, LinkFile, names_of
from openalliances.builder.links.rules import iri_of
from openalliances.builder.read_tables import PublishedFile
from openalliances.rdf.vocabulary import ALLY
from openalliances.release.links import Gap, Link, Target
from openalliances.release.names import CODING
from openalliances.tables.receipts import Receipt
from openalliances.tables.rows import Row

_AUTHOR = "OpenAlliances"
_BY_HAND = "semapv:ManualMappingCuration"
_ONE_SOURCE, _MORE_SOURCES = "0.98", "0.99"
"""Confidence of a code that one source gives for a thing, or several."""
_PLACES = {
    predicate: predicate.value
    for predicate in (ALLY.citesSource, ALLY.citedPlace, ALLY.checkedOn, ALLY.isPeriodOf)
}


@dataclass(frozen=True, slots=True, eq=False)
class MadeLinks:
    """The links, in order of target, thing, identifier; the targets and gaps; names of things."""

    links: tuple[Link, ...]
    targets: Mapping[str, Target]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str]


def make_links(files: Iterable[SourceFile]) -> MadeLinks:
    """Return what the tables of links and the codes in the data say.

    A data set without tables of links has none.
    """
    files = tuple(files)
    tables = {file.file.table.name: file.file for file in files if isinstance(file, LinkFile)}
    if not tables:
        return MadeLinks((), {}, (), {})
    names = names_of(files)
    targets = {row.cells["target"]: _target(row) for row in tables[TARGETS].rows}
    links = [
        _link(row, targets[name])
        for name, file in tables.items()
        if name in targets
        for row in file.rows
    ]
    known = {(link.thing, link.object_id) for link in links}
    codes = (link for link in _codes(files, targets, names) if _pair(link) not in known)
    links = sorted((*links, *codes), key=lambda link: (link.target, link.thing, link.object_id))
    gaps = tuple(_gap(row, names) for row in tables[NOT_FOUND].rows)
    return MadeLinks(tuple(links), targets, gaps, names)


def _pair(link: Link) -> tuple[str, str]:
    return link.thing, link.object_id


def _target(row: Row) -> Target:
    cell = row.cells.get
    return Target(
        row.cells["target"],
        row.cells["title"],
        cell("iri_space", ""),
        cell("code_pattern", ""),
        row.cells["homepage"],
        row.cells["licence"],
        row.cells["status"],
        cell("comment", ""),
    )


def _gap(row: Row, names: Mapping[str, str]) -> Gap:
    iri = iri_of(row.cells["subject_id"])
    where = row.cells["sought_in"], row.cells.get("comment", "")
    return Gap(iri, names[iri], row.cells["target"], row.cells["sought_on"], *where)


def _link(row: Row, target: Target) -> Link:
    cells = row.cells
    end = cells["object_id"].partition(":")[2]
    return Link(
        thing=iri_of(cells["subject_id"]),
        thing_label=cells["subject_label"],
        target=target.name,
        object_id=cells["object_id"],
        code=end.rstrip("/"),
        iri=target.iri_space + end if target.iri_space else "",
        label=cells["object_label"],
        predicate=cells["predicate_id"],
        justification=cells["mapping_justification"],
        confidence=cells["confidence"],
        date=cells["mapping_date"],
        author=cells["author_label"],
        source=cells["object_source"],
        source_version=cells.get("object_source_version", ""),
        seen_in=cells["seen_in"],
        seen_row=cells["seen_row"],
        also_seen_in=cells.get("also_seen_in", ""),
        rule=cells["rule"],
        comment=cells.get("comment", ""),
    )


@dataclass(frozen=True, slots=True)
class _Coded:
    """A code of a thing, with the sources that give it, and the period of a state it is of."""

    thing: str
    target: str
    code: str
    citations: tuple[str, ...]
    period: str = ""


def _codes(
    files: Iterable[SourceFile], targets: Mapping[str, Target], names: Mapping[str, str]
) -> Iterator[Link]:
    """Yield the links that the codes in the data are."""
    said: dict[str, dict[str, str]] = {name: {} for name in _PLACES.values()}
    receipts: list[Receipt] = []
    for file in files:
        if isinstance(file, PublishedFile):
            receipts += [r for r in file.published.receipts if _scheme(r) in targets]
            for triple in file.triples:
                if triple.predicate in _PLACES and isinstance(triple.subject, ox.NamedNode):
                    values = said[triple.predicate.value]
                    values.setdefault(triple.subject.value, _text(triple.object))
    coded = _by_pair(_coded(receipt, said[ALLY.isPeriodOf.value]) for receipt in receipts)
    of_thing = Counter((one.thing, one.target) for one in coded)
    of_code = Counter((one.target, one.code) for one in coded)
    for one in coded:
        alone = of_thing[one.thing, one.target] == 1 and of_code[one.target, one.code] == 1
        yield _derived(one, targets[one.target], said, names, alone=alone)


def _scheme(receipt: Receipt) -> str:
    return CODING.get(receipt.triple.predicate.value, "")


def _coded(receipt: Receipt, states: Mapping[str, str]) -> _Coded:
    subject, term = receipt.triple.subject, receipt.triple.object
    iri = _text(subject)
    citations = tuple(citation.value for citation in receipt.citations)
    period = iri if iri in states else ""
    return _Coded(states.get(iri, iri), _scheme(receipt), _text(term), citations, period)


def _by_pair(coded: Iterable[_Coded]) -> list[_Coded]:
    """Return one for each thing and code: two periods of a state may have the same."""
    found: dict[tuple[str, str, str], _Coded] = {}
    for one in coded:
        key = one.thing, one.target, one.code
        first = found.get(key)
        if first is not None:
            both = (*first.citations, *one.citations)
            one = _Coded(*key, tuple(dict.fromkeys(both)), "")
        found[key] = one
    return list(found.values())


def _derived(
    one: _Coded,
    target: Target,
    said: Mapping[str, Mapping[str, str]],
    names: Mapping[str, str],
    *,
    alone: bool,
) -> Link:
    places = [
        (said[ALLY.citesSource.value].get(c, ""), said[ALLY.citedPlace.value].get(c, ""))
        for c in one.citations
    ]
    sources = list(dict.fromkeys(source for source, _ in places))
    dates = [said[ALLY.checkedOn.value].get(c, "") for c in one.citations]
    of = f" of its period {names[one.period]}" if one.period in names else ""
    return Link(
        thing=one.thing,
        thing_label=names.get(one.thing, ""),
        target=target.name,
        object_id=f"{target.name}:{one.code}",
        code=one.code,
        iri=target.iri_space + one.code if target.iri_space else "",
        label="",
        predicate="skos:exactMatch" if alone else "skos:closeMatch",
        justification=_BY_HAND,
        confidence=_MORE_SOURCES if len(sources) > 1 else _ONE_SOURCE,
        date=min(filter(None, dates), default=""),
        author=_AUTHOR,
        source=sources[0] if sources else "",
        source_version="",
        seen_in=sources[0] if sources else "",
        seen_row=places[0][1] if places else "",
        also_seen_in=" | ".join(sources[1:]),
        rule=f"code{of or ' in the data'}",
        comment="" if alone else "The thing or the code has several: close, not exact.",
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
