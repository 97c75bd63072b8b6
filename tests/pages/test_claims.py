"""What claims say of one another, and what stands at the head of a page of claims alone."""

from dataclasses import replace

from openalliances.http.urls import Urls
from openalliances.pages.claims import claim_groups, claimed
from openalliances.pages.links import Links
from openalliances.pages.thing import thing_page
from openalliances.rdf.prefixes import ALLY, BASE
from openalliances.things.description import (
    Citation,
    Claim,
    Description,
    Node,
    Passage,
    Statement,
    Text,
)
from openalliances.things.evidence import FINDINGS

LINKS = Links(Urls(BASE), False)
ESSAY = Node(Text("An essay"), BASE + "id/source/essay")
REPORT = Node(Text("A report of 2024"), BASE + "id/source/report")
NOTHING = Node(Text(""))


def claim(name, *, at=None, **more):
    node = Node(Text(f"Claim {name}."), f"{BASE}id/claim/{name}")
    return Claim(node.iri, node.text, NOTHING, NOTHING, NOTHING, passage=at, **more), node


PLACE = Passage(ESSAY, BASE + "id/passage/1")
BORDER, BORDER_NODE = claim("border", at=PLACE)
DRILL, _ = claim("drill", at=PLACE)
CLOSED, CLOSED_NODE = claim("closed", sources=(REPORT,), contradicts=(BORDER_NODE,))
EARLIER, EARLIER_NODE = claim("earlier", sources=(REPORT,), supports=(BORDER_NODE,))
CLAIMS = (BORDER, DRILL, CLOSED, EARLIER)


def thing(*claims, kind="Relator", **more):
    types = (Statement(Node(Text(kind), ALLY + kind)),)
    return Description(BASE + "id/partnership/x", Text("X"), types, claims=claims, **more)


def remarks(name):
    groups = claim_groups(thing(*CLAIMS), LINKS)
    row = next(row for group in groups for row in group.claims if name in row.claim.text.value)
    return {(r.words, tuple(a.href for a in r.claims)) for r in row.remarks}


def test_a_contradiction_is_told_at_both_ends_in_its_direction():
    assert remarks("closed") == {("contradicts", ("#claim-1",))}
    assert remarks("border") == {
        ("contradicted by", ("#claim-3",)),
        ("supported by", ("#claim-4",)),
    }
    assert remarks("drill") == set()


def test_a_finding_names_its_sources_and_is_never_nobodys():
    groups = {group.who.text.value: group for group in claim_groups(thing(*CLAIMS), LINKS)}
    assert set(groups) == {"An essay", FINDINGS}
    assert [a.text.value for a in groups[FINDINGS].claims[0].sources] == ["A report of 2024"]


def test_the_head_of_what_an_essay_alone_claims_says_so_and_what_is_reported():
    found = claimed(thing(*CLAIMS), LINKS)
    assert found is not None
    assert [a.text.value for a in found.documents] == ["An essay"]
    assert found.quality == "undated, unsourced document"
    told = [(r.finding.text.value, [m.words for m in r.remarks]) for r in found.reports]
    assert told == [("Claim closed.", ["contradicts"]), ("Claim earlier.", ["supports"])]
    assert thing_page(thing(*CLAIMS), LINKS.urls).sentence.startswith("X is said to be")


def test_what_a_later_report_outdates_is_told():
    later = replace(CLOSED, contradicts=(), outdates=(EARLIER_NODE,))
    found = claimed(thing(BORDER, later, EARLIER), LINKS)
    assert found is not None
    words = {r.finding.text.value: [m.words for m in r.remarks] for r in found.reports}
    assert words["Claim earlier."] == ["supports", "out of date, after"]
    assert words["Claim closed."] == ["shows to be out of date"]


def test_what_has_sources_of_its_own_or_is_no_relation_is_not_only_claimed():
    cited = Citation("c", 1, REPORT, NOTHING)
    good = replace(PLACE, dated=True, sourced=True)
    assert claimed(thing(*CLAIMS, citations=(cited,)), LINKS) is None
    assert claimed(thing(*CLAIMS, kind="State"), LINKS) is None
    assert claimed(thing(replace(BORDER, passage=good)), LINKS) is None
    assert claimed(thing(CLOSED), LINKS) is None


def test_on_the_page_of_a_claim_it_comes_first():
    page = thing_page(replace(thing(*CLAIMS), iri=CLOSED.iri), LINKS.urls)
    assert page.is_claim
    assert page.claimed is None
    assert page.evidence[0].claims[0].claim.text.value == "Claim closed."
