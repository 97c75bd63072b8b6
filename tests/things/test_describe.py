"""From the store to a description, with the real engine."""

import pytest
from pyoxigraph import NamedNode, Quad

from openalliances.engine.interface import Closure
from openalliances.engine.select import select
from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES, VOCAB
from openalliances.things.citations import read_evidence
from openalliances.things.closure import read_closure
from openalliances.things.describe import (
    ASKED,
    assemble,
    describe,
    signs_of,
)
from openalliances.things.description import Origin
from openalliances.things.document import whole_graphs
from openalliances.things.naming import NAME_PROPERTIES
from openalliances.things.nested import in_words
from openalliances.things.page_queries import ask

PARTNERSHIP = BASE + "id/partnership/burundi-tanzania"
BURUNDI = BASE + "id/state/burundi"


SUBJECTS = "SELECT DISTINCT ?s { { ?s ?p ?o } UNION { ?x ?y ?s } FILTER(ISIRI(?s)) }"


def test_what_the_statements_give_no_sign_of_is_not_found_by_a_query(engine):
    found = dict.fromkeys(ASKED, 0)
    for row in select(engine, SUBJECTS):
        iri = row["s"].value
        quads = read_closure(engine, Closure((iri,), 1000, 1000, NAME_PROPERTIES), 10)
        for name, signs in ASKED.items():
            rows = (
                any(read_evidence(engine, iri, 10))
                if name == "evidence"
                else ask(engine, name, 10, iri)
            )
            found[name] += bool(rows)
            assert not rows or signs_of(iri, quads) & signs, (iri, name)
    assert found["claims"]


def test_where_there_are_more_statements_than_were_read_all_is_asked():
    quads = [Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), NamedNode("x:o")) for n in range(3000)]
    assert signs_of("x:o", quads) is None
    assert signs_of("x:o", quads[:2999]) == {"x:p"}


@pytest.fixture(scope="module")
def partnership(engine):
    return describe(engine, PARTNERSHIP, 10)


def test_what_nobody_speaks_of_has_no_description(engine):
    assert describe(engine, BASE + "id/state/nowhere", 10) is None


def test_the_english_name_is_the_name(engine):
    assert describe(engine, ALLY + "State", 10).label.value == "state"


def test_asserted_classes_come_first_and_those_of_everything_are_left_out(partnership):
    types = [(s.value.text.value, s.origin) for s in partnership.types]
    assert types == [
        ("bilateral defence partnership", Origin.ASSERTED),
        ("security arrangement", Origin.INFERRED),
    ]


def test_each_statement_knows_its_claims(partnership):
    parties = {s.value.iri: s.claims for s in partnership.group(ALLY + "hasParty")}
    assert [c.iri for c in parties[BURUNDI]] == [BASE + "id/claim/sample/party"]
    assert parties[BASE + "id/state/tanzania"] == ()


def test_a_claim_knows_its_place(partnership):
    claim = partnership.group(ALLY + "hasParty")[0].claims[0]
    place = claim.passage
    assert (place.section, place.paragraph, place.start, place.end) == ("A1", 2, 10, 20)
    assert place.document.text.value == "Sample essay"
    assert (place.dated, place.sourced) == (False, False)


def test_our_own_claim_has_a_reason_and_no_place(partnership):
    own = next(c for c in partnership.claims if c.iri.endswith("own/kind"))
    assert own.passage is None
    assert own.rationale.value == "It has two parties."


@pytest.mark.parametrize(
    ("property_iri", "origin"),
    [(ALLY + "isPartyTo", Origin.INFERRED), (ALLY + "isPartnerOf", Origin.DERIVED)],
)
def test_where_a_statement_stands(engine, property_iri, origin):
    found = describe(engine, BURUNDI, 10).group(property_iri)
    assert [s.origin for s in found] == [origin]


def test_what_points_at_a_thing_has_its_evidence_too(engine):
    back = describe(engine, BURUNDI, 10).incoming_group(ALLY + "hasParty")
    assert [len(s.claims) for s in back] == [1]


@pytest.mark.parametrize(
    "iri",
    [
        "id/claim/sample/party",
        "id/passage/sample/10-20",
        "id/section/sample/a1",
        "id/source/sample",
    ],
)
def test_claims_are_found_from_all_they_come_from(engine, iri):
    found = describe(engine, BASE + iri, 10)
    names = ["party"] if "/claim/" in iri else ["party", "praise"]
    assert [c.iri for c in found.claims] == [f"{BASE}id/claim/sample/{name}" for name in names]


def test_the_number_of_queries_does_not_grow(engine):
    class Counting:
        def __init__(self):
            self.asked = 0

        def run(self, query):
            self.asked += 1
            return engine.run(query)

    counts = set()
    for iri in (PARTNERSHIP, BURUNDI, ALLY + "State", VOCAB + "threat-type"):
        counting = Counting()
        describe(counting, iri, 10)
        counts.add(counting.asked)
    assert max(counts) <= 9


@pytest.mark.parametrize(
    ("iri", "graphs"),
    [
        (BASE + "ontology", ["ontology", "ontology/core"]),
        (BASE + "ontology/0.1.0", ["ontology", "ontology/core"]),
        (BASE + "ontology/module/core", ["ontology/core"]),
        (VOCAB + "threat-type", ["vocab/threat-type"]),
        (BASE + "graph/derived", ["derived"]),
        (BURUNDI, []),
    ],
)
def test_what_stands_for_whole_graphs(engine, iri, graphs):
    found = [graph.removeprefix(BASE + "graph/") for graph in whole_graphs(engine, iri, 10)]
    assert sorted(found) == graphs


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        (PREFIXES["owl"] + "inverseOf", "inverse of"),
        (PREFIXES["owl"] + "ObjectProperty", "object property"),
        (BASE + "id/state/burundi", "id/state/burundi"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_a_name_for_what_has_none(iri, words):
    assert in_words(iri) == words


def test_the_order_of_what_points_here_does_not_matter(engine):
    wanted = Closure((BURUNDI,), 0, 1000, NAME_PROPERTIES)
    quads = read_closure(engine, wanted, 10)
    found = assemble(BURUNDI, quads)
    assert len(found.incoming) > 1
    assert assemble(BURUNDI, quads[::-1]).incoming == found.incoming
