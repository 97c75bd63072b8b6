"""Texts that an agent reads before it asks: what this is, the model, the tables, the examples."""

from __future__ import annotations

from collections.abc import Iterator

from openalliances.errors import NotFoundError
from openalliances.mcp.data import Data
from openalliances.pages.documentation_index import DocumentationIndex
from openalliances.pages.examples import topics_of
from openalliances.release.documentation import Term

INTRODUCTION = """\
OpenAlliances: linked open data about military alliances, defence partnerships, peace missions \
and peacebuilding. Every value has its sources, a grade, and the last time of which they speak.

How to ask
- A name, acronym, code or IRI: search and resolve. If a tool says that a name is not sure, give \
the id that it lists (state/burundi, organization/nato, mission/amisom).
- One thing, and who says so: describe. What documents claim, and what contradicts it: claims_about.
- Who belonged where, at a date: members_at. Who was allied with whom: allies_of.
- Missions in a place: missions_of. Mandates, contributions, obligations, treaties: rows.
- Anything else: list_examples, run_example, run_query (SPARQL). To quote: cite.

How to read answers
- Dates are as precise as they are known: 2007-03 is a month. A spell is in force from start to end.
- known_until is the last time of which a source speaks. After it, say that it is not known.
- No row means that the data hold none; it is seldom a no. The notes of an answer say what it means.
- grade: corroborated (two independent sources), single-source, contested (sources differ), \
not-checked, undated-unsourced (only a document without date and sources says so), contradicted, \
curated (our own classification).
- A claim of a document is no fact. Successive missions and states are different things: \
East African Community and East African Community of 1967, Zaire and its names.
- An answer is complete or refused. A refusal says how many there are, how to narrow, and where \
all of it is.
- Quote the sources of the rows, and the data set with its version.
"""


def ontology(data: Data) -> str:
    """Return the classes and properties with their use, as Markdown."""
    index = data.site.documentation
    if index is None:
        raise NotFoundError("This release has no documentation of a model.", "Use run_query.")
    used = [term for term in index.documentation.terms if term.uses]
    ordered = sorted(used, key=lambda term: (-term.uses, term.iri))
    classes = [term for term in ordered if term.kind == "class"]
    properties = [term for term in ordered if "property" in term.kind]
    parts = (("Classes", classes), ("Properties", properties))
    return "\n".join(line for title, terms in parts for line in _listed(title, terms, index))


def tables(data: Data) -> str:
    """Return the tables with their columns, as Markdown."""
    lines = ["# Tables", ""]
    for table in data.tables.definitions.values():
        lines += [f"- **{table.name}**: {table.definition} Columns: {', '.join(table.names)}."]
    return "\n".join(lines) + "\n"


def examples(data: Data) -> str:
    """Return the examples by topic, as Markdown."""
    lines = ["# Examples"]
    for topic in topics_of(data.site):
        lines += ["", f"## {topic.name or 'Examples'}", ""]
        lines += [f"- {example.slug}: {example.title}" for example in topic.examples]
    return "\n".join(lines) + "\n"


def example(data: Data, name: str) -> str:
    """Return the query of an example.

    :raises NotFoundError: if there is none of that name.
    """
    for topic in topics_of(data.site):
        for one in topic.examples:
            if one.slug == name:
                return one.query
    raise NotFoundError(f"There is no example called {name[:80]}.", "See list_examples.")


def _listed(title: str, terms: list[Term], index: DocumentationIndex) -> Iterator[str]:
    yield f"# {title}"
    yield ""
    for term in terms:
        yield f"- {index.short(term.iri)} ({term.uses} times): {term.definition or term.label}"
    yield ""
