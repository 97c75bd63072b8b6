"""Class diagrams of the ontology, made at build time: one of the whole, one of each module.

A class is a box. What leads to another class that is drawn is a line with the
name of the property; what leads to a concept or a value stands inside the box.
Both ends of an inverse pair say the same, so only the one that declares the
inverse is drawn. Hints of domain and range count like axioms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from openalliances.builder.documentation.graph_layout import can_lay_out
from openalliances.builder.documentation.svg import ClassBox, Link, draw
from openalliances.rdf.prefixes import BASE, PREFIXES
from openalliances.release.documentation import Diagram, Module, Name, Relation, Term

MOST_BOXES = 25
"""No diagram has more boxes."""

OVERVIEW = "overview"
_CONCEPT = PREFIXES["skos"] + "Concept"


@dataclass(frozen=True, slots=True)
class Model:
    """What diagrams are drawn from: the classes, and the properties with their ends.

    ``ends`` has for each property drawn its domains and ranges.
    """

    classes: Mapping[str, Term]
    properties: Mapping[str, Term]
    ends: Mapping[str, tuple[tuple[Name, ...], tuple[Name, ...]]]

    def is_concept(self, iri: str) -> bool:
        """Return whether the class holds concepts of a vocabulary."""
        term = self.classes.get(iri)
        return term is None or any(
            p.iri == _CONCEPT or (p.iri in self.classes and self.is_concept(p.iri))
            for p in term.parents
        )


def model_of(terms: Sequence[Term], inverses: Iterable[str]) -> Model:
    """Return the model in *terms*. *inverses* are properties whose inverse is drawn instead."""
    left_out = set(inverses)
    properties = {t.iri: t for t in terms if t.kind.endswith("property") and t.iri not in left_out}
    return Model(
        classes={t.iri: t for t in terms if t.kind == "class"},
        properties=properties,
        ends={
            i: (t.domain + t.domain_hints, t.range + t.range_hints) for i, t in properties.items()
        },
    )


def diagrams(model: Model, modules: Sequence[Module]) -> tuple[Diagram, ...]:
    """Return the overview, then the diagram of each module that has anything to draw."""
    drawn = [overview(model), *(module_diagram(model, module) for module in modules)]
    return tuple(diagram for diagram in drawn if diagram.boxes)


def overview(model: Model) -> Diagram:
    """Return the diagram of the classes that are related to others, without their values."""
    entity = [
        i
        for i, (d, r) in model.ends.items()
        if _drawable(model, d) and _drawable(model, r) and {n.iri for n in d} != {n.iri for n in r}
    ]
    weight = Counter(n.iri for i in entity for end in model.ends[i] for n in end)
    related = [iri for iri in weight if iri in model.classes and not model.is_concept(iri)]
    chosen = sorted(related, key=lambda iri: (-weight[iri], iri))[:MOST_BOXES]
    kinds = [i for i, t in model.classes.items() if {p.iri for p in t.parents} & set(chosen)]
    chosen += [i for i in sorted(kinds, key=_kinds_below(model)) if i not in chosen]
    return _diagram(
        model,
        OVERVIEW,
        "The classes at a glance",
        "The classes that are connected with others, across all modules. Values, concepts and "
        "what has no relation of its own are in the diagrams of the modules.",
        set(chosen[:MOST_BOXES]),
        entity,
        quiet=frozenset(),
        rows=False,
    )


def _kinds_below(model: Model) -> Callable[[str], tuple[int, str]]:
    """Return the sort key that puts the classes with most subclasses first."""
    return lambda iri: (-len(model.classes[iri].children), iri)


def module_diagram(model: Model, module: Module) -> Diagram:
    """Return the diagram of one module; what it takes from others has a dashed border."""
    own_properties = [i for i, t in model.properties.items() if t.module == module.iri]
    own = {i for i, t in model.classes.items() if t.module == module.iri}
    sources = {n.iri for i in own_properties for n in model.ends[i][0]}
    boxes = {i for i in own if not model.is_concept(i)} | (sources & model.classes.keys())
    for iri in sorted(boxes & own):
        boxes |= {p.iri for p in model.classes[iri].parents if p.iri in model.classes}
    for i in own_properties:
        boxes |= {n.iri for n in model.ends[i][1] if not model.is_concept(n.iri)}
    kept = set(sorted(boxes, key=lambda iri: (iri not in own, iri))[:MOST_BOXES])
    return _diagram(
        model,
        module.slug,
        f"Classes of the module {module.slug}",
        "The classes of the module and what its properties connect. Classes of other modules "
        "have a dashed border; boxes that touch share the class above them.",
        kept,
        own_properties,
        quiet=frozenset(kept - own),
        rows=True,
    )


def _diagram(
    model: Model,
    slug: str,
    title: str,
    about: str,
    chosen: set[str],
    properties: Sequence[str],
    *,
    quiet: frozenset[str],
    rows: bool,
) -> Diagram:
    keys = sorted(chosen)
    lines = sorted(
        (p.iri, iri) for iri in keys for p in model.classes[iri].parents if p.iri in chosen
    )
    linked, links = _links(model, chosen, properties)
    boxes = [
        ClassBox(
            iri,
            _short(model.classes[iri]),
            _page(iri),
            _rows(model, iri, [p for p in properties if p not in linked]) if rows else (),
            iri in quiet,
        )
        for iri in keys
    ]
    relations = tuple(_relations(model, chosen, properties, lines, all_values=rows))
    told = f"{about} {len(boxes)} classes; the same as a table follows the drawing."
    return Diagram(
        slug=slug,
        title=title,
        description=about,
        svg=draw(f"diagram-{slug}", title, told, boxes, lines, links)
        if boxes and can_lay_out()
        else "",
        boxes=tuple(Name(iri, model.classes[iri].label) for iri in keys),
        relations=relations,
    )


def _links(
    model: Model, chosen: set[str], properties: Iterable[str]
) -> tuple[set[str], list[Link]]:
    """Return which properties are lines, and the lines: one for all with the same ends."""
    grouped: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    linked = set()
    for iri in properties:
        domain, range_ = (tuple(sorted({n.iri for n in end} & chosen)) for end in model.ends[iri])
        if domain and range_ and domain != range_:
            linked.add(iri)
            grouped.setdefault((domain, range_), []).append(_short(model.properties[iri]))
    return linked, [Link(tuple(sorted(names)), *ends) for ends, names in sorted(grouped.items())]


def _rows(model: Model, iri: str, properties: Iterable[str]) -> tuple[str, ...]:
    """Return the lines inside a box: properties of the class whose value is no other box."""
    found = []
    for prop in properties:
        domain, range_ = model.ends[prop]
        if iri in {n.iri for n in domain}:
            kinds = ", ".join(_local(n.iri) for n in range_)
            found.append(f"{_short(model.properties[prop])}{': ' + kinds if kinds else ''}")
    return tuple(sorted(found))


def _relations(
    model: Model,
    chosen: set[str],
    properties: Iterable[str],
    lines: Iterable[tuple[str, str]],
    *,
    all_values: bool,
) -> Iterable[Relation]:
    """Yield all that the drawing says, class by class."""
    named = {iri: Name(iri, model.classes[iri].label) for iri in chosen}
    below = Name(PREFIXES["rdfs"] + "subClassOf", "is a kind of")
    said = [Relation(named[lower], below, named[upper]) for upper, lower in lines]
    for iri in properties:
        domain, range_ = model.ends[iri]
        prop = Name(iri, model.properties[iri].label)
        said += [
            Relation(named[d.iri], prop, r)
            for d in domain
            for r in range_ or (Name("", "any value"),)
            if d.iri in chosen and (all_values or r.iri in chosen)
        ]
    return sorted(said, key=lambda r: (r.subject.label, r.property.label, r.object.label))


def _drawable(model: Model, ends: Iterable[Name]) -> bool:
    return any(not model.is_concept(n.iri) for n in ends)


def _short(term: Term) -> str:
    return _local(term.iri)


def _local(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def _page(iri: str) -> str:
    """Return the path of the page about a term, on whatever host it is shown."""
    return f"/{iri.removeprefix(BASE)}.html"
