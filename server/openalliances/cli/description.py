"""What ``openalliances show`` prints: one thing, its statements, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from openalliances.cli.terminal import console
from openalliances.pages.expression import Expressions, in_a_line
from openalliances.pages.models import Anchor
from openalliances.rdf.prefixes import shorten
from openalliances.things.description import (
    Adjudication,
    Description,
    Group,
    Node,
    Origin,
    Statement,
)
from openalliances.things.description import Text as Words
from openalliances.things.grades import of_claims

_ELSEWHERE = Anchor(Words("the document"))
"""Where all is that is too much for a line; a terminal has no link for it."""
_HIDDEN = frozenset(("rdfs:label", "skos:prefLabel", "rdf:type", "rdfs:isDefinedBy"))


def show_description(thing: Description) -> None:
    """Print one thing: its name, its kinds, its statements and how well they are supported."""
    out = console()
    kinds = ", ".join(s.value.text.value for s in thing.types if s.origin is Origin.ASSERTED)
    out.print(Text(thing.label.value, style="bold"), Text(f"  ({kinds})" if kinds else ""), sep="")
    out.print(Text(thing.iri, style="dim"), soft_wrap=True)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for group in thing.outgoing:
        _add_group(table, group, "", (Origin.ASSERTED, Origin.DERIVED))
    for group in thing.incoming:
        _add_group(table, group, "← ", (Origin.ASSERTED,))
    out.print(table)
    for choice in thing.adjudications:
        out.print(Text(chosen_in_words(choice, thing)), soft_wrap=True)
    if thing.cut:
        out.print("… and more that points here; ask with: openalliances query", style="dim")


def chosen_in_words(choice: Adjudication, thing: Description) -> str:
    """Return in a line which value is published, by which rule and why, and what else is said."""
    values = [s.value.text.value for s in thing.group(choice.property.iri)]
    others = "; ".join(
        f"{c.source.text.value}: {c.reported or 'no end'}"
        for c in thing.citations
        if c.iri in choice.rejected
    )
    reason = choice.reason.value if choice.reason else ""
    contested = " (contested)" if choice.is_contested else ""
    said = f"{choice.property.text.value}: {', '.join(values) or 'none'}{contested}"
    why = f"by the rule “{choice.rule.text.value}”. {reason}"
    return f"{said}, {why}" + (f" Not followed: {others}." if others else "")


def _add_group(table: Table, group: Group, mark: str, origins: Sequence[Origin]) -> None:
    """Add the statements of these origins; an arrow marks what points at the thing."""
    if shorten(group.property.iri) in _HIDDEN:
        return
    name = f"  {mark}{group.property.text.value}"
    for statement in group.statements:
        if statement.origin in origins:
            table.add_row(Text(name), Text(_value(statement.value)), Text(_support(statement)))
            name = ""


def _value(node: Node) -> str:
    """Return the name of a thing, a literal, or in words what stands behind a blank node."""
    if node.inside is None:
        return node.text.value
    return in_a_line(Expressions(lambda named: Anchor(named.text), _ELSEWHERE).of(node))


def _support(statement: Statement) -> str:
    if statement.claims:
        return of_claims(statement.claims)
    return "" if statement.origin is Origin.ASSERTED else statement.origin.value
