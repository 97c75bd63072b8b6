"""Concepts of the vocabularies: what they mean, where they are used; components of peacebuilding.

The page of a vocabulary as a tree is :mod:`openalliances.pages.scheme`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from openalliances.facts.claims import claims_about
from openalliances.facts.concepts import Concept, Mandated, beside, concept, mandated, narrower
from openalliances.facts.names import titles
from openalliances.facts.receipts import Citation, cited
from openalliances.facts.uses import Use, uses
from openalliances.pages import figures, glossary
from openalliances.pages.composed.citing import missing
from openalliances.pages.composed.claim import predicate_link
from openalliances.pages.composed.claims import PAGE, section_of
from openalliances.pages.composed.disagreement import sides_of
from openalliances.pages.composed.kinds import many, one_of
from openalliances.pages.composed.model import (
    Block,
    Column,
    Composed,
    Group,
    Key,
    Name,
    Pager,
    Receipt,
    Row,
    Section,
    Table,
    Way,
)
from openalliances.pages.composed.operation_words import STRENGTHS
from openalliances.pages.composed.reported import findings_section
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

COMPONENTS = "vocab/peacebuilding-component"
_INSIDE = frozenset(("mapping", "statement", "citation", "listing"))
"""Kinds of what only the model itself uses."""
_MADE = frozenset(("mandatesComponent", "isMandatedFor"))
"""Uses of a component of which its table of operations tells."""


def compose(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a concept; None if the tables have none of this id."""
    found = concept(reader, thing)
    if found is None:
        return None
    said = claims_about(reader, thing)
    asked = mandated(reader, thing.rpartition("/")[2]) if found.vocabulary == COMPONENTS else ()
    every = [
        use
        for use in uses(reader, thing)
        if use.kind not in _INSIDE and not (asked and use.predicate in _MADE)
    ]
    disputed = sides_of(view, reader, said)
    below = narrower(reader, thing)
    reported = findings_section(view, reader, thing, said)
    sections = (
        _operations(view, reader, found, asked) if asked and view.number == 1 else None,
        *(_use(view, reader, thing, use, is_first=use is every[0]) for use in every),
        section_of(view, reader, said, thing) if said else None,
        reported,
        _concepts(view, "narrower", "Narrower concepts", below),
        _concepts(
            view, "beside", "Beside it in the vocabulary", () if below else beside(reader, found)
        ),
    )
    return Composed(
        thing,
        found.french if view.language == "fr" and found.french else found.name,
        language="fr" if view.language == "fr" and found.french else "en",
        eyebrow=view.say("Concept of the vocabulary {name}", name=_vocabulary(view, found)),
        answer=_answer(view, found, asked, every),
        also=_also(view, found),
        key=tuple(_key(view, found, below, every, asked)),
        head=(disputed,) if disputed else (),
        sections=tuple(one for one in sections if one),
    )


def _answer(view: View, found: Concept, asked: Sequence[Mandated], every: Sequence[Use]) -> Markup:
    """Return what the concept means, and where it is used most."""
    parts = [glossary.defined(view, found.id, found.definition)] if found.definition else []
    if asked:
        years = sorted(one.year for one in asked if one.year)
        parts.append(
            view.wording.plural(
                len(asked),
                "{n} operation has been mandated to it, in {first}.",
                "{n} operations have been mandated to it, from {first} to {last}.",
                first=years[0] if years else "",
                last=years[-1] if years else "",
            )
        )
    elif every:
        named = view.listed(many(view, use.kind, use.number) for use in every[:3])
        parts.append(view.say("It is used of {things}.", things=named))
    return Markup(" ").join(parts)


def _vocabulary(view: View, found: Concept) -> Markup:
    return view.link(found.vocabulary, found.vocabulary_name or found.vocabulary)


def _also(view: View, found: Concept) -> tuple[Name, ...]:
    if view.language == "fr":
        return (Name(found.name, "en"),) if found.french else ()
    return (Name(found.french, "fr"),) if found.french else ()


def _key(
    view: View,
    found: Concept,
    below: Sequence[Concept],
    every: Sequence[Use],
    asked: Sequence[Mandated],
) -> Iterable[Key]:
    yield Key(view.say("Vocabulary"), _vocabulary(view, found))
    above = [glossary.term(view, id_) for id_ in found.broader]
    yield Key(view.say("Broader"), Markup(", ").join(above) if above else missing(view, "None"))
    if below:
        yield Key(view.say("Narrower"), view.number_of(len(below)))
    if asked:
        yield Key(view.say("Operations"), view.number_of(len(asked)))
    yield Key(view.say("Uses"), view.number_of(sum(use.number for use in every)))


def _use(view: View, reader: Reader, thing: str, use: Use, *, is_first: bool) -> Section | None:
    """Return a part of the things of a kind that have the concept as their value."""
    most = PAGE if is_first or view.number > 1 else _FEW
    first = (view.number - 1) * PAGE + 1
    if first > use.number:
        return None
    shown = use.things[first - 1 : first - 1 + most]
    known = titles(reader, shown)
    rows = tuple(Row((view.link(id_, known.get(id_) or one_of(view, id_)),)) for id_ in shown)
    kind = many(view, use.kind, 0)
    title = view.say("{kind}: {relation}", kind=kind, relation=predicate_link(view, use.predicate))
    slug = f"{use.predicate}-{use.kind}"
    plain = view.say("{kind} of this concept", kind=kind)
    blocks: list[Block] = [Table(plain, (Column(kind),), (Group(rows),))]
    if use.number > most:
        blocks.append(_pager(view, thing, slug, use.number))
    asked = f"value={thing}&predicate={use.predicate}"
    return Section(
        slug,
        title,
        tuple(blocks),
        count=view.number_of(use.number),
        ways=(
            Way("CSV", f"/data/statements.csv?{asked}", plain),
            Way("JSON", f"/data/statements.json?{asked}", plain),
        ),
        jump="",
    )


_FEW = 10
"""Rows of each further use on the first page."""


def _pager(view: View, thing: str, slug: str, total: int) -> Pager:
    pages = tuple(str(n) for n in range(1, (total - 1) // PAGE + 2))
    path = view.path(thing)
    hrefs = (view.href(path, page="" if n == "1" else n) + f"#{slug}" for n in pages)
    label = view.say("Pages of where it is used")
    return Pager(label, tuple(zip(pages, hrefs, strict=True)), str(view.number))


def _concepts(view: View, slug: str, words: str, found: Sequence[Concept]) -> Section | None:
    if not found:
        return None
    rows = tuple(
        Row(
            (
                view.link(one.id, glossary.called(view, one.id) or one.name),
                glossary.defined(view, one.id, one.definition) if one.definition else missing(view),
            )
        )
        for one in found
    )
    title = view.say(words)
    columns = (Column(view.say("Concept")), Column(view.say("What it means")))
    return Section(
        slug,
        title,
        (Table(title, columns, (Group(rows),), is_folded=len(rows) > 2 * _FEW),),
        count=view.number_of(len(rows)),
        jump=view.number_of(len(rows)),
    )


def _operations(view: View, reader: Reader, found: Concept, asked: Sequence[Mandated]) -> Section:
    """Return the operations mandated to a component, by the decade of their first mandate."""
    known = cited(reader, (id_ for one in asked for id_ in one.citations))
    by_decade = groupby(asked, key=lambda one: one.year // 10 * 10)
    groups = tuple(
        Group(
            tuple(
                _operation(view, one, [known[id_] for id_ in one.citations if id_ in known])
                for one in ones
            ),
            view.say("First mandated in the {decade}s", decade=decade)
            if decade
            else view.say("No date stated"),
        )
        for decade, ones in by_decade
    )
    title = view.say("Operations mandated to it")
    heads = ("Operation", "First mandated", "How far", "Why it counts")
    table = Table(title, tuple(Column(view.say(head)) for head in heads), groups)
    picture = figures.block(view, reader, "components-by-decade")
    component = found.id.rpartition("/")[2]
    of = view.say("of the operations mandated to it")
    return Section(
        "operations",
        title,
        (*((picture,) if picture else ()), table),
        count=view.number_of(len(asked)),
        lede=view.say(
            "Each by its first mandate with a task of this component; which tasks are its work is "
            "our judgement, and the reason stands in the row."
        ),
        ways=(
            Way("CSV", f"/data/mission_components.csv?component={component}", of),
            Way("JSON", f"/data/mission_components.json?component={component}", of),
        ),
        jump=view.number_of(len(asked)),
    )


def _operation(view: View, one: Mandated, says_so: Sequence[Citation]) -> Row:
    day = view.date(one.date) if one.date else missing(view)
    more = (
        Markup('<span class="sub">{}</span>').format(
            view.wording.plural(one.times, "{n} mandate asks for it", "{n} mandates ask for it")
        )
        if one.times > 1
        else Markup("")
    )
    task = glossary.term(view, f"vocab/mandate-task/{one.task}")
    reason = Markup('{}<span class="sub">{}</span>').format(task, view.own(one.reason))
    return Row(
        (
            view.link(one.mission, one.name),
            view.link(one.mandate, day) + more,
            view.say(STRENGTHS.get(one.strength, one.strength)),
            reason,
        ),
        Receipt.of(says_so, one.grade),
    )
