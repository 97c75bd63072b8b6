"""Treaties, resolutions, decisions and agreements: what each is, founds, authorizes, obliges to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.facts.cells import SPELL_COLUMNS, parts, split_row, text
from openalliances.facts.days import Spell
from openalliances.facts.names import Named, marks, names
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal text. ``in_force`` and ``ended`` are dates as written, empty where not stated."""

    id: str
    name: str
    kind: str = ""
    symbol: str = ""
    adopted: str = ""
    adopted_by: str = ""
    in_force: str = ""
    ended: str = ""
    signatories: tuple[str, ...] = ()
    address: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a text obliges the members of an arrangement to."""

    id: str
    kind: str
    article: str
    arrangement: Named
    grade: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class Founded:
    """What a text founded."""

    thing: Named
    spell: Spell


_SQL = """
SELECT id, name, kind, symbol, adopted, adopted_by, in_force, ended, signatories, text_address,
    grade
FROM treaties WHERE id IN ({})
"""


def instruments(reader: Reader, ids: Iterable[str]) -> dict[str, Instrument]:
    """Return the texts with these identifiers.

    What is no text has its name alone: the organisation that decided, where a source names none.
    """
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return {}
    found = {id_: Instrument(id_, one.name) for id_, one in names(reader, wanted).items()}
    for row in reader.rows(_SQL.format(marks(len(wanted))), wanted):
        id_, name, kind, symbol, adopted, by, in_force, ended = (text(cell) for cell in row[:8])
        one = Instrument(
            *(id_, name, kind, symbol, adopted, by, in_force, ended),
            signatories=parts(row[8]),
            address=text(row[9]),
            grade=text(row[10]),
        )
        found[one.id] = one
    return found


def instrument(reader: Reader, id_: str) -> Instrument | None:
    """Return the text with the identifier, None where the tables have none."""
    found = instruments(reader, (id_,))[id_]
    return found if found.kind else None


def signed(reader: Reader, state: str, date: str = "") -> tuple[Instrument, ...]:
    """Return the texts that *state* signed, with *date* those adopted then, the newest first."""
    sql = (
        "SELECT id FROM treaties WHERE instr(';' || signatories || ';', ';' || ? || ';') "
        "AND (adopted GLOB ? OR ? = '') ORDER BY adopted IS NULL, adopted DESC, id"
    )
    ids = reader.column(sql, (state, f"{date}*", date))
    return tuple(instruments(reader, ids).values())


def mandate_ids(reader: Reader, instrument: str) -> tuple[str, ...]:
    """Return the mandates that a text gives or changes."""
    sql = "SELECT mandates FROM decisions WHERE id = ?"
    return tuple(id_ for (cell,) in reader.rows(sql, (instrument,)) for id_ in parts(cell))


def obligations(reader: Reader, treaty: str) -> tuple[Obligation, ...]:
    """Return what a text obliges to, article by article."""
    sql = (
        f"SELECT {SPELL_COLUMNS}, id, kind, article, arrangement, grade FROM obligations "  # noqa: S608
        "WHERE treaty = ? ORDER BY article IS NULL, article, arrangement, kind"
    )
    cells = [split_row(row) for row in reader.rows(sql, (treaty,))]
    called = names(reader, (text(c[3]) for _, c in cells))
    return tuple(
        Obligation(text(c[0]), text(c[1]), text(c[2]), called[text(c[3])], text(c[4]), spell)
        for spell, c in cells
    )


def founded(reader: Reader, treaty: str) -> tuple[Founded, ...]:
    """Return the organizations and arrangements that a text founded, in order of their start."""
    found = {}
    for table in ("organizations", "arrangements"):
        sql = (
            f"SELECT {SPELL_COLUMNS}, id, name, acronym FROM {table} "  # noqa: S608  names of ours
            "WHERE instr(';' || founded_by || ';', ';' || ? || ';')"
        )
        for row in reader.rows(sql, (treaty,)):
            spell, (id_, name, acronym) = split_row(row)
            # What is both, as an alliance with organs, stands in both tables.
            found[text(id_)] = Founded(Named(text(id_), text(name), text(acronym)), spell)
    return tuple(sorted(found.values(), key=lambda one: (one.spell.start or "~", one.thing.id)))


def supporters(reader: Reader, agreement: str) -> tuple[str, ...]:
    """Return the operations that are there to help carry an agreement out."""
    sql = "SELECT subject FROM statements WHERE predicate = 'supportsAgreement' AND value = ?"
    return tuple(reader.column(sql, (agreement,)))
