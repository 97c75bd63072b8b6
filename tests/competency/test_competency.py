"""The competency questions have exactly the answers that the two documents give.

``CQnn.rq`` is a question, ``CQnn.csv`` its answer: local names, sorted. The data
are those of the documents alone, without ``data/reference``, so that what is
added from elsewhere changes no answer.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.build.inference import close, derive
from openalliances.build.sources import merge, read_bundle, rule_files
from openalliances.build.terms import to_quads
from openalliances.rdf.prefixes import ALLY, GRAPH, PREFIXES

HERE = Path(__file__).parent
QUESTIONS = sorted(HERE.glob("CQ*.rq"))
NOT_SO = HERE / "burundi_contributed_to_amisom.rq"
ASKED = {f"CQ{number:02}" for number in (*range(1, 25), *range(27, 35))}
MOST_EXEMPT = 49
"""How many terms may be without a question; lower it when the list gets shorter."""

SEED_KINDS = ("ontology", "vocab", "claims", "sources")
TERM_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
HEADER = re.compile(
    r"# # [A-Z][^\n]+\n#\n"
    r"# \*\*Question:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Basis:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Expected:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Reasoning:\*\* (?P<reasoning>yes|no|must not)[^\n]*\n(# [^\n]+\n)*\n"
)


@cache
def asserted() -> ox.Store:
    """Return what the documents say, as it is written in the files."""
    store = ox.Store()
    for source in read_bundle():
        if source.kind in SEED_KINDS:
            store.extend(to_quads(source.graph, source.graph_iri))
    return store


@cache
def reasoned() -> ox.Store:
    """Return the same with what the rules and OWL 2 RL add."""
    facts = merge(source for source in read_bundle() if source.kind in SEED_KINDS)
    derived = derive([facts], rule_files())
    store = ox.Store()
    store.extend(to_quads(facts, GRAPH + "asserted"))
    store.extend(to_quads(derived, GRAPH + "derived"))
    store.extend(to_quads(close(facts + derived), GRAPH + "inferred"))
    return store


def local(term: ox.NamedNode | ox.Literal) -> str:
    """Return the name of a thing or concept without its kind or scheme, or a literal's text."""
    return re.sub(r"^https://w3id\.org/openalliances/(id|vocab)/[^/]+/", "", term.value)


def answer(store: ox.Store, question: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    text = question.read_text(encoding="utf-8")
    solutions = store.query(text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return names, sorted(tuple(local(term) for term in solution) for solution in solutions)


def expected(question: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    with question.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        names, *lines = csv.reader(file)
    return names, [tuple(line) for line in lines]


def reasoning(question: Path) -> str:
    match = HEADER.match(question.read_text(encoding="utf-8"))
    assert match, f"{question.name} has no proper header"
    return match["reasoning"]


def body(question: Path) -> str:
    return re.sub(r"^(#|PREFIX).*\n", "", question.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_has_exactly_its_answer(question: Path) -> None:
    assert answer(reasoned(), question) == expected(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_needs_reasoning_if_and_only_if_it_says_so(question: Path) -> None:
    without = answer(asserted(), question) == expected(question)
    assert without == (reasoning(question) == "no")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_an_answer_is_a_sorted_set(question: Path) -> None:
    _, lines = expected(question)
    assert lines
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("question", [*QUESTIONS, NOT_SO], ids=lambda path: path.stem)
def test_a_question_has_a_header_and_the_prefixes_that_it_uses(question: Path) -> None:
    assert reasoning(question)
    text = question.read_text(encoding="utf-8")
    bound = re.findall(r"^PREFIX (\w+): <([^>]+)>$", text, re.MULTILINE)
    used = {name for name in PREFIXES if re.search(rf"(?<!\w){name}:\w", body(question))}
    assert bound == sorted((name, PREFIXES[name]) for name in used)


def test_all_questions_of_this_slice_are_asked() -> None:
    assert {question.stem for question in QUESTIONS} == ASKED
    assert {path.stem for path in HERE.glob("CQ*.csv")} == ASKED


@pytest.mark.parametrize("store", [asserted, reasoned])
def test_nobody_says_that_burundi_contributed_to_amisom(store) -> None:
    text = NOT_SO.read_text(encoding="utf-8")
    assert not store().query(text, use_default_graph_as_union=True)
    elsewhere = text.replace("/mission/amisom>", "/mission/au-peacekeeping-missions>")
    assert store().query(elsewhere, use_default_graph_as_union=True)


def test_each_term_is_used_by_a_question_or_exempt_with_a_reason() -> None:
    with (HERE / "exempt.csv").open(encoding="utf-8", newline="") as file:
        exempt = {line["term"]: line["reason"] for line in csv.DictReader(file)}
    asked = {term for path in QUESTIONS for term in re.findall(r"\bally:(\w+)", body(path))}
    kinds = " ".join(f"owl:{kind}" for kind in TERM_KINDS)
    solutions = asserted().query(
        f"PREFIX owl: <{PREFIXES['owl']}> SELECT DISTINCT ?term WHERE {{"
        f" VALUES ?kind {{ {kinds} }} ?term a ?kind FILTER(STRSTARTS(STR(?term), '{ALLY}')) }}",
        use_default_graph_as_union=True,
    )
    terms = {solution["term"].value.removeprefix(ALLY) for solution in solutions}
    assert asked <= terms
    assert sorted(terms - asked) == list(exempt)
    assert all(exempt.values())
    assert len(exempt) <= MOST_EXEMPT
