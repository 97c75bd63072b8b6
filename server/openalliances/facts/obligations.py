"""What the members of an arrangement owe one another, by which treaty and article."""

from __future__ import annotations

from dataclasses import dataclass, field

from openalliances.facts.cells import SPELL_WIDTH, spell, spell_columns
from openalliances.facts.days import Spell
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Obligation:
    """An obligation; ``kind`` is defence, offence, neutrality, non-aggression or consultation."""

    id: str
    name: str
    arrangement: str
    arrangement_name: str
    kind: str
    treaty: str
    treaty_name: str
    article: str
    grade: str
    spell: Spell = field(kw_only=True)


_QUERY = f"""
SELECT {spell_columns("o")}, o.id, o.name, o.arrangement, a.name, o.kind, o.treaty, t.name,
  o.article, o.grade
FROM obligations o
LEFT JOIN things a ON a.id = o.arrangement LEFT JOIN treaties t ON t.id = o.treaty
"""  # noqa: S608  names of columns alone
_ORDER = "ORDER BY o.kind <> 'defence', o.kind, o.id"


def of_arrangement(reader: Reader, arrangement: str) -> tuple[Obligation, ...]:
    """Return the obligations of an arrangement, that to defence first."""
    return _found(reader, "WHERE o.arrangement = ?", arrangement)


def one(reader: Reader, id_: str) -> Obligation | None:
    """Return one obligation by its id, or None if there is none."""
    return next(iter(_found(reader, "WHERE o.id = ?", id_)), None)


def _found(reader: Reader, where: str, value: str) -> tuple[Obligation, ...]:
    return tuple(
        Obligation(*(str(cell or "") for cell in row[SPELL_WIDTH:]), spell=spell(row))
        for row in reader.rows(f"{_QUERY} {where} {_ORDER}", [value])
    )
