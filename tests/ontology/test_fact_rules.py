"""The rules over facts with citations, each on the smallest facts that set it apart."""

from __future__ import annotations

import pytest
from rdflib import Graph

from openalliances.builder.read_files import rule_files
from openalliances.rdf.prefixes import ALLY, VOCAB

from ..rdflib_graphs import derive, parse

HEAD = f"""
PREFIX : <http://x/>
PREFIX ally: <{ALLY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX kind: <{VOCAB}membership-kind/>
PREFIX check: <{VOCAB}check-status/>
PREFIX observed: <{VOCAB}observation-status/>
PREFIX complete: <{VOCAB}completeness/>
PREFIX list: <{VOCAB}listed-kind/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX type: <{VOCAB}claim-type/>
PREFIX strength: <{VOCAB}mapping-strength/>
PREFIX scheme: <{VOCAB}>
"""
RULES = {path.stem: path for path in rule_files()}

LATELY = "ally:hasObservationStatus observed:known-lately"
FULL = f"ally:hasMembershipKind kind:full ; {LATELY}"
PACT = ":pact a ally:SecurityArrangement . "
TWO = (
    f":m ally:hasMember :a ; ally:inArrangement :pact ; {FULL} . "
    f":n ally:hasMember :b ; ally:inArrangement :pact ; {FULL} . "
)
MEMBER = ":m ally:hasMember :a ; ally:inArrangement :pact ; ally:hasMembershipKind "
LIST = ":l ally:isListingOf :pact ; ally:hasListedKind list:members ; ally:hasCitation :c ; "
LIST += "ally:hasCompleteness "
SEEN = "ally:hasCheckStatus check:seen-in-source ; ally:citesFor ally:startDate"
UNSEEN = "ally:hasCheckStatus check:not-checked ; ally:citesFor ally:startDate"

STATE = "ally:State rdfs:subClassOf ally:GeopoliticalEntity . :a a ally:State . "
LIFE = (
    STATE
    + ':p a ally:PeriodOfExistence ; ally:isPeriodOf :a ; ally:startDate "1950-05-01"^^xsd:date ;'
    ' ally:endDate "1990"^^xsd:gYear ; ally:earliestStart "1950-05-01"^^xsd:date ;'
    ' ally:latestEnd "1990-12-31"^^xsd:date . '
)
SPELL = ":m ally:hasMember :a ; ally:inArrangement :pact ; "
MISSION = ":m ally:takesPlaceIn :a ; "
MAPPING = (
    ":x ally:mapsTask :t ; ally:mapsTo :c ; ally:mapsIntoScheme scheme:peacebuilding-component ;"
    " ally:hasMappingStrength strength:"
)
MANDATE = ":m ally:isMandateOf :op ; ally:hasMandateTask :t . :op ally:isLedBy :un . "
SERVES = {"m mandatesComponent c", "op isMandatedFor c", "un promotesComponent c"}

KIND = (
    ":Peace a owl:Class . ally:hasComponent a owl:ObjectProperty . "
    "ally:isUrgedToUndertake a owl:ObjectProperty . "
)
OF_KIND = KIND + ":c ally:claimSubject :Peace ; ally:claimObject :talks ; ally:hasPassage :p ; "
COMPONENT = OF_KIND + "ally:claimPredicate ally:hasComponent ; ally:hasClaimType "

CASES = [
    ("said_of_kinds", "a class", COMPONENT + "type:relational .", {"Peace hasComponent talks"}),
    ("said_of_kinds", "what ought to be", COMPONENT + "type:normative .", set()),
    ("said_of_kinds", "a judgement", COMPONENT + "type:evaluative .", set()),
    ("said_of_kinds", "what may come", COMPONENT + "type:predictive .", set()),
    (
        "said_of_kinds",
        "a property that says that it ought to be",
        OF_KIND
        + "ally:claimPredicate ally:isUrgedToUndertake ; ally:hasClaimType type:normative .",
        {"Peace isUrgedToUndertake talks"},
    ),
    (
        "said_of_kinds",
        "contradicted",
        COMPONENT + "type:relational . :d ally:contradicts :c .",
        set(),
    ),
    (
        "said_of_kinds",
        "a thing that is no class",
        COMPONENT.replace(":Peace a owl:Class", ":Peace a ally:Forum") + "type:relational .",
        set(),
    ),
    (
        "said_of_kinds",
        "our own claim",
        COMPONENT.replace("ally:hasPassage :p ; ", "") + "type:relational .",
        set(),
    ),
    *(
        ("mandated_components", strength, f"{MANDATE}{MAPPING}{strength} .", expected)
        for strength, expected in (
            ("close", SERVES),
            ("within", SERVES),
            ("part", SERVES),
            ("possible", set[str]()),
            ("none", set[str]()),
        )
    ),
    (
        "mandated_components",
        "a purpose code is no component",
        MANDATE + MAPPING.replace("peacebuilding-component", "dac-purpose-code") + "close .",
        set(),
    ),
    (
        "mandated_components",
        "another task",
        f":m ally:isMandateOf :op ; ally:hasMandateTask :u . {MAPPING}close .",
        set(),
    ),
    (
        "mandated_components",
        "nobody is known to lead it",
        f":m ally:isMandateOf :op ; ally:hasMandateTask :t . {MAPPING}close .",
        {"m mandatesComponent c", "op isMandatedFor c"},
    ),
    *(
        ("task_matches", strength, MAPPING + f"{strength} .", {f"t core#{match} c"})
        for strength, match in (
            ("close", "closeMatch"),
            ("within", "broadMatch"),
            ("part", "relatedMatch"),
        )
    ),
    *(
        ("task_matches", strength, MAPPING + f"{strength} .", set[str]())
        for strength in ("possible", "none")
    ),
    (
        "succeeds",
        "a successor",
        ":s ally:hasPredecessor :a ; ally:hasSuccessor :b ; ally:hasSuccessionKind :union .",
        {"b succeeds a"},
    ),
    (
        "succeeds",
        "a restored state is no successor",
        ":s ally:hasPredecessor :a ; ally:hasSuccessor :b ; "
        f"ally:hasSuccessionKind <{VOCAB}succession-kind/restoration> .",
        set(),
    ),
    (
        "times_of_members",
        "a day before the member",
        LIFE + SPELL + 'ally:startDate "1950-04-30"^^xsd:date ; ally:endDate "1960"^^xsd:gYear .',
        {"m departsFrom begins-in-life-of-member"},
    ),
    (
        "times_of_members",
        "a month and a year that may be right",
        LIFE
        + SPELL
        + 'ally:startDate "1950-05"^^xsd:gYearMonth ; ally:endDate "1990-12-31"^^xsd:date .',
        set(),
    ),
    (
        "times_of_members",
        "open after the member ended",
        LIFE + SPELL + 'ally:startDate "1960"^^xsd:gYear .',
        {"m departsFrom ends-in-life-of-member"},
    ),
    (
        "times_of_members",
        "a member whose periods are not known",
        STATE + SPELL + 'ally:startDate "1060"^^xsd:gYear .',
        set(),
    ),
    (
        "times_of_arrangements",
        "older than the arrangement, and open after its end",
        SPELL
        + 'ally:startDate "1950"^^xsd:gYear . :pact ally:startDate "1951-02"^^xsd:gYearMonth ;'
        ' ally:endDate "1960"^^xsd:gYear .',
        {
            "m departsFrom begins-in-life-of-arrangement",
            "m departsFrom ends-in-life-of-arrangement",
        },
    ),
    (
        "times_of_arrangements",
        "the year of the arrangement",
        SPELL
        + 'ally:startDate "1951"^^xsd:gYear . :pact ally:startDate "1951-02"^^xsd:gYearMonth .',
        set(),
    ),
    (
        "times_of_missions",
        "before the host existed",
        LIFE
        + MISSION
        + 'ally:startDate "1940"^^xsd:gYear ; ally:earliestStart "1940-01-01"^^xsd:date ;'
        ' ally:endDate "1945"^^xsd:gYear ; ally:latestEnd "1945-12-31"^^xsd:date .',
        {"m departsFrom host-exists"},
    ),
    (
        "times_of_missions",
        "older than its mandate by more than a year, led by what came later",
        ':m ally:startDate "1950"^^xsd:gYear ; ally:isLedBy :o .'
        ' :o ally:startDate "1951"^^xsd:gYear .'
        ' :d ally:isMandateOf :m ; ally:earliestStart "1952-01-01"^^xsd:date .',
        {"m departsFrom follows-its-mandate", "m departsFrom led-by-what-exists"},
    ),
    (
        "times_of_missions",
        "older than a mandate that only extends it",
        ':m ally:startDate "1950"^^xsd:gYear .'
        ' :d ally:isMandateOf :m ; ally:earliestStart "1952-01-01"^^xsd:date ;'
        f" ally:hasDecisionEffect <{VOCAB}decision-effect/extension> .",
        set(),
    ),
    (
        "times_of_missions",
        "a year older than its mandate",
        ':m ally:startDate "1951-06"^^xsd:gYearMonth .'
        ' :d ally:isMandateOf :m ; ally:earliestStart "1952-06-01"^^xsd:date .',
        set(),
    ),
    (
        "times_of_parts",
        "a suspension, troops and a mandate that come too late",
        ':r ally:suspends :m ; ally:startDate "1961"^^xsd:gYear .'
        ' :t ally:isContributionTo :m ; ally:startDate "1961"^^xsd:gYear .'
        ' :d ally:isMandateOf :m ; ally:startDate "1961"^^xsd:gYear .'
        ' :m ally:endDate "1960"^^xsd:gYear .',
        {
            "r departsFrom suspends-in-membership",
            "t departsFrom contributes-in-mission",
            "d departsFrom decided-in-mission",
        },
    ),
    (
        "date_bounds",
        "day",
        ':m ally:startDate "1999-03-24"^^xsd:date .',
        {"m earliestStart 1999-03-24"},
    ),
    (
        "date_bounds",
        "month of a leap year",
        ':m ally:endDate "1996-02"^^xsd:gYearMonth .',
        {"m latestEnd 1996-02-29"},
    ),
    (
        "date_bounds",
        "month of another year",
        ':m ally:endDate "1900-02"^^xsd:gYearMonth .',
        {"m latestEnd 1900-02-28"},
    ),
    (
        "date_bounds",
        "year",
        ':m ally:startDate "1991"^^xsd:gYear ; ally:endDate "1992"^^xsd:gYear .',
        {"m earliestStart 1991-01-01", "m latestEnd 1992-12-31"},
    ),
    ("date_bounds", "impossible day", ':m ally:startDate "2011-02-30"^^xsd:date .', set()),
    ("date_bounds", "text", ':m ally:startDate "spring" .', set()),
    (
        "codes_of_states",
        "two periods",
        ":p ally:isPeriodOf :s ; ally:cowCode 255 . :q ally:isPeriodOf :s ; ally:cowCode 260 .",
        {"s cowCode 255", "s cowCode 260"},
    ),
    ("codes_of_states", "another property", ":p ally:isPeriodOf :s ; ally:startYear 1 .", set()),
    ("is_member_of", "known lately", PACT + TWO, {"a isMemberOf pact", "b isMemberOf pact"}),
    (
        "is_member_of",
        "ended",
        MEMBER + "kind:full ; ally:hasObservationStatus observed:ended .",
        set(),
    ),
    (
        "is_member_of",
        "last known before",
        MEMBER + "kind:full ; ally:hasObservationStatus observed:known-earlier .",
        set(),
    ),
    ("is_member_of", "observer", MEMBER + f"kind:observer ; {LATELY} .", {"a isObserverOf pact"}),
    (
        "is_member_of",
        "associate",
        MEMBER + f"kind:associate ; {LATELY} .",
        {"a isAssociateMemberOf pact"},
    ),
    ("is_member_of", "signatory", MEMBER + f"kind:signatory ; {LATELY} .", set()),
    *(
        (
            "is_last_known_member_of",
            status,
            MEMBER + f"kind:full ; ally:hasObservationStatus observed:{status} .",
            expected,
        )
        for status, expected in (
            ("known-earlier", {"a isLastKnownMemberOf pact"}),
            ("not-observed", {"a isLastKnownMemberOf pact"}),
            ("known-lately", set()),
            ("ended", set()),
        )
    ),
    (
        "is_last_known_member_of",
        "observer",
        MEMBER + "kind:observer ; ally:hasObservationStatus observed:known-earlier .",
        set(),
    ),
    (
        "is_complete_for",
        "complete and seen",
        LIST + "complete:complete . :c ally:hasCheckStatus check:seen-in-source .",
        {"pact isCompleteFor members"},
    ),
    (
        "is_complete_for",
        "not checked",
        LIST + "complete:complete . :c ally:hasCheckStatus check:not-checked .",
        set(),
    ),
    (
        "is_complete_for",
        "incomplete",
        LIST + "complete:incomplete . :c ally:hasCheckStatus check:seen-in-source .",
        set(),
    ),
    ("withdrawn", "withdrawn", ":m a ally:WithdrawnThing .", {"m owl#deprecated true"}),
    ("withdrawn", "another thing", ":m a ally:Membership .", set()),
    (
        "shares_arrangement_with",
        "two members",
        PACT + TWO,
        {"a sharesArrangementWith b", "b sharesArrangementWith a"},
    ),
    (
        "obligation_types",
        "of any time",
        ":o ally:isObligationOf :pact ; ally:hasObligationType :defence ; "
        'ally:endDate "1990"^^xsd:gYear .',
        {"pact hasObligationType defence"},
    ),
    ("obligation_types", "of no arrangement", ":o ally:hasObligationType :defence .", set()),
    ("shares_arrangement_with", "no security arrangement", TWO, set()),
    (
        "shares_arrangement_with",
        "one has left",
        PACT + TWO.replace(LATELY, "ally:hasObservationStatus observed:ended", 1),
        set(),
    ),
    (
        "shares_arrangement_with",
        "one is last known before",
        PACT + TWO.replace(LATELY, "ally:hasObservationStatus observed:known-earlier", 1),
        set(),
    ),
    (
        "sources_differ",
        "start",
        ':m ally:hasCitation :c . :c ally:reportedStart "1990"^^xsd:gYear .',
        {"m sourcesDifferOn startDate"},
    ),
    (
        "sources_differ",
        "member left out",
        ":m ally:hasCitation :c . :c ally:omitsMember :a .",
        {"m sourcesDifferOn hasMember"},
    ),
    ("sources_differ", "none", ":m ally:hasCitation :c . :c ally:citesSource :s .", set()),
    (
        "evidence_grade_of_cited_things",
        "two sources",
        f":m ally:hasCitation :c, :d . :c ally:citesSource :s ; {SEEN} . "
        f":d ally:citesSource :t ; {SEEN} .",
        {"m hasEvidenceGrade corroborated"},
    ),
    (
        "evidence_grade_of_cited_things",
        "one source twice",
        f":m ally:hasCitation :c, :d . :c ally:citesSource :s ; {SEEN} . "
        f":d ally:citesSource :s ; {SEEN} .",
        {"m hasEvidenceGrade single-source"},
    ),
    (
        "evidence_grade_of_cited_things",
        "one seen and one not",
        f":m ally:hasCitation :c, :d . :c ally:citesSource :s ; {SEEN} . "
        f":d ally:citesSource :t ; {UNSEEN} .",
        {"m hasEvidenceGrade single-source"},
    ),
    (
        "evidence_grade_of_cited_things",
        "the second is not followed",
        f":m ally:hasCitation :c, :d . :c ally:citesSource :s ; {SEEN} . "
        f":d ally:citesSource :t ; {SEEN} . :j ally:rejectsValueOf :d .",
        {"m hasEvidenceGrade single-source"},
    ),
    (
        "evidence_grade_of_cited_things",
        "one of the two families rests on the other",
        f":m ally:hasCitation :c, :d . :c ally:citesSource :s ; {SEEN} . "
        f":d ally:citesSource :t ; {SEEN} . :s ally:inSourceFamily :f . "
        ":t ally:inSourceFamily :g . :g ally:restsOn :f .",
        {"m hasEvidenceGrade single-source"},
    ),
    (
        "evidence_grade_of_cited_things",
        "sources differ on more than precision",
        f":m ally:hasCitation :c ; ally:hasAdjudication :j . :c ally:citesSource :s ; {SEEN} . "
        ":j ally:isContested true .",
        {"m hasEvidenceGrade contested"},
    ),
    (
        "evidence_grade_of_cited_things",
        "none seen",
        f":m ally:hasCitation :c . :c ally:citesSource :s ; {UNSEEN} .",
        {"m hasEvidenceGrade not-checked"},
    ),
    (
        "evidence_grade_of_cited_things",
        "denied",
        f":m ally:hasCitation :c . :c ally:citesSource :s ; {SEEN} . "
        ":k ally:claimSubject :m . :l ally:contradicts :k .",
        {"m hasEvidenceGrade contradicted"},
    ),
    (
        "evidence_grade_of_cited_things",
        "a claim has its grade from another rule",
        f":m a ally:Claim ; ally:hasCitation :c . :c ally:citesSource :s ; {SEEN} .",
        set(),
    ),
]


def derived(rule: str, facts: Graph) -> set[str]:
    """Return what the rule adds, each triple as its last names."""
    return {
        " ".join(str(term).rpartition("/")[2] for term in triple)
        for triple in derive([facts], [RULES[rule]])
    }


@pytest.mark.parametrize(
    ("rule", "name", "turtle", "expected"),
    CASES,
    ids=[f"{rule}: {name}" for rule, name, *_ in CASES],
)
def test_a_rule_derives_exactly_this(rule: str, name: str, turtle: str, expected: set[str]) -> None:
    assert derived(rule, parse(HEAD + turtle, f"{name}.ttl")) == expected


def test_a_universal_organisation_makes_nobody_share_an_arrangement() -> None:
    members = " ".join(
        f":m{n} ally:hasMember :s{n} ; ally:inArrangement :pact ; {FULL} ." for n in range(61)
    )
    assert derived("shares_arrangement_with", parse(HEAD + PACT + members, "x.ttl")) == set()
