"""The column model: what ``<kind>.csv-metadata.json`` says of a table.

The only reader of these files, and they are the only definition of a column.
They are CSV on the Web (https://www.w3.org/TR/tabular-metadata/, §5.4 tables,
§5.6 columns) in a small part: one table a file, absolute IRIs, no inherited
properties. What CSVW has no word for is a common property (§5.8) with an IRI
under ``https://w3id.org/openalliances/table#``:

============  ==============================================================
``role``      of a column: key, fact, editorial or citation (:class:`Role`)
``many``      several values of a thing are published, not one
``once``      some row of each thing has to fill the column
``date``      the text is a day, a month or a year (no CSVW datatype has all)
``reported``  the property for a date that differs from the published one
``year``      the property for the year of a date, which stands beside it
``graph``     of a table: its named graph
``idPrefix``  how ids of the table begin
``thing``     of what rows are published, if it is not the thing with their id; empty for
              rows of which nothing is published by themselves
``label``     makes the name of a thing: ``{member} in {arrangement}``
============  ==============================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import BASE, GRAPH, ID
from openalliances.tables.columns import Column, Role, Table, Value

__all__ = ["Column", "Role", "Table", "Value", "read_metadata", "tables"]

TABLE = BASE + "table#"
"""The namespace of our own annotations."""

THING = ID + "{+id}"
"""What a row is published of, where the metadata say nothing else."""

SUFFIX = ".csv-metadata.json"
"""How the name of a metadata file ends; before it stands the name of the table."""

FOLDER = "data/tables"
"""Where the tables stand below the root of a data set."""

DATATYPES = ("string", "integer", "boolean", "anyURI")
"""The datatypes that columns may have, by their names in CSVW; dates are strings."""

_CONTEXT = "http://www.w3.org/ns/csvw"
_VARIABLE = re.compile(r"\{\+?([^{}]*)\}")
_SEE = "The form is in https://www.w3.org/TR/tabular-metadata/ and in CONTRIBUTING.md."


def tables(root: Path) -> Mapping[str, Table]:
    """Return the tables of the data set in *root* by name, in alphabetical order.

    :raises SourceError: for the first metadata file that cannot be used.
    """
    found = sorted((root / FOLDER).glob(f"*{SUFFIX}"))
    read = [read_metadata(path, f"{FOLDER}/{path.name}") for path in found]
    return {table.name: table for table in read}


def read_metadata(path: Path, name: str = "") -> Table:
    """Return the table that a metadata file describes; *name* is the path to show.

    :raises SourceError: with the line, if it is no JSON, or not CSVW in the form used here.
    """
    shown = name or str(path)
    text, described = _json(path, shown)
    return _Reader(shown, text).table(described, path.name.removesuffix(SUFFIX))


def read_group(path: Path, name: str = "") -> Mapping[str, Table]:
    """Return the tables that one metadata file describes alike, by name.

    It is a table group (Metadata Vocabulary for Tabular Data, section 5.3): the schema and the
    texts of the group are those of each of its ``tables``.

    :raises SourceError: as :func:`read_metadata`.
    """
    shown = name or str(path)
    text, group = _json(path, shown)
    reader = _Reader(shown, text)
    tables = group.get("tables") if isinstance(group, dict) else None
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise reader.fault('"tables" is missing, the list of the tables of the group.', "tables")
    shared = {key: value for key, value in group.items() if key != "tables"}
    found: dict[str, Table] = {}
    for one in tables:
        stem = str(one.get("url", "")).removesuffix(".csv")
        if stem in found:
            raise reader.fault(f"The table {stem} is there twice.", f"{stem}.csv")
        found[stem] = reader.table(shared | one, stem)
    return found


def _json(path: Path, shown: str) -> tuple[str, Any]:
    """Return the text of a metadata file, and what it says."""
    try:
        text = path.read_bytes().decode("utf-8")
        return text, json.loads(text)
    except OSError as error:
        raise SourceError(shown, f"It cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SourceError(shown, "This is not text in UTF-8.", "Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise SourceError(
            shown, f"This is not JSON: {error.msg}.", _SEE, line=error.lineno, column=error.colno
        ) from None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the JSON of one metadata file into a table; knows its path and text for errors."""

    path: str
    text: str

    def table(self, described: Any, name: str) -> Table:
        """Return the table; *name* is what its file is called."""
        file = f"{name}.csv"
        if not isinstance(described, dict) or _CONTEXT not in _listed(described.get("@context")):
            raise self.fault(f'"@context" does not name {_CONTEXT}.', "@context")
        if described.get("url") != file:
            raise self.fault(f'"url" is not "{file}", the table beside this file.', "url")
        self.known(described, _TABLE_KEYS, "a table")
        schema = described.get("tableSchema")
        if not isinstance(schema, dict) or not isinstance(schema.get("columns"), list):
            raise self.fault('"tableSchema" with "columns" is missing.', "tableSchema")
        self.known(schema, ("aboutUrl", "primaryKey", "columns"), "a schema")
        columns = tuple(self.column(column) for column in schema["columns"])
        self.once_each([column.name for column in columns])
        table = Table(
            name=name,
            file=file,
            title=self.words(described, "dc:title"),
            definition=self.words(described, "dc:description"),
            graph=_iri(described.get(TABLE + "graph")),
            about_url=self.words(schema, "aboutUrl"),
            thing_url=described.get(TABLE + "thing", THING),
            id_prefixes=tuple(_listed(described.get(TABLE + "idPrefix"))),
            label=described.get(TABLE + "label", ""),
            columns=tuple(column for column in columns if not column.fixed),
            fixed=tuple(column for column in columns if column.fixed),
        )
        self.consistent(table, schema)
        return table

    def column(self, described: Any) -> Column:
        """Return a column."""
        if not isinstance(described, dict) or not isinstance(described.get("name"), str):
            raise self.fault('A column has no "name".', "columns")
        name = described["name"]
        self.known(described, _COLUMN_KEYS, f"the column {name}", name)
        if described.get("titles", name) != name:
            raise self.fault(f'"titles" of {name} is not its name, which the header has.', name)
        fixed = self.flag(described, "virtual")
        datatype, pattern = self.datatype(described, name)
        says = not self.flag(described, "suppressOutput")
        column = Column(
            name=name,
            title="" if fixed else self.words(described, "dc:title", name),
            definition="" if fixed else self.words(described, "dc:description", name),
            example=str(described.get("skos:example", "")),
            datatype=datatype,
            pattern=pattern,
            language=described.get("lang", ""),
            property_url=self.iri(described, "propertyUrl", name) if says else "",
            value_url=self.iri(described, "valueUrl", name) if "valueUrl" in described else "",
            reported=_iri(described.get(TABLE + "reported")),
            year=_iri(described.get(TABLE + "year")),
            role=self.role(described, name),
            required=self.flag(described, "required"),
            once=self.flag(described, TABLE + "once"),
            many=self.flag(described, TABLE + "many"),
            date=self.flag(described, TABLE + "date"),
            fixed=fixed,
        )
        for variable in _VARIABLE.findall(column.value_url):
            if variable != name:
                raise self.fault(f'"valueUrl" of {name} speaks of {variable!r}.', name)
        return column

    def datatype(self, described: Mapping[str, Any], name: str) -> tuple[str, str]:
        """Return the datatype of a column and the pattern of its cells."""
        given = described.get("datatype", "string")
        base, pattern = given, ""
        if isinstance(given, dict):
            base, pattern = given.get("base", "string"), given.get("format", "")
        if base not in DATATYPES:
            raise self.fault(
                f"The column {name} has the datatype {base!r}; known are {', '.join(DATATYPES)}.",
                name,
            )
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            raise self.fault(
                f'"format" of {name} is no regular expression: {error}.', name
            ) from None
        return base, pattern

    def role(self, described: Mapping[str, Any], name: str) -> Role:
        """Return what part a column plays."""
        given = described.get(TABLE + "role", Role.EDITORIAL.value)
        if given not in [role.value for role in Role]:
            raise self.fault(
                f"The column {name} has the role {given!r}; known are {', '.join(Role)}.", name
            )
        return Role(given)

    def words(self, described: Mapping[str, Any], key: str, column: str = "") -> str:
        """Return a text that has to be there."""
        text = described.get(key)
        if not isinstance(text, str) or not text:
            of = f" of the column {column}" if column else ""
            raise self.fault(f'"{key}"{of} is missing, or is no text.', column or key)
        return text

    def iri(self, described: Mapping[str, Any], key: str, column: str) -> str:
        """Return an absolute IRI, or a template of one."""
        text = self.words(described, key, column)
        if not re.match(r"https?://[^\s<>\"]+$", text):
            raise self.fault(f'"{key}" of the column {column} is no absolute IRI: {text}.', column)
        return text

    def flag(self, described: Mapping[str, Any], key: str) -> bool:
        """Return whether something is set."""
        value = described.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f'"{key}" is neither true nor false.', key)
        return value

    def known(
        self, described: Mapping[str, Any], keys: tuple[str, ...], what: str, near: str = ""
    ) -> None:
        """Refuse keys that nothing here understands: a slip would go unnoticed."""
        for key in described:
            if key not in keys:
                raise self.fault(f'"{key}" means nothing for {what}.', near or key)

    def once_each(self, names: list[str]) -> None:
        """Refuse a column that stands twice."""
        for name in names:
            if names.count(name) > 1:
                raise self.fault(f"The column {name} is described twice.", name)

    def consistent(self, table: Table, schema: Mapping[str, Any]) -> None:
        """Compare the parts of a table with one another."""
        for variable in _VARIABLE.findall(table.about_url + table.thing_url + table.label):
            if variable not in table.header:
                raise self.fault(f"There is no column {variable!r}.", variable)
        if _listed(schema.get("primaryKey")) != list(table.primary_key):
            raise self.fault(
                f'"primaryKey" is not {list(table.primary_key)}, as "aboutUrl" has it.',
                "primaryKey",
            )
        if table.thing_url and not str(table.thing_url).startswith(ID):
            raise self.fault(f"Things begin with {ID}.", TABLE + "thing")
        if table.graph and not table.graph.startswith(GRAPH):
            raise self.fault(f"The named graph does not begin with {GRAPH}.", "graph")

    def fault(self, message: str, near: str) -> SourceError:
        """Return an error with the line on which *near* stands."""
        at = self.text.find(f'"{near}"')
        line = self.text.count("\n", 0, at) + 1 if at >= 0 else 1
        return SourceError(self.path, message, _SEE, line=line)


_TABLE_KEYS = (
    "@context",
    "url",
    "dc:title",
    "dc:description",
    "dc:created",
    "dc:modified",
    "dc:license",
    "tableSchema",
    TABLE + "graph",
    TABLE + "idPrefix",
    TABLE + "thing",
    TABLE + "label",
)
_COLUMN_KEYS = (
    "name",
    "titles",
    "dc:title",
    "dc:description",
    "skos:example",
    "datatype",
    "lang",
    "propertyUrl",
    "valueUrl",
    "required",
    "suppressOutput",
    "virtual",
    *(TABLE + part for part in ("role", "many", "once", "date", "reported", "year")),
)


def _listed(value: Any) -> list[str]:
    """Return the texts of a JSON value that is one of them or a list."""
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _iri(value: Any) -> str:
    """Return the IRI of ``{"@id": …}``, or nothing."""
    return str(value.get("@id", "")) if isinstance(value, dict) else ""
