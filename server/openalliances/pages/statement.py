"""The page of a published statement, and of the cell that leads to what is published now.

A statement is a thing like others, and its page is theirs; here it gets a title, a sentence and
the three parts of what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openalliances.pages.links import Links
from openalliances.pages.models import Anchor, Fact, FactRow, ThingPage
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import ALLY, PREFIXES
from openalliances.statements.grades import SCHEME, first_of
from openalliances.statements.iris import STATEMENT, predicate_name
from openalliances.things.describe import describe
from openalliances.things.description import Description, Node, Text

_REIFIES = PREFIXES["rdf"] + "reifies"
_CURRENT = ALLY + "hasCurrentStatement"
_VALUES = 50
"""The most values of a cell that its page names."""

Parts = tuple[Node, Node, Node]


def is_statement(iri: str) -> bool:
    """Return whether *iri* is one of a statement or of a cell."""
    return iri.startswith(STATEMENT)


def statement_page(site: Site, found: Description, model: ThingPage) -> ThingPage:
    """Return *model*, the page of any thing, as that of the statement or cell *found*."""
    links = Links(site.urls, not site.is_dataset)
    said = _said(found)
    if said:
        return _statement(found, model, links, said)
    if found.group(_CURRENT):
        return _cell(site, found, model, links)
    return model


def _said(found: Description) -> tuple[Parts, ...]:
    """Return what a statement says: what its IRI is made of first, then what is said with it."""
    insides = [s.value.inside for s in found.group(_REIFIES) if s.value.inside]
    parts = [inside.triple for inside in insides if inside.triple]
    step = found.iri.rpartition("/")[0].rpartition("/")[2]
    return tuple(sorted(parts, key=lambda said: predicate_name(said[1].iri) != step))


def _statement(
    found: Description, model: ThingPage, links: Links, said: tuple[Parts, ...]
) -> ThingPage:
    subject, predicate, value = said[0]
    rows = [_row("thing", links.anchor(subject))]
    rows += [FactRow(links.anchor(name), (Fact(links.anchor(term)),)) for _, name, term in said]
    others = [row for row in model.facts if row.name.iri != _REIFIES]
    return replace(
        model,
        title=Text(f"{subject.text.value}: {predicate.text.value}, {value.text.value}", "en"),
        kinds="published statement",
        sentence=" ".join(_sentences(found)),
        facts=(*rows, *others),
    )


def _sentences(found: Description) -> Iterator[str]:
    """Yield in words who says so, how well it is backed, and since when it is published."""
    cited, claims = len(found.citations), len(found.group(ALLY + "isSupportedBy"))
    otherwise = len(found.group(ALLY + "reportedOtherwiseBy"))
    if found.group(ALLY + "isDerivedByRule"):
        yield "It follows by a rule from other statements."
    elif cited or claims:
        said = [_counted(n, name) for n, name in ((cited, "citation"), (claims, "claim")) if n]
        yield f"Backed by {' and '.join(said)}: {_grade(found)}."
    else:
        yield "No source is given for it; it is our own wording."
    if otherwise:
        yield f"Another value is given in {_counted(otherwise, 'citation')}."
    if until := _first(found, "knownUntil"):
        yield f"Known to hold until {until}."
    if release := _first(found, "firstPublishedIn"):
        yield f"Published since release {release}."


def _cell(site: Site, found: Description, model: ThingPage, links: Links) -> ThingPage:
    current = [s.value for s in found.group(_CURRENT)][:_VALUES]
    timeout = site.settings.query_timeout
    described = [
        describe(site.engine, node.iri, timeout, site.prefixes.shorten) for node in current
    ]
    facts: list[Fact] = []
    title = model.title
    for statement in described:
        said = _said(statement) if statement else ()
        if statement is None or not said:
            continue
        subject, predicate, value = said[0]
        title = Text(f"{subject.text.value}: {predicate.text.value}", "en")
        anchor = Anchor(value.text, site.urls.document(statement.iri), statement.iri)
        facts.append(Fact(anchor, evidence=_grade(statement)))
    verb = "is" if len(current) == 1 else "are"
    sentence = f"{_counted(len(current), 'value')} of it {verb} published now."
    row = FactRow(Anchor(Text("published now", "en")), tuple(facts))
    return replace(model, title=title, kinds="cell", sentence=sentence, facts=(row,))


def _grade(found: Description) -> str:
    slugs = (s.value.iri.removeprefix(SCHEME) for s in found.group(ALLY + "hasEvidenceGrade"))
    grade = first_of(slugs)
    return grade.label if grade else ""


def _first(found: Description, name: str) -> str:
    return next((s.value.text.value for s in found.group(ALLY + name)), "")


def _row(name: str, value: Anchor) -> FactRow:
    return FactRow(Anchor(Text(name, "en")), (Fact(value),))


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
