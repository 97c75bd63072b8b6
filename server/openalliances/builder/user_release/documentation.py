"""The documentation of a user's ontology and vocabularies, by what documents our own.

Documented are all terms and schemes that the files declare, up to a number: what is beyond
it has its page like any other thing.
"""

from __future__ import annotations

import pyoxigraph as ox

from openalliances.builder.dataset import Statements
from openalliances.builder.documentation.gather import head_of
from openalliances.builder.documentation.schemes import described
from openalliances.builder.documentation.terms import Sources, term_kinds, terms
from openalliances.builder.user_release.head import Head
from openalliances.rdf.prefixes import Prefixes
from openalliances.rdf.vocabulary import OWL, RDF
from openalliances.release.contents import Contents
from openalliances.release.documentation import Documentation
from openalliances.release.documentation import Head as OntologyHead

MOST_TERMS = 5000
"""The most terms that are documented."""
MOST_SCHEMES = 100
"""The most concept schemes that are shown as trees."""
_LOOKED_AT = 500
"""The statements that are looked at for samples of a class or property."""


def documentation(
    store: ox.Store, contents: Contents, head: Head, prefixes: Prefixes
) -> Documentation | None:
    """Return the documentation of what *store* declares; None if it declares nothing."""
    whole = Statements(store, everything=True, prefixes=prefixes)
    sample = Statements(store, everything=True, prefixes=prefixes, most=_LOOKED_AT)
    found = term_kinds(whole)
    if not found and not contents.schemes:
        return None
    uses = {entry.iri: entry.number for entry in (*contents.classes, *contents.properties)}
    documented = frozenset(sorted(found)[:MOST_TERMS])
    sources = Sources(whole, sample, sample, {}, ours=documented.__contains__, uses=uses)
    trees = [ox.NamedNode(entry.iri) for entry in contents.schemes[:MOST_SCHEMES]]
    return Documentation(
        head=_head(whole, head),
        modules=(),
        terms=terms(sources),
        shapes=(),
        questions=(),
        schemes=described(whole, trees, {}),
        diagrams=(),
        more_terms=len(found) - len(documented),
    )


def _head(graph: Statements, head: Head) -> OntologyHead:
    ontologies = [s for s in graph.subjects(RDF.type, OWL.Ontology) if isinstance(s, ox.NamedNode)]
    speaker = next((s for s in ontologies if s.value == head.iri), None)
    if speaker is None and len(ontologies) == 1:
        speaker = ontologies[0]
    return head_of(graph, speaker, head.title)
