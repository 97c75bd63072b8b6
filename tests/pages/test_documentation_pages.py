"""Pages about the model, from documentation made by hand."""

import pytest

from openalliances.errors import QueryTimeoutError
from openalliances.http.urls import Urls
from openalliances.pages.constraints import shapes_page
from openalliances.pages.documentation_index import documentation_index
from openalliances.pages.ontology import ontology_page
from openalliances.pages.question import PATIENCE, ROWS, live_answer, question_page
from openalliances.pages.scheme import scheme_page
from openalliances.pages.term import term_page
from openalliances.release.documentation import (
    Alignment,
    Concept,
    Constraint,
    Documentation,
    Head,
    Module,
    Name,
    Question,
    Scheme,
    Shape,
    Term,
)

BASE = "https://w3id.org/openalliances/"
ALLY = BASE + "ontology/"
CORE = ALLY + "module/core"
CONCEPT = Name("http://www.w3.org/2004/02/skos/core#Concept", "concept")
PARTY_CONSTRAINT = Constraint(
    iri=BASE + "shapes/Deal-party",
    name="party",
    paths=(Name(ALLY + "party", "party"),),
    required="at least two",
    expects=(Name(ALLY + "Actor", "actor"),),
    severity="error",
    fault="One.",
    mend="Add.",
)


def named(name):
    return Name(ALLY + name, name.lower())


def term(name, kind="class", **more):
    return Term(ALLY + name, name.lower(), "", kind, CORE, "testing", f"What {name} is.", **more)


def question(code, query="SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"):
    return Question(code, "Title", "Who?", "document A", "one", "no", query, (ALLY + "party",))


TERMS = (
    term("Actor", children=(named("State"),), domain_of=(named("party"),),
         alignments=(Alignment(Name("", "close match"), Name("https://x.test/A", "a"),
                               Name(ALLY + "alignments/x", "x")),)),
    term("Kind", parents=(CONCEPT,)),
    term("State", parents=(named("Actor"),), uses=9, samples=((Name(BASE + "id/s", "S"),),),
         range_of_hints=(named("party"),), shapes=(PARTY_CONSTRAINT.iri,), questions=("CQ1",)),
    term("party", "object property", domain=(named("Actor"),), range_hints=(named("State"),),
         needs_source=True, uses=1, samples=((Name(BASE + "id/s", "S"), Name("", "5")),)),
)  # fmt: skip


@pytest.fixture
def known():
    documentation = Documentation(
        head=Head(ALLY[:-1], "T", "", "A", "D", "1", "", "", "", "", "ally", ALLY, ()),
        modules=(Module(CORE, "core", "Core", "About.", "1", ()),),
        terms=TERMS,
        shapes=(Shape(BASE + "shapes/DealShape", "deal", "Core", (named("Actor"),), "",
                      (PARTY_CONSTRAINT,)),),
        questions=(question("CQ1"), question("CQ2")),
        schemes=(Scheme(BASE + "vocab/t", "T", "", "", (), (named("State"),), tuple(
            Concept(BASE + f"vocab/t/{n}", n, "", "", depth)
            for n, depth in (("a", 0), ("b", 1), ("c", 2), ("d", 1), ("e", 0))
        )),),
        diagrams=(),
    )  # fmt: skip
    return documentation_index(documentation, Urls(BASE))


def rows(page):
    return {row.name.text.value: [f.value.text.value for f in row.facts] for row in page.facts}


def test_a_class_has_its_own_properties_and_those_from_above(known):
    page = term_page(known, known.terms[ALLY + "State"])
    assert [(row.property.text.value, row.of.text.value, row.axiom) for row in page.properties] == [
        ("party", "actor", True)
    ]
    assert [(row.property.text.value, row.axiom) for row in page.pointed_at] == [("party", False)]
    assert rows(page) == {"Is a kind of": ["actor"], "Status": ["testing"]}


def test_rules_questions_and_uses_lead_to_their_pages(known):
    page = term_page(known, known.terms[ALLY + "State"])
    assert [row.constraint.href for row in page.constraints] == ["/shapes#DealShape"]
    assert [anchor.href for anchor in page.questions] == ["/ontology/questions/CQ1"]
    assert page.module.href == "/ontology.html#module-core"
    assert page.all_uses.startswith("/sparql?query=SELECT")
    assert "ontology%2FState" in page.all_uses


def test_a_property_tells_domain_hint_and_need_of_a_source(known):
    page = term_page(known, known.terms[ALLY + "party"])
    told = rows(page)
    assert told["Belongs to things of (domain)"] == ["actor"]
    assert told["Usual values (hint)"] == ["state"]
    assert "Needs a source" in told
    assert [[a.href for a in sample] for sample in page.samples] == [["/id/s.html", ""]]
    assert page.all_uses == ""


def test_terms_of_others_are_linked_where_they_are(known):
    (row,) = term_page(known, known.terms[ALLY + "Actor"]).alignments
    assert (row.relation, row.target.href, row.target.outside) == (
        "close match",
        "https://x.test/A",
        True,
    )


def test_the_tree_holds_each_class_and_what_stands_below_others(known):
    page = ontology_page(known)
    tree = [(b.anchor.text.value, [c.anchor.text.value for c in b.below]) for b in page.tree]
    assert tree == [("actor", ["state"]), ("concept", ["kind"])]
    assert [line.short for line in page.index] == ["Actor", "Kind", "party", "State"]
    assert [plural for plural, _ in page.modules[0].lists] == [
        "Classes",
        "Relations between things",
    ]


def test_concepts_are_nested_by_depth(known):
    page = scheme_page(known, known.schemes[BASE + "vocab/t"])

    def names(branches):
        return [(b.concept.label, names(b.below)) for b in branches]

    assert names(page.tree) == [("a", [("b", [("c", [])]), ("d", [])]), ("e", [])]
    assert [a.text.value for a in page.used_by] == ["party"]


def test_rules_are_grouped_by_module(known):
    page = shapes_page(known)
    ((group, (table,)),) = page.groups
    assert (group, table.slug, page.constraints) == ("Core", "DealShape", 1)
    assert [a.href for a in table.constraints[0].paths] == ["/ontology/party.html"]


def test_the_live_answer_calls_things_by_their_names(known, engine):
    asked = question("CQ1", f"SELECT ?s WHERE {{ VALUES ?s {{ <{BASE}id/state/burundi> 1 }} }}")
    page = question_page(
        known, asked, live_answer(engine, asked.query, 10), {BASE + "id/state/burundi": "Burundi"}
    )
    assert [row[0].text for row in page.result.rows] == ["Burundi", "1"]
    assert (page.previous, page.next) == ("", "CQ2")
    assert page.trouble == ""


def test_the_live_answer_is_cut(known, engine):
    many = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    page = question_page(
        known, asked := question("CQ2", many), live_answer(engine, asked.query, 10), {}
    )
    assert (len(page.result.rows), page.result.cut) == (ROWS, True)
    assert (page.previous, page.next) == ("CQ1", "")


class Slow:
    """An engine that is always too slow, and remembers how long it might have taken."""

    def run(self, query):
        self.timeout = query.timeout
        raise QueryTimeoutError("The query took too long.")


@pytest.mark.parametrize(("given", "taken"), [(60.0, PATIENCE), (1.0, 1.0)])
def test_a_failing_answer_is_said_and_no_error(known, given, taken):
    slow = Slow()
    page = question_page(known, asked := question("CQ1"), live_answer(slow, asked.query, given), {})
    assert page.result is None
    assert page.trouble == "The query took too long."
    assert slow.timeout == taken
