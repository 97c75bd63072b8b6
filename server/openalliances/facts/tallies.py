"""Numbers: people counted in missions, missions by component and decade."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.tabular.database import Reader, Value


@dataclass(frozen=True, slots=True)
class Tally:
    """A number on a day; ``of`` says how many states it is the sum of."""

    day: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class DecadeTally:
    """In how many missions a component was mandated in a decade."""

    component: str
    name: str
    decade: int
    number: int


def people_in(reader: Reader, mission: str, state: str = "") -> list[Tally]:
    """Return the people counted in *mission*, of all states or of one, by day."""
    where, values = "mission = ?", [mission]
    if state:
        where, values = "mission = ? AND state = ?", [mission, state]
    rows = reader.rows(
        "SELECT date, sum(total), count(DISTINCT state) FROM counts "  # noqa: S608  fixed text
        f"WHERE {where} AND total IS NOT NULL GROUP BY date ORDER BY date",
        values,
    )
    return [Tally(str(day), _number(total), _number(states)) for day, total, states in rows]


def components_by_decade(reader: Reader) -> list[DecadeTally]:
    """Return the tallies of each component and decade, the commonest component first."""
    sql = """
        WITH counted AS (
          SELECT component, min(component_name) AS name, year / 10 * 10 AS decade,
            count(DISTINCT mission) AS missions
          FROM mission_components WHERE year IS NOT NULL GROUP BY component, decade
        )
        SELECT component, name, decade, missions FROM counted
        ORDER BY sum(missions) OVER (PARTITION BY component) DESC, component, decade
    """
    return [
        DecadeTally(str(component), str(name), _number(decade), _number(missions))
        for component, name, decade, missions in reader.rows(sql)
    ]


def _number(value: Value) -> int:
    return int(value or 0)
