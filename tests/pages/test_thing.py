"""Page view models, from descriptions that are built by hand."""

import pytest

from openalliances.http.urls import Urls
from openalliances.pages.beyond import STORED, VALUES
from openalliances.pages.home import home_page
from openalliances.pages.sentence import answer, listed, years
from openalliances.pages.thing import thing_page
from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES
from openalliances.release import Manifest
from openalliances.things.description import (
    Claim,
    Description,
    Group,
    Node,
    Origin,
    Passage,
    Statement,
    Text,
)

TYPE = PREFIXES["rdf"] + "type"
THING = BASE + "id/partnership/x"
URLS = Urls(BASE)


def node(name, iri=None):
    return Node(Text(name, "en"), BASE + "id/" + name.lower() if iri is None else iri)


def group(name, *values, origin=Origin.ASSERTED, claims=()):
    return Group(
        node(name, ALLY + name), tuple(Statement(value, origin, (), claims) for value in values)
    )


def thing(*groups, types=("SecurityArrangement",), incoming=(), claims=(), iri=THING):
    kinds = tuple(Statement(node(name.lower(), ALLY + name)) for name in types)
    return Description(iri, Text("X", "en"), kinds, tuple(groups), tuple(incoming), tuple(claims))


CLAIM = Claim(
    BASE + "id/claim/1",
    Text("A is a party of X.", "en"),
    node("X", THING),
    node("hasParty", ALLY + "hasParty"),
    node("A"),
    None,
    Passage(node("Essay"), BASE + "id/passage/1", "A1", "", 1, 2, 3),
    grade=node("undated and unsourced", BASE + "vocab/evidence-grade/undated-unsourced"),
)


def row(page, name):
    return next(r for r in page.facts if r.name.text.value == name)


def test_what_is_missing_is_said_to_be_missing():
    page = thing_page(thing(), URLS)
    assert [(r.name.text.value, r.facts) for r in page.facts] == [
        ("Parties", ()),
        ("Start", ()),
        ("End", ()),
    ]


def test_what_is_stated_is_not_missing():
    page = thing_page(
        thing(group("hasParty", node("A")), group("startDate", Node(Text("2001")))), URLS
    )
    assert [r.name.text.value for r in page.facts if not r.facts] == ["End"]


def test_facts_come_in_the_order_that_readers_ask_for():
    page = thing_page(
        thing(
            group("zzz", node("Z")),
            group("addressesThreat", node("T")),
            group("hasParty", node("A")),
        ),
        URLS,
    )
    assert [r.name.text.value for r in page.facts][:3] == ["hasParty", "addressesThreat", "zzz"]


def test_a_fact_leads_to_its_claims_and_says_how_good_they_are():
    page = thing_page(thing(group("hasParty", node("A"), claims=(CLAIM,)), claims=(CLAIM,)), URLS)
    fact = row(page, "hasParty").facts[0]
    assert fact.evidence == "undated and unsourced"
    assert [(a.text.value, a.href) for a in fact.claims] == [("1", "#claim-1")]
    assert page.evidence[0].claims[0].passages[0].href == "/id/passage/1.html"


def test_what_holds_for_all_facts_of_a_row_is_said_once():
    page = thing_page(
        thing(group("hasParty", node("A"), node("B"), claims=(CLAIM,)), claims=(CLAIM,)), URLS
    )
    assert row(page, "hasParty").evidence == "undated and unsourced"
    assert {fact.evidence for fact in row(page, "hasParty").facts} == {""}


@pytest.mark.parametrize(
    ("origin", "badge"),
    [(Origin.ASSERTED, ""), (Origin.DERIVED, "derived"), (Origin.INFERRED, "inferred")],
)
def test_badge(origin, badge):
    page = thing_page(thing(group("hasParty", node("A"), origin=origin)), URLS)
    assert row(page, "hasParty").facts[0].origin == badge


def test_an_inverse_that_is_shown_is_not_repeated_and_keeps_its_evidence():
    described = thing(
        group("isPartyTo", node("P"), origin=Origin.INFERRED),
        incoming=(group("hasParty", node("P"), claims=(CLAIM,)), group("leads", node("L"))),
        claims=(CLAIM,),
        types=("State",),
    )
    pairs = {ALLY + "isPartyTo": ALLY + "hasParty", ALLY + "hasParty": ALLY + "isPartyTo"}
    page = thing_page(described, URLS, inverses=pairs)
    assert [r.name.text.value for r in page.incoming] == ["leads"]
    assert row(page, "isPartyTo").facts[0].claims


def test_a_symmetric_link_is_shown_once():
    described = thing(
        group("isPartnerOf", node("B")), incoming=(group("isPartnerOf", node("B"), node("C")),)
    )
    page = thing_page(described, URLS)
    assert [[f.value.text.value for f in r.facts] for r in page.incoming] == [["C"]]


@pytest.mark.parametrize(
    ("iri", "inward", "href", "outside"),
    [
        (BASE + "id/a", False, "/id/a.html", False),
        ("https://example.org/a", False, "https://example.org/a", True),
        (
            "https://example.org/a",
            True,
            "/resource?iri=https%3A%2F%2Fexample.org%2Fa&format=html",
            False,
        ),
        ("javascript:alert(1)", False, "", False),
        ("urn:x:y", False, "", False),
    ],
)
def test_where_a_value_leads(iri, inward, href, outside):
    page = thing_page(thing(group("hasParty", node("A", iri))), URLS, inward=inward)
    value = row(page, "hasParty").facts[0].value
    assert (value.href, value.outside) == (href, outside)


@pytest.mark.parametrize(
    ("text", "datatype", "href"),
    [
        ("https://example.org/text", "anyURI", "https://example.org/text"),
        ("javascript:alert(1)", "anyURI", ""),
        ("https://example.org/text", "string", ""),
    ],
)
def test_an_address_can_be_opened(text, datatype, href):
    value = Node(Text(text), datatype=PREFIXES["xsd"] + datatype)
    shown = row(thing_page(thing(group("textAddress", value)), URLS), "textAddress").facts[0].value
    assert (shown.href, shown.outside) == (href, bool(href))


def test_the_page_of_a_claim_shows_the_claim_instead_of_facts():
    described = thing(
        group("hasPassage", node("P")), claims=(CLAIM,), types=("Claim",), iri=CLAIM.iri
    )
    page = thing_page(described, URLS)
    assert page.is_claim
    assert page.facts == ()
    assert page.sentence == ""


@pytest.mark.parametrize(
    ("groups", "types", "sentence"),
    [
        ((), ("SecurityArrangement",), "X is a securityarrangement."),
        ((group("hasParty", node("A"), node("B")),), ("Pact",), "X is a pact between A and B."),
        ((group("hasParty", node("A")),), ("Pact",), "X is a pact of A."),
        (
            (group("isLedBy", node("AU")), group("takesPlaceIn", node("Somalia"))),
            ("Operation",),
            "X is an operation led by AU in Somalia.",
        ),
        (
            (group("startYear", Node(Text("2007"))), group("endDate", Node(Text("2022-03-31")))),
            ("Mission",),
            "X was a mission (2007–2022).",
        ),
        (
            (group("isPartyTo", node("P"), node("Q")), group("leads", node("M"))),
            ("State",),
            "X is a state. It is party to 2 arrangements and leads 1 peace mission.",
        ),
        ((), (), ""),
    ],
)
def test_the_answer_sentence(groups, types, sentence):
    assert answer(thing(*groups, types=types)) == sentence


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2007", "2022", "2007–2022"),
        ("2007", "", "from 2007"),
        ("", "2022", "until 2022"),
        ("", "", ""),
    ],
)
def test_years(start, end, words):
    groups = [
        group(name, Node(Text(value)))
        for name, value in (("startYear", start), ("endYear", end))
        if value
    ]
    assert years(thing(*groups)) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_listed(names, words):
    assert listed(names) == words


def test_home_counts_only_what_was_counted():
    manifest = Manifest(1, "dataset", "1", "T", BASE, "d", "i", 5, (), (), (), {})
    page = home_page(manifest, {ALLY + "GeopoliticalEntity": 3, ALLY + "Unknown": 9})
    assert [(count.number, count.href) for count in page.counts] == [(3, "/browse/states")]


def test_of_a_long_list_the_first_are_shown_and_the_way_to_all_is_told():
    iri = BASE + "id/mission/x"
    values = [node(f"C{n}") for n in range(150)]
    page = thing_page(thing(group("hasContribution", *values), iri=iri), URLS, has_tables=True)
    (facts,) = [r for r in page.facts if r.name.iri == ALLY + "hasContribution"]
    assert (len(facts.facts), facts.more) == (VALUES, 150 - VALUES)
    assert facts.whole.href == "/data/contributions.html?mission=mission/x"
    (stored,) = [r for r in page.raw if r.name.iri == ALLY + "hasContribution"]
    assert (len(stored.facts), stored.more) == (STORED, 150 - STORED)


def test_without_a_table_of_it_all_of_a_long_list_is_in_turtle():
    values = [node(f"C{n}") for n in range(VALUES + 1)]
    page = thing_page(thing(group("hasParty", *values)), URLS, has_tables=True)
    (facts,) = [r for r in page.facts if r.facts]
    assert (facts.more, facts.whole.href) == (1, "/id/partnership/x.ttl")


def test_a_list_that_fits_leads_nowhere():
    values = [node(f"C{n}") for n in range(VALUES)]
    page = thing_page(thing(group("hasParty", *values)), URLS)
    assert [(r.more, r.whole) for r in page.facts if r.facts] == [(0, None)]
