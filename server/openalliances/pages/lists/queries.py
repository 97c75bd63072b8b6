"""The query of a list: SQL over the published SQLite, which is what is run; SPARQL where it can.

SPARQL is written for filters whose property is known (:data:`_PATHS`); a list with any other is
told in SQL alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openalliances.pages.kinds import Kind
from openalliances.pages.lists.asking import Asked
from openalliances.rdf.prefixes import ALLY, BASE, ID, PREFIXES, VOCAB
from openalliances.tabular import times
from openalliances.tabular.database import FOLDED, Value
from openalliances.tabular.derived import first_date
from openalliances.tabular.filters import PARAMETERS
from openalliances.tabular.selection import Selection

_UNTOLD = {*PARAMETERS} - {"sort", "columns", "at"}
"""Parameters that are told in SQL alone: words are sought in several names at once."""
_MARK = re.compile(r"\?")
_ID = re.compile(r"[A-Za-z0-9/_.~-]+")
_YEARS = re.compile(r"[0-9]{3}0")


@dataclass(frozen=True, slots=True)
class Path:
    """By which property a filter holds: a path, and what its values begin with."""

    path: str
    space: str = ID


_GRADE = Path("ally:hasEvidenceGrade", VOCAB + "evidence-grade/")
_LABEL, _START, _END = "rdfs:label", "ally:startDate", "ally:endDate"
_ADOPTED, _ADOPTED_BY = "ally:adoptionDate", Path("ally:isAdoptedBy")
_OBLIGATION = Path("ally:hasObligationType", VOCAB + "obligation-type/")
_BELONGS = Path("^ally:inArrangement/ally:hasMember")
_LED, _WHERE = Path("ally:isLedBy"), Path("ally:takesPlaceIn")
_OPERATION = Path("ally:isContributionTo")

_CLASSES = Path("a", ALLY)
"""Kinds that are classes: ``peacekeeping-operation`` is ``ally:PeacekeepingOperation``."""

_PATHS: Mapping[str, Mapping[str, Path]] = {
    "states": {"region": Path("ally:locatedIn"), "regions": Path("ally:locatedIn")},
    "organisations": {"member": _BELONGS},
    "alliances": {
        "kinds": _CLASSES,
        "obligations": _OBLIGATION,
        "member": _BELONGS,
    },
    "partnerships": {
        "kinds": _CLASSES,
        "obligations": _OBLIGATION,
        "member": _BELONGS,
    },
    "missions": {
        "region": Path("ally:takesPlaceIn/ally:locatedIn?"),
        "kinds": _CLASSES,
        "lead": _LED,
        "hosts": _WHERE,
        "host": _WHERE,
        "deployment": Path("ally:hasDeploymentStatus", VOCAB + "deployment-status/"),
    },
    "memberships": {
        "organization": Path("ally:inArrangement"),
        "member": Path("ally:hasMember"),
        "region": Path("ally:hasMember/ally:locatedIn"),
        "kind": Path("ally:hasMembershipKind", VOCAB + "membership-kind/"),
    },
    "mandates": {
        "mission": Path("ally:isMandateOf"),
        "effects": Path("ally:hasDecisionEffect", VOCAB + "decision-effect/"),
    },
    "contributions": {"mission": _OPERATION, "state": Path("ally:contributedBy")},
    "instruments": {
        "adopted_by": _ADOPTED_BY,
        "signatory": Path("ally:hasSignatory"),
        "signatories": Path("ally:hasSignatory"),
    },
    "agreements": {},
    "claims": {
        "document": Path("ally:hasPassage/ally:inSection/ally:isSectionOf"),
        "section": Path("ally:hasPassage/ally:inSection"),
        "kind": Path("ally:hasClaimType", VOCAB + "claim-type/"),
    },
    "regions": {"within": Path("ally:locatedIn")},
    "sources": {
        "kind": Path("ally:hasSourceKind", VOCAB + "source-kind/"),
        "authority": Path("ally:hasSourceAuthority", VOCAB + "source-authority/"),
    },
}
"""The filters of lists that SPARQL can say in one line."""
_CLASS: Mapping[str, str] = {"organisations": ALLY + "IntergovernmentalOrganization"}
"""The class of a list whose table holds fewer things than the class of its kind."""
_DATED: Mapping[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(
        ("organisations", "alliances", "partnerships", "missions", "memberships", "contributions"),
        (("start", _START), ("end", _END)),
    ),
    "mandates": (("start", _START),),
    "instruments": (("adopted", _ADOPTED),),
    "agreements": (("adopted", _ADOPTED),),
}
"""The dates of a list, with the property of each."""
_TREATY, _DECISION = "ally:isFoundedBy/ally:adoptionDate", "^ally:isMandateOf/ally:startDate"
_AROUND: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("organisations", "alliances", "partnerships"), ("", _TREATY)),
    "missions": ("", _DECISION),
    "memberships": ("ally:inArrangement", _TREATY),
    "contributions": ("ally:isContributionTo", _DECISION),
}
"""What bounds a row without a start: what it belongs to, if that is something else, and the date
of what set that up."""


def sql(selection: Selection) -> str:
    """Return the SQL that gives the rows of *selection*, as it can be run over the SQLite file."""
    text, values = selection.statement()
    left = iter(values)
    written = _MARK.sub(lambda _: _literal(next(left)), text)
    whole = f" LIMIT {_literal(selection.limit)} OFFSET {_literal(selection.offset)}"
    written = written.removesuffix(whole) if not selection.offset else written
    # A file without our functions has no other way to compare without case.
    return written.replace(f"{FOLDED}(", "lower(").replace(" FROM ", "\nFROM ", 1)


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    return (
        str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
    )


def sparql(asked: Asked) -> str:
    """Return the SPARQL that gives the rows of a list; empty where a filter is not told so."""
    paths = _PATHS.get(asked.kind.slug)
    if paths is None or {name for name, _ in asked.given} & _UNTOLD:
        return ""
    if asked.chosen("at") and not _has_spells(asked):
        return ""
    lines = []
    for name in dict.fromkeys(name for name, _ in asked.facets):
        line = _line(asked, name, asked.chosen(name), paths)
        if not line:
            return ""
        lines.append(line)
    return _query(asked, lines)


def _line(asked: Asked, name: str, values: tuple[str, ...], paths: Mapping[str, Path]) -> str:
    path = _GRADE if name == "grade" else paths.get(name)
    date = first_date(asked.table)
    if name == "decade" and all(_YEARS.fullmatch(value) for value in values):
        begins = (f'STRSTARTS(STR(?{date}), "{value[:3]}")' for value in values)
        return f"FILTER({' || '.join(begins)})"
    if path is None or not all(_is_told(path, value) for value in values):
        return ""
    words = (_camel(value) if path is _CLASSES else value for value in values)
    terms = " ".join(f"<{path.space}{word}>" for word in words)
    if len(values) == 1:
        return f"?item {path.path} {terms} ."
    return f"VALUES ?{name}_ {{ {terms} }} ?item {path.path} ?{name}_ ."


def _is_told(path: Path, value: str) -> bool:
    """Return whether *value* is a whole id or word, and no short name that is looked up."""
    return bool(_ID.fullmatch(value)) and ("/" in value or path.space != ID)


def _camel(word: str) -> str:
    return "".join(part.capitalize() for part in word.split("-"))


def _has_spells(asked: Asked) -> bool:
    dates = dict(_DATED.get(asked.kind.slug, ()))
    return {"start", "end"} <= dates.keys() and "known_until" in asked.table.names


def _at(asked: Asked) -> Iterator[str]:
    """Yield the conditions that a row may hold at a time: those of :mod:`..tabular.times`."""
    for text in asked.chosen("at"):
        first, last = times.days("at", text)
        yield "OPTIONAL { ?item ally:knownUntil ?known }"
        yield _begun(*_AROUND.get(asked.kind.slug, ("", "")))
        yield f'FILTER(STR(COALESCE(?start, ?begun, ?founded, ?end, ?known)) <= "{last}")'
        yield (
            f"FILTER(STR(COALESCE(?end, ?known)) >= "
            f'SUBSTR("{first}", 1, STRLEN(STR(COALESCE(?end, ?known)))))'
        )


def _begun(whole: str, founded: str) -> str:
    """Return the pattern of the start of the *whole* of a row, and of what set it up."""
    if not whole:
        return f"OPTIONAL {{ ?item {founded} ?founded }}" if founded else ""
    return (
        f"OPTIONAL {{ ?item {whole} ?whole OPTIONAL {{ ?whole ally:startDate ?begun }} "
        f"OPTIONAL {{ ?whole {founded} ?founded }} }}"
    )


def _query(asked: Asked, lines: list[str]) -> str:
    dates = _DATED.get(asked.kind.slug, ())
    names = " ".join(("?item", "?name", *(f"?{name}" for name, _ in dates)))
    patterns = (*_patterns(asked.kind, dates), *lines, *_at(asked))
    body = "\n".join(f"  {line}" for line in patterns if line)
    return (
        f"PREFIX ally: <{ALLY}>\nPREFIX rdfs: <{PREFIXES['rdfs']}>\n\n"
        f"SELECT DISTINCT {names}\nWHERE {{\n{body}\n}}\n"
        f"ORDER BY {_order(asked, dates)}?name ?item\n"
    )


def _patterns(kind: Kind, dates: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f"?item a <{_CLASS.get(kind.slug, kind.class_iri)}> ."
    yield f'OPTIONAL {{ ?item {_LABEL} ?name FILTER(LANG(?name) = "en") }}'
    yield f'FILTER(STRSTARTS(STR(?item), "{BASE}"))'
    if kind.slug == "claims":
        yield f'FILTER(!STRSTARTS(STR(?item), "{ID}claim/finding/"))'
    if kind.slug == "sources":
        yield (
            "FILTER EXISTS { { ?citation ally:citesSource ?item } "
            "UNION { ?section ally:isSectionOf ?item } }"
        )
    for name, path in dates:
        yield f"OPTIONAL {{ ?item {path} ?{name} }}"


def _order(asked: Asked, dates: tuple[tuple[str, str], ...]) -> str:
    for word in asked.order.split(","):
        name = word.strip().removeprefix("-")
        if name in dict(dates):
            return f"DESC(?{name}) " if word.strip().startswith("-") else f"?{name} "
    return ""
