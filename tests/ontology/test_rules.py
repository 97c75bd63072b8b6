"""Each rule derives what it should from small made-up graphs, and nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from openalliances.builder.read_files import rule_files
from openalliances.rdf.prefixes import ALLY, ID, VOCAB

from ..rdflib_graphs import derive, merge, parse
from ..shipped import shipped

HEAD = f"""
PREFIX : <http://x/>
PREFIX ally: <{ALLY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX check: <{VOCAB}check-status/>
PREFIX status: <{VOCAB}strand-status/>
PREFIX type: <{VOCAB}claim-type/>
PREFIX us: <{ID}organization/>
"""
RULES = {path.stem: path for path in rule_files()}
GRADES = {"contradicted", "corroborated", "curated", "single-source", "undated-unsourced"}
HAS_GRADE = URIRef(ALLY + "hasEvidenceGrade")

Triple = tuple[str, ...]


def derived(rule: str, turtle: str) -> set[Triple]:
    """Return what one rule adds; of each IRI only the last part."""
    found = derive([parse(HEAD + turtle, "x.ttl")], [RULES[rule]])
    return {tuple(str(term).rpartition("/")[2] for term in triple) for triple in found}


FACT_RULES = {
    *("times_of_members", "times_of_arrangements", "times_of_missions", "times_of_parts"),
    *("codes_of_states", "date_bounds", "evidence_grade_of_cited_things", "is_member_of"),
    *("is_complete_for", "is_last_known_member_of", "mandated_components", "obligation_types"),
    "said_of_kinds",
    *("shares_arrangement_with", "sources_differ", "succeeds", "task_matches", "withdrawn"),
}
"""Rules over facts with citations; test_fact_rules.py has their cases."""


def test_each_rule_is_tested() -> None:
    here = {*(rule for rule, *_ in SHORTCUTS), "evidence_grade"}
    assert set(RULES) == here | FACT_RULES


BILATERAL = (
    "ally:BilateralDefencePartnership rdfs:subClassOf ally:DefencePartnership ."
    ":p a ally:BilateralDefencePartnership ."
)
BOTH_WAYS = {("a", "isPartnerOf", "b"), ("b", "isPartnerOf", "a")}
NOW = "ally:hasStatus status:current"
LATER = "ally:hasStatus status:prospective"

SHORTCUTS = [
    ("is_partner_of", "two parties", BILATERAL + ":p ally:hasParty :a, :b .", BOTH_WAYS),
    (
        "is_partner_of",
        "inverse",
        BILATERAL + ":a ally:isPartyTo :p . :p ally:hasParty :b .",
        BOTH_WAYS,
    ),
    ("is_partner_of", "one party", BILATERAL + ":p ally:hasParty :a .", set()),
    (
        "is_partner_of",
        "three parties",
        ":p a ally:DefencePartnership ; ally:hasParty :a, :b, :c .",
        {(x, "isPartnerOf", y) for x in "abc" for y in "abc" if x != y},
    ),
    (
        "is_partner_of",
        "partners of different partnerships",
        ":p a ally:DefencePartnership ; ally:hasParty :a, :b ."
        ":q a ally:DefencePartnership ; ally:hasParty :b, :c .",
        {(x, "isPartnerOf", y) for x, y in ("ab", "ba", "bc", "cb")},
    ),
    ("is_partner_of", "forum", ":f a ally:SecurityForum ; ally:hasParty :a, :b .", set()),
    ("is_partner_of", "no class", ":p ally:hasParty :a, :b .", set()),
    (
        "involves_activity_type",
        "current",
        f":s ally:isStrandOf :p ; ally:hasActivityType :t ; {NOW} .",
        {("p", "involvesActivityType", "t")},
    ),
    (
        "involves_activity_type",
        "inverse",
        f":p ally:hasStrand :s . :s ally:hasActivityType :t ; {NOW} .",
        {("p", "involvesActivityType", "t")},
    ),
    (
        "involves_activity_type",
        "prospective",
        f":s ally:isStrandOf :p ; ally:hasActivityType :t ; {LATER} .",
        set(),
    ),
    (
        "involves_activity_type",
        "current and prospective",
        f":s ally:isStrandOf :p ; ally:hasActivityType :t ; {NOW} ."
        f":r ally:isStrandOf :p ; ally:hasActivityType :u ; {LATER} .",
        {("p", "involvesActivityType", "t")},
    ),
    (
        "involves_activity_type",
        "no status",
        ":s ally:isStrandOf :p ; ally:hasActivityType :t .",
        set(),
    ),
    (
        "contributes_to",
        "contribution",
        ":c ally:contributedBy :a ; ally:isContributionTo :m .",
        {("a", "contributesTo", "m")},
    ),
    (
        "contributes_to",
        "inverse",
        ":m ally:hasContribution :c . :c ally:contributedBy :a .",
        {("a", "contributesTo", "m")},
    ),
    ("contributes_to", "nobody", ":c ally:isContributionTo :m .", set()),
    (
        "contributes_to",
        "member of the leader",
        ":m ally:isLedBy :o . :x ally:hasMember :a ; ally:inArrangement :o .",
        set(),
    ),
]


@pytest.mark.parametrize(
    ("rule", "name", "turtle", "expected"), SHORTCUTS, ids=[f"{r}: {n}" for r, n, *_ in SHORTCUTS]
)
def test_a_rule_derives_a_shortcut(rule, name, turtle, expected) -> None:
    assert derived(rule, turtle) == expected


@settings(max_examples=50, deadline=None)
@given(st.sets(st.tuples(st.sampled_from("pqr"), st.sampled_from("abcd"))))
def test_nobody_is_a_partner_of_itself_and_partners_are_so_in_both_directions(parties) -> None:
    text = ":p a ally:DefencePartnership . :q a ally:DefencePartnership ."
    text += "".join(f":{p} ally:hasParty :{a} ." for p, a in parties)
    expected = {
        (a, "isPartnerOf", b) for p, a in parties for q, b in parties if p == q != "r" and a != b
    }
    assert derived("is_partner_of", text) == expected


DOCUMENTS = """
:weak ally:isUndated true ; ally:isUnsourced true .
:faint ally:isUndated true ; ally:isUnsourced true .
:undated ally:isUndated true .
:unsourced ally:isUnsourced true ; ally:isUndated false .
:dated ally:isUndated false ; ally:isUnsourced false .
:table rdfs:label "a data set" .
:c1 ally:citesSource :s1 ; ally:hasCheckStatus check:seen-in-source .
:c2 ally:citesSource :s2 ; ally:hasCheckStatus check:seen-in-source .
:c3 ally:citesSource :s3 ; ally:hasCheckStatus check:seen-in-source .
:c4 ally:citesSource :s3 ; ally:hasCheckStatus check:not-checked .
:s1 ally:inSourceFamily :family . :s2 ally:inSourceFamily :family .
:s3 ally:inSourceFamily :another .
"""
SAYS = "ally:claimSubject :s ; ally:claimPredicate :p ; ally:claimObject :o"
OTHER = "ally:claimSubject :s ; ally:claimPredicate :p ; ally:claimObject :other"
YEAR = "ally:claimSubject :s ; ally:claimPredicate :y ; ally:claimValue"
ABOUT = "ally:aboutEntity :s"
OURS = "prov:wasAttributedTo us:openalliances"


def claim(
    name: str, *documents: str, says: str = SAYS, kind: str = "relational", more: str = ""
) -> str:
    """Return a claim with a passage in each of the documents."""
    parts = [f":{name} a ally:Claim ; {says} ; ally:hasClaimType type:{kind} ."]
    for document in documents:
        place = f"{name}-{document}"
        parts.append(f":{name} ally:hasPassage :{place} . :{place} ally:inSection :{document}-1 .")
        parts.append(f":{document}-1 ally:isSectionOf :{document} .")
    return " ".join([*parts, f":{name} {more} ." if more else ""])


OF_TABLE = "prov:wasDerivedFrom :table"

GRADED = [
    ("weak document", claim("a", "weak"), "undated-unsourced"),
    ("no date, but sources", claim("a", "undated"), "single-source"),
    ("no sources, but a date", claim("a", "unsourced"), "single-source"),
    ("date and sources", claim("a", "dated"), "single-source"),
    ("data set", claim("a", more=OF_TABLE), "single-source"),
    ("passages in a weak and a dated document", claim("a", "weak", "dated"), "single-source"),
    ("passages in two weak documents", claim("a", "weak", "faint"), "undated-unsourced"),
    ("about an entity", claim("a", "dated", says=ABOUT), "single-source"),
    ("weak, backed by dated", claim("a", "weak") + claim("b", "dated"), "corroborated"),
    ("weak, backed by a data set", claim("a", "weak") + claim("b", more=OF_TABLE), "corroborated"),
    ("dated, backed by dated", claim("a", "dated") + claim("b", "undated"), "corroborated"),
    ("dated, repeated by weak", claim("a", "dated") + claim("b", "weak"), "single-source"),
    ("two weak that agree", claim("a", "weak") + claim("b", "faint"), "undated-unsourced"),
    ("the same document twice", claim("a", "dated") + claim("b", "dated"), "single-source"),
    (
        "a witness that also stands in another document",
        claim("a", "dated") + claim("b", "dated", "undated"),
        "corroborated",
    ),
    ("another object", claim("a", "weak") + claim("b", "dated", says=OTHER), "undated-unsourced"),
    (
        "current, and elsewhere predicted",
        claim("a", "weak") + claim("b", "dated", kind="predictive"),
        "undated-unsourced",
    ),
    (
        "predicted, and elsewhere current",
        claim("a", "weak", kind="predictive") + claim("b", "dated"),
        "undated-unsourced",
    ),
    (
        "predicted twice",
        claim("a", "weak", kind="predictive") + claim("b", "dated", kind="predictive"),
        "corroborated",
    ),
    (
        "the same value",
        claim("a", "weak", says=f"{YEAR} 1999") + claim("b", "dated", says=f"{YEAR} 1999"),
        "corroborated",
    ),
    (
        "another value",
        claim("a", "weak", says=f"{YEAR} 1999") + claim("b", "dated", says=f"{YEAR} 2000"),
        "undated-unsourced",
    ),
    (
        "about the same entity",
        claim("a", "weak", says=ABOUT) + claim("b", "dated", says=ABOUT),
        "undated-unsourced",
    ),
    (
        "linked by the curators",
        claim("a", "weak", says=ABOUT) + claim("b", "dated", more="ally:supports :a"),
        "corroborated",
    ),
    (
        "linked, but weak",
        claim("a", "weak", says=ABOUT) + claim("b", "faint", more="ally:supports :a"),
        "undated-unsourced",
    ),
    (
        "linked, but of the same document",
        claim("a", "dated", says=ABOUT) + claim("b", "dated", more="ally:supports :a"),
        "single-source",
    ),
    (
        "linked the other way about",
        claim("a", "weak", says=ABOUT, more="ally:supports :b") + claim("b", "dated"),
        "undated-unsourced",
    ),
    (
        "denied by a dated document",
        claim("a", "weak") + claim("b", "dated", says=OTHER, more="ally:contradicts :a"),
        "contradicted",
    ),
    (
        "denied by a weak document",
        claim("a", "dated") + claim("b", "weak", says=OTHER, more="ally:contradicts :a"),
        "single-source",
    ),
    (
        "that denies",
        claim("a", "dated", more="ally:contradicts :b") + claim("b", "weak", says=OTHER),
        "single-source",
    ),
    (
        "outdated",
        claim("a", "dated") + claim("b", "dated", says=OTHER, more="ally:outdates :a"),
        "single-source",
    ),
    (
        "denied and backed",
        claim("a", "weak")
        + claim("b", "dated", says=OTHER, more="ally:contradicts :a")
        + claim("c", "dated"),
        "contradicted",
    ),
    (
        "denied by a citation that was seen",
        claim("a", "weak")
        + claim("b", says=OTHER, more="ally:contradicts :a ; ally:hasCitation :c1"),
        "contradicted",
    ),
    (
        "denied by a citation that nobody has seen",
        claim("a", "weak")
        + claim("b", says=OTHER, more="ally:contradicts :a ; ally:hasCitation :c4"),
        "undated-unsourced",
    ),
    ("cited from two families", claim("a", more="ally:hasCitation :c1, :c3"), "corroborated"),
    ("cited twice from one family", claim("a", more="ally:hasCitation :c1, :c2"), "single-source"),
    ("cited and unseen", claim("a", more="ally:hasCitation :c1, :c4"), "single-source"),
    ("our own", claim("a", more=OURS), "curated"),
    ("our own, denied", claim("a", more=f"{OURS} ; ally:contradicts :b"), "curated"),
    ("our own, backed", claim("a", more=OURS) + claim("b", "dated"), "curated"),
    ("backed by our own only", claim("a", "weak") + claim("b", more=OURS), "undated-unsourced"),
    (
        "linked by our own, derived from a data set",
        claim("a", "weak") + claim("b", more=f"{OURS} ; {OF_TABLE} ; ally:supports :a"),
        "undated-unsourced",
    ),
]


@pytest.mark.parametrize(("name", "turtle", "grade"), GRADED, ids=[name for name, *_ in GRADED])
def test_a_claim_gets_the_grade_that_its_evidence_deserves(name, turtle, grade) -> None:
    found = derived("evidence_grade", DOCUMENTS + turtle)
    assert {triple for triple in found if triple[0] == "a"} == {("a", "hasEvidenceGrade", grade)}


def test_each_grade_is_tested() -> None:
    assert {grade for *_, grade in GRADED} == GRADES


LINKS = st.sampled_from(["", OURS, OF_TABLE, "ally:contradicts :a", "ally:supports :b"])
CLAIMS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["weak", "faint", "undated", "dated"]), max_size=3),
        st.sampled_from([SAYS, OTHER, f"{YEAR} 1999", ABOUT]),
        st.sampled_from(["relational", "predictive"]),
        LINKS,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(CLAIMS)
def test_each_claim_gets_exactly_one_grade(claims) -> None:
    text = DOCUMENTS
    for name, (documents, says, kind, more) in zip("abcd", claims, strict=False):
        text += claim(name, *sorted(documents), says=says, kind=kind, more=more)
    found = derived("evidence_grade", text)
    assert {subject for subject, *_ in found} == set("abcd"[: len(claims)])
    assert len(found) == len(claims)
    assert {grade for *_, grade in found} <= GRADES


@cache
def facts() -> Graph:
    return merge(source for source in shipped() if source.kind != "shapes")


@cache
def added() -> Graph:
    """Return what all rules together add to the real data."""
    return derive([facts()], rule_files())


def test_each_claim_of_the_real_data_has_exactly_one_grade() -> None:
    claims = set(facts().subjects(RDF.type, URIRef(ALLY + "Claim")))
    cited = set(facts().subjects(URIRef(ALLY + "hasCitation")))
    graded = Counter(added().subjects(HAS_GRADE))
    assert set(graded) == claims | cited
    assert set(graded.values()) == {1}


def test_each_grade_given_to_the_real_data_is_a_concept_of_the_vocabulary() -> None:
    concepts = set(facts().subjects(RDF.type, URIRef(ALLY + "EvidenceGrade")))
    assert {str(concept) for concept in concepts} == {
        f"{VOCAB}evidence-grade/{g}" for g in (*GRADES, "contested", "not-checked")
    }
    assert set(added().objects(None, HAS_GRADE)) <= concepts


def test_no_grade_is_stated_by_hand() -> None:
    assert list(facts().subject_objects(HAS_GRADE)) == []


FIND_WHAT_MUST_NOT_BE = {"times_of_arrangements"}
"""Rules that find impossible times of which none is left, and none is an exception."""


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_adds_something_to_the_real_data(rule) -> None:
    found = len(derive([facts()], [RULES[rule]]))
    assert (found == 0) if rule in FIND_WHAT_MUST_NOT_BE else (found > 0)
