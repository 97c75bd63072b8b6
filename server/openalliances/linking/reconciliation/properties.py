"""Properties (section 2.3): what is told of things by extension, and compared in queries.

A property is a code of a scheme, a column of a table of things, or what rows of another table
say: the members of an organisation. So there is one list of properties, made from the codebook
of the release; a release without tables has codes and names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from openalliances.linking.codes import ALIASES
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.faults import unknown
from openalliances.tabular.filters import SOURCES
from openalliances.tabular.store import Tables


class Origin(Enum):
    """Where the values of a property stand."""

    NAME = "the index of names"
    CODE = "codes"
    COLUMN = "a column"
    ROWS = "rows of another table"
    ASKED = "nowhere: it can only be compared"


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows of ``table`` whose column ``by`` is the thing tell its values in column ``value``."""

    table: str
    by: str
    value: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property; ``target`` is the identifier of the type of its values, or empty.

    A property of :attr:`Origin.COLUMN` is the column ``id`` in each of ``tables``.
    """

    id: str
    name: str
    description: str
    origin: Origin
    target: str = ""
    tables: tuple[str, ...] = ()
    relation: Relation | None = None

    @property
    def is_in_tables(self) -> bool:
        """Return whether its values stand in a published table."""
        return self.origin in (Origin.COLUMN, Origin.ROWS)

    def as_json(self) -> dict[str, str]:
        """Return it as it stands in suggestions."""
        return {"id": self.id, "name": self.name, "description": self.description}


NAMING = (
    Property("iri", "IRI", "Address of the thing as linked data.", Origin.NAME),
    Property("name", "Name", "Name in the language that was asked for.", Origin.NAME),
    Property("kind", "Kind", "What the thing is.", Origin.NAME),
)
ASKED = (
    Property("year", "Year", "A year, or a date, in which it has to have existed.", Origin.ASKED),
    Property("context", "Context", "What else is known: text of another column.", Origin.ASKED),
)
RELATIONS = (
    Property(
        "members",
        "Members",
        "Members of the organisation or alliance; with the setting date, those of that time.",
        Origin.ROWS,
        "State",
        relation=Relation("memberships", "organization", "member"),
    ),
    Property(
        "memberships",
        "Member of",
        "Organisations and alliances of which it is a member; with the setting date, at that time.",
        Origin.ROWS,
        relation=Relation("memberships", "member", "organization"),
    ),
    Property(
        "hosted_missions",
        "Missions hosted",
        "Missions and operations that take place there.",
        Origin.ROWS,
        "Operation",
        relation=Relation("mission_hosts", "host", "mission"),
    ),
    Property(
        "led_missions",
        "Missions led",
        "Missions and operations that the organisation or state leads.",
        Origin.ROWS,
        "Operation",
        relation=Relation("missions", "lead", "id"),
    ),
    Property(
        "contributors",
        "Contributors",
        "States that contribute to the mission, as far as recorded.",
        Origin.ROWS,
        "State",
        relation=Relation("contributions", "mission", "state"),
    ),
    Property(
        "contributes_to",
        "Contributes to",
        "Missions to which the state contributes, as far as recorded.",
        Origin.ROWS,
        "Operation",
        relation=Relation("contributions", "state", "mission"),
    ),
    Property(
        "instruments",
        "Mandated by",
        "Resolutions and decisions that mandate the mission.",
        Origin.ROWS,
        "LegalInstrument",
        relation=Relation("mandates", "mission", "instruments"),
    ),
)
SAME_AS: dict[str, str] = {
    **dict.fromkeys(("host", "country", "location"), "hosts"),
    **dict.fromkeys(("organization", "organisation", "led_by"), "lead"),
    **dict.fromkeys(("source", "sources"), SOURCES),
    **dict.fromkeys(("date", "at"), "year"),
    **dict.fromkeys(("member",), "members"),
}
"""Other names of properties, as people write them."""

TARGETS = {
    "states": "State",
    "organizations": "Organization",
    "arrangements": "SecurityArrangement",
    "missions": "Operation",
    "treaties": "LegalInstrument",
    "sources": "Source",
}
"""Tables of things, and the identifier of the type of these things."""
_LABELS = {
    "atop": "ATOP alliance",
    "cow": "COW code",
    "cow-abbreviation": "COW abbreviation",
    "cow-alliance": "COW alliance",
    "geonames": "GeoNames",
    "gw": "Gleditsch–Ward code",
    "iso-numeric": "ISO numeric",
    "iso2": "ISO alpha-2",
    "iso3": "ISO alpha-3",
    "m49": "M49",
    "symbol": "Symbol of the document",
    "wikidata": "Wikidata",
}
_SCHEMES = {
    "cow_abbreviation": "cow-abbreviation",
    "cow_alliance": "cow-alliance",
    "atop_alliance": "atop",
}
"""Columns that hold the codes of a scheme, and are not called as others call them."""
_KEY = ("id",)


def properties_of(schemes: Iterable[str], tables: Tables | None) -> Mapping[str, Property]:
    """Return all properties by identifier: names, codes, columns of tables, other rows."""
    codes = [_code(scheme) for scheme in schemes]
    found = {one.id: one for one in (*NAMING, *codes)}
    definitions = tables.definitions if tables else {}
    for one in RELATIONS:
        if one.relation and _has(definitions, one.relation):
            found.setdefault(one.id, one)
    for table in tables_of_things(definitions):
        for column in table.columns:
            if _is_told(column, found):
                known = found.get(column.name) or _column(column)
                found[column.name] = _also_in(known, table.name)
    return found | {one.id: one for one in ASKED}


def tables_of_things(definitions: Mapping[str, Table]) -> list[Table]:
    """Return the tables of which each row is of one thing, that of all things first."""
    return [table for table in definitions.values() if table.key == _KEY]


def property_named(properties: Mapping[str, Property], text: str) -> Property:
    """Return the property with that identifier or another name of it.

    :raises BadRequestError: if there is none; its hint says which there are.
    """
    lower = text.strip().lower()
    for name in (
        text,
        lower,
        ALIASES.get(lower, ""),
        _SCHEMES.get(lower, ""),
        SAME_AS.get(lower, ""),
    ):
        if (found := properties.get(name)) is not None:
            return found
    raise unknown("property", text, properties)


def _code(scheme: str) -> Property:
    name = _LABELS.get(scheme, scheme.replace("-", " "))
    text = f"Identifier in the scheme {scheme}; with the setting date, the one of that time."
    return Property(scheme, name, text, Origin.CODE)


def _column(column: Column) -> Property:
    target = TARGETS.get(column.target, "")
    return Property(
        column.name, column.title or column.name, column.definition, Origin.COLUMN, target
    )


def _also_in(known: Property, table: str) -> Property:
    return Property(
        *(known.id, known.name, known.description, known.origin, known.target),
        (*known.tables, table),
    )


def _is_told(column: Column, found: Mapping[str, Property]) -> bool:
    """Return whether a column becomes a property: none of the same meaning does twice."""
    known = found.get(column.name)
    if known is not None and known.origin is not Origin.COLUMN:
        return False
    scheme = ALIASES.get(column.name) or _SCHEMES.get(column.name, "")
    return column.name not in _KEY and scheme not in found


def _has(definitions: Mapping[str, Table], relation: Relation) -> bool:
    table = definitions.get(relation.table)
    return table is not None and {relation.by, relation.value} <= set(table.names)
