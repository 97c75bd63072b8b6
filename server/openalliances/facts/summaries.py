"""What tells things apart in a list of many kinds: places, leaders, spells, dates, publishers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openalliances.facts.cells import SPELL_COLUMNS, parts, split_row, text
from openalliances.facts.days import Spell
from openalliances.facts.names import Named, marks, names
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Summary:
    """What is recorded of a thing in a few words.

    ``places`` are where it took place, ``leaders`` who led it; ``date`` is when a text was adopted
    or a source was published, ``by`` who adopted or published it.
    """

    acronym: str = ""
    places: tuple[Named, ...] = ()
    leaders: tuple[Named, ...] = ()
    spell: Spell | None = None
    date: str = ""
    by: str = ""


_SPELLS = {
    "membership": "memberships",
    "contribution": "contributions",
    "organization": "organizations",
    "arrangement": "arrangements",
}
"""The tables with a spell, by the first segment of an identifier."""
_WITH_ACRONYM = ("organization", "arrangement")


def summaries(reader: Reader, ids: Iterable[str]) -> Mapping[str, Summary]:
    """Return what is recorded of those of these things of which something tells them apart."""
    wanted: dict[str, list[str]] = {}
    for id_ in ids:
        wanted.setdefault(id_.partition("/")[0], []).append(id_)
    found: dict[str, Summary] = {}
    for kind, some in wanted.items():
        if kind == "mission":
            found |= _missions(reader, some)
        elif kind in _SPELLS:
            found |= _spells(reader, kind, some)
        elif kind == "source":
            found |= _sources(reader, some)
        elif kind in ("treaty", "resolution", "decision", "agreement"):
            found |= _texts(reader, some)
    return found


def _missions(reader: Reader, ids: list[str]) -> dict[str, Summary]:
    sql = f"SELECT {SPELL_COLUMNS}, id, acronym, hosts, lead FROM missions WHERE id IN ({marks(len(ids))})"  # noqa: S608, E501
    rows = [split_row(row) for row in reader.rows(sql, ids)]
    called = names(reader, (id_ for _, cells in rows for cell in cells[2:] for id_ in parts(cell)))
    return {
        text(cells[0]): Summary(
            text(cells[1]),
            tuple(called[id_] for id_ in parts(cells[2])),
            tuple(called[id_] for id_ in parts(cells[3])),
            spell,
        )
        for spell, cells in rows
    }


def _spells(reader: Reader, kind: str, ids: list[str]) -> dict[str, Summary]:
    acronym = "acronym" if kind in _WITH_ACRONYM else "NULL"
    sql = (
        f"SELECT {SPELL_COLUMNS}, id, {acronym} FROM {_SPELLS[kind]} "  # noqa: S608  ours
        f"WHERE id IN ({marks(len(ids))})"
    )
    rows = (split_row(row) for row in reader.rows(sql, ids))
    return {text(cells[0]): Summary(text(cells[1]), spell=spell) for spell, cells in rows}


def _texts(reader: Reader, ids: list[str]) -> dict[str, Summary]:
    sql = f"SELECT id, adopted FROM treaties WHERE id IN ({marks(len(ids))})"  # noqa: S608
    return {text(id_): Summary(date=text(adopted)) for id_, adopted in reader.rows(sql, ids)}


def _sources(reader: Reader, ids: list[str]) -> dict[str, Summary]:
    sql = f"SELECT id, date, publisher FROM sources WHERE id IN ({marks(len(ids))})"  # noqa: S608
    return {
        text(id_): Summary(date=text(date), by=text(publisher))
        for id_, date, publisher in reader.rows(sql, ids)
    }
