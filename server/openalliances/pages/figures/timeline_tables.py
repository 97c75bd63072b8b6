"""The numbers of timelines as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openalliances.facts.days import Spell
from openalliances.facts.spans import Operation, Part
from openalliances.pages.figures.model import Cell, Column, Twin
from openalliances.pages.figures.words import end_words, name_cell, start_words
from openalliances.pages.view import View


def memberships_twin(view: View, found: Sequence[Part], other: str, title: str) -> Twin:
    """Return spells of membership; *other* is the column across, *title* its head."""
    text = view.wording.text
    columns = (
        Column("id"),
        Column(other),
        Column(f"{other}_name", title),
        Column("kind", text("Kind of membership")),
        *_spell_columns(view),
    )
    rows = tuple(
        (
            Cell(one.id),
            Cell(one.other),
            name_cell(view, one.other, one.name),
            Cell(one.kind, text(one.kind)),
            *_spell_cells(view, one.spell),
        )
        for one in found
    )
    return Twin(columns, rows)


def operations_twin(view: View, found: Sequence[Operation], heads: Mapping[str, str]) -> Twin:
    """Return operations with what they have to do with a thing, of which *heads* are the names."""
    text = view.wording.text
    columns = (
        Column("role", text("Part") if heads else ""),
        Column("mission"),
        Column("name", text("Operation")),
        Column("acronym", text("Acronym")),
        *_spell_columns(view),
        Column("follows"),
    )
    rows = tuple(
        (
            Cell(one.role, heads.get(one.role, "")),
            Cell(one.id),
            name_cell(view, one.id, one.name),
            Cell(view.plain(one.id, one.acronym)),
            *_spell_cells(view, one.spell),
            Cell(";".join(one.follows)),
        )
        for one in found
    )
    return Twin(columns, rows)


def _spell_columns(view: View) -> tuple[Column, ...]:
    text = view.wording.text
    return (
        Column("start", text("Since")),
        Column("end", text("Until")),
        Column("known_until"),
    )


def _spell_cells(view: View, spell: Spell) -> tuple[Cell, ...]:
    return (
        Cell(spell.start, start_words(view, spell)),
        Cell(spell.end, end_words(view, spell)),
        Cell(spell.known_until),
    )
