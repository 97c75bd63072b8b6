"""The questions have exactly the answers that the data should give.

``CQnn.rq`` is a competency question, ``RQnn.rq`` one that a researcher would ask;
``CQnn.csv`` and ``RQnn.csv`` are the answers: local names, sorted. Competency
questions are asked of what the two documents say alone, without
``data/tables``, so that what is added from elsewhere changes no answer; the
others of all data.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.builder.rdflib_terms import to_quads
from openalliances.builder.read_files import rule_files
from openalliances.rdf.prefixes import ALLY, GRAPH, ID, PREFIXES, VOCAB, shorten

from ..rdflib_graphs import close, derive, merge
from ..shipped import shipped

HERE = Path(__file__).parents[2] / "ontology" / "questions"
QUESTIONS = sorted(HERE.glob("[CR]Q*.rq"))
NOT_SO = HERE / "burundi_contributed_to_amisom.rq"
ASKED = {*(f"CQ{number:02}" for number in range(1, 55)), *(f"RQ{n:02}" for n in range(1, 41))}
MOST_EXEMPT = 21
"""How many terms may be without a question; lower it when the list gets shorter."""

SEED_KINDS = ("ontology", "vocab", "claims", "sources")
ALL_KINDS = (*SEED_KINDS, "alignments", "catalog", "reference")
TERM_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
HEADER = re.compile(
    r"# # [A-Z][^\n]+\n#\n"
    r"# \*\*Question:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Basis:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Expected:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Reasoning:\*\* (?P<reasoning>yes|no|must not)[^\n]*\n(# [^\n]+\n)*\n"
)


@cache
def asserted(kinds: tuple[str, ...] = SEED_KINDS) -> ox.Store:
    """Return what the files of these kinds say, as it is written there."""
    store = ox.Store()
    for source in shipped():
        if source.kind in kinds:
            store.extend(to_quads(source.graph, source.graph_iri))
    return store


@cache
def reasoned(kinds: tuple[str, ...] = SEED_KINDS) -> ox.Store:
    """Return the same with what the rules and OWL 2 RL add."""
    facts = merge(source for source in shipped() if source.kind in kinds)
    derived = derive([facts], rule_files())
    store = ox.Store()
    store.extend(to_quads(facts, GRAPH + "asserted"))
    store.extend(to_quads(derived, GRAPH + "derived"))
    store.extend(to_quads(close(facts + derived), GRAPH + "inferred"))
    return store


def kinds_for(question: Path) -> tuple[str, ...]:
    """Return of which data a question is asked."""
    return SEED_KINDS if question.stem.startswith("CQ") else ALL_KINDS


def local(term: ox.NamedNode | ox.Literal | None) -> str:
    """Return a literal's text, a term of ours as in SPARQL, or the name of a thing or concept.

    The name is without kind or scheme; of a claim or passage only its end is given.
    """
    text = "" if term is None else term.value
    text = re.sub(rf"^{ID}((claim|passage)/.*|[^/]+)/", "", text)
    return text.removeprefix(VOCAB).partition("/")[2] if text.startswith(VOCAB) else shorten(text)


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
    assert answer(reasoned(kinds_for(question)), question) == expected(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_needs_reasoning_if_and_only_if_it_says_so(question: Path) -> None:
    without = answer(asserted(kinds_for(question)), question) == expected(question)
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


def test_all_questions_are_asked() -> None:
    assert {question.stem for question in QUESTIONS} == ASKED
    assert {path.stem for path in HERE.glob("[CR]Q*.csv")} == ASKED


@pytest.mark.parametrize("store", [asserted, reasoned])
def test_nobody_says_that_burundi_contributed_to_amisom(store) -> None:
    text = NOT_SO.read_text(encoding="utf-8")
    assert not store().query(text, use_default_graph_as_union=True)
    elsewhere = text.replace("/mission/amisom>", "/mission/au-peacekeeping-missions>")
    assert store().query(elsewhere, use_default_graph_as_union=True)


def test_each_term_is_used_by_a_question_or_exempt_with_a_reason() -> None:
    with (HERE / "exempt.csv").open(encoding="utf-8", newline="") as file:
        exempt = {line["term"]: line["reason"] for line in csv.DictReader(file)}
    texts = [body(path) for path in (*QUESTIONS, NOT_SO)]
    texts += [path.with_suffix(".csv").read_text(encoding="utf-8") for path in QUESTIONS]
    asked = {term for text in texts for term in re.findall(r"\bally:(\w+)", text)}
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
