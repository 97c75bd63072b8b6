"""Two reasoners make one release; neither may say nothing, and owlrl may not swallow Ctrl-C."""

import contextlib
import signal

import pyoxigraph as ox
import pytest
from owlrl.OWLRL import OWLRL_Semantics

from openalliances.builder.checks.shacl import VALIDATORS
from openalliances.builder.engines import Engines
from openalliances.builder.inference import closure, owlrl_engine, receipts
from openalliances.builder.inference.closure import OWLRL, REASONERS, RULES, infer
from openalliances.builder.pipeline import build
from openalliances.cli.build import build as build_command
from openalliances.cli.check import check as check_command
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import INFERRED_GRAPH

from ..rdflib_graphs import parse, triples

HEAD = """
PREFIX : <http://x/>
PREFIX ally: <https://w3id.org/openalliances/ontology/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
SMALL = ":A rdfs:subClassOf :B . :p owl:inverseOf :q . :i a :A ; :p :j ."
DENIED = ":A owl:disjointWith :B . :i a :A, :B ."
CITED = """
ally:hasCitation owl:inverseOf ally:isCitationOf ; rdfs:range ally:Citation .
ally:citesSource rdfs:domain ally:Citation ; rdfs:range ally:Source .
ally:Citation rdfs:subClassOf :Note . ally:Source rdfs:subClassOf :Book .
:s a ally:Source . :i ally:hasCitation :c . :c a ally:Citation ; ally:citesSource :s .
"""


def graph(turtle: str) -> tuple[ox.Triple, ...]:
    return triples(parse(HEAD + turtle, "x.ttl"))


@pytest.mark.parametrize("turtle", [SMALL, CITED, ":i :p :j ."])
def test_the_reasoners_entail_the_same_and_say_who_they_are(turtle):
    rules, owlrl = (infer(graph(turtle), reasoner) for reasoner in REASONERS)
    assert set(rules.inferred) == set(owlrl.inferred)
    assert (rules.given, rules.entailed) == (owlrl.given, owlrl.entailed)
    assert rules.reasoner.startswith("rules of openalliances ")
    assert owlrl.reasoner.startswith("owlrl 7.")
    assert (rules.compared_with, owlrl.compared_with) == ("", rules.reasoner)


@pytest.mark.parametrize("command", [build_command, check_command])
def test_a_command_offers_the_engines_that_there_are(command):
    offered = {option.name: option for option in command.params}
    assert set(offered["reasoner"].type.choices) == set(REASONERS)
    assert offered["reasoner"].default == Engines().reasoner
    assert set(offered["validator"].type.choices) == set(VALIDATORS)


def test_the_digests_are_of_what_goes_in_and_comes_out():
    one, two = infer(graph(SMALL)), infer(graph(SMALL + " :k a :A ."))
    assert one.given != two.given
    assert one.entailed != two.entailed
    assert one.given == infer(reversed(graph(SMALL))).given


def test_owlrl_that_entails_nothing_is_no_reasoner(monkeypatch):
    monkeypatch.setattr(OWLRL_Semantics, "closure", lambda self: None)
    with pytest.raises(CheckError, match="do not entail the same: 2 triples only by the rules"):
        infer(graph(SMALL), OWLRL)


def test_rules_that_entail_nothing_are_found_out_by_owlrl(monkeypatch):
    monkeypatch.setattr(closure, "materialize", lambda store: None)
    with pytest.raises(CheckError, match=r"do not entail the same: 0 .*, 2 only by owlrl"):
        infer(graph(SMALL), OWLRL)


def test_a_contradiction_that_only_owlrl_finds_is_an_error(monkeypatch):
    assert infer(graph(DENIED), OWLRL).contradictions == infer(graph(DENIED)).contradictions != ()
    monkeypatch.setattr(closure, "contradictions", lambda store: [])
    with pytest.raises(CheckError, match="owlrl finds a contradiction"):
        infer(graph(DENIED), OWLRL)


def test_ctrl_c_is_not_swallowed_by_owlrl(monkeypatch):
    seen = []

    def swallow(self, triple, round_):
        seen.append(triple)
        with contextlib.suppress(BaseException):  # as owlrl's bare excepts do
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(OWLRL_Semantics, "rules", swallow)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        owlrl_engine.entail(graph(SMALL))
    assert len(seen) == 1
    assert signal.getsignal(signal.SIGINT) is before


@pytest.fixture
def releases(bundle_folder, tmp_path, told):
    return [
        build(tmp_path / "out", progress=told, root=bundle_folder, engines=Engines(reasoner))
        for reasoner in (RULES, OWLRL)
    ]


def test_both_reasoners_make_the_same_data_and_each_release_names_its_own(releases):
    rules, owlrl = (release.manifest for release in releases)
    assert rules.digest == owlrl.digest
    assert any(g.iri == INFERRED_GRAPH and g.triples for g in owlrl.graphs)
    assert owlrl.engines["reasoner"].startswith("owlrl ")
    assert owlrl.engines["compared_with"] == rules.engines["reasoner"]
    assert rules.engines["compared_with"] == ""
    for key in ("given", "entailed", "validator"):
        assert rules.engines[key] == owlrl.engines[key] != ""


def test_a_release_by_owlrl_is_not_built_where_owlrl_says_nothing(
    bundle_folder, tmp_path, told, monkeypatch
):
    monkeypatch.setattr(OWLRL_Semantics, "closure", lambda self: None)
    with pytest.raises(CheckError, match="do not entail the same"):
        build(tmp_path / "out", progress=told, root=bundle_folder, engines=Engines(OWLRL))
    assert list((tmp_path / "out").iterdir()) == []


ALL_MUST_BE_ASKED = [
    ":i ally:hasCitation :d . :d a ally:Citation ; ally:citesSource :t .",
    ":c a :Other .",
    ":R owl:someValuesFrom ally:Citation ; owl:onProperty ally:hasCitation .",
    "ally:hasCitation a owl:TransitiveProperty .",
    ":p owl:propertyChainAxiom ( ally:hasCitation ally:citesSource ) .",
    "ally:hasCitation owl:propertyDisjointWith :p .",
]


def test_what_receipts_entail_is_found_without_the_reasoner(monkeypatch):
    parts = receipts.split(graph(CITED))
    assert {str(thing) for thing in parts.things} == {"<http://x/c>"}
    core, _ = closure.closed_by_rules(parts.core)
    found = receipts.entailed(parts, core)
    assert found is not None
    inferred = {str(triple) for triple in infer(graph(CITED)).inferred}
    said = "<http://x/c> <https://w3id.org/openalliances/ontology/isCitationOf> <http://x/i>"
    assert said in {str(t) for t in found} & inferred
    assert any(line.startswith("<http://x/c> ") and "/Note>" in line for line in inferred)


@pytest.mark.parametrize("more", ALL_MUST_BE_ASKED)
def test_the_reasoner_is_given_receipts_where_they_say_more(more):
    parts = receipts.split(graph(CITED + more))
    core, _ = closure.closed_by_rules(parts.core)
    assert receipts.entailed(parts, core) is None
    assert infer(graph(CITED + more), OWLRL).inferred != ()


def test_a_contradiction_of_a_receipt_is_found():
    more = ":Other owl:disjointWith ally:Citation . :c a :Other ."
    assert [c.focus for c in infer(graph(CITED + more)).contradictions] == ["http://x/c"]
