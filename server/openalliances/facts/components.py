"""What a mission's mandates ask of peacebuilding, by the crosswalk from tasks to components."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.facts.cells import text
from openalliances.tabular.database import Reader, Row

STRENGTHS = ("close", "within", "part")
"""How far a task is what a component means: nearly the same, one kind of it, in part."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task counts for a component: how far, in words, by how many mandates."""

    task: str
    strength: str
    words: str
    mandates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A component with the tasks that lead to it, the strongest first."""

    id: str
    name: str
    reasons: tuple[Reason, ...]

    @property
    def strength(self) -> str:
        """Return the strongest of its reasons."""
        return self.reasons[0].strength

    @property
    def mandates(self) -> tuple[str, ...]:
        """Return the mandates that ask for it."""
        return tuple(dict.fromkeys(id_ for one in self.reasons for id_ in one.mandates))


_SQL = """
SELECT component, component_name, task, strength, reason, mandate FROM mission_components
WHERE {} = ? ORDER BY component, task, strength, date, mandate
"""


def of_mission(reader: Reader, mission: str) -> tuple[Component, ...]:
    """Return the components of a mission: first those that a mandate asks for most plainly."""
    return _grouped(reader.rows(_SQL.format("mission"), (mission,)))


def of_mandate(reader: Reader, mandate: str) -> tuple[Component, ...]:
    """Return the components of one mandate."""
    return _grouped(reader.rows(_SQL.format("mandate"), (mandate,)))


def _grouped(rows: Iterable[Row]) -> tuple[Component, ...]:
    called: dict[str, str] = {}
    found: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    for row in rows:
        component, name, task, strength, words, mandate = (text(cell) for cell in row)
        called[component] = name
        reasons = found.setdefault(component, {})
        reasons.setdefault((task, strength, words), []).append(mandate)
    components = [
        Component(id_, called[id_], tuple(sorted(_reasons(reasons), key=_order)))
        for id_, reasons in found.items()
    ]
    return tuple(sorted(components, key=lambda one: (_order(one.reasons[0])[0], one.name)))


def _reasons(of: dict[tuple[str, str, str], list[str]]) -> Iterable[Reason]:
    return (Reason(*key, tuple(dict.fromkeys(mandates))) for key, mandates in of.items())


def _order(reason: Reason) -> tuple[int, str]:
    known = reason.strength in STRENGTHS
    return (STRENGTHS.index(reason.strength) if known else len(STRENGTHS), reason.task)
