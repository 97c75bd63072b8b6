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

from openalliances.builder.checks.check import documents_alone, with_statements
from openalliances.builder.checks.competency import (
    DOCUMENT_KINDS,
    ask,
    ask_all,
    expected,
    is_of_documents,
    is_of_statements,
)
from openalliances.builder.counts import add_counts
from openalliances.builder.dataset import Dataset
from openalliances.builder.inference.closure import derive, infer
from openalliances.builder.read_files import read_bundle, rule_files
from openalliances.rdf.prefixes import ALLY, DERIVED_GRAPH, INFERRED_GRAPH, PREFIXES

HERE = Path(__file__).parents[2] / "ontology" / "questions"
QUESTIONS = sorted(HERE.glob("[CJLRS]Q*.rq"))
NOT_SO = HERE / "burundi_contributed_to_amisom.rq"
ASKED = {
    *(f"JQ{n}" for n in range(31, 36)),
    *(f"JQ{n}" for n in range(11, 20)),
    *(f"CQ{number:02}" for number in range(1, 55)),
    *(f"RQ{n:02}" for n in (*range(1, 43), *range(61, 65), 71, 72, *range(81, 88))),
    *(f"SQ{n:02}" for n in range(1, 5)),
    *(f"LQ{n:02}" for n in range(1, 16)),
    *(
        f"JQ{n:02}"
        for n in (
            *range(1, 10),
            *range(21, 30),
            *range(36, 40),
            *range(41, 49),
            *range(51, 64),
        )
    ),
}
"""Questions that may not get lost."""
MOST_EXEMPT = 14
"""How many terms may be without a question; lower it when the list gets shorter."""

TERM_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
HEADER = re.compile(
    r"# # [A-Z][^\n]+\n#\n"
    r"# \*\*Question:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Basis:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Expected:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Reasoning:\*\* (?P<reasoning>yes|no|must not)[^\n]*\n(# [^\n]+\n)*\n"
)


@cache
def asserted() -> Dataset:
    """Return what the files say, as it is written there, with the counts."""
    dataset = Dataset(read_bundle())
    add_counts(dataset)
    return dataset


@cache
def asserted_in_documents() -> Dataset:
    dataset = Dataset()
    for name in asserted().named(DOCUMENT_KINDS):
        dataset.add_graph(name, asserted().kinds[name], asserted().graphs[name])
    return dataset


@cache
def reasoned() -> Dataset:
    """Return the same with what the rules and OWL 2 RL add."""
    dataset = Dataset(read_bundle())
    dataset.add_graph(DERIVED_GRAPH, "derived", derive(dataset.store, rule_files()))
    dataset.add_graph(INFERRED_GRAPH, "inferred", infer(dataset.facts()).inferred)
    add_counts(dataset)
    return dataset


@cache
def reasoned_from_documents() -> Dataset:
    return documents_alone(asserted(), rule_files())


@cache
def reasoned_with_statements() -> ox.Store:
    return with_statements(reasoned())


@cache
def asserted_with_statements() -> ox.Store:
    return with_statements(asserted())


def with_reasoning(question: Path) -> ox.Store:
    if is_of_statements(question):
        return reasoned_with_statements()
    return (reasoned_from_documents() if is_of_documents(question) else reasoned()).store


def without_reasoning(question: Path) -> ox.Store:
    if is_of_statements(question):
        return asserted_with_statements()
    return (asserted_in_documents() if is_of_documents(question) else asserted()).store


def reasoning(question: Path) -> str:
    match = HEADER.match(question.read_text(encoding="utf-8"))
    assert match, f"{question.name} has no proper header"
    return match["reasoning"]


def body(question: Path) -> str:
    return re.sub(r"^(#|PREFIX).*\n", "", question.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_has_exactly_its_answer(question: Path) -> None:
    assert ask(with_reasoning(question), question) == expected(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_needs_reasoning_if_and_only_if_it_says_so(question: Path) -> None:
    without = ask(without_reasoning(question), question) == expected(question)
    assert without == (reasoning(question) == "no")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_an_answer_is_a_sorted_set(question: Path) -> None:
    solutions = expected(question).solutions
    assert solutions
    assert list(solutions) == sorted(set(solutions))


@pytest.mark.parametrize("question", [*QUESTIONS, NOT_SO], ids=lambda path: path.stem)
def test_a_question_has_a_header_and_the_prefixes_that_it_uses(question: Path) -> None:
    assert reasoning(question)
    text = question.read_text(encoding="utf-8")
    bound = re.findall(r"^PREFIX (\w+): <([^>]+)>$", text, re.MULTILINE)
    used = {name for name in PREFIXES if re.search(rf"(?<!\w){name}:\w", body(question))}
    assert bound == sorted((name, PREFIXES[name]) for name in used)


def test_all_questions_are_asked() -> None:
    asked = {question.stem for question in QUESTIONS}
    assert asked >= ASKED
    assert asked == {path.stem for path in HERE.glob("[CJLRS]Q*.csv")}


@pytest.mark.parametrize("dataset", [asserted_in_documents, reasoned_from_documents])
def test_nobody_says_that_burundi_contributed_to_amisom(dataset) -> None:
    text = NOT_SO.read_text(encoding="utf-8")
    assert not dataset().store.query(text)
    elsewhere = text.replace("/mission/amisom>", "/mission/au-peacekeeping-missions>")
    assert dataset().store.query(elsewhere)


def test_each_term_is_used_by_a_question_or_exempt_with_a_reason() -> None:
    with (HERE / "exempt.csv").open(encoding="utf-8", newline="") as file:
        exempt = {line["term"]: line["reason"] for line in csv.DictReader(file)}
    texts = [body(path) for path in (*QUESTIONS, NOT_SO)]
    texts += [path.with_suffix(".csv").read_text(encoding="utf-8") for path in QUESTIONS]
    asked = {term for text in texts for term in re.findall(r"\bally:(\w+)", text)}
    kinds = " ".join(f"owl:{kind}" for kind in TERM_KINDS)
    solutions = asserted().store.query(
        f"PREFIX owl: <{PREFIXES['owl']}> SELECT DISTINCT ?term WHERE {{"
        f" VALUES ?kind {{ {kinds} }} ?term a ?kind FILTER(STRSTARTS(STR(?term), '{ALLY}')) }}"
    )
    terms = {solution["term"].value.removeprefix(ALLY) for solution in solutions}
    assert asked <= terms
    assert sorted(terms - asked) == list(exempt)
    assert all(exempt.values())
    assert len(exempt) <= MOST_EXEMPT


QUERY = "# # Who?\n\nSELECT ?x ?y WHERE { ?x <http://x/p> ?y } ORDER BY ?x\n"


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    p = ox.NamedNode("http://x/p")
    for n in range(9):
        store.add(ox.Quad(ox.NamedNode(f"http://x/{n}"), p, ox.Literal(str(n))))
    return store


def question(folder: Path, answer: str, query: str = QUERY) -> Path:
    path = folder / "CQ99.rq"
    path.write_text(query, encoding="utf-8")
    path.with_suffix(".csv").write_text(answer, encoding="utf-8")
    return path


def rows(numbers: range) -> str:
    return "".join(f"http://x/{n},{n}\n" for n in numbers)


WRONG = [
    ("x,y\n" + rows(range(8)), "(http://x/8 | 8) too many"),
    ("x,y\n" + rows(range(10)), "(http://x/9 | 9) missing"),
    ("x,y\n" + rows(range(1)), "and 5 more too many"),
    ("x,z\n" + rows(range(9)), "its columns are x, y, not x, z"),
    ("x,y\n" + rows(range(9)) + rows(range(1)), "repeated or in another order"),
]


@pytest.mark.parametrize(("answer", "said"), WRONG)
def test_a_wrong_answer_is_a_problem_that_names_question_file_and_rows(
    tmp_path: Path, store: ox.Store, answer: str, said: str
) -> None:
    (problem,) = ask_all([question(tmp_path, answer)], lambda _: store)
    assert problem.path == "ontology/questions/CQ99.rq"
    assert problem.severity == "error"
    assert '"Who?"' in problem.sentence
    assert said in problem.sentence
    assert len(problem.sentence) < 300
    assert "CQ99.csv" in problem.expected


def test_a_right_answer_is_none(tmp_path: Path, store: ox.Store) -> None:
    right = question(tmp_path, "x,y\n" + rows(range(9)))
    assert ask_all([right], lambda _: store) == []
    assert len(ask_all([right], lambda _: ox.Store())) == 1


@pytest.mark.parametrize(
    ("answer", "query", "said"),
    [
        ("x,y\n", QUERY, "no answer"),
        ("", QUERY, "no answer"),
        ("x\n1\n", "ASK {}", "not a SELECT"),
        ("x\n1\n", "SELECT ?x WHERE {", "does not parse"),
    ],
)
def test_what_cannot_be_asked_or_compared_is_a_problem(
    tmp_path: Path, store: ox.Store, answer: str, query: str, said: str
) -> None:
    (problem,) = ask_all([question(tmp_path, answer, query)], lambda _: store)
    assert problem.path.startswith("ontology/questions/CQ99.")
    assert said in problem.sentence


def test_a_question_without_a_file_of_answers_is_a_problem(tmp_path: Path, store: ox.Store) -> None:
    alone = question(tmp_path, "")
    alone.with_suffix(".csv").unlink()
    (problem,) = ask_all([alone], lambda _: store)
    assert problem.path == "ontology/questions/CQ99.csv"
    assert "no such file" in problem.sentence
