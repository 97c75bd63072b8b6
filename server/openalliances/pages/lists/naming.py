"""Names for ids and for words of closed lists, in the language of the reader.

A word of a closed list (``mandate-end``) is called as its concept or class is (``end of the
mandate``), which has names in several languages; where there is none its own letters are its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from openalliances.pages.view import View
from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.definitions import Column, Table

_AT_ONCE = 500
_CONCEPTS, _TERMS = "concepts", "terms"
_DATE_KIND, _CLASS = "date-kind", "class"
_SCHEMES: Mapping[tuple[str, str], str] = {
    ("states", "status"): "state-status",
    ("states", "kind"): _CLASS,
    ("strands", "status"): "strand-status",
    ("strands", "activity"): "activity-type",
    ("sources", "kind"): "source-kind",
    ("sources", "authority"): "source-authority",
    ("memberships", "kind"): "membership-kind",
    ("suspensions", "kind"): "suspension-kind",
    ("contributions", "kind"): "contribution-type",
    ("claims", "kind"): "claim-type",
    ("findings", "kind"): "claim-type",
    ("findings", "event"): "event-kind",
    ("mandates", "effects"): "decision-effect",
    ("decisions", "effects"): "decision-effect",
    ("mandate_tasks", "task"): "mandate-task",
    ("missions", "kinds"): _CLASS,
    ("missions", "deployment"): "deployment-status",
    ("arrangements", "kinds"): _CLASS,
    ("treaties", "kind"): _CLASS,
    ("decisions", "kind"): _CLASS,
}
"""The vocabularies of closed columns by table and column; ``class`` are classes of the ontology."""
_FAMILY = "family"
"""Sources that count as one are called by the name of their publisher."""
_SPELT = {"non-aggression": "non-aggression"}
"""Words that are written with their hyphens."""
_CLOSED = frozenset(
    (
        *("kind", "kinds", "status", "grade", "effects", "obligations", "activity", "authority"),
        *("module", "subject_kind", "start_kind", "end_kind", "task", "family", "predicate"),
        *("event", "deployment"),
    )
)
"""Columns whose values are words with hyphens."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one page needs, of things by id and of words, looked up as they are needed."""

    view: View
    table: Table
    tables: Mapping[str, Table]
    _found: dict[str, str] = field(default_factory=dict)
    _said: dict[tuple[str, str], Markup] = field(default_factory=dict)
    _links: dict[str, Markup] = field(default_factory=dict)

    def of(self, id_: str) -> Markup:
        """Return the name of a thing; its id where it has none."""
        return self.view.name(id_, self._found.get(id_, id_))

    def link(self, id_: str) -> Markup:
        """Return a link to a thing by its name."""
        made = self._links.get(id_)
        if made is None:
            made = self._links[id_] = self.view.link(id_, self._found.get(id_, id_))
        return made

    def word(self, column: Column, value: str) -> Markup:
        """Return what a value of *column* is called."""
        known = (column.name, value)
        said = self._said.get(known)
        if said is None:
            said = self._said[known] = self._worded(column, value)
        return said

    def _worded(self, column: Column, value: str) -> Markup:
        concept = _concept(self.table.name, column.name, value)
        if concept in self._found:
            return self.of(concept)
        if column.name not in _CLOSED:
            return escape(value)
        # What the address says comes here as well, so that it is not kept as texts of ours are.
        words = _SPELT.get(value) or value.replace("-", " ")
        texts = self.view.wording.texts
        if column.name == _FAMILY and texts and words not in texts:
            return self.view.foreign(words)
        return escape(texts.get(words, words))

    def learn(self, reader: Reader, column: Column, values: Iterable[str]) -> None:
        """Look up what these *values* of *column* are called, ids or words."""
        wanted: dict[str, list[str]] = {}
        for value in dict.fromkeys(values):
            id_ = value if is_thing(column) else _concept(self.table.name, column.name, value)
            if id_ and id_ not in self._found:
                wanted.setdefault(_home(column.target, id_), []).append(id_)
        for name, ids in wanted.items():
            if name in self.tables:
                self._look_up(reader, self.tables[name], ids)

    def _look_up(self, reader: Reader, table: Table, ids: list[str]) -> None:
        if "name" not in table.names or len(table.key) != 1:
            return
        key = quoted(table.key[0])
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            sql = (
                f"SELECT {key}, name FROM {quoted(table.name)} "  # noqa: S608  names of ours
                f"WHERE {key} IN ({marks})"
            )
            for id_, name in reader.rows(sql, part):
                if name:
                    # Of several names in a cell the first is shown.
                    self._found[str(id_)] = str(name).split(";")[0]


def is_thing(column: Column) -> bool:
    """Return whether the values of *column* are ids; a claim may be about anything."""
    return bool(column.target) or column.name in ("subject", "object")


def is_closed(column: Column) -> bool:
    """Return whether the values of *column* are words of a closed list."""
    return column.name in _CLOSED


def _home(target: str, id_: str) -> str:
    """Return the table that has the name of *id_*."""
    if id_.startswith("vocab/"):
        return target if target in ("vocabularies",) else _CONCEPTS
    if id_.startswith("ontology/"):
        return _TERMS
    return target or "things"


def _concept(table: str, column: str, value: str) -> str:
    """Return the id of the concept or class that a word of a closed list stands for."""
    scheme = _DATE_KIND if column in ("start_kind", "end_kind") else _SCHEMES.get((table, column))
    if scheme is None:
        return ""
    if scheme == _CLASS:
        return "ontology/" + "".join(part.capitalize() for part in value.split("-"))
    return f"vocab/{scheme}/{value}"
