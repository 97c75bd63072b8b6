"""The documentation says of a term what the graphs say, and comes back from its file unchanged."""

import json

import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.documentation.gather import documentation
from openalliances.builder.documentation.questions import question_files, read_question
from openalliances.errors import ReleaseDamagedError
from openalliances.rdf.prefixes import ALLY, BASE, VOCAB
from openalliances.release.documentation import (
    DOCUMENTATION,
    Name,
    read_documentation,
    write_documentation,
)

from ..rdflib_graphs import dataset_of, parse
from ..shipped import shipped

SMALL = {
    "ontology": """
<https://w3id.org/openalliances/ontology> a owl:Ontology ; dcterms:title "Small"@en ;
  owl:versionInfo "1" ; owl:imports <https://w3id.org/openalliances/ontology/module/core> .
<https://w3id.org/openalliances/ontology/module/core> a owl:Ontology ; dcterms:title "Core"@en .
ally:Actor a owl:Class ; rdfs:label "actor"@en, "acteur"@fr ;
  skos:definition "Party that acts."@en ; skos:example "Burundi."@en ,
    "Not an example: a treaty."@en ; owl:disjointWith ally:Deal ; skos:changeNote "New."@en ;
  rdfs:isDefinedBy <https://w3id.org/openalliances/ontology/module/core> .
ally:State a owl:Class ; rdfs:label "state"@en ; rdfs:subClassOf ally:Actor .
ally:Deal a owl:Class ; rdfs:label "deal"@en .
ally:Pact a owl:Class ; rdfs:label "pact"@en ; owl:equivalentClass [ a owl:Class ;
  owl:intersectionOf ( ally:Deal [ a owl:Restriction ; owl:onProperty ally:hasThreat ;
    owl:hasValue <https://w3id.org/openalliances/vocab/threat/piracy> ] ) ] .
ally:hasParty a owl:ObjectProperty, owl:AsymmetricProperty ; rdfs:label "has party"@en ;
  rdfs:domain ally:Deal ; rdfs:range ally:Actor ; owl:inverseOf ally:isPartyTo ;
  ally:requiresSource true .
ally:isPartyTo a owl:ObjectProperty ; rdfs:label "is party to"@en .
ally:hasThreat a owl:ObjectProperty ; rdfs:label "has threat"@en .
""",
    "vocab": """
<https://w3id.org/openalliances/vocab/threat> a skos:ConceptScheme ; dcterms:title "Threats"@en .
<https://w3id.org/openalliances/vocab/threat/crime> a skos:Concept ; skos:prefLabel "crime"@en ;
  skos:inScheme <https://w3id.org/openalliances/vocab/threat> ;
  skos:topConceptOf <https://w3id.org/openalliances/vocab/threat> .
<https://w3id.org/openalliances/vocab/threat/piracy> a skos:Concept ; skos:prefLabel "piracy"@en ;
  skos:inScheme <https://w3id.org/openalliances/vocab/threat> ;
  skos:broader <https://w3id.org/openalliances/vocab/threat/crime> .
<https://w3id.org/openalliances/vocab/threat/arson> a skos:Concept ; skos:prefLabel "arson"@en ;
  skos:inScheme <https://w3id.org/openalliances/vocab/threat> ;
  skos:broader <https://w3id.org/openalliances/vocab/threat/piracy> .
""",
    "alignments": """
<https://w3id.org/openalliances/ontology/alignments/x> a owl:Ontology ; dcterms:title "X"@en .
ally:Actor skos:closeMatch foaf:Agent .
foaf:Agent rdfs:label "agent"@en .
""",
    "reference": """
<https://w3id.org/openalliances/id/state/b> a ally:State ; rdfs:label "Beland"@en .
<https://w3id.org/openalliances/id/deal/d> a ally:Deal ; rdfs:label "Deal"@en ;
  ally:hasParty <https://w3id.org/openalliances/id/state/b> ;
  ally:hasThreat <https://w3id.org/openalliances/vocab/threat/piracy> .
""",
    "inferred": "<https://w3id.org/openalliances/id/state/b> a ally:Actor .",
    "shapes": """
<https://w3id.org/openalliances/graph/shapes/core> dcterms:title "Core shapes"@en .
<https://w3id.org/openalliances/shapes/DealShape> a sh:NodeShape ; rdfs:label "deal"@en ;
  rdfs:isDefinedBy <https://w3id.org/openalliances/graph/shapes/core> ;
  sh:targetClass ally:Deal ; sh:property <https://w3id.org/openalliances/shapes/Deal-party> .
<https://w3id.org/openalliances/shapes/Deal-party> a sh:PropertyShape ; sh:name "party"@en ;
  sh:path ally:hasParty ; sh:minCount 2 ; sh:class ally:Actor ; sh:severity sh:Warning ;
  sh:message "A deal has two parties. Name the other."@en .
<https://w3id.org/openalliances/shapes/not-applied> a sh:NodeShape .
""",
}

QUESTION = """# # Parties
#
# **Question:** Who is party
# to what?
#
# **Basis:** document A
#
# **Expected:** one
#
# **Reasoning:** no

PREFIX ally: <https://w3id.org/openalliances/ontology/>
SELECT ?a WHERE { ?d ally:hasParty ?a }
"""

HEAD_MORE = "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\n"


@pytest.fixture
def small(head, tmp_path):
    """Return the documentation to a small ontology, with one question."""
    asked = tmp_path / "CQ01.rq"
    asked.write_text(QUESTION, encoding="utf-8")
    graphs = {kind: parse(head + HEAD_MORE + text, kind) for kind, text in SMALL.items()}
    named = {f"http://x/{kind}": graph for kind, graph in graphs.items()}
    return documentation(dataset_of(named, {f"http://x/{kind}": kind for kind in graphs}), [asked])


def term(found, name):
    return next(t for t in found.terms if t.iri == ALLY + name)


def test_a_class_is_told_with_all_its_sides(small):
    actor = term(small, "Actor")
    assert (actor.label, actor.french, actor.kind) == ("actor", "acteur", "class")
    assert actor.examples == ("Burundi.",)
    assert actor.counterexamples == ("A treaty.",)
    assert actor.changes == ("New.",)
    assert actor.children == (Name(ALLY + "State", "state"),)
    assert actor.disjoint == (Name(ALLY + "Deal", "deal"),)
    assert actor.range_of == (Name(ALLY + "hasParty", "has party"),)
    assert (actor.uses, actor.samples) == (1, ((Name(BASE + "id/state/b", "Beland"),),))
    assert [(a.target.label, a.source.label) for a in actor.alignments] == [("agent", "X")]
    assert actor.shapes == (BASE + "shapes/Deal-party",)


def test_disjointness_is_told_on_both_sides(small):
    assert term(small, "Deal").disjoint == (Name(ALLY + "Actor", "actor"),)


def test_a_defined_class_is_told_in_words(small):
    assert term(small, "Pact").equivalents == ("deal and has threat piracy",)


def test_a_property_is_told_with_all_its_sides(small):
    party = term(small, "hasParty")
    assert party.domain == (Name(ALLY + "Deal", "deal"),)
    assert party.inverse == (Name(ALLY + "isPartyTo", "is party to"),)
    assert party.traits == ("asymmetric",)
    assert party.needs_source
    assert party.questions == ("CQ01",)
    assert [[n.label for n in sample] for sample in party.samples] == [["Deal", "Beland"]]
    assert not term(small, "isPartyTo").needs_source
    assert term(small, "isPartyTo").inverse == (Name(ALLY + "hasParty", "has party"),)


def test_a_rule_is_told_in_words(small):
    (shape,) = small.shapes
    (constraint,) = shape.constraints
    assert (shape.title, shape.group, shape.targets) == (
        "deal",
        "Core shapes",
        (Name(ALLY + "Deal", "deal"),),
    )
    assert (constraint.name, constraint.required, constraint.severity) == (
        "party",
        "at least two",
        "warning",
    )
    assert constraint.expects == (Name(ALLY + "Actor", "actor"),)
    assert (constraint.fault, constraint.mend) == ("A deal has two parties.", "Name the other.")
    assert constraint.terms == tuple(ALLY + name for name in ("Actor", "Deal", "hasParty"))


def test_a_question_is_read_from_its_header(small):
    (question,) = small.questions
    assert (question.code, question.title) == ("CQ01", "Parties")
    assert question.text == "Who is party to what?"
    assert (question.basis, question.expected, question.reasoning) == ("document A", "one", "no")
    assert question.query.startswith("PREFIX ally:")


def test_concepts_stand_below_the_broader_ones(small):
    (scheme,) = small.schemes
    assert [(c.label, c.depth) for c in scheme.concepts] == [
        ("crime", 0),
        ("piracy", 1),
        ("arson", 2),
    ]
    assert {c.iri: c.uses for c in scheme.concepts}[VOCAB + "threat/piracy"] == 1


def test_a_query_without_a_header_goes_by_its_name(tmp_path):
    path = tmp_path / "CQ7.rq"
    path.write_text("ASK {}", encoding="utf-8")
    question = read_question(path)
    assert (question.code, question.title, question.text) == ("CQ7", "CQ7", "")


def test_questions_are_in_the_order_of_their_numbers(tmp_path):
    folder = tmp_path / "ontology" / "questions"
    folder.mkdir(parents=True)
    for name in ("CQ10.rq", "RQ1.rq", "CQ9.rq", "other.rq", "CQ100.rq"):
        (folder / name).write_text("ASK {}", encoding="utf-8")
    assert [path.stem for path in question_files(tmp_path)] == ["CQ9", "CQ10", "CQ100", "RQ1"]


def test_the_guide_comes_back_from_its_file(small, tmp_path):
    write_documentation(tmp_path, small)
    assert read_documentation(tmp_path) == small


def test_a_release_may_have_no_documentation(tmp_path):
    assert read_documentation(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"head": 1}', "nonsense"],
)
def test_a_guide_that_cannot_be_read_says_so(tmp_path, text):
    (tmp_path / DOCUMENTATION).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseDamagedError, match=r"documentation\.json"):
        read_documentation(tmp_path)


def test_a_value_of_another_type_is_refused(small, tmp_path):
    write_documentation(tmp_path, small)
    raw = json.loads((tmp_path / DOCUMENTATION).read_text(encoding="utf-8"))
    raw["terms"][0]["uses"] = "many"
    (tmp_path / DOCUMENTATION).write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ReleaseDamagedError):
        read_documentation(tmp_path)


def test_our_own_guide_is_whole():
    found = documentation(Dataset(shipped()), question_files())
    assert [t.iri for t in found.terms if not (t.definition and t.french and t.module)] == []
    assert {t.module for t in found.terms} <= {m.iri for m in found.modules}
    assert [q.code for q in found.questions if not (q.text and q.basis and q.terms)] == []
    assert [r.iri for s in found.shapes for r in s.constraints if not (r.fault and r.mend)] == []
    assert [c.iri for s in found.schemes for c in s.concepts if not c.definition] == []
    tasks = next(s for s in found.schemes if s.iri.endswith("/mandate-task"))
    assert [c.iri for c in tasks.concepts if not c.french_definition.startswith("Tâche")] == []
    assert all(s.title and s.group and s.targets and s.constraints for s in found.shapes)
